"""Holds an estate against every rule."""

import contextlib
import importlib
import json
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from groundplan import rules
from groundplan.engine.plan import SECRET, Estate, Plan
from groundplan.rules.node import Node
from groundplan.rules.origin import config_key
from groundplan.rules.rule import Fault, Finding, Rule, Severity
from groundplan.rules.world import World

_BASE = frozenset(
    {"constraint", "grammar", "judge", "node", "origin", "page", "rule", "sarif", "world"}
)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule of this package, by id."""
    found: dict[str, Rule] = {}
    for info in pkgutil.iter_modules(rules.__path__):
        if info.name in _BASE:
            continue
        module = importlib.import_module(f"{rules.__name__}.{info.name}")
        for value in vars(module).values():
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, Rule):
                    if found.setdefault(item.id, item) is not item:
                        raise ValueError(f"two rules have the id {item.id}")
    return tuple(found[key] for key in sorted(found))


@cache
def _by_type() -> Mapping[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = {}
    for rule in all_rules():
        for kind in rule.types:
            found.setdefault(kind, []).append(rule)
    return {kind: tuple(group) for kind, group in found.items()}


def judge(estate: Estate) -> tuple[Finding, ...]:
    """Everything AWS would refuse, errors first, then by stack, resource and rule."""
    world = World(replace(estate, plans=(*estate.plans, *estate.neighbours)))
    asked = {plan.stack for plan in estate.plans}
    by_type = _by_type()
    everywhere = by_type.get("*", ())
    found: list[Finding] = []
    for node in world.nodes:
        if node.plan.stack not in asked:
            continue
        for rule in (*everywhere, *by_type.get(node.type, ())):
            found.extend(_finding(rule, fault, node, world) for fault in faults(rule, node, world))
    unique = {(f.rule, f.urn, f.path): f for f in found}
    return tuple(
        sorted(
            unique.values(),
            key=lambda f: (f.severity is not Severity.error, f.stack, f.resource, f.path, f.rule),
        )
    )


def faults(rule: Rule, node: Node, world: World) -> Iterator[Fault]:
    """What a rule objects to; a value of a kind it cannot read is an objection too."""
    try:
        yield from rule.check(node, world)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        # Rules read documents in documents (policies, patterns, containers). A list where an
        # object belongs is bad input, not a defect of the judge, and AWS refuses it as well.
        yield Fault("", "values of the kinds the documentation names", "look for a wrong kind")


def _finding(rule: Rule, fault: Fault, node: Node, world: World) -> Finding:
    value = node.get(fault.path) if fault.path else None
    if value is None and "." not in fault.path and fault.path:
        value = node.output(fault.path)
    component = world.components.get(node.resource.urn, "")
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        title=rule.title,
        error=rule.error,
        source=rule.source,
        stack=node.plan.stack,
        type=node.type,
        resource=node.name,
        urn=node.resource.urn,
        component=component,
        config_key=_config_key(node, fault.path, value),
        path=fault.path,
        value=_shown(value),
        allowed=fault.allowed,
        fix=fault.fix,
    )


def _shown(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True, default=str)
    return text if len(text) <= 300 else f"{text[:297]}..."


def _config_key(node: Node, path: str, value: Any) -> str:
    """The config key the value comes from; empty where that is a guess."""
    known = config_key(node.plan, node.resource, path)
    if known or not isinstance(value, str) or len(value) < 3 or SECRET in value:
        return known
    # A text that stands in the config once, and whole, came from there; a number may not have.
    found = [key for key, leaf in _leaves(node.plan) if leaf == value]
    return found[0] if len(found) == 1 else ""


def _leaves(plan: Plan) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in plan.config.items():
        _collect(key, value, found)
    return found


def _collect(key: str, value: Any, found: list[tuple[str, str]]) -> None:
    if isinstance(value, str) and value[:1] in "[{":
        with contextlib.suppress(ValueError):
            value = json.loads(value)
    if isinstance(value, Mapping):
        for name, item in value.items():
            _collect(f"{key}.{name}", item, found)
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            _collect(f"{key}[{index}]", item, found)
    else:
        found.append((key, str(value)))
