"""The cache's password in emulated accounts: set past the program, and left alone by it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from groundplan.emulate.deploy import Deployment, accounts
from groundplan.engine.plan import to_record
from groundplan.repository import open_repository, programs
from stacks.data import cache_password
from tests.support.repositories import APPLICATION, FOUNDATION, build

STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")
VERSIONS = tuple(f"00000000-0000-4000-8000-00000000000{n}" for n in (1, 2))
LESS: dict[str, Any] = {
    "database": None,
    "buckets": [],
    "queues": [],
    "secrets": [],
    "critical_flows": [],
    "services": [
        {"name": "worker", "kind": "worker", "path": "worker", "uses": ["cache"]},
        {"name": "idle", "kind": "worker", "path": "idle", "uses": []},
    ],
    "releases": {"worker": "v1", "idle": "v1"},
}


class Bench:
    """An environment with a cache, a service that uses it, and one that does not."""

    def __init__(self, deployment: Deployment, folder: Path) -> None:
        self.deployment, self._folder = deployment, folder

    def up(self, name: str, **change: Any) -> None:
        """Deploy, or deploy again."""
        layers = {"foundation": FOUNDATION, "application": APPLICATION}
        folder = self._folder / name
        folder.mkdir()
        build(folder, layers=layers, change={**LESS, **change}, environments=("dev",))
        repository = open_repository(folder)
        self.deployment.up(programs(repository, repository.stacks))

    def client(self, service: str) -> Any:
        """A client in the environment's account."""
        return self.deployment.client(service, self.deployment.account("dev"), "eu-west-1")

    @property
    def secret(self) -> str:
        """ARN of the login."""
        plan = self.deployment.estate["foundation/dev"]
        return str(plan.outputs["cache"]["login_secret_arn"])

    def user(self) -> dict[str, Any]:
        """The user of the services."""
        found = self.client("elasticache").describe_users(UserId="acme-shop-dev-cache-app")
        return dict(found["Users"][0])

    def rotate(self, version: str) -> str:
        """One rotation by the function that is shipped; the new password."""
        secrets = self.client("secretsmanager")
        # Moto knows no version without a value, which AWS begins a rotation with.
        secrets.put_secret_value(
            SecretId=self.secret,
            SecretString="{}",
            ClientRequestToken=version,
            VersionStages=["AWSPENDING"],
        )
        for step in STEPS:
            event = {"SecretId": self.secret, "ClientRequestToken": version, "Step": step}
            cache_password.handler(event, None)
        told = secrets.get_secret_value(SecretId=self.secret, VersionStage="AWSCURRENT")
        return str(json.loads(told["SecretString"])["password"])


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with accounts() as deployment:
        made = Bench(deployment, tmp_path_factory.mktemp("rotated"))
        made.up("first")
        made.client("secretsmanager").put_secret_value(SecretId=made.secret, SecretString="{}")
        yield made


@pytest.fixture(autouse=True)
def _function(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the function finds around it in its account."""
    [function] = [
        r
        for r in bench.deployment.estate["foundation/dev"].resources
        if r.name == "cache-rotation-function"
    ]
    for name, value in function.inputs["environment"]["variables"].items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(cache_password.boto3, "client", bench.client)


def test_the_program_leaves_a_password_alone_and_never_learns_it(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    passwords = [bench.rotate(version) for version in VERSIONS]
    user = bench.user()
    assert user["Authentication"] == {"Type": "password", "PasswordCount": 2}

    bench.deployment.gateway.writes.clear()
    bench.up("again")
    assert bench.deployment.gateway.writes == []
    rights = {"access_string": "on ~app:* +@all -@admin"}
    bench.up("narrower", overrides={"cache": {"user": rights}})
    assert [m for _, m, _ in bench.deployment.gateway.writes] == ["modify_user"]
    user = bench.user()
    assert user["Authentication"] == {"Type": "password", "PasswordCount": 2}
    assert user["AccessString"] == rights["access_string"]

    plans = bench.deployment.estate.plans
    # The record of a plan holds inputs and outputs, as a state does.
    told = [json.dumps(to_record(plan)) for plan in plans]
    told += [json.dumps(bench.deployment.report.to_json()), *capsys.readouterr()]
    assert len(set(passwords)) == 2
    for password in passwords:
        assert len(password) == 64
        assert all(password not in text for text in told)


def test_only_the_service_that_reads_the_login_is_deployed_anew(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    deployed: list[str] = []
    ecs = bench.client("ecs")
    update = ecs.update_service

    def watched(**asked: Any) -> Any:
        deployed.append(asked["service"])
        return update(**asked)

    monkeypatch.setattr(ecs, "update_service", watched)
    monkeypatch.setattr(
        cache_password.boto3, "client", lambda name: ecs if name == "ecs" else bench.client(name)
    )
    bench.rotate("00000000-0000-4000-8000-000000000003")
    assert deployed == ["worker"]
