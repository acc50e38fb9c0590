"""RDS: Aurora clusters and their members."""

from collections.abc import Iterator

from groundplan.rules.constraint import Not, OneOf, Range, Text, limit
from groundplan.rules.node import Node
from groundplan.rules.rds_parts import (
    CLUSTER,
    GUIDE,
    MEMBER,
    engine_of,
    identifier,
    snapshot_identifier,
)
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_AURORA = "API rds CreateDBCluster"
_OLD = ("r3", "r4", "t2")


def _is_aurora(node: Node) -> bool:
    return engine_of(node).startswith("aurora")


@rule(
    "GP-RDS-040",
    MEMBER,
    title="A member of a cluster runs what the cluster runs.",
    error="InvalidParameterCombination: The engine name requested for your DB instance doesn't "
    "match the engine name of your DB cluster.",
    source="API rds CreateDBInstance",
)
def member_of_cluster(node: Node, world: World) -> Iterator[Fault]:
    """Engine of the cluster; serverless members need its capacity; old classes are gone."""
    cluster = world.near(node, node.get("clusterIdentifier"), CLUSTER)
    if cluster is None:
        return
    if node.has("engine") and engine_of(cluster) and engine_of(node) != engine_of(cluster):
        yield Fault("engine", engine_of(cluster))
    size = str(node.get("instanceClass", ""))
    if size == "db.serverless" and not cluster.has("serverlessv2ScalingConfiguration"):
        yield Fault("instanceClass", "a class with a size, or serverlessv2ScalingConfiguration")
    major = str(cluster.get("engineVersion", "")).partition(".")[0]
    if size.startswith(tuple(f"db.{old}." for old in _OLD)) and (
        (engine_of(cluster) == "aurora-postgresql" and major.isdigit() and int(major) >= 14)
        or engine_of(cluster) == "aurora-mysql"
    ):
        yield Fault("instanceClass", "a class of this generation, such as db.r8g.large")


@rule(
    "GP-RDS-041",
    CLUSTER,
    MEMBER,
    title="The zones are of another region.",
    error="InvalidVPCNetworkStateFault / InvalidParameterValue: availability zone is not valid",
    source=_AURORA,
)
def zones(node: Node, _: World) -> Iterator[Fault]:
    """Zones are of the region."""
    places = [*node.each("availabilityZones[]"), *node.each("availabilityZone")]
    for place, zone in places:
        if node.region and not str(zone).startswith(node.region):
            yield Fault(place, f"a zone of {node.region}")


@rule(
    "GP-RDS-042",
    CLUSTER,
    title="This kind of cluster has no such feature.",
    error="InvalidParameterCombination: Backtrack / write forwarding is not supported",
    source=_AURORA,
)
def cluster_features(node: Node, _: World) -> Iterator[Fault]:
    """Rewinding is MySQL's; forwarding needs a global cluster."""
    window = node.number("backtrackWindow")
    if window and engine_of(node) != "aurora-mysql":
        yield Fault("backtrackWindow", "nothing: only Aurora MySQL rewinds")
    if node.truth("enableGlobalWriteForwarding") and not node.has("globalClusterIdentifier"):
        yield Fault("enableGlobalWriteForwarding", "false without globalClusterIdentifier")
    if node.has("serverlessv2ScalingConfiguration.secondsUntilAutoPause"):
        if node.number("serverlessv2ScalingConfiguration.minCapacity"):
            yield Fault(
                "serverlessv2ScalingConfiguration.secondsUntilAutoPause",
                "nothing unless minCapacity is 0",
            )


