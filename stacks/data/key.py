"""Encryption keys: one per kind of data, rotated, never readable by the whole account."""

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context


@dataclass(frozen=True, kw_only=True)
class KeyArgs:
    """Settings of an encryption key. About 1 USD a month."""

    context: Context
    """Who and where."""
    description: str
    """What it protects."""
    statements: tuple[dict[str, Any], ...] = ()
    """Policy statements for AWS services and other accounts, beside the account's own."""
    region: str = ""
    """Region; the home region unless told."""
    protect: bool = False
    """Pulumi refuses to delete it: what it encrypts would be lost."""


class Key(Component, token="groundplan:data:Key"):
    """A symmetric key with yearly rotation and an alias.

    Invariants: rotation is on; the account itself keeps full control, without which AWS
    refuses the policy because nobody could ever change it again.
    """

    CHILDREN = ("key", "alias")

    arn: pulumi.Output[str]
    """ARN of the key."""

    def __init__(
        self, name: str, args: KeyArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        region = args.region or args.context.region
        self.key = aws.kms.Key(
            f"{name}-key",
            description=args.description,
            enable_key_rotation=True,
            deletion_window_in_days=30,
            multi_region=False,
            policy=pulumi.Output.json_dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [account_statement(args.context.account), *args.statements],
                }
            ),
            region=region,
            opts=self._child(protect=args.protect, retain_on_delete=args.protect),
        )
        self.alias = aws.kms.Alias(
            f"{name}-alias",
            name=f"alias/{args.context.physical(name)}",
            target_key_id=self.key.key_id,
            region=region,
            opts=self._child(),
        )
        self.arn = self.key.arn
        self.register_outputs({"arn": self.arn})


def account_statement(account: str) -> dict[str, Any]:
    """The account's IAM policies decide who may use the key."""
    return {
        "Sid": "AccountDecides",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
        "Action": "kms:*",
        # In a key policy "*" is the key itself.
        "Resource": "*",
    }


def logs_statement(account: str, region: str) -> dict[str, Any]:
    """CloudWatch Logs of one region may encrypt this account's log groups."""
    return {
        "Sid": "LogGroupsOfThisAccount",
        "Effect": "Allow",
        "Principal": {"Service": f"logs.{region}.amazonaws.com"},
        "Action": [
            "kms:Decrypt",
            "kms:DescribeKey",
            "kms:Encrypt",
            "kms:GenerateDataKey*",
            "kms:ReEncrypt*",
        ],
        "Resource": "*",
        "Condition": {
            "ArnLike": {
                "kms:EncryptionContext:aws:logs:arn": (
                    f"arn:aws:logs:{region}:{account}:log-group:*"
                )
            }
        },
    }
