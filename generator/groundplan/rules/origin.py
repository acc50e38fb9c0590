"""Which config key an input comes from, where that is known and there is only one.

The table was made by changing one key at a time and comparing the plans; see
`tests.support.derive_config_keys`. An input that several keys reach has no key here: a wrong
one is worse than none.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from groundplan.engine.plan import Plan, Resource

_FILE = Path(__file__).resolve().parents[1] / "data" / "config_keys.json"
_PREFIX = "groundplan:"


_LISTS = ("services", "queues", "tables", "buckets", "critical_flows")


@cache
def _table() -> Mapping[str, str]:
    """Place to the one key that decides what stands there."""
    loaded: dict[str, str] = json.loads(_FILE.read_text(encoding="utf-8"))
    return loaded


def place(plan: Plan, resource: Resource, path: str) -> str:
    """Type, name and path of an input, without what an owner's lists are called."""
    name = resource.urn.rpartition("::")[2]
    for each in _LISTS:
        for item in _items(plan, each):
            name = _named(item).sub(r"\1*\2", name)
    return f"{resource.type} {name} {plain(path)}"


def _items(plan: Plan, name: str) -> Sequence[Any]:
    """A list of the config."""
    items = plan.config.get(f"{_PREFIX}{name}")
    if isinstance(items, str):
        try:
            items = json.loads(items)
        except ValueError:
            return ()
    return items if isinstance(items, list | tuple) else ()


def _named(item: Any) -> re.Pattern[str]:
    """The name of an item where it stands between hyphens."""
    name = str(item.get("name")) if isinstance(item, Mapping) else str(item)
    return re.compile(rf"(^|-){re.escape(name)}(-|$)")


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every plain value with its path; documents of JSON are one value."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from leaves(item, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from leaves(item, f"{path}[{index}]")
    else:
        yield path, json.dumps(value, default=str)


def plain(path: str) -> str:
    """A path without the numbers of its indices."""
    return re.sub(r"\[\d+\]", "[]", path)


def config_key(plan: Plan, resource: Resource, path: str) -> str:
    """The one key that decides what stands at a path; empty where none does, or several.

    Args:
        plan: Of the resource.
        resource: Whose input it is.
        path: camelCase, with indices.
    """
    key = _table().get(place(plan, resource, path), "")
    if not key:
        return ""
    name, listed, rest = key.partition("[].")
    if not listed:
        return f"{_PREFIX}{key}"
    resource_name = resource.urn.rpartition("::")[2]
    found = [n for n, item in enumerate(_items(plan, name)) if _named(item).search(resource_name)]
    return f"{_PREFIX}{name}[{found[0]}].{rest}" if len(found) == 1 else ""
