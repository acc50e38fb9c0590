"""ElastiCache: replication groups, their nodes, versions and windows."""

import re
from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, Range, Text, limit
from groundplan.rules.grammar.schedule import daily_window, weekly_window, windows_overlap
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.tables.reader import cache_nodes, cache_versions
from groundplan.rules.world import World

_GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
_PARAMETERS = "aws:elasticache/parameterGroup:ParameterGroup"
_API = "API elasticache CreateReplicationGroup"


def _clusters(node: Node) -> float:
    if (count := node.number("numCacheClusters")) is not None:
        return count
    replicas = node.number("replicasPerNodeGroup")
    return 1 + replicas if replicas is not None else 1


@rule(
    "GP-CACHE-001",
    _GROUP,
    title="Taking over on failure needs a second node.",
    error="InvalidParameterCombination: Must specify at least two cache clusters in order to "
    "auto-failover.",
    source=_API,
)
def failover_needs_two(node: Node, _: World) -> Iterator[Fault]:
    """Failover and multi-AZ need two nodes; multi-AZ needs failover."""
    if node.truth("automaticFailoverEnabled") and _clusters(node) < 2:
        if not node.number("numNodeGroups") or (
            node.number("replicasPerNodeGroup") == 0 and node.number("numNodeGroups") == 1
        ):
            yield Fault(
                "automaticFailoverEnabled", "false with one node, or numCacheClusters from 2"
            )
    if node.truth("multiAzEnabled"):
        if not node.truth("automaticFailoverEnabled"):
            yield Fault("multiAzEnabled", "automaticFailoverEnabled with it")
        elif _clusters(node) < 2:
            yield Fault("multiAzEnabled", "false with one node")


@rule(
    "GP-CACHE-002",
    _GROUP,
    title="The number of nodes is given in two ways.",
    error="InvalidParameterCombination: Use only NumCacheClusters or NumNodeGroups and "
    "ReplicasPerNodeGroup",
    source=_API,
)
def one_count(node: Node, _: World) -> Iterator[Fault]:
    """numCacheClusters excludes node groups."""
    for path in ("numNodeGroups", "replicasPerNodeGroup"):
        if node.has("numCacheClusters") and node.has(path):
            yield Fault(path, "nothing with numCacheClusters")
    if (node.number("numNodeGroups") or 0) > 1 and not node.truth("automaticFailoverEnabled"):
        yield Fault("automaticFailoverEnabled", "true with several node groups")


@rule(
    "GP-CACHE-006",
    _GROUP,
    title="That version of the cache is not offered.",
    error="InvalidParameterValue / InvalidParameterCombination: Cannot find version for valkey",
    source="registry data in cfn-lint; pulumi-aws elasticache.ReplicationGroup",
)
def version(node: Node, _: World) -> Iterator[Fault]:
    """Major and minor of a version on offer."""
    text, engine = node.get("engineVersion"), str(node.get("engine", "redis"))
    offered = cache_versions(engine)
    if text is None or not offered:
        return
    if engine == "redis" and re.fullmatch(r"6\.x|[2-5]\.\d+\.\d+", str(text)):
        return
    if str(text) not in offered:
        yield Fault("engineVersion", ", ".join(offered))


@rule(
    "GP-CACHE-007",
    _GROUP,
    title="That size of node is not offered.",
    error="InvalidParameterValue: The parameter CacheNodeType must be a valid node type",
    source="registry data in cfn-lint: cachenodetype_enum",
)
def node_type(node: Node, _: World) -> Iterator[Fault]:
    """Node types by region."""
    value, offered = node.get("nodeType"), cache_nodes()
    if value is None:
        return
    if value not in offered:
        family = str(value).rpartition(".")[0]
        near = [n for n in offered if n.startswith(f"{family}.")] or ["cache.t4g.small"]
        yield Fault("nodeType", ", ".join(near))
    elif node.region in offered[value]:
        yield Fault("nodeType", f"a type offered in {node.region}")


@rule(
    "GP-CACHE-009",
    _GROUP,
    title="The window is not written the way AWS reads it, or the two overlap.",
    error="InvalidParameterValue: Invalid window / The snapshot window and maintenance window must "
    "not overlap.",
    source=_API,
)
def windows(node: Node, _: World) -> Iterator[Fault]:
    """Snapshots 60 minutes at least, maintenance 60 minutes at least."""
    day, week = node.get("snapshotWindow"), node.get("maintenanceWindow")
    if day is not None:
        found = daily_window(str(day))
        if found is None or found[1] < 60:
            yield Fault("snapshotWindow", "hh:mm-hh:mm in UTC, 60 minutes at least")
    if week is not None:
        found = weekly_window(str(week))
        if found is None or found[1] < 60:
            yield Fault("maintenanceWindow", "ddd:hh:mm-ddd:hh:mm in UTC, 60 minutes at least")
    if windows_overlap(str(day), str(week)):
        yield Fault("snapshotWindow", f"a window apart from {week}")


@rule(
    "GP-CACHE-010",
    _GROUP,
    title="Small nodes of the first generations keep no snapshots or do not take over.",
    error="InvalidParameterCombination: not supported for cache.t1 nodes",
    source=_API,
)
def old_nodes(node: Node, _: World) -> Iterator[Fault]:
    """cache.t1 has no snapshots, no failover; data tiering only on r6gd."""
    kind = str(node.get("nodeType", ""))
    if kind.startswith("cache.t1.") and (node.number("snapshotRetentionLimit") or 0):
        yield Fault("snapshotRetentionLimit", "0 with cache.t1 nodes")
    if node.truth("dataTieringEnabled") and not kind.startswith("cache.r6gd."):
        yield Fault("dataTieringEnabled", "false unless nodes are cache.r6gd")
    if node.has("globalReplicationGroupId") and kind.startswith("cache.t"):
        yield Fault("nodeType", "a larger node in a global group")


