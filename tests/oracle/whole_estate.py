"""An estate with every type that any answer leads to: all layers, stores and options."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from groundplan.engine.estate import preview
from groundplan.engine.plan import Estate
from groundplan.repository import Repository, open_repository
from tests.support.repositories import APPLICATION, FOUNDATION, ORGANIZATION, build

_STORES: Mapping[str, Any] = {
    "tables": [{"name": "sessions", "hash_key": "id", "ttl_attribute": "gone_at"}],
    "queues": [{"name": "jobs"}, {"name": "orders", "fifo": True}],
    "buckets": [
        {"name": "uploads", "purpose": "uploads", "malware_scan": True},
        {"name": "reports"},
    ],
}
_SETTINGS: Mapping[str, Any] = {
    "database_proxy": True,
    "dns_query_log": True,
    "ipv6_egress": True,
    "interface_endpoints": ["ecr.api", "logs"],
}
_SITE = {"name": "docs", "kind": "static", "path": "docs", "url_paths": ["/docs/*"]}


def whole_estate(folder: Path) -> Estate:
    """Plans of the repositories."""
    plans = (preview(each).plans for each in repositories(folder))
    return Estate(plans=tuple(plan for each in plans for plan in each))


def repositories(folder: Path) -> tuple[Repository, Repository]:
    """All layers with PostgreSQL in prod, and those of the environment with Aurora in dev."""
    shared = {"organization": ORGANIZATION, "security": {}, "recovery": {}}
    first = _write(folder / "instance", shared, "postgres", "prod")
    second = _write(folder / "cluster", {}, "aurora-postgresql", "dev")
    return open_repository(first), open_repository(second)


def _write(folder: Path, shared: Mapping[str, Any], engine: str, environment: str) -> Path:
    folder.mkdir()
    stores = {**_STORES, "database": {"engine": engine, "version": "17"}, "settings": _SETTINGS}
    services = [*APPLICATION["services"], _SITE]
    layers = {
        **shared,
        "foundation": {**FOUNDATION, **stores},
        "application": {**APPLICATION, **stores, "services": services},
    }
    return build(folder, layers=layers, environments=(environment,))
