"""The management account and the organization: each check with one that is well and one not."""

from typing import Any

import pytest

from groundplan.emulate.deploy import Deployment
from tests.support.places import answers, caller, places, resource, states
from tests.support.repositories import ACCOUNTS

SUMMARY = {
    "AccountMFAEnabled": 1,
    "AccountAccessKeysPresent": 0,
    "AccountPasswordPresent": 0,
    "AccountSigningCertificatesPresent": 0,
}


def told_root(**change: int) -> dict[str, Any]:
    return {"get_account_summary": {"SummaryMap": {**SUMMARY, **change}}}


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ({"accountPlanType": "PAID"}, "ok"),
        ({"accountPlanType": "FREE"}, "missing"),
        ("ResourceNotFoundException", "ok"),
    ],
)
def test_only_a_paid_account_may_hold_an_organization(
    empty: Deployment, answer: Any, state: str
) -> None:
    here = places(empty, get_account_plan_state=answer)["management"]
    assert states("paid-plan", here) == {state}


def test_the_root_user_needs_a_second_factor_and_no_key(empty: Deployment) -> None:
    assert states("root-user", places(empty, **told_root())["management"]) == {"ok"}
    for change in ({"AccountMFAEnabled": 0}, {"AccountAccessKeysPresent": 1}):
        here = places(empty, **told_root(**change))["management"]
        assert states("root-user", here) == {"missing"}


def test_a_new_account_in_the_emulation_has_no_second_factor(empty: Deployment) -> None:
    (found,) = answers("root-user", places(empty)["management"])
    assert (found.state, found.what) == ("missing", "the root user has no second factor")


@pytest.mark.parametrize(
    "held",
    ["AccountPasswordPresent", "AccountAccessKeysPresent", "AccountSigningCertificatesPresent"],
)
def test_a_member_account_has_nothing_root_could_sign_in_with(empty: Deployment, held: str) -> None:
    assert states("root-credentials", places(empty, **told_root())["prod"]) == {"ok"}
    assert states("root-credentials", places(empty, **told_root(**{held: 1}))["prod"]) == {
        "missing"
    }


def test_an_answer_without_the_password_is_no_proof_that_there_is_none(empty: Deployment) -> None:
    assert states("root-credentials", places(empty)["prod"]) == {"unseen"}


def test_nobody_can_look_whether_roles_may_see_the_bill(empty: Deployment) -> None:
    assert states("billing-access", places(empty)["management"]) == {"by-hand"}


def test_identity_center_is_enabled_and_in_the_config(empty: Deployment) -> None:
    client = empty.client("sso-admin", ACCOUNTS["management"], "eu-west-1")
    (instance,) = client.list_instances()["Instances"]
    known = {
        "instance_arn": instance["InstanceArn"],
        "identity_store_id": instance["IdentityStoreId"],
        "region": "eu-west-1",
    }
    here = places(empty, config={"identity_center": known})["management"]
    assert states("identity-center", here) == {"ok"}
    for config in ({}, {"identity_center": {**known, "identity_store_id": "d-0000000000"}}):
        (found,) = answers("identity-center", places(empty, config=config)["management"])
        assert found.state == "missing"
        assert instance["InstanceArn"] in found.fix


@pytest.mark.parametrize(
    ("instances", "words"),
    [
        ([], "not enabled in eu-west-1"),
        (
            [
                {
                    "InstanceArn": "arn:aws:sso:::instance/ssoins-1234567890abcdef",
                    "IdentityStoreId": "d-1",
                    "Status": "CREATE_IN_PROGRESS",
                }
            ],
            "not enabled in eu-west-1",
        ),
    ],
)
def test_identity_center_that_is_not_ready_is_missing(
    empty: Deployment, instances: list[Any], words: str
) -> None:
    here = places(empty, list_instances={"Instances": instances})["management"]
    (found,) = answers("identity-center", here)
    assert (found.state, words in found.what) == ("missing", True)


ORGANIZATION = resource(
    "aws:organizations/organization:Organization",
    awsServiceAccessPrincipals=["guardduty.amazonaws.com", "sso.amazonaws.com"],
    enabledPolicyTypes=["SERVICE_CONTROL_POLICY", "TAG_POLICY"],
)


@pytest.fixture
def organized(empty: Deployment) -> tuple[Deployment, Any, str]:
    """An organization, its client, and its root."""
    client = empty.client("organizations", ACCOUNTS["management"], "us-east-1")
    client.create_organization(FeatureSet="ALL")
    return empty, client, client.list_roots()["Roots"][0]["Id"]