@rule(
    "GP-CACHE-011",
    _GROUP,
    title="The cache's name has other signs or is too long.",
    error="InvalidParameterValue: The parameter ReplicationGroupIdentifier is not a valid "
    "identifier.",
    source=_API,
)
def group_name(node: Node, _: World) -> Iterator[Fault]:
    """1 to 40, letter first, single hyphens, none at the end."""
    name = node.output("replicationGroupId")
    if isinstance(name, str) and (
        not re.fullmatch(r"[A-Za-z](?!.*--)[A-Za-z0-9-]*(?<!-)", name) or len(name) > 40
    ):
        yield Fault("replicationGroupId", "40 letters, digits, single hyphens; a letter first")


@rule(
    "GP-CACHE-013",
    _GROUP,
    "aws:elasticache/subnetGroup:SubnetGroup",
    _PARAMETERS,
    title="Two caches or groups have one name.",
    error="ReplicationGroupAlreadyExists / CacheSubnetGroupAlreadyExists",
    source=_API,
)
def names_once(node: Node, world: World) -> Iterator[Fault]:
    """Names are unique per account and region."""
    path = "replicationGroupId" if node.type == _GROUP else "name"
    mine = str(node.output(path) or "").lower()
    for other in world.peers(node):
        if mine and other.resource.urn < node.resource.urn:
            if str(other.output(path) or "").lower() == mine:
                yield Fault(path, f"a name {other.name} does not have")


@rule(
    "GP-CACHE-016",
    _GROUP,
    title="Encrypted connections need a subnet group.",
    error="InvalidParameterCombination: Encryption features are only supported in a VPC",
    source=_API,
    probable=True,
)
def tls_needs_subnets(node: Node, _: World) -> Iterator[Fault]:
    """A subnet group with TLS."""
    if node.truth("transitEncryptionEnabled") and not node.has("subnetGroupName"):
        yield Fault("subnetGroupName", "a subnet group")


@rule(
    "GP-CACHE-017",
    _GROUP,
    title="Where the cache's logs go cannot be read.",
    error="InvalidParameterValue: log delivery",
    source="API elasticache LogDeliveryConfigurationRequest",
)
def log_delivery(node: Node, _: World) -> Iterator[Fault]:
    """Types, formats, destinations; one of each type."""
    seen: set[str] = set()
    allowed = {
        "destinationType": ("cloudwatch-logs", "kinesis-firehose"),
        "logFormat": ("text", "json"),
        "logType": ("slow-log", "engine-log"),
    }
    for place, item in node.each("logDeliveryConfigurations[]"):
        for path, values in allowed.items():
            if item.get(path) not in values:
                yield Fault(f"{place}.{path}", ", ".join(values))
        if item.get("logType") in seen:
            yield Fault(f"{place}.logType", "each type once")
        seen.add(str(item.get("logType")))
        destination = str(item.get("destination", ""))
        if destination.startswith("arn:"):
            yield Fault(f"{place}.destination", "the name of the log group, not its ARN")
        elif item.get("destinationType") == "kinesis-firehose" and "/" in destination:
            yield Fault(f"{place}.destination", "the name of a delivery stream")


LIMITS = (
    limit(
        "GP-CACHE-101",
        _GROUP,
        "snapshotRetentionLimit",
        Range(0, 35),
        title="Snapshots are kept 0 to 35 days.",
        error="InvalidParameterValue: SnapshotRetentionLimit must be between 0 and 35",
        source=_API,
    ),
    limit(
        "GP-CACHE-102",
        _GROUP,
        "numCacheClusters",
        Range(1, 6),
        title="A group has one to six nodes.",
        error="InvalidParameterValue: The number of cache clusters must be between 1 and 6",
        source=_API,
    ),
    limit(
        "GP-CACHE-103",
        _GROUP,
        "engine",
        OneOf("redis", "valkey"),
        title="The cache is valkey or redis.",
        error="InvalidParameterValue: Invalid engine",
        source=_API,
    ),
    limit(
        "GP-CACHE-104",
        _GROUP,
        "port",
        Range(1, 65535),
        title="Ports are 1 to 65535.",
        error="InvalidParameterValue: Port",
        source=_API,
    ),
    limit(
        "GP-CACHE-107",
        _GROUP,
        "description",
        Text(r".*\S.*", "not empty", ("",), ("x",), 255),
        title="The cache wants a description.",
        error="InvalidParameterValue: ReplicationGroupDescription must not be empty",
        source=_API,
    ),
    limit(
        "GP-CACHE-108",
        _GROUP,
        "numNodeGroups",
        Range(1, 500),
        title="A cache has 1 to 500 node groups.",
        error="InvalidParameterValue: NumNodeGroups",
        source=_API,
    ),
    limit(
        "GP-CACHE-109",
        _GROUP,
        "replicasPerNodeGroup",
        Range(0, 5),
        title="A node group has at most five replicas.",
        error="InvalidParameterValue: ReplicasPerNodeGroup must be between 0 and 5",
        source=_API,
    ),
)
