"""RDS: instances, clusters, groups, replication, event subscriptions."""

import re
from collections.abc import Iterator

from groundplan.rules.constraint import Not, OneOf, Range, Text, limit
from groundplan.rules.grammar.schedule import daily_window, weekly_window, windows_overlap
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.tables.reader import database_classes, database_versions
from groundplan.rules.vpc import zones_of
from groundplan.rules.world import World

_DB = "aws:rds/instance:Instance"
_CLUSTER = "aws:rds/cluster:Cluster"
_MEMBER = "aws:rds/clusterInstance:ClusterInstance"
_PARAMETERS = "aws:rds/parameterGroup:ParameterGroup"
_CLUSTER_PARAMETERS = "aws:rds/clusterParameterGroup:ClusterParameterGroup"
_SUBNETS = "aws:rds/subnetGroup:SubnetGroup"
_REPLICATION = "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication"
_EVENTS = "aws:rds/eventSubscription:EventSubscription"
_GUIDE = "RDS User Guide; API rds CreateDBInstance"
_TABLE = "registry data in cfn-lint"
_RESERVED = frozenset(("rdsadmin", "admin", "rds_superuser", "rdsrepladmin", "user", "root", "public",
                       "select", "table", "master", "rds_replication", "rds_password"))  # fmt: skip
_RETIRED = frozenset(("t2", "m3", "m4", "r3", "r4", "t1", "m1", "m2"))
"""Families that stopped at PostgreSQL 13."""
_STATIC = frozenset(
    "shared_preload_libraries max_connections rds.logical_replication shared_buffers wal_buffers "
    "max_wal_senders max_replication_slots max_worker_processes max_locks_per_transaction "
    "max_prepared_transactions track_activity_query_size huge_pages autovacuum_max_workers "
    "rds.custom_dns_resolution ssl_ca_file wal_keep_size_x rds.allowed_extensions_x "
    "superuser_reserved_connections max_pred_locks_per_transaction autovacuum_freeze_max_age".split()
)
_EXPORTS = {
    "postgres": ("postgresql", "upgrade", "iam-db-auth-error"),
    "mysql": ("audit", "error", "general", "slowquery", "iam-db-auth-error"),
    "mariadb": ("audit", "error", "general", "slowquery", "iam-db-auth-error"),
    "aurora-postgresql": ("postgresql", "instance", "iam-db-auth-error"),
    "aurora-mysql": ("audit", "error", "general", "slowquery", "instance", "iam-db-auth-error"),
}


def _engine(node: Node) -> str:
    return str(node.get("engine", ""))


def _replica(node: Node) -> bool:
    return node.has("replicateSourceDb")


@rule(
    "GP-RDS-001",
    _DB,
    _CLUSTER,
    _MEMBER,
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
        if node.type == _CLUSTER
        else aurora
        if node.type == _MEMBER
        else ("postgres", "mysql", "mariadb", "oracle-ee", "oracle-ee-cdb", "oracle-se2",
              "oracle-se2-cdb", "sqlserver-ee", "sqlserver-ex", "sqlserver-se", "sqlserver-web",
              "db2-ae", "db2-se", "custom-oracle-ee", "custom-sqlserver-ee")
    )  # fmt: skip
    if value is not None and value not in known:
        yield Fault("engine", ", ".join(known))
    elif (
        value is None
        and node.type == _DB
        and not _replica(node)
        and not node.has("snapshotIdentifier")
        and not node.has("restoreToPointInTime")
    ):
        yield Fault("engine", "the engine")


@rule(
    "GP-RDS-002",
    _DB,
    _CLUSTER,
    _MEMBER,
    title="That version of the database cannot be created.",
    error="InvalidParameterCombination: Cannot find version for postgres",
    source=_TABLE,
)
def version(node: Node, _: World) -> Iterator[Fault]:
    """A version on offer, or a prefix of one; minors newer than our table pass."""
    text = node.get("engineVersion")
    offered = database_versions(_engine(node))
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
    _DB,
    _MEMBER,
    title="That size of database is not offered for this engine in this region.",
    error="InvalidParameterCombination: RDS does not support creating a DB instance with the "
    "following combination: DBInstanceClass, Engine, EngineVersion",
    source=_TABLE,
)
def instance_class(node: Node, _: World) -> Iterator[Fault]:
    """Class by engine and region."""
    value, offered = node.get("instanceClass"), database_classes(_engine(node))
    if value is None or not offered or (node.type == _DB and _replica(node)):
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
    elif _engine(node) == "postgres" and str(value).split(".")[1] in _RETIRED:
        major = str(node.get("engineVersion", "")).partition(".")[0]
        if major.isdigit() and int(major) >= 14:
            yield Fault(
                "instanceClass", f"a class that runs version {major}, such as db.t4g.medium"
            )


