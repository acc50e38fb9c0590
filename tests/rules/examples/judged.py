"""Examples of rules found by a judge of the shipped estates: roles, logs, deliveries, regions."""

import json
from typing import Any

from tests.rules.support.estates import drop, put
from tests.rules.support.examples import Example, example
from tests.rules.support.sample import policy


def _retries(least: int, most: int) -> str:
    return json.dumps(
        {"http": {"defaultHealthyRetryPolicy": {"minDelayTarget": least, "maxDelayTarget": most}}}
    )


def _delivery(**more: Any) -> tuple[Any, ...]:
    return tuple(put("cdn-delivery", path, value) for path, value in more.items())


_SENDS = policy(
    {
        "Effect": "Allow",
        "Action": "sqs:SendMessage",
        "Resource": "arn:aws:sqs:eu-west-1:666666666666:jobs-dead",
    }
)

EXAMPLES: dict[str, Example] = {
    "GP-VPC-051": example(
        "eip.networkBorderGroup",
        put("eip", "networkBorderGroup", "eu-central-1"),
        put("eip", "networkBorderGroup", "eu-west-1"),
    ),
    "GP-S3-030": example(
        "replication.rules[0].deleteMarkerReplication.status",
        put("replication", "rules[0].filter", {"tag": {"key": "copy", "value": "yes"}}),
        put("replication", "rules[0].filter", {"prefix": "in/"}),
    ),
    "GP-ELB-018": example(
        "alb.accessLogs.prefix",
        put(
            "logs-policy",
            "policy",
            policy(
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
                    "Action": "s3:PutObject",
                    "Resource": "arn:aws:s3:::acme-prod-logs-666666666666/lb/*",
                }
            ),
        ),
        put(
            "logs-policy",
            "policy",
            policy(
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
                    "Action": "s3:PutObject",
                    "Resource": "arn:aws:s3:::acme-prod-logs-666666666666/alb/AWSLogs/*",
                }
            ),
        ),
    ),
    "GP-LAMBDA-007": example(
        "checker.layers[0]",
        put("checker", "layers", ["arn:aws:lambda:eu-central-1:666666666666:layer:tools:1"]),
        put("checker", "layers", ["arn:aws:lambda:eu-west-1:111122223333:layer:tools:1"]),
    ),
    "GP-LAMBDA-008": example(
        "checker.deadLetterConfig.targetArn",
        put(
            "checker",
            "deadLetterConfig",
            {"targetArn": "arn:aws:sqs:eu-west-1:666666666666:jobs-dead"},
        ),
        (
            put(
                "checker",
                "deadLetterConfig",
                {"targetArn": "arn:aws:sqs:eu-west-1:666666666666:jobs-dead"},
            ),
            put("task-policy", "policy", _SENDS),
            put("task-policy", "role", "checker"),
        ),
    ),
    "GP-LAMBDA-009": example(
        "checker-permission.action",
        put("checker-permission", "action", "lambda:Invoke"),
        put("checker-permission", "action", "lambda:InvokeFunction"),
    ),
    "GP-LOGS-013": example(
        "cdn-delivery.recordFields[1]",
        put("cdn-delivery", "recordFields", ["date", "status"]),
        put("cdn-delivery", "recordFields", ["date", "sc-status"]),
    ),
    "GP-GUARD-005": example(
        "analyzer.type",
        put("delegated", "accountId", "666666666666"),
        put("analyzer", "type", "ORGANIZATION_UNUSED_ACCESS"),
    ),
    "GP-ORG-012": example(
        "root-access.enabledFeatures",
        drop("organization", "awsServiceAccessPrincipals"),
        put("root-access", "enabledFeatures", ["RootCredentialsManagement"]),
    ),
    "GP-SNS-008": example(
        "page.deliveryPolicy",
        put("page", "deliveryPolicy", _retries(30, 20)),
        put("page", "deliveryPolicy", _retries(20, 20)),
    ),
}
