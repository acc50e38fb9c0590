"""What a changed input means: calls to make again, or a replacement."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from groundplan.emulate.living import Living
from groundplan.emulate.models import members, operation
from groundplan.emulate.shapes import Matching, match
from groundplan.emulate.spec import Call, Type
from groundplan.emulate.translate import (
    Step,
    Translation,
    converted,
    is_required,
    merge,
    name_input,
    resource_word,
    takes,
)
from groundplan.emulate.words import dropped, render_all
from groundplan.engine.cloud import Registration
from groundplan.replacement import Verdict, changed_paths, verdict, verdict_of_change

_READING = ("describe_", "get_", "list_")
_UPSERTS = ("put_", "set_", "update_", "modify_", "enable_")


@dataclass(kw_only=True)
class Change:
    """What has to happen to a resource.

    Attributes:
        replace: Inputs whose change only a new resource can take; empty for an update.
        updates: Update calls with the inputs each takes.
        again: Calls that are made again, or taken back.
        tags: True where tags changed and have a call of their own.
        stuck: Inputs of which something was taken away that no call takes back.
        untold: Inputs the provider changes in place by a call that is not emulated.
    """

    replace: list[str] = field(default_factory=list)
    updates: list[tuple[Call, list[str]]] = field(default_factory=list)
    again: list[Call] = field(default_factory=list)
    tags: bool = False
    stuck: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)

    def notes(self, label: str) -> list[str]:
        """What a user has to know of the change of one resource."""
        found = []
        if self.untold:
            names = ", ".join(self.untold)
            found.append(f"{label}: the call that changes {names} in place is not emulated")
        if self.stuck:
            names = ", ".join(self.stuck)
            found.append(
                f"{label}: {names} was taken away and stays here as it was; on AWS the provider "
                "may set its default"
            )
        return found


def changed_inputs(living: Living, values: Mapping[str, Any]) -> list[str]:
    """Top-level inputs that differ, those left out that Pulumi is told to ignore."""
    options = living.registration.options
    old = living.translation.values
    ignored = {path.partition(".")[0].partition("[")[0] for path in options.ignore_changes}
    names = sorted(old.keys() | values.keys())
    return [n for n in names if old.get(n) != values.get(n) and n not in ignored]


def plan_change(
    living: Living, registration: Registration, translation: Translation, changed: list[str]
) -> Change:
    """Decide, input by input, what a change means."""
    spec, change = living.spec, Change()
    words = words_of_change(living, translation)
    later = (*spec.then, *((spec.tags,) if spec.tags else ()))
    for name in changed:
        if name in spec.provider_only or name in spec.not_emulated:
            continue
        before, after = (words[each].get(name) for each in ("before", "after"))
        told = verdict_of_change(registration.type, name, before, after)
        taking = [call for call in later if name in takes(call, spec)]
        if (
            name in registration.options.replace_on_changes
            or told is Verdict.replaced
            or (told is Verdict.unknown and name in spec.replaces)
            or (name in spec.replaces_if and spec.replaces_if[name](words))
        ):
            change.replace.append(name)
        elif taking:
            _plan_again(taking, living, translation, change, name)
        elif name == "tags" and not any(name in call.takes for call in spec.update):
            # AWS ignores tags in most calls that change something, and refuses them in some.
            change.tags = True
        elif not _updated(spec, name, translation.values, words, change):
            _unknown_to_updates(spec, name, told, change)
    change.updates.sort(key=lambda update: spec.update.index(update[0]))
    return change


def words_of_change(living: Living, translation: Translation) -> dict[str, Any]:
    """A resource's words with new inputs, and the inputs before and after the change."""
    old, new = living.translation.values, translation.values
    kept = {key: value for key, value in living.words.items() if key not in old}
    return {**kept, **new, "before": old, "after": new}


def remade(call: Call, living: Living, translation: Translation) -> tuple[list[Step], list[Step]]:
    """Steps of a call that are taken back, and steps that are made, before a change is done."""
    old, new = living.translation.values, translation.values
    words = {**{k: v for k, v in living.words.items() if k not in old}, **new}
    steps = enumerate(living.translation.steps)
    before = [step for n, step in steps if step.call is call and n in living.sent]
    after = [step for step in translation.steps if step.call is call and step.wanted(words)]
    if not call.each:
        return (before if call.anew or not after else []), after
    if call.anew:
        return before, after
    was, will = [step.element for step in before], [step.element for step in after]
    return (
        [step for step in before if step.element not in will],
        [step for step in after if step.element not in was],
    )


def _plan_again(
    taking: list[Call], living: Living, translation: Translation, change: Change, name: str
) -> None:
    for call in taking:
        if not any(call is known for known in change.again):
            change.again.append(call)
        gone, made = remade(call, living, translation)
        if gone and call.undo is None and (call.each or not made) and name not in change.stuck:
            change.stuck.append(name)


def _unknown_to_updates(spec: Type, name: str, told: Verdict, change: Change) -> None:
    """An input that no update call takes: the first call may be made again, or it is told."""
    create = spec.create
    if told is not Verdict.updated:
        change.replace.append(name)
    elif create is None or not create.operation.startswith(_UPSERTS):
        change.untold.append(name)
    elif not any(create is call for call in change.again):
        change.again.append(create)


