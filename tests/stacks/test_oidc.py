"""Which job of which repository gets which role, and what the role can and cannot do."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from groundplan.emulate.backends.iam import managed_policy
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


KEY = f"arn:aws:kms:eu-west-1:{PROD}:key/0"
UPLOADS = "arn:aws:s3:::acme-shop-prod-uploads-666666666666-eu-west-1/passport.jpg"
OBJECT = f"{STATE}/.pulumi/stacks/foundation/prod.json"
OWN = f"arn:aws:iam::{PROD}:role/groundplan/acme-shop-prod-deploy"
BOUND = f"arn:aws:iam::{PROD}:policy/groundplan/acme-shop-prod-boundary"
TASK = f"arn:aws:iam::{PROD}:role/api-task"
CACHE = f"arn:aws:elasticache:eu-west-1:{PROD}"
CACHE_USER = f"{CACHE}:user:shop"
SECRET = f"arn:aws:secretsmanager:eu-west-1:{PROD}:secret:CACHE_LOGIN-AbCdEf"
ROTATE = f"arn:aws:lambda:eu-west-1:{PROD}:function:rotate"
BOUNDED = {"iam:PermissionsBoundary": BOUND}


@dataclass(frozen=True)
class Sentence:
    """Who may do what.

    Attributes:
        who: ``plan``, ``deploy``, or ``made``: a role CI made, with every permission.
        can: Whether AWS lets them.
        action: What they ask for.
        resource: On what.
        context: More about the request.
        admitted: The resource's own policy admits them by name.
    """

    who: str
    can: bool
    action: str
    resource: str = "*"
    context: Mapping[str, str] = field(default_factory=dict)
    admitted: bool = False

    def __str__(self) -> str:
        return f"{self.who} {'can' if self.can else 'cannot'} {self.action} {self.resource}"


SENTENCES = (
    # A pull request reads the state, locks it, and changes nothing.
    Sentence("plan", True, "s3:GetObject", OBJECT),
    Sentence("plan", True, "s3:PutObject", f"{STATE}/.pulumi/locks/organization/x.json"),
    Sentence("plan", False, "s3:PutObject", OBJECT),
    Sentence("plan", True, "ec2:DescribeVpcs"),
    Sentence("plan", False, "ec2:DeleteVpc"),
    # It decrypts with the state's key and no other, even where a key admits it.
    Sentence("plan", True, "kms:Decrypt", KEY, {"kms:ResourceAliases": "alias/acme-state"}),
    Sentence("plan", False, "kms:Decrypt", KEY, {"kms:ResourceAliases": "alias/acme-data"}),
    Sentence("plan", False, "kms:Decrypt", KEY),
    Sentence("plan", False, "kms:Decrypt", KEY, {"kms:ResourceAliases": "alias/x"}, admitted=True),
    # It reads no customer's data, even where a resource admits it.
    Sentence("plan", False, "s3:GetObject", UPLOADS),
    Sentence("plan", False, "dynamodb:Scan", f"arn:aws:dynamodb:eu-west-1:{PROD}:table/sessions"),
    Sentence(
        "plan",
        False,
        "secretsmanager:GetSecretValue",
        f"arn:aws:secretsmanager:eu-west-1:{PROD}:secret:x",
        admitted=True,
    ),
    Sentence("plan", False, "logs:FilterLogEvents", f"arn:aws:logs:eu-west-1:{PROD}:log-group:api"),
    Sentence("plan", False, "ssm:GetParameter", f"arn:aws:ssm:eu-west-1:{PROD}:parameter/password"),
    Sentence("plan", False, "sqs:ReceiveMessage", f"arn:aws:sqs:eu-west-1:{PROD}:jobs"),
    # It looks at users of the cache and at rotations, where no password stands.
    Sentence("plan", True, "elasticache:DescribeUsers", CACHE_USER),
    Sentence("plan", True, "elasticache:DescribeUserGroups", f"{CACHE}:usergroup:shop"),
    Sentence("plan", True, "elasticache:ListTagsForResource", CACHE_USER),
    Sentence("plan", True, "secretsmanager:DescribeSecret", SECRET),
    Sentence("plan", False, "secretsmanager:RotateSecret", SECRET),
    Sentence("plan", False, "elasticache:ModifyUser", CACHE_USER),
    # CI makes the cache's users and begins the rotation, which needs leave to run its function.
    Sentence("deploy", True, "elasticache:CreateUser", CACHE_USER),
    Sentence("deploy", True, "elasticache:CreateUserGroup", f"{CACHE}:usergroup:shop"),
    Sentence("deploy", True, "secretsmanager:RotateSecret", SECRET),
    Sentence("deploy", True, "secretsmanager:CancelRotateSecret", SECRET),
    Sentence("deploy", True, "lambda:AddPermission", ROTATE),
    Sentence("deploy", True, "lambda:InvokeFunction", ROTATE),
    # The function's role is one CI made.
    Sentence("made", True, "elasticache:ModifyUser", CACHE_USER),
    Sentence("made", True, "secretsmanager:PutSecretValue", SECRET),
    Sentence("made", True, "ecs:UpdateService", f"arn:aws:ecs:eu-west-1:{PROD}:service/shop/api"),
    # CI makes roles inside the boundary and none outside, and hands them to our services.
    Sentence("deploy", True, "rds:CreateDBInstance"),
    Sentence("deploy", True, "iam:GetRole", TASK),
    Sentence("deploy", True, "iam:CreateRole", TASK, BOUNDED),
    Sentence("deploy", False, "iam:CreateRole", TASK),
    Sentence(
        "deploy",
        False,
        "iam:CreateRole",
        TASK,
        {"iam:PermissionsBoundary": f"arn:aws:iam::{PROD}:policy/wide"},
    ),
    Sentence("deploy", True, "iam:DeleteRole", TASK),
    Sentence("deploy", True, "iam:CreatePolicy", f"arn:aws:iam::{PROD}:policy/app"),
    Sentence(
        "deploy", True, "iam:PassRole", TASK, {"iam:PassedToService": "ecs-tasks.amazonaws.com"}
    ),
    Sentence("deploy", False, "iam:PassRole", TASK, {"iam:PassedToService": "ec2.amazonaws.com"}),
    Sentence(
        "deploy",
        True,
        "iam:CreateServiceLinkedRole",
        f"arn:aws:iam::{PROD}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
    ),
    # It cannot change what it is.
    Sentence("deploy", False, "iam:UpdateAssumeRolePolicy", OWN),
    Sentence("deploy", False, "iam:PutRolePolicy", OWN, BOUNDED),
    Sentence("deploy", False, "iam:DeleteRolePermissionsBoundary", OWN),
    Sentence("deploy", False, "iam:CreatePolicyVersion", BOUND),
    Sentence(
        "deploy",
        False,
        "iam:UpdateOpenIDConnectProviderThumbprint",
        f"arn:aws:iam::{PROD}:oidc-provider/{ISSUER}",
    ),
    Sentence("deploy", False, "iam:CreateUser", f"arn:aws:iam::{PROD}:user/me"),
    Sentence("deploy", False, "organizations:LeaveOrganization"),
    # Nor can a role it made, with every permission, do what it cannot.
    Sentence("made", True, "s3:PutObject", UPLOADS),
    Sentence("made", False, "iam:CreateUser", f"arn:aws:iam::{PROD}:user/me"),
    Sentence("made", False, "iam:CreateAccessKey", f"arn:aws:iam::{PROD}:user/me"),
    Sentence("made", False, "organizations:LeaveOrganization"),
    Sentence("made", False, "iam:CreateRole", TASK),
    Sentence("made", True, "iam:CreateRole", TASK, BOUNDED),
    Sentence("made", False, "iam:DeleteRolePermissionsBoundary", TASK),
    Sentence("made", False, "iam:UpdateAssumeRolePolicy", OWN),
    Sentence("made", False, "iam:SetDefaultPolicyVersion", BOUND),
    Sentence(
        "made",
        False,
        "sts:AssumeRole",
        "arn:aws:iam::111111111111:role/OrganizationAccountAccessRole",
        admitted=True,
    ),
    Sentence("made", False, "s3:PutBucketPolicy", STATE),
    Sentence("made", False, "s3:DeleteObjectVersion", OBJECT),
    Sentence(
        "made", False, "kms:ScheduleKeyDeletion", KEY, {"kms:ResourceAliases": "alias/acme-state"}
    ),
    Sentence("made", True, "kms:ScheduleKeyDeletion", KEY, {"kms:ResourceAliases": "alias/x"}),
)


def of_aws(name: str) -> Mapping[str, Any]:
    """A policy that AWS keeps."""
    document: Mapping[str, Any] = managed_policy(f"arn:aws:iam::aws:policy/{name}")["Document"]
    return document


class Documents:
    """Policies of the roles, from the plan of prod."""

    def __init__(self, estate: Estate) -> None:
        plan = estate["foundation/prod"]
        self.own = {
            name: json.loads(plan[f"{name}-policy"].inputs["policy"])
            for name in ("github-plan", "github-deploy", "boundary")
        }
        self._managed = {"plan": of_aws("ReadOnlyAccess"), "deploy": of_aws("PowerUserAccess")}

    def without(self, name: str, sid: str) -> "Documents":
        """The same, one statement gone."""
        changed = object.__new__(Documents)
        kept = [s for s in self.own[name]["Statement"] if s["Sid"] != sid]
        assert len(kept) == len(self.own[name]["Statement"]) - 1
        changed.own = {**self.own, name: {**self.own[name], "Statement": kept}}
        changed._managed = self._managed
        return changed

    def holds(self, sentence: Sentence) -> bool:
        """Whether AWS would see it so."""
        arn = f"arn:aws:iam::{PROD}:role/groundplan/acme-shop-prod-{sentence.who}"
        identity: tuple[Mapping[str, Any], ...] = (FULL_ACCESS,)
        if sentence.who != "made":
            identity = (self._managed[sentence.who], self.own[f"github-{sentence.who}"])
        admitted = arn if sentence.admitted else f"arn:aws:iam::{PROD}:root"
        request = Request(
            principal=Principal(arn=arn, account=PROD),
            action=sentence.action,
            resource=sentence.resource,
            context=sentence.context,
        )
        policies = Policies(
            identity=identity,
            boundary=self.own["boundary"],
            resource={
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"AWS": admitted},
                        "Action": "*",
                        "Resource": "*",
                    }
                ]
            },
        )
        return decide(request, policies).allowed is sentence.can


@pytest.fixture(scope="module")
def documents(company: Estate) -> Documents:
    return Documents(company)


@pytest.mark.parametrize("sentence", SENTENCES, ids=str)
def test_the_sentence_holds(documents: Documents, sentence: Sentence) -> None:
    assert documents.holds(sentence)


@pytest.mark.parametrize("name", ["github-plan", "github-deploy", "boundary"])
def test_without_any_one_statement_some_sentence_is_wrong(documents: Documents, name: str) -> None:
    """Every statement has its sentence, and no statement is for show."""
    statements = [s["Sid"] for s in documents.own[name]["Statement"]]
    assert len(statements) == len(set(statements)) > 3
    for_show = [
        sid for sid in statements if all(map(documents.without(name, sid).holds, SENTENCES))
    ]
    assert for_show == []


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
