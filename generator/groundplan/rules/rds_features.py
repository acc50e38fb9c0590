"""RDS: settings that one engine, class or disk has and others have not."""

from collections.abc import Iterator

from groundplan.rules.constraint import Not, limit
from groundplan.rules.node import Node
from groundplan.rules.rds_parts import CLUSTER, GUIDE, INSTANCE, SUBNETS, engine_of
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_API = "API rds CreateDBInstance"
_ENGINES = {
    "characterSetName": ("oracle", "sqlserver", "custom-oracle", "custom-sqlserver"),
    "ncharCharacterSetName": ("oracle", "custom-oracle"),
    "timezone": ("sqlserver", "db2", "custom-sqlserver"),
    "replicaMode": ("oracle", "db2", "custom-oracle"),
    "customIamInstanceProfile": ("custom-",),
    "domain": ("oracle", "sqlserver", "postgres", "mysql", "mariadb", "db2"),
}


@rule(
    "GP-RDS-060",
    INSTANCE,
    title="This database has no such setting.",
    error="InvalidParameterCombination: The parameter is not supported for engine postgres",
    source=_API,
)
def engine_settings(node: Node, _: World) -> Iterator[Fault]:
    """Character sets, time zones and custom profiles by engine."""
    name = engine_of(node)
    licence = node.get("licenseModel")
    if licence and name in _LICENSES and licence not in _LICENSES[name]:
        yield Fault("licenseModel", ", ".join(_LICENSES[name]))
    for path, engines in _ENGINES.items():
        if name and node.has(path) and not name.startswith(engines):
            yield Fault(path, f"nothing with {name}")


@rule(
    "GP-RDS-061",
    INSTANCE,
    title="The directory's settings are not complete.",
    error="InvalidParameterCombination: Both Domain and DomainIAMRoleName must be specified",
    source=_API,
)
def directory(node: Node, _: World) -> Iterator[Fault]:
    """A managed directory comes with a role; one of your own with all of its settings."""
    if node.has("domain") != node.has("domainIamRoleName"):
        missing = "domainIamRoleName" if node.has("domain") else "domain"
        yield Fault(missing, "a value, as the other is given")
    own = ("domainFqdn", "domainOu", "domainAuthSecretArn", "domainDnsIps")
    given = [path for path in own if node.has(path)]
    if given and node.has("domain"):
        yield Fault(given[0], "nothing with domain")
    if given and len(given) < len(own):
        yield Fault(next(p for p in own if p not in given), "a value, as the others are given")


@rule(
    "GP-RDS-062",
    INSTANCE,
    title="This kind of disk cannot do that.",
    error="InvalidParameterCombination: RDS does not support creating a DB instance with the "
    "following combination: DBInstanceClass, StorageType / dedicated log volume",
    source="RDS User Guide: DB instance storage",
)
def disk_features(node: Node, _: World) -> Iterator[Fault]:
    """Log volumes need io1 or io2; magnetic disks neither grow nor go with Graviton."""
    kind = node.get("storageType")
    if node.truth("dedicatedLogVolume") and kind not in ("io1", "io2"):
        yield Fault("dedicatedLogVolume", "false unless storageType is io1 or io2")
    if kind == "standard":
        if node.number("maxAllocatedStorage"):
            yield Fault("storageType", "gp3, as the disk may grow")
        family = str(node.get("instanceClass", "")).split(".")
        if len(family) == 3 and family[1][-1:] in ("g", "d") and family[1][:1] != "d":
            yield Fault("storageType", f"gp3 with {node.get('instanceClass')}")


@rule(
    "GP-RDS-063",
    INSTANCE,
    CLUSTER,
    title="Addresses of both kinds need subnets that have both.",
    error="InvalidSubnet / NetworkTypeNotSupported: The network type DUAL isn't supported by the "
    "DB subnet group",
    source="RDS User Guide: IPv6 addressing",
)
def dual_network(node: Node, world: World) -> Iterator[Fault]:
    """DUAL needs IPv6 in every subnet of the group."""
    group = world.near(node, node.get("dbSubnetGroupName"), SUBNETS)
    if node.get("networkType") != "DUAL" or group is None:
        return
    subnets = [world.find(i, "aws:ec2/subnet:Subnet") for i in group.list("subnetIds[]")]
    if any(s is not None and not s.has("ipv6CidrBlock") for s in subnets):
        yield Fault("networkType", "IPV4, as the subnets have no IPv6 addresses")


