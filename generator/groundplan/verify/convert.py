"""An estate in the words of a Terraform provider, each argument traced to its Pulumi input."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from groundplan.engine.plan import PROVIDER_PREFIX, SECRET, Estate, Plan, Resource
from groundplan.verify.names import property_name, tables, terraform_type
from groundplan.verify.schema import Attribute, Block, ProviderSchema

UNANSWERED = "⟨unanswered"
UNKNOWN = "${terraform_data.unknown.id}"
"""Stands where the plan holds no value: known to Terraform only after an apply."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Converted:
    """One resource in Terraform's words.

    Attributes:
        resource: Where it comes from.
        stack: ``<layer>/<environment>``.
        type: Terraform's type.
        label: Name of the resource in the workspace.
        body: Arguments, as Terraform JSON takes them.
        origins: Path in the body to the path of the Pulumi input.
    """

    resource: Resource
    stack: str
    type: str
    label: str
    body: Mapping[str, Any]
    origins: Mapping[tuple[str | int, ...], str]

    @property
    def address(self) -> str:
        """Terraform's address."""
        return f"{self.type}.{self.label}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """Something of the estate that the installed provider has no word for.

    Attributes:
        stack: ``<layer>/<environment>``.
        resource: Logical name.
        type: Pulumi type token.
        path: Path of the input; empty for the whole type.
        known: True where it is known to have come with a later version of the provider.
        reason: What the later version is.
    """

    stack: str
    resource: str
    type: str
    path: str
    known: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Conversion:
    """The estate converted, and what could not be."""

    resources: tuple[Converted, ...]
    gaps: tuple[Gap, ...]


@dataclass(slots=True)
class _Walk:
    """State of the conversion of one resource."""

    renames: Mapping[str, Any]
    dropped: frozenset[str]
    origins: dict[tuple[str | int, ...], str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def convert(estate: Estate, schema: ProviderSchema) -> Conversion:
    """Every AWS resource of the estate in the words of the installed provider."""
    resources: list[Converted] = []
    gaps: list[Gap] = []
    for plan in estate.plans:
        tags = default_tags(plan)
        for resource in plan.aws():
            found, missing = convert_resource(resource, plan.stack, schema, tags)
            gaps.extend(missing)
            if found is not None:
                resources.append(found)
    return Conversion(tuple(resources), tuple(gaps))


def default_tags(plan: Plan) -> Mapping[str, str]:
    """Tags that the stack's provider puts on everything."""
    for resource in plan.resources:
        if resource.type == f"{PROVIDER_PREFIX}aws":
            tags = resource.inputs.get("defaultTags") or {}
            if isinstance(tags, str):
                tags = json.loads(tags)
            return dict(tags.get("tags") or {})
    return {}


def convert_resource(
    resource: Resource, stack: str, schema: ProviderSchema, tags: Mapping[str, str]
) -> tuple[Converted | None, list[Gap]]:
    """One resource, and what the provider has no word for."""
    name = terraform_type(resource.type, schema)
    if name is None:
        return None, [_gap(resource, stack, "")]
    block = schema[name]
    walk = _Walk(
        renames=tables()["properties"].get(resource.type, {}),
        dropped=frozenset(tables()["dropped"].get(resource.type, ())),
    )
    inputs = {key: value for key, value in resource.inputs.items() if key != "__defaults"}
    if "region" not in block.attributes or not block.attributes["region"].settable:
        inputs.pop("region", None)
    inputs.update(_auto_names(resource, block, inputs))
    if tags and "tags" in block.attributes and "tags_all" in block.attributes:
        inputs["tags"] = {**tags, **(inputs.get("tags") or {})}
    body = _object(inputs, block, (), "", walk)
    label = re.sub(r"[^A-Za-z0-9_-]", "-", f"{stack}--{resource.name}")
    converted = Converted(
        resource=resource, stack=stack, type=name, label=label, body=body, origins=walk.origins
    )
    return converted, [_gap(resource, stack, path) for path in walk.unknown]


def with_older_values(resource: Converted) -> Converted:
    """The resource with values an older provider takes in place of newer ones."""
    newer = tables()["newer_values"].get(resource.resource.type)
    if not newer:
        return resource
    body = json.dumps(resource.body)
    for value, entry in newer.items():
        body = body.replace(json.dumps(value), json.dumps(entry["before"]))
    return replace(resource, body=json.loads(body))


