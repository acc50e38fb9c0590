"""Alarms of services and scheduled jobs.

What wakes somebody is the composite alarm of `stacks.edge.outage`, which folds the rows
of `OUTAGE`: one page for one outage, however many symptoms it has.
"""

from collections.abc import Sequence

from stacks.observability.alarm import AlarmSpec, Metric

OUTAGE = (
    "cpu-percent-critical",
    "memory-percent-critical",
    "tasks-missing",
    "target-5xx-percent-max",
    "healthy-targets-min",
)
"""Roles of the rows that are symptoms of an outage."""

ROLLBACK = ("target-5xx-percent-max",)
"""Roles of the rows that, during a deployment, bring the former release back."""

GATE_REQUESTS = 50
"""Below this many requests a period, percentages say nothing."""


def _ecs(name: str) -> Metric:
    return Metric(namespace="AWS/ECS", name=name, statistic="Average")


def _insights(name: str) -> Metric:
    return Metric(namespace="ECS/ContainerInsights", name=name, statistic="Minimum")


def _target(name: str, statistic: str) -> Metric:
    return Metric(namespace="AWS/ApplicationELB", name=name, statistic=statistic)


def _saturation(resource: str, metric: str, advice: str) -> tuple[AlarmSpec, AlarmSpec]:
    return (
        AlarmSpec(
            role=f"{resource}-percent-max",
            comparison=">",
            threshold=80,
            period_seconds=300,
            periods=3,
            datapoints=3,
            missing="notBreaching",
            severity="ticket",
            summary=f"The tasks use more than 80 % of their {resource} for 15 minutes. {advice}",
            runbook=f"service.md#{resource}",
            metric=_ecs(metric),
        ),
        AlarmSpec(
            role=f"{resource}-percent-critical",
            comparison=">",
            threshold=90,
            period_seconds=60,
            periods=5,
            datapoints=5,
            missing="notBreaching",
            severity="ticket",
            summary=f"The tasks use more than 90 % of their {resource} for 5 minutes. {advice}",
            runbook=f"service.md#{resource}",
            metric=_ecs(metric),
        ),
    )


SATURATION = (
    *_saturation("cpu", "CPUUtilization", "Requests become slow."),
    *_saturation("memory", "MemoryUtilization", "At 100 % AWS stops them."),
)
"""Rows of every service. Dimensions: ``ClusterName``, ``ServiceName``."""

TASKS = AlarmSpec(
    role="tasks-missing",
    comparison=">",
    threshold=0,
    period_seconds=60,
    periods=10,
    datapoints=10,
    # Container Insights reports both counts for as long as the service exists.
    missing="breaching",
    severity="ticket",
    summary="Fewer tasks run than should for 10 minutes: they do not start, or they die.",
    runbook="service.md#tasks",
    expression="desired - running",
    metrics={"desired": _insights("DesiredTaskCount"), "running": _insights("RunningTaskCount")},
)
"""Row of every service where Container Insights is on."""

TASKS_BY_SAMPLES = AlarmSpec(
    role="tasks-missing",
    comparison="<",
    threshold=1,
    period_seconds=60,
    periods=10,
    datapoints=10,
    missing="breaching",
    severity="ticket",
    summary="No task has run for 10 minutes.",
    runbook="service.md#tasks",
    # Each running task sends one sample a minute.
    metric=Metric(namespace="AWS/ECS", name="CPUUtilization", statistic="SampleCount"),
)
"""The same without Container Insights: it tells none from some, not few from enough."""

