"""The backup account: vaults that outlive every other account."""

import json

import pytest

from groundplan.engine.plan import Estate, Plan

from .conftest import Make

SOURCES = {"dev": "444444444444", "staging": "555555555555", "prod": "666666666666"}


@pytest.fixture(scope="module")
def plan(everything: Estate) -> Plan:
    return everything["recovery/main"]


def test_it_deploys_into_the_backup_account(plan: Plan) -> None:
    assert plan.account == "333333333333"
    assert {r.account for r in plan.aws()} == {"333333333333"}


@pytest.mark.parametrize(
    ("name", "region"), [("central-home", "eu-west-1"), ("central-dr", "eu-central-1")]
)
def test_a_vault_stands_in_each_region_under_the_name_the_environments_compute(
    everything: Estate, plan: Plan, name: str, region: str
) -> None:
    vault = plan[f"{name}-vault"]
    assert (vault.region, vault.inputs["name"]) == (region, "acme-shop-central")
    assert vault.inputs["kmsKeyArn"] == plan[f"{name}-key-key"].outputs["arn"]
    assert vault.options.protect
    copied = [
        copy["destinationVaultArn"]
        for rule in everything["foundation/prod"]["backup-plan-plan"].inputs["rules"]
        for copy in rule["copyActions"]
    ]
    assert (vault.outputs["arn"] in copied) is (name == "central-home")


@pytest.mark.parametrize("name", ["central-home", "central-dr"])
def test_only_backup_roles_of_this_organization_may_copy_into_a_vault(
    plan: Plan, name: str
) -> None:
    [statement] = json.loads(plan[f"{name}-policy"].inputs["policy"])["Statement"]
    assert statement["Action"] == "backup:CopyIntoBackupVault"
    equals = statement["Condition"]["StringEquals"]
    assert equals["aws:PrincipalOrgID"] == "o-abcdefghij"
    assert equals["aws:PrincipalAccount"] == sorted(SOURCES.values())
    assert statement["Condition"]["ArnEquals"]["aws:PrincipalArn"] == sorted(
        f"arn:aws:iam::{account}:role/{role}"
        for environment, account in SOURCES.items()
        for role in (
            f"acme-shop-{environment}-backup-service",
            "aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup",
        )
    )


def test_the_roles_it_admits_are_those_the_environments_make(everything: Estate) -> None:
    for environment, account in SOURCES.items():
        role = everything[f"foundation/{environment}"]["backup-plan-role"]
        assert role.outputs["arn"] == (
            f"arn:aws:iam::{account}:role/acme-shop-{environment}-backup-service"
        )


@pytest.mark.parametrize("name", ["central-home", "central-dr"])
def test_recovery_points_cannot_be_deleted_early(plan: Plan, name: str) -> None:
    lock = plan[f"{name}-lock"].inputs
    assert (lock["minRetentionDays"], lock["maxRetentionDays"]) == (90, 365)
    assert "changeableForDays" not in lock


def test_the_cross_region_copy_into_the_backup_account_is_a_choice(make_estate: Make) -> None:
    estate = make_estate("foundation/prod", settings={"backup_account_cross_region": True})
    copies = {
        copy["destinationVaultArn"]
        for rule in estate["foundation/prod"]["backup-plan-plan"].inputs["rules"]
        for copy in rule["copyActions"]
    }
    assert "arn:aws:backup:eu-central-1:333333333333:backup-vault:acme-shop-central" in copies
    assert len(copies) == 3