def _updated(
    spec: Type, name: str, values: Mapping[str, Any], words: Mapping[str, Any], change: Change
) -> bool:
    """Put an input into the calls that change it; False where there are none."""
    value = values.get(name, words["before"].get(name))
    calls = [call for call in spec.update if not call.operation.startswith(_READING)]
    known = [call for call in calls if name in call.takes]
    if not known:
        others = (c for c in calls if not c.takes and _knows(c, spec, name, value))
        known = list(islice(others, 1))
    telling = [call for call in known if not _stays(call, spec, name, words)]
    if known and not telling:
        change.stuck.append(name)
    for call in telling:
        found = next((names for c, names in change.updates if c is call), None)
        if found is None:
            change.updates.append((call, [name]))
        else:
            found.append(name)
    return bool(known)


def _stays(call: Call, spec: Type, name: str, words: Mapping[str, Any]) -> bool:
    """True where a call cannot tell that an input, or an element of it, was taken away."""
    if call.each:
        return call.undo is None and bool(dropped(call.each)(words))
    if name in words["after"] or not call.match or call.names.get(name) == "":
        return False
    if _replaces_all(call, spec):
        return False
    # What the call cannot do without is sent again, without what was taken out of it.
    needed = operation(call.service or spec.service, call.operation).input_shape.required_members
    return not set(_match(call, spec, {name: words["before"][name]})[0]) <= set(needed)


def _replaces_all(call: Call, spec: Type) -> bool:
    return call.whole or (spec.create is not None and call.operation == spec.create.operation)


def _knows(call: Call, spec: Type, name: str, value: Any) -> bool:
    return bool(_match(call, spec, {name: value})[1].sent)


def _told_once(call: Call, spec: Type) -> Call:
    """An update by the first call made again: what that says is not said twice."""
    first = spec.create
    if first is None or call.operation != first.operation:
        return call
    return replace(
        call,
        names=call.names or first.names,
        convert=call.convert or first.convert,
        params=call.params or first.params,
        wrap=call.wrap or first.wrap,
    )


def _match(call: Call, spec: Type, values: Mapping[str, Any]) -> tuple[dict[str, Any], Matching]:
    call = _told_once(call, spec)
    shape = operation(call.service or spec.service, call.operation).input_shape
    state = Matching(
        names=call.names,
        resource=resource_word(call.operation),
        root_shape=shape,
    )
    target = shape
    for part in call.wrap.removesuffix("[]").split(".") if call.wrap else ():
        target = members(target)[part]
    if call.wrap.endswith("[]"):
        target = target.member
    found: Any = match(converted(values, call.convert), target, state, top=True)
    for part in reversed(call.wrap.removesuffix("[]").split(".") if call.wrap else ()):
        found = {part: [found] if call.wrap.endswith("[]") and part == call.wrap[:-2] else found}
    return merge(state.root, found), state


def update_params(
    call: Call, spec: Type, values: Mapping[str, Any], names: list[str], words: Mapping[str, Any]
) -> dict[str, Any]:
    """Parameters of an update: what changed, and what the call cannot do without."""
    fixed = render_all(_told_once(call, spec).params, words)
    if not call.match:
        return fixed
    if "tags" not in call.takes:
        values = {key: value for key, value in values.items() if key != "tags"}
    whole, _ = _match(call, spec, values)
    part, _ = _match(call, spec, {n: values[n] for n in names if n in values})
    shape = operation(call.service or spec.service, call.operation).input_shape
    needed = set(shape.required_members)
    if _replaces_all(call, spec):
        needed |= set(whole)
    keep = {key: value for key, value in whole.items() if key in needed or key in part}
    return merge(keep, fixed)


def delete_first(living: Living, registration: Registration, replace: list[str]) -> bool:
    """True where the old resource goes before the new one comes.

    Pulumi's provider does so by itself where the program gave the physical name and it
    stays the same: two of that name cannot exist at once. For some types it always does.
    """
    if registration.options.delete_before_replace or living.spec.delete_first:
        return True
    name = name_input(registration.type)
    given = registration.inputs.get(name) if name else None
    if is_required(registration.type, name):
        # A name Pulumi never fills in tells its provider nothing.
        return False
    return bool(given) and name not in replace and given == living.registration.inputs.get(name)


def must_go_too(living: Living, old: Living) -> bool:
    """True where a resource has to be replaced once what it names is deleted first.

    Pulumi asks of each dependent whether the ids it takes from the deleted one force its
    replacement, and deletes those before.
    """
    if old.registration.urn not in living.registration.depends_on:
        return False
    ids = {old.id, str(old.words.get("arn") or old.id)} - {""}
    return any(
        verdict(living.registration.type, path) is Verdict.replaced
        for name, value in living.translation.values.items()
        for path in changed_paths(name, value, _without(value, ids))
    )


def _without(value: Any, ids: set[str]) -> Any:
    if isinstance(value, Mapping):
        return {key: _without(item, ids) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_without(item, ids) for item in value)
    return None if value in ids else value
