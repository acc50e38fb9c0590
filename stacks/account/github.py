"""GitHub's workflows in this account: one role that looks, one that deploys.

No key is stored anywhere: GitHub signs a token for each job, and the roles trust exactly
one repository's tokens. A fork has another name, another id, and gets no token at all.
"""

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from stacks.account.data_access import READS_DATA, READS_LOGS, READS_OBJECTS
from stacks.account.state import state_bucket, state_key_alias
from stacks.component import Component
from stacks.context import Context
from stacks.organization.principals import ROLE_PATH

ISSUER = "token.actions.githubusercontent.com"
AUDIENCE = "sts.amazonaws.com"


@dataclass(frozen=True, kw_only=True)
class GitHubArgs:
    """Settings of the trust in GitHub. It is free."""

    context: Context
    """Who and where."""
    repository: str
    """``owner/name`` of the infrastructure's repository."""
    boundary_arn: pulumi.Input[str]
    """Permissions boundary of the deploy role."""
    owner_id: str = ""
    """GitHub's number of the owner; empty trusts the classic subject only."""
    repository_id: str = ""
    """GitHub's number of the repository."""
    branch: str = "main"
    """The protected branch."""


class GitHub(Component, token="groundplan:account:GitHub"):
    """The identity provider, a plan role and a deploy role.

    Invariants: the deploy role opens for a job of this repository that names the GitHub
    environment of this account and runs on the protected branch, and it is bounded; the
    plan role reads no customer's data.
    """

    plan_role_arn: pulumi.Output[str]
    """Role of pull requests and drift checks."""
    deploy_role_arn: pulumi.Output[str]
    """Role of deployments."""

    def __init__(
        self, name: str, args: GitHubArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._args = args
        provider = aws.iam.OpenIdConnectProvider(
            f"{name}-provider",
            url=f"https://{ISSUER}",
            client_id_lists=[AUDIENCE],
            opts=self._child(protect=True),
        )
        plan = self._role(
            f"{name}-plan",
            "plan",
            "Looks: pull requests and drift checks",
            plan_trust(args, provider.arn),
        )
        aws.iam.RolePolicyAttachment(
            f"{name}-plan-reads",
            role=plan.name,
            policy_arn="arn:aws:iam::aws:policy/ReadOnlyAccess",
            opts=self._child(),
        )
        aws.iam.RolePolicy(
            f"{name}-plan-policy",
            role=plan.name,
            policy=pulumi.Output.json_dumps(plan_policy(args.context)),
            opts=self._child(),
        )
        deploy = self._role(
            f"{name}-deploy",
            "deploy",
            "Deploys: the protected branch, in this environment",
            deploy_trust(args, provider.arn),
        )
        aws.iam.RolePolicyAttachment(
            f"{name}-deploy-powers",
            role=deploy.name,
            policy_arn="arn:aws:iam::aws:policy/PowerUserAccess",
            opts=self._child(),
        )
        aws.iam.RolePolicy(
            f"{name}-deploy-policy",
            role=deploy.name,
            policy=pulumi.Output.json_dumps(deploy_policy(args.context, args.boundary_arn)),
            opts=self._child(),
        )
        self.plan_role_arn, self.deploy_role_arn = plan.arn, deploy.arn
        self.register_outputs({"plan": plan.arn, "deploy": deploy.arn})

    def _role(self, name: str, role: str, description: str, trust: dict[str, Any]) -> aws.iam.Role:
        return aws.iam.Role(
            name,
            name=self._args.context.physical(role, 64),
            path=ROLE_PATH,
            description=description,
            assume_role_policy=pulumi.Output.json_dumps(trust),
            permissions_boundary=self._args.boundary_arn,
            # Databases and distributions take longer to make than the default hour allows.
            max_session_duration=7200,
            opts=self._child(protect=True),
        )


def subjects(args: GitHubArgs, context: str) -> list[str]:
    """The token's subject in both formats GitHub uses.

    Repositories made, renamed or moved since 15 July 2026 send numbers along with the
    names; older ones send the names alone.
    """
    owner, _, repository = args.repository.partition("/")
    found = [f"repo:{owner}/{repository}:{context}"]
    if args.owner_id and args.repository_id:
        found.append(f"repo:{owner}@{args.owner_id}/{repository}@{args.repository_id}:{context}")
    return sorted(found)


def plan_trust(args: GitHubArgs, provider_arn: pulumi.Input[str]) -> dict[str, Any]:
    """Pull requests of this repository (not of forks), and its protected branch."""
    contexts = ("pull_request", f"ref:refs/heads/{args.branch}")
    return _trust(args, provider_arn, sorted(s for c in contexts for s in subjects(args, c)), {})


def deploy_trust(args: GitHubArgs, provider_arn: pulumi.Input[str]) -> dict[str, Any]:
    """Jobs on the protected branch that wait for this account's GitHub environment.

    A job that names an environment has no branch in its subject: the branch is a claim of
    its own, and the environment's protection rule asks for it again.
    """
    return _trust(
        args,
        provider_arn,
        subjects(args, f"environment:{args.context.environment}"),
        {f"{ISSUER}:ref": f"refs/heads/{args.branch}"},
    )


def _trust(
    args: GitHubArgs, provider_arn: pulumi.Input[str], allowed: list[str], more: dict[str, str]
) -> dict[str, Any]:
    equals: dict[str, Any] = {f"{ISSUER}:aud": AUDIENCE, f"{ISSUER}:sub": allowed, **more}
    if args.repository_id:
        # Names can be taken over after a rename; the number cannot.
        equals[f"{ISSUER}:repository_id"] = args.repository_id
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "GitHubJobs",
                "Effect": "Allow",
                "Principal": {"Federated": provider_arn},
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": {"StringEquals": equals},
            }
        ],
    }


