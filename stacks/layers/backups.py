"""Backups of an environment, wired from config."""

from typing import Any

import pulumi

from stacks.config import StackConfig
from stacks.config_keys import Document
from stacks.context import Context
from stacks.names import central_vault_name, vault_arn
from stacks.observability.notifications import Topics
from stacks.recovery.keys import backup_account_statements
from stacks.recovery.opt_in import OptIn
from stacks.recovery.plan import BackupPlan, BackupPlanArgs, Copy, Rule
from stacks.recovery.restore_testing import DatabaseRestore, RestoreTesting, RestoreTestingArgs
from stacks.recovery.vault import (
    BackupVault,
    BackupVaultArgs,
    copy_back_statements,
    lock_of,
    vault_name,
    warn_irrevocable,
)
from stacks.recovery.watch import BackupWatch, BackupWatchArgs
from stacks.settings import Settings


class Backups:
    """Vaults, plan, watch and restore tests of one environment."""

    def __init__(
        self,
        config: StackConfig,
        topics: Topics,
        data_key_arn: pulumi.Input[str],
        logs_key_arn: pulumi.Input[str],
        database: DatabaseRestore | None,
        opts: pulumi.ResourceOptions,
    ) -> None:
        context, settings, values = config.context, config.settings, config.values
        self._config, self._opts = config, opts
        if settings.vault_lock == "compliance" and values.compliance_lock:
            confirmed = values.compliance_lock
            warn_irrevocable(confirmed.irrevocable_from, confirmed.changeable_for_days)
        OptIn("backup-opt-in", context.region, opts)
        self.vault = self._vault("backup", context.region, _longest(settings), topics.ticket)
        copies: dict[str, pulumi.Input[str]] = {}
        if settings.backup_copy_days:
            OptIn("backup-dr-opt-in", context.dr_region, opts)
            self.dr_vault = self._vault(
                "backup-dr", context.dr_region, settings.backup_copy_days, None
            )
            copies["dr-region"] = self.dr_vault.arn
        copies.update(_central_vaults(context, settings))
        self.plan = BackupPlan(
            "backup-plan",
            BackupPlanArgs(context=context, vault=self.vault, rules=_rules(settings, copies)),
            opts,
        )
        stored = _stored(database, values)
        BackupWatch(
            "backup-watch",
            BackupWatchArgs(
                context=context,
                topics=topics,
                page=settings.alarm_page,
                vault_name=self.vault.name,
                resource_types=stored,
                copies=copies,
                log_days=settings.log_days,
                logs_key_arn=logs_key_arn,
            ),
            opts,
        )
        if settings.restore_testing and stored:
            RestoreTesting(
                "restore-testing",
                RestoreTestingArgs(
                    context=context,
                    vault=self.vault,
                    data_key_arn=data_key_arn,
                    topics=topics,
                    page=settings.alarm_page,
                    log_days=settings.log_days,
                    logs_key_arn=logs_key_arn,
                    database=database,
                    buckets=bool(values.buckets),
                    tables=bool(values.tables),
                ),
                opts,
            )

    def _vault(
        self, name: str, region: str, longest: int, topic: pulumi.Input[str] | None
    ) -> BackupVault:
        context, settings = self._config.context, self._config.settings
        confirmed = self._config.values.compliance_lock
        shared = settings.backup_account_copy_days > 0
        return BackupVault(
            name,
            BackupVaultArgs(
                context=context,
                vault_name=vault_name(context, name),
                key_statements=data_key_statements(context, settings),
                access_statements=copy_back_statements(context.accounts["backup"])
                if shared
                else (),
                lock=lock_of(
                    settings.vault_lock,
                    min(settings.backup_daily_days, longest),
                    longest,
                    confirmed.changeable_for_days if confirmed else None,
                ),
                topic=topic,
                force_destroy=settings.force_destroy,
                protect=settings.protect,
                region=region,
            ),
            self._opts,
        )


def _stored(database: DatabaseRestore | None, values: Document) -> list[str]:
    """What the environment holds data in, by AWS Backup's names."""
    found = [database.resource_type] if database else []
    return [*found, *(["S3"] if values.buckets else []), *(["DynamoDB"] if values.tables else [])]


def data_key_statements(context: Context, settings: Settings) -> tuple[dict[str, Any], ...]:
    """Key policy statements of the data key: snapshots stay encrypted with it on their way."""
    if not settings.backup_account_copy_days:
        return ()
    return backup_account_statements(context.accounts["backup"])


def _longest(settings: Settings) -> int:
    return max(
        settings.backup_daily_days,
        settings.backup_weekly_days,
        settings.backup_monthly_days,
        settings.backup_continuous_days,
    )


def _central_vaults(context: Context, settings: Settings) -> dict[str, pulumi.Input[str]]:
    """Vaults of the backup account that receive copies.

    Same region by default: one copy either crosses a region or an account.
    """
    if not settings.backup_account_copy_days:
        return {}
    name = central_vault_name(context.organization, context.app)
    account = context.accounts["backup"]
    found: dict[str, pulumi.Input[str]] = {
        "backup-account": vault_arn(context.region, account, name)
    }
    if settings.backup_account_cross_region:
        found["backup-account-dr"] = vault_arn(context.dr_region, account, name)
    return found


def _rules(settings: Settings, copies: dict[str, pulumi.Input[str]]) -> tuple[Rule, ...]:
    """Rules of the plan; what is copied elsewhere is the daily snapshot.

    RDS could replicate its automated backups to the DR region as well
    (``rds.InstanceAutomatedBackupsReplication``), which would cut the loss with the region
    from a day to minutes. It is not made: with a continuous rule AWS Backup owns the automated
    backups of the instance, and whether both may use them AWS does not say; it is not there
    for Aurora; and what it replicates stays in the account, where a thief has it too. Who
    needs minutes takes `backup_continuous_days` 0 and adds it in `stacks/local.py`;
    `groundplan recovery` reckons with it.
    """
    rules = [
        Rule(
            name="daily",
            schedule="cron(0 5 * * ? *)",
            days=settings.backup_daily_days,
            copies=tuple(
                Copy(
                    vault_arn=arn,
                    days=settings.backup_copy_days
                    if destination == "dr-region"
                    else settings.backup_account_copy_days,
                )
                for destination, arn in copies.items()
            ),
        )
    ]
    if settings.backup_continuous_days:
        rules.append(
            Rule(
                name="continuous",
                schedule="cron(0 1 * * ? *)",
                days=settings.backup_continuous_days,
                continuous=True,
            )
        )
    if settings.backup_weekly_days:
        rules.append(
            Rule(name="weekly", schedule="cron(0 7 ? * SUN *)", days=settings.backup_weekly_days)
        )
    if settings.backup_monthly_days:
        rules.append(
            # After the maintenance window of a first that is a Sunday: an hour before it and
            # in it RDS starts no snapshot, and the job fails.
            Rule(name="monthly", schedule="cron(0 11 1 * ? *)", days=settings.backup_monthly_days)
        )
    return tuple(rules)
