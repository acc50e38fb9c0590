"""Computed outputs of secretsmanager."""

from typing import Any

TYPES: dict[str, dict[str, Any]] = {
    "aws:secretsmanager/secret:Secret": {
        "id": "arn:aws:secretsmanager:{region}:{account}:secret:{physical}-{hex8}",
        "arn": "{id}",
    },
    "aws:secretsmanager/secretRotation:SecretRotation": {
        "id": "{secretId}",
        "rotationEnabled": True,
    },
}
