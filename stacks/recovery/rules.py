"""What AWS Backup refuses, and what would make a backup promise hollow."""

from collections.abc import Iterator

from stacks.errors import StackProblem
from stacks.settings import Settings

_CONTINUOUS_DAYS = 35


def backup_problems(settings: Settings, *, locked: bool) -> Iterator[StackProblem]:
    """Problems of the backup settings of one environment.

    Args:
        settings: The environment's settings.
        locked: Somebody has typed the confirmation of a compliance lock.
    """
    if settings.backup_daily_days < 1:
        yield _problem(
            "backup_daily_days",
            "leaves the environment without backups",
            settings.backup_daily_days,
            "1 or more",
        )
    continuous, own = settings.backup_continuous_days, settings.database_backup_days
    if not 0 <= continuous <= _CONTINUOUS_DAYS:
        yield _problem(
            "backup_continuous_days",
            "is outside what point-in-time recovery keeps",
            continuous,
            "0 to 35 days",
        )
    elif 0 < own <= _CONTINUOUS_DAYS and continuous not in (0, own):
        # AWS Backup's continuous backup is RDS's own: the two would overwrite each other.
        yield _problem(
            "backup_continuous_days",
            "differs from database_backup_days, which is the same clock of the database",
            continuous,
            f"0 or {own}",
        )
    shorter = {
        "backup_copy_days": "keeps the copy for less time than the original promises",
        "backup_account_copy_days": "keeps the copy for less time than the original promises",
        # The vault's lock, where there is one, would make every job fail.
        "backup_weekly_days": "keeps the weekly backup for less time than the daily ones",
        "backup_monthly_days": "keeps the monthly backup for less time than the daily ones",
    }
    for name, what in shorter.items():
        days = getattr(settings, name)
        if days and days < settings.backup_daily_days:
            yield _problem(name, what, days, f"0, or {settings.backup_daily_days} and more")
    if settings.vault_lock == "compliance" and not locked:
        yield StackProblem(
            key="groundplan:settings.vault_lock",
            what="is compliance, which nobody can undo, and nobody has confirmed it",
            fix="write groundplan:compliance_lock with confirmation, confirmed_on and "
            "irrevocable_from, or choose governance",
        )


def _problem(name: str, what: str, got: int, allowed: str) -> StackProblem:
    return StackProblem(key=f"groundplan:settings.{name}", what=what, got=str(got), allowed=allowed)
