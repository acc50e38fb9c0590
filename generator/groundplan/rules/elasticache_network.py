"""ElastiCache: zones, addresses, cluster mode, names of groups."""

from collections.abc import Iterator

from groundplan.rules.constraint import Text, limit
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.vpc import zones_of
from groundplan.rules.world import World

_GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
_SUBNETS = "aws:elasticache/subnetGroup:SubnetGroup"
_PARAMETERS = "aws:elasticache/parameterGroup:ParameterGroup"
_API = "API elasticache CreateReplicationGroup"


def _subnets(node: Node, world: World) -> list[object]:
    group = world.near(node, node.get("subnetGroupName"), _SUBNETS)
    return group.list("subnetIds[]") if group else []


@rule(
    "GP-CACHE-020",
    _GROUP,
    title="The nodes are to stand in zones that the network or their number does not have.",
    error="InvalidParameterValue: PreferredCacheClusterAZs / MultiAZ needs subnets in two "
    "Availability Zones",
    source=_API,
)
def cache_zones(node: Node, world: World) -> Iterator[Fault]:
    """A zone for each node, of the region; multi-AZ has two zones."""
    zones = node.list("preferredCacheClusterAzs[]")
    count = node.number("numCacheClusters")
    if zones and count and len(zones) != count:
        yield Fault("preferredCacheClusterAzs", f"{count:g} zones, one for each node")
    for place, zone in node.each("preferredCacheClusterAzs[]"):
        if node.region and not str(zone).startswith(node.region):
            yield Fault(place, f"a zone of {node.region}")
    found = zones_of(_subnets(node, world), world)
    if node.truth("multiAzEnabled") and len(found) == 1:
        yield Fault("subnetGroupName", "a group of subnets in two zones at least")


@rule(
    "GP-CACHE-021",
    _GROUP,
    title="Addresses of the newer kind need subnets that have them.",
    error="InvalidParameterValue: The subnets don't support the network type",
    source="ElastiCache User Guide: choosing a network type",
)
def cache_addresses(node: Node, world: World) -> Iterator[Fault]:
    """ipv6 and dual_stack need IPv6 in the subnets."""
    if node.get("networkType") not in ("ipv6", "dual_stack"):
        return
    subnets = [world.find(i, "aws:ec2/subnet:Subnet") for i in _subnets(node, world)]
    if any(s is not None and not s.has("ipv6CidrBlock") for s in subnets):
        yield Fault("networkType", "ipv4, as the subnets have no IPv6 addresses")


@rule(
    "GP-CACHE-022",
    _GROUP,
    title="One shard and several shards are mixed up.",
    error="InvalidParameterCombination: cluster mode enabled needs NumNodeGroups and a parameter "
    "group with cluster-enabled",
    source=_API,
)
def cluster_mode(node: Node, world: World) -> Iterator[Fault]:
    """numCacheClusters goes with cluster mode disabled, and with its parameters."""
    if not node.has("nodeType") and not node.has("globalReplicationGroupId"):
        yield Fault("nodeType", "a node type, outside of a global group")
    one_shard = node.has("numCacheClusters")
    name = node.get("parameterGroupName")
    group = world.near(node, name, _PARAMETERS)
    on = isinstance(name, str) and name.endswith(".cluster.on")
    if group is not None:
        on = any(
            p.get("name") == "cluster-enabled" and p.get("value") == "yes"
            for p in group.list("parameters[]")
        )
    if one_shard and on:
        yield Fault("parameterGroupName", "a group without cluster-enabled, or numNodeGroups")
    if node.get("clusterMode") in ("enabled", "compatible") and one_shard:
        yield Fault("clusterMode", "disabled with numCacheClusters")
    if node.has("transitEncryptionMode") and not node.truth("transitEncryptionEnabled"):
        yield Fault("transitEncryptionMode", "nothing unless transitEncryptionEnabled")


_NAME = Text(
    r"(?!default)[A-Za-z](?!.*--)[A-Za-z0-9-]*(?<!-)",
    "a letter first, letters, digits and single hyphens, not default",
    ("Cache_params", "1a", "a--b", "default.mine"),
    ("acme-cache",),
    255,
)
LIMITS = (
    limit(
        "GP-CACHE-120",
        _PARAMETERS,
        "name",
        _NAME,
        named=True,
        title="The group's name has other signs.",
        error="InvalidParameterValue: The parameter CacheParameterGroupName is not a valid "
        "identifier.",
        source="API elasticache CreateCacheParameterGroup",
    ),
    limit(
        "GP-CACHE-121",
        _SUBNETS,
        "name",
        Text(
            r"(?!default$)[A-Za-z0-9][A-Za-z0-9-]*",
            "letters, digits and hyphens, not default",
            ("default", "a_b"),
            ("acme-cache",),
            255,
        ),
        named=True,
        title="The group's name has other signs.",
        error="InvalidParameterValue: The parameter CacheSubnetGroupName is not a valid identifier.",
        source="API elasticache CreateCacheSubnetGroup",
    ),
)
