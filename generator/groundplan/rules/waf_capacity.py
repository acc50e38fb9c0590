"""What a firewall's rules cost, in the web ACL capacity units of AWS.

Sources: AWS WAF Developer Guide, the WCUs of each page under "Using match rule statements",
"Using rate-based rule statements" and "AWS Managed Rules rule groups list"; and "Web ACL
capacity units": a transformation of the same part of the request is paid for once, however
many rules look at it.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.node import Node, listed, number
from groundplan.rules.waf_parts import (
    MANAGED_CAPACITY,
    RULE_GROUP,
    place_in,
    rules_of,
    statements,
)
from groundplan.rules.world import World

_BASE = {
    "asnMatchStatement": 1,
    "byteMatchStatement": 2,
    "geoMatchStatement": 1,
    "ipSetReferenceStatement": 1,
    "labelMatchStatement": 1,
    "rateBasedStatement": 2,
    "regexMatchStatement": 3,
    "regexPatternSetReferenceStatement": 25,
    "sizeConstraintStatement": 1,
    "sqliMatchStatement": 20,
    "xssMatchStatement": 40,
}
_TRANSFORMATION, _CUSTOM_KEY, _ALL_QUERY_ARGUMENTS = 10, 30, 10
_CONTAINS, _SENSITIVE_SQLI, _ANY_FORWARDED = 10, 30, 4

Transformation = tuple[str, ...]
"""A part of the request, and what is done to it up to there."""


def capacity(world: World, *nodes: Node) -> int:
    """Units of the rules of a web ACL or rule group, with those that stand outside it.

    The capacity of a managed group of another vendor is not known, and counts nothing.
    """
    total = 0
    paid: set[Transformation] = set()
    for node in nodes:
        for place, item in rules_of(node):
            found = statements(item.get("statement"), place_in(place, "statement"))
            for _place, statement, _depth, _parent in found:
                total += _cost(statement, node, world)
                paid.update(_transformations(statement))
    return total + _TRANSFORMATION * len(paid)


def _cost(statement: Mapping[str, Any], node: Node, world: World) -> int:
    """Units of one statement, without those nested in it and without transformations."""
    total = 0
    for kind, cost in _BASE.items():
        inner = statement.get(kind)
        if isinstance(inner, Mapping):
            total += _match(kind, cost, inner)
    managed = statement.get("managedRuleGroupStatement")
    if isinstance(managed, Mapping):
        total += MANAGED_CAPACITY.get(str(managed.get("name")), 0)
    own = statement.get("ruleGroupReferenceStatement")
    if isinstance(own, Mapping):
        group = world.near(node, own.get("arn"), RULE_GROUP)
        total += int((group and group.number("capacity")) or 0)
    return total


def _match(kind: str, cost: int, inner: Mapping[str, Any]) -> int:
    if kind == "rateBasedStatement":
        return cost + _CUSTOM_KEY * len(listed(inner.get("customKeys")))
    if kind == "byteMatchStatement" and str(inner.get("positionalConstraint")).startswith(
        "CONTAINS"
    ):
        cost = _CONTAINS
    if kind == "sqliMatchStatement" and inner.get("sensitivityLevel") == "HIGH":
        cost = _SENSITIVE_SQLI
    if (inner.get("ipSetForwardedIpConfig") or {}).get("position") == "ANY":
        cost += _ANY_FORWARDED
    field = inner.get("fieldToMatch") or {}
    if field.get("jsonBody") is not None:
        cost *= 2
    if field.get("allQueryArguments") is not None:
        cost += _ALL_QUERY_ARGUMENTS
    return cost


def _transformations(statement: Mapping[str, Any]) -> Iterator[Transformation]:
    """Each transformation a statement needs done."""
    for kind in _BASE:
        inner = statement.get(kind)
        if not isinstance(inner, Mapping):
            continue
        yield from _chain(inner.get("fieldToMatch"), inner.get("textTransformations"))
        for key in listed(inner.get("customKeys")):
            for name, part in key.items():
                if isinstance(part, Mapping):
                    named = {name: {"name": part.get("name")}}
                    yield from _chain(named, part.get("textTransformations"))


def _chain(part: Any, transformations: Any) -> Iterator[Transformation]:
    done = [json.dumps(part, sort_keys=True)]
    for each in sorted(listed(transformations), key=lambda each: number(each.get("priority")) or 0):
        if each.get("type") != "NONE":
            done.append(str(each.get("type")))
            yield tuple(done)
