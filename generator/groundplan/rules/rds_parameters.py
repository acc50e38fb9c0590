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
    if node.type == MEMBER and text is None:
        cluster = world.near(node, node.get("clusterIdentifier"), CLUSTER)
        text = cluster.get("engineVersion") if cluster else None
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


_GROUP_NAME = Text(
    r"(?!default)[a-z](?!.*--)[a-z0-9.-]*(?<!-)",
    "a lowercase letter first, single hyphens, not default",
    ("1a", "a--b", "default.mine"),
    ("acme",),
    255,
)
LIMITS = (
    limit(
        "GP-RDS-113",
        PARAMETERS,
        "name",
        _GROUP_NAME,
        named=True,
        title="The group's name has other signs.",
        error="InvalidParameterValue: The parameter DBParameterGroupName is not a valid identifier.",
        source=GUIDE,
    ),
    limit(
        "GP-RDS-118",
        _CLUSTER_PARAMETERS,
        "name",
        _GROUP_NAME,
        named=True,
        title="The group's name has other signs.",
        error="InvalidParameterValue: The parameter DBClusterParameterGroupName is not a valid "
        "identifier.",
        source=GUIDE,
    ),
)
