"""Alarms on caches, one set for each node: ElastiCache reports by node, not by group."""

from stacks.observability.alarm import AlarmSpec, Metric


def metric(name: str, statistic: str) -> Metric:
    """One ElastiCache metric."""
    return Metric(namespace="AWS/ElastiCache", name=name, statistic=statistic)


_COMMON = (
    AlarmSpec(
        role="memory-percent-max",
        metric=metric("DatabaseMemoryUsagePercentage", "Maximum"),
        comparison=">",
        threshold=80,
        period_seconds=60,
        periods=5,
        datapoints=5,
        missing="missing",
        severity="ticket",
        summary="The cache has been more than 80 % full for five minutes.",
        runbook="cache.md#memory",
    ),
    AlarmSpec(
        role="evictions-max",
        metric=metric("Evictions", "Sum"),
        comparison=">",
        threshold=1000,
        period_seconds=300,
        periods=3,
        datapoints=3,
        missing="notBreaching",
        severity="ticket",
        summary="The cache throws out entries to make room: sessions or jobs may be among them.",
        runbook="cache.md#evictions",
    ),
    AlarmSpec(
        role="engine-cpu-percent-max",
        metric=metric("EngineCPUUtilization", "Average"),
        comparison=">",
        threshold=90,
        period_seconds=60,
        periods=5,
        datapoints=5,
        missing="breaching",
        severity="page",
        summary="The cache's one command thread is at more than 90 %, or does not report.",
        runbook="cache.md#cpu",
    ),
    AlarmSpec(
        # The command thread may be idle while snapshots, TLS and replication take the rest:
        # on nodes with two processors AWS advises to watch the host.
        role="host-cpu-percent-max",
        metric=metric("CPUUtilization", "Average"),
        comparison=">",
        threshold=90,
        period_seconds=300,
        periods=3,
        datapoints=3,
        missing="notBreaching",
        severity="ticket",
        summary="The cache's node has been at more than 90 % CPU for 15 minutes.",
        runbook="cache.md#cpu",
    ),
)
_REPLICATION = AlarmSpec(
    role="replication-lag-seconds-max",
    metric=metric("ReplicationLag", "Maximum"),
    comparison=">",
    threshold=30,
    period_seconds=60,
    periods=5,
    datapoints=5,
    missing="notBreaching",
    severity="ticket",
    summary="A replica is more than 30 seconds behind: a failover would lose that much.",
    runbook="cache.md#replication",
)
_CREDITS = AlarmSpec(
    role="cpu-credits-min",
    metric=metric("CPUCreditBalance", "Minimum"),
    comparison="<",
    threshold=20,
    period_seconds=300,
    periods=2,
    datapoints=2,
    missing="notBreaching",
    severity="ticket",
    summary="The burstable node has nearly used its CPU credits; after that it is slow.",
    runbook="cache.md#credits",
)


def cache_alarms(*, node_type: str, nodes: int) -> tuple[AlarmSpec, ...]:
    """Rows of one node.

    Args:
        node_type: ElastiCache node type.
        nodes: Nodes of the group; replication is watched from 2.
    """
    return (
        *_COMMON,
        *((_CREDITS,) if node_type.startswith("cache.t") else ()),
        *((_REPLICATION,) if nodes > 1 else ()),
    )
