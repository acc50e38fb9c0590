"""Who gets into the cache, and what changes the password."""

import hashlib
import json
from itertools import product
from typing import Any

import pytest

from groundplan.engine.plan import Plan, Resource
from groundplan.errors import PlanError
from stacks.config_keys import CACHE_LOGIN
from stacks.data.cache_rotation import CODE, schedule
from stacks.data.limits import window_problems
from tests.components.applications import policy
from tests.support.foundation import foundation

USER, USERS = "aws:elasticache/user:User", "aws:elasticache/userGroup:UserGroup"
PREFIX = "acme-shop-prod"


def _plan(engine: str) -> Plan:
    return foundation(cache={"engine": engine})


def _members(plan: Plan) -> list[Resource]:
    """Users of the one group that the cache lets in."""
    [group] = plan.of_type(USERS)
    assert plan["cache-group"].inputs["userGroupIds"] == [group.inputs["userGroupId"]]
    users = {user.inputs["userId"]: user for user in plan.of_type(USER)}
    assert sorted(group.inputs["userIds"]) == sorted(users)
    return [users[user] for user in group.inputs["userIds"]]


@pytest.mark.parametrize(
    ("engine", "environment"), product(("valkey", "redis"), ("dev", "staging", "prod"))
)
def test_nobody_gets_in_without_a_password_in_any_environment(
    engine: str, environment: str
) -> None:
    plan = foundation(environment, cache={"engine": engine})
    for user in _members(plan):
        closed = user.inputs["accessString"].split()[0] == "off"
        assert closed or user.inputs["authenticationMode"] == {"type": "iam"}
        assert closed == bool(user.inputs.get("noPasswordRequired"))
        assert user.inputs["engine"] == plan["cache-users"].inputs["engine"] == engine


def test_redis_takes_clients_that_do_not_log_in_for_one_who_may_do_nothing() -> None:
    app, nobody = _members(_plan("redis"))
    assert nobody.inputs["userName"] == "default"
    assert nobody.inputs["accessString"] == "off -@all"
    assert app.inputs["userName"] == app.inputs["userId"] == f"{PREFIX}-cache-app"
    assert [user.name for user in _members(_plan("valkey"))] == ["cache-user"]


def test_the_services_may_do_everything_but_administer() -> None:
    assert _plan("valkey")["cache-user"].inputs["accessString"] == "on ~* +@all -@admin"


def test_an_owner_may_narrow_what_the_services_do_and_not_how_they_come() -> None:
    narrow = {"access_string": "on ~app:* +@all -@dangerous"}
    plan = foundation(overrides={"cache": {"user": narrow}})
    assert plan["cache-user"].inputs["accessString"] == narrow["access_string"]
    for fixed in ({"authentication_mode": {"type": "iam"}}, {"user_name": "default"}):
        with pytest.raises(PlanError, match=next(iter(fixed))):
            foundation(overrides={"cache": {"user": fixed}})
    with pytest.raises(PlanError, match="user_group_ids"):
        foundation(overrides={"cache": {"group": {"user_group_ids": []}}})


def test_no_program_has_a_password_and_pulumi_leaves_the_one_that_is_set_alone() -> None:
    plan = _plan("valkey")
    text = json.dumps([dict(r.inputs) for r in plan.resources]).lower()
    assert "authtoken" not in text
    assert '"passwords"' not in text
    assert plan["cache-user"].options.ignore_changes == ("authenticationMode",)
    # Its resource would read a value back, and the plan role that looks for drift must not.
    assert plan.of_type("aws:secretsmanager/secretVersion:SecretVersion") == ()


@pytest.mark.parametrize(("environment", "days"), [("dev", 0), ("staging", 7), ("prod", 30)])
def test_the_login_is_a_secret_of_the_environment_and_of_this_region(
    environment: str, days: int
) -> None:
    plan = foundation(environment)
    secret = plan["cache-login-secret"]
    assert secret.inputs["name"] == f"acme/shop/{environment}/{CACHE_LOGIN}"
    assert secret.inputs["recoveryWindowInDays"] == days
    assert secret.options.protect is (environment == "prod")
    assert secret.inputs["kmsKeyId"] == plan["data-key"].outputs["arn"]
    # It names a host and a user of here; where the region is gone, so are they.
    assert "replicas" not in secret.inputs
    assert plan.outputs["cache"]["login_secret_arn"] == secret.outputs["arn"]
    assert plan.outputs["cache"]["secret_key_arn"] == plan["data-key"].outputs["arn"]


def test_without_a_cache_there_is_no_login_and_no_rotation() -> None:
    plan = foundation(cache=None)
    assert plan.outputs.get("cache") is None
    assert [r.name for r in plan.resources if r.name.startswith("cache")] == []


