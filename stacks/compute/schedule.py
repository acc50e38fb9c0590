"""Scheduled jobs: tasks that start by the clock and end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.compute.alarms import CRON_FAILED, cron_alarms
from stacks.compute.cluster import Cluster
from stacks.compute.schedule_policies import failed_runs, scheduler_permissions
from stacks.compute.task import Task
from stacks.context import Context
from stacks.errors import ArgumentError
from stacks.observability.alarm import Alarms, AlarmsArgs
from stacks.observability.notifications import Topics
from stacks.trust import service_trust


@dataclass(frozen=True, kw_only=True)
class ScheduledJobArgs:
    """Settings of a scheduled job; what it costs are its tasks while they run."""

    context: Context
    """Who and where."""
    cluster: Cluster
    """Where it runs."""
    task: Task
    """What runs."""
    schedule: str
    """``cron(0 3 * * ? *)`` or ``rate(1 hour)``, in UTC."""
    subnet_ids: pulumi.Input[Sequence[str]]
    """Subnets of the tasks."""
    topics: Topics
    """Where alarms go."""
    page: bool
    """Severe alarms wake somebody."""
    released: bool
    """There is an image to run; otherwise the schedule is disabled."""
    spot: bool
    """Run on spare capacity, stopped with two minutes' notice."""
    public_addresses: bool
    """Tasks get public addresses, where there is no NAT gateway to leave through."""

    def __post_init__(self) -> None:
        """Refuse what is no schedule."""
        if not self.schedule.startswith(("cron(", "rate(")) or not self.schedule.endswith(")"):
            raise ArgumentError(
                "groundplan:services.schedule",
                self.schedule,
                "an expression such as cron(0 3 * * ? *) or rate(1 hour)",
            )


class ScheduledJob(Component, token="groundplan:compute:ScheduledJob"):
    """Starts the newest revision of a task by the clock.

    A start that fails and a run that ends in an error both leave a message in the job's
    queue of failures, which an alarm watches; so what AWS said is there in the morning. A
    job that runs daily has a second alarm on silence.

    Invariants: the scheduler's role starts this task family in this cluster and passes
    this task's roles, nothing else; only this account's scheduler can assume it.
    """

    CHILDREN = ("schedule", "failures")

    def __init__(
        self,
        name: str,
        args: ScheduledJobArgs,
        opts: pulumi.ResourceOptions | None = None,
        overrides: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        super().__init__(name, opts, overrides)
        self._args = args
        context = args.context
        # A group of its own, because the scheduler's metrics know groups and not schedules.
        group = aws.scheduler.ScheduleGroup(
            f"{name}-group",
            name=context.physical(name, 64),
            region=context.region,
            opts=self._child(),
        )
        failures = self._failures(name)
        role = self._role(name, failures.arn)
        self._schedule(name, group.name, failures.arn, role)
        for suffix, specs, dimensions in (
            ("alarms", cron_alarms(args.schedule) if args.released else (), _group(group.name)),
            ("failure-alarms", (CRON_FAILED,), {"QueueName": failures.name}),
        ):
            if specs:
                Alarms(
                    f"{name}-{suffix}",
                    AlarmsArgs(
                        context=context,
                        topics=args.topics,
                        specs=specs,
                        dimensions=dimensions,
                        page=args.page,
                    ),
                    self._child(),
                )
        self.register_outputs({})

    def _failures(self, name: str) -> aws.sqs.Queue:
        args = self._args
        region = args.context.region
        queue = aws.sqs.Queue(
            f"{name}-failures",
            **self._merged(
                "failures",
                {"message_retention_seconds": 14 * 86400},
                # Keys of SQS: the scheduler and EventBridge need no permission on them.
                {"sqs_managed_sse_enabled": True, "region": region},
            ),
            opts=self._child(),
        )
        rule = aws.cloudwatch.EventRule(
            f"{name}-failed",
            description=f"Runs of {name} that end in an error or do not start",
            event_pattern=args.cluster.arn.apply(
                lambda cluster: failed_runs(cluster, args.task.family)
            ),
            region=region,
            opts=self._child(),
        )
        policy = aws.sqs.QueuePolicy(
            f"{name}-failures-policy",
            queue_url=queue.url,
            policy=pulumi.Output.json_dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Sid": "FailedRuns",
                            "Effect": "Allow",
                            "Principal": {"Service": "events.amazonaws.com"},
                            "Action": "sqs:SendMessage",
                            "Resource": queue.arn,
                            "Condition": {"ArnEquals": {"aws:SourceArn": rule.arn}},
                        }
                    ],
                }
            ),
            region=region,
            opts=self._child(),
        )
        aws.cloudwatch.EventTarget(
            f"{name}-failed-target",
            rule=rule.name,
            arn=queue.arn,
            region=region,
            opts=self._child(depends_on=[policy]),
        )
        return queue

    def _role(self, name: str, failures_arn: pulumi.Output[str]) -> aws.iam.Role:
        args = self._args
        role = aws.iam.Role(
            f"{name}-scheduler",
            description=f"Starts {name} by the clock",
            assume_role_policy=service_trust("scheduler", args.context),
            opts=self._child(),
        )
        self._policy = aws.iam.RolePolicy(
            f"{name}-scheduler-policy",
            role=role.name,
            policy=scheduler_permissions(args.context, args.cluster, args.task, failures_arn),
            opts=self._child(),
        )
        return role

    def _schedule(
        self,
        name: str,
        group: pulumi.Output[str],
        failures_arn: pulumi.Output[str],
        role: aws.iam.Role,
    ) -> None:
        args = self._args
        aws.scheduler.Schedule(
            f"{name}-schedule",
            **self._merged(
                "schedule",
                {
                    "schedule_expression_timezone": "UTC",
                    "flexible_time_window": {"mode": "OFF"},
                    "state": "ENABLED" if args.released else "DISABLED",
                },
                {
                    "name": args.context.physical(name, 64),
                    "group_name": group,
                    "schedule_expression": args.schedule,
                    "target": {
                        "arn": args.cluster.arn,
                        "role_arn": role.arn,
                        "dead_letter_config": {"arn": failures_arn},
                        "retry_policy": {
                            "maximum_event_age_in_seconds": 3600,
                            "maximum_retry_attempts": 3,
                        },
                        "ecs_parameters": {
                            # Without the revision: the newest.
                            "task_definition_arn": args.task.definition_arn.apply(
                                lambda arn: arn.rpartition(":")[0]
                            ),
                            "task_count": 1,
                            "enable_ecs_managed_tags": True,
                            "propagate_tags": "TASK_DEFINITION",
                            "capacity_provider_strategies": [
                                {
                                    "capacity_provider": "FARGATE_SPOT" if args.spot else "FARGATE",
                                    "base": 0,
                                    "weight": 1,
                                }
                            ],
                            "network_configuration": {
                                "subnets": args.subnet_ids,
                                "security_groups": [args.task.security_group_id],
                                "assign_public_ip": args.public_addresses,
                            },
                        },
                    },
                    "region": args.context.region,
                },
            ),
            # Without the permission AWS accepts the schedule and each run fails.
            opts=self._child(depends_on=[self._policy]),
        )


def _group(name: pulumi.Output[str]) -> dict[str, pulumi.Input[str]]:
    return {"ScheduleGroup": name}
