"""CloudWatch: alarms on one metric, their periods, statistics and bounds."""

from collections.abc import Iterator, Mapping

from groundplan.rules.constraint import OneOf, Text, limit
from groundplan.rules.grammar.expression import STATISTIC
from groundplan.rules.node import Node, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
_API = "API cloudwatch PutMetricAlarm"
_BAND = ("GreaterThanUpperThreshold", "LessThanLowerOrGreaterThanUpperThreshold",
         "LessThanLowerThreshold")  # fmt: skip
_US_EAST_1 = ("AWS/CloudFront", "AWS/Route53", "AWS/Billing")


def good_period(value: float) -> bool:
    """True for seconds that CloudWatch takes as a period."""
    return value in (10, 20, 30) or (value >= 60 and value % 60 == 0)


@rule(
    "GP-ALARM-001",
    _ALARM,
    title="A period is 10, 20 or 30 seconds or whole minutes.",
    error="ValidationError: Period must be 10, 20, 30 or a multiple of 60",
    source=_API,
)
def period(node: Node, _: World) -> Iterator[Fault]:
    """Periods of the alarm and of its queries."""
    for path in ("period", "metricQueries[].metric.period", "metricQueries[].period"):
        for place, value in node.each(path):
            found = number(value)
            if found is not None and not good_period(found):
                yield Fault(place, "10, 20, 30 or a multiple of 60")


@rule(
    "GP-ALARM-002",
    _ALARM,
    title="The alarm looks back further than AWS does: a day, or a week with long periods.",
    error="ValidationError: Metrics cannot be checked across more than a day (EvaluationPeriods * "
    "Period must be <= 86400).",
    source=_API,
)
def looking_back(node: Node, _: World) -> Iterator[Fault]:
    """period x periods up to 86,400 s; up to 604,800 s with periods from an hour."""
    periods = node.number("evaluationPeriods")
    lengths = [number(v) for v in node.list("metricQueries[].metric.period")]
    lengths += [number(v) for v in node.list("metricQueries[].period")]
    length = node.number("period") or max((v for v in lengths if v), default=None)
    if periods is None or length is None:
        return
    most = 604800 if length >= 3600 else 86400
    if periods * length > most:
        yield Fault(
            "evaluationPeriods", f"at most {most // length:.0f} with periods of {length:.0f} s"
        )


@rule(
    "GP-ALARM-003",
    _ALARM,
    title="More wrong periods are wanted than are looked at.",
    error="ValidationError: DatapointsToAlarm must be less than or equal to EvaluationPeriods",
    source=_API,
)
def datapoints(node: Node, _: World) -> Iterator[Fault]:
    """datapointsToAlarm from 1 to evaluationPeriods."""
    wanted, periods = node.number("datapointsToAlarm"), node.number("evaluationPeriods")
    if wanted is not None and periods is not None and not 1 <= wanted <= periods:
        yield Fault("datapointsToAlarm", f"1 to {periods:.0f}")


@rule(
    "GP-ALARM-004",
    _ALARM,
    title="An alarm watches one metric in one way, or an expression.",
    error="ValidationError: Exactly one of MetricName or Metrics; exactly one of Statistic or "
    "ExtendedStatistic",
    source=_API,
)
def one_way(node: Node, _: World) -> Iterator[Fault]:
    """Metric with statistic and period, or queries and none of these."""
    if node.has("evaluationCriteria"):
        return
    for path in ("comparisonOperator", "evaluationPeriods"):
        if not node.has(path):
            yield Fault(path, "a value")
    if node.list("metricQueries[]"):
        for path in ("metricName", "namespace", "statistic", "extendedStatistic", "period", "unit",
                     "dimensions"):  # fmt: skip
            if node.get(path) not in (None, {}, ""):
                yield Fault(path, "nothing with metricQueries")
        return
    for path in ("metricName", "namespace", "period"):
        if not node.has(path):
            yield Fault(path, "a value, or metricQueries")
    if node.has("statistic") == node.has("extendedStatistic"):
        yield Fault("statistic", "one of statistic and extendedStatistic")


@rule(
    "GP-ALARM-005",
    _ALARM,
    title="There is no such statistic.",
    error="ValidationError: The value for parameter ExtendedStatistic must be one of: a percentile "
    "between p0.0 and p100",
    source="CloudWatch User Guide: statistics definitions",
)
def statistic(node: Node, _: World) -> Iterator[Fault]:
    """Statistics, percentiles, trimmed means and their family."""
    for path in ("extendedStatistic", "metricQueries[].metric.stat"):
        for place, value in node.each(path):
            text = str(value)
            if not STATISTIC.fullmatch(text) or (
                path == "extendedStatistic"
                and text in ("SampleCount", "Average", "Sum", "Minimum", "Maximum")
            ):
                yield Fault(place, "p95, tm99, TM(1%:99%) and the like")


