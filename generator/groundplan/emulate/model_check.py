"""Holds the parameters of a call against the whole botocore model.

botocore itself checks types, required members, lower bounds and document unions. The
model knows more: enums, patterns, upper bounds. AWS refuses what breaks them, moto
mostly does not. A pure function, so plans can be judged with it too.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from groundplan.emulate.models import members, operation


@dataclass(frozen=True, kw_only=True, slots=True)
class Breach:
    """One value the model does not allow.

    Attributes:
        path: Member names from the top of the parameters.
        what: What is wrong.
        got: The value.
        allowed: What the model allows.
    """

    path: str
    what: str
    got: str
    allowed: str


_WRONG_MODELS = {
    # AWS's own names of what can be backed up hold spaces ("Storage Gateway").
    ("backup", "update_region_settings"): ("ResourceTypeOptInPreference",),
    # Malware protection plans are tagged too, as the provider does:
    # https://github.com/hashicorp/terraform-provider-aws/pull/37919
    ("guardduty", "tag_resource"): ("ResourceArn",),
    ("guardduty", "untag_resource"): ("ResourceArn",),
}
"""Paths where the published model is narrower than the service."""


def check(service: str, method: str, params: Mapping[str, Any]) -> tuple[Breach, ...]:
    """Everything in the parameters that the model does not allow.

    Args:
        service: boto3 service, for example ``rds``.
        method: boto3 method, for example ``create_db_instance``.
        params: Parameters as boto3 takes them.
    """
    shape = operation(service, method).input_shape
    if shape is None:
        return tuple(_unknown(params, {}, ""))
    wrong = _WRONG_MODELS.get((service, method), ())
    return tuple(b for b in _check(params, shape, "") if not b.path.startswith(wrong or "\0"))


def _check(value: Any, shape: Any, path: str) -> Iterator[Breach]:
    kind = shape.type_name
    if kind == "structure":
        yield from _structure(value, shape, path)
    elif kind == "list":
        yield from _sized(value, shape, path, "items")
        for index, item in enumerate(value if isinstance(value, list | tuple) else ()):
            yield from _check(item, shape.member, f"{path}[{index}]")
    elif kind == "map":
        yield from _sized(value, shape, path, "entries")
        for key, item in value.items() if isinstance(value, Mapping) else ():
            yield from _check(key, shape.key, f"{path}.{key}")
            yield from _check(item, shape.value, f"{path}.{key}")
    elif kind == "string":
        yield from _string(value, shape, path)
    elif kind in {"integer", "long", "float", "double"}:
        yield from _number(value, shape, path)
    elif kind == "boolean" and not isinstance(value, bool):
        yield _type(value, path, "true or false")


def _structure(value: Any, shape: Any, path: str) -> Iterator[Breach]:
    if not isinstance(value, Mapping):
        yield _type(value, path, "a structure")
        return
    known = members(shape)
    prefix = f"{path}." if path else ""
    yield from _unknown(value, known, prefix)
    for name in shape.required_members:
        if value.get(name) is None:
            yield Breach(path=prefix + name, what="is required", got="nothing", allowed="a value")
    for name, item in value.items():
        if name in known and item is not None:
            yield from _check(item, known[name], prefix + name)


def _unknown(value: Mapping[str, Any], known: Mapping[str, Any], prefix: str) -> Iterator[Breach]:
    for name in value:
        if name not in known:
            yield Breach(
                path=f"{prefix}{name}",
                what="is not a member",
                got=name,
                allowed=", ".join(sorted(known)) or "no parameters",
            )


def _string(value: Any, shape: Any, path: str) -> Iterator[Breach]:
    if not isinstance(value, str):
        yield _type(value, path, "text")
        return
    allowed = shape.enum
    if allowed and value not in allowed:
        yield Breach(path=path, what="is not in the enum", got=value, allowed=", ".join(allowed))
    yield from _sized(value, shape, path, "characters")
    pattern = shape.metadata.get("pattern")
    if pattern and not _matches(pattern, value):
        yield Breach(path=path, what="does not match the pattern", got=value, allowed=pattern)


def _number(value: Any, shape: Any, path: str) -> Iterator[Breach]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield _type(value, path, "a number")
        return
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if (low is not None and value < low) or (high is not None and value > high):
        yield Breach(path=path, what="is out of range", got=str(value), allowed=_range(low, high))


def _sized(value: Any, shape: Any, path: str, unit: str) -> Iterator[Breach]:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    try:
        size = len(value)
    except TypeError:
        yield _type(value, path, f"a {shape.type_name}")
        return
    if (low is not None and size < low) or (high is not None and size > high):
        allowed = f"{_range(low, high)} {unit}"
        yield Breach(path=path, what="has the wrong length", got=str(size), allowed=allowed)


def _type(value: Any, path: str, allowed: str) -> Breach:
    return Breach(path=path, what="has the wrong type", got=type(value).__name__, allowed=allowed)


def _range(low: Any, high: Any) -> str:
    if low is None:
        return f"at most {high}"
    return f"at least {low}" if high is None else f"{low} to {high}"


_POSIX = {
    r"\p{Alpha}": "a-zA-Z",
    r"\p{Digit}": "0-9",
    r"\p{Alnum}": "a-zA-Z0-9",
    r"\p{Punct}": r"!-/:-@\[-`{-~",
    r"\p{Blank}": r" \t",
    r"\p{ASCII}": r"\x00-\x7F",
    r"\p{L}": r"a-zA-Z\u00aa-\uffff",
    r"\p{M}": r"\u0300-\u036f",
    r"\p{Z}": r"\s",
    r"\p{S}": r"$+<=>^`|~",
    r"\p{N}": "0-9",
    r"\p{P}": r"!-/:-@\[-`{-~",
    r"\p{Print}": r"\x20-\x7E",
}


def _translated(pattern: str) -> str:
    """Java's character classes as ranges, in brackets where they stand outside of any."""
    result, inside, at = "", False, 0
    while at < len(pattern):
        name = next((java for java in _POSIX if pattern.startswith(java, at)), "")
        if name:
            result += _POSIX[name] if inside else f"[{_POSIX[name]}]"
            at += len(name)
            continue
        step = 2 if pattern[at] == "\\" else 1
        if step == 1:
            inside = pattern[at] == "[" or (inside and pattern[at] != "]")
        result += pattern[at : at + step]
        at += step
    return result


@cache
def _compiled(pattern: str) -> re.Pattern[str] | None:
    """Java's pattern as Python's; None where Python has no equal."""
    try:
        return re.compile(_translated(pattern))
    except (re.error, RecursionError):
        return None


def _matches(pattern: str, value: str) -> bool:
    compiled = _compiled(pattern)
    if compiled is None:
        return True
    # Models are not of one mind about anchors; AWS means the whole value.
    return compiled.fullmatch(value) is not None or (
        pattern.startswith(("^", "(?s)")) and compiled.match(value) is not None
    )
