"""What becomes of each resource between two estates, told from their plans alone.

Pulumi compares a program with its state; here two runs of the programs are compared, so
nothing that was changed by hand in an account is seen.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from groundplan.engine.aliases import canonical
from groundplan.engine.plan import Estate, Plan, Resource
from groundplan.replacement import TRIGGER, Verdict, verdict, verdict_of_change
from groundplan.traits import holds_data, outage


class Action(StrEnum):
    """What happens to a resource."""

    created = "created"
    updated = "updated"
    replaced = "replaced"
    deleted = "deleted"


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What becomes of one resource.

    Attributes:
        stack: Where it is.
        type: Pulumi type token.
        name: Logical name, the new one where it was renamed.
        action: What happens to it.
        inputs: Top-level inputs that differ; of a resource that is replaced because another
            one is, the inputs that name the other.
        forced_by: Those of them that only a new resource can take.
        data: What it holds and is lost when it goes; empty when nothing is.
        protected: Pulumi refuses to replace or delete it.
        outage: When an update in place makes it unreachable; empty where it does not.
    """

    stack: str
    type: str
    name: str
    action: Action
    inputs: tuple[str, ...] = ()
    forced_by: tuple[str, ...] = ()
    data: str = ""
    protected: bool = False
    outage: str = ""

    @property
    def goes(self) -> bool:
        """True where what there is now ends."""
        return self.action in (Action.replaced, Action.deleted)

    @property
    def loses_data(self) -> bool:
        """True where data ends with it."""
        return self.goes and bool(self.data)


def compare(old: Estate, new: Estate) -> tuple[Change, ...]:
    """Changes from one estate to another, by stack and name.

    Resources are the same where they have one URN, or where the new one names the old one's
    as an alias. Of types the provider was never asked about, every change is an update.

    Args:
        old: The estate as it is.
        new: The estate as it is to be; stacks that stand in one of them only are made, or
            deleted, as a whole.
    """
    before = {plan.stack: plan for plan in old.plans}
    after = {plan.stack: plan for plan in new.plans}
    found: list[Change] = []
    for stack in sorted(before.keys() | after.keys()):
        found += _stack(_resources(before.get(stack)), _resources(after.get(stack)), stack)
    return tuple(found)


def _resources(plan: Plan | None) -> dict[str, Resource]:
    return {} if plan is None else {canonical(r.urn): r for r in plan.aws()}


def _stack(
    old: Mapping[str, Resource], new: Mapping[str, Resource], stack: str
) -> Iterator[Change]:
    pairs = {urn: _former(urn, resource, old) for urn, resource in new.items()}
    kept = {former for former in pairs.values() if former}
    forced = _forced({urn: (old[f], new[urn]) for urn, f in pairs.items() if f})
    changes = [
        *(_gone(resource, stack) for urn, resource in old.items() if urn not in kept),
        *(
            _changed(old[former], new[urn], forced.get(urn, {}), stack)
            if former
            else Change(stack=stack, type=new[urn].type, name=new[urn].name, action=Action.created)
            for urn, former in pairs.items()
        ),
    ]
    return iter(sorted((c for c in changes if c is not None), key=lambda c: (c.name, c.type)))


def _former(urn: str, resource: Resource, old: Mapping[str, Resource]) -> str:
    """The URN by which the old estate knows a resource; empty where it does not."""
    return next((u for u in (urn, *resource.options.aliases) if u in old), "")


def _gone(resource: Resource, stack: str) -> Change | None:
    if resource.options.retain_on_delete:
        return None
    return Change(
        stack=stack,
        type=resource.type,
        name=resource.name,
        action=Action.deleted,
        data=holds_data(resource),
        protected=resource.options.protect,
    )


def _changed(old: Resource, new: Resource, forced: Mapping[str, None], stack: str) -> Change | None:
    inputs = tuple(dict.fromkeys((*differing(old, new), *forced)))
    if not inputs:
        return None
    return Change(
        stack=stack,
        type=new.type,
        name=new.name,
        action=Action.replaced if forced else Action.updated,
        inputs=inputs,
        forced_by=tuple(forced),
        data=holds_data(old) if forced else "",
        protected=bool(forced) and old.options.protect,
        outage="" if forced else outage(new, inputs),
    )


def differing(old: Resource, new: Resource) -> tuple[str, ...]:
    """Top-level inputs that differ, without those Pulumi is told to ignore."""
    ignored = {path.partition(".")[0].partition("[")[0] for path in new.options.ignore_changes}
    names = sorted(old.inputs.keys() | new.inputs.keys())
    found = [n for n in names if n not in ignored and old.inputs.get(n) != new.inputs.get(n)]
    if (old.account, old.region) != (new.account, new.region) and "region" not in found:
        found.append("region")
    return tuple(found)


def _forced(pairs: Mapping[str, tuple[Resource, Resource]]) -> dict[str, dict[str, None]]:
    """Resources that are replaced, by URN, with the inputs that force it.

    What names a replaced resource gets another value, which may force its replacement too.
    """
    found = {urn: dict.fromkeys(_forcing(*pair)) for urn, pair in pairs.items()}
    forced = {urn: inputs for urn, inputs in found.items() if inputs}
    urns = {pairs[urn][1].urn for urn in forced}
    while True:
        more = {
            urn: dict.fromkeys(inputs)
            for urn, (_, new) in pairs.items()
            if urn not in forced and (inputs := _naming(new, urns))
        }
        if not more:
            return forced
        forced |= more
        urns |= {pairs[urn][1].urn for urn in more}


def _forcing(old: Resource, new: Resource) -> Iterator[str]:
    for name in differing(old, new):
        before, after = _value(old, name), _value(new, name)
        if (
            name == "region"
            or name in new.options.replace_on_changes
            or verdict_of_change(new.type, name, before, after) is Verdict.replaced
        ):
            yield name
    if old.options.replacement_trigger != new.options.replacement_trigger:
        yield TRIGGER


def _value(resource: Resource, name: str) -> Any:
    return resource.inputs.get(name)


def _naming(resource: Resource, replaced: set[str]) -> tuple[str, ...]:
    """Inputs that take their value from something replaced, and force a replacement."""
    return tuple(
        name
        for name, urns in resource.property_dependencies.items()
        if replaced & set(urns) and verdict(resource.type, name) is Verdict.replaced
    )
