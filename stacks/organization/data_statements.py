"""Statements that keep data encrypted, private and backed up."""

from stacks.organization.principals import DEPLOYERS, OPERATORS
from stacks.organization.statement import Guardrails, Statement, deny


def encryption_defaults(_: Guardrails) -> Statement:
    """New disks are encrypted, and keys keep rotating."""
    return deny(
        "EncryptionDefaults",
        [
            "ec2:DisableEbsEncryptionByDefault",
            "ec2:ResetEbsDefaultKmsKeyId",
            "kms:DisableKeyRotation",
        ],
        OPERATORS,
    )


def unencrypted_databases(_: Guardrails) -> Statement:
    """No database without encryption: it cannot be added to one that exists."""
    return {
        **deny("UnencryptedDatabases", ["rds:CreateDBInstance"]),
        "Condition": {
            "Bool": {"rds:StorageEncrypted": "false"},
            # Their clusters say it; a member of one says nothing, which counts as false.
            "StringNotLike": {"rds:DatabaseEngine": ["aurora*", "docdb", "neptune"]},
        },
    }


def unencrypted_clusters(_: Guardrails) -> Statement:
    """The same for clusters, whose instances inherit it."""
    return {
        **deny("UnencryptedClusters", ["rds:CreateDBCluster"]),
        "Condition": {"Bool": {"rds:StorageEncrypted": "false"}},
    }


def public_data(_: Guardrails) -> Statement:
    """The switches that keep data private stay as the deployment sets them."""
    return deny(
        "PublicData",
        [
            "ec2:DisableImageBlockPublicAccess",
            "ec2:DisableSnapshotBlockPublicAccess",
            "ec2:EnableSerialConsoleAccess",
            "ec2:ModifyInstanceMetadataDefaults",
            "s3:PutAccountPublicAccessBlock",
        ],
        DEPLOYERS,
    )


def public_snapshots(_: Guardrails) -> Statement:
    """No volume snapshot is given to the whole world.

    AWS has no such condition for machine images: the declarative policy keeps those.
    """
    return {
        **deny("PublicSnapshots", ["ec2:ModifySnapshotAttribute"]),
        "Condition": {"StringEquals": {"ec2:Add/group": "all"}},
    }


def public_functions(_: Guardrails) -> Statement:
    """No function answers the internet without asking who calls."""
    return {
        **deny(
            "PublicFunctions",
            [
                "lambda:AddPermission",
                "lambda:CreateFunctionUrlConfig",
                "lambda:UpdateFunctionUrlConfig",
            ],
        ),
        "Condition": {"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}},
    }


def backups(_: Guardrails) -> Statement:
    """Recovery points, snapshots and vaults outlive everyone's mistake, CI's included."""
    return deny(
        "Backups",
        [
            "backup:DeleteBackupVault",
            "backup:DeleteBackupVaultLockConfiguration",
            "backup:DeleteRecoveryPoint",
            "backup:DisassociateRecoveryPoint",
            "backup:UpdateRecoveryPointLifecycle",
            "rds:DeleteDBClusterAutomatedBackup",
            "rds:DeleteDBClusterSnapshot",
            "rds:DeleteDBInstanceAutomatedBackup",
            "rds:DeleteDBSnapshot",
        ],
        OPERATORS,
    )


def backup_settings(_: Guardrails) -> Statement:
    """Who may reach the vaults, and what is backed up when, changes by deployment only."""
    return deny(
        "BackupSettings",
        [
            "backup:DeleteBackupPlan",
            "backup:DeleteBackupSelection",
            "backup:DeleteBackupVaultAccessPolicy",
            "backup:PutBackupVaultAccessPolicy",
            "backup:PutBackupVaultLockConfiguration",
            "backup:UpdateBackupPlan",
            "backup:UpdateRegionSettings",
        ],
        DEPLOYERS,
    )


def backup_role(_: Guardrails) -> Statement:
    """The role that makes backups keeps what it may do: the organization's plan needs it too."""
    return {
        **deny(
            "BackupRole",
            [
                "iam:AttachRolePolicy",
                "iam:DeleteRole",
                "iam:DeleteRolePolicy",
                "iam:DetachRolePolicy",
                "iam:PutRolePermissionsBoundary",
                "iam:PutRolePolicy",
                "iam:UpdateAssumeRolePolicy",
            ],
            OPERATORS,
        ),
        "Resource": "arn:aws:iam::*:role/*-backup-service",
    }


def keys(_: Guardrails) -> Statement:
    """A deleted key deletes everything it encrypted, backups too."""
    return deny(
        "Keys",
        ["kms:DeleteImportedKeyMaterial", "kms:DisableKey", "kms:ScheduleKeyDeletion"],
        OPERATORS,
    )
