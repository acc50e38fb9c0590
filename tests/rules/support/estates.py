"""Estates made by hand, and changes of one property: what the tests of the rules speak in."""

import copy
import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from groundplan.engine.plan import Estate, Plan, Resource, ResourceOptions
from groundplan.rules.judge import faults as judged
from groundplan.rules.node import steps
from groundplan.rules.rule import Fault, Rule
from groundplan.rules.world import World

ACCOUNTS = {
    "organization/main": "111111111111",
    "security/main": "222222222222",
    "recovery/main": "333333333333",
    "foundation/prod": "666666666666",
    "application/prod": "666666666666",
}
HOME, DR, GLOBAL = "eu-west-1", "eu-central-1", "us-east-1"
_GLOBAL = re.compile(r"aws:(iam|cloudfront|route53|organizations|budgets|costexplorer|account)/")


@dataclass
class Row:
    """One resource of an estate made by hand."""

    type: str
    name: str
    inputs: dict[str, Any]
    stack: str = "foundation/prod"
    id: str = ""
    region: str = HOME
    outputs: dict[str, Any] = field(default_factory=dict)
    parent: str = ""


Rows = dict[str, Row]
Change = Callable[[Rows], None]


def table(*rows: Row) -> Rows:
    """Rows by name; a name taken twice is a mistake."""
    found: Rows = {}
    for row in rows:
        assert row.name not in found, row.name
        found[row.name] = row
    return found


def estate(rows: Rows) -> Estate:
    """The estate the rows describe."""
    plans = []
    for stack in sorted({row.stack for row in rows.values()}):
        layer, environment = stack.split("/")
        resources = [_resource(row) for row in rows.values() if row.stack == stack]
        plans.append(
            Plan(
                stack=stack,
                layer=layer,
                environment=environment,
                account=ACCOUNTS[stack],
                region=HOME,
                resources=tuple(sorted(resources, key=lambda r: r.urn)),
                outputs={},
                config={"groundplan:domain": "example.com"},
            )
        )
    return Estate(plans=tuple(plans))


def _resource(row: Row) -> Resource:
    layer, environment = row.stack.split("/")
    return Resource(
        urn=f"urn:pulumi:{environment}::{layer}::{row.type}::{row.name}",
        type=row.type,
        name=row.name,
        parent=row.parent,
        account=ACCOUNTS[row.stack],
        region="" if _GLOBAL.match(row.type) else row.inputs.get("region", row.region),
        inputs=row.inputs,
        depends_on=(),
        property_dependencies={},
        options=ResourceOptions(),
        custom=True,
        id=row.id or row.name,
        outputs={**row.inputs, **row.outputs},
    )


def objections(rule: Rule, estate_: Estate) -> list[tuple[str, Fault]]:
    """Resource and fault of everything one rule objects to."""
    world = World(estate_)
    return [
        (node.name, fault)
        for node in world.nodes
        if node.type in rule.types or "*" in rule.types
        for fault in judged(rule, node, world)
    ]


def faults(rule: Rule, estate_: Estate) -> list[tuple[str, str]]:
    """Resource and input of everything one rule objects to."""
    return [(name, fault.path) for name, fault in objections(rule, estate_)]


def own(rows: Rows, name: str) -> Row:
    """The row, as a copy that a change may write into."""
    rows[name] = copy.deepcopy(rows[name])
    return rows[name]


def put(name: str, path: str, value: Any) -> Change:
    """Set one property."""

    def change(rows: Rows) -> None:
        holder, last = _holder(own(rows, name).inputs, path)
        if isinstance(holder, list) and last == len(holder):
            holder.append(value)
        else:
            holder[last] = value

    return change


def drop(name: str, path: str) -> Change:
    """Take one property away."""

    def change(rows: Rows) -> None:
        holder, last = _holder(own(rows, name).inputs, path)
        del holder[last]

    return change


def also(*rows: Row) -> Change:
    """Add resources."""

    def change(existing: Rows) -> None:
        for row in rows:
            assert row.name not in existing, row.name
            existing[row.name] = copy.deepcopy(row)

    return change


def gone(name: str) -> Change:
    """Take a resource away."""

    def change(rows: Rows) -> None:
        del rows[name]

    return change


def changed(rows: Rows, *changes: Change) -> Estate:
    """The estate after some changes; the rows stay as they were."""
    fresh = dict(rows)
    for change in changes:
        change(fresh)
    return estate(fresh)


def _holder(inputs: Any, path: str) -> tuple[Any, Any]:
    """What holds the last step of a path, made where it is missing, and that step."""
    all_steps = steps(path)
    value: Any = inputs
    for step, following in itertools.pairwise(all_steps):
        if isinstance(step, str) and isinstance(value, Mapping) and step not in value:
            value[step] = [] if isinstance(following, int) else {}  # type: ignore[index]
        elif isinstance(step, int) and len(value) == step:
            value.append({})
        value = value[step]  # type: ignore[index]
    return value, all_steps[-1]
