"""Copies of resources, each with a made-up state that differs from it in one place."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from groundplan.engine.schema import output_names
from groundplan.verify.convert import Converted
from groundplan.verify.names import property_name, tables
from groundplan.verify.schema import Attribute, Block, ProviderSchema

Place = tuple[str | int, ...]
_IGNORED = frozenset({"id", "tags", "tags_all", "timeouts"})
_DEEP = 1000
"""So many nested blocks make a type too deep to ask for more than its plain arguments."""


@dataclass(frozen=True, slots=True)
class Probe:
    """A copy of a resource whose made-up state differs from its configuration in one place.

    Attributes:
        base: The resource as converted.
        path: Place in its arguments; empty for the copy that differs in nothing.
        name: The Pulumi input there, without indices.
        whole: True where the program sets nothing there, and the state has a value.
        guess: What the configuration says there instead, where the provider would otherwise
            keep what the state has.
    """

    base: Converted
    path: Place = ()
    name: str = ""
    whole: bool = False
    guess: Any = None

    def resource(self, label: str) -> Converted:
        """The copy, under a name of its own."""
        body = dict(self.base.body)
        if self.guess is not None:
            body[str(self.path[0])] = self.guess
        return replace(self.base, label=label, body=body)


def representatives(resources: Iterable[Converted]) -> Iterator[Converted]:
    """Resources that set something no earlier one of their type sets."""
    seen: set[tuple[str, str]] = set()
    for resource in resources:
        names = {(resource.type, _name(resource, path)) for path in _leaves(resource.body, ())}
        if names - seen:
            seen |= names
            yield resource


def probes(resources: Sequence[Converted], schema: ProviderSchema) -> Iterator[Probe]:
    """One copy a type that differs in nothing, and one for each input that can differ."""
    by_type: dict[str, list[Converted]] = {}
    for resource in resources:
        by_type.setdefault(resource.resource.type, []).append(resource)
    for _, members in sorted(by_type.items()):
        yield Probe(members[0])
        block = schema[members[0].type]
        # Each copy of a web ACL costs seconds: its blocks nest by the thousand.
        deep = _size(block) > _DEEP
        seen: set[str] = set()
        for member in members:
            for path in _leaves(member.body, ()):
                if deep and path[0] in block.blocks:
                    continue
                name = _name(member, path)
                if name and name not in seen and path[0] not in _IGNORED:
                    seen.add(name)
                    yield Probe(member, path, name)
        if not deep:
            yield from _unset(members[0], block, seen)


def unprobed(resource: Converted, block: Block) -> set[str]:
    """Inputs for which there is no copy, as their type is too deep."""
    if _size(block) <= _DEEP:
        return set()
    return {_name(resource, (name,)) for name in resource.body if name in block.blocks}


def _size(block: Block) -> int:
    return 1 + sum(_size(inner) for inner in block.blocks.values())


def _unset(resource: Converted, block: Block, seen: Iterable[str]) -> Iterator[Probe]:
    """Copies for the inputs that no program of the estate sets."""
    token = resource.resource.type
    renames = tables()["properties"].get(token, {}).get("", {})
    for name in sorted(output_names(token) - {each.split(".")[0] for each in seen}):
        argument = property_name(name, block, renames)
        if argument is None or argument in _IGNORED or argument == "region":
            continue
        known = block.attributes.get(argument)
        if known is None or (known.settable and not known.computed):
            yield Probe(resource, (argument,), name, whole=True)
        elif known.settable:
            guess = _dummy(known, "after", 2, answer=False)
            if guess is not None:
                yield Probe(resource, (argument,), name, whole=True, guess=guess)


def _name(resource: Converted, path: Place) -> str:
    """The Pulumi input at a place of the body, without indices."""
    while path and path not in resource.origins:
        path = path[:-1]
    return re.sub(r"\[\d+\]", "", resource.origins.get(path, ""))


def _leaves(value: Any, path: Place) -> Iterator[Place]:
    if isinstance(value, Mapping) and value:
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        for index, item in enumerate(value):
            yield from _leaves(item, (*path, index))
    elif path and value is not None and value not in ({}, []):
        yield path


def changed(change: Mapping[str, Any], probe: Probe, block: Block) -> dict[str, Any]:
    """State of a resource that is as planned, but for the one place."""
    after: dict[str, Any] = json.loads(json.dumps(change.get("after") or {}))
    state: dict[str, Any] = _complete(after, block)
    state["id"] = state.get("id") or "made-up"
    if probe.whole:
        name = str(probe.path[0])
        state[name] = (
            _dummy_blocks(block.blocks[name])
            if name in block.blocks
            else _dummy(block.attributes[name])
        )
    elif probe.path:
        _alter(state, probe.path)
    return state


def _alter(value: Any, path: Place) -> None:
    """Change the value at the path, as near to it as the planned state goes."""
    *way, last = path
    for step in way:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return
        if isinstance(value, list) and value and isinstance(value[0], str):
            value.append("before")
            return
    if isinstance(value, dict):
        value[last] = _other(value.get(last))
    elif isinstance(value, list) and isinstance(last, int) and last < len(value):
        value[last] = _other(value[last])


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, list):
        return [*value, "before"] if not value or isinstance(value[0], str) else []
    if isinstance(value, Mapping):
        return {**value, "before": "before"}
    return f"{value or ''}before"


def _complete(value: Mapping[str, Any], block: Block) -> dict[str, Any]:
    """A value with every attribute its type has, nothing where the plan knows nothing."""
    made: dict[str, Any] = {}
    for name, attribute in block.attributes.items():
        item = value.get(name)
        if item is None and attribute.computed:
            item = _dummy(attribute) if attribute.type == "string" else None
        made[name] = item
    for name, inner in block.blocks.items():
        item = value.get(name)
        if isinstance(item, list):
            made[name] = [_complete(each, inner) for each in item]
        elif isinstance(item, Mapping) and inner.nesting == "single":
            made[name] = _complete(item, inner)
        else:
            made[name] = None if inner.nesting == "single" else item or []
    return made


def _dummy_blocks(block: Block) -> Any:
    made = {
        name: _dummy(attribute) if attribute.required else None
        for name, attribute in block.attributes.items()
    }
    made |= {
        name: None if inner.nesting == "single" else [] for name, inner in block.blocks.items()
    }
    return made if block.nesting == "single" else [made]


def _dummy(
    attribute: Attribute, text: str = "before", number: int = 1, *, answer: bool = True
) -> Any:
    """Some value of the attribute's type; None for types made of named parts."""
    plain = {"string": text, "number": number, "bool": answer}
    if isinstance(attribute.type, str):
        return plain.get(attribute.type)
    if attribute.type is None or not isinstance(attribute.type[1], str):
        return None
    kind, inner = attribute.type
    item = plain.get(inner)
    return {text: item} if kind == "map" else [item]