@rule(
    "GP-RDS-004",
    _DB,
    title="The disk is too small or too large for its kind.",
    error="InvalidParameterValue: Invalid storage size for engine name postgres and storage type",
    source="API rds CreateDBInstance, AllocatedStorage",
)
def storage_size(node: Node, _: World) -> Iterator[Fault]:
    """gp3 and gp2 from 20 GiB, io1 and io2 from 100, to 65536."""
    size = node.number("allocatedStorage")
    if _replica(node) or node.has("snapshotIdentifier"):
        return
    if size is None:
        if not node.has("allocatedStorage") and not node.has("restoreToPointInTime"):
            yield Fault("allocatedStorage", "GiB of disk")
        return
    low = {"io1": 100, "io2": 100, "standard": 5}.get(_storage(node), 20)
    high = 3072 if _storage(node) == "standard" else 65536
    if not low <= size <= high or size != int(size):
        yield Fault("allocatedStorage", f"{low} to {high} GiB")


def _storage(node: Node) -> str:
    return str(node.get("storageType") or ("io1" if node.has("iops") else "gp2"))


@rule(
    "GP-RDS-005",
    _DB,
    title="Below 400 GiB the disk's speed cannot be chosen.",
    error="InvalidParameterCombination: You can't specify IOPS or storage throughput for engine "
    "postgres and a storage size less than 400.",
    source="API rds CreateDBInstance, AllocatedStorage",
)
def gp3_small(node: Node, _: World) -> Iterator[Fault]:
    """gp3 takes iops and throughput from 400 GiB only."""
    size = node.number("allocatedStorage")
    if _storage(node) != "gp3" or size is None or size >= 400:
        return
    if _engine(node) not in ("postgres", "mysql", "mariadb"):
        return
    for path in ("iops", "storageThroughput"):
        if node.has(path):
            yield Fault(path, "nothing below 400 GiB")


@rule(
    "GP-RDS-006",
    _DB,
    title="The disk's speed is out of range.",
    error="InvalidParameterValue: Invalid IOPS to storage ratio / storage throughput",
    source="RDS User Guide: DB instance storage",
)
def storage_speed(node: Node, _: World) -> Iterator[Fault]:
    """gp3 from 400 GiB: 12000 to 64000 IOPS, 500 to 4000 MiBps; io1, io2: 1000 to 256000."""
    kind = _storage(node)
    iops, throughput = node.number("iops"), node.number("storageThroughput")
    size = node.number("allocatedStorage") or 0
    if kind == "gp3" and size >= 400:
        if iops is not None and not 12000 <= iops <= 64000:
            yield Fault("iops", "12000 to 64000")
        if throughput is not None and not 500 <= throughput <= 4000:
            yield Fault("storageThroughput", "500 to 4000 MiB a second")
        if throughput is not None and throughput > (iops or 12000) * 0.25:
            yield Fault("storageThroughput", "at most a quarter of the IOPS")
        if iops is not None and iops > size * 500:
            yield Fault("iops", f"at most {size * 500:.0f} for {size:.0f} GiB")
    elif kind in ("io1", "io2"):
        if iops is None and not node.has("iops"):
            yield Fault("iops", f"a number with storageType {kind}")
        elif iops is not None and not 1000 <= iops <= 256000:
            yield Fault("iops", "1000 to 256000")
        elif iops is not None and size and iops > size * (50 if kind == "io1" else 1000):
            yield Fault("iops", f"at most {50 if kind == 'io1' else 1000} for each GiB")
        if throughput is not None:
            yield Fault("storageThroughput", "nothing unless storageType is gp3")
    elif kind in ("gp2", "standard"):
        for path in ("iops", "storageThroughput"):
            if node.has(path):
                yield Fault(path, f"nothing with storageType {kind}")


@rule(
    "GP-RDS-007",
    _DB,
    title="The disk may grow to less than a tenth more than it has.",
    error="InvalidParameterCombination: Invalid max storage size for engine name postgres and "
    "storage type gp3",
    source="RDS User Guide: storage autoscaling",
)
def storage_growth(node: Node, _: World) -> Iterator[Fault]:
    """maxAllocatedStorage is 0 or at least 10 % above allocatedStorage."""
    size, most = node.number("allocatedStorage"), node.number("maxAllocatedStorage")
    if size and most and most * 10 < size * 11:
        yield Fault("maxAllocatedStorage", f"0, or from {size * 1.1:.0f} GiB")
    if most and most > 65536:
        yield Fault("maxAllocatedStorage", "at most 65536 GiB")


@rule(
    "GP-RDS-008",
    _DB,
    _CLUSTER,
    title="The window is not written the way AWS reads it, or is too short.",
    error="InvalidParameterValue: Invalid backup window / maintenance window format",
    source=_GUIDE,
)
def windows(node: Node, _: World) -> Iterator[Fault]:
    """hh:mm-hh:mm and ddd:hh:mm-ddd:hh:mm, 30 minutes at least, a week's at most a day."""
    day = "backupWindow" if node.type == _DB else "preferredBackupWindow"
    week = "maintenanceWindow" if node.type == _DB else "preferredMaintenanceWindow"
    if (text := node.get(day)) is not None:
        found = daily_window(str(text))
        if found is None or found[1] < 30:
            yield Fault(day, "hh:mm-hh:mm in UTC, 30 minutes at least")
    if (text := node.get(week)) is not None:
        found = weekly_window(str(text))
        if found is None or not 30 <= found[1] <= 1440:
            yield Fault(week, "ddd:hh:mm-ddd:hh:mm in UTC, 30 minutes to 24 hours")


