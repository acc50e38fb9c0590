"""The end of resources, in the order Pulumi has for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from groundplan.emulate.gateway import CallError, Gateway
from groundplan.emulate.living import Living
from groundplan.emulate.models import operation, operations
from groundplan.emulate.report import Survivor
from groundplan.emulate.spec import Call
from groundplan.emulate.words import render_all
from groundplan.errors import Problem

EMPTY_ONLY = "AWS deletes only"
"""How the reasons begin for which AWS keeps what holds something."""


@dataclass(kw_only=True)
class Takedown:
    """What a deletion did.

    Attributes:
        gone: Resources that are no more, in order.
        survivors: What is left, with reasons.
        refused: What AWS would not delete.
    """

    gone: list[Living] = field(default_factory=list)
    survivors: list[Survivor] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)

    def add(self, other: "Takedown") -> None:
        """Take over what another deletion did."""
        self.gone += other.gone
        self.survivors += other.survivors
        self.refused += other.refused


def take_down(wanted: Sequence[Living], gateway: Gateway) -> Takedown:
    """Delete resources, the last made first; what a survivor needs survives with it."""
    result = Takedown()
    needed: dict[str, Living] = {}
    for living in sorted(wanted, key=lambda living: living.number, reverse=True):
        urn = living.registration.urn
        reason, pins = reason_to_stay(living)
        if urn in needed and not reason:
            reason, pins = f"{needed[urn].registration.name} needs it", True
        if living.spec.delete and reason and not pins:
            _delete(living, gateway, result)
        elif not reason and living.sent:
            reason, pins = _delete(living, gateway, result), True
        if reason:
            result.survivors.append(_survivor(living, reason))
            if pins:
                needed.update(dict.fromkeys(living.registration.depends_on, living))
        else:
            result.gone.append(living)
    return result


def unwanted_survivors(wanted: Sequence[Living], result: Takedown) -> list[Problem]:
    """What a program dropped and Pulumi, or AWS, does not delete.

    Args:
        wanted: What was to be deleted.
        result: What its deletion did.
    """
    reasons = {(s.stack, s.type, s.name): s.reason for s in result.survivors}
    found = []
    for living in wanted:
        r = living.registration
        reason = reasons.get((r.stack, r.type, r.name), "")
        if r.options.protect:
            found.append(
                Problem(
                    what="is protected, and Pulumi refuses to delete it",
                    where=living.label,
                    fix="keep it, or take the protection off in a deployment before this one",
                )
            )
        elif reason.startswith(EMPTY_ONLY):
            found.append(
                Problem(
                    what=f"is deleted only while it is empty ({reason})",
                    where=living.label,
                    fix="keep it, or empty it first",
                )
            )
    return [*found, *result.refused]


def reason_to_stay(living: Living) -> tuple[str, bool]:
    """Why a resource is not deleted, and whether it holds on to what it needs."""
    options = living.registration.options
    if options.protect:
        return "protected: Pulumi refuses to delete it", True
    if options.retain_on_delete:
        return "kept on purpose: Pulumi lets go of it", False
    survives = living.spec.survives
    reason = survives(living.words) if callable(survives) else survives
    # Pulumi stops at what AWS refuses, so what that needs is still there; what Pulumi
    # only lets go of holds nothing back.
    return reason, reason.startswith(EMPTY_ONLY)


def _delete(living: Living, gateway: Gateway, result: Takedown) -> str:
    """Make the last calls; the reason why it is still there, or nothing."""
    for call in living.spec.delete or _guess(living):
        try:
            living.perform(call, render_all(call.params, living.words), gateway)
        except CallError as error:
            if error.says_gone:
                continue
            result.refused.append(
                Problem(
                    what=f"{error.service}.{error.method} refuses with {error.code}",
                    where=living.label,
                    got=error.message,
                )
            )
            return f"AWS refuses: {error.code}: {error.message}"
    return ""


def _guess(living: Living) -> tuple[Call, ...]:
    """The delete call that belongs to a create call by its name."""
    create, service = living.spec.create, living.spec.service
    if create is None:
        return ()
    noun = create.operation.partition("_")[2]
    method = f"delete_{noun}"
    if method not in operations(service):
        return ()
    shape = operation(service, method).input_shape
    known = {**living.words, **(living.sent.get(0) or {})}
    params = {name: known[name] for name in shape.required_members if name in known}
    return (Call(method, params=params),)


def _survivor(living: Living, reason: str) -> Survivor:
    r = living.registration
    return Survivor(stack=r.stack, type=r.type, name=r.name, id=living.id, reason=reason)
