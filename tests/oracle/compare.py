"""Both sides read by the same calls, the ids of one put in place of the other's, and compared."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from groundplan.emulate.cloud import EmulatedCloud
from groundplan.emulate.gateway import Gateway, Made
from groundplan.engine.cloud import Answer, Registration
from groundplan.verify.convert import Converted
from groundplan.verify.names import property_name, snake
from groundplan.verify.schema import ProviderSchema
from tests.oracle.provider_side import ProviderSide

_READING = ("describe_", "get_", "list_")
_SHORTEST_ID = 6
_LONGEST_STATE = 16
_MADE_UP = re.compile(r"(?<=-)[0-9a-f]{17}\b|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(-\w{6})?\b")
"""Ids that nothing tells Pulumi or Terraform of: associations, versions, generated secrets."""


@dataclass(frozen=True, slots=True)
class Read:
    """A call the emulation read a resource back with."""

    urn: str
    service: str
    method: str
    params: Mapping[str, Any]
    account: str
    region: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that the two sides do not agree on."""

    type: str
    name: str
    call: str
    path: str
    emulated: Any
    provider: Any


@dataclass(slots=True)
class Comparison:
    """What came of reading both sides.

    Attributes:
        differences: Values that differ.
        reads: How many calls were answered by both.
        types: Types they were about.
        unanswered: Calls that only the emulation answers.
    """

    differences: list[Difference] = field(default_factory=list)
    reads: int = 0
    types: set[str] = field(default_factory=set)
    unanswered: set[str] = field(default_factory=set)


class WatchedCloud(EmulatedCloud):
    """The emulation, with note taken of the calls that read each resource."""

    def __init__(self, gateway: Gateway) -> None:
        super().__init__(gateway)
        self.reads: dict[str, Read] = {}
        self._urn = ""
        gateway.before.append(self._note)

    def create(self, registration: Registration) -> Answer:
        """Make the resource under its own name in the notes."""
        self._urn = registration.urn
        return super().create(registration)

    def _note(self, made: Made) -> None:
        if made.method.startswith(_READING):
            read = Read(
                self._urn, made.service, made.method, made.params, made.account, made.region
            )
            self.reads.setdefault(f"{self._urn} {made.method} {made.params}", read)


def counterparts(
    resources: Mapping[str, Converted], side: ProviderSide, schema: ProviderSchema
) -> dict[str, str]:
    """Every id of the emulation to the provider's for the same thing; longest first."""
    found: dict[str, str] = {}
    for urn, attributes in side.attributes.items():
        each = resources[urn]
        for key, value in {"id": each.resource.id, **each.resource.outputs}.items():
            name = "id" if key == "id" else property_name(key, schema[each.type], {})
            other = attributes.get(name) if name else None
            for mine, theirs in _pairs(value, other):
                # A region that is an id stands in many other texts as a region.
                # A state is no id, and the provider takes the last dot off names.
                state = mine.isalpha() and len(mine) < _LONGEST_STATE
                same = state or mine.rstrip(".") == theirs.rstrip(".")
                if not same and theirs and mine != each.resource.region:
                    found.setdefault(mine, theirs)
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def _pairs(value: Any, other: Any) -> Iterator[tuple[str, str]]:
    """Texts that stand at the same place: themselves, or members of the one object in them."""
    if isinstance(value, str) and isinstance(other, str) and len(value) >= _SHORTEST_ID:
        yield value, other
    elif isinstance(value, list) and isinstance(other, list) and len(value) == len(other) == 1:
        first, second = value[0], other[0]
        if isinstance(first, Mapping) and isinstance(second, Mapping):
            for key, item in first.items():
                yield from _pairs(item, second.get(snake(key)))


def compare(
    reads: Mapping[str, Read],
    gateway: Gateway,
    side: ProviderSide,
    resources: Mapping[str, Converted],
    ids: Mapping[str, str],
) -> Comparison:
    """Make each call on both sides, and hold the answers against each other."""
    found = Comparison()
    for read in reads.values():
        if read.urn not in side.attributes:
            continue
        params = _renamed(dict(read.params), ids)
        ours = getattr(gateway.client(read.service, read.account, read.region), read.method)
        theirs = getattr(side.client(read.service, read.account, read.region), read.method)
        call = f"{read.service}.{read.method}"
        try:
            other = theirs(**params)
        except (ClientError, BotoCoreError, ValueError) as error:
            found.unanswered.add(f"{call} {params}: {str(error)[:300]}")
            continue
        resource = resources[read.urn].resource
        found.reads += 1
        found.types.add(resource.type)
        first = _plain(_renamed(_plain(ours(**read.params)), ids))
        for path, mine, other_value in _differing(first, _plain(other), ""):
            found.differences.append(
                Difference(resource.type, resource.name, call, path, mine, other_value)
            )
    return found


def _renamed(value: Any, ids: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        return {_renamed(key, ids): _renamed(item, ids) for key, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, ids) for item in value]
    if not isinstance(value, str) or not ids:
        return value
    pattern = _pattern(tuple(ids))
    return pattern.sub(lambda match: ids[match[0]], value)


_compiled: dict[tuple[str, ...], re.Pattern[str]] = {}


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    if words not in _compiled:
        _compiled[words] = re.compile("|".join(re.escape(word) for word in words))
    return _compiled[words]


def _plain(value: Any) -> Any:
    """JSON values only: no times, no transport, text that is JSON opened, lists in one order."""
    if isinstance(value, Mapping):
        return {
            key: _plain(item)
            for key, item in value.items()
            if key != "ResponseMetadata" and not isinstance(item, datetime)
        }
    if isinstance(value, list | tuple):
        return sorted((_plain(item) for item in value), key=_order)
    if hasattr(value, "read"):
        return _plain(value.read().decode())
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return _plain(json.loads(value))
        except ValueError:
            return value
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


_NAMES = ("Name", "ParameterName", "RuleName", "Key", "Sid", "name")
"""Members that tell the items of a list apart, whatever else differs."""


def _order(value: Any) -> str:
    if isinstance(value, Mapping):
        names = [value[name] for name in _NAMES if isinstance(value.get(name), str)]
        value = [*names, value]
    return _MADE_UP.sub("", json.dumps(_filled(value), sort_keys=True, default=str))


def _filled(value: Any) -> Any:
    """What of a value says something: which side leaves an empty list out is no order."""
    if isinstance(value, Mapping):
        inner = {key: _filled(item) for key, item in value.items()}
        return {key: item for key, item in inner.items() if item not in (None, {}, [], False)}
    return [_filled(item) for item in value] if isinstance(value, list) else value


def _same_form(mine: Any, other: Any) -> bool:
    """True for two ids that each side made up for the same thing."""
    if not isinstance(mine, str) or not isinstance(other, str):
        return False
    return mine != other and _MADE_UP.sub("", mine) == _MADE_UP.sub("", other)


def _differing(mine: Any, other: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(mine, dict) and isinstance(other, dict):
        for key in sorted({*mine, *other}):
            place = f"{path}.{key}" if path else key
            yield from _differing(mine.get(key), other.get(key), place)
    elif isinstance(mine, list) and isinstance(other, list) and len(mine) == len(other):
        for first, second in zip(mine, other, strict=True):
            yield from _differing(first, second, f"{path}[]")
    elif mine != other and not _same_form(mine, other):
        yield path, mine, other
