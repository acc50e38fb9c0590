"""Examples of rules found by changing a real estate: tasks, logs, events."""

import json
from typing import Any

from tests.rules.support.estates import put
from tests.rules.support.examples import Example, example


def _containers(**change: Any) -> str:
    """The container of the valid estate with a change."""
    from tests.rules.support.sample import sample

    found = json.loads(sample()["api-task"].inputs["containerDefinitions"])
    return json.dumps([{**found[0], **change}, *found[1:]])


EXAMPLES: dict[str, Example] = {
    "GP-ECS-023": example(
        "api-task.containerDefinitions",
        put("api-task", "containerDefinitions",
            _containers(ulimits=[{"name": "nofile", "softLimit": 2, "hardLimit": 1}])),
        put("api-task", "containerDefinitions",
            _containers(ulimits=[{"name": "nofile", "softLimit": 1, "hardLimit": 1}])),
    ),
    "GP-ECS-024": example(
        "cluster.configuration.executeCommandConfiguration.logConfiguration",
        put("cluster", "configuration", {"executeCommandConfiguration": {"logging": "OVERRIDE"}}),
        put("cluster", "configuration", {"executeCommandConfiguration": {"logging": "NONE"}}),
    ),
    "GP-ECS-025": example(
        "api.serviceConnectConfiguration.services[0].portName",
        put("api", "serviceConnectConfiguration",
            {"enabled": True, "services": [{"portName": "nowhere"}]}),
        put("api", "serviceConnectConfiguration", {"enabled": True, "namespace": "acme"}),
    ),
    "GP-LOGS-011": example(
        "error-lines.logGroupName",
        put("api-group", "logGroupClass", "INFREQUENT_ACCESS"),
        put("api-group", "logGroupClass", "STANDARD"),
    ),
    "GP-LOGS-012": example(
        "cdn-delivery.s3DeliveryConfigurations[0].suffixPath",
        put("cdn-delivery", "s3DeliveryConfigurations",
            [{"suffixPath": "{foo}", "enableHiveCompatiblePath": False}]),
        put("cdn-delivery", "s3DeliveryConfigurations",
            [{"suffixPath": "{DistributionId}/{yyyy}", "enableHiveCompatiblePath": False}]),
    ),
    "GP-EVENT-010": example(
        "backup-failed-target.ecsTarget",
        put("backup-failed-target", "ecsTarget",
            {"taskDefinitionArn": "arn:aws:ecs:eu-west-1:666666666666:task-definition/acme-prod-api"}),
        put("backup-failed-target", "deadLetterConfig",
            {"arn": "arn:aws:sqs:eu-west-1:666666666666:jobs-dead"}),
    ),
}  # fmt: skip
EXAMPLES |= {
    "GP-LAMBDA-005": example(
        "checker.environment.variables.AWS_REGION",
        put("checker", "environment", {"variables": {"AWS_REGION": "eu-west-1"}}),
        put("checker", "environment", {"variables": {"HOME_REGION": "eu-west-1"}}),
    ),
    "GP-LAMBDA-006": example(
        "checker.reservedConcurrentExecutions",
        put("checker", "reservedConcurrentExecutions", -2),
        put("checker", "reservedConcurrentExecutions", -1),
    ),
}
