"""The permissions boundary: what no role here can do, whatever its policies say.

CI may make roles, as it must, but only inside this boundary, and it cannot touch the
boundary, itself, or the state: a workflow somebody took over cannot make an administrator.
"""

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from stacks.account.state import state_bucket, state_key_alias
from stacks.component import Component
from stacks.context import Context
from stacks.organization.principals import ACCESS_ROLE, ROLE_PATH

ROLE_TYPE = "aws:iam/role:Role"


@dataclass(frozen=True, kw_only=True)
class BoundaryArgs:
    """Settings of the permissions boundary. It is free."""

    context: Context
    """Who and where."""


class Boundary(Component, token="groundplan:account:Boundary"):
    """The managed policy that bounds the deploy role and every role it makes."""

    arn: pulumi.Output[str]
    """ARN of the policy."""

    def __init__(
        self, name: str, args: BoundaryArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        policy = aws.iam.Policy(
            f"{name}-policy",
            name=args.context.physical("boundary", 128),
            path=ROLE_PATH,
            description="Bounds the deploy role and every role it makes.",
            policy=pulumi.Output.json_dumps(document(args.context)),
            opts=self._child(protect=True),
        )
        self.arn = policy.arn
        self.register_outputs({"arn": self.arn})


def boundary_arn(context: Context) -> str:
    """ARN of the account's boundary, known before it exists."""
    name = context.physical("boundary", 128)
    return f"arn:aws:iam::{context.account}:policy{ROLE_PATH}{name}"


def bound_roles(arn: pulumi.Input[str]) -> None:
    """Give the boundary to every role this program makes from here on.

    Not each component's task: a role without it could not be made by CI, and one in
    `stacks/local.py` would be forgotten. A role below `/groundplan/` chooses for itself.
    """

    def bound(
        args: pulumi.ResourceTransformationArgs,
    ) -> pulumi.ResourceTransformationResult | None:
        if args.type_ != ROLE_TYPE or args.props.get("path") == ROLE_PATH:
            return None
        return pulumi.ResourceTransformationResult(
            {**args.props, "permissions_boundary": arn}, args.opts
        )

    pulumi.runtime.register_stack_transformation(bound)


def document(context: Context) -> dict[str, Any]:
    """The boundary: everything, but the ways out of it."""
    account, bucket = context.account, state_bucket(context)
    arn = boundary_arn(context)
    return {
        "Version": "2012-10-17",
        "Statement": [
            # A boundary grants nothing: it is the most that other policies can give.
            {"Sid": "Most", "Effect": "Allow", "Action": "*", "Resource": "*"},
            {
                "Sid": "NoPeopleNoOrganization",
                "Effect": "Deny",
                "Action": [
                    "account:*",
                    "iam:*AccessKey*",
                    "iam:*LoginProfile",
                    "iam:*SAMLProvider*",
                    "iam:CreateUser",
                    "iam:PutUserPolicy",
                    "iam:UpdateAccountPasswordPolicy",
                    "organizations:*",
                    "sso:*",
                ],
                "Resource": "*",
            },
            {
                "Sid": "NoUnboundedRoles",
                "Effect": "Deny",
                "Action": [
                    "iam:AttachRolePolicy",
                    "iam:CreateRole",
                    "iam:PutRolePermissionsBoundary",
                    "iam:PutRolePolicy",
                ],
                "Resource": "*",
                "Condition": {"StringNotEquals": {"iam:PermissionsBoundary": arn}},
            },
            {
                "Sid": "NoWayOut",
                "Effect": "Deny",
                "Action": [
                    "iam:DeleteRolePermissionsBoundary",
                    "iam:DeleteUserPermissionsBoundary",
                ],
                "Resource": "*",
            },
            {
                "Sid": "NoChangeOfDeployment",
                "Effect": "Deny",
                "Action": [
                    "iam:Add*",
                    "iam:Attach*",
                    "iam:Create*",
                    "iam:Delete*",
                    "iam:Detach*",
                    "iam:PassRole",
                    "iam:Put*",
                    "iam:Remove*",
                    "iam:Set*",
                    "iam:Tag*",
                    "iam:Untag*",
                    "iam:Update*",
                    "sts:AssumeRole",
                ],
                "Resource": [
                    f"arn:aws:iam::{account}:oidc-provider/*",
                    f"arn:aws:iam::{account}:policy{ROLE_PATH}*",
                    f"arn:aws:iam::{account}:role{ROLE_PATH}*",
                    f"arn:aws:iam::*:role/{ACCESS_ROLE}",
                ],
            },
            {
                "Sid": "StateStays",
                "Effect": "Deny",
                "Action": [
                    "s3:DeleteBucket",
                    "s3:DeleteBucketPolicy",
                    "s3:DeleteObjectVersion",
                    "s3:PutBucketPolicy",
                    "s3:PutBucketPublicAccessBlock",
                    "s3:PutBucketVersioning",
                    "s3:PutEncryptionConfiguration",
                    "s3:PutLifecycleConfiguration",
                ],
                "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
            },
            {
                "Sid": "StateKeyStays",
                "Effect": "Deny",
                "Action": ["kms:DisableKey", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"],
                "Resource": "*",
                "Condition": {
                    "ForAnyValue:StringEquals": {"kms:ResourceAliases": state_key_alias(context)}
                },
            },
        ],
    }
