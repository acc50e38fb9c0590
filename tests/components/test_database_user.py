"""The task that makes the services' database user: what it may do, and what it says."""

import os
import subprocess
from pathlib import Path

import pytest

from groundplan.errors import PlanError
from tests.components.applications import application, container, policy, service
from tests.support.foundation import foundation
from tests.support.golden import assert_golden

MYSQL = {"database": {"engine": "mysql"}}
SECRET = "arn:aws:secretsmanager:eu-west-1:666666666666:secret:"
CLIENT = """#!/bin/sh
{ echo "$(basename "$0") $*"; cat; echo "as ${PGUSER:-$MASTER_USER}"; } >> "$RECORD"
"""


def _say(tmp_path: Path, command: list[str], **environment: str) -> str:
    """Run the command with clients that write down what they are asked to say."""
    for name in ("psql", "mysql"):
        (tmp_path / name).write_text(CLIENT)
        (tmp_path / name).chmod(0o755)
    record = tmp_path / "record"
    subprocess.run(
        command,
        check=True,
        env={
            "PATH": f"{tmp_path}:{os.environ['PATH']}",
            "RECORD": str(record),
            "DATABASE_HOST": "db",
            "DATABASE_PORT": "5432",
            "DATABASE_NAME": "shop",
            "MASTER_USER": "dbadmin",
            "MASTER_PASSWORD": "master-pass",
            "LOGIN_USER": "app",
            "LOGIN_PASSWORD": "loginpass1",
            "MAY_CREATE": "no",
            **environment,
        },
    )
    return record.read_text()


def _command(**change: object) -> list[str]:
    return list(container(application(**change), "database-user-task-definition")["command"])


def test_the_user_reads_and_writes_rows_of_tables_made_later_too(tmp_path: Path) -> None:
    said = _say(tmp_path, _command())
    assert "select format('create role %I login', :'user')" in said
    assert said.count("\\gexec") == 1
    assert "grant select, insert, update, delete on tables to" in said
    assert "grant create" not in said
    assert "as dbadmin" in said


def test_the_password_is_sent_as_a_hash_and_never_as_an_argument(tmp_path: Path) -> None:
    said = _say(tmp_path, _command())
    asked = [line for line in said.splitlines() if line.startswith("psql ")]
    assert asked[-1].endswith("--command \\password app")
    assert not any("loginpass1" in line for line in asked)
    # What psql asks for: the word, and the word again.
    assert said.count("loginpass1") == 2


def test_the_user_makes_tables_only_where_nobody_migrates(tmp_path: Path) -> None:
    plans = [application(), application(services=[service("api")], releases={})]
    values = [
        {
            e["name"]: e["value"]
            for e in container(p, "database-user-task-definition")["environment"]
        }
        for p in plans
    ]
    assert [v["MAY_CREATE"] for v in values] == ["no", "yes"]
    assert "grant create on schema public" in _say(tmp_path, _command(), MAY_CREATE="yes")


def test_mysql_gets_a_user_that_must_use_tls(tmp_path: Path) -> None:
    said = _say(tmp_path, _command(**MYSQL))
    assert "create user if not exists 'app'@'%' require ssl;" in said
    assert "alter user 'app'@'%' identified by 'loginpass1';" in said
    assert "grant select, insert, update, delete on `shop`.* to 'app'@'%';" in said
    assert "--ssl-mode=REQUIRED" in said


@pytest.mark.parametrize("change", [{}, MYSQL], ids=["postgres", "mysql"])
@pytest.mark.parametrize("value", ["a'b", 'a"; drop', "a b", "$(id)"])
def test_a_password_that_could_end_a_text_is_refused(
    tmp_path: Path, change: dict[str, object], value: str
) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        _say(tmp_path, _command(**change), LOGIN_PASSWORD=value)
    assert not (tmp_path / "record").exists()


def test_the_task_reads_both_logins_and_reaches_the_database_alone() -> None:
    plan = application()
    readable = policy(plan, "database-user-task-execution-policy")["ReadSecrets"]["Resource"]
    assert readable == [f"{SECRET}DATABASE_LOGIN-AbCdEf", f"{SECRET}rds!db-1-AbCdEf"]
    assert [r.name for r in plan.resources if r.name.startswith("database-user-task-to-")] == [
        "database-user-task-to-database"
    ]
    assert "database-user-task-role-policy" not in {r.name for r in plan.resources}
    told = plan.outputs["database_user"]
    assert told["task_definition"] == "acme-shop-prod-database-user"
    assert told["security_group"] == plan["database-user-task-tasks"].id


def test_the_client_is_as_old_as_the_server() -> None:
    for change, image in (
        ({"database": {"engine": "postgres", "version": "18"}}, "postgres:18-alpine"),
        ({"database": {"engine": "aurora-postgresql"}}, "postgres:17-alpine"),
        (MYSQL, "mysql:8.4"),
    ):
        found = container(application(**change), "database-user-task-definition")
        assert found["image"] == f"public.ecr.aws/docker/library/{image}"


def test_without_a_database_there_is_neither_login_nor_task() -> None:
    plan = application(database=None)
    assert not [r.name for r in plan.resources if "database" in r.name]
    assert not plan.outputs.get("database_user")
    assert "database-login-secret" not in {r.name for r in foundation(database=None).resources}


def test_the_login_is_a_box_of_the_foundation_that_survives_its_region() -> None:
    login = foundation()["database-login-secret"]
    assert login.inputs["name"] == "acme/shop/prod/DATABASE_LOGIN"
    assert [replica["region"] for replica in login.inputs["replicas"]] == ["eu-central-1"]
    assert login.options.protect


def test_the_login_is_no_secret_of_the_application() -> None:
    with pytest.raises(PlanError, match="must not name DATABASE_LOGIN"):
        foundation(secrets=["DATABASE_LOGIN"])


def test_resources_keep_their_type_name_and_parent() -> None:
    assert_golden(application(), "database-user-task", "database_user")
    assert_golden(foundation(), "database-login", "database_login")
