"""Alarms of the load balancer, of CloudFront and of the WAF."""

from stacks.observability.alarm import AlarmSpec, Metric


def _balancer(name: str) -> Metric:
    return Metric(namespace="AWS/ApplicationELB", name=name, statistic="Sum")


LOAD_BALANCER = (
    AlarmSpec(
        role="balancer-5xx-percent-max",
        comparison=">",
        threshold=1,
        period_seconds=300,
        periods=2,
        datapoints=2,
        missing="notBreaching",
        severity="ticket",
        summary="The load balancer itself answers more than 1 % of requests with an error.",
        runbook="load-balancer.md#errors",
        expression=(
            "IF(requests >= 50 AND FILL(errors, 0) >= 5, 100 * FILL(errors, 0) / requests, 0)"
        ),
        metrics={
            "requests": _balancer("RequestCount"),
            "errors": _balancer("HTTPCode_ELB_5XX_Count"),
        },
    ),
    AlarmSpec(
        role="rejected-connections-max",
        comparison=">",
        threshold=0,
        period_seconds=300,
        periods=1,
        datapoints=1,
        missing="notBreaching",
        severity="ticket",
        summary="The load balancer turned connections away because it was full.",
        runbook="load-balancer.md#rejected",
        metric=_balancer("RejectedConnectionCount"),
    ),
    AlarmSpec(
        role="tls-errors-max",
        comparison=">",
        threshold=50,
        period_seconds=300,
        periods=2,
        datapoints=2,
        missing="notBreaching",
        severity="ticket",
        summary="CloudFront cannot agree on TLS with the load balancer.",
        runbook="load-balancer.md#tls",
        metric=_balancer("ClientTLSNegotiationErrorCount"),
    ),
)
"""Dimension: ``LoadBalancer``."""

CDN = (
    AlarmSpec(
        role="5xx-percent-max",
        comparison=">=",
        threshold=5,
        period_seconds=300,
        periods=2,
        datapoints=2,
        missing="notBreaching",
        severity="page",
        summary="At least 5 % of what visitors ask for ends in a server error.",
        runbook="cdn.md#errors",
        expression="IF(requests >= 50, rate, 0)",
        metrics={
            "requests": Metric(namespace="AWS/CloudFront", name="Requests", statistic="Sum"),
            "rate": Metric(namespace="AWS/CloudFront", name="5xxErrorRate", statistic="Average"),
        },
    ),
)
"""Dimensions: ``DistributionId`` and ``Region=Global``. In us-east-1 only."""

WAF = (
    AlarmSpec(
        role="blocked-requests-max",
        comparison=">",
        threshold=1000,
        period_seconds=300,
        periods=1,
        datapoints=1,
        missing="notBreaching",
        severity="ticket",
        summary="The WAF blocked more than 1,000 requests in five minutes.",
        runbook="waf.md#blocked",
        metric=Metric(namespace="AWS/WAFV2", name="BlockedRequests", statistic="Sum"),
    ),
)
"""Dimensions: ``WebACL`` (its metric name) and ``Rule=ALL``. In us-east-1 only."""
