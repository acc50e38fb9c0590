"""CloudWatch: dashboards."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.alarms_metric import good_period
from groundplan.rules.node import Node, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_DASHBOARD = "aws:cloudwatch/dashboard:Dashboard"


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
        if (p := number(inner.get("period"))) is not None and not (p in {1, 5} or good_period(p)):
            return "a period of whole minutes"
    if widget["type"] == "text" and "markdown" not in inner:
        return "properties.markdown"
    if widget["type"] == "log" and not (inner.get("query") and inner.get("region")):
        return "properties.query and properties.region"
    if widget["type"] == "alarm" and not inner.get("alarms"):
        return "properties.alarms"
    return ""
