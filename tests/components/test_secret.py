"""Secrets: containers only, never a value."""

import hashlib
import json
from typing import Any

import pytest

from groundplan.engine.plan import Estate
from stacks.data.secret_watch import CODE
from tests.support.foundation import foundation

SECRET = "secret-stripe-secret-key"


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
    assert len(secrets) == 9
    assert values == []


def test_the_application_learns_where_the_secret_is_and_nothing_else(everything: Estate) -> None:
    plan = everything["foundation/prod"]
    assert plan.outputs["secrets"] == {
        "STRIPE_SECRET_KEY": plan["secret-stripe-secret-key-secret"].outputs["arn"]
    }


def test_the_age_of_every_secret_is_watched_by_dates_alone(everything: Estate) -> None:
    plan = everything["foundation/prod"]
    names = (SECRET, "database-login", "cache-login")
    arns = [plan[f"{name}-secret"].outputs["arn"] for name in names]
    [master] = plan["database-instance"].outputs["masterUserSecrets"]
    event = json.loads(plan["secret-watch-target"].inputs["input"])
    assert event == {"max_days": 365, "secrets": [arns[0], master["secretArn"], *arns[1:]]}
    statements = json.loads(plan["secret-watch-role-policy"].inputs["policy"])["Statement"]
    [reads] = [s for s in statements if s["Sid"] == "ReadsDates"]
    assert reads["Resource"] == event["secrets"]
    assert {action for s in statements for action in s["Action"]} == {
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "secretsmanager:DescribeSecret",
        "secretsmanager:ListSecretVersionIds",
    }
    function = plan["secret-watch-function"]
    shipped = hashlib.sha256(CODE.read_bytes()).hexdigest()
    assert function.inputs["code"] == {"assets": {"secret_age.py": {"sha256": shipped}}}
    assert plan["secret-watch-rule"].inputs["scheduleExpression"] == "cron(0 6 * * ? *)"
    assert (
        plan["secret-watch-permission"].inputs["sourceArn"]
        == (plan["secret-watch-rule"].outputs["arn"])
    )


def test_an_old_secret_and_a_watch_that_says_nothing_are_alarms(everything: Estate) -> None:
    plan = everything["foundation/prod"]
    counted = plan["secret-watch-late"].inputs
    alarm = plan["secret-watch-alarms-days-late-max"].inputs
    assert counted["logGroupName"] == plan["secret-watch-log"].inputs["name"]
    assert counted["metricTransformation"]["value"] == "$.days_late"
    assert counted["metricTransformation"]["namespace"] == alarm["namespace"]
    assert counted["metricTransformation"]["name"] == alarm["metricName"]
    assert (alarm["comparisonOperator"], alarm["threshold"]) == ("GreaterThanThreshold", 0)
    assert alarm["treatMissingData"] == "breaching"
    assert alarm["alarmActions"] == [plan["notifications-ticket"].outputs["arn"]]


@pytest.mark.parametrize(
    ("env", "settings", "days"),
    [
        ("dev", {}, None),
        ("prod", {"profile": "regulated"}, 90),
        ("prod", {"settings": {"secret_max_age_days": 0}}, None),
        ("prod", {"secrets": [], "database": None, "cache": None}, None),
    ],
)
def test_how_old_a_secret_may_be_is_the_profile_s_and_the_owner_s(
    env: str, settings: dict[str, Any], days: int | None
) -> None:
    plan = foundation(env, **settings)
    found = [r for r in plan.resources if r.name == "secret-watch-target"]
    assert [json.loads(r.inputs["input"])["max_days"] for r in found] == ([days] if days else [])
