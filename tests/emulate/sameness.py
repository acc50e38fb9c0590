"""Whether two emulated companies are the same, but for the ids AWS made up."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from time import time
from typing import Any

from groundplan.emulate.deploy import Deployment
from groundplan.emulate.spec import Read

_WORDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+(?:\.\d+){3}|[A-Za-z0-9]+")
_GENERATED = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[a-z]+-[0-9a-f]{8,17}\b")
_DAY = 24 * 3600

State = dict[str, list[Any]]


def state(deployment: Deployment, stacks: Collection[str]) -> State:
    """Everything the accounts tell of each resource of some stacks, asked anew."""
    found: State = {}
    for urn, living in deployment.cloud.living.items():
        if living.registration.stack not in stacks:
            continue
        reads: list[tuple[Read, Any]] = []
        create = living.spec.create
        if create is not None and create.read is not None:
            reads.append((create.read, None))
        for number in sorted(living.sent):
            step = living.translation.steps[number]
            if step.call is not create and step.call.read is not None:
                reads.append((step.call.read, step))
        if living.spec.tag_read is not None:
            reads.append((living.spec.tag_read, None))
        found[urn] = [living._read(read, deployment.gateway, step) for read, step in reads]
    owners = {living.id: urn for urn, living in deployment.cloud.living.items() if living.id}
    return {urn: _ordered(told, owners) for urn, told in found.items()}


def _ordered(value: Any, owners: Mapping[str, str]) -> Any:
    """The value with its lists of objects in an order that no made-up id decides."""
    if isinstance(value, Mapping):
        return {key: _ordered(item, owners) for key, item in value.items()}
    if isinstance(value, list | tuple):
        items = [_ordered(item, owners) for item in value]
        if all(isinstance(item, Mapping) for item in items) or any(
            isinstance(item, str) and item in owners for item in items
        ):
            items.sort(key=lambda item: _GENERATED.sub("", str(_owned(item, owners))))
        return items
    return value


def _owned(value: Any, owners: Mapping[str, str]) -> Any:
    """The value with the ids of resources replaced by whose they are."""
    if isinstance(value, Mapping):
        return {key: _owned(item, owners) for key, item in sorted(value.items())}
    if isinstance(value, list | tuple):
        return [_owned(item, owners) for item in value]
    return owners.get(value, value) if isinstance(value, str) else value


def unlike(one: State, other: State) -> list[str]:
    """Where two states differ by more than another name for the same thing.

    Every word of the one stands for one word of the other, everywhere: an id of the one
    that is two ids in the other, or points elsewhere, is a difference.
    """
    names: dict[str, str] = {}
    back: dict[str, str] = {}
    found = [f"only one has {urn}" for urn in one.keys() ^ other.keys()]
    for urn in sorted(one.keys() & other.keys()):
        found.extend(_unlike(one[urn], other[urn], urn, names, back))
    return found


def _unlike(
    a: Any, b: Any, path: str, names: dict[str, str], back: dict[str, str]
) -> Iterator[str]:
    if isinstance(a, Mapping) and isinstance(b, Mapping) and a.keys() == b.keys():
        for key in a:
            yield from _unlike(a[key], b[key], f"{path}.{key}", names, back)
    elif isinstance(a, list | tuple) and isinstance(b, list | tuple) and len(a) == len(b):
        for number, pair in enumerate(zip(a, b, strict=True)):
            yield from _unlike(*pair, f"{path}[{number}]", names, back)
    elif _is_now(a) and _is_now(b):
        return
    elif isinstance(a, str) and isinstance(b, str):
        ours, theirs = _WORDS.findall(a), _WORDS.findall(b)
        same = len(ours) == len(theirs) and all(
            names.setdefault(x, y) == y and back.setdefault(y, x) == x
            for x, y in zip(ours, theirs, strict=True)
        )
        if not same:
            yield f"{path}: {a!r} and {b!r}"
    elif a != b:
        yield f"{path}: {a!r} and {b!r}"


def _is_now(value: Any) -> bool:
    """True for a moment of today: seconds, milliseconds, or text of either."""
    if isinstance(value, datetime):
        return True
    if isinstance(value, str) and value.startswith(str(datetime.now(tz=UTC).date())):
        return True
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        return False
    return any(abs(moment - time()) < _DAY for moment in (seconds, seconds / 1000))
