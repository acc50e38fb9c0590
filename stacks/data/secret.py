"""Secrets: containers without a value, which a person or a machine puts in later."""

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context
from stacks.data.key import Key


@dataclass(frozen=True, kw_only=True)
class SecretArgs:
    """Settings of a secret. 0.40 USD a month, and as much again for a replica."""

    context: Context
    """Who and where."""
    variable: str
    """Environment variable the services read it by: ``STRIPE_SECRET_KEY``."""
    key: Key
    """Key of the value."""
    recovery_days: int
    """Days a deleted secret can be brought back, 7 to 30; 0 deletes at once."""
    replica_key: Key | None = None
    """Key in the DR region; with it the secret is replicated there."""
    protect: bool = False
    """Pulumi refuses to delete it."""


class Secret(Component, token="groundplan:data:Secret"):
    """A secret's container.

    Invariants: encrypted with the given key; no value in code, config, state or log. The
    value is put in with ``aws secretsmanager put-secret-value --secret-id
    <organization>/<app>/<environment>/<variable> --secret-string file:///dev/stdin``; until
    then no task that reads it starts.

    The name is fixed, so that people find it. A deleted secret keeps it until its recovery days
    are over: to make it again before, bring the old one back and import it
    (``docs/runbooks/secret.md``).
    """

    CHILDREN = ("secret",)

    arn: pulumi.Output[str]
    """ARN of the secret."""
    key_arn: pulumi.Output[str]
    """ARN of the key of its value."""

    def __init__(
        self, name: str, args: SecretArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        replicas = (
            [
                aws.secretsmanager.SecretReplicaArgs(
                    region=args.context.dr_region, kms_key_id=args.replica_key.arn
                )
            ]
            if args.replica_key
            else None
        )
        self.secret = aws.secretsmanager.Secret(
            f"{name}-secret",
            name=secret_name(args.context, args.variable),
            description=f"{args.variable} of {args.context.app} in {args.context.environment}",
            kms_key_id=args.key.arn,
            recovery_window_in_days=args.recovery_days,
            replicas=replicas,
            region=args.context.region,
            opts=self._child(protect=args.protect),
        )
        self.arn = self.secret.arn
        self.key_arn = args.key.arn
        self.register_outputs({"arn": self.arn})

    def exported(self) -> pulumi.Input[str]:
        """What the application layer reads: the ARN."""
        return self.arn

    def grant_read(self) -> list[dict[str, Any]]:
        """Policy statements that let a role read the value."""
        return secret_statements(self.arn, self.key_arn)


def secret_name(context: Context, variable: str) -> str:
    """Physical name, known to whoever puts the value in.

    Names must not end in a hyphen and six characters, which Secrets Manager would take
    for the end of an ARN; a variable's name has no hyphen.
    """
    return f"{context.organization}/{context.app}/{context.environment}/{variable}"


def secret_statements(arn: pulumi.Input[str], key_arn: pulumi.Input[str]) -> list[dict[str, Any]]:
    """Identity policy statements to read a secret's value."""
    return [
        {"Effect": "Allow", "Action": ["secretsmanager:GetSecretValue"], "Resource": [arn]},
        {"Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": [key_arn]},
    ]