@rule(
    "GP-RDS-009",
    _DB,
    _CLUSTER,
    title="Backups and maintenance want the same hour.",
    error="InvalidParameterValue: The backup window and maintenance window must not overlap.",
    source=_GUIDE,
)
def windows_apart(node: Node, _: World) -> Iterator[Fault]:
    """The two windows do not overlap."""
    day = "backupWindow" if node.type == _DB else "preferredBackupWindow"
    week = "maintenanceWindow" if node.type == _DB else "preferredMaintenanceWindow"
    if windows_overlap(str(node.get(day, "")), str(node.get(week, ""))):
        yield Fault(day, f"a window apart from {node.get(week)}")


@rule(
    "GP-RDS-010",
    _DB,
    _MEMBER,
    _CLUSTER,
    title="Performance data is kept 7 days, 731 days or whole months of 31 days.",
    error="InvalidParameterValue: Invalid Performance Insights retention period",
    source="API rds CreateDBInstance, PerformanceInsightsRetentionPeriod",
)
def insights_retention(node: Node, _: World) -> Iterator[Fault]:
    """7, 731, or n * 31 for n from 1 to 23; only with insights on."""
    days = node.number("performanceInsightsRetentionPeriod")
    if days is None or (days == 0 and not node.truth("performanceInsightsEnabled")):
        return
    if days not in {7, 731} | {31 * n for n in range(1, 24)}:
        yield Fault("performanceInsightsRetentionPeriod", "7, 31, 62, ... 713 or 731")


@rule(
    "GP-RDS-011",
    _DB,
    _MEMBER,
    _CLUSTER,
    title="Performance data has settings but is switched off.",
    error="InvalidParameterCombination: performance insights must be enabled",
    source="API rds CreateDBInstance",
)
def insights_enabled(node: Node, _: World) -> Iterator[Fault]:
    """Retention, key and advanced insights need performance insights."""
    if not node.truth("performanceInsightsEnabled"):
        for path in ("performanceInsightsKmsKeyId", "performanceInsightsRetentionPeriod"):
            if node.has(path) and node.get(path) not in (0, ""):
                yield Fault(path, "nothing unless performanceInsightsEnabled")
    if node.get("databaseInsightsMode") == "advanced":
        days = node.number("performanceInsightsRetentionPeriod") or 7
        if not node.truth("performanceInsightsEnabled") or days < 465:
            yield Fault(
                "databaseInsightsMode", "advanced with insights on and kept 465 days at least"
            )


@rule(
    "GP-RDS-012",
    _DB,
    _MEMBER,
    title="Detailed monitoring needs a role, and the role needs an interval.",
    error="InvalidParameterCombination: A MonitoringRoleARN value is required if you specify a "
    "MonitoringInterval value other than 0.",
    source="API rds CreateDBInstance",
)
def monitoring(node: Node, _: World) -> Iterator[Fault]:
    """monitoringInterval above 0 and monitoringRoleArn come together."""
    interval = node.number("monitoringInterval") or 0
    if interval and not node.has("monitoringRoleArn"):
        yield Fault("monitoringRoleArn", "a role that monitoring.rds.amazonaws.com takes on")
    if not interval and node.has("monitoringRoleArn") and not node.has("monitoringInterval"):
        yield Fault("monitoringInterval", "1, 5, 10, 15, 30 or 60")
    elif not interval and node.has("monitoringRoleArn"):
        yield Fault("monitoringInterval", "1, 5, 10, 15, 30 or 60, as there is a role")


@rule(
    "GP-RDS-013",
    _DB,
    _CLUSTER,
    title="The password is given twice or not at all.",
    error="InvalidParameterCombination: You can't specify MasterUserPassword for an instance with "
    "ManageMasterUserPassword enabled. / MissingParameter: MasterUserPassword",
    source="API rds CreateDBInstance",
)
def password(node: Node, _: World) -> Iterator[Fault]:
    """Either a password or manageMasterUserPassword."""
    key = "password" if node.type == _DB else "masterPassword"
    given = [p for p in (key, f"{key}Wo") if node.has(p)]
    managed = node.truth("manageMasterUserPassword")
    fresh = not (
        _replica(node)
        or node.has("snapshotIdentifier")
        or node.has("restoreToPointInTime")
        or node.has("replicationSourceIdentifier")
        or node.has("globalClusterIdentifier")
    )
    if managed and given:
        yield Fault(given[0], "nothing with manageMasterUserPassword")
    if fresh and not managed and not given:
        yield Fault("manageMasterUserPassword", "true, or a password")
    if node.has("masterUserSecretKmsKeyId") and not managed:
        yield Fault("masterUserSecretKmsKeyId", "nothing without manageMasterUserPassword")
    name = "username" if node.type == _DB else "masterUsername"
    if fresh and not node.has(name):
        yield Fault(name, "the name of the first user")


