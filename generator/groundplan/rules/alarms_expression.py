"""CloudWatch: alarms on a calculation over several metrics."""

import re
from collections.abc import Iterator

from groundplan.rules.grammar.expression import metric_math, result_kind
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
_API = "API cloudwatch PutMetricAlarm"


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
        elif not str(text).lstrip().upper().startswith("SELECT") and (
            kind := result_kind(str(text))
        ) not in ("series", "any"):
            row = place.rpartition(".")[0]
            if node.truth(f"{row}.returnData"):
                yield Fault(place, f"one line of numbers over time; this gives {kind}")
        elif (
            str(text).lstrip().upper().startswith("ANOMALY_DETECTION_BAND")
            and node.truth(f"{place.rpartition('.')[0]}.returnData")
            and node.get(f"{place.rpartition('.')[0]}.id") != node.get("thresholdMetricId")
        ):
            yield Fault(place, "one line of numbers; a band stands in thresholdMetricId")
        elif used & {node.get(f"{place.rpartition('.')[0]}.id")}:
            yield Fault(place, "other rows than itself")
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
