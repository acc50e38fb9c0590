"""Alarms on databases. Thresholds follow the class and the storage, not one size for all."""

from stacks.data.database_classes import (
    SERVERLESS,
    is_burstable,
    max_connections,
    memory_bytes,
)
from stacks.observability.alarm import AlarmSpec, Metric

_MIB = 1024**2
_GIB = 1024**3


def metric(name: str, statistic: str = "Average") -> Metric:
    """One RDS metric."""
    return Metric(namespace="AWS/RDS", name=name, statistic=statistic)


def database_alarms(
    *,
    engine: str,
    instance_class: str,
    storage_gb: int = 0,
    min_acu: float = 0,
    max_acu: float = 0,
) -> tuple[AlarmSpec, ...]:
    """Rows of one instance.

    Args:
        engine: Name of the engine.
        instance_class: RDS class.
        storage_gb: Storage at creation; 0 where Aurora's storage grows by itself.
        min_acu: Least capacity units of db.serverless.
        max_acu: Most capacity units of db.serverless.
    """
    rows = [
        busy(),
        _saturated(),
        *_memory(memory_bytes(instance_class, max_acu)),
        *_connections(max_connections(engine, instance_class, min_acu=min_acu, max_acu=max_acu)),
        *_latency(),
    ]
    if is_burstable(instance_class):
        rows.append(_credits())
    if instance_class == SERVERLESS:
        rows.append(_capacity())
    if storage_gb:
        rows += [_storage(storage_gb), _storage_rate(), _queue()]
    if "postgres" in engine:
        rows.append(_transaction_ids())
    return tuple(rows)


def busy() -> AlarmSpec:
    """Row of any instance, readers too: it has worked hard for a while."""
    return AlarmSpec(
        role="cpu-percent-high",
        metric=metric("CPUUtilization"),
        comparison=">",
        threshold=80,
        period_seconds=300,
        periods=3,
        datapoints=3,
        missing="missing",
        severity="ticket",
        summary="The database has worked at more than 80 % CPU for 15 minutes.",
        runbook="database.md#cpu",
    )


def _saturated() -> AlarmSpec:
    return AlarmSpec(
        role="cpu-percent-max",
        metric=metric("CPUUtilization"),
        comparison=">",
        threshold=90,
        period_seconds=60,
        periods=5,
        datapoints=5,
        missing="breaching",
        severity="page",
        summary="The database is at more than 90 % CPU, or does not report at all.",
        runbook="database.md#cpu",
    )


def _credits() -> AlarmSpec:
    return AlarmSpec(
        role="cpu-credits-min",
        metric=metric("CPUCreditBalance", "Minimum"),
        comparison="<",
        threshold=20,
        period_seconds=300,
        periods=2,
        datapoints=2,
        missing="notBreaching",
        severity="ticket",
        summary="The burstable class has nearly used its CPU credits; after that it is slow.",
        runbook="database.md#credits",
    )


