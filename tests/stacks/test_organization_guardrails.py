"""What nobody can do, whoever they are: each statement of the guardrails, and why it is safe."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from groundplan.engine.plan import Estate
from groundplan.policies.decide import Decision, Policies, Principal, Request, decide
from groundplan.policies.guardrails import FULL_ACCESS, guardrails_over
from stacks.organization import service_controls
from stacks.organization.statement import Guardrails

ORGANIZATION = "o-abcdefghij"
DEV, PROD, SECURITY = "444444444444", "666666666666", "222222222222"
ROLES = {"dev": DEV, "prod": PROD, "security": SECURITY, "backup": "333333333333"}


def sso(account: str, name: str) -> Principal:
    """Somebody who came through Identity Center."""
    path = "aws-reserved/sso.amazonaws.com/eu-west-1"
    return Principal(
        arn=f"arn:aws:iam::{account}:role/{path}/AWSReservedSSO_{name}_0123456789abcdef",
        account=account,
        organization=ORGANIZATION,
    )


def role(account: str, name: str) -> Principal:
    """A role of the account."""
    return Principal(
        arn=f"arn:aws:iam::{account}:role/{name}", account=account, organization=ORGANIZATION
    )


def asked(
    estate: Estate, where: str, principal: Principal, action: str, **more: object
) -> Decision:
    """What AWS answers somebody with every permission, inside the guardrails."""
    rails = guardrails_over(estate["organization/main"], f"organization-account-{where}")
    context = more.pop("context", {})
    assert isinstance(context, Mapping)
    request = Request(
        principal=principal,
        action=action,
        resource=str(more.pop("resource", "*")),
        region=str(more.pop("region", "eu-west-1")),
        context=context,
    )
    assert not more
    return decide(
        request, Policies(identity=(FULL_ACCESS,), service_controls=rails.service_controls)
    )


@dataclass(frozen=True)
class Case:
    """One statement: what it refuses to an administrator."""

    sid: str
    action: str
    where: str = "dev"
    resource: str = "*"
    region: str = "eu-west-1"
    context: Mapping[str, str] = field(default_factory=dict)
    spared: str = "break-glass"
    """Who it makes room for: ``break-glass`` (and the first deployment), ``deploy`` as
    well, or nobody."""


CASES = (
    Case("LeaveOrganization", "organizations:LeaveOrganization", spared=""),
    Case("Regions", "ec2:RunInstances", region="ap-southeast-2"),
    Case("OptInRegions", "account:EnableRegion"),
    Case("IamUsers", "iam:CreateAccessKey"),
    Case("Trail", "cloudtrail:StopLogging"),
    Case("ConfigurationRecorder", "config:StopConfigurationRecorder"),
    Case("ThreatDetection", "guardduty:DeleteDetector"),
    Case("SecurityHub", "securityhub:DisableSecurityHub"),
    Case("AccessAnalyzer", "access-analyzer:DeleteAnalyzer"),
    Case(
        "DeployRoles",
        "iam:UpdateAssumeRolePolicy",
        resource=f"arn:aws:iam::{DEV}:role/groundplan/acme-shop-dev-deploy",
    ),
    Case("EncryptionDefaults", "ec2:DisableEbsEncryptionByDefault"),
    Case(
        "UnencryptedDatabases",
        "rds:CreateDBInstance",
        context={"rds:StorageEncrypted": "false", "rds:DatabaseEngine": "postgres"},
        spared="",
    ),
    Case(
        "UnencryptedClusters",
        "rds:CreateDBCluster",
        context={"rds:StorageEncrypted": "false", "rds:DatabaseEngine": "aurora-postgresql"},
        spared="",
    ),
    Case("PublicData", "s3:PutAccountPublicAccessBlock", spared="deploy"),
    Case(
        "PublicSnapshots",
        "ec2:ModifySnapshotAttribute",
        context={"ec2:Add/group": "all"},
        spared="",
    ),
    Case(
        "PublicFunctions",
        "lambda:CreateFunctionUrlConfig",
        context={"lambda:FunctionUrlAuthType": "NONE"},
        spared="",
    ),
    Case("Backups", "backup:DeleteRecoveryPoint", where="prod"),
    Case("BackupSettings", "backup:PutBackupVaultAccessPolicy", where="prod", spared="deploy"),
    Case(
        "BackupRole",
        "iam:DetachRolePolicy",
        where="prod",
        resource=f"arn:aws:iam::{PROD}:role/acme-shop-prod-backup-service",
    ),
    Case("Keys", "kms:ScheduleKeyDeletion", where="prod"),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.sid)
def test_an_administrator_is_refused_by_the_statement(company: Estate, case: Case) -> None:
    account = ROLES[case.where]
    more = {"resource": case.resource, "region": case.region, "context": case.context}
    decision = asked(company, case.where, sso(account, "Administrator"), case.action, **more)
    assert decision == Decision(allowed=False, why=f"service control policy {case.sid}")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.sid)
def test_the_statement_makes_room_for_exactly_those_it_names(company: Estate, case: Case) -> None:
    account = ROLES[case.where]
    more = {"resource": case.resource, "region": case.region, "context": case.context}

    def can(principal: Principal) -> bool:
        return asked(company, case.where, principal, case.action, **more).allowed

    deploy = role(account, f"groundplan/acme-shop-{case.where}-deploy")
    assert {
        "break-glass": can(sso(account, "BreakGlass")),
        "first deployment": can(role(account, "OrganizationAccountAccessRole")),
        "deploy": can(deploy),
        "impostor": can(role(account, "BreakGlass")),
    } == {
        "break-glass": bool(case.spared),
        "first deployment": bool(case.spared),
        "deploy": case.spared == "deploy",
        "impostor": False,
    }


def test_every_statement_has_its_case() -> None:
    rails = Guardrails(region="eu-west-1", dr_region="eu-central-1")
    statements = {
        statement(rails)["Sid"]
        for policy in service_controls.POLICIES.values()
        for statement in policy
    }
    # RootUser and Everything are about who and where: they have tests of their own below.
    assert statements == {case.sid for case in CASES} | {"RootUser", "Everything"}


def test_the_root_user_can_do_nothing_but_in_a_session_the_management_account_opened(
    company: Estate,
) -> None:
    root = Principal(
        arn=f"arn:aws:iam::{PROD}:root", account=PROD, organization=ORGANIZATION, kind="root"
    )
    assert asked(company, "prod", root, "s3:ListAllMyBuckets") == Decision(
        allowed=False, why="service control policy RootUser"
    )
    opened = {"aws:AssumedRoot": "true"}
    assert asked(company, "prod", root, "s3:DeleteBucketPolicy", context=opened).allowed


def test_an_account_in_quarantine_can_do_nothing_until_somebody_has_looked(
    company: Estate,
) -> None:
    plan = company["organization/main"]
    attached = {
        a.inputs["targetId"]
        for a in plan.of_type("aws:organizations/policyAttachment:PolicyAttachment")
        if a.name.startswith("guardrails-service-quarantine")
    }
    assert attached == {
        plan["organization-unit-quarantine"].id,
        plan["organization-unit-suspended"].id,
    }
    document = json.loads(plan["guardrails-service-quarantine"].inputs["content"])
    rails = ((FULL_ACCESS, document),)
    policies = Policies(identity=(FULL_ACCESS,), service_controls=rails)

    def can(principal: Principal) -> bool:
        return decide(Request(principal=principal, action="s3:GetObject"), policies).allowed

    assert not can(sso(DEV, "Administrator"))
    assert can(sso(DEV, "BreakGlass"))


def test_the_guardrails_let_ordinary_work_through(company: Estate) -> None:
    administrator = sso(DEV, "Administrator")
    for action, region in {
        "ec2:RunInstances": "eu-west-1",
        "rds:CreateDBInstance": "eu-central-1",
        "acm:RequestCertificate": "us-east-1",
        "cloudfront:CreateDistribution": "us-east-1",
        "iam:CreateRole": "us-east-1",
        "organizations:DescribeOrganization": "us-east-1",
        "sts:GetCallerIdentity": "ap-southeast-2",
        "support:CreateCase": "us-east-1",
        "backup:DeleteRecoveryPoint": "eu-west-1",
    }.items():
        assert asked(company, "dev", administrator, action, region=region).allowed, action


def test_an_instance_of_an_encrypted_cluster_is_made_though_it_says_nothing(
    company: Estate,
) -> None:
    context = {"rds:StorageEncrypted": "false", "rds:DatabaseEngine": "aurora-postgresql"}
    administrator = sso(PROD, "Administrator")
    assert asked(company, "prod", administrator, "rds:CreateDBInstance", context=context).allowed


def test_ci_can_delete_a_backup_in_dev_and_not_in_prod(company: Estate) -> None:
    def can(where: str) -> bool:
        deploy = role(ROLES[where], f"groundplan/acme-shop-{where}-deploy")
        return asked(company, where, deploy, "backup:DeleteRecoveryPoint").allowed

    assert {where: can(where) for where in ("dev", "prod", "backup", "security")} == {
        "dev": True,
        "prod": False,
        "backup": False,
        "security": False,
    }


def test_aws_own_service_roles_are_not_bound(company: Estate) -> None:
    rails = guardrails_over(company["organization/main"], "organization-account-prod")
    backup = Principal(
        arn=f"arn:aws:iam::{PROD}:role/aws-service-role/backup.amazonaws.com/"
        "AWSServiceRoleForBackup",
        account=PROD,
        organization=ORGANIZATION,
        service_linked=True,
    )
    request = Request(principal=backup, action="backup:DeleteRecoveryPoint")
    policies = Policies(identity=(FULL_ACCESS,), service_controls=rails.service_controls)
    assert decide(request, policies).allowed


def test_no_target_has_more_policies_than_aws_attaches(company: Estate) -> None:
    plan = company["organization/main"]
    kinds = {p.id: p.inputs["type"] for p in plan.of_type("aws:organizations/policy:Policy")}
    count: dict[tuple[str, str], int] = {}
    for attachment in plan.of_type("aws:organizations/policyAttachment:PolicyAttachment"):
        key = (attachment.inputs["targetId"], kinds[attachment.inputs["policyId"]])
        count[key] = count.get(key, 0) + 1
    assert count
    # Five of a type, AWS's own full access among them for the two that allow.
    own = {"SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"}
    assert {k: n for k, n in count.items() if n + (k[1] in own) > 5} == {}


LIMITS = {
    "SERVICE_CONTROL_POLICY": 5120,
    "RESOURCE_CONTROL_POLICY": 5120,
    "BACKUP_POLICY": 10000,
    "DECLARATIVE_POLICY_EC2": 10000,
    "TAG_POLICY": 10000,
    "AISERVICES_OPT_OUT_POLICY": 2500,
}


def test_every_policy_leaves_a_fifth_of_its_limit_free(company: Estate) -> None:
    policies = company["organization/main"].of_type("aws:organizations/policy:Policy")
    assert len(policies) == 10
    for policy in policies:
        text = policy.inputs["content"]
        assert len(text.encode()) <= LIMITS[policy.inputs["type"]] * 0.8, policy.name
        assert json.dumps(json.loads(text), separators=(",", ":")) == text, "white space counts"


def test_a_policy_that_is_too_long_says_by_how_much() -> None:
    with pytest.raises(Exception, match=r"5040 characters, 944 too many.*at most 4096"):
        service_controls.checked("policy", {"a": "x" * 5032}, 5120)


def test_prod_is_backed_up_even_if_its_own_plan_is_gone(company: Estate) -> None:
    """The organization's plan uses the vault, the role and the tag of prod's foundation."""
    organization, prod = company["organization/main"], company["foundation/prod"]
    attachment = organization["guardrails-backup-prod-on-account"]
    assert attachment.inputs["targetId"] == PROD
    policy = organization["guardrails-backup-prod"]
    assert (attachment.inputs["policyId"], policy.inputs["type"]) == (policy.id, "BACKUP_POLICY")
    (plan,) = json.loads(policy.inputs["content"])["plans"].values()
    own, lock = prod["backup-plan-plan"].inputs, prod["backup-lock"].inputs
    (rule,) = plan["rules"].values()
    (selection,) = plan["selections"]["tags"].values()
    (tag,) = prod["backup-plan-selection"].inputs["selectionTags"]
    assert rule["target_backup_vault_name"]["@@assign"] == prod["backup-vault"].inputs["name"]
    assert selection["iam_role_arn"]["@@assign"] == prod["backup-plan-role"].outputs["arn"].replace(
        PROD, "$account"
    )
    assert selection["tag_key"]["@@assign"] == tag["key"]
    assert selection["tag_value"]["@@assign"] == [tag["value"]]
    assert plan["regions"]["@@assign"] == ["eu-west-1"]
    days = int(rule["lifecycle"]["delete_after_days"]["@@assign"])
    assert lock["minRetentionDays"] <= days <= lock["maxRetentionDays"]
    taken = {r["schedule"] for r in own["rules"]}
    assert rule["schedule_expression"]["@@assign"] not in taken


def test_an_environment_is_backed_up_by_the_organization_once_it_is_named(
    make_estate: Any,
) -> None:
    plan = make_estate("organization/main", base_email="aws@example.com")["organization/main"]
    kinds = [p.inputs["type"] for p in plan.of_type("aws:organizations/policy:Policy")]
    assert "BACKUP_POLICY" not in kinds
    assert "BACKUP_POLICY" in plan["organization-organization"].inputs["enabledPolicyTypes"]


def resource_decision(
    company: Estate, principal: Principal, action: str, **context: str
) -> Decision:
    """What AWS answers where a resource's own policy admits everybody."""
    rails = guardrails_over(company["organization/main"], "organization-account-prod")
    everybody = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}],
    }
    request = Request(
        principal=principal,
        action=action,
        resource="arn:aws:s3:::acme-data/report.csv",
        resource_account=PROD,
        context={key.replace("__", ":"): value for key, value in context.items()},
    )
    policies = Policies(
        identity=(FULL_ACCESS,), resource=everybody, resource_controls=rails.resource_controls
    )
    return decide(request, policies)


