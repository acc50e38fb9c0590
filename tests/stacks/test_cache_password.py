"""The function that rotates the cache's password, broken off after every call it makes."""

import json
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from groundplan.emulate.speed import fast
from stacks.data import cache_password

SECRET = "arn:aws:secretsmanager:eu-west-1:666666666666:secret:acme/shop/prod/CACHE_LOGIN-AbCdEf"
USER, HOST, CLUSTER = "acme-shop-prod-cache-app", "master.cache.abcdef.amazonaws.com", "acme-shop"
STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")


class BrokenOff(Exception):
    """The function ended after a call, as by a timeout: what was called had its effect."""


def refused(code: str) -> ClientError:
    """What boto3 raises when AWS refuses."""
    return ClientError({"Error": {"Code": code, "Message": code}}, "Operation")


class World:
    """The three services as the function sees them, and everything anybody could see of it."""

    def __init__(self, first_value: str | None = None) -> None:
        self.values: dict[str, str] = {}
        self.stages: dict[str, set[str]] = {}
        self.user: dict[str, Any] = {"Status": "active", "Authentication": {"Type": "iam"}}
        self.passwords: list[str] = []
        self.made: list[str] = []
        self.definitions = {
            "web:1": [{"secrets": [{"name": "CACHE_URL", "valueFrom": f"{SECRET}:url::"}]}],
            "worker:1": [{}, {"secrets": [{"name": "ALL", "valueFrom": SECRET}]}],
            "mailer:1": [{"secrets": [{"name": "OTHER", "valueFrom": f"{SECRET}x:url::"}]}],
            "static:1": [{}],
        }
        self.services = {
            **{name.partition(":")[0]: ("ACTIVE", name) for name in self.definitions},
            "old": ("DRAINING", "web:1"),
        }
        self.deployed: list[tuple[str, str]] = []
        self.has_cluster, self.locked = True, False
        self.calls: list[str] = []
        self.break_after: int | None = None
        if first_value is not None:
            self.values["first"], self.stages["first"] = first_value, {"AWSCURRENT"}

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(type(self), f"_{name}", None)
        if method is None:
            raise AttributeError(name)

        def call(**asked: Any) -> Any:
            self.calls.append(name)
            answer = method(self, **asked)
            self.check()
            if self.break_after == len(self.calls):
                raise BrokenOff(name)
            return answer

        return call

    def check(self) -> None:
        """Whoever starts now, or started since the last rotation, gets in."""
        for stage in ("AWSCURRENT", "AWSPREVIOUS"):
            password = self.password(stage)
            if password is not None and (stage == "AWSCURRENT" or not self.at("AWSPENDING")):
                assert password in self.passwords, stage

    def at(self, stage: str) -> str | None:
        """The version with a label."""
        return next((v for v, stages in self.stages.items() if stage in stages), None)

    def value(self, stage: str) -> dict[str, Any]:
        """The value with a label; nothing where somebody put in what is none."""
        text = self.values.get(self.at(stage) or "", "")
        found: dict[str, Any] = json.loads(text) if text.startswith("{") else {}
        return found

    def password(self, stage: str) -> str | None:
        """The password with a label."""
        found: str | None = self.value(stage).get("password")
        return found

    def _describe_secret(self, SecretId: str) -> dict[str, Any]:
        assert SecretId == SECRET
        return {"VersionIdsToStages": {v: sorted(s) for v, s in self.stages.items() if s}}

    def _get_secret_value(self, SecretId: str, VersionId: str) -> dict[str, Any]:
        assert SecretId == SECRET
        if VersionId not in self.values:
            raise refused("ResourceNotFoundException")
        return {"SecretString": self.values[VersionId]}

    def _get_random_password(self, PasswordLength: int, ExcludePunctuation: bool) -> Any:
        assert 16 <= PasswordLength <= 128
        assert ExcludePunctuation
        self.made.append(f"Pass{len(self.made)}".ljust(PasswordLength, "z"))
        return {"RandomPassword": self.made[-1]}

    def _put_secret_value(
        self, SecretId: str, ClientRequestToken: str, SecretString: str, VersionStages: list[str]
    ) -> None:
        assert (SecretId, VersionStages) == (SECRET, ["AWSPENDING"])
        if self.values.setdefault(ClientRequestToken, SecretString) != SecretString:
            raise refused("ResourceExistsException")

    def _update_secret_version_stage(
        self,
        SecretId: str,
        VersionStage: str,
        MoveToVersionId: str,
        RemoveFromVersionId: str | None = None,
    ) -> None:
        assert (SecretId, VersionStage) == (SECRET, "AWSCURRENT")
        if RemoveFromVersionId != self.at("AWSCURRENT"):
            raise refused("InvalidParameterException")
        if RemoveFromVersionId:
            for stages in self.stages.values():
                stages.discard("AWSPREVIOUS")
            self.stages[RemoveFromVersionId] ^= {"AWSCURRENT", "AWSPREVIOUS"}
        self.stages[MoveToVersionId] |= {"AWSCURRENT"}

    def _describe_users(self, UserId: str) -> dict[str, Any]:
        assert UserId == USER
        told = dict(self.user)
        self.user["Status"] = "active"
        return {"Users": [told]}

    def _modify_user(self, UserId: str, AuthenticationMode: dict[str, Any]) -> None:
        assert (UserId, AuthenticationMode["Type"]) == (USER, "password")
        if self.user["Status"] != "active":
            raise refused("InvalidUserState")
        self.passwords = AuthenticationMode["Passwords"]
        assert 1 <= len(self.passwords) == len(set(self.passwords)) <= 2
        count = {"Type": "password", "PasswordCount": len(self.passwords)}
        self.user = {"Status": "modifying", "Authentication": count}

    def get_paginator(self, name: str) -> "World":
        assert name == "list_services"
        return self

    def paginate(self, cluster: str) -> Iterator[dict[str, Any]]:
        assert cluster == CLUSTER
        if not self.has_cluster:
            raise refused("ClusterNotFoundException")
        names = list(self.services)
        yield {"serviceArns": names[:2]}
        yield {"serviceArns": names[2:]}

    def _describe_services(self, cluster: str, services: list[str]) -> dict[str, Any]:
        assert cluster == CLUSTER
        assert len(services) <= 10
        found = {name: self.services[name] for name in services}
        return {
            "services": [
                {"serviceName": name, "status": status, "taskDefinition": definition}
                for name, (status, definition) in found.items()
            ]
        }

    def _describe_task_definition(self, taskDefinition: str) -> dict[str, Any]:
        return {"taskDefinition": {"containerDefinitions": self.definitions[taskDefinition]}}

    def _update_service(self, cluster: str, service: str, forceNewDeployment: bool) -> None:
        assert (cluster, forceNewDeployment) == (CLUSTER, True)
        if self.locked and service == "web":
            raise refused("AccessDeniedException")
        self.deployed.append((service, str(self.at("AWSCURRENT"))))


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "CLUSTER": CLUSTER,
        "HOST": HOST,
        "PORT": "6379",
        "USER_ID": USER,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "eu-west-1",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(cache_password.time, "sleep", lambda _: None)


