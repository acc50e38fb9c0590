"""A resource as rules read it: inputs by path, physical name, place."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

from groundplan.engine.plan import SECRET, Plan, Resource

_STEP = re.compile(r"([^.\[\]]+)|\[(\d*)\]")
_MISSING = object()


@lru_cache(maxsize=4096)
def steps(path: str) -> tuple[str | int | None, ...]:
    """A path as keys, indices and None for every item."""
    found: list[str | int | None] = []
    for match in _STEP.finditer(path):
        key, index = match.groups()
        found.append(key if key is not None else int(index) if index else None)
    return tuple(found)


def known(value: Any) -> bool:
    """False for what a plan does not show: secrets."""
    return not (isinstance(value, str) and SECRET in value)


class Node:
    """One AWS resource of the estate."""

    def __init__(self, resource: Resource, plan: Plan) -> None:
        self.resource = resource
        self.plan = plan
        self.inputs: Mapping[str, Any] = resource.inputs
        self.type = resource.type
        self.account = resource.account
        # A resource may say its own region; what has none (IAM, CloudFront) does not.
        self.region = resource.region and (resource.inputs.get("region") or resource.region)
        self.name = resource.name

    def get(self, path: str, default: Any = None) -> Any:
        """Value at a path; the default where nothing stands there or it is secret."""
        value: Any = self.inputs
        for step in steps(path):
            value = _at(value, step)
            if value is _MISSING or value is None:
                return default
        return value if known(value) else default

    def has(self, path: str) -> bool:
        """True where something stands at the path, secrets included; providers drop ``""``."""
        value: Any = self.inputs
        for step in steps(path):
            value = _at(value, step)
            if value is _MISSING or value is None:
                return False
        return not (isinstance(value, str) and value == "")

    def each(self, path: str) -> Iterator[tuple[str, Any]]:
        """Every place a path with ``[]`` names, with its value; secrets are left out."""
        yield from _each(self.inputs, steps(path), "")

    def list(self, path: str) -> list[Any]:
        """Values of every place a path names."""
        return [value for _, value in self.each(path)]

    def number(self, path: str) -> float | None:
        """Value at a path as a number, also where it is written as text."""
        return number(self.get(path))

    def truth(self, path: str, default: bool = False) -> bool:
        """Value at a path as a switch, also where it is written as text."""
        value = self.get(path)
        if value is None:
            return default
        return value if isinstance(value, bool) else str(value).lower() == "true"

    def output(self, key: str) -> Any:
        """What the run was told of the created resource, an input first."""
        value = self.inputs.get(key)
        if value is None:
            value = self.resource.outputs.get(key)
        return value if known(value) else None

    @cached_property
    def physical(self) -> str:
        """Name in AWS: as given, or as Pulumi makes it up."""
        for key in ("name", "identifier", "bucket", "clusterIdentifier", "replicationGroupId"):
            value = self.output(key)
            if isinstance(value, str) and value:
                return value
        return self.resource.id

    @cached_property
    def arn(self) -> str:
        """ARN the run was told; empty where the type has none."""
        value = self.resource.outputs.get("arn")
        return value if isinstance(value, str) else ""

    def document(self, path: str) -> Any:
        """Value at a path read as JSON; None where it is none."""
        return parsed(self.get(path))

    def __repr__(self) -> str:
        return f"Node({self.plan.stack} {self.type} {self.name})"


def number(value: Any) -> float | None:
    """A number, also where it is written as text; None for anything else."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value)
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def parsed(value: Any) -> Any:
    """JSON text as values; mappings and lists as they are; None for anything else."""
    if isinstance(value, str):
        return _parsed(value)
    return value if isinstance(value, Mapping | Sequence) else None


def listed(value: Any) -> list[Any]:
    """A value as a list: what IAM and friends allow to write as one or many."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _at(value: Any, step: str | int | None) -> Any:
    if isinstance(step, str):
        return value.get(step, _MISSING) if isinstance(value, Mapping) else _MISSING
    if isinstance(step, int) and isinstance(value, list | tuple) and step < len(value):
        return value[step]
    return _MISSING


def _each(value: Any, rest: tuple[str | int | None, ...], path: str) -> Iterator[tuple[str, Any]]:
    if not rest:
        if value is not None and known(value):
            yield path, value
        return
    step, rest = rest[0], rest[1:]
    if step is None:
        if isinstance(value, list | tuple):
            for index, item in enumerate(value):
                yield from _each(item, rest, f"{path}[{index}]")
        return
    found = _at(value, step)
    if found is not _MISSING and found is not None:
        label = f"[{step}]" if isinstance(step, int) else (f".{step}" if path else step)
        yield from _each(found, rest, f"{path}{label}")
