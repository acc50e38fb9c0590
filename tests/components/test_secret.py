"""Secrets: containers only, never a value."""

import pytest

from groundplan.engine.plan import Estate


@pytest.mark.parametrize(
    ("env", "days", "replicated"),
    [("dev", 0, False), ("staging", 7, False), ("prod", 30, True)],
)
def test_a_secret_can_be_brought_back_as_the_environment_promises(
    everything: Estate, env: str, days: int, replicated: bool
) -> None:
    plan = everything[f"foundation/{env}"]
    inputs = plan["secret-stripe-secret-key-secret"].inputs
    assert inputs["name"] == f"acme/shop/{env}/STRIPE_SECRET_KEY"
    assert inputs["recoveryWindowInDays"] == days
    assert inputs["kmsKeyId"] == plan["data-key"].outputs["arn"]
    replicas = (
        [{"region": "eu-central-1", "kmsKeyId": plan["data-dr-key"].outputs["arn"]}]
        if replicated
        else []
    )
    assert inputs.get("replicas", []) == replicas


def test_no_stack_knows_a_value(everything: Estate) -> None:
    secrets = [r for p in everything.plans for r in p.of_type("aws:secretsmanager/secret:Secret")]
    values = [
        r
        for p in everything.plans
        for r in p.of_type("aws:secretsmanager/secretVersion:SecretVersion")
    ]
    assert len(secrets) == 6
    assert values == []


def test_the_application_learns_where_the_secret_is_and_nothing_else(everything: Estate) -> None:
    plan = everything["foundation/prod"]
    assert plan.outputs["secrets"] == {
        "STRIPE_SECRET_KEY": plan["secret-stripe-secret-key-secret"].outputs["arn"]
    }
