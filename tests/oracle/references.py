"""The estate for an apply: ids that one resource tells another become Terraform references."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from groundplan.verify.convert import UNANSWERED, Converted, text
from groundplan.verify.names import property_name, snake
from groundplan.verify.schema import Attribute, ProviderSchema

_SHORTEST = 6
_REFERENCE = re.compile(r"StackReference::organization/(.+)$")


def with_references(resources: Iterable[Converted], schema: ProviderSchema) -> Iterator[Converted]:
    """The resources, each waiting for what it depends on and reading its ids from there.

    What a stack reads of another one may come from any resource of that, and an ARN of it
    may be one that both make up alike.
    """
    known = {each.resource.urn: each for each in resources}
    stacks: dict[str, list[Converted]] = {}
    read: dict[str, set[str]] = {}
    for each in known.values():
        stacks.setdefault(each.stack, []).append(each)
        other = {urn for urn in each.resource.depends_on if _REFERENCE.search(urn)}
        read.setdefault(each.stack, set()).update(other)
    references: dict[tuple[str, ...], _References] = {}
    for each in known.values():
        origins = {path[0]: origin for path, origin in each.origins.items() if len(path) == 1}
        body: dict[str, Any] = {}
        for name, value in each.body.items():
            top = re.split(r"[.\[]", origins.get(name, ""))[0]
            near = each.resource.property_dependencies.get(top, ())
            urns = (each.stack, *near)
            if urns not in references:
                far = told(_sources(sorted(read[each.stack]), known, stacks), schema)
                arns = {word: found for word, found in far.items() if _is_arn(word)}
                own = told(_sources(near, known, stacks), schema)
                references[urns] = _References({**arns, **own})
            body[name] = references[urns].put(value)
        waits = [known[urn].address for urn in each.resource.depends_on if urn in known]
        yield replace(each, body={**body, **({"depends_on": sorted(waits)} if waits else {})})


def _sources(
    urns: Iterable[str], known: Mapping[str, Converted], stacks: Mapping[str, Sequence[Converted]]
) -> Iterator[Converted]:
    for urn in urns:
        if urn in known:
            yield known[urn]
        elif found := _REFERENCE.search(urn):
            yield from stacks.get(found[1], ())


def told(resources: Iterable[Converted], schema: ProviderSchema) -> dict[str, str]:
    """What resources told the program, and the reference that stands for it."""
    found: dict[str, str] = {}
    passed: dict[str, str] = {}
    for each in resources:
        block = schema[each.type]
        words = {"id": each.resource.id, **each.resource.outputs}
        for key, value in words.items():
            name = "id" if key == "id" else property_name(key, block, {})
            if name is None or name not in block.attributes:
                continue
            own = name == "id" or block.attributes[name].computed
            for path, word in _words(value, block.attributes[name]):
                # A wait passes on the ARN it was given.
                if len(word) >= _SHORTEST and UNANSWERED not in word and (own or _is_arn(word)):
                    into = found if own else passed
                    into.setdefault(word, f"${{{each.address}.{name}{path}}}")
    return {**passed, **found}


def _is_arn(word: str) -> bool:
    return word.startswith("arn:")


def _words(value: Any, attribute: Attribute) -> Iterator[tuple[str, str]]:
    """Every text of a value with its path: itself, or the members of the one object in it."""
    if isinstance(value, str):
        yield "", value
    elif is_object(attribute) and isinstance(value, list) and len(value) == 1:
        for key, inner in value[0].items():
            if isinstance(inner, str) and snake(key) in attribute.type[1][1]:
                yield f"[0].{snake(key)}", inner


def is_object(attribute: Attribute) -> bool:
    """True for a list of objects that the provider fills."""
    kind = attribute.type
    listed = isinstance(kind, list) and kind[0] == "list" and isinstance(kind[1], list)
    return listed and kind[1][0] == "object"


class _References:
    """What stands for what was told."""

    def __init__(self, found: Mapping[str, str]) -> None:
        longest_first = sorted(found.items(), key=lambda item: -len(item[0]))
        self._literal = {str(text(word)): reference for word, reference in longest_first}
        words = "|".join(map(re.escape, self._literal))
        self._pattern = re.compile(rf"(?<![A-Za-z0-9-])(?:{words})(?![A-Za-z0-9-])")

    def put(self, value: Any) -> Any:
        """A value with everything that a resource told in it read from that resource."""
        if isinstance(value, Mapping):
            return {key: self.put(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.put(item) for item in value]
        if not isinstance(value, str) or not self._literal:
            return value
        return self._pattern.sub(lambda match: self._literal[match[0]], value)
