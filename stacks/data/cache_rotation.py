"""Rotates the password of the cache: the first one and every later one."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.data.cache import PORT, Cache
from stacks.data.home import DataHome
from stacks.data.secret import Secret
from stacks.observability.function import FunctionArgs, make_function

CODE = Path(__file__).with_name("cache_password.py")
"""Text of the function."""

_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")


@dataclass(frozen=True, kw_only=True)
class CacheRotationArgs:
    """Settings of the rotation. Free at four runs a year."""

    home: DataHome
    """Where the cache lives."""
    cache: Cache
    """Whose user gets the passwords."""
    secret: Secret
    """Where they are kept."""


class CacheRotation(Component, token="groundplan:data:CacheRotation"):
    """A function that Secrets Manager runs when the login to the cache is to change.

    It makes the password, gives it to the cache's user beside the one before, and has the
    services deployed anew that read it; a password is good for two intervals. The first
    rotation begins when this is made, and until it is over, after about a minute, nobody can
    log in. Later ones come four times a year, in the month's second week, on the day after
    maintenance and in its hour: the owner's quiet hour, and no hour of a backup.

    The secret has no first version here. Its resource would read the value back, which the
    plan role, that looks for drift, must not. That a secret without a value can be rotated is not
    documented, but seen: its only version was then the pending one. Were it refused, a value that
    holds nothing, ``{}``, put in by hand, is enough (``docs/runbooks/cache.md``).
    https://github.com/aws-samples/aws-secrets-manager-rotation-lambdas/issues/16

    A cache that is replaced has another host: the schedule is made anew with it, which rotates
    at once, and the new value names the new host. Another maintenance window rotates at once too.

    Invariants: no password in program, state or log; the function may change this one user
    and this one secret, and of services nothing but start a deployment of what they run.
    """

    def __init__(
        self, name: str, args: CacheRotationArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        context, cache = args.home.context, args.cache
        function, _ = make_function(
            self,
            name,
            FunctionArgs(
                context=context,
                role=name,
                description="Gives the user of the cache a new password",
                code=CODE,
                statements=statements(args),
                # As long as a step waits for the cache, and a bit.
                timeout_seconds=720,
                log_days=args.home.log_days,
                logs_key_arn=args.home.logs_key_arn,
                environment={
                    "CLUSTER": context.cluster_name,
                    "HOST": cache.host,
                    "PORT": str(PORT),
                    "USER_ID": cache.user_id,
                },
            ),
        )
        permission = aws.lambda_.Permission(
            f"{name}-permission",
            function=function.name,
            action="lambda:InvokeFunction",
            principal="secretsmanager.amazonaws.com",
            source_account=context.account,
            source_arn=args.secret.arn,
            region=context.region,
            opts=self._child(),
        )
        aws.secretsmanager.SecretRotation(
            f"{name}-schedule",
            secret_id=args.secret.arn,
            rotation_lambda_arn=function.arn,
            rotate_immediately=True,
            rotation_rules={
                "schedule_expression": schedule(args.home.maintenance_window),
                "duration": "1h",
            },
            region=context.region,
            opts=self._child(
                depends_on=[permission, cache.group],
                replacement_trigger=cache.host,
                # The other way round, the old one would call the new one's rotation off.
                delete_before_replace=True,
            ),
        )
        self.register_outputs({"function_name": function.name})


def schedule(maintenance_window: str) -> str:
    """Four times a year, on the day after maintenance, in the hour it begins in.

    Secrets Manager takes full hours and no year.
    https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html

    Args:
        maintenance_window: ``ddd:hh:mm-ddd:hh:mm`` in UTC.
    """
    day, hour, _ = maintenance_window.split(":", 2)
    next_day = _DAYS[(_DAYS.index(day.upper()) + 1) % 7]
    return f"cron(0 {int(hour)} ? JAN,APR,JUL,OCT {next_day}#2 *)"


def statements(args: CacheRotationArgs) -> list[dict[str, Any]]:
    """What the function may do, beside writing its log."""
    context, cluster = args.home.context, args.home.context.cluster_name
    ecs = f"arn:aws:ecs:{context.region}:{context.account}"
    return [
        {
            "Sid": "KeepsPassword",
            "Effect": "Allow",
            "Action": [
                "secretsmanager:DescribeSecret",
                "secretsmanager:GetSecretValue",
                "secretsmanager:PutSecretValue",
                "secretsmanager:UpdateSecretVersionStage",
            ],
            "Resource": [args.secret.arn],
        },
        {
            "Sid": "OpensSecret",
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
            "Resource": [args.secret.key_arn],
            "Condition": {
                "StringEquals": {"kms:ViaService": f"secretsmanager.{context.region}.amazonaws.com"}
            },
        },
        {
            "Sid": "MakesPassword",
            "Effect": "Allow",
            "Action": ["secretsmanager:GetRandomPassword"],
            # Chance belongs to nobody: the action knows no resource.
            "Resource": "*",
        },
        {
            "Sid": "ChangesUser",
            "Effect": "Allow",
            "Action": ["elasticache:DescribeUsers", "elasticache:ModifyUser"],
            "Resource": [args.cache.user_arn],
        },
        {
            "Sid": "FindsServices",
            "Effect": "Allow",
            "Action": ["ecs:ListServices"],
            # The action knows no resource, but the cluster.
            "Resource": "*",
            "Condition": {"ArnEquals": {"ecs:cluster": f"{ecs}:cluster/{cluster}"}},
        },
        {
            "Sid": "FindsReaders",
            "Effect": "Allow",
            "Action": ["ecs:DescribeTaskDefinition"],
            # The action knows no resource. A definition names secrets and holds none.
            "Resource": "*",
        },
        {
            "Sid": "DeploysServices",
            "Effect": "Allow",
            "Action": ["ecs:DescribeServices", "ecs:UpdateService"],
            "Resource": [f"{ecs}:service/{cluster}/*"],
        },
    ]
