"""Words a wrong shape the way a person can mend it."""

import difflib
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic_core import ErrorDetails

from groundplan.answers.model import Answers
from groundplan.errors import Problem

_LONGEST_VALUE = 60
_PLAIN_WORDS = {
    "string": "a text",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a YAML list",
    "object": "a YAML map",
    "null": "nothing",
}
_SINGULAR = {
    "services": "service",
    "buckets": "bucket",
    "queues": "queue",
    "tables": "table",
    "critical_flows": "critical flow",
}


def place(path: tuple[int | str, ...], data: Mapping[str, Any]) -> str:
    """Where a value stands, with an item's name instead of its number: ``services.api.port``."""
    words: list[str] = []
    found: Any = data
    for part in path:
        if part == "[key]":
            break
        found = _step(found, part)
        if isinstance(part, int):
            name = found.get("name") if isinstance(found, Mapping) else None
            words.append(name if isinstance(name, str) and name else str(part + 1))
        else:
            words.append(part)
    return ".".join(words)


def problem(detail: ErrorDetails, original: Mapping[str, Any], data: Mapping[str, Any]) -> Problem:
    """A problem of shape.

    Args:
        detail: What pydantic found in ``data``.
        original: The answers as given.
        data: What is left of them after earlier problems were taken out.
    """
    path = detail["loc"]
    where = place(path, data) or "answers"
    kind = detail["type"]
    got = "" if kind == "missing" or "environment" in path[2:3] else _shown(detail["input"])
    if kind == "extra_forbidden":
        return _unknown(path, where, original)
    if path[-1:] == ("[key]",):
        allowed = _allowed_key(path, detail)
        return Problem(what="is not a name that is known here", where=where, allowed=allowed)
    if kind == "missing":
        return Problem(what="is missing", where=where, allowed=_allowed(path, detail))
    return Problem(what="is not accepted", where=where, got=got, allowed=_allowed(path, detail))


def _unknown(path: tuple[int | str, ...], where: str, original: Mapping[str, Any]) -> Problem:
    known = list(_schema(path[:-1]).get("properties", {}))
    word = str(path[-1])
    near = difflib.get_close_matches(word.lower().replace("-", "_"), known, n=1, cutoff=0.6)
    taken = _at(original, path[:-1])
    fix = f"did you mean {near[0]}?" if near and near[0] not in taken else "remove it"
    what = (
        "is not a question"
        if len(path) == 1
        else f"is not a key of a {_SINGULAR.get(str(path[0]), str(path[0]))}"
    )
    return Problem(what=what, where=where, allowed=", ".join(known), fix=fix)


def _at(data: Mapping[str, Any], path: tuple[int | str, ...]) -> Mapping[str, Any]:
    found: Any = data
    for part in path:
        found = _step(found, part)
    return found if isinstance(found, Mapping) else {}


def _step(found: Any, part: int | str) -> Any:
    if isinstance(found, Mapping):
        return found.get(part)
    if isinstance(found, list) and isinstance(part, int) and part < len(found):
        return found[part]
    return None


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return "a map"
    if isinstance(value, list | tuple):
        return "a list"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def _allowed(path: tuple[int | str, ...], detail: ErrorDetails) -> str:
    schema = _schema(path)
    if "description" in schema and "properties" not in schema:
        return str(schema["description"])
    if "enum" in schema:
        return ", ".join(str(choice) for choice in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    if "properties" in schema:
        return f"a YAML map with {', '.join(schema['properties'])}"
    return _PLAIN_WORDS.get(str(schema.get("type")), detail["msg"].lower())


def _allowed_key(path: tuple[int | str, ...], detail: ErrorDetails) -> str:
    if "expected" in detail.get("ctx", {}):
        return str(detail["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
    names = _schema(path[:-2]).get("propertyNames", {})
    return str(names.get("description", detail["msg"].lower()))


def _schema(path: tuple[int | str, ...]) -> Mapping[str, Any]:
    """The part of the JSON schema that describes a place."""
    whole = _whole_schema()
    schema = _resolved(whole, whole)
    for part in path:
        if isinstance(part, int):
            step = schema.get("items", {})
        else:
            step = schema.get("properties", {}).get(part) or schema.get("additionalProperties")
        schema = _resolved(step if isinstance(step, Mapping) else {}, whole)
    return schema


@cache
def _whole_schema() -> Mapping[str, Any]:
    return Answers.model_json_schema()


def _resolved(schema: Mapping[str, Any], whole: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema behind its reference, without the alternative of nothing."""
    outer = dict(schema)
    for choice in outer.pop("anyOf", ()):
        if choice.get("type") != "null":
            outer = {**_resolved(choice, whole), **outer}
            break
    if (reference := outer.pop("$ref", None)) is not None:
        target = whole["$defs"][reference.removeprefix("#/$defs/")]
        outer = {**_resolved(target, whole), **outer}
    return outer
