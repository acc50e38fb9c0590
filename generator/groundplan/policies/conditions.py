"""Condition operators of the policy language."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

Context = Mapping[str, str | Sequence[str]]
"""Condition keys of a request, with one value or several."""


class UnsupportedPolicyError(Exception):
    """The policy uses something the evaluator does not model."""


def like(pattern: str, value: str) -> bool:
    """``*`` and ``?`` as IAM reads them, case and brackets as they are."""
    return _regex(pattern).fullmatch(value) is not None


# AWS's own policies name thousands of actions, and are asked about again and again.
@cache
def _regex(pattern: str) -> re.Pattern[str]:
    return re.compile(
        "".join(".*" if c == "*" else "." if c == "?" else re.escape(c) for c in _plain(pattern)),
        re.DOTALL,
    )


def arn_like(pattern: str, value: str) -> bool:
    """Each of an ARN's six parts on its own, so ``*`` never crosses a colon."""
    wanted, found = _plain(pattern).split(":", 5), value.split(":", 5)
    return len(wanted) == len(found) and all(like(w, f) for w, f in zip(wanted, found, strict=True))


def _plain(pattern: str) -> str:
    if "${" in pattern:
        raise UnsupportedPolicyError(f"policy variable in {pattern}")
    return pattern


_POSITIVE: Mapping[str, Callable[[str, str], bool]] = {
    "StringEquals": lambda pattern, value: _plain(pattern) == value,
    "StringEqualsIgnoreCase": lambda pattern, value: pattern.lower() == value.lower(),
    "StringLike": like,
    "ArnEquals": arn_like,
    "ArnLike": arn_like,
    "Bool": lambda pattern, value: pattern.lower() == value.lower(),
    "NumericEquals": lambda pattern, value: float(value) == float(pattern),
    "NumericLessThan": lambda pattern, value: float(value) < float(pattern),
    "NumericLessThanEquals": lambda pattern, value: float(value) <= float(pattern),
    "NumericGreaterThan": lambda pattern, value: float(value) > float(pattern),
    "NumericGreaterThanEquals": lambda pattern, value: float(value) >= float(pattern),
}
_NEGATIVE: Mapping[str, str] = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnLike",
    "ArnNotLike": "ArnLike",
    "NumericNotEquals": "NumericEquals",
}


def holds(condition: Mapping[str, Mapping[str, object]], context: Context) -> bool:
    """Whether every operator and key of a condition holds for a request."""
    keys = {key.lower(): _listed(value) for key, value in context.items()}
    return all(
        _one(operator, _listed(patterns), keys.get(key.lower()))
        for operator, block in condition.items()
        for key, patterns in block.items()
    )


def _one(operator: str, patterns: Sequence[str], values: Sequence[str] | None) -> bool:
    if operator == "Null":
        return (not values) == (patterns[0].lower() == "true")
    quantifier, _, rest = operator.rpartition(":")
    name = rest.removesuffix("IfExists")
    positive = _NEGATIVE.get(name, name)
    if positive not in _POSITIVE or quantifier not in {"", "ForAllValues", "ForAnyValue"}:
        raise UnsupportedPolicyError(f"condition operator {operator}")
    match, negated = _POSITIVE[positive], name in _NEGATIVE
    if not values:
        if name != rest or quantifier == "ForAllValues":
            return True
        # A missing key matches a negated operator, and no other.
        return negated and not quantifier

    def fits(value: str) -> bool:
        found = any(match(pattern, value) for pattern in patterns)
        return not found if negated else found

    return all(map(fits, values)) if quantifier != "ForAnyValue" else any(map(fits, values))


def _listed(value: object) -> list[str]:
    items = value if isinstance(value, list | tuple) else [value]
    return [str(item).lower() if isinstance(item, bool) else str(item) for item in items]


def action_matches(pattern: str, action: str) -> bool:
    """Actions are matched without regard to case."""
    return like(pattern.lower(), action.lower())
