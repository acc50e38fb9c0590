"""Roles and permissions of a task."""

from typing import Any

import pulumi

from stacks.compute.wiring import Wiring
from stacks.context import Context
from stacks.trust import service_trust


def role_arguments(context: Context, description: str) -> dict[str, Any]:
    """Arguments of a role that ECS tasks of this account assume."""
    return {
        "description": description,
        "assume_role_policy": service_trust(
            "ecs-tasks", context, f"arn:aws:ecs:{context.region}:{context.account}:*"
        ),
    }


def execution_statements(
    *,
    log_group_arn: pulumi.Input[str],
    repository_arn: pulumi.Input[str] | None,
    wiring: Wiring,
    region: str,
) -> list[dict[str, Any]]:
    """What ECS needs to start one task: pull, log, read its secrets."""
    statements: list[dict[str, Any]] = [
        {
            "Sid": "Log",
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": pulumi.Output.concat(log_group_arn, ":*"),
        }
    ]
    if repository_arn is not None:
        statements += [
            {
                "Sid": "SignInToRegistry",
                "Effect": "Allow",
                "Action": ["ecr:GetAuthorizationToken"],
                # The action knows no resource; what can be pulled is said below.
                "Resource": "*",
            },
            {
                "Sid": "Pull",
                "Effect": "Allow",
                "Action": [
                    "ecr:BatchCheckLayerAvailability",
                    "ecr:BatchGetImage",
                    "ecr:GetDownloadUrlForLayer",
                ],
                "Resource": repository_arn,
            },
        ]
    if wiring.secret_arns:
        statements += [
            {
                "Sid": "ReadSecrets",
                "Effect": "Allow",
                "Action": ["secretsmanager:GetSecretValue"],
                "Resource": _sorted(wiring.secret_arns),
            },
            {
                "Sid": "DecryptSecrets",
                "Effect": "Allow",
                "Action": ["kms:Decrypt"],
                "Resource": _sorted(wiring.secret_key_arns),
                "Condition": {
                    "StringEquals": {"kms:ViaService": f"secretsmanager.{region}.amazonaws.com"}
                },
            },
        ]
    return statements


def _sorted(values: tuple[pulumi.Input[str], ...]) -> pulumi.Output[list[str]]:
    return pulumi.Output.all(*values).apply(lambda found: sorted(set(found)))
