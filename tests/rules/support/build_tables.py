"""Makes the tables that cfn-lint and moto hold the facts of.

Run ``python -m tests.rules.support.build_tables`` after one of them moved.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.rules.support.cfnlint_data import cfnlint_folder

FOLDER = Path(__file__).resolve().parents[3] / "generator/groundplan/rules/tables"
ENGINES = ("postgres", "aurora-postgresql", "mysql", "aurora-mysql", "mariadb")
AS_OF = "2026-11-21"
"""Day the tables speak of, where the packages give dates."""
CACHES = ("redis", "valkey", "memcached")


def _extension(path: str) -> Any:
    home = cfnlint_folder() / "data/schemas/extensions"
    return json.loads((home / f"{path}.json").read_text())


def _cases(node: Any, prop: str) -> Iterator[tuple[dict[str, Any], list[Any]]]:
    """Every if-then whose then lists values of a property: condition, values."""
    for case in node.get("allOf", ()):
        then = case.get("then", {}).get("properties", {}).get(prop, {})
        if "enum" in then:
            yield case["if"].get("properties", {}), then["enum"]


def _of(condition: dict[str, Any], *engines: str) -> str:
    engine = condition.get("Engine", {})
    value = engine.get("const") or ""
    return value if value in engines else ""


def rds() -> dict[str, Any]:
    """Classes by engine with the regions that lack them, and versions by engine."""
    by_region = _extension("aws_rds_dbinstance/dbinstanceclass_enum")
    regions: dict[str, dict[str, set[str]]] = {}
    for region, node in by_region.items():
        for condition, values in _cases(node, "DBInstanceClass"):
            if engine := _of(condition, *ENGINES):
                regions.setdefault(engine, {})[region] = set(values)
    classes = {
        engine: {
            name: sorted(r for r, have in found.items() if name not in have)
            for name in sorted(set().union(*found.values()))
        }
        for engine, found in regions.items()
    }
    versions: dict[str, list[str]] = {}
    for file in ("aws_rds_dbinstance/engine_version", "aws_rds_dbcluster/engine_version"):
        for condition, values in _cases(_extension(file), "EngineVersion"):
            if engine := _of(condition, *ENGINES):
                versions[engine] = sorted({*versions.get(engine, ()), *map(str, values)})
    old: dict[str, set[str]] = {}
    deprecated = _extension("aws_rds_dbinstance/engine_version_deprecated")
    for case in deprecated.get("allOf", ()):
        condition = case["if"].get("properties", {})
        if engine := _of(condition, *ENGINES):
            old[engine] = set(map(str, condition["EngineVersion"]["enum"]))
    offered = {e: sorted(set(v) - old.get(e, set())) for e, v in versions.items()}
    return {"classes": classes, "versions": offered}


def cache() -> dict[str, Any]:
    """Node types by the regions that lack them, and versions by engine."""
    found: dict[str, set[str]] = {}
    for region, node in _extension("aws_elasticache_cachecluster/cachenodetype_enum").items():
        if not isinstance(node, dict):
            continue
        values = set(node.get("enum", ()))
        for case in node.get("allOf", ()):
            then = case.get("then", {}).get("properties", {}).get("CacheNodeType", {})
            values |= set(then.get("enum", ()))
        found[region] = values
    versions = {}
    for condition, values in _cases(
        _extension("aws_elasticache_cachecluster/engine_version"), "EngineVersion"
    ):
        if engine := _of(condition, *CACHES):
            versions[engine] = sorted(map(str, values))
    return {
        "nodes": {
            name: sorted(r for r, have in found.items() if name not in have)
            for name in sorted(set().union(*found.values()))
        },
        "versions": versions,
    }


def fargate() -> dict[str, list[int]]:
    """Memory sizes in MiB by CPU units."""
    found = {}
    node = _extension("aws_ecs_taskdefinition/fargate_cpu_memory")
    for case in node["then"]["anyOf"]:
        cpu = case["properties"]["Cpu"]["then"]["enum"][0]
        memory = case["properties"]["Memory"]["then"]
        steps = range(memory.get("minimum", 0), memory.get("maximum", 0) + 1)
        found[str(cpu)] = [int(m) for m in memory.get("enum", steps)]
        if multiple := memory.get("multipleOf"):
            found[str(cpu)] = [m for m in found[str(cpu)] if m % multiple == 0]
    return found


def runtimes() -> dict[str, str]:
    """Lambda runtimes that no new function may have, with the day that began."""
    file = cfnlint_folder() / "data/AdditionalSpecs/LmbdRuntimeLifecycle.json"
    ends = {name: life["create-block"] for name, life in json.loads(file.read_text()).items()}
    return {name: day for name, day in sorted(ends.items()) if day and day <= AS_OF}


def managed() -> list[str]:
    """Path and name of every AWS managed policy moto knows."""
    from moto.iam.aws_managed_policies import aws_managed_policies_data

    policies = json.loads(aws_managed_policies_data)
    return sorted(f"{p.get('Path') or '/'}{name}".removeprefix("/") for name, p in policies.items())


def build() -> dict[str, str]:
    """Text of each table by file name."""
    tables = {"rds": rds(), "elasticache": cache(), "fargate": fargate()}
    tables["lambda"] = runtimes()
    tables["managed_policies"] = managed()  # type: ignore[assignment]
    return {
        f"{name}.json": json.dumps(table, sort_keys=True, separators=(",", ":")) + "\n"
        for name, table in tables.items()
    }


if __name__ == "__main__":
    for name, text in build().items():
        (FOLDER / name).write_text(text)
