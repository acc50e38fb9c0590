"""Statements about the account itself: who may act in it, and where."""

from stacks.organization.principals import OPERATORS
from stacks.organization.statement import Guardrails, Statement, deny

GLOBAL_ACTIONS = [
    "account:*",
    "acm:*",
    "aws-marketplace:*",
    "aws-portal:*",
    "awsbillingconsole:*",
    "bcm-data-exports:*",
    "billing:*",
    "budgets:*",
    "ce:*",
    "cloudfront:*",
    "consolidatedbilling:*",
    "cur:*",
    "ec2:DescribeRegions",
    "freetier:*",
    "globalaccelerator:*",
    "health:*",
    "iam:*",
    "identitystore:*",
    "invoicing:*",
    "kms:*",
    "notifications:*",
    "organizations:*",
    "payments:*",
    "pricing:*",
    "q:*",
    "route53:*",
    "route53domains:*",
    "s3:GetAccountPublic*",
    "s3:GetBucketLocation",
    "s3:ListAllMyBuckets",
    "s3:PutAccountPublic*",
    "servicequotas:*",
    "shield:*",
    "sso:*",
    "sts:*",
    "support:*",
    "tax:*",
    "trustedadvisor:*",
    "waf:*",
    "wafv2:*",
]
"""Actions whose request carries no region of its own, or always us-east-1."""


def leave_organization(_: Guardrails) -> Statement:
    """Nobody takes an account out from under the guardrails, or closes it."""
    return deny("LeaveOrganization", ["account:CloseAccount", "organizations:LeaveOrganization"])


def root_user(_: Guardrails) -> Statement:
    """Root is locked. Sessions the management account opens (`sts:AssumeRoot`) still work."""
    return {
        **deny("RootUser", ["*"]),
        "Condition": {
            "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"},
            # The key is there only in sessions of centralized root access.
            "Null": {"aws:AssumedRoot": "true"},
        },
    }


def regions(guardrails: Guardrails) -> Statement:
    """Nothing runs where nobody looks.

    Services with one endpoint for the world are exempt; source: AWS's own example of this
    policy, and the services this repository uses.
    """
    return {
        "Sid": "Regions",
        "Effect": "Deny",
        "NotAction": GLOBAL_ACTIONS,
        "Resource": "*",
        "Condition": {
            "ArnNotLike": {"aws:PrincipalArn": list(OPERATORS)},
            "StringNotEquals": {"aws:RequestedRegion": guardrails.regions},
        },
    }


def opt_in_regions(_: Guardrails) -> Statement:
    """Regions that are off stay off: the audit services do not look there."""
    return deny("OptInRegions", ["account:DisableRegion", "account:EnableRegion"], OPERATORS)


def iam_users(_: Guardrails) -> Statement:
    """People come through Identity Center, machines through roles: no lasting keys."""
    return deny(
        "IamUsers",
        [
            "iam:AttachUserPolicy",
            "iam:CreateAccessKey",
            "iam:CreateLoginProfile",
            "iam:CreateUser",
            "iam:PutUserPolicy",
            "iam:UpdateAccessKey",
            "iam:UpdateLoginProfile",
        ],
        OPERATORS,
    )


def everything(_: Guardrails) -> Statement:
    """An account in quarantine does nothing until somebody has looked."""
    return deny("Everything", ["*"], OPERATORS)
