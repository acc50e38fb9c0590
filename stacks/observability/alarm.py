"""Alarms as rows of a table: `AlarmSpec` says what to watch, `Alarms` makes it so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context
from stacks.observability.notifications import Topics

Severity = Literal["page", "ticket"]
MissingData = Literal["breaching", "notBreaching", "ignore", "missing"]
Comparison = Literal[">", ">=", "<", "<="]

_OPERATORS: Mapping[Comparison, str] = {
    ">": "GreaterThanThreshold",
    ">=": "GreaterThanOrEqualToThreshold",
    "<": "LessThanThreshold",
    "<=": "LessThanOrEqualToThreshold",
}


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One CloudWatch metric, without the dimensions of the resource it watches."""

    namespace: str
    """For example ``AWS/RDS``."""
    name: str
    """For example ``CPUUtilization``."""
    statistic: str
    """``Average``, ``Sum``, ``Minimum``, ``Maximum``, ``SampleCount`` or ``p95``."""


@dataclass(frozen=True, kw_only=True)
class AlarmSpec:
    """One alarm. Either ``metric`` or ``expression`` over ``metrics``."""

    role: str
    """What is watched and how, end of the alarm's name: ``cpu-percent-max``."""
    comparison: Comparison
    """How the value relates to the threshold when it is wrong."""
    threshold: float
    """Bound, in the unit that stands in ``role``."""
    period_seconds: int
    """10, 20, 30 or a multiple of 60."""
    periods: int
    """Periods looked at."""
    datapoints: int
    """Of those, how many must be wrong."""
    missing: MissingData
    """What no data means: ``notBreaching`` for error counts, ``breaching`` for signs of life."""
    severity: Severity
    """Whether somebody is woken or finds a ticket in the morning."""
    summary: str
    """What is happening, in the owner's words."""
    runbook: str
    """File and anchor under ``docs/runbooks``: ``database.md#cpu``."""
    metric: Metric | None = None
    """The metric, when one is enough."""
    expression: str = ""
    """Metric math over the ids of ``metrics``; a percentage has its low-traffic gate here."""
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    """Metrics of the expression by id (lowercase letter first)."""


@dataclass(frozen=True, kw_only=True)
class AlarmsArgs:
    """Settings of the alarms of one resource. 0.10 USD a month each, after ten free ones."""

    context: Context
    """Who and where."""
    topics: Topics
    """Where alarms go, in the same region as the metric."""
    specs: Sequence[AlarmSpec]
    """The rows."""
    dimensions: Mapping[str, pulumi.Input[str]]
    """Dimensions that name the resource."""
    page: bool
    """False sends pages to the ticket topic too."""
    region: str = ""
    """Region of the metric; the home region unless told."""


class Alarms(Component, token="groundplan:observability:Alarms"):
    """The alarms of one resource, one child per row.

    Invariants: each alarm notifies on the way up and on the way down, and its
    description ends with its runbook.
    """

    names: Mapping[str, str]
    """Alarm name by role, known before anything is created."""

    def __init__(
        self, name: str, args: AlarmsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self.names = {s.role: alarm_name(args.context, name, s) for s in args.specs}
        for spec in args.specs:
            topic = args.topics.arn(spec.severity if args.page else "ticket")
            aws.cloudwatch.MetricAlarm(
                f"{name}-{spec.role}",
                name=self.names[spec.role],
                alarm_description=describe(spec),
                comparison_operator=_OPERATORS[spec.comparison],
                threshold=spec.threshold,
                evaluation_periods=spec.periods,
                datapoints_to_alarm=spec.datapoints,
                treat_missing_data=spec.missing,
                alarm_actions=[topic],
                ok_actions=[topic],
                region=args.region or args.context.region,
                opts=self._child(),
                **_measure(spec, args.dimensions),
            )
        self.register_outputs({})


def alarm_name(context: Context, subject: str, spec: AlarmSpec) -> str:
    """Name of an alarm: who, what, how, and how bad."""
    return f"{context.prefix}-{subject}-{spec.role}-{spec.severity}"


def describe(spec: AlarmSpec) -> str:
    """What the person who is woken reads first."""
    return f"{spec.summary} Runbook: docs/runbooks/{spec.runbook}"


def _measure(spec: AlarmSpec, dimensions: Mapping[str, pulumi.Input[str]]) -> dict[str, Any]:
    if spec.metric is not None:
        return {
            "namespace": spec.metric.namespace,
            "metric_name": spec.metric.name,
            "period": spec.period_seconds,
            "dimensions": dict(dimensions),
            **_statistic(spec.metric.statistic),
        }
    queries = [
        aws.cloudwatch.MetricAlarmMetricQueryArgs(
            id=key,
            return_data=False,
            metric=aws.cloudwatch.MetricAlarmMetricQueryMetricArgs(
                namespace=metric.namespace,
                metric_name=metric.name,
                period=spec.period_seconds,
                stat=metric.statistic,
                dimensions=dict(dimensions),
            ),
        )
        for key, metric in spec.metrics.items()
    ]
    result = aws.cloudwatch.MetricAlarmMetricQueryArgs(
        id="result", expression=spec.expression, label=spec.role, return_data=True
    )
    return {"metric_queries": [*queries, result]}


def _statistic(statistic: str) -> dict[str, str]:
    if statistic.startswith("p"):
        return {"extended_statistic": statistic}
    return {"statistic": statistic}
