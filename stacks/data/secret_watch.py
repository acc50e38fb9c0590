"""Watches how old the values of secrets are, and whether rotations happen."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context
from stacks.data.secret_alarms import DAYS_LATE, secret_alarms
from stacks.observability.alarm import Alarms, AlarmsArgs
from stacks.observability.function import FunctionArgs, invoke_by, make_function
from stacks.observability.notifications import Topics

CODE = Path(__file__).with_name("secret_age.py")
"""Text of the function."""


@dataclass(frozen=True, kw_only=True)
class SecretWatchArgs:
    """Settings of the watch: 0.40 USD a month, for a metric and an alarm; the runs are free."""

    context: Context
    """Who and where."""
    secret_arns: Sequence[pulumi.Input[str]]
    """What is watched, about 70 secrets at most: an event holds 8,192 characters."""
    max_days: int
    """How old a value may be that people change."""
    topics: Topics
    """Where the alarm goes."""
    page: bool
    """False sends pages to the ticket topic too."""
    log_days: int
    """Days its findings are kept."""
    logs_key_arn: pulumi.Input[str]
    """Key of the log group of its findings."""


class SecretWatch(Component, token="groundplan:data:SecretWatch"):
    """A function that asks for the dates of every secret, once a day at 06:00 UTC.

    A rotation that failed is an event (``secret-rotation-failed``), but EventBridge delivers
    as well as it can, and of a rotation that never began there is none; of a value that only
    people change there is never one. AWS Config has rules for both: they want the recorder,
    which not every profile has, and by their text count what Secrets Manager rotated, so a
    value put in by hand may stay too old for ever (not tried). An alarm cannot count the days
    by itself: it looks back seven.

    Invariants: the function may read the dates of the named secrets, and no value.
    """

    CHILDREN = ("function",)

    def __init__(
        self, name: str, args: SecretWatchArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        context = args.context
        function, log = make_function(
            self,
            name,
            FunctionArgs(
                context=context,
                role="secret-watch",
                description="Tells how old the values of secrets are",
                code=CODE,
                statements=[
                    {
                        "Sid": "ReadsDates",
                        "Effect": "Allow",
                        "Action": [
                            "secretsmanager:DescribeSecret",
                            "secretsmanager:ListSecretVersionIds",
                        ],
                        "Resource": list(args.secret_arns),
                    }
                ],
                timeout_seconds=60,
                log_days=args.log_days,
                logs_key_arn=args.logs_key_arn,
            ),
        )
        rule = aws.cloudwatch.EventRule(
            f"{name}-rule",
            name=context.physical(name, 64),
            description="Asks for the age of secrets, once a day",
            schedule_expression="cron(0 6 * * ? *)",
            region=context.region,
            opts=self._child(),
        )
        event = {"max_days": args.max_days, "secrets": list(args.secret_arns)}
        invoke_by(
            self, name, rule, function, context=context, event=pulumi.Output.json_dumps(event)
        )
        namespace = f"Groundplan/{context.prefix}"
        aws.cloudwatch.LogMetricFilter(
            f"{name}-late",
            log_group_name=log.name,
            pattern="{ $.days_late = * }",
            metric_transformation={
                "namespace": namespace,
                "name": DAYS_LATE,
                "value": "$.days_late",
            },
            region=context.region,
            opts=self._child(),
        )
        Alarms(
            f"{name}-alarms",
            AlarmsArgs(
                context=context,
                topics=args.topics,
                specs=secret_alarms(namespace, args.max_days),
                dimensions={},
                page=args.page,
            ),
            self._child(),
        )
        self.register_outputs({"function_name": function.name})
