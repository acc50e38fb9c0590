"""The function that tells how old the values of secrets are, against dates of every kind."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws

from groundplan.emulate.speed import fast
from stacks.data import secret_age

NOW = datetime.now(UTC)
Lines = list[dict[str, Any]]
Run = Callable[..., tuple[int, Lines]]


class SecretsManager:
    """Secrets by name: what AWS would tell of each, and never a value."""

    def __init__(self, **secrets: dict[str, Any]) -> None:
        self.secrets = secrets

    def describe_secret(self, SecretId: str) -> dict[str, Any]:
        secret = self.secrets[SecretId]
        return {"Name": SecretId, **{k: v for k, v in secret.items() if k != "versions"}}

    def list_secret_version_ids(self, SecretId: str) -> dict[str, Any]:
        return {"Versions": self.secrets[SecretId].get("versions", [])}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def once(max_days: int = 365, **secrets: dict[str, Any]) -> tuple[int, Lines]:
        monkeypatch.setattr(secret_age.boto3, "client", lambda _: SecretsManager(**secrets))
        late = secret_age.handler({"max_days": max_days, "secrets": sorted(secrets)}, None)
        return late, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return once


def _put_in(days: float, *labels: str) -> dict[str, Any]:
    return {"CreatedDate": NOW - timedelta(days=days), "VersionStages": list(labels)}


def _rotated(due_in_days: float) -> dict[str, Any]:
    return {"RotationEnabled": True, "NextRotationDate": NOW + timedelta(days=due_in_days)}


def test_a_value_counts_from_the_day_it_was_put_in(run: Run) -> None:
    late, [line] = run(STRIPE={"versions": [_put_in(400, "AWSCURRENT")]})
    assert late == 35
    assert line == {"secret": "STRIPE", "days": 400, "days_late": 35}


def test_a_tag_or_a_new_description_makes_no_value_younger(run: Run) -> None:
    old = {"LastChangedDate": NOW, "versions": [_put_in(400, "AWSCURRENT")]}
    assert run(STRIPE=old)[0] == 35


def test_only_the_current_value_counts(run: Run) -> None:
    versions = [_put_in(900, "AWSPREVIOUS"), _put_in(10, "AWSCURRENT"), _put_in(500)]
    assert run(STRIPE={"versions": versions}) == (
        0,
        [{"secret": "STRIPE", "days": 10, "days_late": 0}],
    )


def test_what_aws_rotates_is_late_when_the_rotation_is(run: Run) -> None:
    stuck = {**_rotated(-3.5), "versions": [_put_in(10, "AWSCURRENT")]}
    late, [line] = run(MASTER=stuck)
    assert late == 2
    assert line["rotation_due"] == (NOW - timedelta(days=3.5)).date().isoformat()


@pytest.mark.parametrize("due", [3, 0.2, -0.5, -1.9])
def test_a_rotation_that_is_yet_to_come_or_some_hours_late_is_in_time(run: Run, due: float) -> None:
    assert run(MASTER={**_rotated(due), "versions": [_put_in(700, "AWSCURRENT")]})[0] == 0


def test_a_secret_whose_rotation_was_turned_off_counts_by_its_value(run: Run) -> None:
    off = {**_rotated(5), "RotationEnabled": False, "versions": [_put_in(400, "AWSCURRENT")]}
    assert run(MASTER=off)[0] == 35


def test_a_secret_without_a_value_is_not_old(run: Run) -> None:
    assert run(NEW={}) == (0, [{"secret": "NEW", "days_late": 0, "value": "none yet"}])


def test_the_latest_of_all_decides(run: Run) -> None:
    secrets = {
        name: {"versions": [_put_in(d, "AWSCURRENT")]} for name, d in {"A": 91, "B": 99}.items()
    }
    late, lines = run(90, **secrets)
    assert late == 9
    assert [line["days_late"] for line in lines] == [1, 9]


def test_a_secret_that_cannot_be_looked_at_silences_all(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    there = SecretsManager(A={"versions": [_put_in(1, "AWSCURRENT")]})
    monkeypatch.setattr(secret_age.boto3, "client", lambda _: there)
    with pytest.raises(KeyError):
        secret_age.handler({"max_days": 90, "secrets": ["A", "GONE"]}, None)
    assert capsys.readouterr().out == ""


def test_it_understands_what_secrets_manager_answers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "eu-west-1",
    }.items():
        monkeypatch.setenv(name, value)
    with fast(), mock_aws():
        client = boto3.client("secretsmanager")
        names = ["watched/with-value", "watched/without"]
        for name in names:
            client.create_secret(Name=name)
        client.put_secret_value(SecretId=names[0], SecretString="not a secret")
        assert secret_age.handler({"max_days": 90, "secrets": names}, None) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        {"secret": names[0], "days": 0, "days_late": 0},
        {"secret": names[1], "days_late": 0, "value": "none yet"},
    ]
