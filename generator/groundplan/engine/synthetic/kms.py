"""Computed outputs of kms."""

from typing import Any

TYPES: dict[str, dict[str, Any]] = {
    "aws:kms/key:Key": {
        "id": "{uuid}",
        "keyId": "{uuid}",
        "arn": "arn:aws:kms:{region}:{account}:key/{uuid}",
    },
    "aws:kms/replicaKey:ReplicaKey": {
        "id": "mrk-{hex32}",
        "keyId": "{id}",
        "arn": "arn:aws:kms:{region}:{account}:key/{id}",
    },
    "aws:kms/alias:Alias": {
        "id": "{physical}",
        "arn": "arn:aws:kms:{region}:{account}:{physical}",
    },
}