@rule(
    "GP-RDS-064",
    INSTANCE,
    title="The group of options is of another database.",
    error="InvalidParameterCombination: The option group is associated with a different engine / "
    "OptionGroupNotFoundFault",
    source=_API,
)
def option_group(node: Node, world: World) -> Iterator[Fault]:
    """default:<engine>-<version>, or a group of the estate of that engine and version."""
    name = node.get("optionGroupName")
    if not isinstance(name, str) or not name:
        return
    version = str(node.get("engineVersion", ""))
    parts = version.split(".")
    major = parts[0] if engine_of(node) == "postgres" else ".".join(parts[:2])
    if name.startswith("default:"):
        want = f"default:{engine_of(node)}-{major.replace('.', '-')}"
        if version and engine_of(node) and name != want:
            yield Fault("optionGroupName", want)
        return
    group = world.near(node, name, "aws:rds/optionGroup:OptionGroup")
    if group is None:
        yield Fault("optionGroupName", "a group of the estate, or AWS's")
    elif group.get("engineName") != engine_of(node):
        yield Fault("optionGroupName", f"a group for {engine_of(node)}")


@rule(
    "GP-RDS-065",
    INSTANCE,
    CLUSTER,
    title="The first user's name is not free.",
    error="InvalidParameterValue: MasterUsername cannot be used because role names starting with "
    '"pg_" are reserved by the PostgreSQL engine / must be at most 16 or 32 characters',
    source=GUIDE,
)
def user_name_by_engine(node: Node, _: World) -> Iterator[Fault]:
    """pg_ is PostgreSQL's own; MySQL takes 32 signs, MariaDB 16."""
    path = "username" if node.type == INSTANCE else "masterUsername"
    name, kind = str(node.get(path, "")), engine_of(node)
    most = {"mariadb": 16, "mysql": 32, "aurora-mysql": 32}.get(kind, 63)
    if len(name) > most:
        yield Fault(path, f"at most {most} characters")
    if kind in ("postgres", "aurora-postgresql") and name.lower().startswith("pg_"):
        yield Fault(path, "a name that does not begin with pg_")
    if kind in ("mysql", "mariadb", "aurora-mysql") and name.lower() in _MYSQL:
        yield Fault(path, "another name")


@rule(
    "GP-RDS-066",
    INSTANCE,
    CLUSTER,
    title="The database is to come from somewhere, but half of the way is missing.",
    error="InvalidParameterCombination: RestoreTime or UseLatestRestorableTime / engine mode / S3 "
    "import is not supported for this engine",
    source="API rds RestoreDBInstanceToPointInTime, RestoreDBInstanceFromS3",
)
def origins(node: Node, _: World) -> Iterator[Fault]:
    """One time to go back to; S3 imports are MySQL's; old scaling needs the old mode."""
    back = node.get("restoreToPointInTime")
    if isinstance(back, dict):
        times = [
            k for k in ("restoreTime", "restoreToTime", "useLatestRestorableTime") if back.get(k)
        ]
        if len(times) != 1:
            yield Fault("restoreToPointInTime", "a time or useLatestRestorableTime, one of them")
    if node.has("s3Import") and engine_of(node) not in ("mysql", "aurora-mysql"):
        yield Fault("s3Import", "nothing with this engine")
    if node.has("scalingConfiguration") and node.get("engineMode") != "serverless":
        yield Fault("scalingConfiguration", "serverlessv2ScalingConfiguration")
    source = node.get("replicateSourceDb")
    if source is not None and source in (node.get("identifier"), node.arn):
        yield Fault("replicateSourceDb", "another instance")


_MYSQL = ("rdsadmin", "mysql", "mysql.sys", "mysql.session", "root", "user", "database", "select")

_LICENSES = {
    "postgres": ("postgresql-license",),
    "mysql": ("general-public-license",),
    "mariadb": ("general-public-license",),
}

LIMITS = (
    limit(
        "GP-RDS-160",
        INSTANCE,
        "dbName",
        Not(("db", "database", "table", "select", "user", "rdsadmin", "template0"), "shop"),
        when=lambda node: engine_of(node) in ("postgres", "mysql", "mariadb"),
        title="That name is a word of the database's own language.",
        error="InvalidParameterValue: DBName db cannot be used. It is a reserved word for this "
        "engine",
        source=GUIDE,
    ),
)
