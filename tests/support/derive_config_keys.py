"""Writes generator/groundplan/data/config_keys.json: which config keys reach which inputs.

Every key is changed by itself, and the plans before and after are compared. Run from the
root of the repository: ``python -m tests.support.derive_config_keys``.
"""

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from groundplan.engine.estate import preview
from groundplan.engine.plan import Estate
from groundplan.errors import UserError
from groundplan.repository import open_repository
from groundplan.rules.origin import leaves, place, plain
from stacks.settings import SETTINGS, Settings
from tests.support.repositories import APPLICATION, FOUNDATION, ORGANIZATION, build

FILE = Path(__file__).resolve().parents[2] / "generator/groundplan/data/config_keys.json"
STORES: Mapping[str, Any] = {
    "queues": [{"name": "jobs"}, {"name": "orders", "fifo": True}],
    "tables": [
        {"name": "sessions", "hash_key": "id", "range_key": "at", "ttl_attribute": "gone_at"}
    ],
    "settings": {
        "database_proxy": True,
        "dns_query_log": True,
        "ipv6_egress": True,
        "nat_gateways": 1,
        "task_readonly_root": True,
    },
}
AURORA: Mapping[str, Any] = {"database": {"engine": "aurora-postgresql", "version": "17"}}
CASES: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "application": {
        "foundation": {**FOUNDATION, **STORES},
        "application": {**APPLICATION, **STORES},
    },
    "aurora": {"foundation": {**FOUNDATION, **STORES, **AURORA}},
    "shared": {"organization": ORGANIZATION, "security": {}, "recovery": {}},
}
"""Layers and their config, by what they are there for."""
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A key with another value.

    Attributes:
        case: Which of the cases.
        key: As an error would name it.
        values: What to put into the config.
    """

    case: str
    key: str
    values: Mapping[str, Any]


def changes() -> Iterator[Change]:
    """Each key with what to put into the config, in each case that may read it."""
    for case in CASES:
        for key, values in (*_settings(), *_everywhere()):
            yield Change(case=case, key=key, values=values)
    for key, values in _of_the_application():
        yield Change(case="application", key=key, values=values)
    yield Change(
        case="aurora",
        key="database.version",
        values={"database": {**AURORA["database"], "version": "16"}},
    )
    for key, values in _of_the_organization():
        yield Change(case="shared", key=key, values=values)


Changed = tuple[str, Mapping[str, Any]]


def _settings() -> Iterator[Changed]:
    for field in fields(Settings):
        known = getattr(SETTINGS["standard"]["prod"], field.name)
        value = STORES["settings"].get(field.name, known)
        other = not value if isinstance(value, bool) else OTHER.get(field.name)
        if other is None:
            other = value + 1
        yield f"settings.{field.name}", {"settings": {**STORES["settings"], field.name: other}}


def _everywhere() -> Iterator[Changed]:
    for key, other in (
        ("organization", "other"),
        ("app", "store"),
        ("region", "eu-west-2"),
        ("dr_region", "eu-west-3"),
        ("domain", "example.org"),
        ("notification_email", "else@example.com"),
        ("repository", "other/infra"),
        ("organization_id", "o-else123456"),
    ):
        yield key, {key: other}


def _of_the_application() -> Iterator[Changed]:
    yield "data_held", {"data_held": ["health"]}
    yield "cache", {"cache": {"engine": "redis"}}
    yield "database.version", {"database": {"engine": "postgres", "version": "16"}}
    yield "releases", {"releases": dict.fromkeys(APPLICATION["releases"], "v2")}
    yield "dns_delegations", {"dns_delegations": {"dev": ["ns-1.example.net"]}}
    yield from _in_list("services", "api", APPLICATION["services"], SERVICE)
    yield from _in_list("services", "nightly", APPLICATION["services"], JOB)
    yield from _in_list("queues", "jobs", STORES["queues"], QUEUE)
    yield from _in_list("tables", "sessions", STORES["tables"], TABLE)
    flows = APPLICATION["critical_flows"]
    for flow in flows:
        yield from _in_list("critical_flows", flow["name"], flows, {"paths": ["/else/*"]})


def _of_the_organization() -> Iterator[Changed]:
    yield "base_email", {"base_email": "cloud@example.com"}
    yield "account_emails", {"account_emails": {"prod": "else@example.com"}}
    yield "monthly_budget_usd", {"monthly_budget_usd": {"prod": 12345}}
    yield "protected_environments", {"protected_environments": ["staging"]}
    yield "trusted_services", {"trusted_services": ["ram.amazonaws.com"]}
    instance = ORGANIZATION["identity_center"]
    for part, other in (
        ("instance_arn", "arn:aws:sso:::instance/ssoins-fedcba0987654321"),
        ("identity_store_id", "d-0987654321"),
        ("region", "eu-west-2"),
    ):
        yield f"identity_center.{part}", {"identity_center": {**instance, part: other}}
    person = ORGANIZATION["contacts"]["security"]
    for part, other in (
        ("name", "Kim Roe"),
        ("title", "CISO"),
        ("email", "else@example.com"),
        ("phone", "+1 555 0199"),
    ):
        yield f"contacts.security.{part}", {"contacts": {"security": {**person, part: other}}}


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
TABLE = {"hash_key": "key", "hash_key_type": "N", "range_key": "on", "ttl_attribute": "dies_at"}


def _in_list(
    key: str, name: str, items: list[dict[str, Any]], others: Mapping[str, Any]
) -> Iterator[Changed]:
    for part, other in others.items():
        changed = [{**item, part: other} if item["name"] == name else item for item in items]
        yield f"{key}[].{part}", {key: changed}


def estate(case: str, change: Mapping[str, Any]) -> Estate:
    """Plans of a case under a changed config."""
    with tempfile.TemporaryDirectory() as name:
        root = build(Path(name), layers=CASES[case], change=change, environments=("prod",))
        return preview(open_repository(root))


def places(whole: Estate) -> set[str]:
    """Every place of the estate that has a value."""
    return {
        place(plan, each, path)
        for plan in whole.plans
        for each in plan.aws()
        for path, _ in leaves(each.inputs)
    }


class Reach(StrEnum):
    """How a key reaches a place."""

    all = "all values there differ"
    some = "some do"
    gone = "there is none any more"


def compared(before: Estate, after: Estate) -> dict[str, Reach]:
    """Places of inputs that differ, for resources in both."""
    found: dict[str, Reach] = {}
    now = {each.urn: each for plan in after.plans for each in plan.aws()}
    for plan in before.plans:
        for each in plan.aws():
            other = now.get(each.urn)
            if other is None:
                continue
            old, new = dict(leaves(each.inputs)), dict(leaves(other.inputs))
            differing: dict[str, list[bool]] = {}
            for path in old.keys() | new.keys():
                differing.setdefault(plain(path), []).append(old.get(path) != new.get(path))
            left = {plain(path) for path in new}
            for path, differs in differing.items():
                where = place(plan, each, path)
                if any(differs):
                    how = Reach.all if all(differs) else Reach.some
                    how = how if path in left else Reach.gone
                    found[where] = how if found.get(where, how) is how else Reach.some
                elif where in found:
                    found[where] = Reach.some
    return found


def main() -> None:
    """Change one key after the other, and write."""
    before = {case: estate(case, {}) for case in CASES}
    reach: dict[str, dict[str, Reach]] = {}
    with Pool(2) as pool:
        for change, after in pool.imap(_tried, changes()):
            if after is None:
                print(f"not accepted, so not tried: {change.case} {change.key}", flush=True)
                continue
            found = compared(before[change.case], after)
            print(f"{len(found):5} {change.case} {change.key}", flush=True)
            for where, how in found.items():
                known = reach.setdefault(where, {})
                known[change.key] = how if known.get(change.key, how) is how else Reach.some
    there = {where for each in before.values() for where in places(each)}
    certain = {where: key for where, key in _certain(reach) if where in there}
    FILE.write_text(json.dumps(certain, indent=1) + "\n")


def _certain(reach: Mapping[str, Mapping[str, Reach]]) -> Iterator[tuple[str, str]]:
    """Places that one key alone decides, all of what stands there."""
    for where, keys in sorted(reach.items()):
        # What takes a place away does not say what stands there, where another key does.
        telling = [key for key, how in keys.items() if how is not Reach.gone] or list(keys)
        key = telling[0]
        # A region stands in every ARN; what is wrong with a reference is not the region.
        refers = key.endswith("region") and not where.endswith(" region")
        # The least or the most of several settings: another one may decide elsewhere.
        partial = keys[key] is Reach.some or "LockConf" in where
        if len(telling) == 1 and not partial and not refers:
            yield where, key


def _tried(change: Change) -> tuple[Change, Estate | None]:
    try:
        return change, estate(change.case, change.values)
    except UserError:
        return change, None


if __name__ == "__main__":
    main()