STRANGER = Principal(
    arn="arn:aws:iam::999999999999:role/app", account="999999999999", organization="o-elsewhere0"
)
ANYBODY = Principal(arn="arn:aws:iam::999999999999:role/app", account="999999999999")
SERVICE = Principal(arn="cloudtrail.amazonaws.com", kind="service")


ISSUER = "token.actions.githubusercontent.com"
JOB = Principal(arn=f"arn:aws:iam::{PROD}:oidc-provider/{ISSUER}", kind="web-identity")
RESOURCE_CASES: Mapping[str, tuple[Principal, str, Mapping[str, str]]] = {
    "OrganizationIdentities": (STRANGER, "s3:GetObject", {}),
    "ConfusedDeputy": (
        SERVICE,
        "s3:PutObject",
        {"aws__SourceAccount": "999999999999", "aws__SourceOrgID": "o-elsewhere0"},
    ),
    "EncryptedTransport": (role(PROD, "app"), "s3:GetObject", {"aws__SecureTransport": "false"}),
    "GitHubTokens": (
        JOB,
        "sts:AssumeRoleWithWebIdentity",
        {f"{ISSUER}__sub": "repo:evil/acme-infra:ref:refs/heads/main"},
    ),
}


@pytest.mark.parametrize("sid", RESOURCE_CASES)
def test_the_resource_control_refuses(company: Estate, sid: str) -> None:
    principal, action, context = RESOURCE_CASES[sid]
    assert resource_decision(company, principal, action, **context) == Decision(
        allowed=False, why=f"resource control policy {sid}"
    )


