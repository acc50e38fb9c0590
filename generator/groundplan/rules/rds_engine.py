"""RDS: engines, their versions, sizes and logs."""

from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, limit
from groundplan.rules.node import Node, number
from groundplan.rules.rds_parts import CLUSTER, GUIDE, INSTANCE, MEMBER, engine_of, is_replica
from groundplan.rules.rule import Fault, rule
from groundplan.rules.tables.reader import database_classes, database_versions
from groundplan.rules.world import World

_TABLE = "registry data in cfn-lint"
_RETIRED = frozenset(("t2", "m3", "m4", "r3", "r4", "t1", "m1", "m2"))
"""Families that stopped at PostgreSQL 13, MySQL 8.0 and MariaDB 10.6."""
_EXPORTS = {
    "postgres": ("postgresql", "upgrade", "iam-db-auth-error"),
    "mysql": ("audit", "error", "general", "slowquery", "iam-db-auth-error"),
    "mariadb": ("audit", "error", "general", "slowquery", "iam-db-auth-error"),
    "aurora-postgresql": ("postgresql", "instance", "iam-db-auth-error"),
    "aurora-mysql": ("audit", "error", "general", "slowquery", "instance", "iam-db-auth-error"),
}


@rule(
    "GP-RDS-001",
    INSTANCE,
    CLUSTER,
    MEMBER,
    title="That kind of database is not offered.",
    error="InvalidParameterValue: Invalid DB engine",
    source=_TABLE,
)
def engine(node: Node, _: World) -> Iterator[Fault]:
    """Engines by kind of resource."""
    value = node.get("engine")
    aurora = ("aurora-postgresql", "aurora-mysql")
    known = (
        (*aurora, "postgres", "mysql")
        if node.type == CLUSTER
        else aurora
        if node.type == MEMBER
        else ("postgres", "mysql", "mariadb", "oracle-ee", "oracle-ee-cdb", "oracle-se2",
              "oracle-se2-cdb", "sqlserver-ee", "sqlserver-ex", "sqlserver-se", "sqlserver-web",
              "db2-ae", "db2-se", "custom-oracle-ee", "custom-sqlserver-ee")
    )  # fmt: skip
    if value is not None and value not in known:
        yield Fault("engine", ", ".join(known))
    elif (
        value is None
        and node.type == INSTANCE
        and not is_replica(node)
        and not node.has("snapshotIdentifier")
        and not node.has("restoreToPointInTime")
    ):
        yield Fault("engine", "the engine")


@rule(
    "GP-RDS-002",
    INSTANCE,
    CLUSTER,
    MEMBER,
    title="That version of the database cannot be created.",
    error="InvalidParameterCombination: Cannot find version for postgres",
    source=_TABLE,
)
def version(node: Node, _: World) -> Iterator[Fault]:
    """A version on offer, or a prefix of one; minors newer than our table pass."""
    text = node.get("engineVersion")
    offered = database_versions(engine_of(node))
    if text is None or not offered:
        return
    text = str(text)
    if any(v == text or v.startswith(f"{text}.") for v in offered):
        return
    major, _dot, minor = text.partition(".")
    same = [v.split(".")[1] for v in offered if v.startswith(f"{major}.") and v.count(".") == 1]
    numbers = [int(m) for m in same if m.isdigit()]
    if minor.isdigit() and numbers and max(numbers) < int(minor) <= max(numbers) + 3:
        return
    near = [v for v in offered if v.partition(".")[0] == major] or sorted(
        {v.partition(".")[0] for v in offered}
    )
    yield Fault("engineVersion", ", ".join(near))


@rule(
    "GP-RDS-003",
    INSTANCE,
    MEMBER,
    title="That size of database is not offered for this engine in this region.",
    error="InvalidParameterCombination: RDS does not support creating a DB instance with the "
    "following combination: DBInstanceClass, Engine, EngineVersion",
    source=_TABLE,
)
def instance_class(node: Node, _: World) -> Iterator[Fault]:
    """Class by engine and region."""
    value, offered = node.get("instanceClass"), database_classes(engine_of(node))
    if value is None or not offered or (node.type == INSTANCE and is_replica(node)):
        return
    if value not in offered:
        family = str(value).rpartition(".")[0]
        near = [c for c in offered if c.startswith(f"{family}.")] or [
            "db.t4g.medium",
            "db.m7g.large",
        ]
        yield Fault("instanceClass", ", ".join(near))
    elif node.region in offered[value]:
        yield Fault("instanceClass", f"a class offered in {node.region}")
    elif str(value).split(".")[1] in _RETIRED:
        version = str(node.get("engineVersion", ""))
        least = {"postgres": 14, "mysql": 8.4, "mariadb": 10.11}.get(engine_of(node))
        found = number(".".join(version.split(".")[:2]))
        if least and found is not None and found >= least:
            yield Fault(
                "instanceClass", f"a class that runs version {version}, such as db.t4g.medium"
            )


@rule(
    "GP-RDS-023",
    INSTANCE,
    CLUSTER,
    title="This engine has no log of that name.",
    error="InvalidParameterCombination: You cannot use the log types with engine version",
    source="API rds CreateDBInstance, EnableCloudwatchLogsExports",
)
def log_exports(node: Node, _: World) -> Iterator[Fault]:
    """Logs by engine."""
    known = _EXPORTS.get(engine_of(node))
    for place, value in node.each("enabledCloudwatchLogsExports[]"):
        if known and value not in known:
            yield Fault(place, ", ".join(known))


@rule(
    "GP-RDS-030",
    CLUSTER,
    title="The cluster's capacity is out of range.",
    error="InvalidParameterValue: Serverless v2 capacity / storage settings of the cluster",
    source="Aurora User Guide: Aurora Serverless v2",
)
def serverless(node: Node, _: World) -> Iterator[Fault]:
    """0 to 256 units in steps of 0.5, minimum below maximum; no disk size on Aurora."""
    low = node.number("serverlessv2ScalingConfiguration.minCapacity")
    high = node.number("serverlessv2ScalingConfiguration.maxCapacity")
    base = "serverlessv2ScalingConfiguration"
    for path, value, least in (
        (f"{base}.minCapacity", low, 0.0),
        (f"{base}.maxCapacity", high, 1.0),
    ):
        if value is not None and (not least <= value <= 256 or value * 2 % 1):
            yield Fault(path, f"{least:g} to 256 in steps of 0.5")
    if low is not None and high is not None and low > high:
        yield Fault(f"{base}.minCapacity", f"at most {high:g}")
    pause = node.number(f"{base}.secondsUntilAutoPause")
    if pause is not None and not 300 <= pause <= 86400:
        yield Fault(f"{base}.secondsUntilAutoPause", "300 to 86400")
    if engine_of(node).startswith("aurora"):
        for path in ("allocatedStorage", "iops", "dbClusterInstanceClass"):
            if node.has(path):
                yield Fault(path, "nothing with an Aurora engine")


LIMITS = (
    limit(
        "GP-RDS-110",
        INSTANCE,
        "engineLifecycleSupport",
        OneOf("open-source-rds-extended-support", "open-source-rds-extended-support-disabled"),
        title="There is no such support.",
        error="InvalidParameterValue: EngineLifecycleSupport",
        source=GUIDE,
    ),
    limit(
        "GP-RDS-115",
        INSTANCE,
        "licenseModel",
        OneOf("postgresql-license"),
        when=lambda n: engine_of(n) == "postgres",
        title="PostgreSQL has a licence of its own.",
        error="InvalidParameterValue: Invalid license model",
        source=GUIDE,
    ),
)
