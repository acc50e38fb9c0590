"""Alarms on secrets that nobody changed in time."""

from stacks.observability.alarm import AlarmSpec, Metric

DAYS_LATE = "SecretDaysLate"
"""Metric of the days that a secret is late: 0 for one in time."""


def secret_alarms(namespace: str, max_days: int) -> tuple[AlarmSpec, ...]:
    """Rows of all secrets of an environment.

    Args:
        namespace: Where the watch's log filter writes.
        max_days: How old a value may be.
    """
    return (
        AlarmSpec(
            role="days-late-max",
            metric=Metric(namespace=namespace, name=DAYS_LATE, statistic="Maximum"),
            comparison=">",
            threshold=0,
            # The watch runs once a day, so one run more or less in a day is no news.
            period_seconds=86400,
            periods=2,
            datapoints=2,
            missing="breaching",
            severity="ticket",
            summary=f"A secret's value is older than {max_days} days, a rotation is overdue, or "
            "nobody has looked for two days.",
            runbook="secret.md#too-old",
        ),
    )
