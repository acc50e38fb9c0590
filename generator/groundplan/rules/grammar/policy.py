"""The grammar of IAM policies, for each kind of place a policy stands in."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from groundplan.rules.grammar.address import arn
from groundplan.rules.node import listed

VERSIONS = ("2012-10-17", "2008-10-17")
_KEYS = frozenset(
    "Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition".split()
)
_TOP = frozenset(("Version", "Id", "Statement"))
_BASE_OPERATORS = frozenset(
    "StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike "
    "StringNotLike NumericEquals NumericNotEquals NumericLessThan NumericLessThanEquals "
    "NumericGreaterThan NumericGreaterThanEquals DateEquals DateNotEquals DateLessThan "
    "DateLessThanEquals DateGreaterThan DateGreaterThanEquals Bool BinaryEquals IpAddress "
    "NotIpAddress ArnEquals ArnLike ArnNotEquals ArnNotLike Null".split()
)
_LOWER_OPERATORS = {o.lower() for o in _BASE_OPERATORS}
_ACTION = re.compile(r"[A-Za-z0-9-]+:[A-Za-z0-9*?]+")
_SID = re.compile(r"[A-Za-z0-9]*")
_FILE = Path(__file__).parents[1] / "tables" / "actions.json"


@dataclass(frozen=True, kw_only=True)
class Place:
    """What a policy may hold where it stands.

    Attributes:
        principal: ``required``, ``forbidden`` or ``optional``.
        resource: The same of Resource.
        strict_sid: Sids are letters and digits, and unique.
        actions: Prefix every action has; empty for any.
    """

    principal: str = "forbidden"
    resource: str = "required"
    strict_sid: bool = True
    actions: str = ""


IDENTITY = Place()
TRUST = Place(principal="required", resource="forbidden", actions="sts")
RESOURCE = Place(principal="required", resource="required", strict_sid=False)


@dataclass(frozen=True)
class Breach:
    """One thing wrong with a policy: where in it, what is allowed."""

    kind: str
    place: str
    allowed: str


@cache
def service_actions() -> Mapping[str, Mapping[str, list[str]]]:
    """Actions of services whose resource policies name them, with what they apply to."""
    loaded: dict[str, dict[str, list[str]]] = json.loads(_FILE.read_text())
    return loaded


def statements(document: Any) -> list[tuple[str, Mapping[str, Any]]]:
    """Statements of a policy with their place."""
    if not isinstance(document, Mapping):
        return []
    return [
        (f"Statement[{index}]", statement)
        for index, statement in enumerate(listed(document.get("Statement")))
        if isinstance(statement, Mapping)
    ]


def breaches(text: Any, place: Place) -> Iterator[Breach]:
    """Everything wrong with a policy."""
    try:
        document = json.loads(text) if isinstance(text, str) else text
    except ValueError:
        yield Breach("json", "", "a JSON document")
        return
    if not isinstance(document, Mapping):
        yield Breach("json", "", "a JSON object with Version and Statement")
        return
    yield from _top(document)
    seen: set[str] = set()
    for label, statement in statements(document):
        yield from _statement(statement, label, place)
        sid = statement.get("Sid")
        if isinstance(sid, str) and sid and place.strict_sid:
            if sid in seen:
                yield Breach("sid", f"{label}.Sid", "a Sid that no other statement has")
            seen.add(sid)


def _top(document: Mapping[str, Any]) -> Iterator[Breach]:
    if document.get("Version", VERSIONS[0]) not in VERSIONS:
        yield Breach("version", "Version", " or ".join(VERSIONS))
    for key in document:
        if key not in _TOP:
            yield Breach("syntax", str(key), ", ".join(sorted(_TOP)))
    whole = document.get("Statement")
    if whole in ([], {}):
        yield Breach("syntax", "Statement", "one statement at least")
    elif not isinstance(whole, Mapping | list) or not all(
        isinstance(item, Mapping) for item in listed(whole)
    ):
        yield Breach("syntax", "Statement", "a statement or a list of them")


def _statement(statement: Mapping[str, Any], label: str, place: Place) -> Iterator[Breach]:
    for key in statement:
        if key not in _KEYS:
            yield Breach("syntax", f"{label}.{key}", ", ".join(sorted(_KEYS)))
    if statement.get("Effect") not in ("Allow", "Deny"):
        yield Breach("effect", f"{label}.Effect", "Allow or Deny")
    sid = statement.get("Sid")
    if place.strict_sid and isinstance(sid, str) and not _SID.fullmatch(sid):
        yield Breach("sid", f"{label}.Sid", "letters and digits")
    yield from _pair(statement, label, "Action", "required")
    yield from _pair(statement, label, "Resource", place.resource)
    yield from _pair(statement, label, "Principal", place.principal)
    if "Principal" in statement and not statement["Principal"]:
        yield Breach("principal", f"{label}.Principal", "who may: *, AWS, Service or Federated")
    for key in ("Action", "NotAction"):
        for action in listed(statement.get(key)):
            yield from _action(action, f"{label}.{key}", place)
    for key in ("Resource", "NotResource"):
        for resource in listed(statement.get(key)):
            yield from _resource(resource, f"{label}.{key}")
    yield from _condition(statement.get("Condition"), label)


def _pair(statement: Mapping[str, Any], label: str, key: str, rule: str) -> Iterator[Breach]:
    here = [name for name in (key, f"Not{key}") if name in statement]
    if rule == "forbidden" and here:
        yield Breach(key.lower(), f"{label}.{here[0]}", f"no {key} in this kind of policy")
    elif len(here) == 2:
        yield Breach("syntax", f"{label}.{key}", f"one of {key} and Not{key}")
    elif rule == "required" and not here:
        yield Breach(key.lower(), f"{label}.{key}", f"{key} or Not{key}")
    elif here and rule != "forbidden" and statement[here[0]] in ("", [], None):
        yield Breach(key.lower(), f"{label}.{here[0]}", "at least one value")


def _action(action: Any, label: str, place: Place) -> Iterator[Breach]:
    if action == "*" and not place.actions:
        return
    if not isinstance(action, str) or not _ACTION.fullmatch(action):
        yield Breach("action", label, "a service, a colon and an action: s3:GetObject")
    elif place.actions and action.partition(":")[0].lower() != place.actions:
        yield Breach("scope", label, f"actions of {place.actions}")


def _resource(resource: Any, label: str) -> Iterator[Breach]:
    if resource == "*" or (isinstance(resource, str) and resource.startswith("${")):
        return
    found = arn(resource)
    if found is None:
        yield Breach("resource", label, 'an ARN or "*"')
    elif not re.fullmatch(r"aws(-[a-z-]+)?|\*|\$\{.*", found.partition):
        yield Breach("resource", label, "arn:aws:...")
    elif not found.service or not re.fullmatch(r"[a-z0-9-]+|\*", found.service):
        yield Breach("resource", label, "an ARN that names its service")
    elif found.account and not re.fullmatch(
        r"\d{12}|[\d*?]*\*[\d*?]*|aws|cloudfront|\$\{.*|\?{12}", found.account
    ):
        yield Breach("resource", label, "an ARN with an account of twelve digits")
    elif found.service == "s3" and (found.region or found.account) and ":" not in found.resource:
        if not re.match(r"accesspoint|storage-lens|job|access-grants|\*", found.resource):
            yield Breach("resource", label, "arn:aws:s3:::bucket, without region and account")


def _condition(condition: Any, label: str) -> Iterator[Breach]:
    if condition is None:
        return
    if not isinstance(condition, Mapping):
        yield Breach("condition", f"{label}.Condition", "operators with keys and values")
        return
    for operator, keys in condition.items():
        place = f"{label}.Condition.{operator}"
        if not is_operator(operator):
            yield Breach("condition", place, "an operator such as StringEquals")
        elif not isinstance(keys, Mapping) or not keys:
            yield Breach("condition", place, "a key with its values")
        else:
            for key, values in keys.items():
                if ":" not in key:
                    yield Breach("condition", f"{place}.{key}", "a key such as aws:SourceArn")
                if any(isinstance(value, Mapping | list) for value in listed(values)):
                    yield Breach("condition", f"{place}.{key}", "a text or a list of texts")


def is_operator(text: str) -> bool:
    """True for a condition operator, with its prefix and suffix."""
    base = re.sub(r"^(ForAllValues|ForAnyValue):", "", text, flags=re.IGNORECASE)
    if base.lower().endswith("ifexists"):
        base = base[: -len("IfExists")]
        if base.lower() == "null":
            return False
    return base.lower() in _LOWER_OPERATORS


def principals(statement: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Principals of a statement: key they stand under, kind, value."""
    for key in ("Principal", "NotPrincipal"):
        value = statement.get(key)
        if isinstance(value, Mapping):
            for kind, items in value.items():
                for item in listed(items):
                    yield key, kind, str(item)
        elif value is not None:
            for item in listed(value):
                yield key, "", str(item)


def matches(pattern: str, action: str) -> bool:
    """True where an action of a policy, with its wildcards, covers an action."""
    expression = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(expression, action, re.IGNORECASE) is not None


def without_spaces(text: str) -> int:
    """Size of a policy as IAM counts it."""
    return len(re.sub(r"\s", "", text))
