"""Patterns: events of EventBridge, lines of CloudWatch Logs."""

import ipaddress
import json
import re
from collections.abc import Mapping
from typing import Any

_MATCHERS = frozenset(
    ("prefix", "suffix", "anything-but", "numeric", "cidr", "exists", "equals-ignore-case",
     "wildcard")
)  # fmt: skip
_NUMERIC = ("=", "<", "<=", ">", ">=")


def event_pattern_fault(text: str) -> tuple[str, str]:
    """Where and what is wrong with an event pattern; two empty texts when nothing is."""
    try:
        document = json.loads(text, object_pairs_hook=_unique)
    except ValueError:
        return "$", "a JSON object without double keys"
    if not isinstance(document, Mapping) or not document:
        return "$", "a JSON object with at least one field"
    return _fields(document, "$")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("double key")
    return dict(pairs)


def _fields(value: Mapping[str, Any], place: str) -> tuple[str, str]:
    if not value:
        return place, "a field with a list of values"
    for key, item in value.items():
        here = f"{place}.{key}"
        if key == "$or":
            if not isinstance(item, list) or len(item) < 2:
                return here, "a list of at least two patterns"
            for branch in item:
                fault = _fields(branch, here) if isinstance(branch, Mapping) else (here, "patterns")
                if fault[0]:
                    return fault
            continue
        if isinstance(item, Mapping):
            fault = _fields(item, here)
        elif isinstance(item, list):
            fault = _values(item, here)
        else:
            fault = (here, "a list of values in square brackets")
        if fault[0]:
            return fault
    return "", ""


def _values(items: list[Any], place: str) -> tuple[str, str]:
    if not items:
        return place, "at least one value"
    for item in items:
        if isinstance(item, list):
            return place, "values, not lists in a list"
        if isinstance(item, Mapping) and (wrong := _matcher(item)):
            return place, wrong
    return "", ""


def _matcher(item: Mapping[str, Any]) -> str:
    if len(item) != 1:
        return "one matcher in braces"
    ((name, value),) = item.items()
    if name not in _MATCHERS:
        return f"a matcher out of {', '.join(sorted(_MATCHERS))}"
    if name == "exists":
        return "" if isinstance(value, bool) else "true or false"
    if name == "numeric":
        return _numbers(value)
    if name == "cidr":
        try:
            ipaddress.ip_network(value)
        except ValueError:
            return "an address range"
        return ""
    if name in ("prefix", "suffix"):
        # An empty prefix matches every text; EventBridge's own matcher takes it.
        good = isinstance(value, str | Mapping)
        if isinstance(value, Mapping):
            good = set(value) == {"equals-ignore-case"}
        return "" if good else "a text, or equals-ignore-case with one"
    if name in ("wildcard", "equals-ignore-case"):
        if not isinstance(value, str):
            return "a text"
        return "no two wildcards in a row" if name == "wildcard" and "**" in value else ""
    if name == "anything-but" and isinstance(value, list):
        if len({isinstance(v, str) for v in value}) > 1:
            return "values of one kind: texts or numbers"
        if not all(isinstance(v, str | int | float) and not isinstance(v, bool) for v in value):
            return "texts or numbers"
    if name == "anything-but" and isinstance(value, Mapping):
        inner = [i for part in value.values() for i in (part if isinstance(part, list) else [part])]
        if set(value) <= {"prefix", "suffix", "wildcard", "equals-ignore-case"} and not all(
            isinstance(i, str) for i in inner
        ):
            return "texts"
    return "" if value not in ([], "") else "a value"


def _numbers(value: Any) -> str:
    if not isinstance(value, list) or len(value) not in (2, 4):
        return "an operator and a number, once or twice"
    if len(value) == 4 and (value[0] not in (">", ">=") or value[2] not in ("<", "<=")):
        return "a range: > or >= and a number, then < or <= and a number"
    for operator, number in zip(value[::2], value[1::2], strict=True):
        if operator not in _NUMERIC or isinstance(number, bool):
            return "an operator out of = < <= > >= and a number"
        if not isinstance(number, int | float):
            return "a number after the operator"
    if len(value) == 4 and value[1] > value[3]:
        return "a range whose first number is not above its second"
    return ""


_SELECTOR = r"\$(?:\.(?:[A-Za-z_][\w@-]*|\*)|\[(?:\d+|\*|\"[^\"]+\"|'[^']+')\])+"
_COMPARISON = re.compile(
    rf"\s*(!\s*)?{_SELECTOR}\s*(?:(?:=|!=|<=|>=|<|>)\s*(?:\"[^\"]*\"|%[^%]+%|[^\s&|()\"%]+)"
    r"|IS\s+(?:TRUE|FALSE|NULL)|NOT\s+EXISTS|EXISTS)\s*"
)


def filter_pattern_fault(text: str) -> str:
    """What is wrong with a filter pattern of a log group; empty when nothing is."""
    pattern = text.strip()
    if text.count('"') % 2:
        return "an even number of quotation marks"
    if pattern.startswith("{"):
        return _json_filter(pattern)
    if pattern.startswith("["):
        return "" if pattern.endswith("]") else "a closing square bracket"
    rest = re.sub(r'"[^"]*"|%[^%]*%', "w", pattern)
    if pattern.count("%") % 2:
        return "a regular expression between two percent signs"
    for word in rest.split():
        bare = word.lstrip("?-")
        if bare and not re.fullmatch(r"[\w.*]+", bare):
            return "words with other signs in quotation marks"
    return ""


def _json_filter(pattern: str) -> str:
    if not pattern.endswith("}"):
        return "a closing brace"
    inner = pattern[1:-1]
    if not inner.strip():
        return "a condition in the braces"
    rest, depth, expect = inner, 0, True
    while rest.strip():
        rest = rest.lstrip()
        if expect and rest[0] in "(":
            depth, rest = depth + 1, rest[1:]
        elif expect:
            match = _COMPARISON.match(rest)
            if match is None:
                return "conditions such as $.status >= 500"
            rest, expect = rest[match.end() :], False
        elif rest[0] == ")" and depth:
            depth, rest = depth - 1, rest[1:]
        elif rest[:2] in ("&&", "||"):
            rest, expect = rest[2:], True
        else:
            return "&& or || between conditions"
    if expect or depth:
        return "a complete condition with as many closing as opening brackets"
    return ""