@rule(
    "GP-RDS-014",
    _DB,
    title="The password is too short, too long or has signs that RDS does not take.",
    error="InvalidParameterValue: The parameter MasterUserPassword is not a valid password.",
    source=_GUIDE,
)
def password_form(node: Node, _: World) -> Iterator[Fault]:
    """8 to 128 printable ASCII signs but / @ " and space."""
    text = node.get("password")
    if isinstance(text, str) and not re.fullmatch(r"[!-~]{8,128}", text):
        yield Fault("password", '8 to 128 printable characters but / @ " and space')
    elif isinstance(text, str) and re.search(r'[/@"]', text):
        yield Fault("password", 'no / @ "')


@rule(
    "GP-RDS-015",
    _DB,
    title="A standby in another zone and a fixed zone exclude each other.",
    error="InvalidParameterCombination: Requesting a specific availability zone is not valid for "
    "Multi-AZ instances.",
    source="API rds CreateDBInstance",
)
def multi_az(node: Node, _: World) -> Iterator[Fault]:
    """multiAz and availabilityZone conflict; the zone is in the region."""
    zone = node.get("availabilityZone")
    if node.truth("multiAz") and zone:
        yield Fault("availabilityZone", "nothing with multiAz")
    if zone and not str(zone).startswith(node.region):
        yield Fault("availabilityZone", f"a zone of {node.region}")


@rule(
    "GP-RDS-016",
    _SUBNETS,
    "aws:elasticache/subnetGroup:SubnetGroup",
    title="The subnets lie in too few zones.",
    error="DBSubnetGroupDoesNotCoverEnoughAZs: The DB subnet group doesn't meet Availability Zone "
    "(AZ) coverage requirement. Current AZ coverage: 1. Add subnets to cover at least 2 AZs.",
    source="RDS User Guide: working with a DB instance in a VPC",
)
def subnet_zones(node: Node, world: World) -> Iterator[Fault]:
    """Two zones for databases; one network for both."""
    subnets = node.list("subnetIds[]")
    if node.type == _SUBNETS and len(zones_of(subnets, world)) < 2:
        yield Fault("subnetIds", "subnets in two zones at least")
    found = [world.find(s, "aws:ec2/subnet:Subnet") for s in subnets]
    networks = {s.get("vpcId") for s in found if s}
    if len(networks) > 1:
        yield Fault("subnetIds", "subnets of one network")


@rule(
    "GP-RDS-017",
    _DB,
    _MEMBER,
    _CLUSTER,
    title="The parameter group belongs to another version of the database.",
    error="InvalidParameterCombination: The parameter group with DBParameterGroupFamily can't be "
    "used for this instance. Please use a parameter group with the matching family.",
    source=_GUIDE,
)
def parameter_family(node: Node, world: World) -> Iterator[Fault]:
    """Family of the group is engine and major version."""
    path = "dbClusterParameterGroupName" if node.type == _CLUSTER else "parameterGroupName"
    if node.type == _MEMBER:
        path = "dbParameterGroupName"
    name, text = node.get(path), node.get("engineVersion")
    group = world.near(node, name, _PARAMETERS, _CLUSTER_PARAMETERS)
    if text is None or not isinstance(name, str):
        return
    want = family(_engine(node), str(text))
    have = group.get("family") if group else ""
    if group is None and name.startswith("default."):
        have = name.removeprefix("default.")
    if want and have and have != want:
        yield Fault(path, f"a group of the family {want}, not {have}")


def family(engine_name: str, text: str) -> str:
    """Parameter family of an engine's version; empty where the engine is another."""
    parts = text.split(".")
    if engine_name in ("postgres", "aurora-postgresql"):
        word = "postgres" if engine_name == "postgres" else "aurora-postgresql"
        return f"{word}{parts[0]}"
    if engine_name in ("mysql", "mariadb", "aurora-mysql") and len(parts) > 1:
        return f"{engine_name}{parts[0]}.{parts[1]}"
    return ""


@rule(
    "GP-RDS-018",
    _PARAMETERS,
    _CLUSTER_PARAMETERS,
    title="There is no such family of parameters.",
    error="InvalidParameterValue: ParameterGroupFamily is not a valid parameter group family",
    source=_GUIDE,
)
def family_exists(node: Node, _: World) -> Iterator[Fault]:
    """Engine and major version on offer."""
    text = node.get("family")
    match = re.fullmatch(
        r"(aurora-postgresql|aurora-mysql|postgres|mysql|mariadb)([\d.]+)", str(text)
    )
    if text is None or str(text).startswith(("oracle", "sqlserver", "db2", "custom")):
        return
    if match is None:
        yield Fault("family", "an engine and its major version: postgres17")
        return
    engines = database_versions(match[1])
    known = {family(match[1], v) for v in engines} | {f"{match[1]}9.6", f"{match[1]}10"}
    if (
        engines
        and str(text) not in known
        and not (
            match[1].endswith(("postgres", "postgresql"))
            and int(match[2].split(".")[0]) in range(10, 14)
        )
    ):
        yield Fault("family", ", ".join(sorted(known)))