Use = Callable[[World], World]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Use:
    def these(world: World) -> World:
        monkeypatch.setattr(cache_password.boto3, "client", lambda _: world)
        return world

    return these


def begin(world: World, version: str) -> None:
    """What Secrets Manager does first: a version without a value, and its label."""
    for stages in world.stages.values():
        stages.discard("AWSPENDING")
    world.stages[version] = {"AWSPENDING"}


def take(step: str, version: str) -> str:
    """One call of the function."""
    event = {"SecretId": SECRET, "ClientRequestToken": version, "Step": step}
    return cache_password.handler(event, None)


def rotate(world: World, version: str, steps: tuple[str, ...] = STEPS) -> None:
    """One rotation that goes well."""
    begin(world, version)
    for step in steps:
        take(step, version)


def test_the_first_rotation_opens_a_user_nobody_could_be(use: Use) -> None:
    world = use(World())
    rotate(world, "one")
    assert world.passwords == world.made == [world.password("AWSCURRENT")]
    assert world.at("AWSCURRENT") == "one"


def test_the_value_holds_what_a_client_needs_and_a_url_of_it(use: Use) -> None:
    world = use(World())
    rotate(world, "one")
    password = world.made[0]
    assert world.value("AWSCURRENT") == {
        "username": USER,
        "password": password,
        "host": HOST,
        "port": 6379,
        "url": f"rediss://{USER}:{password}@{HOST}:6379",
    }


def test_each_password_lives_for_two_intervals(use: Use) -> None:
    world = use(World())
    for version in ("one", "two", "three"):
        rotate(world, version)
    assert world.passwords == [world.made[2], world.made[1]]
    assert (world.at("AWSCURRENT"), world.at("AWSPREVIOUS")) == ("three", "two")


@pytest.mark.parametrize("text", ["{}", '{"username": "somebody"}'])
def test_a_value_without_a_password_is_as_good_as_none(use: Use, text: str) -> None:
    world = use(World(text))
    rotate(world, "one")
    assert world.passwords == world.made
    assert world.at("AWSPREVIOUS") == "first"


def test_services_that_read_the_secret_are_deployed_anew_with_the_new_value(use: Use) -> None:
    world = use(World())
    rotate(world, "one")
    assert world.deployed == [("web", "one"), ("worker", "one")]


def test_before_there_is_a_cluster_nothing_is_deployed(use: Use) -> None:
    world = use(World())
    world.has_cluster = False
    rotate(world, "one")
    assert (world.deployed, world.at("AWSCURRENT")) == ([], "one")


