"""What AWS refuses about databases and caches, and what would watch nothing, by key.

``key`` is the start of the key: ``groundplan:settings.database_`` where config is read,
``database.`` where a component is made.
"""

import re
from collections.abc import Iterator, Sequence

from stacks.data.cache_classes import MEMORY_BYTES
from stacks.data.database_classes import NOT_IN_REGION, classes
from stacks.data.database_engines import Engine
from stacks.errors import ArgumentError, StackError, StackProblem
from stacks.settings import Settings

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEK = 7 * 1440
_MOMENT = rf"({'|'.join(_DAYS)}):([01][0-9]|2[0-3]):([0-5][0-9])"
_WINDOW = re.compile(f"{_MOMENT}-{_MOMENT}")


def class_problems(
    key: str, engine: Engine, instance_class: str, region: str
) -> Iterator[StackProblem]:
    """A class the engine or the region does not have."""
    missing = NOT_IN_REGION.get(region, ())
    allowed = [c for c in classes(engine) if c.split(".")[1] not in missing]
    if instance_class not in allowed:
        yield _problem(f"{key}class", instance_class, f"for {engine.name}: {', '.join(allowed)}")


def storage_problems(key: str, storage_gb: int, max_storage_gb: int) -> Iterator[StackProblem]:
    """Storage below or above what RDS takes, or no room to grow."""
    if not 20 <= storage_gb <= 65536:
        yield _problem(f"{key}storage_gb", storage_gb, "20 to 65536")
    if max_storage_gb and not storage_gb * 1.1 <= max_storage_gb <= 65536:
        yield _problem(
            f"{key}max_storage_gb",
            max_storage_gb,
            f"0, or up to 65536 and at least a tenth more than the {storage_gb} GB at creation",
        )


def retention_problems(key: str, days: int) -> Iterator[StackProblem]:
    """A retention AWS does not take, and above all none."""
    if days == 0:
        yield StackProblem(
            key=f"{key}backup_days",
            what="switches off point-in-time recovery, and to switch it on again is an outage",
            got="0",
            allowed="1 to 35",
        )
    elif not 1 <= days <= 35:
        yield _problem(f"{key}backup_days", days, "1 to 35")


def capacity_problems(key: str, min_acu: float, max_acu: float) -> Iterator[StackProblem]:
    """Bounds of a serverless database that AWS does not take, and 0.

    With 0 it would pause when idle. The first connection then waits some 15 seconds, and it
    never pauses behind a proxy, with logical replication, or while a health check asks.
    """
    for name, value in (("min_acu", min_acu), ("max_acu", max_acu)):
        if not 0.5 <= value <= 256 or value * 2 % 1:
            yield _problem(f"{key}{name}", value, "0.5 to 256 in steps of 0.5")
    if max_acu < max(min_acu, 1):
        yield _problem(f"{key}max_acu", max_acu, f"1 or more, and not below {min_acu}")


def reader_problems(key: str, readers: int, engine: Engine) -> Iterator[StackProblem]:
    """More readers than Aurora has, or readers of an engine that has none."""
    if not engine.clustered and readers:
        yield _problem(
            f"{key}readers",
            readers,
            "0",
            "RDS makes no replica of an instance whose password it manages; use aurora-postgresql",
        )
    if not 0 <= readers <= 15:
        yield _problem(f"{key}readers", readers, "0 to 15")


def cache_problems(
    key: str, node_type: str, nodes: int, snapshot_days: int
) -> Iterator[StackProblem]:
    """A cache ElastiCache does not make."""
    if node_type not in MEMORY_BYTES:
        yield _problem(f"{key}class", node_type, ", ".join(MEMORY_BYTES))
    if not 1 <= nodes <= 6:
        yield _problem(f"{key}nodes", nodes, "1 to 6")
    if not 0 <= snapshot_days <= 35:
        yield _problem(f"{key}snapshot_days", snapshot_days, "0 to 35")


def window_problems(key: str, window: str) -> Iterator[StackProblem]:
    """A maintenance window that is none, or in the hours of the night's backups.

    02:00 RDS's own backup, 03:00 the cache's snapshot: AWS refuses the two together. From
    05:00 to 06:00 the daily job of AWS Backup starts, which it does neither during an
    instance's maintenance nor in the hour before: it would fail once a week.
    https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html
    """
    found = _WINDOW.fullmatch(window)
    start = end = 0
    if found:
        start, end = _minutes(found.groups()[:3]), _minutes(found.groups()[3:])
        end += 0 if end > start else _WEEK
    if not 30 <= end - start <= 1440:
        yield _problem(
            f"{key}maintenance_window",
            window,
            "ddd:hh:mm-ddd:hh:mm in UTC, 30 minutes to 24 hours: sun:09:00-sun:10:00",
        )
    elif any(start < day + 420 and end > day + 120 for day in range(0, 2 * _WEEK, 1440)):
        yield StackProblem(
            key=f"{key}maintenance_window",
            what="is in the hours of the backups, which then fail",
            got=window,
            allowed="a window between 07:00 and 02:00 UTC",
        )


def _minutes(parts: Sequence[str]) -> int:
    """Minutes from the start of the week to a day, an hour and a minute."""
    day, hour, minute = parts
    return _DAYS.index(day) * 1440 + int(hour) * 60 + int(minute)


def store_problems(
    settings: Settings, *, region: str, engine: Engine | None, cache: bool
) -> Iterator[StackProblem]:
    """Problems of the settings of an environment's database and cache, by config key.

    Args:
        settings: Values of the environment.
        region: Home region.
        engine: Engine of the database; None where there is none.
        cache: Whether there is a cache.
    """
    key, s = "groundplan:settings.", settings
    if engine and engine.clustered:
        yield from class_problems(f"{key}aurora_", engine, s.aurora_class, region)
        yield from reader_problems(f"{key}aurora_", s.aurora_readers, engine)
        yield from capacity_problems(f"{key}aurora_", s.aurora_min_acu, s.aurora_max_acu)
    elif engine:
        yield from class_problems(f"{key}database_", engine, s.database_class, region)
        yield from storage_problems(
            f"{key}database_", s.database_storage_gb, s.database_max_storage_gb
        )
    # Tables keep their point-in-time recovery as long as databases do.
    yield from retention_problems(f"{key}database_", s.database_backup_days)
    yield from window_problems(key, s.maintenance_window)
    if not 0 <= s.secret_max_age_days <= 3650:
        yield _problem(
            f"{key}secret_max_age_days", s.secret_max_age_days, "0 for no watch, or 1 to 3650"
        )
    if cache:
        yield from cache_problems(
            f"{key}cache_", s.cache_class, s.cache_nodes, s.cache_snapshot_days
        )


def refuse(*problems: Iterator[StackProblem]) -> None:
    """Raise all problems at once, if there are any.

    Raises:
        StackError: There are.
    """
    found = [problem for some in problems for problem in some]
    if found:
        raise StackError(found)


def _problem(key: str, got: object, allowed: str, fix: str = "") -> StackProblem:
    return ArgumentError(key, got, allowed, fix).problems[0]
