"""The backup account's vaults: what is left when another account is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

from stacks.component import Component
from stacks.context import Context
from stacks.names import central_vault_name
from stacks.recovery.keys import share_statements
from stacks.recovery.plan import backup_role_name
from stacks.recovery.vault import BackupVault, BackupVaultArgs, VaultLock


@dataclass(frozen=True, kw_only=True)
class CentralVaultsArgs:
    """Settings of the central vaults. Two keys for 2 USD a month, and the copies by GB."""

    context: Context
    """Who and where: the backup account."""
    sources: Sequence[Context]
    """Environments that copy into the vaults."""
    organization_id: str
    """``o-…``; empty until the organization exists, then only accounts are checked."""
    lock: VaultLock | None
    """Lock of both vaults."""
    topic: pulumi.Input[str] | None = None
    """Topic in the home region told of objects that could not be restored."""
    protect: bool = True
    """Pulumi refuses to delete or replace the vaults and their keys."""


class CentralVaults(Component, token="groundplan:recovery:CentralVaults"):
    """A vault in the home region and one in the DR region, of the same name.

    Invariants: only the backup roles of this organization's environments may copy into
    them, and AWS Backup itself in those accounts; nobody outside may read or delete
    anything; the account is no place to deploy from.

    They are vaults of the usual kind and not logically air-gapped ones
    (``backup.LogicallyAirGappedVault``). Those carry a compliance lock from their first minute:
    nobody, AWS included, shortens a retention or deletes the vault while it holds a point, so
    a first try with a long retention is paid to its end, and the house lets nothing become
    irrevocable without a typed confirmation. What they add is the restore into an account
    that never held a copy, and keys that no account of ours can delete. Here the backup
    account holds both, and nobody deploys from it. Who wants one adds it beside these; the
    plan's rules take it as a further destination.
    """

    home: BackupVault
    """Vault in the home region, which receives the daily copies."""
    dr: BackupVault
    """Vault in the DR region, which receives them where ``backup_account_cross_region``."""

    def __init__(
        self, name: str, args: CentralVaultsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self.home = self._vault(f"{name}-home", args, args.context.region, args.topic)
        self.dr = self._vault(f"{name}-dr", args, args.context.dr_region, None)
        self.register_outputs({})

    def _vault(
        self,
        name: str,
        args: CentralVaultsArgs,
        region: str,
        topic: pulumi.Input[str] | None,
    ) -> BackupVault:
        return BackupVault(
            name,
            BackupVaultArgs(
                context=args.context,
                vault_name=central_vault_name(args.context.organization, args.context.app),
                key_statements=share_statements("Source", [s.account for s in args.sources]),
                access_statements=(_admit(args.sources, args.organization_id),),
                lock=args.lock,
                topic=topic,
                protect=args.protect,
                region=region,
            ),
            self._child(),
        )


def _admit(sources: Sequence[Context], organization_id: str) -> dict[str, Any]:
    roles = [
        f"arn:aws:iam::{source.account}:role/{path}"
        for source in sources
        for path in (
            backup_role_name(source),
            "aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup",
        )
    ]
    equals: dict[str, Any] = {"aws:PrincipalAccount": sorted(s.account for s in sources)}
    if organization_id:
        equals["aws:PrincipalOrgID"] = organization_id
    return {
        "Sid": "BackupRolesOfThisOrganization",
        "Effect": "Allow",
        # Narrowed by the conditions: a role named here must exist before the vault does.
        "Principal": {"AWS": "*"},
        "Action": "backup:CopyIntoBackupVault",
        "Resource": "*",
        "Condition": {"StringEquals": equals, "ArnEquals": {"aws:PrincipalArn": sorted(roles)}},
    }
