"""Examples of the rules of clusters, proxies, features of engines, caches' networks."""

from tests.rules.support.estates import Row, also, drop, put
from tests.rules.support.examples import Example, example
from tests.rules.support.sample import PRIVATE

_SUBNETS = ("isolated-a", "isolated-b")
_DUAL = (
    put("vpc", "assignGeneratedIpv6CidrBlock", True),
    *(put(name, "ipv6CidrBlock", f"2001:db8:0:{i}::/64") for i, name in enumerate(_SUBNETS)),
)
_BIG = {"storageType": "io2", "iops": 3000, "dedicatedLogVolume": True}

EXAMPLES: dict[str, Example] = {
    "GP-RDS-040": example(
        "aurora-1.engine",
        put("aurora-1", "engine", "aurora-mysql"),
        put("aurora-1", "instanceClass", "db.r6g.large"),
    ),
    "GP-RDS-041": example(
        "aurora-1.availabilityZone",
        put("aurora-1", "availabilityZone", "eu-central-1a"),
        put("aurora-1", "availabilityZone", "eu-west-1c"),
    ),
    "GP-RDS-042": example(
        "aurora.backtrackWindow",
        put("aurora", "backtrackWindow", 3600),
        put("aurora", "backtrackWindow", 0),
    ),
    "GP-RDS-050": example(
        "proxy-target.dbClusterIdentifier",
        put("proxy", "engineFamily", "MYSQL"),
        (
            drop("proxy-target", "dbClusterIdentifier"),
            put("proxy-target", "dbInstanceIdentifier", "acme-prod-db"),
        ),
    ),
    "GP-RDS-051": example(
        "proxy.auths[0].clientPasswordAuthType",
        put("proxy", "auths[0].clientPasswordAuthType", "MYSQL_NATIVE_PASSWORD"),
        put("proxy", "auths[0].clientPasswordAuthType", "POSTGRES_SCRAM_SHA_256"),
    ),
    "GP-RDS-052": example(
        "proxy.vpcSubnetIds",
        put("proxy", "vpcSubnetIds", [PRIVATE[0], "subnet-0a1b2c3d4e5f60005"]),
        put("proxy", "vpcSubnetIds", ["subnet-0a1b2c3d4e5f60005", "subnet-0a1b2c3d4e5f60006"]),
    ),
    "GP-RDS-053": example(
        "proxy-pool.connectionPoolConfig.maxIdleConnectionsPercent",
        put("proxy-pool", "connectionPoolConfig.maxIdleConnectionsPercent", 81),
        put("proxy-pool", "connectionPoolConfig.maxIdleConnectionsPercent", 80),
    ),
    "GP-RDS-060": example(
        "db.characterSetName",
        put("db", "characterSetName", "UTF8"),
        put("db", "copyTagsToSnapshot", True),
    ),
    "GP-RDS-061": example(
        "db.domainIamRoleName",
        put("db", "domain", "d-1234567890"),
        (put("db", "domain", "d-1234567890"), put("db", "domainIamRoleName", "directory")),
    ),
    "GP-RDS-062": example(
        "db.dedicatedLogVolume",
        put("db", "dedicatedLogVolume", True),
        tuple(put("db", path, value) for path, value in _BIG.items()),
    ),
    "GP-RDS-063": example(
        "db.networkType",
        put("db", "networkType", "DUAL"),
        (put("db", "networkType", "DUAL"), *_DUAL),
    ),
    "GP-RDS-064": example(
        "db.optionGroupName",
        put("db", "optionGroupName", "default:mysql-8-4"),
        put("db", "optionGroupName", "default:postgres-17"),
    ),
    "GP-RDS-065": example(
        "db.username",
        put("db", "username", "pg_admin"),
        put("db", "username", "pgadmin"),
    ),
    "GP-RDS-066": example(
        "aurora.scalingConfiguration",
        put("aurora", "scalingConfiguration", {"minCapacity": 2, "maxCapacity": 4}),
        put("aurora", "serverlessv2ScalingConfiguration", {"minCapacity": 2, "maxCapacity": 4}),
    ),
    "GP-CACHE-020": example(
        "cache.preferredCacheClusterAzs",
        put("cache", "preferredCacheClusterAzs", ["eu-west-1a"]),
        put("cache", "preferredCacheClusterAzs", ["eu-west-1a", "eu-west-1b"]),
    ),
    "GP-CACHE-021": example(
        "cache.networkType",
        put("cache", "networkType", "ipv6"),
        (put("cache", "networkType", "dual_stack"), *_DUAL),
    ),
    "GP-CACHE-022": example(
        "cache.parameterGroupName",
        put("cache", "parameterGroupName", "default.valkey8.cluster.on"),
        (
            put("cache", "parameterGroupName", "default.valkey8.cluster.on"),
            drop("cache", "numCacheClusters"),
            put("cache", "numNodeGroups", 2),
            put("cache", "replicasPerNodeGroup", 1),
        ),
    ),
    "GP-MODEL-007": example(
        "db.identifierPrefix",
        put("db", "identifierPrefix", "acme-"),
        (drop("db-subnets", "name"), put("db-subnets", "namePrefix", "acme-prod-")),
    ),
    "GP-MODEL-008": example(
        "zz.name",
        also(Row("aws:rds/proxy:Proxy", "zz", {"name": "acme-proxy"})),
    ),
}
