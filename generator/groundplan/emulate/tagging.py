"""Changed tags, where a call of their own writes them."""

from collections.abc import Mapping
from typing import Any

from groundplan.emulate.living import Living, as_tags
from groundplan.emulate.models import members, operation, operations
from groundplan.emulate.shapes import Matching, match
from groundplan.emulate.spec import Type
from groundplan.emulate.translate import resource_word
from groundplan.emulate.words import render_all

_METHODS = (
    ("add_tags_to_certificate", "remove_tags_from_certificate"),
    ("tag_resource", "untag_resource"),
    ("add_tags_to_resource", "remove_tags_from_resource"),
    ("add_tags", "remove_tags"),
    ("tag_queue", "untag_queue"),
)
_TAGS = ("Tags", "tags", "ResourceTags", "TagsList", "TagList")
_KEYS = ("TagKeys", "tagKeys", "TagKeyList", "ResourceTagKeys", *_TAGS)


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
    writing, removing = tag_methods(spec)
    calls = [(removing, _remove(living, removing, gone))] if removing and gone else []
    return calls + ([(writing, _write(living, writing, added))] if writing and added else [])


def tag_methods(spec: Type) -> tuple[str, str]:
    """Methods of a type's service that add tags and take them away; empty for none."""
    known = operations(spec.service)
    noun = resource_word(spec.create.operation) if spec.create else ""
    pairs = ((f"tag_{noun}", f"untag_{noun}"), *_METHODS)
    return next((pair for pair in pairs if pair[0] in known and pair[1] in known), ("", ""))


def _write(living: Living, method: str, tags: Mapping[str, str]) -> dict[str, Any]:
    shape = operation(living.spec.service, method).input_shape
    member = next(name for name in _TAGS if name in members(shape))
    return {**_whose(living, shape, member), **_placed(shape, member, dict(tags))}


def _remove(living: Living, method: str, keys: list[str]) -> dict[str, Any]:
    shape = operation(living.spec.service, method).input_shape
    known = members(shape)
    member = next(name for name in _KEYS if name in known)
    elements = getattr(members(known[member]).get("Items", known[member]), "member", None)
    pairs = [{"key": key} for key in keys] if members(elements) else keys
    return {**_whose(living, shape, member), **_placed(shape, member, pairs)}


def _placed(shape: Any, member: str, value: Any) -> dict[str, Any]:
    """Tags, or their keys, as the call wants them: CloudFront has its lists under ``Items``."""
    if "Items" in members(members(shape)[member]):
        value = {"items": value}
    return match({member: value}, shape, Matching(names={}, root_shape=shape), top=True)


def _whose(living: Living, shape: Any, member: str) -> dict[str, Any]:
    """What names the resource in a call about its tags."""
    spec, words = living.spec, living.words
    where = render_all(spec.tag_read.params, words) if spec.tag_read else {}
    known = members(shape)
    params = {key: value for key, value in where.items() if key in known}
    for name in shape.required_members:
        if name != member and name not in params:
            # An input may be called so too, and means another resource.
            own = () if name.lower().startswith("resource") else (words.get(name),)
            params[name] = next(filter(None, (*own, words.get("arn"), living.id)))
    return params