@pytest.mark.parametrize("from_the_start", [False, True])
@pytest.mark.parametrize("former", [0, 1, 2])
def test_it_may_be_broken_off_after_every_call(use: Use, former: int, from_the_start: bool) -> None:
    straight = use(World())
    for number in range(former):
        rotate(straight, f"former-{number}")
    straight.calls.clear()
    rotate(straight, "new")
    assert len(straight.calls) > 15
    for broken in range(1, len(straight.calls) + 1):
        world = use(World())
        for number in range(former):
            rotate(world, f"former-{number}")
        world.calls.clear()
        world.deployed.clear()
        begin(world, "new")
        world.break_after = broken
        steps = list(STEPS)
        while steps:
            try:
                take(steps[0], "new")
                steps.pop(0)
            except BrokenOff:
                steps = list(STEPS) if from_the_start else steps
        assert world.at("AWSCURRENT") == "new", broken
        assert set(world.deployed) == {("web", "new"), ("worker", "new")}, broken
        wanted = [world.password("AWSCURRENT"), world.password("AWSPREVIOUS")]
        assert world.passwords == [p for p in wanted if p], broken


def test_a_rotation_given_up_halfway_takes_no_password_away(use: Use) -> None:
    world = use(World())
    rotate(world, "one")
    begin(world, "given-up")
    take("createSecret", "given-up")
    take("setSecret", "given-up")
    rotate(world, "two")
    assert world.passwords == [world.password("AWSCURRENT"), world.password("AWSPREVIOUS")]


def test_a_service_that_cannot_be_deployed_fails_the_rotation_and_not_the_others(use: Use) -> None:
    world = use(World())
    world.locked = True
    with pytest.raises(cache_password.RotationError, match="not deployed: web"):
        rotate(world, "one")
    assert world.deployed == [("worker", "one")]
    world.locked = False
    take("finishSecret", "one")
    assert ("web", "one") in world.deployed


def test_a_user_that_is_not_as_it_was_set_fails_the_test(use: Use) -> None:
    world = use(World())
    rotate(world, "one", STEPS[:2])
    world.user["Authentication"] = {"Type": "iam"}
    with pytest.raises(
        cache_password.RotationError, match=r"None passwords \(iam\), and should have 1"
    ):
        take("testSecret", "one")
    assert world.at("AWSCURRENT") is None


def test_a_user_that_never_gets_ready_fails_the_step(
    use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = use(World())
    monkeypatch.setattr(cache_password, "WAIT_SECONDS", -1)
    world.user["Status"] = "modifying"
    rotate(world, "one", STEPS[:1])
    with pytest.raises(cache_password.RotationError, match="the user is modifying"):
        take("setSecret", "one")
    assert world.passwords == []


def test_a_value_told_late_is_waited_for_and_one_never_told_is_an_error(
    use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = use(World())
    begin(world, "one")
    with pytest.raises(cache_password.RotationError, match="holds no password"):
        take("setSecret", "one")

    def later(_: float) -> None:
        world.values["one"] = json.dumps({"password": "p" * 64})

    monkeypatch.setattr(cache_password.time, "sleep", later)
    assert take("setSecret", "one") == "the user has 1 passwords"


@pytest.mark.parametrize(("step", "version"), [("createSecret", "unknown"), ("dropTables", "one")])
def test_what_no_rotation_asks_for_is_refused(use: Use, step: str, version: str) -> None:
    world = use(World())
    begin(world, "one")
    with pytest.raises(cache_password.RotationError, match="nothing to do"):
        take(step, version)
    assert world.calls == ["describe_secret"]


@pytest.mark.parametrize("text", ["Pass0zzzz, not JSON", '"Pass0zzzz"', '["Pass0zzzz"]'])
def test_no_log_and_no_error_holds_a_password(
    use: Use, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    world = use(World())
    rotate(world, "one")
    world.locked = True
    errors: list[str] = []
    with pytest.raises(cache_password.RotationError) as failed:
        rotate(world, "two")
    errors.append(str(failed.value))
    world = use(World(text))
    begin(world, "three")
    take("createSecret", "three")
    with pytest.raises(cache_password.RotationError) as failed:
        take("setSecret", "three")
    told = "".join([*errors, *traceback.format_exception(failed.value), *capsys.readouterr()])
    assert "is no JSON object" in told
    assert told.count('"step"') > 4
    assert "Pass0" not in told
    assert "Pass1" not in told


def test_it_understands_what_secrets_manager_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    real, world = boto3.client, World()
    with fast(), mock_aws():
        secrets = real("secretsmanager")
        arn = secrets.create_secret(Name="rotated/cache", SecretString="{}")["ARN"]
        clients = {"secretsmanager": secrets}
        monkeypatch.setattr(cache_password.boto3, "client", lambda name: clients.get(name, world))
        values = []
        for number in (1, 2):
            version = f"00000000-0000-4000-8000-00000000000{number}"
            # Moto cannot begin a rotation without Docker, and keeps no version without a value.
            secrets.put_secret_value(
                SecretId=arn,
                SecretString="{}",
                ClientRequestToken=version,
                VersionStages=["AWSPENDING"],
            )
            for step in STEPS:
                event = {"SecretId": arn, "ClientRequestToken": version, "Step": step}
                cache_password.handler(event, None)
            told = secrets.get_secret_value(SecretId=arn, VersionStage="AWSCURRENT")
            assert told["VersionId"] == version
            values.append(json.loads(told["SecretString"])["password"])
    assert all(len(value) == 64 and value.isalnum() for value in values)
    assert world.passwords == [values[1], values[0]]
