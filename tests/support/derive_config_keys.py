"""Writes generator/groundplan/data/config_keys.json: which config keys reach which inputs.

Every key is changed by itself, and the plans before and after are compared. Run from the
root of the repository: ``python -m tests.support.derive_config_keys``.
"""

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import fields
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from groundplan.engine.estate import preview
from groundplan.engine.plan import Estate
from groundplan.errors import UserError
from groundplan.repository import open_repository
from groundplan.rules.origin import leaves, place, plain
from stacks.settings import SETTINGS, Settings
from tests.support.repositories import APPLICATION, FOUNDATION, build

FILE = Path(__file__).resolve().parents[2] / "generator/groundplan/data/config_keys.json"
STORES: Mapping[str, Any] = {
    "queues": [{"name": "jobs"}, {"name": "orders", "fifo": True}],
    "tables": [{"name": "sessions", "hash_key": "id", "ttl_attribute": "gone_at"}],
    "settings": {"database_proxy": True, "dns_query_log": True, "nat_gateways": 1},
}
OTHER: Mapping[str, Any] = {
    "vpc_cidr": "10.64.0.0/16",
    "flow_log_traffic": "REJECT",
    "database_class": "db.r7g.large",
    "aurora_class": "db.r8g.large",
    "maintenance_window": "mon:01:00-mon:02:00",
    "vault_lock": "none",
    "cache_class": "cache.m7g.large",
    "container_insights": "disabled",
    "waf_mode": "count",
    "waf_body_size_mode": "count",
    "cpu_architecture": "X86_64",
    "cdn_price_class": "PriceClass_200",
    "interface_endpoints": ["logs"],
    "nat_gateways": 2,
    "availability_zones": 2,
    "database_backup_days": 20,
    "backup_continuous_days": 20,
    "cache_nodes": 3,
    "waf_auth_rate_limit": 150,
    "log_days": 120,
    "audit_log_days": 731,
    "trail_days": 1200,
    "task_min": 3,
    "task_max": 20,
}
"""Another value for each setting that is no switch, number of days or the like."""

Change = tuple[str, dict[str, Any]]


def changes() -> Iterator[Change]:
    """Each key with what to put into the config."""
    for field in fields(Settings):
        value = getattr(SETTINGS["standard"]["prod"], field.name)
        other = not value if isinstance(value, bool) else OTHER.get(field.name)
        if other is None:
            other = value + 1
        yield f"settings.{field.name}", {"settings": {**STORES["settings"], field.name: other}}
    for key, other in (
        ("organization", "other"),
        ("app", "store"),
        ("region", "eu-west-2"),
        ("dr_region", "eu-west-3"),
        ("domain", "example.org"),
        ("notification_email", "else@example.com"),
        ("repository", "other/infra"),
        ("data_held", ["health"]),
        ("cache", {"engine": "redis"}),
    ):
        yield key, {key: other}
    yield "database.version", {"database": {"engine": "postgres", "version": "16"}}
    yield from _in_list("services", "api", APPLICATION["services"], SERVICE)
    yield from _in_list("services", "nightly", APPLICATION["services"], JOB)
    yield from _in_list("queues", "jobs", STORES["queues"], QUEUE)
    yield from _in_list("tables", "sessions", STORES["tables"], TABLE)
    flows = APPLICATION["critical_flows"]
    for flow in flows:
        yield from _in_list("critical_flows", flow["name"], flows, {"paths": ["/else/*"]})


SERVICE = {
    "port": 8001,
    "health_path": "/up",
    "url_paths": ["/v2/*"],
    "cpu": 256,
    "memory": 2048,
    "environment": {"LOG_LEVEL": "debug"},
    "secrets": ["SESSION_SECRET"],
    "migration_command": ["true"],
    "command": ["true"],
}
JOB = {"schedule": "cron(0 4 * * ? *)", "memory": 1024, "command": ["true"]}
QUEUE = {"visibility_timeout_seconds": 60}
TABLE = {"hash_key": "key", "hash_key_type": "N", "range_key": "at", "ttl_attribute": "dies_at"}


def _in_list(
    key: str, name: str, items: list[dict[str, Any]], others: Mapping[str, Any]
) -> Iterator[Change]:
    for part, other in others.items():
        changed = [{**item, part: other} if item["name"] == name else item for item in items]
        yield f"{key}[].{part}", {key: changed}


def estate(change: Mapping[str, Any]) -> Estate:
    """Plans of prod under a changed config."""
    with tempfile.TemporaryDirectory() as name:
        layers = {
            "foundation": {**FOUNDATION, **STORES},
            "application": {**APPLICATION, **STORES},
        }
        root = build(Path(name), layers=layers, change=change, environments=("prod",))
        return preview(open_repository(root))


def compared(before: Estate, after: Estate) -> dict[str, bool]:
    """Places of inputs that differ, for resources in both; true where all values there do."""
    found: dict[str, bool] = {}
    now = {each.urn: each for plan in after.plans for each in plan.aws()}
    for plan in before.plans:
        for each in plan.aws():
            other = now.get(each.urn)
            if other is None:
                continue
            old, new = dict(leaves(each.inputs)), dict(leaves(other.inputs))
            whole: dict[str, bool] = {}
            for path in old.keys() | new.keys():
                differs = old.get(path) != new.get(path)
                whole[plain(path)] = whole.get(plain(path), True) and differs
                if differs:
                    found.setdefault(place(plan, each, path), True)
            for path, all_differ in whole.items():
                if place(plan, each, path) in found and not all_differ:
                    found[place(plan, each, path)] = False
    return found


def main() -> None:
    """Change one key after the other, and write."""
    before = estate({})
    reach: dict[str, set[str]] = {}
    with Pool(2) as pool:
        for key, after in pool.imap(_tried, changes()):
            if after is None:
                print(f"not accepted, so not tried: {key}", flush=True)
                continue
            places = compared(before, after)
            print(f"{len(places):5} {key}", flush=True)
            for where, whole in places.items():
                reach.setdefault(where, set()).add(key if whole else f"{key}?")
    FILE.write_text(json.dumps(dict(_certain(reach)), indent=1) + "\n")


def _certain(reach: Mapping[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Places that one key alone decides, all of what stands there."""
    for where, keys in sorted(reach.items()):
        key = min(keys)
        # A region stands in every ARN; what is wrong with a reference is not the region.
        refers = key in ("region", "dr_region") and not where.endswith(" region")
        # The least or the most of several settings: another one may decide elsewhere.
        if len(keys) == 1 and not key.endswith("?") and not refers and "LockConf" not in where:
            yield where, key


def _tried(change: Change) -> tuple[str, Estate | None]:
    key, values = change
    try:
        return key, estate(values)
    except UserError:
        return key, None


if __name__ == "__main__":
    main()
