"""Alarms of a queue and of its dead-letter queue."""

from stacks.observability.alarm import AlarmSpec, Metric

_NAMESPACE = "AWS/SQS"


def queue_alarms(max_age_seconds: int) -> tuple[AlarmSpec, ...]:
    """Rows of the queue itself.

    Args:
        max_age_seconds: How long a message may wait before somebody is told.
    """
    return (
        AlarmSpec(
            role="oldest-message-seconds-max",
            metric=Metric(
                namespace=_NAMESPACE, name="ApproximateAgeOfOldestMessage", statistic="Maximum"
            ),
            comparison=">",
            threshold=max_age_seconds,
            period_seconds=60,
            periods=5,
            datapoints=5,
            # An empty queue that nobody polls publishes nothing.
            missing="notBreaching",
            severity="page",
            summary=f"A message has waited longer than {max_age_seconds} seconds: "
            "the workers are down, stuck or too few.",
            runbook="queue.md#oldest-message",
        ),
    )


def dead_letter_alarms() -> tuple[AlarmSpec, ...]:
    """Rows of the dead-letter queue."""
    return (
        AlarmSpec(
            role="messages-max",
            metric=Metric(
                namespace=_NAMESPACE,
                name="ApproximateNumberOfMessagesVisible",
                statistic="Maximum",
            ),
            comparison=">",
            threshold=0,
            period_seconds=300,
            periods=1,
            datapoints=1,
            missing="notBreaching",
            severity="ticket",
            summary="A message failed every attempt and was put aside: work is not being done.",
            runbook="queue.md#dead-letter",
        ),
    )
