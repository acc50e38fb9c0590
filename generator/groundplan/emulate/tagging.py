"""Changed tags, where a call of their own writes them."""

from collections.abc import Iterable, Mapping
from typing import Any

from groundplan.emulate.living import Living, as_tags
from groundplan.emulate.models import members, operation, operations
from groundplan.emulate.shapes import Matching, find_member, match
from groundplan.emulate.spec import Type
from groundplan.emulate.translate import resource_word
from groundplan.emulate.words import render_all

_WRITES = (
    "tag_resource",
    "add_tags_to_resource",
    "add_tags",
    "tag_queue",
    "add_tags_to_certificate",
)
_REMOVES = (
    "untag_resource",
    "remove_tags_from_resource",
    "remove_tags",
    "untag_queue",
    "remove_tags_from_certificate",
)
_KEYS = ("TagKeys", "tagKeys", "TagKeyList", "ResourceTagKeys", "Keys")


def tag_calls(
    living: Living, old: Mapping[str, Any], new: Mapping[str, Any]
) -> list[tuple[str, dict[str, Any]]]:
    """Calls that bring a resource's tags from one state to another."""
    spec = living.spec
    before, after = as_tags(old.get("tags") or {}), as_tags(new.get("tags") or {})
    gone = sorted(before.keys() - after.keys())
    added = {key: value for key, value in after.items() if before.get(key) != value}
    if spec.ec2_tags:
        pairs = [{"Key": key, "Value": value} for key, value in sorted(added.items())]
        calls = [("create_tags", {"Resources": [living.id], "Tags": pairs})] if added else []
        keys = [{"Key": key} for key in gone]
        return calls + ([("delete_tags", {"Resources": [living.id], "Tags": keys})] if gone else [])
    removing, writing = _method(spec, "untag", _REMOVES), _method(spec, "tag", _WRITES)
    calls = [(removing, _remove(living, removing, gone))] if removing and gone else []
    return calls + ([(writing, _write(living, writing, added))] if writing and added else [])


def _method(spec: Type, verb: str, names: Iterable[str]) -> str:
    known = operations(spec.service)
    noun = resource_word(spec.create.operation) if spec.create else ""
    return next((name for name in (f"{verb}_{noun}", *names) if name in known), "")


def _write(living: Living, method: str, tags: Mapping[str, str]) -> dict[str, Any]:
    shape = operation(living.spec.service, method).input_shape
    member = find_member("tags", members(shape)) or "Tags"
    state = Matching(names={}, root_shape=shape)
    return {**_whose(living, shape, member), **match({"tags": tags}, shape, state, top=True)}


def _remove(living: Living, method: str, keys: list[str]) -> dict[str, Any]:
    shape = operation(living.spec.service, method).input_shape
    known = members(shape)
    member = next((name for name in _KEYS if name in known), "") or "Tags"
    plain = member not in known or known[member].member.type_name != "structure"
    return {
        **_whose(living, shape, member),
        member: keys if plain else [{"Key": key} for key in keys],
    }


def _whose(living: Living, shape: Any, member: str) -> dict[str, Any]:
    """What names the resource in a call about its tags."""
    spec, words = living.spec, living.words
    where = render_all(spec.tag_read.params, words) if spec.tag_read else {}
    known = members(shape)
    params = {key: value for key, value in where.items() if key in known}
    for name in shape.required_members:
        if name != member and name not in params:
            params[name] = words.get(name) or words.get("arn") or living.id
    return params
