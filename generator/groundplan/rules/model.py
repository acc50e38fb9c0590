"""Rules from the API models: required, kind, allowed values, form, size of every input."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from groundplan.rules.node import Node, known, number, parsed
from groundplan.rules.rule import Fault, Rule, Severity
from groundplan.rules.world import World

_FOLDER = Path(__file__).parent / "shapes"
_OPTIONS = frozenset({"region", "__defaults"})
_STRICT: Mapping[str, Any] = {"str": (str,), "int": (int,), "bool": (bool,)}
Report = Callable[[str, str, str], None]


@cache
def shapes(service: str) -> Mapping[str, Any]:
    """Shapes of a service's types; empty where there are none."""
    file = _FOLDER / f"{service}.json"
    if not file.is_file():
        return {"types": {}, "objects": {}}
    loaded: dict[str, Any] = json.loads(file.read_text())
    return loaded


@cache
def _pattern(text: str) -> Callable[[str], object]:
    compiled = re.compile(text, re.DOTALL)
    # A model's pattern is meant for the whole value unless it anchors only its start.
    return (
        compiled.search if text.startswith("^") and not text.endswith("$") else compiled.fullmatch
    )


def violations(node: Node) -> tuple[tuple[str, str, str], ...]:
    """Every input that breaks the model: kind of breach, path, what is allowed."""
    cached = getattr(node, "_violations", None)
    if cached is not None:
        return tuple(cached)
    known_types = shapes(node.type.split(":")[1].split("/")[0])
    found: list[tuple[str, str, str]] = []
    shape = known_types["types"].get(node.type)
    if shape is not None:
        _object(node.inputs, shape, known_types["objects"], "", lambda *fact: found.append(fact))
    node._violations = found  # type: ignore[attr-defined]
    return tuple(found)


def _object(
    value: Mapping[str, Any],
    shape: Mapping[str, Any],
    objects: Mapping[str, Any],
    path: str,
    report: Report,
) -> None:
    prefix = f"{path}." if path else ""
    for name, node in shape.items():
        given = value.get(name)
        if node.get("r") and (given is None or (given == "" and node["r"] == 2)):
            report("required", f"{prefix}{name}", "a value")
    for name, item in value.items():
        if item is None or name in _OPTIONS:
            continue
        child = shape.get(name)
        if child is None:
            if "*" not in shape:
                report("unknown", f"{prefix}{name}", ", ".join(sorted(shape)[:40]))
        else:
            _value(item, child, objects, f"{prefix}{name}", report)


def _value(
    value: Any, shape: Mapping[str, Any], objects: Mapping[str, Any], path: str, report: Report
) -> None:
    if value is None or not known(value):
        return
    kind = shape["t"]
    if shape.get("s") and type(value) not in _STRICT[kind]:
        report("kind", path, f"a {kind}, as it stands in a document")
    elif kind == "obj":
        if not isinstance(value, Mapping):
            report("kind", path, "an object")
        else:
            _object(value, objects[shape["o"]], objects, path, report)
    elif kind == "list":
        _items(value, shape, objects, path, report)
    elif kind in ("int", "float"):
        _number(value, shape, path, report)
    elif kind == "bool":
        if not isinstance(value, bool) and str(value).lower() not in ("true", "false"):
            report("kind", path, "true or false")
    elif kind == "str":
        _text(value, shape, path, report)
        if "j" in shape and (document := parsed(value)) is not None:
            _value(document, shape["j"], objects, path, report)
    elif kind == "map":
        _map(value, shape, path, report)


def _map(value: Any, shape: Mapping[str, Any], path: str, report: Report) -> None:
    if not isinstance(value, Mapping):
        report("kind", path, "a map")
        return
    for key, item in value.items():
        if isinstance(item, Mapping | list | tuple) and not shape.get("any"):
            report("kind", f"{path}.{key}", "a text")


def _items(
    value: Any, shape: Mapping[str, Any], objects: Mapping[str, Any], path: str, report: Report
) -> None:
    if not isinstance(value, list | tuple):
        report("kind", path, "a list")
        return
    if len(value) < shape.get("min", 0) or len(value) > shape.get("max", 1 << 31):
        report("size", path, _bounds(shape.get("min"), shape.get("max"), "items"))
    for index, item in enumerate(value):
        _value(item, shape["i"], objects, f"{path}[{index}]", report)


def _number(value: Any, shape: Mapping[str, Any], path: str, report: Report) -> None:
    found = number(value)
    if found is None or (shape["t"] == "int" and found != int(found)):
        report("kind", path, "a whole number" if shape["t"] == "int" else "a number")
    elif found < shape.get("lo", found) or found > shape.get("hi", found):
        report("size", path, _bounds(shape.get("lo"), shape.get("hi"), ""))


def _text(value: Any, shape: Mapping[str, Any], path: str, report: Report) -> None:
    if isinstance(value, Mapping | list | tuple):
        report("kind", path, "a text")
        return
    text = _written(value)
    if "e" in shape and text not in shape["e"]:
        report("value", path, ", ".join(shape["e"]))
        return
    if len(text) < shape.get("min", 0) or len(text) > shape.get("max", 1 << 31):
        report("size", path, _bounds(shape.get("min"), shape.get("max"), "characters"))
    if "p" in shape and not _pattern(shape["p"])(text):
        report("form", path, f"the form {shape['p']}")


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def _bounds(low: Any, high: Any, unit: str) -> str:
    if low is None:
        return f"at most {high} {unit}".strip()
    if high is None:
        return f"at least {low} {unit}".strip()
    return f"{low} to {high} {unit}".strip()


def _rule(id_: str, breach: str, title: str, error: str) -> Rule:
    def check(node: Node, _: World) -> Iterator[Fault]:
        for kind, path, allowed in violations(node):
            if kind == breach:
                yield Fault(path, allowed)

    return Rule(
        id=id_,
        types=("*",),
        severity=Severity.error,
        title=title,
        error=error,
        source="API models in botocore, CloudFormation registry, pulumi-aws inputs",
        check=check,
    )


RULES = (
    _rule(
        "GP-MODEL-001",
        "required",
        "Something that must be set is missing.",
        "Missing required argument / MissingParameter",
    ),
    _rule("GP-MODEL-002", "unknown", "There is no setting of that name.", "Invalid or unknown key"),
    _rule(
        "GP-MODEL-003",
        "kind",
        "The value is of the wrong kind.",
        "Inappropriate value for attribute / SerializationException",
    ),
    _rule(
        "GP-MODEL-004",
        "value",
        "The value is not one of those AWS offers.",
        "ValidationException: Value at '...' failed to satisfy constraint: "
        "Member must satisfy enum value set",
    ),
    _rule(
        "GP-MODEL-005",
        "form",
        "The text has characters or a form that AWS does not take.",
        "ValidationException: Value at '...' failed to satisfy constraint: "
        "Member must satisfy regular expression pattern",
    ),
    _rule(
        "GP-MODEL-006",
        "size",
        "The value is too small, too large, too short or too long.",
        "ValidationException: Value at '...' failed to satisfy constraint: "
        "Member must have length / value less than or equal to",
    ),
)