@rule(
    "GP-RDS-019",
    _PARAMETERS,
    _CLUSTER_PARAMETERS,
    title="This parameter takes effect after a restart only.",
    error="InvalidParameterCombination: cannot use immediate apply method for static parameter",
    source="RDS User Guide: parameter groups",
)
def static_parameters(node: Node, _: World) -> Iterator[Fault]:
    """Static parameters are pending-reboot."""
    if not str(node.get("family", "")).startswith(("postgres", "aurora-postgresql")):
        return
    for place, parameter in node.each("parameters[]"):
        method = parameter.get("applyMethod", "immediate")
        if parameter.get("name") in _STATIC and method == "immediate":
            yield Fault(f"{place}.applyMethod", "pending-reboot")


@rule(
    "GP-RDS-020",
    _PARAMETERS,
    _CLUSTER_PARAMETERS,
    title="A parameter stands in the group twice.",
    error="InvalidParameterValue: duplicate parameter",
    source=_GUIDE,
)
def parameter_once(node: Node, _: World) -> Iterator[Fault]:
    """Names are unique."""
    seen: set[str] = set()
    for place, name in node.each("parameters[].name"):
        if name in seen:
            yield Fault(place, "one row for each parameter")
        seen.add(name)


_PG_VALUES = {
    "rds.force_ssl": r"[01]",
    "log_min_duration_statement": r"-1|\d{1,10}",
    "log_connections": r"[01]|on|off|all|receipt.*",
    "log_disconnections": r"[01]",
    "log_lock_waits": r"[01]",
    "log_statement": r"none|ddl|mod|all",
    "idle_in_transaction_session_timeout": r"\d{1,10}",
    "statement_timeout": r"\d{1,10}",
    "lock_timeout": r"\d{1,10}",
    "rds.logical_replication": r"[01]",
    "autovacuum": r"[01]",
    "log_temp_files": r"-1|\d{1,10}",
    "max_connections": r"(?!0\d)[6-9]|\d{2,6}|.*\{.*",
    "log_autovacuum_min_duration": r"-1|\d{1,10}",
    "password_encryption": r"md5|scram-sha-256",
    "work_mem": r"\d{2,10}|.*\{.*",
    "track_io_timing": r"[01]",
    "rds.log_retention_period": r"(?:14[4-9]\d|1[5-9]\d\d|[2-9]\d{3}|10080)|\d{4,5}",
    "pg_stat_statements.track": r"none|top|all",
    "log_min_messages": r"debug[1-5]|info|notice|warning|error|log|fatal|panic",
    "log_min_error_statement": r"debug[1-5]|info|notice|warning|error|log|fatal|panic",
}


@rule(
    "GP-RDS-021",
    _PARAMETERS,
    _CLUSTER_PARAMETERS,
    title="The database does not take this value for that parameter.",
    error="InvalidParameterValue: Invalid parameter value for: allowed values are",
    source="API rds DescribeEngineDefaultParameters",
)
def parameter_value(node: Node, _: World) -> Iterator[Fault]:
    """Values of the parameters people set most."""
    if not str(node.get("family", "")).startswith(("postgres", "aurora-postgresql")):
        return
    for place, parameter in node.each("parameters[]"):
        form = _PG_VALUES.get(parameter.get("name"))
        if form and not re.fullmatch(form, str(parameter.get("value"))):
            yield Fault(f"{place}.value", f"the form {form}")
        if parameter.get("applyMethod", "immediate") not in ("immediate", "pending-reboot"):
            yield Fault(f"{place}.applyMethod", "immediate or pending-reboot")
        if parameter.get("name") == "shared_preload_libraries":
            for library in str(parameter.get("value")).split(","):
                if library.strip() not in _LIBRARIES:
                    yield Fault(
                        f"{place}.value", f"libraries out of {', '.join(sorted(_LIBRARIES))}"
                    )


_LIBRARIES = frozenset(
    "auto_explain orafce pgaudit pglogical pg_bigm pg_cron pg_hint_plan pg_prewarm pg_similarity "
    "pg_stat_statements pg_tle pg_transport plprofiler plrust rdsutils pg_partman_bgw apg_plan_mgmt "
    "plpgsql_check pg_squeeze wal2json pg_walinspect pgactive pg_repack apgdbcc pg_proctab "
    "timescaledb pg_ad_mapping aurora_stat_utils pg_durability".split()
)
_PG_NAMES = re.compile(r"[a-z_]+(\.[a-z_]+)*")


@rule(
    "GP-RDS-022",
    _PARAMETERS,
    _CLUSTER_PARAMETERS,
    title="The database has no parameter of that name.",
    error="InvalidParameterValue: Could not find parameter with name",
    source="API rds ModifyDBParameterGroup",
)
def parameter_name(node: Node, _: World) -> Iterator[Fault]:
    """Lowercase words; a near miss of a known name is refused."""
    import difflib

    if not str(node.get("family", "")).startswith(("postgres", "aurora-postgresql")):
        return
    known = {*_PG_VALUES, *_STATIC}
    for place, name in node.each("parameters[].name"):
        if name in known:
            continue
        near = difflib.get_close_matches(str(name), known, n=1, cutoff=0.93)
        if (near and abs(len(near[0]) - len(str(name))) <= 2) or not re.fullmatch(
            r"[A-Za-z][\w.]*", str(name)
        ):
            yield Fault(place, near[0] if near else "the name of a parameter")


