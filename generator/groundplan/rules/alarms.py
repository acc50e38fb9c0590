"""CloudWatch: alarms on metrics, alarms on alarms, dashboards."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.constraint import OneOf, limit
from groundplan.rules.grammar.address import arn
from groundplan.rules.grammar.expression import STATISTIC, composite_rule, metric_math
from groundplan.rules.node import Node, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
_COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
_DASHBOARD = "aws:cloudwatch/dashboard:Dashboard"
_API = "API cloudwatch PutMetricAlarm"
_BAND = ("GreaterThanUpperThreshold", "LessThanLowerOrGreaterThanUpperThreshold",
         "LessThanLowerThreshold")  # fmt: skip
_US_EAST_1 = ("AWS/CloudFront", "AWS/Route53", "AWS/Billing")
_ACTIONS = ("alarmActions", "okActions", "insufficientDataActions")


def _good_period(value: float) -> bool:
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
            if found is not None and not _good_period(found):
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
    queries = node.has("metricQueries")
    if queries:
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
    "GP-ALARM-006",
    _ALARM,
    title="The expression cannot be read.",
    error="ValidationError: Error in expression: Unknown function / Syntax error",
    source="CloudWatch User Guide: metric math syntax",
)
def expression(node: Node, _: World) -> Iterator[Fault]:
    """Grammar, functions, and ids that exist."""
    ids = set(node.list("metricQueries[].id"))
    for place, text in node.each("metricQueries[].expression"):
        wrong, used = metric_math(str(text))
        if wrong:
            yield Fault(place, f"a metric math expression: {wrong}")
        elif used - ids:
            yield Fault(
                place,
                f"ids out of {', '.join(sorted(ids))}; {', '.join(sorted(used - ids))} is none",
            )


@rule(
    "GP-ALARM-007",
    _ALARM,
    title="The rows of the alarm's calculation do not fit together.",
    error="ValidationError: Exactly one element of the metrics list should return data / invalid Id",
    source=_API,
)
def queries(node: Node, _: World) -> Iterator[Fault]:
    """Ids with a small letter first, unique; each a metric or an expression; one result."""
    rows = list(node.each("metricQueries[]"))
    if not rows:
        return
    seen: set[str] = set()
    returning = []
    band = node.get("thresholdMetricId")
    for place, row in rows:
        id_ = str(row.get("id", ""))
        if not re.fullmatch(r"[a-z][a-zA-Z0-9_]*", id_) or id_ in seen or len(id_) > 255:
            yield Fault(f"{place}.id", "a small letter first, letters, digits, _, each id once")
        seen.add(id_)
        if bool(row.get("metric")) == bool(row.get("expression")):
            yield Fault(place, "one of metric and expression")
        if row.get("metric") and row.get("period"):
            yield Fault(f"{place}.period", "nothing with metric")
        if row.get("returnData") in (True, "true") and id_ != band:
            returning.append(place)
    if len(returning) != 1:
        yield Fault("metricQueries", "exactly one row with returnData true")
    if len(rows) > 20:
        yield Fault("metricQueries", "20 rows")
    if sum(bool(row.get("metric")) for _, row in rows) > 10:
        yield Fault("metricQueries", "10 metrics")


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
    "GP-ALARM-009",
    _ALARM,
    _COMPOSITE,
    title="The alarm cannot tell that receiver.",
    error="ValidationError: Invalid region specified. Only eu-west-1 is supported. / Invalid use of "
    "EC2 / Invalid ARN",
    source="API cloudwatch PutMetricAlarm, AlarmActions",
)
def actions(node: Node, _: World) -> Iterator[Fault]:
    """Actions are ARNs of services that act, in the alarm's region."""
    services = ("sns", "autoscaling", "automate", "ssm", "ssm-incidents", "lambda", "swf", "aiops")
    for path in _ACTIONS:
        for place, value in node.each(f"{path}[]"):
            found = arn(value)
            if found is None or found.service not in services:
                yield Fault(place, "the ARN of a topic")
            elif found.service == "sns" and found.resource.endswith(".fifo"):
                yield Fault(place, "a standard topic")
            elif found.region and found.region != node.region:
                yield Fault(place, f"a receiver in {node.region}")
        values = node.list(f"{path}[]")
        if len(values) != len(set(map(str, values))):
            yield Fault(path, "each receiver once")
        if len(values) > 5:
            yield Fault(path, "five receivers")


@rule(
    "GP-ALARM-010",
    _ALARM,
    _COMPOSITE,
    title="Two alarms have one name.",
    error="the second alarm overwrites the first",
    source="API cloudwatch PutMetricAlarm: names are unique per account and region",
)
def name_once(node: Node, world: World) -> Iterator[Fault]:
    """Names are unique per account and region over both kinds."""
    mine = _name(node)
    for other in world.of(_ALARM, _COMPOSITE):
        if (
            mine
            and (other.account, other.region) == (node.account, node.region)
            and other.resource.urn < node.resource.urn
            and _name(other) == mine
        ):
            yield Fault(
                "name" if node.type == _ALARM else "alarmName", f"a name {other.name} does not have"
            )