def test_the_rotation_begins_once_the_cache_is_there_and_aws_may_run_the_function() -> None:
    plan = _plan("valkey")
    rotation, permission = plan["cache-rotation-schedule"], plan["cache-rotation-permission"]
    secret, function = plan["cache-login-secret"], plan["cache-rotation-function"]
    assert rotation.inputs["secretId"] == secret.outputs["arn"]
    assert rotation.inputs["rotationLambdaArn"] == function.outputs["arn"]
    assert rotation.inputs["rotateImmediately"] is True
    assert {permission.urn, plan["cache-group"].urn} <= set(rotation.depends_on)
    # With another host the value is stale: the rotation begins anew, not called off by the old one.
    host = plan["cache-group"].outputs["primaryEndpointAddress"]
    assert rotation.options.replacement_trigger == json.dumps(host)
    assert rotation.options.delete_before_replace
    assert permission.inputs["principal"] == "secretsmanager.amazonaws.com"
    assert permission.inputs["sourceArn"] == secret.outputs["arn"]
    assert permission.inputs["sourceAccount"] == plan.account


def test_the_function_is_the_tested_file_and_knows_where_the_cache_is() -> None:
    plan = _plan("valkey")
    inputs = plan["cache-rotation-function"].inputs
    shipped = hashlib.sha256(CODE.read_bytes()).hexdigest()
    assert inputs["code"] == {"assets": {"cache_password.py": {"sha256": shipped}}}
    assert inputs["handler"] == "cache_password.handler"
    assert inputs["environment"]["variables"] == {
        "CLUSTER": "acme-shop-prod",
        "HOST": plan["cache-group"].outputs["primaryEndpointAddress"],
        "PORT": "6379",
        "USER_ID": plan["cache-user"].inputs["userId"],
    }


def test_the_function_may_change_one_user_and_one_secret_and_deploy_one_cluster() -> None:
    plan = _plan("valkey")
    found = policy(plan, "cache-rotation-role-policy")
    secret, user = plan["cache-login-secret"].outputs["arn"], plan["cache-user"].outputs["arn"]
    ecs = "arn:aws:ecs:eu-west-1:666666666666"
    assert found["KeepsPassword"]["Resource"] == [secret]
    assert found["ChangesUser"]["Resource"] == [user]
    assert found["OpensSecret"]["Resource"] == [plan["data-key"].outputs["arn"]]
    assert found["OpensSecret"]["Condition"] == {
        "StringEquals": {"kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com"}
    }
    assert found["DeploysServices"]["Resource"] == [f"{ecs}:service/acme-shop-prod/*"]
    assert found["FindsServices"]["Condition"] == {
        "ArnEquals": {"ecs:cluster": f"{ecs}:cluster/acme-shop-prod"}
    }
    wide = {sid: s["Action"] for sid, s in found.items() if s["Resource"] == "*"}
    assert wide == {
        "MakesPassword": ["secretsmanager:GetRandomPassword"],
        "FindsServices": ["ecs:ListServices"],
        "FindsReaders": ["ecs:DescribeTaskDefinition"],
    }


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ("sun:09:00-sun:10:00", "cron(0 9 ? JAN,APR,JUL,OCT MON#2 *)"),
        ("wed:09:30-wed:10:30", "cron(0 9 ? JAN,APR,JUL,OCT THU#2 *)"),
        ("sat:23:00-sun:00:30", "cron(0 23 ? JAN,APR,JUL,OCT SUN#2 *)"),
        ("mon:01:00-mon:02:00", "cron(0 1 ? JAN,APR,JUL,OCT TUE#2 *)"),
    ],
)
def test_it_comes_four_times_a_year_the_day_after_maintenance(window: str, expected: str) -> None:
    assert schedule(window) == expected


def test_no_rotation_stands_in_the_hours_of_the_backups_or_of_maintenance() -> None:
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    for day, hour in product(days, range(24)):
        window = f"{day}:{hour:02}:00-{day}:{hour:02}:45"
        if not list(window_problems("", window)):
            fields = schedule(window).removeprefix("cron(").split()
            assert fields[4][:3] != day.upper()
            assert not 2 <= int(fields[1]) < 7


def _named(name: str, plan: Plan) -> dict[str, Any]:
    return dict(plan[name].inputs)


def test_the_dates_of_rotations_are_watched_like_those_of_every_secret() -> None:
    plan = foundation()
    watched = json.loads(_named("secret-watch-target", plan)["input"])["secrets"]
    assert plan["cache-login-secret"].outputs["arn"] in watched


def test_the_name_of_the_login_is_taken() -> None:
    with pytest.raises(PlanError, match="must not name CACHE_LOGIN"):
        foundation(secrets=["CACHE_LOGIN"])
