"""Alarms on NAT gateways: what stops tasks from reaching the internet."""

from stacks.observability.alarm import AlarmSpec, Metric

NAMESPACE = "AWS/NATGateway"

NAT_ALARMS = (
    AlarmSpec(
        role="port-allocation-errors",
        metric=Metric(namespace=NAMESPACE, name="ErrorPortAllocation", statistic="Sum"),
        comparison=">",
        threshold=0,
        period_seconds=60,
        periods=3,
        datapoints=2,
        missing="notBreaching",
        severity="page",
        summary="The NAT gateway has no free port: new connections to the internet fail.",
        runbook="network.md#nat-ports",
    ),
    AlarmSpec(
        role="packets-dropped",
        metric=Metric(namespace=NAMESPACE, name="PacketsDropCount", statistic="Sum"),
        comparison=">",
        threshold=0,
        period_seconds=60,
        periods=5,
        datapoints=5,
        missing="notBreaching",
        severity="ticket",
        summary="The NAT gateway drops packets: connections to the internet stall.",
        runbook="network.md#nat-drops",
    ),
)
"""Rows by NAT gateway; dimension ``NatGatewayId``."""
