"""A finding names the config key that decides the value, or none."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from groundplan.rules import origin
from groundplan.rules.origin import config_key
from tests.rules.support import estates as support
from tests.rules.support.estates import Row, estate

SERVICES = [{"name": "api"}, {"name": "api-jobs"}, {"name": "web"}]
SERVICE = "aws:ecs/service:Service"


def asked(
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    name: str = "web-service",
    place: str = "*-service",
) -> str:
    table = {f"{SERVICE} {place} desiredCount": key}
    monkeypatch.setattr(origin, "_table", lambda: table)
    urn = f"urn:pulumi:prod::application::groundplan:compute:Service${SERVICE}::{name}"
    (plan,) = estate(support.table(Row(SERVICE, name, {}))).plans
    plan = replace(plan, config={"groundplan:services": json.dumps(SERVICES)})
    resource = replace(plan.resources[0], urn=urn)
    return config_key(plan, resource, "desiredCount")


def test_the_only_key_that_reaches_an_input_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(monkeypatch, "settings.task_min") == "groundplan:settings.task_min"


def test_an_input_outside_the_table_has_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(monkeypatch, "settings.task_min", "web-other") == ""


def test_a_reference_is_not_blamed_on_the_region() -> None:
    table = json.loads(Path(origin._FILE).read_text())
    regional = [place for place, key in table.items() if key == "region"]
    assert regional
    assert all(place.endswith(" region") for place in regional)


def test_the_item_of_a_list_is_the_one_the_resource_is_named_after(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert asked(monkeypatch, "services[].cpu") == "groundplan:services[2].cpu"
    assert asked(monkeypatch, "services[].cpu", "api-jobs-service", "*-jobs-service") == ""
    assert asked(monkeypatch, "services[].cpu", "cluster", "cluster") == ""


@pytest.mark.parametrize(
    ("place", "key"),
    [
        ("aws:rds/instance:Instance database-instance instanceClass", "settings.database_class"),
        (
            "aws:rds/instance:Instance database-instance allocatedStorage",
            "settings.database_storage_gb",
        ),
        ("aws:ecs/taskDefinition:TaskDefinition *-task-migrate cpu", "services[].cpu"),
    ],
)
def test_the_table_knows_where_sizes_come_from(place: str, key: str) -> None:
    table = json.loads(Path(origin._FILE).read_text())
    assert table[place] == key
