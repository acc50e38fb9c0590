"""Computed outputs of dynamodb."""

from typing import Any

TYPES: dict[str, dict[str, Any]] = {
    "aws:dynamodb/table:Table": {
        "arn": "arn:aws:dynamodb:{region}:{account}:table/{physical}",
        "streamArn": "",
    },
}