TARGETS = (
    AlarmSpec(
        role="target-5xx-percent-max",
        comparison=">",
        threshold=1,
        period_seconds=300,
        periods=2,
        datapoints=2,
        missing="notBreaching",
        severity="ticket",
        summary="More than 1 % of requests (at least 5 of 50) end in a server error.",
        runbook="service.md#errors",
        expression=(
            f"IF(requests >= {GATE_REQUESTS} AND FILL(errors, 0) >= 5, "
            "100 * FILL(errors, 0) / requests, 0)"
        ),
        metrics={
            "requests": _target("RequestCount", "Sum"),
            "errors": _target("HTTPCode_Target_5XX_Count", "Sum"),
        },
    ),
    AlarmSpec(
        role="latency-p95-seconds-max",
        comparison=">",
        threshold=1,
        period_seconds=300,
        periods=3,
        datapoints=3,
        missing="notBreaching",
        severity="ticket",
        summary="One request in twenty takes more than a second for 15 minutes.",
        runbook="service.md#latency",
        expression=f"IF(requests >= {GATE_REQUESTS}, latency, 0)",
        metrics={
            "requests": _target("RequestCount", "Sum"),
            "latency": _target("TargetResponseTime", "p95"),
        },
    ),
    AlarmSpec(
        role="healthy-targets-min",
        comparison="<",
        threshold=1,
        period_seconds=60,
        periods=3,
        datapoints=3,
        missing="breaching",
        severity="ticket",
        summary="No task answers the health check: the service is down.",
        runbook="service.md#health",
        metric=_target("HealthyHostCount", "Minimum"),
    ),
    AlarmSpec(
        role="unhealthy-targets-max",
        comparison=">",
        threshold=0,
        period_seconds=60,
        periods=10,
        datapoints=10,
        missing="notBreaching",
        severity="ticket",
        summary="A task fails the health check for 10 minutes.",
        runbook="service.md#health",
        metric=_target("UnHealthyHostCount", "Maximum"),
    ),
)
"""Rows of services behind the load balancer. Dimensions: ``LoadBalancer``, ``TargetGroup``."""

CRON_FAILED = AlarmSpec(
    role="failures-max",
    comparison=">",
    threshold=0,
    period_seconds=300,
    periods=1,
    datapoints=1,
    missing="notBreaching",
    severity="ticket",
    summary="A scheduled run failed or could not be started; the queue holds what AWS said.",
    runbook="service.md#scheduled-jobs",
    metric=Metric(
        namespace="AWS/SQS", name="ApproximateNumberOfMessagesVisible", statistic="Maximum"
    ),
)
"""Row of every scheduled job. Dimension: ``QueueName`` of its queue of failures."""

CRON_SILENT = AlarmSpec(
    role="runs-in-26-hours-min",
    comparison="<",
    threshold=1,
    period_seconds=3600,
    periods=26,
    datapoints=26,
    missing="breaching",
    severity="ticket",
    summary="The job has not been started for 26 hours.",
    runbook="service.md#scheduled-jobs",
    metric=Metric(namespace="AWS/Scheduler", name="InvocationAttemptCount", statistic="Sum"),
)
"""Row of jobs that run every day or more often. Dimension: ``ScheduleGroup``."""


def service_alarms(*, container_insights: bool, released: bool) -> Sequence[AlarmSpec]:
    """Rows by ECS metrics; signs of life only where something should live."""
    if not released:
        return SATURATION
    return (*SATURATION, TASKS if container_insights else TASKS_BY_SAMPLES)


def target_alarms(*, released: bool) -> Sequence[AlarmSpec]:
    """Rows by load balancer metrics; signs of life only where something should live."""
    return tuple(row for row in TARGETS if released or row.role != "healthy-targets-min")


def cron_alarms(schedule: str) -> Sequence[AlarmSpec]:
    """Rows by scheduler metrics: silence can be told only of jobs that run every day.

    CloudWatch looks back seven days at most, so a weekly or monthly job that does not
    start is found by its failures alone.
    """
    return (CRON_SILENT,) if runs_daily(schedule) else ()


def runs_daily(schedule: str) -> bool:
    """True where at most 24 hours pass between two runs."""
    kind, _, rest = schedule.partition("(")
    words = rest.rstrip(")").split()
    if kind == "rate":
        minutes = {"minute": 1, "hour": 60, "day": 1440}.get(words[1].rstrip("s"), 10**6)
        return int(words[0]) * minutes <= 1440
    if kind != "cron" or len(words) != 6:
        return False
    return words[2] in ("*", "?") and words[3] == "*" and words[4] in ("*", "?") and words[5] == "*"
