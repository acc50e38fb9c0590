"""Matches a resource's inputs to an operation's input shape by their names.

Names are equal without case and underscores, then plural and singular, then with the
resource's own word before them (``name`` is ``DBInstanceName``). Values are converted to
what the shape wants: maps to key and value lists, lists to ``Quantity``/``Items``, lists
of one to structures, nested values to JSON text.
"""

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from groundplan.emulate.models import members

_KEYS = (("Key", "Value"), ("key", "value"), ("TagKey", "TagValue"), ("Name", "Value"))


@dataclass(kw_only=True)
class Matching:
    """State of one match.

    Attributes:
        names: Input path to AWS member, from the spec.
        resource: Word of the resource, which may precede a member's name.
        sent: Input leaves that found their place.
        unknown: Input leaf to the nearest member names.
        root: Parameters, for members that go to the top.
        root_shape: Shape of the parameters.
    """

    names: Mapping[str, str]
    resource: str = ""
    sent: list[str] = field(default_factory=list)
    unknown: dict[str, list[str]] = field(default_factory=dict)
    root: dict[str, Any] = field(default_factory=dict)
    root_shape: Any = None


def plain(name: str) -> str:
    """A name without case, underscores and dashes."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def leaves(value: Any, path: str = "") -> Iterator[str]:
    """Paths of all leaves below a value, list indexes left out."""
    if isinstance(value, Mapping) and value:
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list | tuple) and value:
        for item in value:
            yield from leaves(item, path)
    elif value is not None:
        yield path


def find_member(name: str, known: Mapping[str, Any], resource: str = "") -> str | None:
    """Member of a structure that an input name means, or None."""
    return _find(name, tuple(known), resource)


@cache
def _find(name: str, known: tuple[str, ...], resource: str) -> str | None:
    by_plain = {plain(member): member for member in known}
    wanted = plain(name)
    forms = [wanted, wanted + "s", wanted.removesuffix("s"), wanted.removesuffix("es")]
    if wanted.endswith("y"):
        forms.append(wanted[:-1] + "ies")
    if wanted.endswith("ies"):
        forms.append(wanted[:-3] + "y")
    words = [plain(resource)] if resource else []
    forms += [word + form for word in words for form in (wanted,)]
    forms += [wanted + "list", wanted + "set", wanted + "configuration", wanted + "config"]
    for form in forms:
        if form in by_plain:
            return by_plain[form]
    return None


def match(
    value: Any, shape: Any, state: Matching, path: str = "", *, top: bool = False
) -> dict[str, Any]:
    """Members of a structure from a map of inputs.

    Args:
        value: Inputs, camelCase.
        shape: Structure shape.
        state: Collects what was sent and what has no place.
        path: Where in the inputs ``value`` stands.
        top: True for the parameters themselves: the resource's word may be left out.
    """
    known = members(shape)
    result: dict[str, Any] = {}
    for key, item in value.items():
        if item is None:
            continue
        here = f"{path}.{key}" if path else key
        target = state.names.get(here)
        if target == "":
            # A parameter of the spec makes use of it.
            state.sent.extend(leaves(item, here))
            continue
        if target == "*":
            # The input's own level does not exist in AWS: its members belong here.
            result.update(match(_one(item), shape, state, here))
            continue
        if target is not None and target.startswith("^"):
            _place(state.root, target[1:], item, state.root_shape or shape, state, here)
            continue
        if target is not None and "." in target:
            _place(result, target, item, shape, state, here)
            continue
        member = target or find_member(key, known, state.resource if top else "")
        if member is None or member not in known:
            near = difflib.get_close_matches(key, known, n=3, cutoff=0.4)
            for leaf in leaves(item, here):
                state.unknown[leaf] = near
            continue
        result[member] = convert(item, known[member], state, here)
    return result


def _one(item: Any) -> Any:
    if isinstance(item, list | tuple):
        return item[0] if item else {}
    return item


def _place(
    into: dict[str, Any], target: str, item: Any, shape: Any, state: Matching, here: str
) -> None:
    *parents, last = target.split(".")
    for parent in parents:
        shape = members(shape).get(parent)
        into = into.setdefault(parent, {})
    known = members(shape)
    into[last] = convert(item, known[last], state, here) if last in known else item
    if last not in known:
        # Members put at the top of the call are checked against the model there.
        state.sent.extend(leaves(item, here))


def convert(value: Any, shape: Any, state: Matching, path: str) -> Any:
    """A value as the shape wants it."""
    kind = shape.type_name
    if kind == "structure":
        return _structure(value, shape, state, path)
    if kind == "list":
        return _list(value, shape, state, path)
    if kind == "map" and isinstance(value, Mapping):
        return {k: convert(v, shape.value, state, path) for k, v in value.items()}
    state.sent.extend(dict.fromkeys(leaves(value, path)))
    return _scalar(value, kind)


def _structure(value: Any, shape: Any, state: Matching, path: str) -> Any:
    known = members(shape)
    if "Items" in known and "Quantity" in known and not isinstance(value, Mapping):
        items = list(value) if isinstance(value, list | tuple) else [value]
        return quantity(convert(items, known["Items"], state, path))
    if isinstance(value, list | tuple) and len(value) <= 1:
        value = value[0] if value else {}
    if not isinstance(value, Mapping):
        if "Items" in known:
            return {"Items": convert(value, known["Items"], state, path)}
        state.unknown[path] = sorted(known)[:3]
        return value
    if not value:
        state.sent.append(path)
    return match(value, shape, state, path)


def quantity(items: list[Any]) -> dict[str, Any]:
    """CloudFront's way to write a list."""
    return {"Quantity": len(items), "Items": items} if items else {"Quantity": 0}


def _list(value: Any, shape: Any, state: Matching, path: str) -> Any:
    member = shape.member
    if isinstance(value, Mapping):
        pair = next((p for p in _KEYS if set(p) <= set(members(member))), None)
        if pair is not None:
            state.sent.extend(f"{path}.{key}" for key in value)
            return [{pair[0]: k, pair[1]: _text(v)} for k, v in value.items()]
    items = list(value) if isinstance(value, list | tuple) else [value]
    if not items:
        state.sent.append(path)
    return [convert(item, member, state, path) for item in items]


def _scalar(value: Any, kind: str) -> Any:
    if kind in {"integer", "long", "float", "double"}:
        return _number(value, whole=kind in {"integer", "long"})
    if kind == "boolean" and isinstance(value, str):
        return value.lower() in {"true", "enabled", "enable"}
    if kind == "string":
        return _text(value)
    if kind == "blob" and isinstance(value, str):
        return value.encode()
    return value


def _number(value: Any, *, whole: bool) -> Any:
    """A number from text or another kind of number; anything else is left to the check."""
    if isinstance(value, bool):
        return value
    try:
        return int(float(value)) if whole else float(value)
    except (TypeError, ValueError):
        return value


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(int(value)) if float(value).is_integer() else str(value)
    if isinstance(value, Mapping | list | tuple):
        return json.dumps(value, sort_keys=True)
    return value