def test_every_resource_control_has_its_case(company: Estate) -> None:
    policies = company["organization/main"].of_type("aws:organizations/policy:Policy")
    sids = {
        statement["Sid"]
        for policy in policies
        if policy.inputs["type"] == "RESOURCE_CONTROL_POLICY"
        for statement in json.loads(policy.inputs["content"])["Statement"]
    }
    assert sids == set(RESOURCE_CASES)


def test_a_stranger_cannot_read_a_bucket_that_somebody_opened_by_mistake(
    company: Estate,
) -> None:
    for stranger in (STRANGER, ANYBODY):
        assert resource_decision(company, stranger, "s3:GetObject") == Decision(
            allowed=False, why="resource control policy OrganizationIdentities"
        )
    assert resource_decision(company, role(PROD, "app"), "s3:GetObject").allowed


def test_a_service_acts_only_for_accounts_of_the_organization(company: Estate) -> None:
    deputy = {"aws__SourceAccount": "999999999999", "aws__SourceOrgID": "o-elsewhere0"}
    assert resource_decision(company, SERVICE, "s3:PutObject", **deputy) == Decision(
        allowed=False, why="resource control policy ConfusedDeputy"
    )
    own = {"aws__SourceAccount": PROD, "aws__SourceOrgID": ORGANIZATION}
    assert resource_decision(company, SERVICE, "s3:PutObject", **own).allowed
    assert resource_decision(company, SERVICE, "s3:PutObject").allowed


