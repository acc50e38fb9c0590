"""Computed outputs of backup."""

from typing import Any

TYPES: dict[str, dict[str, Any]] = {
    "aws:backup/vault:Vault": {"arn": "arn:aws:backup:{region}:{account}:backup-vault:{physical}"},
    "aws:backup/plan:Plan": {
        "id": "{uuid}",
        "arn": "arn:aws:backup:{region}:{account}:backup-plan:{uuid}",
        "version": "{hex32}",
    },
    "aws:backup/selection:Selection": {"id": "{uuid}"},
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": {
        "arn": "arn:aws:backup:{region}:{account}:restore-testing-plan:{physical}-{uuid}"
    },
}
