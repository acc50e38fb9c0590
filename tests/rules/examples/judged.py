"""Examples of rules found by a judge of the shipped estates: roles, logs, deliveries, regions."""

import json
from typing import Any

from tests.rules.support.estates import Row, Rows, also, drop, own, put
from tests.rules.support.examples import Example, example
from tests.rules.support.sample import allow, policy


def _retries(least: int, most: int) -> str:
    return json.dumps(
        {"http": {"defaultHealthyRetryPolicy": {"minDelayTarget": least, "maxDelayTarget": most}}}
    )


def _delivery(**more: Any) -> tuple[Any, ...]:
    return tuple(put("cdn-delivery", path, value) for path, value in more.items())


_DEAD = put(
    "checker", "deadLetterConfig", {"targetArn": "arn:aws:sqs:eu-west-1:666666666666:jobs-dead"}
)
_OF_CHECKER = put("task-policy", "role", "checker")
_MANAGEMENT = {"readWriteType": "WriteOnly"}
_ALL = {"fieldSelectors": [{"field": "eventCategory", "equals": ["Management"]}]}
_SHARED = "arn:aws:kms:eu-west-1:111111111111:key/51111111-2222-3333-4444-555555555555"


def _shared(account: str) -> Row:
    """A key of the management account that lets another account use it."""
    owner = allow("kms:*", Principal={"AWS": "arn:aws:iam::111111111111:root"})
    user = allow("kms:*", Principal={"AWS": f"arn:aws:iam::{account}:root"})
    return Row(
        "aws:kms/key:Key",
        "shared",
        {"description": "shared", "policy": policy(owner, user)},
        stack="organization/main",
        id=_SHARED.rpartition("/")[2],
        outputs={"arn": _SHARED},
    )


_NEWS = "arn:aws:sns:eu-west-1:111111111111:news"
_TOPIC = Row(
    "aws:sns/topic:Topic",
    "news",
    {"name": "news"},
    stack="organization/main",
    id=_NEWS,
    outputs={"arn": _NEWS},
)


def _topic_policy(service: str) -> Row:
    return Row(
        "aws:sns/topicPolicy:TopicPolicy",
        "news-policy",
        {
            "arn": _NEWS,
            "policy": policy(
                {
                    "Effect": "Allow",
                    "Principal": {"Service": f"{service}.amazonaws.com"},
                    "Action": "sns:Publish",
                    "Resource": _NEWS,
                }
            ),
        },
        stack="organization/main",
    )


def _filter(values: int) -> str:
    return json.dumps({key: [str(n) for n in range(values)] for key in ("a", "b", "c")})


def _rooted(rows: Rows) -> None:
    own(rows, "organization").outputs["roots"] = [{"id": "r-abcd"}]


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
        (_DEAD, put("task-policy", "policy", policy(allow("sqs:ReceiveMessage"))), _OF_CHECKER),
        (_DEAD, put("task-policy", "policy", policy(allow("sqs:SendMessage"))), _OF_CHECKER),
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
    "GP-SNS-009": example(
        "page-mail.filterPolicy",
        put("page-mail", "filterPolicy", _filter(6)),
        put("page-mail", "filterPolicy", _filter(5)),
    ),
    "GP-WAF-021": example(
        "edge-acl.tokenDomains[0]",
        put("edge-acl", "tokenDomains", ["com"]),
        put("edge-acl", "tokenDomains", ["example.com"]),
    ),
    "GP-CONFIG-005": example(
        "aggregator.organizationAggregationSource",
        put("delegated-config", "accountId", "666666666666"),
        put("aggregator", "name", "everything"),
    ),
    "GP-TRAIL-005": example(
        "trail.eventSelectors[0].excludeManagementEventSources[0]",
        put("trail", "eventSelectors", [{"excludeManagementEventSources": ["s3.amazonaws.com"]}]),
        put("trail", "eventSelectors", [{"excludeManagementEventSources": ["kms.amazonaws.com"]}]),
    ),
    "GP-TRAIL-006": example(
        "trail.snsTopicName",
        (also(_TOPIC, _topic_policy("config")), put("trail", "snsTopicName", _NEWS)),
        (also(_TOPIC, _topic_policy("cloudtrail")), put("trail", "snsTopicName", _NEWS)),
    ),
    "GP-MODEL-009": example(
        "trail.advancedEventSelectors",
        (
            put("trail", "eventSelectors", [_MANAGEMENT]),
            put("trail", "advancedEventSelectors", [_ALL]),
        ),
        put("trail", "advancedEventSelectors", [_ALL]),
    ),
    "GP-MODEL-010": example(
        "vpc.ipv6CidrBlockNetworkBorderGroup",
        put("vpc", "ipv6CidrBlockNetworkBorderGroup", "eu-west-1"),
        put("vpc", "enableNetworkAddressUsageMetrics", True),
    ),
    "GP-KMS-011": example(
        "db.kmsKeyId",
        (also(_shared("111111111111")), put("db", "kmsKeyId", _SHARED)),
        (also(_shared("666666666666")), put("db", "kmsKeyId", _SHARED)),
    ),
    "GP-VPC-052": example(
        "nat.secondaryPrivateIpAddressCount",
        put("nat", "secondaryPrivateIpAddressCount", 2),
        (
            put("nat", "secondaryPrivateIpAddressCount", 2),
            put("nat", "connectivityType", "private"),
            drop("nat", "allocationId"),
        ),
    ),
    "GP-REF-908": example(
        "checker-permission.sourceAccount",
        put("checker-permission", "sourceAccount", "66666"),
        put("checker-permission", "sourceAccount", "666666666666"),
    ),
    "GP-RDS-067": example(
        "db.dbSubnetGroupName", drop("db", "dbSubnetGroupName"), drop("db", "maxAllocatedStorage")
    ),
    "GP-ORG-013": example(
        "workloads.parentId",
        (put("workloads", "parentId", "r-wxyz"), _rooted),
        (put("workloads", "parentId", "r-abcd"), _rooted),
    ),
}
