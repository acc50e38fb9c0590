"""ElastiCache: parameter groups."""

import re
from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, limit
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
_PARAMETERS = "aws:elasticache/parameterGroup:ParameterGroup"
_API = "API elasticache CreateReplicationGroup"
_FAMILIES = ("redis6.x", "redis7", "redis5.0", "redis4.0", "valkey7", "valkey8", "valkey9",
             "memcached1.6", "memcached1.5")  # fmt: skip


@rule(
    "GP-CACHE-008",
    _GROUP,
    title="The parameter group belongs to another version of the cache.",
    error="InvalidParameterCombination: Expected a parameter group of family valkey8 but found one "
    "of family redis7",
    source=_API,
)
def parameter_family(node: Node, world: World) -> Iterator[Fault]:
    """Family by engine and major version."""
    name, text = node.get("parameterGroupName"), str(node.get("engineVersion", ""))
    engine = str(node.get("engine", "redis"))
    group = world.near(node, name, _PARAMETERS)
    have = group.get("family") if group else ""
    if group is None and isinstance(name, str) and name.startswith("default."):
        have = name.removeprefix("default.").removesuffix(".cluster.on")
    major = text.partition(".")[0]
    want = f"{engine}{major}" if major else ""
    if engine == "redis" and major == "6":
        want = "redis6.x"
    if have and not str(have).startswith(engine):
        yield Fault("parameterGroupName", f"a group of the engine {engine}, not {have}")
    elif have and want and have != want and (engine != "redis" or int(major) > 5):
        yield Fault("parameterGroupName", f"a group of the family {want}, not {have}")
    clustered = isinstance(name, str) and name.endswith(".cluster.on")
    groups = node.number("numNodeGroups") or 1
    if isinstance(name, str) and name.startswith("default.") and groups > 1 and not clustered:
        yield Fault("parameterGroupName", f"{name}.cluster.on")


@rule(
    "GP-CACHE-012",
    _PARAMETERS,
    title="There is no such parameter, or it does not take the value.",
    error="InvalidParameterValue: The parameter CacheParameterGroup / maxmemory-policy is not valid",
    source="ElastiCache User Guide: Valkey and Redis OSS specific parameters",
)
def parameters(node: Node, _: World) -> Iterator[Fault]:
    """Values of the parameters people set most."""
    forms = {
        "maxmemory-policy": r"(allkeys|volatile)-(lru|lfu|random)|volatile-ttl|noeviction",
        "notify-keyspace-events": r"[KEg$lshzxetdmnA]*",
        "timeout": r"0|[2-9]\d|\d{3,9}",
        "cluster-enabled": r"yes|no",
        "reserved-memory-percent": r"\d{1,2}|100",
        "slowlog-log-slower-than": r"-1|\d{1,10}",
        "activedefrag": r"yes|no",
        "lazyfree-lazy-eviction": r"yes|no",
        "tcp-keepalive": r"\d{1,10}",
        "databases": r"[1-9]\d{0,4}|1[01]\d{5}|[1-9]\d{5}|1200000",
        "maxmemory-samples": r"[1-9]\d{0,4}",
        "activerehashing": r"yes|no",
        "cluster-allow-reads-when-down": r"yes|no",
        "cluster-require-full-coverage": r"yes|no",
        "lazyfree-lazy-expire": r"yes|no",
        "lazyfree-lazy-user-del": r"yes|no",
        "slowlog-max-len": r"\d{1,10}",
        "min-replicas-to-write": r"\d{1,3}",
        "repl-timeout": r"\d{2,9}",
    }
    seen: set[str] = set()
    node_family = str(node.get("family", ""))
    for place, parameter in node.each("parameters[]"):
        name = str(parameter.get("name"))
        if name in seen:
            yield Fault(f"{place}.name", "one row for each parameter")
        seen.add(name)
        if name in forms and not re.fullmatch(forms[name], str(parameter.get("value"))):
            yield Fault(f"{place}.value", f"the form {forms[name]}")
        elif not node_family.startswith("memcached") and name not in _NAMES:
            yield Fault(f"{place}.name", "the name of a parameter that can be changed")


_NAMES = frozenset(
    """
acllog-max-len active-defrag-cycle-max active-defrag-cycle-min active-defrag-ignore-bytes
active-defrag-max-scan-fields active-defrag-threshold-lower active-defrag-threshold-upper
active-expire-effort activedefrag activerehashing appendfsync appendonly client-output-buffer-limit
client-output-buffer-limit-normal-hard-limit client-output-buffer-limit-normal-soft-limit
client-output-buffer-limit-normal-soft-seconds client-output-buffer-limit-pubsub-hard-limit
client-output-buffer-limit-pubsub-soft-limit client-output-buffer-limit-pubsub-soft-seconds
client-output-buffer-limit-replica-soft-seconds client-output-buffer-limit-slave-hard-limit
client-output-buffer-limit-slave-soft-limit client-output-buffer-limit-slave-soft-seconds
client-query-buffer-limit close-on-replica-write close-on-slave-write
cluster-allow-pubsubshard-when-down cluster-allow-reads-when-down cluster-enabled
cluster-require-full-coverage cluster-slot-stats-enabled commandlog-execution-slower-than
commandlog-large-reply-max-len commandlog-large-request-max-len commandlog-reply-larger-than
commandlog-request-larger-than commandlog-slow-execution-max-len databases extended-redis-compatibility
hash-max-listpack-entries hash-max-listpack-value hash-max-ziplist-entries hash-max-ziplist-value
hll-sparse-max-bytes json.max-document-size json.max-path-limit latency-tracking
latency-tracking-info-percentiles lazyfree-lazy-eviction lazyfree-lazy-expire
lazyfree-lazy-server-del lazyfree-lazy-user-del lazyfree-lazy-user-flush lfu-decay-time
lfu-log-factor list-compress-depth list-max-listpack-size list-max-ziplist-entries
list-max-ziplist-size list-max-ziplist-value lua-replicate-commands lua-time-limit maxmemory-policy
maxmemory-samples min-replicas-max-lag min-replicas-to-write min-slaves-max-lag min-slaves-to-write
notify-keyspace-events proto-max-bulk-len rename-commands repl-backlog-size repl-backlog-ttl
repl-timeout replica-allow-chaining replica-ignore-maxmemory replica-lazy-flush reserved-memory
reserved-memory-percent set-max-intset-entries set-max-listpack-entries set-max-listpack-value
slave-allow-chaining slowlog-log-slower-than slowlog-max-len stream-node-max-bytes
stream-node-max-entries tcp-backlog tcp-keepalive timeout tracking-table-max-keys
valkey-compatible zset-max-listpack-entries zset-max-listpack-value zset-max-ziplist-entries
zset-max-ziplist-value search-fanout-target-mode search-query-timeout-ms
""".split()
)

LIMITS = (
    limit(
        "GP-CACHE-105",
        _PARAMETERS,
        "family",
        OneOf(*_FAMILIES),
        title="There is no such family of parameters.",
        error="InvalidParameterValue: CacheParameterGroupFamily is not a valid parameter group family",
        source="API elasticache CreateCacheParameterGroup",
    ),
)
