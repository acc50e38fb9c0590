"""What an adopted account brings along."""

import json
from typing import Any

import pytest

from groundplan.doctor.checks.inherited import outsiders
from groundplan.emulate.deploy import Deployment
from tests.support.places import answers, places, resource, states
from tests.support.repositories import ACCOUNTS

ROOT = "arn:aws:iam::{}:root"
STRANGER = "999999999999"


def trust(**principal: Any) -> str:
    """A trust policy that admits somebody."""
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}],
        }
    )


def test_a_role_a_stranger_may_assume_is_named(empty: Deployment) -> None:
    here = places(empty)["prod"]
    iam = empty.client("iam", ACCOUNTS["prod"], "us-east-1")
    iam.create_role(
        RoleName="app", AssumeRolePolicyDocument=trust(Service="ecs-tasks.amazonaws.com")
    )
    iam.create_role(
        RoleName="audit", AssumeRolePolicyDocument=trust(AWS=ROOT.format(ACCOUNTS["security"]))
    )
    assert states("outside-trust", here) == {"ok"}
    iam.create_role(RoleName="vendor", AssumeRolePolicyDocument=trust(AWS=ROOT.format(STRANGER)))
    (found,) = answers("outside-trust", here)
    assert found.state == "missing"
    assert found.what == f"vendor can be assumed by {ROOT.format(STRANGER)}"


@pytest.mark.parametrize(
    ("principal", "outside"),
    [
        ({"AWS": "*"}, ["*"]),
        ({"AWS": [STRANGER, ACCOUNTS["dev"]]}, [STRANGER]),
        ({"AWS": "AIDAEXAMPLEOFADELETEDUSER"}, ["AIDAEXAMPLEOFADELETEDUSER"]),
        ({"Federated": "arn:aws:iam::1:saml-provider/okta"}, ["arn:aws:iam::1:saml-provider/okta"]),
        (
            {"Federated": "arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com"},
            [],
        ),
        ({"Service": "lambda.amazonaws.com"}, []),
        ({"AWS": f"arn:aws:iam::{ACCOUNTS['dev']}:role/x"}, []),
    ],
)
def test_who_is_outside(principal: dict[str, Any], outside: list[str]) -> None:
    assert list(outsiders(trust(**principal), {ACCOUNTS["dev"]})) == outside


def test_a_denial_lets_nobody_in() -> None:
    document = json.loads(trust(AWS="*"))
    document["Statement"][0]["Effect"] = "Deny"
    assert list(outsiders(document, set())) == []


def test_the_access_role_trusts_the_management_account_alone(empty: Deployment) -> None:
    here = places(empty)["prod"]
    assert states("access-role", here) == {"missing"}
    iam = empty.client("iam", ACCOUNTS["prod"], "us-east-1")
    iam.create_role(
        RoleName="OrganizationAccountAccessRole",
        AssumeRolePolicyDocument=trust(AWS=ROOT.format(ACCOUNTS["management"])),
    )
    assert states("access-role", here) == {"ok"}
    iam.update_assume_role_policy(
        RoleName="OrganizationAccountAccessRole",
        PolicyDocument=trust(AWS=ROOT.format(ACCOUNTS["prod"])),
    )
    assert states("access-role", here) == {"missing"}


def test_an_old_role_that_passes_for_a_deployment_is_named(empty: Deployment) -> None:
    planned = resource("aws:iam/role:Role", name="acme-shop-prod-deploy")
    here = places(empty, planned)["prod"]
    iam = empty.client("iam", ACCOUNTS["prod"], "us-east-1")
    for name in ("acme-shop-prod-deploy", "old-deploy"):
        iam.create_role(
            RoleName=name,
            Path="/groundplan/",
            AssumeRolePolicyDocument=trust(Service="ec2.amazonaws.com"),
        )
    lacking = [found.what for found in answers("access-role", here)]
    assert lacking == [
        "old-deploy stands below /groundplan/ and is not ours: it passes for a deployment",
        "there is no OrganizationAccountAccessRole",
    ]


def test_a_user_from_before_the_guardrails_is_named_with_its_keys(empty: Deployment) -> None:
    here = places(empty)["prod"]
    assert states("iam-users", here) == {"ok"}
    iam = empty.client("iam", ACCOUNTS["prod"], "us-east-1")
    iam.create_user(UserName="bob")
    assert answers("iam-users", here)[0].what == "IAM user bob, without a key"
    key = iam.create_access_key(UserName="bob")["AccessKey"]["AccessKeyId"]
    (found,) = answers("iam-users", here)
    assert (found.state, found.what) == ("missing", f"IAM user bob, with the keys {key}")
    assert f"--access-key-id {key}" in found.fix
