"""Computed outputs of cloudtrail."""

from typing import Any

TYPES: dict[str, dict[str, Any]] = {
    "aws:cloudtrail/trail:Trail": {
        "arn": "arn:aws:cloudtrail:{region}:{account}:trail/{physical}",
        "homeRegion": "{region}",
    },
}
