"""RDS: names, values and ways of applying the parameters in a group."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from groundplan.rules import parameters_mysql, parameters_postgres
from groundplan.rules.node import Node, number
from groundplan.rules.rds_parts import PARAMETERS
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_CLUSTER_PARAMETERS = "aws:rds/clusterParameterGroup:ClusterParameterGroup"
_API = "API rds DescribeEngineDefaultParameters"


@dataclass(frozen=True)
class _Engine:
    fixed: frozenset[str] = frozenset()
    static: frozenset[str] = frozenset()
    switches: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    values: dict[str, str] = field(default_factory=dict)
    ranges: dict[str, tuple[float, float]] = field(default_factory=dict)


def _engine(node: Node) -> _Engine | None:
    family = str(node.get("family", ""))
    if family.startswith(("postgres", "aurora-postgresql")):
        p = parameters_postgres
        return _Engine(
            p.FIXED, p.STATIC, p.SWITCHES, frozenset(), p.NAMES | p.FIXED, p.VALUES, p.RANGES
        )
    if family.startswith(("mysql", "aurora-mysql", "mariadb")):
        m = parameters_mysql
        gone: frozenset[str] = frozenset()
        if family.startswith(("mysql8", "aurora-mysql8")):
            gone = m.GONE_IN_8
        if family.startswith(("mysql8.4", "mysql9")):
            gone = m.GONE_IN_8 | m.GONE_IN_8_4
        return _Engine(m.FIXED, m.STATIC, m.SWITCHES, gone, frozenset(), m.VALUES, m.RANGES)
    return None


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
    engine = _engine(node)
    for place, parameter in node.each("parameters[]"):
        method = parameter.get("applyMethod", "immediate")
        if engine and parameter.get("name") in engine.static and method == "immediate":
            yield Fault(f"{place}.applyMethod", "pending-reboot")


@rule(
    "GP-RDS-021",
    PARAMETERS,
    _CLUSTER_PARAMETERS,
    title="The database does not take this value for that parameter.",
    error="InvalidParameterValue: Invalid parameter value for: allowed values are",
    source=_API,
)
def parameter_value(node: Node, _: World) -> Iterator[Fault]:
    """Values by parameter; formulas such as {DBInstanceClassMemory/9531392} pass."""
    engine = _engine(node)
    for place, parameter in node.each("parameters[]"):
        if parameter.get("applyMethod", "immediate") not in ("immediate", "pending-reboot"):
            yield Fault(f"{place}.applyMethod", "immediate or pending-reboot")
        name, value = str(parameter.get("name")), str(parameter.get("value"))
        if engine is None or "{" in value:
            continue
        if allowed := _allowed(engine, name, value):
            yield Fault(f"{place}.value", allowed)


def _allowed(engine: _Engine, name: str, value: str) -> str:
    if name == "shared_preload_libraries":
        unknown = {text.strip() for text in value.split(",")} - _LIBRARIES
        return f"libraries out of {', '.join(sorted(_LIBRARIES))}" if unknown else ""
    if name in engine.switches and value not in ("0", "1"):
        return "0 or 1"
    if name in engine.values and not re.fullmatch(engine.values[name], value):
        return f"the form {engine.values[name]}"
    if name in engine.ranges:
        low, high = engine.ranges[name]
        found = number(value)
        if found is None or not low <= found <= high:
            return f"{low:g} to {high:g}"
    return ""


_LIBRARIES = frozenset(
    "auto_explain orafce pgaudit pglogical pg_bigm pg_cron pg_hint_plan pg_prewarm pg_similarity "
    "pg_stat_statements pg_tle pg_transport plprofiler plrust rdsutils pg_partman_bgw apg_plan_mgmt "
    "plpgsql_check pg_squeeze wal2json pg_walinspect pgactive pg_repack apgdbcc pg_proctab "
    "timescaledb pg_ad_mapping aurora_stat_utils pg_durability rds_tools decoder_raw "
    "babelfishpg_tds pgvector".split()
)


@rule(
    "GP-RDS-022",
    PARAMETERS,
    _CLUSTER_PARAMETERS,
    title="The database has no parameter of that name, or RDS keeps it to itself.",
    error="InvalidParameterValue: Could not find parameter with name / InvalidParameterCombination: "
    "the parameter is not modifiable",
    source=_API,
)
def parameter_name(node: Node, _: World) -> Iterator[Fault]:
    """Names without a dot are PostgreSQL's; what RDS or the version lacks is refused."""
    engine = _engine(node)
    if engine is None:
        return
    for place, given in node.each("parameters[].name"):
        name = str(given)
        if name in engine.fixed or name in engine.gone:
            yield Fault(place, "a parameter that this family lets you change")
        elif not re.fullmatch(r"[A-Za-z][\w.-]*", name):
            yield Fault(place, "the name of a parameter")
        elif engine.names and "." not in name and not name.startswith(_PREFIXES):
            if name.lower() not in engine.names:
                near = difflib.get_close_matches(name, engine.names, n=1)
                yield Fault(place, near[0] if near else "the name of a parameter")
        elif engine.names and "." in name:
            prefix = name.partition(".")[0]
            known = {*engine.static, *engine.switches, *engine.values, *engine.ranges}
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.93)
            if prefix not in _EXTENSIONS or (near and name not in known):
                yield Fault(place, near[0] if near else "a parameter of an extension RDS has")


_PREFIXES = ("apg_", "aurora_", "rds_", "pgtle_", "babelfishpg_", "orafce_")
_EXTENSIONS = frozenset(
    """
anon apg_plan_mgmt auto_explain aurora_ml aurora_stat_utils aws_lambda babelfishpg_tds
babelfishpg_tsql cron decoder_raw hnsw http ivfflat log_fdw mysql_fdw oracle_fdw orafce pg_bigm
pg_cron pg_hint_plan pg_partman_bgw pg_prewarm pg_repack pg_similarity pg_squeeze
pg_stat_statements pg_tle pg_transport pg_trgm pgactive pgaudit pgcollection pglogical pgrowlocks
pgtle pgvector plperl plpgsql plpgsql_check plprofiler plrust pltcl plv8 postgis postgres_fdw
rdkit rds sepgsql spi squeeze tds_fdw timescaledb vector wal2json xml2 h3 ltree dblink
""".split()
)
