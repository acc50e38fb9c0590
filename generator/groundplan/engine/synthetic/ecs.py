"""Computed outputs of ecs."""

from typing import Any

AUTO_NAMED: dict[str, str] = {
    "aws:ecs/taskDefinition:TaskDefinition": "family",
}

TYPES: dict[str, dict[str, Any]] = {
    "aws:ecs/cluster:Cluster": {
        "id": "arn:aws:ecs:{region}:{account}:cluster/{physical}",
        "arn": "{id}",
    },
    "aws:ecs/taskDefinition:TaskDefinition": {
        "id": "{physical}",
        "revision": 1,
        "arn": "arn:aws:ecs:{region}:{account}:task-definition/{physical}:1",
        "arnWithoutRevision": "arn:aws:ecs:{region}:{account}:task-definition/{physical}",
    },
    "aws:ecs/service:Service": {
        "id": "arn:aws:ecs:{region}:{account}:service/{logical}/{physical}",
        "arn": "{id}",
    },
}
