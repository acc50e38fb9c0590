"""Small functions that watch: a log group, a role, and code whose text is one file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context
from stacks.trust import service_trust


@dataclass(frozen=True, kw_only=True)
class FunctionArgs:
    """Settings of a function. Free at a few runs a day."""

    context: Context
    """Who and where."""
    role: str
    """What it is, end of its physical name: ``restore-validator``."""
    description: str
    """What it does."""
    code: Path
    """File with ``handler``; it may import boto3 and the standard library only."""
    statements: Sequence[dict[str, Any]]
    """What it may do, beside writing its log."""
    timeout_seconds: int
    """When it is stopped, at most 900."""
    log_days: int
    """Days its log is kept."""
    logs_key_arn: pulumi.Input[str]
    """Key of its log group."""
    environment: Mapping[str, pulumi.Input[str]] | None = None
    """Variables of its environment."""


def make_function(
    parent: Component, name: str, args: FunctionArgs
) -> tuple[aws.lambda_.Function, aws.cloudwatch.LogGroup]:
    """A function of a component, with its log group and its role.

    Args:
        parent: The component.
        name: Start of the logical names.
        args: Settings.
    """
    context, physical = args.context, args.context.physical(args.role, 64)
    opts = pulumi.ResourceOptions(parent=parent)
    log = aws.cloudwatch.LogGroup(
        f"{name}-log",
        # Made before Lambda would make it without key and end.
        name=f"/aws/lambda/{physical}",
        retention_in_days=args.log_days,
        kms_key_id=args.logs_key_arn,
        region=context.region,
        opts=opts,
    )
    role = aws.iam.Role(
        f"{name}-role",
        name=physical,
        assume_role_policy=service_trust("lambda"),
        opts=opts,
    )
    policy = aws.iam.RolePolicy(
        f"{name}-role-policy",
        role=role.name,
        policy=pulumi.Output.json_dumps(
            {"Version": "2012-10-17", "Statement": [_writes_log(log), *args.statements]}
        ),
        opts=opts,
    )
    function = aws.lambda_.Function(
        f"{name}-function",
        name=physical,
        description=args.description,
        role=role.arn,
        runtime="python3.13",
        architectures=["arm64"],
        handler=f"{args.code.stem}.handler",
        code=pulumi.AssetArchive(
            {args.code.name: pulumi.StringAsset(args.code.read_text("utf-8"))}
        ),
        memory_size=256,
        timeout=args.timeout_seconds,
        environment={"variables": dict(args.environment)} if args.environment else None,
        # No reserved concurrency: a young account has 10 in all and may reserve none.
        region=context.region,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[log, policy]),
    )
    return function, log


def invoke_by(
    parent: Component,
    name: str,
    rule: aws.cloudwatch.EventRule,
    function: aws.lambda_.Function,
    *,
    context: Context,
    event: pulumi.Input[str] | None = None,
) -> None:
    """Let a rule of EventBridge run a function.

    Args:
        parent: The component both belong to.
        name: Start of the logical names.
        rule: When it runs.
        function: What runs.
        context: Who and where.
        event: What it is given, as JSON; the rule's own event unless told.
    """
    permission = aws.lambda_.Permission(
        f"{name}-permission",
        function=function.name,
        action="lambda:InvokeFunction",
        principal="events.amazonaws.com",
        source_arn=rule.arn,
        region=context.region,
        opts=pulumi.ResourceOptions(parent=parent),
    )
    aws.cloudwatch.EventTarget(
        f"{name}-target",
        rule=rule.name,
        arn=function.arn,
        input=event,
        region=context.region,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[permission]),
    )


def _writes_log(log: aws.cloudwatch.LogGroup) -> dict[str, Any]:
    return {
        "Sid": "TellsResults",
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": [pulumi.Output.concat(log.arn, ":*")],
    }
