"""Computed outputs of scheduler."""

from typing import Any

TYPES: dict[str, dict[str, Any]] = {
    "aws:scheduler/schedule:Schedule": {
        "arn": "arn:aws:scheduler:{region}:{account}:schedule/default/{physical}"
    },
}
