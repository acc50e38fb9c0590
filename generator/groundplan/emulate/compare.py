"""Compares what was sent with what is read back, in AWS's own names."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jmespath


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """A value that came back other than it was sent."""

    path: str
    sent: Any
    found: Any


ABSENT = object()


def count(value: Any) -> int:
    """Leaves of a value."""
    if isinstance(value, Mapping):
        return sum(count(item) for item in value.values())
    if isinstance(value, list | tuple):
        return sum(count(item) for item in value) or 1
    return 1


def look_up(name: str, document: Any, back: Mapping[str, str | Callable[[Any], Any]]) -> Any:
    """Value of a written parameter in the document; ABSENT where there is none."""
    where = back.get(name)
    if callable(where):
        return where(document)
    if where is not None:
        return jmespath.search(where, document)
    if isinstance(document, Mapping):
        if name in document:
            return document[name]
        for key in document:
            if key.lower() == name.lower():
                return document[key]
    return ABSENT


def differences(sent: Any, found: Any, path: str) -> Iterator[Difference]:
    """Every leaf of ``sent`` that ``found`` does not hold."""
    if found is ABSENT:
        if sent not in ("", [], {}):
            yield Difference(path=path, sent=sent, found="nothing")
    elif isinstance(sent, Mapping) and isinstance(found, Mapping):
        lower = {str(key).lower(): key for key in found}
        for key, value in sent.items():
            actual = key if key in found else lower.get(str(key).lower())
            inner = ABSENT if actual is None else found[actual]
            yield from differences(value, inner, f"{path}.{key}")
    elif isinstance(sent, list | tuple) and isinstance(found, list | tuple):
        yield from _lists(list(sent), found, path)
    elif not _equal(sent, found):
        yield Difference(path=path, sent=sent, found=found)


def _lists(sent: list[Any], found: Any, path: str) -> Iterator[Difference]:
    left = list(found)
    missing = []
    for item in sent:
        hit = next((f for f in left if not list(differences(item, f, path))), ABSENT)
        if hit is ABSENT:
            missing.append(item)
        else:
            left.remove(hit)
    for item in missing:
        near = left.pop(0) if left else "nothing"
        if isinstance(item, Mapping) and isinstance(near, Mapping):
            yield from differences(item, near, f"{path}[]")
        else:
            yield Difference(path=f"{path}[]", sent=item, found=near)
    if getattr(found, "partial", False):
        return
    for extra in left:
        yield Difference(path=f"{path}[]", sent="nothing", found=extra)


def _equal(sent: Any, found: Any) -> bool:
    if sent == found:
        return True
    if sent in ("", None) and found in ("", None):
        return True
    if isinstance(sent, bool) or isinstance(found, bool):
        return str(sent).lower() == str(found).lower()
    if isinstance(sent, int | float) or isinstance(found, int | float):
        return bool(_number(sent) == _number(found))
    ours, theirs = _parsed(sent), _parsed(found)
    if isinstance(ours, Mapping | list) and isinstance(theirs, Mapping | list):
        return bool(_canonical(ours) == _canonical(theirs))
    return str(sent) == str(found)


def _number(value: Any) -> Any:
    try:
        return float(value)
    except (TypeError, ValueError):
        return value


def _parsed(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in "{[":
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _canonical(value: Any) -> Any:
    """Policies with one action are equal to policies with a list of one action."""
    if isinstance(value, Mapping):
        return {key: _canonical(item) for key, item in value.items()}
    if isinstance(value, list):
        items = [_canonical(item) for item in value]
        if len(items) == 1 and not isinstance(items[0], Mapping):
            return items[0]
        return sorted(items, key=lambda item: json.dumps(item, sort_keys=True, default=str))
    return value