LIMITS = (
    limit(
        "GP-RDS-144",
        CLUSTER,
        "caCertificateIdentifier",
        OneOf("rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1"),
        title="There is no such certificate authority.",
        error="CertificateNotFound: CertificateIdentifier doesn't refer to an existing certificate.",
        source="RDS User Guide: using SSL/TLS",
    ),
    limit(
        "GP-RDS-130",
        CLUSTER,
        "clusterIdentifier",
        identifier(63),
        named=True,
        title="The cluster's name has other signs or is too long.",
        error="InvalidParameterValue: The parameter DBClusterIdentifier is not a valid identifier.",
        source=GUIDE,
    ),
    limit(
        "GP-RDS-131",
        MEMBER,
        "identifier",
        identifier(63),
        named=True,
        title="The member's name has other signs or is too long.",
        error="InvalidParameterValue: The parameter DBInstanceIdentifier is not a valid identifier.",
        source=GUIDE,
    ),
    limit(
        "GP-RDS-132",
        CLUSTER,
        "databaseName",
        Text(
            r"[A-Za-z_][A-Za-z0-9_]*",
            "a letter first, letters, digits, underscores",
            ("my-shop", "1shop"),
            ("my_shop",),
            64,
        ),
        title="The first schema's name has other signs.",
        error="InvalidParameterValue: DatabaseName must begin with a letter and contain only "
        "alphanumeric characters.",
        source=GUIDE,
    ),
    limit(
        "GP-RDS-133",
        CLUSTER,
        "masterUsername",
        Not(("rdsadmin", "admin", "rds_superuser", "rdsrepladmin"), "shop"),
        when=lambda node: engine_of(node) in ("aurora-postgresql", "postgres"),
        title="That name is taken by the database itself.",
        error="InvalidParameterValue: MasterUsername admin cannot be used as it is a reserved word "
        "used by the engine",
        source=GUIDE,
    ),
    limit(
        "GP-RDS-134",
        CLUSTER,
        "engineMode",
        OneOf("provisioned"),
        title="Clusters of today are provisioned, also the serverless ones.",
        error="InvalidParameterValue: The engine mode serverless you requested is currently "
        "unavailable.",
        source="Aurora User Guide: Aurora Serverless v1 ended on 31 March 2025",
    ),
    limit(
        "GP-RDS-135",
        CLUSTER,
        "storageType",
        OneOf("", "aurora", "aurora-iopt1"),
        when=_is_aurora,
        title="Aurora has no such kind of disk.",
        error="InvalidParameterValue: Invalid storage type",
        source=_AURORA,
    ),
    limit(
        "GP-RDS-136",
        CLUSTER,
        "port",
        Range(1150, 65535),
        title="The port is out of range.",
        error="InvalidParameterValue: The port is invalid: 1150-65535",
        source=_AURORA,
    ),
    limit(
        "GP-RDS-137",
        CLUSTER,
        "finalSnapshotIdentifier",
        snapshot_identifier(),
        title="The snapshot's name has other signs or is too long.",
        error="InvalidParameterValue: FinalDBSnapshotIdentifier is not a valid identifier.",
        source=GUIDE,
    ),
    limit(
        "GP-RDS-138",
        MEMBER,
        "monitoringInterval",
        OneOf(0, 1, 5, 10, 15, 30, 60),
        title="Detailed monitoring runs every 1, 5, 10, 15, 30 or 60 seconds.",
        error="InvalidParameterValue: Invalid monitoring interval",
        source=GUIDE,
    ),
    limit(
        "GP-RDS-139",
        MEMBER,
        "caCertIdentifier",
        OneOf("rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1"),
        title="There is no such certificate authority.",
        error="CertificateNotFound: CertificateIdentifier doesn't refer to an existing certificate.",
        source="RDS User Guide: using SSL/TLS",
    ),
    limit(
        "GP-RDS-140",
        CLUSTER,
        "backtrackWindow",
        Range(0, 259200),
        title="A cluster is rewound 72 hours at most.",
        error="InvalidParameterValue: BacktrackWindow must be between 0 and 259200",
        source=_AURORA,
    ),
    limit(
        "GP-RDS-141",
        CLUSTER,
        "networkType",
        OneOf("IPV4", "DUAL"),
        title="The network is IPV4 or DUAL.",
        error="InvalidParameterValue: NetworkType",
        source=GUIDE,
    ),
    limit(
        "GP-RDS-142",
        CLUSTER,
        "engineLifecycleSupport",
        OneOf("open-source-rds-extended-support", "open-source-rds-extended-support-disabled"),
        title="There is no such support.",
        error="InvalidParameterValue: EngineLifecycleSupport",
        source=GUIDE,
    ),
    limit(
        "GP-RDS-143",
        CLUSTER,
        "serverlessv2ScalingConfiguration.secondsUntilAutoPause",
        Range(300, 86400),
        when=lambda node: not node.number("serverlessv2ScalingConfiguration.minCapacity"),
        title="An idle cluster pauses after 5 minutes to a day.",
        error="InvalidParameterValue: SecondsUntilAutoPause must be between 300 and 86400",
        source=_AURORA,
    ),
)
