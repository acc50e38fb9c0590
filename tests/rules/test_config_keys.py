"""The table of config keys still fits the stacks: places, keys, and one key tried again."""

import json
from dataclasses import fields
from functools import cache
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from groundplan.engine.plan import Estate
from stacks.config_keys import Document
from stacks.settings import Settings
from tests.support.derive_config_keys import (
    CASES,
    FILE,
    Reach,
    changes,
    compared,
    estate,
    places,
)

TABLE = json.loads(FILE.read_text())
AGAIN = "python -m tests.support.derive_config_keys"


@cache
def base(case: str) -> Estate:
    return estate(case, {})


def models(annotation: Any) -> set[type[BaseModel]]:
    """The models that a field's annotation names, anywhere in it."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    return {found for each in get_args(annotation) for found in models(each)}


def is_key(key: str) -> bool:
    """True where the config still has the key: settings, models and maps of models."""
    if key.startswith("settings."):
        return key.partition(".")[2] in {field.name for field in fields(Settings)}
    name, *rest = key.replace("[]", "").split(".")
    if name not in Document.model_fields:
        return False
    known: set[type[BaseModel]] = models(Document.model_fields[name].annotation)
    return not rest or any(rest[-1] in model.model_fields for model in known)


def test_every_place_of_the_table_is_in_a_plan() -> None:
    there = {place for case in CASES for place in places(base(case))}
    gone = sorted(TABLE.keys() - there)
    assert gone == [], f"the stacks have no such inputs any more: {AGAIN}"


def test_every_key_of_the_table_is_in_the_config() -> None:
    gone = sorted({key for key in TABLE.values() if not is_key(key)})
    assert gone == [], f"the config has no such keys any more: {AGAIN}"


def test_what_is_no_key_is_found() -> None:
    assert not is_key("settings.databse_class")
    assert not is_key("services[].speed")
    assert not is_key("contacts.security.fax")


@pytest.mark.parametrize(
    ("case", "key"),
    [("aurora", "settings.aurora_class"), ("shared", "identity_center.identity_store_id")],
)
def test_a_key_changed_again_reaches_what_the_table_says(case: str, key: str) -> None:
    (change,) = (each for each in changes() if (each.case, each.key) == (case, key))
    found = compared(base(case), estate(case, change.values))
    reached = {place for place, how in found.items() if how is Reach.all}
    told = {place for place, known in TABLE.items() if known == key}
    assert told
    assert told - reached == set(), f"the key does not reach these any more: {AGAIN}"
    others = {place: TABLE[place] for place in reached if TABLE.get(place, key) != key}
    assert others == {}, f"another key reaches these too: {AGAIN}"