@rule(
    "GP-ALARM-008",
    _ALARM,
    title="The bound of the alarm does not fit how it compares.",
    error="ValidationError: Threshold / ThresholdMetricId with an anomaly detection band",
    source=_API,
)
def threshold(node: Node, _: World) -> Iterator[Fault]:
    """Bands use thresholdMetricId and their operators; others a threshold."""
    operator, band = node.get("comparisonOperator"), node.get("thresholdMetricId")
    if node.has("evaluationCriteria"):
        return
    if operator in _BAND and band is None:
        yield Fault("thresholdMetricId", f"the id of a band with {operator}")
    if band is not None:
        if operator is not None and operator not in _BAND:
            yield Fault("comparisonOperator", ", ".join(_BAND))
        if node.has("threshold"):
            yield Fault("threshold", "nothing with thresholdMetricId")
        if band not in node.list("metricQueries[].id"):
            yield Fault("thresholdMetricId", "the id of a row of metricQueries")
    elif operator not in _BAND and not node.has("threshold"):
        yield Fault("threshold", "a number")


@rule(
    "GP-ALARM-011",
    _ALARM,
    title="The numbers of this service exist in us-east-1 only.",
    error="the alarm is created and stays INSUFFICIENT_DATA",
    source="CloudFront, Route 53 and billing guides: monitoring",
)
def global_metrics(node: Node, _: World) -> Iterator[Fault]:
    """CloudFront, Route 53 and billing metrics live in us-east-1."""
    spaces = {node.get("namespace"), *node.list("metricQueries[].metric.namespace")}
    if node.region != "us-east-1" and any(space in _US_EAST_1 for space in spaces):
        yield Fault("region", "us-east-1")


@rule(
    "GP-ALARM-016",
    _ALARM,
    title="What the metric belongs to cannot be told apart.",
    error="ValidationError: dimensions / namespace",
    source="API cloudwatch Dimension",
)
def dimensions(node: Node, _: World) -> Iterator[Fault]:
    """At most 30 dimensions with text; no colon first in a name."""
    for path in ("dimensions", "metricQueries[].metric.dimensions"):
        for place, given in node.each(path):
            if not isinstance(given, Mapping):
                continue
            if len(given) > 30:
                yield Fault(place, "30 dimensions")
            for key, value in given.items():
                if str(value) == "" or not str(key).strip() or str(key).startswith(":"):
                    yield Fault(f"{place}.{key}", "a name and a value")
                elif len(str(key)) > 255 or len(str(value)) > 1024:
                    yield Fault(f"{place}.{key}", "a name of 255 and a value of 1024 characters")


@rule(
    "GP-ALARM-017",
    _ALARM,
    title="The alarm watches a resource by a name it does not have.",
    error="the alarm is created and stays INSUFFICIENT_DATA",
    source="each service's guide: CloudWatch dimensions",
    probable=True,
)
def dimension_exists(node: Node, world: World) -> Iterator[Fault]:
    """Dimensions name resources of the estate, in the form CloudWatch knows."""
    known = {
        "DBInstanceIdentifier": ("aws:rds/instance:Instance", "identifier"),
        "QueueName": ("aws:sqs/queue:Queue", "name"),
        "ClusterName": ("aws:ecs/cluster:Cluster", "name"),
    }
    for path in ("dimensions", "metricQueries[].metric.dimensions"):
        for place, given in node.each(path):
            for key, value in given.items() if isinstance(given, Mapping) else ():
                if str(value).startswith("arn:") and key in ("LoadBalancer", "TargetGroup"):
                    yield Fault(f"{place}.{key}", "the end of the ARN: app/name/id")
                if key in known and world.has(known[key][0]):
                    there = {n.output(known[key][1]) for n in world.of(known[key][0])}
                    if value not in there:
                        yield Fault(f"{place}.{key}", ", ".join(sorted(map(str, there))[:5]))


LIMITS = (
    limit(
        "GP-ALARM-104",
        _ALARM,
        "metricQueries[].metric.metricName",
        Text(r".+", "a name", (), ("Errors",), 255),
        title="The metric's name is too long.",
        error="ValidationError: Member must have length less than or equal to 255",
        source="API cloudwatch Metric",
    ),
    limit(
        "GP-ALARM-105",
        _ALARM,
        "metricQueries[].metric.namespace",
        Text(r"[^:].*", "a name without a colon first", (":AWS",), ("AWS/ECS",), 255),
        title="The namespace of the metric cannot be.",
        error="ValidationError: Value at 'namespace' failed to satisfy constraint",
        source="API cloudwatch Metric",
    ),
    limit(
        "GP-ALARM-103",
        _ALARM,
        "metricQueries[].accountId",
        Text(r"\d{12}", "twelve digits", ("12345",), ("111122223333",)),
        title="That is not the number of an account.",
        error="ValidationError: AccountId",
        source="API cloudwatch MetricDataQuery",
    ),
    limit(
        "GP-ALARM-101",
        _ALARM,
        "treatMissingData",
        OneOf("breaching", "notBreaching", "ignore", "missing"),
        title="There is no such meaning of missing data.",
        error="ValidationError: TreatMissingData",
        source=_API,
    ),
    limit(
        "GP-ALARM-102",
        _ALARM,
        "evaluateLowSampleCountPercentiles",
        OneOf("evaluate", "ignore"),
        title="Few samples are evaluated or ignored.",
        error="ValidationError: EvaluateLowSampleCountPercentile",
        source=_API,
    ),
)
