"""Instance classes of databases: memory, and what follows from it."""

import re
from collections.abc import Mapping

from stacks.data.database_engines import ENGINES, Engine

SERVERLESS = "db.serverless"
_GIB = 1024**3
_SHARE, _RESERVED = 0.926, 194_000_000
"""What the engine sees of a class's memory: this share, less this many bytes.

Fitted to AWS's published defaults: 84 connections on 1 GiB, 189 on 2, 823 on 8.
"""

_SIZES: Mapping[str, int] = {
    "large": 1,
    "xlarge": 2,
    "2xlarge": 4,
    "4xlarge": 8,
    "8xlarge": 16,
    "12xlarge": 24,
    "16xlarge": 32,
}

MEMORY_GIB: Mapping[str, int] = {
    "db.t4g.micro": 1,
    "db.t4g.small": 2,
    "db.t4g.medium": 4,
    "db.t4g.large": 8,
    "db.t4g.xlarge": 16,
    "db.t4g.2xlarge": 32,
    **{
        f"db.{family}.{size}": base * times
        for family, base in (
            ("m6g", 8),
            ("m7g", 8),
            ("m8g", 8),
            ("r6g", 16),
            ("r7g", 16),
            ("r8g", 16),
        )
        for size, times in _SIZES.items()
    },
}
"""Memory by class, GiB. ARM classes only: cheaper for the same work, and every engine
here runs on them."""

NOT_IN_REGION: Mapping[str, tuple[str, ...]] = {
    "ca-central-1": ("m8g",),
    "eu-west-3": ("r7g",),
}
"""Families a region lacks."""


def classes(engine: Engine) -> tuple[str, ...]:
    """Classes the engine runs on. Aurora starts at db.t4g.medium and has no m family."""
    if not engine.clustered:
        return tuple(MEMORY_GIB)
    small = ("db.t4g.medium", "db.t4g.large")
    return (SERVERLESS, *small, *(c for c in MEMORY_GIB if c.startswith("db.r")))


def memory_bytes(instance_class: str, max_acu: float = 0) -> int:
    """Memory of a class; of db.serverless at its largest, 2 GiB per capacity unit."""
    if instance_class == SERVERLESS:
        return int(max_acu * 2 * _GIB)
    return MEMORY_GIB[instance_class] * _GIB


def max_connections(
    engine_name: str, instance_class: str, *, min_acu: float = 0, max_acu: float = 0
) -> int:
    """Connections AWS's default parameter allows on the class, rounded down.

    Args:
        engine_name: Name of the engine.
        instance_class: RDS class.
        min_acu: Least capacity of db.serverless; below 1, AWS stops at 2000 connections.
        max_acu: Most capacity of db.serverless, which decides the rest.
    """
    usable = memory_bytes(instance_class, max_acu) * _SHARE - _RESERVED
    most = 2000 if instance_class == SERVERLESS and min_acu < 1 else 5000
    return min(int(usable // ENGINES[engine_name].bytes_per_connection), most)


def is_burstable(instance_class: str) -> bool:
    """Whether the class runs on CPU credits."""
    return re.match(r"db\.t\d", instance_class) is not None
