"""The accounts as an auditor finds them, read back from the emulation."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from groundplan.emulate.deploy import Deployment, deploy
from groundplan.repository import open_repository, programs
from tests.support.repositories import ACCOUNTS, FOUNDATION, ORGANIZATION, build

HOME = "eu-west-1"
REGIONS = ("eu-central-1", "eu-west-1", "us-east-1")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    layers = {
        "organization": ORGANIZATION,
        "security": {"organization_id": "o-groundplan00"},
        "foundation": {
            **FOUNDATION,
            "organization_id": "o-groundplan00",
            "repository_ids": {"owner_id": "111", "repository_id": "222"},
        },
    }
    folder: Path = build(tmp_path_factory.mktemp("company"), layers=layers, environments=("prod",))
    repository = open_repository(folder)
    with deploy(programs(repository, repository.stacks), placeholders=()) as deployed:
        yield deployed


def client(company: Deployment, role: str, service: str, region: str = HOME) -> Any:
    return company.client(service, ACCOUNTS[role], region)


def test_the_trail_logs_every_account_and_region_into_the_security_account(
    company: Deployment,
) -> None:
    cloudtrail = client(company, "management", "cloudtrail")
    trail = cloudtrail.get_trail(Name="acme-shop-trail")["Trail"]
    assert {
        key: trail[key]
        for key in (
            "IsOrganizationTrail",
            "IsMultiRegionTrail",
            "LogFileValidationEnabled",
            "S3BucketName",
        )
    } == {
        "IsOrganizationTrail": True,
        "IsMultiRegionTrail": True,
        "LogFileValidationEnabled": True,
        "S3BucketName": "acme-shop-main-trail-222222222222-eu-west-1",
    }
    assert cloudtrail.get_trail_status(Name="acme-shop-trail")["IsLogging"] is True


def test_every_event_is_counted_and_told(company: Deployment) -> None:
    logs = client(company, "management", "logs")
    filters = logs.describe_metric_filters(logGroupName="/acme/trail")["metricFilters"]
    counted = {f["metricTransformations"][0]["metricName"] for f in filters}
    alarms = client(company, "management", "cloudwatch").describe_alarms()["MetricAlarms"]
    told = {a["MetricName"] for a in alarms if a["AlarmActions"] and a["ActionsEnabled"]}
    assert len(counted) == 16
    assert told == counted


def test_guardrails_are_attached_where_they_hold(company: Deployment) -> None:
    organizations = client(company, "management", "organizations", "us-east-1")
    (root,) = organizations.list_roots()["Roots"]
    found = {
        kind: {
            p["Name"]
            for p in organizations.list_policies_for_target(TargetId=root["Id"], Filter=kind)[
                "Policies"
            ]
        }
        for kind in ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY")
    }
    assert {n for n in found["SERVICE_CONTROL_POLICY"] if n.startswith("acme")} == {
        "acme-shop-main-guardrails-service-audit",
        "acme-shop-main-guardrails-service-data",
        "acme-shop-main-guardrails-service-foundation",
    }
    assert "acme-shop-main-guardrails-resource-perimeter" in found["RESOURCE_CONTROL_POLICY"]


def test_the_trails_files_cannot_be_deleted_and_nothing_is_public(company: Deployment) -> None:
    s3 = client(company, "security", "s3")
    names = [b["Name"] for b in s3.list_buckets()["Buckets"] if "-main-" in b["Name"]]
    assert len(names) == 6
    for name in names:
        block = s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
        assert set(block.values()) == {True}, name
        assert s3.get_bucket_versioning(Bucket=name)["Status"] == "Enabled"
    lock = s3.get_object_lock_configuration(Bucket="acme-shop-main-trail-222222222222-eu-west-1")
    retention = lock["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
    assert (retention["Mode"], retention["Days"]) == ("GOVERNANCE", 1095)


def test_prod_starts_from_safe_defaults_in_every_region(company: Deployment) -> None:
    control = client(company, "prod", "s3control")
    block = control.get_public_access_block(AccountId=ACCOUNTS["prod"])
    assert set(block["PublicAccessBlockConfiguration"].values()) == {True}
    policy = client(company, "prod", "iam").get_account_password_policy()["PasswordPolicy"]
    assert (policy["MinimumPasswordLength"], policy["PasswordReusePrevention"]) == (14, 24)
    for region in REGIONS:
        ec2 = client(company, "prod", "ec2", region)
        assert ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"] is True
        default = [{"Name": "is-default", "Values": ["true"]}]
        (vpc,) = ec2.describe_vpcs(Filters=default)["Vpcs"]
        within = [{"Name": "vpc-id", "Values": [vpc["VpcId"]]}]
        (group,) = ec2.describe_security_groups(Filters=within)["SecurityGroups"]
        assert (group["IpPermissions"], group["IpPermissionsEgress"]) == ([], []), region
        (acl,) = ec2.describe_network_acls(Filters=within)["NetworkAcls"]
        assert {entry["RuleAction"] for entry in acl["Entries"]} <= {"deny"}, region


def test_prod_is_recorded(company: Deployment) -> None:
    for region in REGIONS:
        config = client(company, "prod", "config", region)
        (status,) = config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"]
        assert status["recording"] is True


def test_ci_has_two_roles_inside_the_boundary(company: Deployment) -> None:
    iam = client(company, "prod", "iam")
    for role in ("plan", "deploy"):
        found = iam.get_role(RoleName=f"acme-shop-prod-{role}")["Role"]
        assert found["PermissionsBoundary"]["PermissionsBoundaryArn"] == (
            f"arn:aws:iam::{ACCOUNTS['prod']}:policy/groundplan/acme-shop-prod-boundary"
        )
    providers = iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]
    assert [p["Arn"].rpartition("/")[2] for p in providers] == [
        "token.actions.githubusercontent.com"
    ]


def test_people_get_in_by_groups_only(company: Deployment) -> None:
    sso = client(company, "management", "sso-admin")
    arn = ORGANIZATION["identity_center"]["instance_arn"]
    kinds: dict[str, set[str]] = {}
    for permission_set in sso.list_permission_sets(InstanceArn=arn)["PermissionSets"]:
        name = sso.describe_permission_set(InstanceArn=arn, PermissionSetArn=permission_set)[
            "PermissionSet"
        ]["Name"]
        for account in ACCOUNTS.values():
            rows = sso.list_account_assignments(
                InstanceArn=arn, AccountId=account, PermissionSetArn=permission_set
            )["AccountAssignments"]
            kinds.setdefault(name, set()).update(row["PrincipalType"] for row in rows)
    assert len(kinds) == 6
    assert set.union(*kinds.values()) == {"GROUP"}
