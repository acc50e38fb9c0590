"""Computed outputs of sqs."""

from typing import Any

TYPES: dict[str, dict[str, Any]] = {
    "aws:sqs/queue:Queue": {
        "id": "https://sqs.{region}.amazonaws.com/{account}/{physical}",
        "url": "{id}",
        "arn": "arn:aws:sqs:{region}:{account}:{physical}",
    },
}