@rule(
    "GP-RDS-023",
    _DB,
    _CLUSTER,
    title="This engine has no log of that name.",
    error="InvalidParameterCombination: You cannot use the log types with engine version",
    source="API rds CreateDBInstance, EnableCloudwatchLogsExports",
)
def log_exports(node: Node, _: World) -> Iterator[Fault]:
    """Logs by engine."""
    known = _EXPORTS.get(_engine(node))
    for place, value in node.each("enabledCloudwatchLogsExports[]"):
        if known and value not in known:
            yield Fault(place, ", ".join(known))


@rule(
    "GP-RDS-024",
    _DB,
    _CLUSTER,
    title="A last snapshot is asked for, but it has no name.",
    error="InvalidParameterCombination: FinalDBSnapshotIdentifier is required unless "
    "SkipFinalSnapshot is specified. (at destroy)",
    source="pulumi-aws rds.Instance",
    probable=True,
)
def final_snapshot(node: Node, _: World) -> Iterator[Fault]:
    """finalSnapshotIdentifier unless skipFinalSnapshot."""
    if not node.truth("skipFinalSnapshot") and not node.has("finalSnapshotIdentifier"):
        yield Fault("finalSnapshotIdentifier", "a name, or skipFinalSnapshot")


@rule(
    "GP-RDS-025",
    _DB,
    _CLUSTER,
    title="Encryption has a key but is switched off.",
    error="InvalidParameterCombination: storageEncrypted must be true with kmsKeyId",
    source="registry data in cfn-lint: kmskey_storageencrypted",
)
def encryption(node: Node, _: World) -> Iterator[Fault]:
    """A key needs storageEncrypted."""
    if node.has("kmsKeyId") and not node.truth("storageEncrypted") and not _replica(node):
        yield Fault("storageEncrypted", "true with kmsKeyId")


@rule(
    "GP-RDS-026",
    _DB,
    title="Two settings of the database exclude each other.",
    error="InvalidParameterCombination: managed master password with replicas or blue/green",
    source="RDS User Guide: password management with Secrets Manager, limitations",
)
def managed_password_limits(node: Node, world: World) -> Iterator[Fault]:
    """A managed password excludes read replicas of the instance and blue/green updates."""
    if not node.truth("manageMasterUserPassword"):
        return
    if node.truth("blueGreenUpdate.enabled"):
        yield Fault("blueGreenUpdate.enabled", "false with manageMasterUserPassword")
    for other in world.of(_DB):
        source = other.get("replicateSourceDb")
        if (
            source
            and source in (node.get("identifier"), node.arn)
            and node.get("engine") != "sqlserver"
        ):
            yield Fault("manageMasterUserPassword", f"false, as {other.name} is a replica of it")


@rule(
    "GP-RDS-027",
    _DB,
    title="A replica takes its settings from its source.",
    error="InvalidParameterCombination: cannot be specified for a read replica / source has "
    "automated backups disabled",
    source="API rds CreateDBInstanceReadReplica",
)
def replicas(node: Node, world: World) -> Iterator[Fault]:
    """No user, name, password on replicas; the source has backups."""
    source = node.get("replicateSourceDb")
    if source is None:
        return
    for path in ("dbName", "username", "password", "manageMasterUserPassword"):
        if node.has(path) and node.get(path) is not False:
            yield Fault(path, "nothing with replicateSourceDb")
    found = world.find(source, _DB)
    if found and not (found.number("backupRetentionPeriod") or 0):
        yield Fault("replicateSourceDb", "a source with automated backups")


@rule(
    "GP-RDS-028",
    _REPLICATION,
    title="Copies of the backups go to another region, with a key of that region.",
    error="InvalidParameterValue / KMSKeyNotAccessibleFault: cross-region replication",
    source="API rds StartDBInstanceAutomatedBackupsReplication",
)
def backup_replication(node: Node, world: World) -> Iterator[Fault]:
    """Made in the destination region, source in another and with backups, key given."""
    from groundplan.rules.grammar.address import arn

    source = arn(node.get("sourceDbInstanceArn"))
    if source and source.region == node.region:
        yield Fault("sourceDbInstanceArn", f"an instance outside {node.region}")
    key = arn(node.get("kmsKeyId"))
    if key and key.region != node.region:
        yield Fault("kmsKeyId", f"a key in {node.region}")
    found = world.find(node.get("sourceDbInstanceArn"), _DB)
    if found:
        if found.truth("storageEncrypted") and not node.has("kmsKeyId"):
            yield Fault("kmsKeyId", f"a key in {node.region}, as the source is encrypted")
        if found.has("backupRetentionPeriod") and not found.number("backupRetentionPeriod"):
            yield Fault("sourceDbInstanceArn", "an instance with automated backups")