def _memory(total_bytes: int) -> list[AlarmSpec]:
    return [
        AlarmSpec(
            role="freeable-memory-bytes-min",
            metric=metric("FreeableMemory", "Minimum"),
            comparison="<",
            # The floor of 256 MiB is more than a class of 1 GiB ever has to spare.
            threshold=min(max(total_bytes // 10, 256 * _MIB), total_bytes // 8),
            period_seconds=60,
            periods=15,
            datapoints=15,
            missing="missing",
            severity="ticket",
            summary="Less than a tenth of the memory has been free for 15 minutes.",
            runbook="database.md#memory",
        )
    ]


def _connections(limit: int) -> list[AlarmSpec]:
    return [
        AlarmSpec(
            role="connections-max",
            metric=metric("DatabaseConnections", "Maximum"),
            comparison=">",
            threshold=limit * 80 // 100,
            period_seconds=60,
            periods=5,
            datapoints=5,
            missing="notBreaching",
            severity="page",
            summary=f"80 % of the about {limit} connections of this class are in use.",
            runbook="database.md#connections",
        )
    ]


def _storage(storage_gb: int) -> AlarmSpec:
    return AlarmSpec(
        role="free-storage-bytes-min",
        metric=metric("FreeStorageSpace", "Minimum"),
        comparison="<",
        threshold=max(storage_gb * _GIB // 10, 5 * _GIB),
        period_seconds=300,
        periods=1,
        datapoints=1,
        missing="missing",
        severity="page",
        summary="The disk is nearly full and automatic growth has not helped.",
        runbook="database.md#storage",
    )


def _storage_rate() -> AlarmSpec:
    return AlarmSpec(
        role="storage-full-in-hours-min",
        # At the last hour's rate; a disk that does not shrink is full in 1000 hours. Under
        # 1 MB a minute the rate says nothing, so that is the gate.
        metrics={"free": metric("FreeStorageSpace", "Minimum")},
        expression="IF(RATE(free) < -17000, free / (0 - RATE(free)) / 3600, 1000)",
        comparison="<",
        threshold=48,
        period_seconds=3600,
        periods=3,
        datapoints=3,
        missing="notBreaching",
        severity="ticket",
        summary="At this rate the disk is full within two days.",
        runbook="database.md#storage",
    )


def _latency() -> list[AlarmSpec]:
    return [
        AlarmSpec(
            role=f"{kind}-latency-p90-seconds-max",
            metric=metric(f"{kind.title()}Latency", "p90"),
            comparison=">",
            threshold=1,
            period_seconds=60,
            periods=5,
            datapoints=5,
            missing="notBreaching",
            severity="ticket",
            summary=f"One disk {kind} in ten takes longer than a second.",
            runbook="database.md#latency",
        )
        for kind in ("read", "write")
    ]


def _queue() -> AlarmSpec:
    return AlarmSpec(
        role="disk-queue-max",
        metric=metric("DiskQueueDepth"),
        comparison=">",
        threshold=64,
        period_seconds=300,
        periods=3,
        datapoints=3,
        missing="notBreaching",
        severity="ticket",
        summary="More than 64 disk operations have been waiting for 15 minutes.",
        runbook="database.md#disk-queue",
    )


def _transaction_ids() -> AlarmSpec:
    return AlarmSpec(
        role="used-transaction-ids-max",
        metric=metric("MaximumUsedTransactionIDs", "Maximum"),
        comparison=">",
        threshold=1_000_000_000,
        period_seconds=300,
        periods=1,
        datapoints=1,
        missing="notBreaching",
        severity="page",
        summary="Half of PostgreSQL's transaction ids are used and vacuum does not keep up.",
        runbook="database.md#transaction-ids",
    )


def _capacity() -> AlarmSpec:
    return AlarmSpec(
        role="capacity-percent-max",
        metric=metric("ACUUtilization"),
        comparison=">",
        threshold=90,
        period_seconds=300,
        periods=3,
        datapoints=3,
        missing="notBreaching",
        severity="ticket",
        summary="The serverless database runs at more than 90 % of its largest capacity.",
        runbook="database.md#capacity",
    )


def replica_lag(*, aurora: bool) -> AlarmSpec:
    """Row of a reader: how far it is behind the writer."""
    name, unit = ("AuroraReplicaLag", 1000) if aurora else ("ReplicaLag", 1)
    return AlarmSpec(
        role="replica-lag-max",
        metric=metric(name, "Maximum"),
        comparison=">",
        # Aurora reports milliseconds.
        threshold=300 * unit if not aurora else 2000,
        period_seconds=60,
        periods=5,
        datapoints=5,
        missing="notBreaching",
        severity="ticket",
        summary="A reader is behind the writer: what it shows is old.",
        runbook="database.md#replica-lag",
    )


def local_storage(*, instance_class: str, min_acu: float) -> AlarmSpec:
    """Row of one instance of Aurora: its data lies in the cluster, what it sorts does not.

    AWS advises 10 to 20 % of the memory. What ``db.serverless`` has is not documented by
    capacity, so its smallest memory is taken: late rather than always.

    Args:
        instance_class: RDS class.
        min_acu: Least capacity units of db.serverless.
    """
    return AlarmSpec(
        role="free-local-storage-bytes-min",
        metric=metric("FreeLocalStorage", "Minimum"),
        comparison="<",
        threshold=memory_bytes(instance_class, min_acu) // 10,
        period_seconds=60,
        periods=5,
        datapoints=5,
        missing="notBreaching",
        severity="ticket",
        summary="An instance has little room left for sorts and logs: large statements fail.",
        runbook="database.md#local-storage",
    )
