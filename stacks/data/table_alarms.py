"""Alarms of a DynamoDB table."""

from stacks.observability.alarm import AlarmSpec, Metric


def _throttled(kind: str) -> AlarmSpec:
    return AlarmSpec(
        role=f"{kind.lower()}-throttles-sum",
        metric=Metric(namespace="AWS/DynamoDB", name=f"{kind}ThrottleEvents", statistic="Sum"),
        comparison=">",
        threshold=10,
        period_seconds=300,
        periods=3,
        datapoints=3,
        # Published only when something is throttled.
        missing="notBreaching",
        severity="ticket",
        summary=f"The table turns {kind.lower()}s away: one partition key takes too many, or an "
        "account limit is reached.",
        runbook="table.md#throttles",
    )


TABLE_ALARMS = (_throttled("Read"), _throttled("Write"))
"""Rows of every table."""
