"""Which inputs only a new resource can take, as the real provider's plans say.

The table comes from plans of the provider whose version it names; types it lacks are
decided by what the specs know.
"""

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from importlib import resources
from itertools import zip_longest
from typing import Any

TRIGGER = "replacementTrigger"
"""What a replacement is put down to where a program ties one resource to a value of another."""


class Verdict(StrEnum):
    """What the provider does about a changed input."""

    replaced = "replaced"
    updated = "updated"
    unknown = "unknown"


def verdict(token: str, path: str) -> Verdict:
    """What the provider does when an input of a type changes; unknown where nobody asked it.

    Args:
        token: Type.
        path: Input, dotted below its top, without indices. Unknown where that depends on
            which part of it changes.
    """
    forcing, unasked = _table()
    if token not in forcing:
        return Verdict.unknown
    parts = path.split(".")
    around = {".".join(parts[: end + 1]) for end in range(len(parts))}
    if around & set(forcing[token]):
        return Verdict.replaced
    open_ = unasked.get(token, ())
    within = any(each.startswith(f"{path}.") for each in (*forcing[token], *open_))
    return Verdict.unknown if within or around & set(open_) else Verdict.updated


def verdict_of_change(token: str, name: str, before: Any, after: Any) -> Verdict:
    """What the provider does about one input, by the parts of it that differ, or by the whole."""
    parts = tuple(changed_paths(name, before, after))
    found = {verdict(token, path) for path in parts or (name,)}
    for each in (Verdict.replaced, Verdict.unknown):
        if each in found:
            return each
    return Verdict.updated


def changed_paths(path: str, before: Any, after: Any) -> Iterator[str]:
    """Dotted paths of the parts that differ, without indices."""
    if before == after:
        return
    either = (before, after)
    if any(isinstance(each, Mapping) and each for each in either):
        old, new = (each if isinstance(each, Mapping) else {} for each in either)
        for key in sorted(old.keys() | new.keys()):
            yield from changed_paths(f"{path}.{key}", old.get(key), new.get(key))
    elif any(_of_mappings(each) for each in either):
        pairs = zip_longest(*(each if isinstance(each, list | tuple) else () for each in either))
        for old_item, new_item in pairs:
            yield from changed_paths(path, old_item, new_item)
    else:
        yield path


def _of_mappings(value: Any) -> bool:
    return isinstance(value, list | tuple) and any(isinstance(each, Mapping) for each in value)


@cache
def _table() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    file = resources.files("groundplan").joinpath("data", "replacements.json")
    table = json.loads(file.read_text(encoding="utf-8"))
    return table["types"], table["unasked"]
