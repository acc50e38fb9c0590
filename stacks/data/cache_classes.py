"""Node types of caches: memory, and which engine version runs on them."""

from collections.abc import Mapping
from dataclasses import dataclass

MEMORY_BYTES: Mapping[str, int] = {
    node: int(gib * 1024**3)
    for node, gib in (
        ("cache.t4g.micro", 0.5),
        ("cache.t4g.small", 1.37),
        ("cache.t4g.medium", 3.09),
        ("cache.m7g.large", 6.38),
        ("cache.m7g.xlarge", 12.93),
        ("cache.m7g.2xlarge", 26.04),
        ("cache.m7g.4xlarge", 52.26),
        ("cache.r7g.large", 13.07),
        ("cache.r7g.xlarge", 26.32),
        ("cache.r7g.2xlarge", 52.82),
        ("cache.r7g.4xlarge", 105.81),
    )
}
"""Memory for data by node type; every region here has them all."""


@dataclass(frozen=True, kw_only=True)
class CacheEngine:
    """What differs between cache engines."""

    name: str
    """Name in config and in ElastiCache, lowercase."""
    version: str
    """Major and minor: from 7 on, AWS takes neither a bare major nor a patch."""
    family: str
    """Parameter group family, by major version."""
    default_user: bool
    """A group of users must hold one named ``default``, for clients that do not log in. Without
    one they get nowhere; a group of Valkey takes only users who authenticate."""


CACHE_ENGINES: Mapping[str, CacheEngine] = {
    "valkey": CacheEngine(name="valkey", version="8.1", family="valkey8", default_user=False),
    "redis": CacheEngine(name="redis", version="7.1", family="redis7", default_user=True),
}
"""Engines by the name used in config."""
