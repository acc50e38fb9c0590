"""Reads the tables; each is loaded when first asked for."""

import json
from functools import cache
from pathlib import Path
from typing import Any

_HOME = Path(__file__).parent


@cache
def _load(name: str) -> Any:
    return json.loads((_HOME / name).read_text())


@cache
def managed_policies() -> frozenset[str]:
    """Path and name of every AWS managed policy."""
    return frozenset(_load("managed_policies.json"))


def database_classes(engine: str) -> dict[str, list[str]]:
    """Instance classes of an engine, with the regions that lack them."""
    found: dict[str, list[str]] = _load("rds.json")["classes"].get(engine, {})
    return found


def database_versions(engine: str) -> list[str]:
    """Versions of an engine that can be created."""
    found: list[str] = _load("rds.json")["versions"].get(engine, [])
    return found


def cache_nodes() -> dict[str, list[str]]:
    """Node types, with the regions that lack them."""
    found: dict[str, list[str]] = _load("elasticache.json")["nodes"]
    return found


def cache_versions(engine: str) -> list[str]:
    """Versions of a cache engine."""
    found: list[str] = _load("elasticache.json")["versions"].get(engine, [])
    return found


def fargate_sizes() -> dict[str, list[int]]:
    """Memory sizes in MiB by CPU units."""
    found: dict[str, list[int]] = _load("fargate.json")
    return found


def ended_runtimes() -> dict[str, str]:
    """Lambda runtimes that no new function may have, with the day that began."""
    found: dict[str, str] = _load("lambda.json")
    return found
