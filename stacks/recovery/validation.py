"""Checks what a restore test restored, and tells when it is no good or never came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context
from stacks.observability.alarm import Alarms, AlarmsArgs, AlarmSpec
from stacks.observability.function import FunctionArgs, invoke_by, make_function
from stacks.observability.notifications import Topics
from stacks.recovery.alarms import (
    LEFT_OVER,
    VALIDATED,
    left_over_alarms,
    validated_alarms,
    validator_alarms,
)
from stacks.recovery.validation_policy import statements

CODE = Path(__file__).with_name("validator.py")
"""Text of the function."""

_TIMEOUT_SECONDS = 900


@dataclass(frozen=True, kw_only=True)
class RestoreValidationArgs:
    """Settings of the validation: free at two runs a week; alarms 0.10 USD a month each."""

    context: Context
    """Who and where."""
    plan_arn: pulumi.Input[str]
    """Restore-testing plan whose jobs are checked."""
    resource_types: Sequence[str]
    """Types the plan restores, by AWS Backup's names: ``RDS``, ``S3``."""
    key_arns: Sequence[pulumi.Input[str]]
    """Keys of what is restored; databases must carry the first."""
    topics: Topics
    """Where alarms go."""
    page: bool
    """False sends pages to the ticket topic too."""
    log_days: int
    """Days the results are kept."""
    logs_key_arn: pulumi.Input[str]
    """Key of the results' log group."""


class RestoreValidation(Component, token="groundplan:recovery:RestoreValidation"):
    """A function that looks at each restored store and gives AWS Backup its verdict.

    AWS Backup deletes what it restored once there is a verdict, or when the selection's
    validation window ends. One line of JSON for each verdict stays in the log group: the
    proof an auditor asks for, with the minutes the restore took.

    Alarms: a verdict that is bad or never reached (the function's errors), a kind of store
    without a good verdict for 5 days, and something restored that could not be deleted.

    Invariants: the function reads what tests restored and nothing else; it changes nothing.
    """

    CHILDREN = ("function",)

    def __init__(
        self, name: str, args: RestoreValidationArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._args, context = args, args.context
        function, log = make_function(
            self,
            name,
            FunctionArgs(
                context=context,
                role="restore-validator",
                description="Checks what restore tests of AWS Backup restored",
                code=CODE,
                statements=statements(context, args.key_arns),
                timeout_seconds=_TIMEOUT_SECONDS,
                log_days=args.log_days,
                logs_key_arn=args.logs_key_arn,
                environment={"KEY_ARN": args.key_arns[0]},
            ),
        )
        self._listen(name, function)
        self._watch(name, log, function)
        self.register_outputs({"function_name": function.name})

    def _listen(self, name: str, function: aws.lambda_.Function) -> None:
        rule = aws.cloudwatch.EventRule(
            f"{name}-rule",
            name=self._args.context.physical(name, 64),
            description="AWS Backup: restore tests that ended",
            event_pattern=pulumi.Output.json_dumps(
                {
                    "source": ["aws.backup"],
                    "detail-type": ["Restore Job State Change"],
                    # Restore events say `status`, where those of backups say `state`.
                    "detail": {
                        "status": ["COMPLETED"],
                        "restoreTestingPlanArn": [self._args.plan_arn],
                    },
                }
            ),
            region=self._args.context.region,
            opts=self._child(),
        )
        invoke_by(self, name, rule, function, context=self._args.context)

    def _watch(
        self, name: str, log: aws.cloudwatch.LogGroup, function: aws.lambda_.Function
    ) -> None:
        namespace = f"Groundplan/{self._args.context.prefix}"
        self._filter(
            f"{name}-validated",
            log,
            '{ $.validation = "SUCCESSFUL" }',
            namespace=namespace,
            metric=VALIDATED,
            dimensions={"Type": "$.type"},
        )
        self._filter(
            f"{name}-left-over",
            log,
            '{ $.left_over = "*" }',
            namespace=namespace,
            metric=LEFT_OVER,
        )
        for type_ in self._args.resource_types:
            self._alarm(f"{name}-{type_.lower()}", validated_alarms(namespace), {"Type": type_})
        self._alarm(f"{name}-function", validator_alarms(), {"FunctionName": function.name})
        self._alarm(f"{name}-left-over", left_over_alarms(namespace), {})

    def _filter(
        self,
        name: str,
        log: aws.cloudwatch.LogGroup,
        pattern: str,
        *,
        namespace: str,
        metric: str,
        dimensions: dict[str, str] | None = None,
    ) -> None:
        aws.cloudwatch.LogMetricFilter(
            name,
            log_group_name=log.name,
            pattern=pattern,
            metric_transformation=aws.cloudwatch.LogMetricFilterMetricTransformationArgs(
                namespace=namespace, name=metric, value="1", dimensions=dimensions
            ),
            region=self._args.context.region,
            opts=self._child(),
        )

    def _alarm(
        self, name: str, specs: Sequence[AlarmSpec], dimensions: Mapping[str, pulumi.Input[str]]
    ) -> None:
        Alarms(
            f"{name}-alarms",
            AlarmsArgs(
                context=self._args.context,
                topics=self._args.topics,
                specs=specs,
                dimensions=dimensions,
                page=self._args.page,
            ),
            self._child(),
        )