def _gap(resource: Resource, stack: str, path: str) -> Gap:
    table = tables()
    if path:
        newer = table["newer"].get(resource.type, {}).get(re.sub(r"\[\d+\]", "", path))
    else:
        newer = table["newer_types"].get(resource.type)
    return Gap(
        stack=stack,
        resource=resource.name,
        type=resource.type,
        path=path,
        known=newer is not None,
        reason=newer or "",
    )


def _auto_names(
    resource: Resource, block: Block, inputs: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """Names that Pulumi makes up where the program gives none, as AWS will get them."""
    made = re.compile(re.escape(resource.name) + r"-[0-9a-f]{7}(\.fifo)?")
    for key, value in resource.outputs.items():
        if key in inputs or key == "id" or not isinstance(value, str) or not made.fullmatch(value):
            continue
        name = property_name(key, block, {})
        if name and name in block.attributes and block.attributes[name].settable:
            yield key, value


def _object(
    value: Mapping[str, Any],
    block: Block,
    path: tuple[str | int, ...],
    origin: str,
    walk: _Walk,
) -> dict[str, Any]:
    body: dict[str, Any] = {}
    for key, item in value.items():
        here = f"{origin}.{key}" if origin else key
        if item is None or re.sub(r"\[\d+\]", "", here) in walk.dropped:
            continue
        name = property_name(key, block, walk.renames.get(re.sub(r"\[\d+\]", "", origin), {}))
        if name is None:
            walk.unknown.append(here)
            continue
        walk.origins[*path, name] = here
        if name in block.blocks:
            body[name] = _blocks(item, block.blocks[name], (*path, name), here, walk)
        else:
            body[name] = _attribute(item, block.attributes[name], (*path, name), here, walk)
    return body


def _blocks(value: Any, block: Block, path: tuple[str | int, ...], origin: str, walk: _Walk) -> Any:
    if _is_hidden(value):
        return []
    if block.nesting == "map" and isinstance(value, Mapping):
        return {
            key: _object(item, block, (*path, key), f"{origin}.{key}", walk)
            for key, item in value.items()
        }
    if isinstance(value, Mapping):
        return [_object(value, block, (*path, 0), origin, walk)]
    if isinstance(value, Sequence) and not isinstance(value, str):
        made = []
        for index, item in enumerate(value):
            here = f"{origin}[{index}]"
            walk.origins[*path, index] = here
            if isinstance(item, Mapping):
                made.append(_object(item, block, (*path, index), here, walk))
        return made
    return text(value)


def _attribute(
    value: Any, attribute: Attribute, path: tuple[str | int, ...], origin: str, walk: _Walk
) -> Any:
    if attribute.nested is None:
        return _typed(value, attribute.type, path, origin, walk)
    nested = attribute.nested
    if nested.nesting == "map" and isinstance(value, Mapping):
        return {
            key: _object(item, nested, (*path, key), f"{origin}.{key}", walk)
            for key, item in value.items()
        }
    if isinstance(value, Mapping):
        made = _object(value, nested, path, origin, walk)
        return made if nested.nesting == "single" else [made]
    if isinstance(value, list | tuple):
        return [
            _object(item, nested, (*path, index), f"{origin}[{index}]", walk)
            for index, item in enumerate(value)
            if isinstance(item, Mapping)
        ]
    return text(value)


def _typed(value: Any, type_: Any, path: tuple[str | int, ...], origin: str, walk: _Walk) -> Any:
    kind = type_[0] if isinstance(type_, list) else type_
    if kind in ("list", "set"):
        if _is_hidden(value):
            return UNKNOWN
        items = value if isinstance(value, list | tuple) else [value]
        made = []
        for index, item in enumerate(items):
            walk.origins[*path, index] = f"{origin}[{index}]"
            made.append(_typed(item, type_[1], (*path, index), f"{origin}[{index}]", walk))
        return made
    if kind == "object" and isinstance(value, Mapping):
        block = Block("single", {name: Attribute(each) for name, each in type_[1].items()})
        return {**dict.fromkeys(type_[1]), **_object(value, block, path, origin, walk)}
    if kind == "string" and isinstance(value, Mapping | list | tuple):
        return text(json.dumps(value))
    return text(value)


def _is_hidden(value: Any) -> bool:
    return isinstance(value, str) and (SECRET in value or UNANSWERED in value)


def text(value: Any) -> Any:
    """A value that Terraform takes literally: its template marks doubled, the unknown unknown."""
    if isinstance(value, str):
        if _is_hidden(value):
            return UNKNOWN
        return value.replace("${", "$${").replace("%{", "%%{")
    if isinstance(value, Mapping):
        return {key: text(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [text(item) for item in value]
    return value
