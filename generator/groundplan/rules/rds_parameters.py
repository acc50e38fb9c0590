"""RDS: parameter groups and the parameters in them."""

import re
from collections.abc import Iterator

from groundplan.rules.constraint import Text, limit
from groundplan.rules.node import Node
from groundplan.rules.rds_parts import CLUSTER, GUIDE, INSTANCE, MEMBER, PARAMETERS, engine_of
from groundplan.rules.rule import Fault, rule
from groundplan.rules.tables.reader import database_versions
from groundplan.rules.world import World

_CLUSTER_PARAMETERS = "aws:rds/clusterParameterGroup:ClusterParameterGroup"
_STATIC = frozenset(
    "shared_preload_libraries max_connections rds.logical_replication shared_buffers wal_buffers "
    "max_wal_senders max_replication_slots max_worker_processes max_locks_per_transaction "
    "max_prepared_transactions track_activity_query_size huge_pages autovacuum_max_workers "
    "rds.custom_dns_resolution ssl_ca_file wal_keep_size_x rds.allowed_extensions_x "
    "superuser_reserved_connections max_pred_locks_per_transaction autovacuum_freeze_max_age".split()
)


@rule(
    "GP-RDS-017",
    INSTANCE,
    MEMBER,
    CLUSTER,
    title="The parameter group belongs to another version of the database.",
    error="InvalidParameterCombination: The parameter group with DBParameterGroupFamily can't be "
    "used for this instance. Please use a parameter group with the matching family.",
    source=GUIDE,
)
def parameter_family(node: Node, world: World) -> Iterator[Fault]:
    """Family of the group is engine and major version."""
    path = "dbClusterParameterGroupName" if node.type == CLUSTER else "parameterGroupName"
    if node.type == MEMBER:
        path = "dbParameterGroupName"
    name, text = node.get(path), node.get("engineVersion")
    group = world.near(node, name, PARAMETERS, _CLUSTER_PARAMETERS)
    if text is None or not isinstance(name, str):
        return
    want = family(engine_of(node), str(text))
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
    PARAMETERS,
    _CLUSTER_PARAMETERS,
    title="There is no such family of parameters.",
    error="InvalidParameterValue: ParameterGroupFamily is not a valid parameter group family",
    source=GUIDE,
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
    PARAMETERS,
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
    PARAMETERS,
    _CLUSTER_PARAMETERS,
    title="A parameter stands in the group twice.",
    error="InvalidParameterValue: duplicate parameter",
    source=GUIDE,
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
    PARAMETERS,
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


@rule(
    "GP-RDS-022",
    PARAMETERS,
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


LIMITS = (
    limit(
        "GP-RDS-113",
        PARAMETERS,
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
        source=GUIDE,
    ),
)