_CATEGORIES = {
    "db-instance": frozenset(
        ("availability", "backtrack", "backup", "configuration change", "creation", "deletion",
         "failover", "failure", "low storage", "maintenance", "notification", "read replica",
         "recovery", "restoration", "security", "security patching")
    ),
    "db-cluster": frozenset(
        ("configuration change", "creation", "deletion", "failover", "failure",
         "global-failover", "maintenance", "migration", "notification", "serverless", "backup",
         "security", "recovery", "security patching", "availability")
    ),
    "db-parameter-group": frozenset(("configuration change",)),
    "db-security-group": frozenset(("configuration change", "failure")),
    "db-snapshot": frozenset(("creation", "deletion", "notification", "restoration")),
    "db-cluster-snapshot": frozenset(("backup", "notification", "creation", "deletion")),
    "db-proxy": frozenset(("configuration change", "creation", "deletion", "failure")),
    "blue-green-deployment": frozenset(("creation", "deletion", "failure", "switchover")),
    "custom-engine-version": frozenset(("creation", "deletion", "failure", "restoring")),
}  # fmt: skip


@rule(
    "GP-RDS-029",
    _EVENTS,
    title="The subscription names a source or an event that does not exist.",
    error="SubscriptionCategoryNotFound: The supplied category does not exist. / SourceNotFound",
    source="RDS User Guide: event categories",
)
def event_subscription(node: Node, world: World) -> Iterator[Fault]:
    """Types, their categories, and ids of that type."""
    from groundplan.rules.grammar.address import arn

    topic = arn(node.get("snsTopic"))
    if topic and (topic.service != "sns" or topic.region != node.region):
        yield Fault("snsTopic", f"a topic in {node.region}")
    kind = node.get("sourceType")
    if kind is not None and kind not in _CATEGORIES:
        yield Fault("sourceType", ", ".join(sorted(_CATEGORIES)))
        return
    every = frozenset().union(*_CATEGORIES.values())
    for place, value in node.each("eventCategories[]"):
        if value not in (_CATEGORIES[kind] if kind else every):
            yield Fault(place, ", ".join(sorted(_CATEGORIES[kind] if kind else every)))
    if node.get("sourceIds") and kind is None:
        yield Fault("sourceType", "a type with sourceIds")
    if kind == "db-instance" and world.has(_DB):
        for place, value in node.each("sourceIds[]"):
            found = world.near(node, value, _DB, _MEMBER)
            if found is None or value not in (found.output("identifier"),):
                yield Fault(place, "the identifier of an instance of the estate")