def _name(node: Node) -> str:
    return str(node.output("name" if node.type == _ALARM else "alarmName") or "")


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
    "GP-ALARM-012",
    _COMPOSITE,
    title="The rule over other alarms cannot be read.",
    error="ValidationError: Error in AlarmRule: Unsupported token / syntax",
    source="API cloudwatch PutCompositeAlarm, AlarmRule",
)
def composite_grammar(node: Node, _: World) -> Iterator[Fault]:
    """ALARM(name), OK(name), AND, OR, NOT, brackets; up to 10240 signs and 100 alarms."""
    text = node.get("alarmRule")
    if not isinstance(text, str):
        return
    wrong, named = composite_rule(text)
    if wrong:
        yield Fault("alarmRule", f'ALARM("name") with AND, OR, NOT: {wrong}')
    if len(text) > 10240 or len(named) > 500 or len(set(named)) > 100:
        yield Fault("alarmRule", "10240 characters and 100 alarms")


@rule(
    "GP-ALARM-013",
    _COMPOSITE,
    title="The rule names an alarm that does not exist here.",
    error="ValidationError: Could not save the composite alarm as alarms [...] in the alarm rule do "
    "not exist",
    source="API cloudwatch PutCompositeAlarm",
)
def composite_children(node: Node, world: World) -> Iterator[Fault]:
    """Children are alarms of the same account and region, other than itself."""
    text = node.get("alarmRule")
    if not isinstance(text, str):
        return
    wrong, named = composite_rule(text)
    here = {
        _name(a)
        for a in world.of(_ALARM, _COMPOSITE)
        if (a.account, a.region) == (node.account, node.region) and a is not node
    }
    for child in () if wrong else dict.fromkeys(named):
        found = arn(child)
        name = found.resource.removeprefix("alarm:") if found else child
        if name not in here or (found and found.region != node.region):
            yield Fault("alarmRule", f"alarms of {node.region}; {child} is none")


@rule(
    "GP-ALARM-014",
    _COMPOSITE,
    title="Holding back an alarm needs to be told for how long.",
    error="ValidationError: ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod are "
    "required",
    source="API cloudwatch PutCompositeAlarm",
)
def suppressor(node: Node, _: World) -> Iterator[Fault]:
    """A suppressor has both periods, not negative."""
    if not node.has("actionsSuppressor"):
        return
    for path in ("waitPeriod", "extensionPeriod"):
        value = node.number(f"actionsSuppressor.{path}")
        if value is None or value < 0:
            yield Fault(f"actionsSuppressor.{path}", "seconds from 0")


@rule(
    "GP-ALARM-015",
    _DASHBOARD,
    title="The dashboard cannot be read.",
    error="InvalidParameterInput: The dashboard body is invalid, there are validation errors",
    source="API cloudwatch PutDashboard; dashboard body structure",
)
def dashboard(node: Node, _: World) -> Iterator[Fault]:
    """JSON; widgets of known types in a grid 24 wide; metrics have a region."""
    text = node.get("dashboardBody")
    if text is None:
        return
    try:
        body = json.loads(text)
    except (TypeError, ValueError):
        yield Fault("dashboardBody", "JSON")
        return
    widgets = body.get("widgets") if isinstance(body, Mapping) else None
    if not isinstance(widgets, list):
        yield Fault("dashboardBody", "an object with widgets")
        return
    if len(widgets) > 500:
        yield Fault("dashboardBody", "500 widgets")
    for index, widget in enumerate(widgets):
        wrong = _widget(widget)
        if wrong:
            yield Fault("dashboardBody", f"widgets[{index}]: {wrong}")


_WIDGETS = ("metric", "text", "log", "alarm", "explorer", "custom")


def _widget(widget: Any) -> str:
    if not isinstance(widget, Mapping) or widget.get("type") not in _WIDGETS:
        return f"type out of {', '.join(_WIDGETS)}"
    x, width = number(widget.get("x", 0)), number(widget.get("width", 6))
    height = number(widget.get("height", 6))
    if x is None or width is None or not 0 <= x <= 23 or not 1 <= width <= 24 or x + width > 24:
        return "x and width within 24 columns"
    if height is None or not 1 <= height <= 1000:
        return "height from 1 to 1000"
    inner = widget.get("properties")
    if not isinstance(inner, Mapping):
        return "properties"
    if widget["type"] == "metric":
        if not inner.get("metrics") and not inner.get("annotations"):
            return "properties.metrics"
        if not inner.get("region"):
            return "properties.region"
        if inner.get("view") not in (
            None,
            "timeSeries",
            "singleValue",
            "gauge",
            "bar",
            "pie",
            "table",
        ):
            return "a view such as timeSeries"
        if (p := number(inner.get("period"))) is not None and not (p in {1, 5} or _good_period(p)):
            return "a period of whole minutes"
    if widget["type"] == "text" and "markdown" not in inner:
        return "properties.markdown"
    if widget["type"] == "log" and not (inner.get("query") and inner.get("region")):
        return "properties.query and properties.region"
    if widget["type"] == "alarm" and not inner.get("alarms"):
        return "properties.alarms"
    return ""


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
