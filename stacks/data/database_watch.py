"""What metrics do not tell about a database: its events, and the deadlocks in its log."""

from collections.abc import Sequence
from typing import Literal

import pulumi
import pulumi_aws as aws

from stacks.data.database_parts import DatabaseArgs
from stacks.observability.alarm import Alarms, AlarmsArgs, AlarmSpec, Metric

_EVENTS = {
    "db-instance": (
        "availability",
        "deletion",
        "failover",
        "failure",
        "low storage",
        "maintenance",
        "notification",
        "recovery",
    ),
    "db-cluster": ("deletion", "failover", "failure", "maintenance", "notification"),
}


def watch(
    name: str,
    args: DatabaseArgs,
    *,
    source_type: Literal["db-instance", "db-cluster"],
    source_id: pulumi.Output[str],
    log_group: aws.cloudwatch.LogGroup,
    opts: pulumi.ResourceOptions,
) -> None:
    """Tell of a database's events, and count the deadlocks in its log.

    Args:
        name: Name of the database component.
        args: Its settings.
        source_type: What RDS calls the source of the events.
        source_id: Identifier of the instance or cluster.
        log_group: Log in which the engine reports deadlocks.
        opts: Options of the children.
    """
    tell_events(f"{name}-events", args, source_type=source_type, source_ids=[source_id], opts=opts)
    namespace = f"Groundplan/{args.home.context.prefix}"
    metric = Metric(namespace=namespace, name="DatabaseDeadlocks", statistic="Sum")
    aws.cloudwatch.LogMetricFilter(
        f"{name}-deadlocks",
        log_group_name=log_group.name,
        # PostgreSQL and MySQL use the same two words.
        pattern='"deadlock detected"',
        metric_transformation={"namespace": namespace, "name": metric.name, "value": "1"},
        opts=opts,
    )
    Alarms(
        f"{name}-log-alarms",
        AlarmsArgs(
            context=args.home.context,
            topics=args.home.topics,
            specs=(_deadlocks(metric),),
            dimensions={},
            page=args.home.page,
        ),
        opts,
    )


def tell_events(
    name: str,
    args: DatabaseArgs,
    *,
    source_type: Literal["db-instance", "db-cluster"],
    source_ids: Sequence[pulumi.Input[str]],
    opts: pulumi.ResourceOptions,
) -> None:
    """Tell of failovers, maintenance, restarts and full disks.

    Args:
        name: Name of the subscription.
        args: Settings of the database.
        source_type: What RDS calls the sources.
        source_ids: Identifiers of the instances or of the cluster.
        opts: Options of the subscription.
    """
    aws.rds.EventSubscription(
        name,
        sns_topic=args.home.topics.ticket,
        source_type=source_type,
        source_ids=list(source_ids),
        event_categories=list(_EVENTS[source_type]),
        opts=opts,
    )


def _deadlocks(metric: Metric) -> AlarmSpec:
    return AlarmSpec(
        role="deadlocks-max",
        metric=metric,
        comparison=">",
        threshold=5,
        period_seconds=300,
        periods=3,
        datapoints=2,
        # The filter writes only when it finds something.
        missing="notBreaching",
        severity="ticket",
        summary="Transactions keep waiting for each other; the database cancels one each time.",
        runbook="database.md#deadlocks",
    )
