"""RDS: the first user and its password."""

import re
from collections.abc import Iterator

from groundplan.rules.constraint import Not, Text, limit
from groundplan.rules.node import Node
from groundplan.rules.rds_parts import CLUSTER, GUIDE, INSTANCE, engine_of, is_replica
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_RESERVED = frozenset(("rdsadmin", "admin", "rds_superuser", "rdsrepladmin", "user", "root", "public",
                       "select", "table", "master", "rds_replication", "rds_password"))  # fmt: skip


@rule(
    "GP-RDS-013",
    INSTANCE,
    CLUSTER,
    title="The password is given twice or not at all.",
    error="InvalidParameterCombination: You can't specify MasterUserPassword for an instance with "
    "ManageMasterUserPassword enabled. / MissingParameter: MasterUserPassword",
    source="API rds CreateDBInstance",
)
def password(node: Node, _: World) -> Iterator[Fault]:
    """Either a password or manageMasterUserPassword."""
    key = "password" if node.type == INSTANCE else "masterPassword"
    given = [p for p in (key, f"{key}Wo") if node.has(p)]
    managed = node.truth("manageMasterUserPassword")
    fresh = not (
        is_replica(node)
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
    name = "username" if node.type == INSTANCE else "masterUsername"
    if fresh and not node.has(name):
        yield Fault(name, "the name of the first user")


@rule(
    "GP-RDS-014",
    INSTANCE,
    title="The password is too short, too long or has signs that RDS does not take.",
    error="InvalidParameterValue: The parameter MasterUserPassword is not a valid password.",
    source=GUIDE,
)
def password_form(node: Node, _: World) -> Iterator[Fault]:
    """8 to 128 printable ASCII signs but / @ " and space."""
    text = node.get("password")
    if isinstance(text, str) and not re.fullmatch(r"[!-~]{8,128}", text):
        yield Fault("password", '8 to 128 printable characters but / @ " and space')
    elif isinstance(text, str) and re.search(r'[/@"]', text):
        yield Fault("password", 'no / @ "')


@rule(
    "GP-RDS-026",
    INSTANCE,
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
    for other in world.of(INSTANCE):
        source = other.get("replicateSourceDb")
        if (
            source
            and source in (node.get("identifier"), node.arn)
            and node.get("engine") != "sqlserver"
        ):
            yield Fault("manageMasterUserPassword", f"false, as {other.name} is a replica of it")


LIMITS = (
    limit(
        "GP-RDS-104",
        INSTANCE,
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
        source=GUIDE,
    ),
    limit(
        "GP-RDS-105",
        INSTANCE,
        "username",
        Not(tuple(sorted(_RESERVED)), "postgres"),
        when=lambda n: engine_of(n) in ("postgres", ""),
        title="That name is taken by the database itself.",
        error="InvalidParameterValue: MasterUsername user cannot be used as it is a reserved word used by the engine",
        source=GUIDE,
    ),
)
