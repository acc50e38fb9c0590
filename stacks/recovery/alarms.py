"""Alarms on silence: a job that never starts reports no failure."""

from stacks.observability.alarm import AlarmSpec, Metric

_NAMESPACE = "AWS/Backup"
_HOUR = 3600
_ARRIVED = Metric(namespace="AWS/Events", name="TriggeredRules", statistic="Sum")
"""Counts the events of one rule, by ``RuleName``."""

BACKUP_ALARMS = (
    AlarmSpec(
        role="completed-jobs-26-hours-min",
        metric=Metric(namespace=_NAMESPACE, name="NumberOfBackupJobsCompleted", statistic="Sum"),
        comparison="<",
        threshold=1,
        period_seconds=_HOUR,
        periods=26,
        datapoints=26,
        # AWS publishes nothing when nothing happened, which is the failure looked for.
        missing="breaching",
        severity="ticket",
        summary="No backup has succeeded for 26 hours.",
        runbook="backup.md#no-backup",
    ),
)
"""Rows of the environment's vault."""

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
        summary="No copy of a backup has arrived elsewhere for 26 hours.",
        runbook="backup.md#no-copy",
    ),
)
"""Rows of the rule that records copies into one vault."""

RESTORE_TEST_ALARMS = (
    AlarmSpec(
        role="completed-restores-5-days-min",
        metric=_ARRIVED,
        comparison="<",
        threshold=1,
        period_seconds=_HOUR,
        # CloudWatch looks back 7 days at most, so a weekly test could not be told from a
        # missing one; tests run every 3 to 4 days.
        periods=120,
        datapoints=120,
        missing="breaching",
        severity="ticket",
        summary="No restore test has succeeded for 5 days: the backups are a hope.",
        runbook="backup.md#no-restore-test",
    ),
)
"""Rows of the rule that records restore tests."""
