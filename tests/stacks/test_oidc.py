"""Which job of which repository gets which role, and what the role can and cannot do."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from groundplan.engine.plan import Estate
from groundplan.policies.decide import Policies, Principal, Request, decide
from groundplan.policies.guardrails import FULL_ACCESS

PROD, DEV = "666666666666", "444444444444"
ISSUER = "token.actions.githubusercontent.com"
STATE = f"arn:aws:s3:::acme-state-{PROD}-eu-west-1"
MAIN = "refs/heads/main"


def token(sub: str, *, ref: str = MAIN, repository_id: str = "222") -> dict[str, str]:
    """What GitHub signs for a job, as AWS sees it."""
    return {
        f"{ISSUER}:aud": "sts.amazonaws.com",
        f"{ISSUER}:sub": sub,
        f"{ISSUER}:ref": ref,
        f"{ISSUER}:repository_id": repository_id,
    }


def opens(estate: Estate, role: str, claims: Mapping[str, str]) -> bool:
    """Whether a token opens a role of the prod account."""
    trust = json.loads(estate["foundation/prod"][f"github-{role}"].inputs["assumeRolePolicy"])
    provider = f"arn:aws:iam::{PROD}:oidc-provider/{ISSUER}"
    request = Request(
        principal=Principal(arn=provider, kind="web-identity"),
        action="sts:AssumeRoleWithWebIdentity",
        resource=f"arn:aws:iam::{PROD}:role/groundplan/acme-shop-prod-{role}",
        resource_account=PROD,
        context=claims,
    )
    return decide(request, Policies(resource=trust)).allowed


def roles(estate: Estate, claims: Mapping[str, str]) -> set[str]:
    """Roles a token opens."""
    return {role for role in ("plan", "deploy") if opens(estate, role, claims)}


FORMATS = ("repo:acme/acme-infra", "repo:acme@111/acme-infra@222")


@pytest.mark.parametrize("repository", FORMATS)
def test_a_pull_request_gets_plan_and_not_deploy(company: Estate, repository: str) -> None:
    claims = token(f"{repository}:pull_request", ref="refs/pull/7/merge")
    assert roles(company, claims) == {"plan"}


@pytest.mark.parametrize("repository", FORMATS)
def test_main_with_environment_prod_gets_deploy(company: Estate, repository: str) -> None:
    assert roles(company, token(f"{repository}:environment:prod")) == {"deploy"}


@pytest.mark.parametrize("repository", FORMATS)
def test_main_without_an_environment_gets_plan_only(company: Estate, repository: str) -> None:
    assert roles(company, token(f"{repository}:ref:{MAIN}")) == {"plan"}


@pytest.mark.parametrize("repository", FORMATS)
def test_another_branch_gets_nothing_even_with_the_environment(
    company: Estate, repository: str
) -> None:
    branch = "refs/heads/feature"
    assert roles(company, token(f"{repository}:ref:{branch}", ref=branch)) == set()
    assert roles(company, token(f"{repository}:environment:prod", ref=branch)) == set()


@pytest.mark.parametrize("repository", FORMATS)
def test_the_environment_of_another_account_gets_nothing(company: Estate, repository: str) -> None:
    for environment in ("dev", "staging", "production", "prod-2"):
        assert roles(company, token(f"{repository}:environment:{environment}")) == set()


@pytest.mark.parametrize(
    "repository",
    [
        "repo:mallory/acme-infra",
        "repo:mallory@999/acme-infra@888",
        "repo:acme/acme-infra-fork",
        "repo:acme/shop",
        "repo:Acme/acme-infra",
    ],
)
def test_a_fork_and_every_other_repository_get_nothing(company: Estate, repository: str) -> None:
    for context in ("pull_request", f"ref:{MAIN}", "environment:prod"):
        claims = token(f"{repository}:{context}", repository_id="888")
        assert roles(company, claims) == set()
        assert roles(company, {**claims, f"{ISSUER}:repository_id": "222"}) == set()


def test_a_name_taken_over_after_a_rename_gets_nothing(company: Estate) -> None:
    for context in ("pull_request", f"ref:{MAIN}", "environment:prod"):
        claims = token(f"repo:acme/acme-infra:{context}", repository_id="333")
        assert roles(company, claims) == set()


def test_a_token_for_somebody_else_than_aws_gets_nothing(company: Estate) -> None:
    claims = {**token("repo:acme/acme-infra:environment:prod"), f"{ISSUER}:aud": "vault"}
    assert roles(company, claims) == set()


def test_claims_that_are_missing_open_nothing(company: Estate) -> None:
    full = token("repo:acme/acme-infra:environment:prod")
    for claim in full:
        assert roles(company, {k: v for k, v in full.items() if k != claim}) == set()


def test_without_ids_the_classic_format_is_trusted_and_no_other(make_estate: Any) -> None:
    estate = make_estate("foundation/prod", repository="acme/acme-infra")
    classic, numbered = (token(f"{r}:environment:prod") for r in FORMATS)
    assert roles(estate, classic) == {"deploy"}
    assert roles(estate, numbered) == set()


def test_without_a_repository_there_is_no_role_and_no_provider(make_estate: Any) -> None:
    plan = make_estate("foundation/prod")["foundation/prod"]
    assert plan.of_type("aws:iam/openIdConnectProvider:OpenIdConnectProvider") == ()
    assert [r.name for r in plan.of_type("aws:iam/role:Role") if r.name.startswith("git")] == []


def can(estate: Estate, role: str, action: str, resource: str = "*", **context: str) -> bool:
    """Whether a role of prod may do something, by its own policies and its boundary."""
    plan = estate["foundation/prod"]
    managed: Mapping[str, Any] = FULL_ACCESS
    if role == "deploy":
        # PowerUserAccess: everything but identities, organizations and accounts.
        managed = {
            "Statement": [
                {
                    "Effect": "Allow",
                    "NotAction": ["account:*", "iam:*", "organizations:*"],
                    "Resource": "*",
                }
            ]
        }
    request = Request(
        principal=Principal(
            arn=f"arn:aws:iam::{PROD}:role/groundplan/acme-shop-prod-{role}", account=PROD
        ),
        action=action,
        resource=resource,
        context={key.replace("__", ":"): value for key, value in context.items()},
    )
    policies = Policies(
        # ReadOnlyAccess is taken for everything: what it lacks is not what is tested.
        identity=(managed, json.loads(plan[f"github-{role}-policy"].inputs["policy"])),
        boundary=json.loads(plan["boundary-policy"].inputs["policy"]),
        resource={
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": f"arn:aws:iam::{PROD}:root"},
                    "Action": "*",
                    "Resource": "*",
                }
            ]
        },
    )
    return decide(request, policies).allowed


def test_a_pull_request_reads_the_state_and_no_customers_data(company: Estate) -> None:
    assert can(company, "plan", "s3:GetObject", f"{STATE}/.pulumi/stacks/foundation/prod.json")
    for action, resource in {
        "s3:GetObject": "arn:aws:s3:::acme-shop-prod-uploads-666666666666-eu-west-1/passport.jpg",
        "dynamodb:Scan": f"arn:aws:dynamodb:eu-west-1:{PROD}:table/sessions",
        "secretsmanager:GetSecretValue": f"arn:aws:secretsmanager:eu-west-1:{PROD}:secret:x",
        "logs:FilterLogEvents": f"arn:aws:logs:eu-west-1:{PROD}:log-group:api",
        "ssm:GetParameter": f"arn:aws:ssm:eu-west-1:{PROD}:parameter/password",
        "sqs:ReceiveMessage": f"arn:aws:sqs:eu-west-1:{PROD}:jobs",
    }.items():
        assert not can(company, "plan", action, resource), action


def test_a_pull_request_decrypts_with_the_state_key_only(company: Estate) -> None:
    key = f"arn:aws:kms:eu-west-1:{PROD}:key/0"
    assert can(company, "plan", "kms:Decrypt", key, kms__ResourceAliases="alias/acme-state")
    assert not can(company, "plan", "kms:Decrypt", key, kms__ResourceAliases="alias/acme-data")
    assert not can(company, "plan", "kms:Decrypt", key)


def test_ci_makes_roles_inside_the_boundary_and_none_outside(company: Estate) -> None:
    role = f"arn:aws:iam::{PROD}:role/database-monitoring"
    bound = f"arn:aws:iam::{PROD}:policy/groundplan/acme-shop-prod-boundary"
    for action in ("iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy"):
        assert can(company, "deploy", action, role, iam__PermissionsBoundary=bound)
        assert not can(company, "deploy", action, role)
        other = f"arn:aws:iam::{PROD}:policy/wide"
        assert not can(company, "deploy", action, role, iam__PermissionsBoundary=other)


def test_ci_cannot_change_what_it_is(company: Estate) -> None:
    own = f"arn:aws:iam::{PROD}:role/groundplan/acme-shop-prod-deploy"
    bound = f"arn:aws:iam::{PROD}:policy/groundplan/acme-shop-prod-boundary"
    for action, resource in (
        ("iam:UpdateAssumeRolePolicy", own),
        ("iam:DeleteRolePolicy", own),
        ("iam:DeleteRolePermissionsBoundary", own),
        ("iam:CreatePolicyVersion", bound),
        ("iam:UpdateOpenIDConnectProviderThumbprint", f"arn:aws:iam::{PROD}:oidc-provider/x"),
        ("iam:CreateUser", f"arn:aws:iam::{PROD}:user/me"),
        ("iam:CreateAccessKey", f"arn:aws:iam::{PROD}:user/me"),
        ("organizations:LeaveOrganization", "*"),
        ("sts:AssumeRole", "arn:aws:iam::111111111111:role/OrganizationAccountAccessRole"),
        ("s3:PutBucketPolicy", STATE),
        ("s3:DeleteObjectVersion", f"{STATE}/.pulumi/stacks/foundation/prod.json"),
    ):
        assert not can(company, "deploy", action, resource, iam__PermissionsBoundary=bound), action


def test_ci_hands_roles_to_services_the_stacks_use_and_no_other(company: Estate) -> None:
    role = f"arn:aws:iam::{PROD}:role/api-task"
    assert can(
        company, "deploy", "iam:PassRole", role, iam__PassedToService="ecs-tasks.amazonaws.com"
    )
    assert not can(
        company, "deploy", "iam:PassRole", role, iam__PassedToService="ec2.amazonaws.com"
    )


def test_every_role_of_a_foundation_carries_the_boundary(company: Estate) -> None:
    for environment in ("dev", "prod"):
        plan = company[f"foundation/{environment}"]
        found = plan.of_type("aws:iam/role:Role")
        assert len(found) >= 4
        assert {r.inputs["permissionsBoundary"] for r in found} == {plan["boundary-policy"].id}


def test_nobody_of_dev_reads_the_state_of_prod(company: Estate) -> None:
    # The bucket's policy, as bootstrap writes it, admits nobody: only its own account can.
    request = Request(
        principal=Principal(
            arn=f"arn:aws:iam::{DEV}:role/Administrator", account=DEV, organization="o-abcdefghij"
        ),
        action="s3:GetObject",
        resource=f"{STATE}/.pulumi/stacks/foundation/prod.json",
        resource_account=PROD,
    )
    tls_only = {
        "Statement": [
            {
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": "*",
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            }
        ]
    }
    decision = decide(request, Policies(identity=(FULL_ACCESS,), resource=tls_only))
    assert (decision.allowed, decision.why) == (False, "no resource policy")