@rule(
    "GP-RDS-030",
    _CLUSTER,
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
    if _engine(node).startswith("aurora"):
        for path in ("allocatedStorage", "iops", "dbClusterInstanceClass"):
            if node.has(path):
                yield Fault(path, "nothing with an Aurora engine")


@rule(
    "GP-RDS-031",
    _DB,
    _SUBNETS,
    _PARAMETERS,
    _CLUSTER,
    title="Two databases or groups have one name.",
    error="DBInstanceAlreadyExists / DBSubnetGroupAlreadyExists / DBParameterGroupAlreadyExists",
    source=_GUIDE,
)
def names_once(node: Node, world: World) -> Iterator[Fault]:
    """Identifiers are unique per account and region, case does not count."""
    path = {_DB: "identifier", _CLUSTER: "clusterIdentifier"}.get(node.type, "name")
    mine = str(node.output(path) or "").lower()
    for other in world.peers(node):
        if mine and other.resource.urn < node.resource.urn:
            if str(other.output(path) or "").lower() == mine:
                yield Fault(path, f"a name {other.name} does not have")


@rule(
    "GP-RDS-032",
    _DB,
    title="The port is used by something else or out of range.",
    error="InvalidParameterValue: The port is invalid: 1150-65535",
    source="API rds CreateDBInstance, Port",
)
def port(node: Node, _: World) -> Iterator[Fault]:
    """1150 to 65535."""
    value = node.number("port")
    if value is not None and not 1150 <= value <= 65535:
        yield Fault("port", "1150 to 65535")


@rule(
    "GP-RDS-033",
    _DB,
    title="A group and the database lie in different networks.",
    error="InvalidParameterCombination: The DB instance and EC2 security group are in different "
    "VPCs.",
    source=_GUIDE,
)
def groups_in_vpc(node: Node, world: World) -> Iterator[Fault]:
    """Security groups are of the subnet group's VPC."""
    group = world.near(node, node.get("dbSubnetGroupName"), _SUBNETS)
    if group is None:
        return
    subnets = [world.find(s, "aws:ec2/subnet:Subnet") for s in group.list("subnetIds[]")]
    networks = {s.get("vpcId") for s in subnets if s}
    for place, id_ in node.each("vpcSecurityGroupIds[]"):
        found = world.find(id_, "aws:ec2/securityGroup:SecurityGroup")
        if found and networks and found.get("vpcId") not in networks:
            yield Fault(place, "a group of the database's network")


_ID = r"[A-Za-z](?!.*--)[A-Za-z0-9-]*(?<!-)"
_ID_WORDS = "a letter first, letters, digits and single hyphens, no hyphen at the end"


def _name(most: int) -> Text:
    return Text(_ID, _ID_WORDS, ("1db", "a--b", "a-", "a_b"), ("acme-db",), most)


_IDS = "InvalidParameterValue: The parameter DBInstanceIdentifier is not a valid identifier."
LIMITS = (
    limit(
        "GP-RDS-101",
        _DB,
        "identifier",
        _name(63),
        named=True,
        title="The database's name has other signs or is too long.",
        error=_IDS,
        source=_GUIDE,
    ),
    limit(
        "GP-RDS-102",
        _DB,
        "finalSnapshotIdentifier",
        _name(255),
        title="The snapshot's name has other signs or is too long.",
        error=_IDS,
        source=_GUIDE,
    ),
    limit(
        "GP-RDS-103",
        _DB,
        "dbName",
        Text(
            r"[A-Za-z_][A-Za-z0-9_]*",
            "a letter first, letters, digits, underscores",
            ("my-shop", "1shop"),
            ("my_shop",),
            63,
        ),
        title="The first schema's name has other signs.",
        error="InvalidParameterValue: DBName must begin with a letter and contain only alphanumeric characters.",
        source=_GUIDE,
    ),
    limit(
        "GP-RDS-104",
        _DB,
        "username",
        Text(
            r"[A-Za-z_][A-Za-z0-9_]*",
            "a letter first, letters, digits, underscores",
            ("my-user", "1u"),
            ("shop_user",),
            63,
        ),
        title="The first user's name has other signs.",
        error="InvalidParameterValue: MasterUsername is not valid",
        source=_GUIDE,
    ),
    limit(
        "GP-RDS-105",
        _DB,
        "username",
        Not(tuple(sorted(_RESERVED)), "postgres"),
        when=lambda n: _engine(n) in ("postgres", ""),
        title="That name is taken by the database itself.",
        error="InvalidParameterValue: MasterUsername user cannot be used as it is a reserved word used by the engine",
        source=_GUIDE,
    ),
    limit(
        "GP-RDS-106",
        _DB,
        "backupRetentionPeriod",
        Range(0, 35),
        title="Backups are kept 0 to 35 days.",
        error="InvalidParameterValue: Invalid backup retention period. Must be between 0 and 35.",
        source=_GUIDE,
    ),
    limit(
        "GP-RDS-107",
        _DB,
        "monitoringInterval",
        OneOf(0, 1, 5, 10, 15, 30, 60),
        title="Detailed monitoring runs every 1, 5, 10, 15, 30 or 60 seconds.",
        error="InvalidParameterValue: Invalid monitoring interval",
        source=_GUIDE,
    ),
    limit(
        "GP-RDS-108",
        _DB,
        "storageType",
        OneOf("standard", "gp2", "gp3", "io1", "io2"),
        title="There is no such kind of disk.",
        error="InvalidParameterValue: Invalid storage type",
        source=_GUIDE,
    ),
    limit(
        "GP-RDS-109",
        _DB,
        "caCertIdentifier",
        OneOf("rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1"),
        title="There is no such certificate authority.",
        error="CertificateNotFound: CertificateIdentifier doesn't refer to an existing certificate.",
        source="RDS User Guide: using SSL/TLS",
    ),
    limit(
        "GP-RDS-110",
        _DB,
        "engineLifecycleSupport",
        OneOf("open-source-rds-extended-support", "open-source-rds-extended-support-disabled"),
        title="There is no such support.",
        error="InvalidParameterValue: EngineLifecycleSupport",
        source=_GUIDE,
    ),
    limit(
        "GP-RDS-111",
        _DB,
        "networkType",
        OneOf("IPV4", "DUAL"),
        title="The network is IPV4 or DUAL.",
        error="InvalidParameterValue: NetworkType",
        source=_GUIDE,
    ),
    limit(
        "GP-RDS-112",
        _SUBNETS,
        "name",
        Text(
            r"(?!default$)[a-z0-9][a-z0-9 ._-]*",
            "lowercase letters, digits, space . _ -, not default",
            ("Acme!", "default"),
            ("acme-db",),
            255,
        ),
        named=True,
        title="The group's name has other signs.",
        error="InvalidParameterValue: The parameter DBSubnetGroupName is not a valid identifier.",
        source=_GUIDE,
    ),
    limit(
        "GP-RDS-113",
        _PARAMETERS,
        "name",
        Text(
            r"[a-z](?!.*--)[a-z0-9.-]*(?<!-)",
            "a lowercase letter first, single hyphens",
            ("1a", "a--b"),
            ("acme",),
            255,
        ),
        named=True,
        title="The group's name has other signs.",
        error="InvalidParameterValue: The parameter DBParameterGroupName is not a valid identifier.",
        source=_GUIDE,
    ),
    limit(
        "GP-RDS-114",
        _REPLICATION,
        "retentionPeriod",
        Range(1, 35),
        title="Copies are kept 1 to 35 days.",
        error="InvalidParameterValue: BackupRetentionPeriod",
        source=_GUIDE,
    ),
    limit(
        "GP-RDS-115",
        _DB,
        "licenseModel",
        OneOf("postgresql-license"),
        when=lambda n: _engine(n) == "postgres",
        title="PostgreSQL has a licence of its own.",
        error="InvalidParameterValue: Invalid license model",
        source=_GUIDE,
    ),
    limit(
        "GP-RDS-116",
        _DB,
        "databaseInsightsMode",
        OneOf("standard", "advanced"),
        title="Insights are standard or advanced.",
        error="InvalidParameterValue: DatabaseInsightsMode",
        source=_GUIDE,
    ),
)
