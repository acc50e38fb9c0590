"""RDS: proxies, their pools and targets."""

from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, Range, Text, limit
from groundplan.rules.node import Node
from groundplan.rules.rds_parts import CLUSTER, INSTANCE, MEMBER, engine_of
from groundplan.rules.rule import Fault, rule
from groundplan.rules.vpc import zones_of
from groundplan.rules.world import World

PROXY = "aws:rds/proxy:Proxy"
POOL = "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup"
TARGET = "aws:rds/proxyTarget:ProxyTarget"
_API = "API rds CreateDBProxy"
_FAMILIES = {
    "POSTGRESQL": ("postgres", "aurora-postgresql"),
    "MYSQL": ("mysql", "mariadb", "aurora-mysql"),
    "SQLSERVER": ("sqlserver-ee", "sqlserver-se", "sqlserver-web", "sqlserver-ex"),
}
_LOGINS = {
    "POSTGRESQL": ("POSTGRES_SCRAM_SHA_256", "POSTGRES_MD5"),
    "MYSQL": ("MYSQL_NATIVE_PASSWORD", "MYSQL_CACHING_SHA2_PASSWORD"),
    "SQLSERVER": ("SQL_SERVER_AUTHENTICATION",),
}


@rule(
    "GP-RDS-050",
    TARGET,
    title="The proxy speaks the language of another database, or has none behind it.",
    error="InvalidParameterCombination / InvalidDBInstanceStateFault: the engine family of the "
    "proxy doesn't match the database",
    source="API rds RegisterDBProxyTargets",
)
def proxy_target(node: Node, world: World) -> Iterator[Fault]:
    """Exactly one instance or cluster, of the proxy's family."""
    given = [p for p in ("dbInstanceIdentifier", "dbClusterIdentifier") if node.get(p)]
    if len(given) != 1:
        yield Fault("dbInstanceIdentifier", "an instance or a cluster, one of them")
        return
    database = world.near(node, node.get(given[0]), INSTANCE, CLUSTER, MEMBER)
    proxy = world.near(node, node.get("dbProxyName"), PROXY)
    family = str(proxy.get("engineFamily")) if proxy else ""
    if database and family in _FAMILIES and engine_of(database) not in _FAMILIES[family]:
        yield Fault(given[0], f"a database of the engines {', '.join(_FAMILIES[family])}")


@rule(
    "GP-RDS-051",
    PROXY,
    title="The proxy signs in with a method of another database.",
    error="InvalidParameterValue: ClientPasswordAuthType / IAMAuth is not valid for the engine "
    "family",
    source=_API,
)
def proxy_sign_in(node: Node, _: World) -> Iterator[Fault]:
    """Methods by family; ENABLED is SQL Server's word; secrets need an ARN."""
    family = str(node.get("engineFamily"))
    for place, item in node.each("auths[]"):
        method = item.get("clientPasswordAuthType")
        if method and family in _LOGINS and method not in _LOGINS[family]:
            yield Fault(f"{place}.clientPasswordAuthType", ", ".join(_LOGINS[family]))
        if item.get("iamAuth") == "ENABLED" and family in ("POSTGRESQL", "MYSQL"):
            yield Fault(f"{place}.iamAuth", "DISABLED or REQUIRED")
        if item.get("authScheme") == "SECRETS" and not item.get("secretArn"):
            yield Fault(f"{place}.secretArn", "the ARN of a secret")


@rule(
    "GP-RDS-052",
    PROXY,
    title="The proxy's subnets lie in one zone or in several networks.",
    error="InvalidSubnet / InvalidParameterValue: subnets must be in at least two availability "
    "zones",
    source=_API,
)
def proxy_subnets(node: Node, world: World) -> Iterator[Fault]:
    """Two zones, one network."""
    subnets = node.list("vpcSubnetIds[]")
    found = [s for s in (world.find(i, "aws:ec2/subnet:Subnet") for i in subnets) if s]
    if found and len(zones_of(subnets, world)) < 2:
        yield Fault("vpcSubnetIds", "subnets in two zones at least")
    if len({s.get("vpcId") for s in found}) > 1:
        yield Fault("vpcSubnetIds", "subnets of one network")


@rule(
    "GP-RDS-053",
    POOL,
    title="The proxy may keep more idle connections than it may have.",
    error="InvalidParameterValue: MaxIdleConnectionsPercent must be at most MaxConnectionsPercent",
    source="API rds ConnectionPoolConfiguration",
)
def pool_order(node: Node, _: World) -> Iterator[Fault]:
    """Idle connections are at most all of them."""
    most = node.number("connectionPoolConfig.maxConnectionsPercent")
    idle = node.number("connectionPoolConfig.maxIdleConnectionsPercent")
    if idle is not None and idle > (100 if most is None else most):
        yield Fault("connectionPoolConfig.maxIdleConnectionsPercent", f"at most {most or 100:g}")


LIMITS = (
    limit(
        "GP-RDS-150",
        PROXY,
        "name",
        Text(
            r"[A-Za-z](?!.*--)[A-Za-z0-9-]*(?<!-)",
            "a letter first, letters, digits and single hyphens, no hyphen at the end",
            ("1proxy", "a--b", "a-"),
            ("acme-proxy",),
            63,
        ),
        named=True,
        title="The proxy's name has other signs or is too long.",
        error="InvalidParameterValue: DBProxyName is not a valid identifier",
        source=_API,
    ),
    limit(
        "GP-RDS-151",
        PROXY,
        "idleClientTimeout",
        Range(1, 28800),
        title="Idle clients are cut off after 1 second to 8 hours.",
        error="InvalidParameterValue: IdleClientTimeout must be between 1 and 28800",
        source=_API,
    ),
    limit(
        "GP-RDS-152",
        POOL,
        "connectionPoolConfig.maxConnectionsPercent",
        Range(1, 100),
        title="The proxy takes 1 to 100 % of the connections.",
        error="InvalidParameterValue: MaxConnectionsPercent must be between 1 and 100",
        source="API rds ConnectionPoolConfiguration",
    ),
    limit(
        "GP-RDS-153",
        POOL,
        "connectionPoolConfig.connectionBorrowTimeout",
        Range(0, 300),
        title="A client waits 300 seconds at most for a connection.",
        error="InvalidParameterValue: ConnectionBorrowTimeout must be between 0 and 300",
        source="API rds ConnectionPoolConfiguration",
    ),
    limit(
        "GP-RDS-154",
        POOL,
        "connectionPoolConfig.sessionPinningFilters[]",
        OneOf("EXCLUDE_VARIABLE_SETS"),
        title="There is no such filter.",
        error="InvalidParameterValue: SessionPinningFilters",
        source="API rds ConnectionPoolConfiguration",
    ),
    limit(
        "GP-RDS-155",
        POOL,
        "connectionPoolConfig.maxIdleConnectionsPercent",
        Range(0, 100),
        title="The proxy keeps 0 to 100 % of the connections open.",
        error="InvalidParameterValue: MaxIdleConnectionsPercent",
        source="API rds ConnectionPoolConfiguration",
    ),
)
