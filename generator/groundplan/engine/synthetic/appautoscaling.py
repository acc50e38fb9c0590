"""Computed outputs of appautoscaling."""

from typing import Any

TYPES: dict[str, dict[str, Any]] = {
    "aws:appautoscaling/target:Target": {
        "id": "{resourceId}",
        "arn": "arn:aws:application-autoscaling:{region}:{account}:scalable-target/{hex32}",
    },
    "aws:appautoscaling/policy:Policy": {
        "arn": "arn:aws:autoscaling:{region}:{account}:scalingPolicy:{uuid}",
        "alarmArns": [],
    },
}