def _state(context: Context) -> tuple[str, dict[str, Any]]:
    """ARN of the state bucket, and the condition that names its key."""
    alias = state_key_alias(context)
    return f"arn:aws:s3:::{state_bucket(context)}", {
        # The key has no name but its alias: bootstrap made it, no stack knows its id.
        "ForAnyValue:StringEquals": {"kms:ResourceAliases": alias}
    }


def plan_policy(context: Context) -> dict[str, Any]:
    """What the plan role has beside ReadOnlyAccess, and what is taken from that."""
    bucket, of_state_key = _state(context)
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "LocksState",
                "Effect": "Allow",
                "Action": ["s3:DeleteObject", "s3:PutObject"],
                "Resource": f"{bucket}/.pulumi/locks/*",
            },
            {
                "Sid": "OpensState",
                "Effect": "Allow",
                "Action": ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
                "Resource": f"arn:aws:kms:{context.region}:{context.account}:key/*",
                "Condition": of_state_key,
            },
            {
                "Sid": "NoData",
                "Effect": "Deny",
                "Action": sorted((*READS_DATA, *READS_LOGS)),
                # Customers' data is nobody's business in a pull request, wherever it is.
                "Resource": "*",
            },
            {
                "Sid": "NoObjectsButState",
                "Effect": "Deny",
                "Action": list(READS_OBJECTS),
                "NotResource": f"{bucket}/*",
            },
            {
                "Sid": "NoKeyButState",
                "Effect": "Deny",
                "Action": "kms:Decrypt",
                "Resource": "*",
                "Condition": {
                    "ForAllValues:StringNotEquals": {
                        "kms:ResourceAliases": state_key_alias(context)
                    }
                },
            },
        ],
    }


SERVICES_WITH_ROLES = (
    "application-autoscaling.amazonaws.com",
    "backup.amazonaws.com",
    "cloudtrail.amazonaws.com",
    "config.amazonaws.com",
    "delivery.logs.amazonaws.com",
    "ecs-tasks.amazonaws.com",
    "ecs.amazonaws.com",
    "events.amazonaws.com",
    "lambda.amazonaws.com",
    "malware-protection-plan.guardduty.amazonaws.com",
    "monitoring.rds.amazonaws.com",
    "rds.amazonaws.com",
    "s3.amazonaws.com",
    "scheduler.amazonaws.com",
    "vpc-flow-logs.amazonaws.com",
)
"""Services a role may be handed to."""


def deploy_policy(context: Context, boundary_arn: pulumi.Input[str]) -> dict[str, Any]:
    """What the deploy role has beside PowerUserAccess: roles, inside the boundary.

    PowerUserAccess itself lets it make the roles that AWS services act by.
    """
    account = context.account
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Looks",
                "Effect": "Allow",
                "Action": ["iam:Get*", "iam:List*", "iam:Simulate*"],
                # Reading how access is set up changes nothing.
                "Resource": "*",
            },
            {
                "Sid": "MakesBoundedRoles",
                "Effect": "Allow",
                "Action": [
                    "iam:AttachRolePolicy",
                    "iam:CreateRole",
                    "iam:PutRolePermissionsBoundary",
                    "iam:PutRolePolicy",
                ],
                "Resource": f"arn:aws:iam::{account}:role/*",
                "Condition": {"StringEquals": {"iam:PermissionsBoundary": boundary_arn}},
            },
            {
                "Sid": "KeepsRolesAndPolicies",
                "Effect": "Allow",
                "Action": [
                    "iam:CreatePolicy",
                    "iam:CreatePolicyVersion",
                    "iam:DeletePolicy",
                    "iam:DeletePolicyVersion",
                    "iam:DeleteRole",
                    "iam:DeleteRolePolicy",
                    "iam:DetachRolePolicy",
                    "iam:SetDefaultPolicyVersion",
                    "iam:TagPolicy",
                    "iam:TagRole",
                    "iam:UntagPolicy",
                    "iam:UntagRole",
                    "iam:UpdateAssumeRolePolicy",
                    "iam:UpdateRole",
                    "iam:UpdateRoleDescription",
                ],
                "Resource": [
                    f"arn:aws:iam::{account}:policy/*",
                    f"arn:aws:iam::{account}:role/*",
                ],
            },
            {
                "Sid": "HandsRolesToServices",
                "Effect": "Allow",
                "Action": "iam:PassRole",
                "Resource": f"arn:aws:iam::{account}:role/*",
                "Condition": {"StringEquals": {"iam:PassedToService": list(SERVICES_WITH_ROLES)}},
            },
        ],
    }
