"""Single changes of the estate the demo ships, one a line: resource, path, value, why.

A line of ``real_refused.jsonl`` is refused by AWS or by the provider's own validators; a line of
``real_odd.jsonl`` looks odd and is taken. ``{"$drop": 1}`` takes the property away,
``{"$long": [start, sign, times, end]}`` is a long text, ``<stack:name>`` the id of a resource and
``<stack:name#arn>`` its ARN; ``|`` in a path steps into a JSON document.
"""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from groundplan.engine.plan import Estate, Plan, Resource

_FOLDER = Path(__file__).parent
_STACKS = ("application/prod", "foundation/prod", "organization/main", "security/main")
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_PLACE = re.compile(r"<([a-z]+/[a-z]+):([^>#]+)(#arn)?>")
DROP = {"$drop": 1}


class Change(NamedTuple):
    """One property of one resource, set to a value or taken away."""

    stack: str
    resource: Resource
    path: str
    value: Any
    why: str


class Real:
    """The estate, and its resources by stack and name."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate
        self._by_place = {
            (plan.stack, resource.name): resource
            for plan in estate.plans
            for resource in plan.aws()
        }

    def find(self, name: str) -> tuple[str, Resource]:
        """A resource by name, the application's first, or by ``stack:name``."""
        stack, colon, rest = name.partition(":")
        for place in (stack,) if colon else _STACKS:
            found = self._by_place.get((place, rest or name))
            if found is not None:
                return place, found
        raise AssertionError(f"the estate has no {name}")

    def changes(self, kind: str) -> list[Change]:
        """Every change of a file, ids filled in."""
        found = []
        for line in (_FOLDER / f"real_{kind}.jsonl").read_text().splitlines():
            name, path, value, why = json.loads(_PLACE.sub(self._id, line))
            stack, resource = self.find(name)
            found.append(Change(stack, resource, path, _long(value), why))
        return found

    def _id(self, match: re.Match[str]) -> str:
        resource = self._by_place[match[1], match[2]]
        return str(resource.outputs["arn"]) if match[3] else resource.id

    def after(self, *changes: Change) -> Estate:
        """The stacks beside what changed, after it changed; the others are neighbours."""
        fresh = {change.resource.urn: changed(change) for change in changes}
        plans = [_with(plan, fresh) for plan in self.estate.plans]
        beside = {change.stack.partition("/")[2] for change in changes}
        asked = {plan.stack for plan in plans if plan.environment in beside}
        return replace(
            self.estate,
            plans=tuple(plan for plan in plans if plan.stack in asked or not asked),
            neighbours=tuple(plan for plan in plans if asked and plan.stack not in asked),
        )


def _with(plan: Plan, fresh: dict[str, Resource]) -> Plan:
    if not any(resource.urn in fresh for resource in plan.resources):
        return plan
    return replace(plan, resources=tuple(fresh.get(r.urn, r) for r in plan.resources))


def changed(change: Change) -> Resource:
    """The resource after a change."""
    parts: list[list[str | int]] = [
        [m[1] if m[1] is not None else int(m[2]) for m in _STEP.finditer(part)]
        for part in change.path.split("|")
    ]
    return replace(change.resource, inputs=_set(change.resource.inputs, parts, change.value))


def _set(value: Any, parts: list[list[str | int]], new: Any) -> Any:
    steps, rest = parts[0], parts[1:]
    if not steps:
        if not rest:
            return new
        inner = json.loads(value) if isinstance(value, str) else value
        return json.dumps(_set(inner, rest, new))
    step, last = steps[0], not steps[1:] and not rest
    following: list[list[str | int]] = [steps[1:], *rest]
    holder: Any = list(value or []) if isinstance(step, int) else dict(value or {})
    if last and new == DROP:
        del holder[step]
    elif isinstance(step, int):
        holder[step] = _set(holder[step], following, new)
    else:
        nested: Any = [] if steps[1:] and isinstance(steps[1], int) else {}
        holder[step] = _set(holder.get(step, nested), following, new)
    return holder


def _long(value: Any) -> Any:
    if isinstance(value, dict):
        if "$long" in value:
            start, sign, times, end = value["$long"]
            return start + sign * times + end
        return {key: _long(item) for key, item in value.items()}
    return [_long(item) for item in value] if isinstance(value, list) else value
