"""A backup vault with its key, its access policy and its lock."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context
from stacks.data.key import Key, KeyArgs

_REPORTED = [
    # The rest reaches the topics as EventBridge events, which say more.
    "CONTINUOUS_BACKUP_INTERRUPTED",
    "S3_BACKUP_OBJECT_FAILED",
    "S3_RESTORE_OBJECT_FAILED",
]


@dataclass(frozen=True, kw_only=True)
class VaultLock:
    """Shortest and longest life of a recovery point, which nobody can shorten or prolong."""

    min_days: int
    """A job with a shorter retention fails."""
    max_days: int
    """A job with a longer retention fails."""
    changeable_for_days: int | None = None
    """None: governance, which an administrator of the vault can remove. A number (3 or
    more): compliance, which nobody can remove once so many days have passed."""


@dataclass(frozen=True, kw_only=True)
class BackupVaultArgs:
    """Settings of a vault.

    Paid: recovery points, about 0.05 USD (S3) to 0.095 USD (RDS) per GB and month, and a
    key for 1 USD a month.
    """

    context: Context
    """Who and where."""
    vault_name: str
    """Physical name, 2 to 50 characters: other accounts and rules know the vault by it."""
    key_statements: tuple[dict[str, Any], ...] = ()
    """Key policy statements for accounts that copy from or into the vault."""
    access_statements: tuple[dict[str, Any], ...] = ()
    """Access policy statements: who may copy into it from outside. None: nobody."""
    lock: VaultLock | None = None
    """Lock; without one recovery points can be deleted by who may delete them."""
    topic: pulumi.Input[str] | None = None
    """Topic in the vault's region told of objects that could not be backed up."""
    force_destroy: bool = False
    """`pulumi destroy` may delete recovery points."""
    protect: bool = False
    """Pulumi refuses to delete or replace vault and key."""
    region: str = ""
    """Region; the home region unless told."""


def vault_name(context: Context, role: str = "backup") -> str:
    """Physical name of an environment's vault; the organization's backup policy knows it."""
    return context.physical(role, 50)


class BackupVault(Component, token="groundplan:recovery:BackupVault"):
    """A vault that encrypts with a key of its own.

    Invariants: a customer-managed key, because what AWS's default key encrypts can never
    be copied to another account; nobody outside the account may copy into it unless a
    statement says so.
    """

    CHILDREN = ("vault", "policy", "lock", "notifications")

    name: str
    """Physical name."""
    arn: pulumi.Output[str]
    """ARN of the vault."""

    def __init__(
        self, name: str, args: BackupVaultArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        region = args.region or args.context.region
        self.name = args.vault_name
        self.key = Key(
            f"{name}-key",
            KeyArgs(
                context=args.context,
                description="Recovery points",
                statements=args.key_statements,
                region=region,
                protect=args.protect,
            ),
            self._child(),
        )
        self.vault = aws.backup.Vault(
            f"{name}-vault",
            name=args.vault_name,
            kms_key_arn=self.key.arn,
            force_destroy=args.force_destroy,
            region=region,
            opts=self._child(protect=args.protect, retain_on_delete=args.protect),
        )
        self.arn = self.vault.arn
        if args.access_statements:
            aws.backup.VaultPolicy(
                f"{name}-policy",
                backup_vault_name=self.vault.name,
                policy=pulumi.Output.json_dumps(
                    {"Version": "2012-10-17", "Statement": list(args.access_statements)}
                ),
                region=region,
                opts=self._child(),
            )
        if args.lock:
            aws.backup.VaultLockConfiguration(
                f"{name}-lock",
                backup_vault_name=self.vault.name,
                min_retention_days=args.lock.min_days,
                max_retention_days=args.lock.max_days,
                changeable_for_days=args.lock.changeable_for_days,
                region=region,
                # As below: made first, the old one's end would take the new lock away.
                opts=self._child(delete_before_replace=True),
            )
        if args.topic is not None:
            aws.backup.VaultNotifications(
                f"{name}-notifications",
                backup_vault_name=self.vault.name,
                backup_vault_events=_REPORTED,
                sns_topic_arn=args.topic,
                region=region,
                # Only replaceable, and the next one would be this one: the old one goes first.
                opts=self._child(delete_before_replace=True),
            )
        self.register_outputs({"arn": self.arn})


def lock_of(
    mode: Literal["none", "governance", "compliance"],
    min_days: int,
    max_days: int,
    changeable_for_days: int | None,
) -> VaultLock | None:
    """Lock as the settings want it.

    Args:
        mode: Setting ``vault_lock``.
        min_days: Shortest retention any rule asks for.
        max_days: Longest retention any rule asks for.
        changeable_for_days: From the typed confirmation; used by compliance only.
    """
    if mode == "none":
        return None
    return VaultLock(
        min_days=min_days,
        max_days=max_days,
        changeable_for_days=changeable_for_days if mode == "compliance" else None,
    )


def warn_irrevocable(irrevocable_from: date, days: int) -> None:
    """Say in every preview from when on nobody can remove the lock."""
    pulumi.log.warn(
        f"vault lock is compliance: deployed on the day it was confirmed, nobody can remove it "
        f"from {irrevocable_from} on; deployed later, {days} days after that"
    )


def copy_back_statements(backup_account: str) -> tuple[dict[str, Any], ...]:
    """Access policy statements that let the backup account give recovery points back."""
    return (
        {
            "Sid": "BackupAccountGivesBack",
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{backup_account}:root"},
            "Action": "backup:CopyIntoBackupVault",
            # In a vault's access policy "*" is the recovery points of this vault.
            "Resource": "*",
        },
    )
