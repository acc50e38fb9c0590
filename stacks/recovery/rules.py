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
    for name in ("backup_continuous_days", "database_backup_days"):
        days = getattr(settings, name)
        if not 0 <= days <= _CONTINUOUS_DAYS:
            yield _problem(
                name, "is outside what point-in-time recovery keeps", days, "0 to 35 days"
            )
    own = settings.database_backup_days
    if own > 0 and settings.backup_continuous_days not in (0, own):
        # AWS Backup's continuous backup is RDS's own: the two would overwrite each other.
        yield _problem(
            "backup_continuous_days",
            "differs from database_backup_days, which is the same clock of the database",
            settings.backup_continuous_days,
            f"0 or {own}",
        )
    for name in ("backup_copy_days", "backup_account_copy_days"):
        days = getattr(settings, name)
        if days and days < settings.backup_daily_days:
            yield _problem(
                name,
                "keeps the copy for less time than the original promises",
                days,
                f"0, or {settings.backup_daily_days} and more",
            )
    if settings.vault_lock == "compliance" and not locked:
        yield StackProblem(
            key="groundplan:settings.vault_lock",
            what="is compliance, which nobody can undo, and nobody has confirmed it",
            fix="write groundplan:compliance_lock with confirmation, confirmed_on and "
            "irrevocable_from, or choose governance",
        )


def _problem(name: str, what: str, got: int, allowed: str) -> StackProblem:
    return StackProblem(key=f"groundplan:settings.{name}", what=what, got=str(got), allowed=allowed)
