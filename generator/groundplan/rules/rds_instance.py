"""RDS: names, certificates and replicas of instances."""

from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, Text, limit
from groundplan.rules.node import Node
from groundplan.rules.rds_parts import (
    CLUSTER,
    GUIDE,
    INSTANCE,
    MEMBER,
    NOT_AN_IDENTIFIER,
    PARAMETERS,
    SUBNETS,
    identifier,
)
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World


@rule(
    "GP-RDS-027",
    INSTANCE,
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
    found = world.find(source, INSTANCE)
    if found and not (found.number("backupRetentionPeriod") or 0):
        yield Fault("replicateSourceDb", "a source with automated backups")


@rule(
    "GP-RDS-031",
    INSTANCE,
    MEMBER,
    SUBNETS,
    PARAMETERS,
    CLUSTER,
    title="Two databases or groups have one name.",
    error="DBInstanceAlreadyExists / DBSubnetGroupAlreadyExists / DBParameterGroupAlreadyExists",
    source=GUIDE,
)
def names_once(node: Node, world: World) -> Iterator[Fault]:
    """Identifiers are unique per account and region, case does not count."""
    path = _NAMES.get(node.type, "name")
    mine = str(node.output(path) or "").lower()
    # Members of clusters and instances share their names.
    others = world.near_of(node, INSTANCE, MEMBER) if path == "identifier" else world.peers(node)
    for other in others:
        if mine and other.resource.urn < node.resource.urn:
            if str(other.output(path) or "").lower() == mine:
                yield Fault(path, f"a name {other.name} does not have")


_NAMES = {INSTANCE: "identifier", MEMBER: "identifier", CLUSTER: "clusterIdentifier"}

LIMITS = (
    limit(
        "GP-RDS-101",
        INSTANCE,
        "identifier",
        identifier(63),
        named=True,
        title="The database's name has other signs or is too long.",
        error=NOT_AN_IDENTIFIER,
        source=GUIDE,
    ),
    limit(
        "GP-RDS-103",
        INSTANCE,
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
        source=GUIDE,
    ),
    limit(
        "GP-RDS-109",
        INSTANCE,
        "caCertIdentifier",
        OneOf("rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1"),
        title="There is no such certificate authority.",
        error="CertificateNotFound: CertificateIdentifier doesn't refer to an existing certificate.",
        source="RDS User Guide: using SSL/TLS",
    ),
)