def test_every_service_of_the_plan_is_trusted(organized: tuple[Deployment, Any, str]) -> None:
    deployment, client, _ = organized
    here = places(deployment, ORGANIZATION)["management"]
    client.enable_aws_service_access(ServicePrincipal="sso.amazonaws.com")
    (found,) = answers("trusted-services", here)
    assert (found.state, found.what) == ("missing", "not trusted: guardduty.amazonaws.com")
    client.enable_aws_service_access(ServicePrincipal="guardduty.amazonaws.com")
    assert states("trusted-services", here) == {"ok"}


def test_every_type_of_policy_of_the_plan_is_enabled(
    organized: tuple[Deployment, Any, str],
) -> None:
    deployment, client, root = organized
    here = places(deployment, ORGANIZATION)["management"]
    client.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")
    (found,) = answers("policy-types", here)
    assert (found.state, found.what) == ("missing", "not enabled: TAG_POLICY")
    client.enable_policy_type(RootId=root, PolicyType="TAG_POLICY")
    assert states("policy-types", here) == {"ok"}


def test_root_users_of_members_are_managed_centrally(empty: Deployment) -> None:
    planned = resource(
        "aws:iam/organizationsFeatures:OrganizationsFeatures",
        enabledFeatures=["RootCredentialsManagement", "RootSessions"],
    )
    here = places(empty, planned)["management"]
    management = ACCOUNTS["management"]
    empty.client("organizations", management, "us-east-1").create_organization(FeatureSet="ALL")
    iam = empty.client("iam", management, "us-east-1")
    iam.enable_organizations_root_sessions()
    assert states("root-management", here) == {"missing"}
    iam.enable_organizations_root_credentials_management()
    assert states("root-management", here) == {"ok"}


def listed(**change: Any) -> dict[str, Any]:
    """Accounts as Organizations lists them, prod with something else."""
    rows = [
        {
            "Id": number,
            "Name": f"acme-{role}",
            "Email": f"aws+acme-{role}@example.com",
            "State": "ACTIVE",
            **(change if role == "prod" else {}),
        }
        for role, number in ACCOUNTS.items()
    ]
    return {"Accounts": [row for row in rows if row["Id"]]}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, ""),
        ({"State": "PENDING_ACTIVATION"}, "prod: 666666666666 is pending activation"),
        ({"State": "SUSPENDED"}, "prod: 666666666666 is suspended"),
        ({"Id": "888888888888"}, "prod: the config does not know its id 888888888888"),
        ({"Id": "888888888888", "Name": "other"}, "prod: there is no such account"),
    ],
)
def test_every_account_is_active_and_in_the_config(
    empty: Deployment, monkeypatch: pytest.MonkeyPatch, change: dict[str, str], words: str
) -> None:
    here = places(empty)["management"]
    aws = here.aws
    monkeypatch.setattr(type(aws), "pages", lambda *_, **__: iter(listed(**change)["Accounts"]))
    found = answers("accounts", here)
    assert len(found) == 5
    assert [f.what for f in found if f.state == "missing"] == ([words] if words else [])


def test_aws_writes_to_somebody_about_every_subject(empty: Deployment) -> None:
    here = places(empty)["dev"]
    client = empty.client("account", ACCOUNTS["dev"], "us-east-1")

    def put(kind: str) -> None:
        client.put_alternate_contact(
            AlternateContactType=kind,
            Name="Sam Doe",
            Title="CTO",
            EmailAddress="sam@example.com",
            PhoneNumber="+1 555 0100",
        )

    put("SECURITY")
    (found,) = answers("contacts", here)
    assert (found.state, found.what) == ("missing", "no contact for billing, operations")
    put("BILLING")
    put("OPERATIONS")
    assert states("contacts", here) == {"ok"}


@pytest.mark.parametrize(("name", "role"), [("state", "management"), ("account-state", "prod")])
def test_the_state_has_its_bucket(empty: Deployment, name: str, role: str) -> None:
    here = places(empty)[role]
    assert states(name, here) == {"missing"}
    empty.client("s3", ACCOUNTS[role], "eu-west-1").create_bucket(
        Bucket=f"acme-state-{ACCOUNTS[role]}-eu-west-1",
        CreateBucketConfiguration={"LocationConstraint": "eu-west-1"},
    )
    assert states(name, here) == {"ok"}


def test_backups_may_be_copied_between_accounts(empty: Deployment) -> None:
    planned = resource(
        "aws:backup/globalSettings:GlobalSettings",
        globalSettings={"isCrossAccountBackupEnabled": "true"},
    )
    here = places(empty, planned)["management"]
    assert states("backup-sharing", here) == {"missing"}
    caller(empty)._client("backup").update_global_settings(
        GlobalSettings={"isCrossAccountBackupEnabled": "true"}
    )
    assert states("backup-sharing", here) == {"ok"}
