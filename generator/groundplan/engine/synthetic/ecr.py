"""Computed outputs of ecr."""

from typing import Any

TYPES: dict[str, dict[str, Any]] = {
    "aws:ecr/repository:Repository": {
        "arn": "arn:aws:ecr:{region}:{account}:repository/{physical}",
        "registryId": "{account}",
        "repositoryUrl": "{account}.dkr.ecr.{region}.amazonaws.com/{physical}",
    },
}
