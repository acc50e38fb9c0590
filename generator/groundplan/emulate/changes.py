"""What a changed input means: calls to make again, or a replacement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from groundplan.emulate.living import Living, as_tags
from groundplan.emulate.models import members, operation, operations
from groundplan.emulate.replacement import Verdict, verdict
from groundplan.emulate.shapes import Matching, find_member, match
from groundplan.emulate.spec import Call, Type
from groundplan.emulate.translate import (
    Translation,
    converted,
    is_required,
    merge,
    name_input,
    resource_word,
)
from groundplan.emulate.words import render_all
from groundplan.engine.cloud import Registration

_READING = ("describe_", "get_", "list_")
_UPSERTS = ("put_", "set_", "update_", "modify_", "enable_")
_TAG_WRITES = (
    "tag_resource",
    "add_tags_to_resource",
    "add_tags",
    "tag_queue",
    "add_tags_to_certificate",
)


@dataclass(kw_only=True)
class Change:
    """What has to happen to a resource.

    Attributes:
        replace: Inputs whose change only a new resource can take; empty for an update.
        updates: Update calls with the inputs each takes.
        again: Numbers of the steps whose calls are made again.
        tags: True where tags changed and have a call of their own.
        stuck: Inputs that were taken away and that no call takes back.
        untold: Inputs the provider changes in place by a call that is not emulated.
    """

    replace: list[str] = field(default_factory=list)
    updates: list[tuple[Call, list[str]]] = field(default_factory=list)
    again: list[int] = field(default_factory=list)
    tags: bool = False
    stuck: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)


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
    later = {n: c for c in (*spec.then, *((spec.tags,) if spec.tags else ())) for n in c.takes}
    for name in changed:
        if name in spec.provider_only or name in spec.not_emulated:
            continue
        told = verdict(registration.type, name)
        if (
            name in registration.options.replace_on_changes
            or told is Verdict.replaced
            or (told is Verdict.unknown and name in spec.replaces)
        ):
            change.replace.append(name)
        elif name in later or (name == "tags" and spec.tags):
            _step_again(later.get(name) or spec.tags, translation, change, name)
        elif not _updated(spec, name, translation.values, living, change):
            _unknown_to_updates(spec, name, told, change)
    return change


def _unknown_to_updates(spec: Type, name: str, told: Verdict, change: Change) -> None:
    """An input that no update call takes: the first call may be made again, or it is told."""
    upserts = spec.create is not None and spec.create.operation.startswith(_UPSERTS)
    if name == "tags":
        change.tags = True
    elif told is Verdict.updated and not upserts:
        change.untold.append(name)
    elif told is Verdict.updated:
        change.again.extend([0] if 0 not in change.again else [])
    else:
        change.replace.append(name)


def _step_again(call: Call | None, translation: Translation, change: Change, name: str) -> None:
    numbers = [n for n, step in enumerate(translation.steps) if step.call is call]
    change.again.extend(n for n in numbers if n not in change.again)
    if not numbers:
        change.stuck.append(name)


def _updated(
    spec: Type, name: str, values: Mapping[str, Any], living: Living, change: Change
) -> bool:
    value = values.get(name, living.translation.values.get(name))
    for call in spec.update:
        if call.operation.startswith(_READING):
            continue
        known = name in call.takes if call.takes else _knows(call, spec, name, value)
        if known:
            found = next((names for c, names in change.updates if c is call), None)
            if found is None:
                change.updates.append((call, [name]))
            else:
                found.append(name)
            return True
    return False


def _knows(call: Call, spec: Type, name: str, value: Any) -> bool:
    return bool(_match(call, spec, {name: value})[1].sent)


def _match(call: Call, spec: Type, values: Mapping[str, Any]) -> tuple[dict[str, Any], Matching]:
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
    fixed = render_all(call.params, words)
    if not call.match:
        return fixed
    whole, _ = _match(call, spec, values)
    part, _ = _match(call, spec, {n: values[n] for n in names if n in values})
    shape = operation(call.service or spec.service, call.operation).input_shape
    needed = set(shape.required_members)
    if call.whole or (spec.create is not None and call.operation == spec.create.operation):
        needed |= set(whole)
    keep = {key: value for key, value in whole.items() if key in needed or key in part}
    return merge({k: v for k, v in keep.items() if k not in fixed or k in part}, fixed)


def tag_calls(
    living: Living, old: Mapping[str, Any], new: Mapping[str, Any]
) -> list[tuple[str, dict[str, Any]]]:
    """Calls that bring a resource's tags from one state to another."""
    spec, words = living.spec, living.words
    before, after = as_tags(old.get("tags") or {}), as_tags(new.get("tags") or {})
    gone = sorted(before.keys() - after.keys())
    added = {key: value for key, value in after.items() if before.get(key) != value}
    if spec.ec2_tags:
        pairs = [{"Key": key, "Value": value} for key, value in sorted(added.items())]
        calls = [("create_tags", {"Resources": [living.id], "Tags": pairs})] if added else []
        keys = [{"Key": key} for key in gone]
        return calls + ([("delete_tags", {"Resources": [living.id], "Tags": keys})] if gone else [])
    write = _tag_write(spec)
    if not write or not added:
        return []
    shape = operation(spec.service, write).input_shape
    known = members(shape)
    member = find_member("tags", known) or "Tags"
    where = render_all(spec.tag_read.params, words) if spec.tag_read else {}
    params = {key: value for key, value in where.items() if key in known}
    for name in shape.required_members:
        if name != member and name not in params:
            params[name] = words.get(name) or words.get("arn") or living.id
    state = Matching(names={}, root_shape=shape)
    return [(write, {**params, **match({"tags": added}, shape, state, top=True)})]


def _tag_write(spec: Type) -> str:
    known = operations(spec.service)
    noun = resource_word(spec.create.operation) if spec.create else ""
    names = (f"tag_{noun}", *_TAG_WRITES)
    return next((name for name in names if name in known), "")


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
        verdict(living.registration.type, name) is Verdict.replaced and _names(value, ids)
        for name, value in living.translation.values.items()
    )


def _names(value: Any, ids: set[str]) -> bool:
    if isinstance(value, Mapping):
        return any(_names(item, ids) for item in value.values())
    if isinstance(value, list | tuple):
        return any(_names(item, ids) for item in value)
    return value in ids
