"""Computed outputs of sns."""

from typing import Any

TYPES: dict[str, dict[str, Any]] = {
    "aws:sns/topic:Topic": {"id": "arn:aws:sns:{region}:{account}:{physical}", "arn": "{id}"},
    "aws:sns/topicSubscription:TopicSubscription": {"id": "{topic}:{uuid}", "arn": "{id}"},
}
