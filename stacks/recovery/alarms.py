"""Alarms on silence: a job that never starts reports no failure."""

from stacks.observability.alarm import AlarmSpec, Metric

_HOUR = 3600
_ARRIVED = Metric(namespace="AWS/Events", name="TriggeredRules", statistic="Sum")
"""Counts the events of one rule, by ``RuleName``. AWS Backup's own metrics tell neither the
type of what was backed up nor where it was copied to, together with the vault."""

BACKUP_ALARMS = (
    AlarmSpec(
        role="completed-jobs-26-hours-min",
        metric=_ARRIVED,
        comparison="<",
        threshold=1,
        period_seconds=_HOUR,
        periods=26,
        datapoints=26,
        # AWS publishes nothing when nothing happened, which is the failure looked for.
        missing="breaching",
        severity="ticket",
        summary="No backup of this kind of store has succeeded for 26 hours.",
        runbook="backup.md#no-backup",
    ),
)
"""Rows of the rule that records backups of one type."""

COPY_ALARMS = (
    AlarmSpec(
        role="completed-copies-26-hours-min",
        metric=_ARRIVED,
        comparison="<",
        threshold=1,
        period_seconds=_HOUR,
        periods=26,
        datapoints=26,
        missing="breaching",
        severity="ticket",
        summary="No copy of a backup of this kind of store has arrived elsewhere for 26 hours.",
        runbook="backup.md#no-copy",
    ),
)
"""Rows of the rule that records copies of one type into one vault."""

VALIDATED = "RestoreTestsValidated"
"""Metric of good verdicts, by ``Type``."""
LEFT_OVER = "RestoreTestsLeftOver"
"""Metric of what could not be deleted."""


def validated_alarms(namespace: str) -> tuple[AlarmSpec, ...]:
    """Rows of one type of store; dimension ``Type``.

    Args:
        namespace: Where the validator's log filters write.
    """
    return (
        AlarmSpec(
            role="validated-restores-5-days-min",
            metric=Metric(namespace=namespace, name=VALIDATED, statistic="Sum"),
            comparison="<",
            threshold=1,
            period_seconds=_HOUR,
            # CloudWatch looks back 7 days at most, so a weekly test could not be told from
            # a missing one; tests run every 3 to 4 days.
            periods=120,
            datapoints=120,
            missing="breaching",
            severity="ticket",
            summary="No restore of this kind of store has been shown to work for 5 days: "
            "its backups are a hope.",
            runbook="backup.md#no-restore-test",
        ),
    )


def validator_alarms() -> tuple[AlarmSpec, ...]:
    """Rows of the function that checks; dimension ``FunctionName``."""
    return (
        AlarmSpec(
            role="bad-restores-max",
            metric=Metric(namespace="AWS/Lambda", name="Errors", statistic="Sum"),
            comparison=">",
            threshold=0,
            period_seconds=300,
            periods=1,
            datapoints=1,
            missing="notBreaching",
            severity="ticket",
            summary="What a test restored is no good, or could not be checked.",
            runbook="backup.md#bad-restore",
        ),
    )


def left_over_alarms(namespace: str) -> tuple[AlarmSpec, ...]:
    """Rows of what tests left behind.

    Args:
        namespace: Where the validator's log filters write.
    """
    return (
        AlarmSpec(
            role="left-over-max",
            metric=Metric(namespace=namespace, name=LEFT_OVER, statistic="Sum"),
            comparison=">",
            threshold=0,
            period_seconds=300,
            periods=1,
            datapoints=1,
            missing="notBreaching",
            severity="ticket",
            summary="AWS Backup could not delete what a test restored: it costs and holds data.",
            runbook="backup.md#left-over",
        ),
    )