def test_nothing_is_read_in_clear_text(company: Estate) -> None:
    decision = resource_decision(
        company, role(PROD, "app"), "s3:GetObject", aws__SecureTransport="false"
    )
    assert decision == Decision(allowed=False, why="resource control policy EncryptedTransport")


def test_a_token_of_another_github_organization_opens_nothing(company: Estate) -> None:
    provider = f"arn:aws:iam::{PROD}:oidc-provider/token.actions.githubusercontent.com"
    job = Principal(arn=provider, kind="web-identity")

    def asks(sub: str) -> Decision:
        rails = guardrails_over(company["organization/main"], "organization-account-prod")
        careless = {
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Federated": provider},
                    "Action": "sts:AssumeRoleWithWebIdentity",
                }
            ]
        }
        request = Request(
            principal=job,
            action="sts:AssumeRoleWithWebIdentity",
            resource=f"arn:aws:iam::{PROD}:role/careless",
            resource_account=PROD,
            context={"token.actions.githubusercontent.com:sub": sub},
        )
        policies = Policies(resource=careless, resource_controls=rails.resource_controls)
        return decide(request, policies)

    assert asks("repo:acme/acme-infra:ref:refs/heads/main").allowed
    assert asks("repo:acme@111/acme-infra@222:ref:refs/heads/main").allowed
    for sub in ("repo:evil/acme-infra:ref:refs/heads/main", "repo:acme-evil/x:pull_request"):
        assert asks(sub) == Decision(allowed=False, why="resource control policy GitHubTokens")
