"""Key policy statements without which a copy of a backup cannot be made or read.

A snapshot of RDS stays encrypted with the database's own key until it arrives, so that
key must open for the account that receives it; what AWS Backup stores itself (S3,
DynamoDB) is encrypted with the vault's key. A default key (``aws/rds``) opens for nobody
else: such a snapshot cannot leave its account.
"""

from collections.abc import Sequence
from typing import Any

_USE = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
_GRANT = ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"]


def share_statements(sid: str, accounts: Sequence[str]) -> tuple[dict[str, Any], ...]:
    """Statements that let other accounts of the organization read and copy what the key encrypts.

    AWS Backup there works through its service-linked role, which cannot be named before it
    exists: the account is named and its own policies decide. It may pass the key on to AWS
    services only.

    Args:
        sid: Start of the statements' ids, letters and digits.
        accounts: Account ids.
    """
    principals = {"AWS": [f"arn:aws:iam::{account}:root" for account in sorted(accounts)]}
    return (
        {
            "Sid": f"{sid}Use",
            "Effect": "Allow",
            "Principal": principals,
            "Action": _USE,
            # In a key policy "*" is the key itself.
            "Resource": "*",
        },
        {
            "Sid": f"{sid}Grant",
            "Effect": "Allow",
            "Principal": principals,
            "Action": _GRANT,
            "Resource": "*",
            "Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}},
        },
    )


def backup_account_statements(backup_account: str) -> tuple[dict[str, Any], ...]:
    """Statements for every key that encrypts what is copied into the backup account."""
    return share_statements("BackupAccount", [backup_account])
