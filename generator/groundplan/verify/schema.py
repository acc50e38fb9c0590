"""What a provider says of its own resource types: `terraform providers schema -json`, reduced."""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Attribute:
    """A plain argument.

    Attributes:
        type: Terraform's type constraint, for example ``"string"`` or ``["list", "string"]``;
            None where the provider nests named attributes instead.
        nested: The attributes of such an object, and how many of it there are.
        settable: False where only the provider sets it.
        computed: True where the provider fills it in when nobody does.
        required: True where a value must be given.
    """

    type: Any
    nested: "Block | None" = None
    settable: bool = True
    computed: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A resource type, or a block within one.

    Attributes:
        nesting: ``single``, ``list``, ``set``, ``map`` or, for a whole type, ``type``.
        attributes: Arguments by name.
        blocks: Nested blocks by name.
        at_most_one: True where a list or set takes one element.
        version: Version of the state a resource type writes.
    """

    nesting: str
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    blocks: Mapping[str, "Block"] = field(default_factory=dict)
    at_most_one: bool = False
    version: int = 0

    def __contains__(self, name: str) -> bool:
        """True where there is an argument or a block of that name."""
        return name in self.attributes or name in self.blocks


@dataclass(frozen=True, slots=True)
class ProviderSchema:
    """Resource types of one provider.

    Attributes:
        version: Version of the provider, for example ``5.100.0``.
        types: By Terraform's name of the type; read when first asked for.
    """

    version: str
    _raw: Mapping[str, Any]
    _read: dict[str, Block] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        """True where the provider has the type."""
        return name in self._raw

    def __getitem__(self, name: str) -> Block:
        """The type's arguments and blocks."""
        if name not in self._read:
            raw = self._raw[name]
            self._read[name] = _block(raw["block"], "type", version=raw.get("version", 0))
        return self._read[name]

    def names(self) -> Iterable[str]:
        """Every type."""
        return self._raw.keys()


def read_schema(version: str, document: Mapping[str, Any]) -> ProviderSchema:
    """From what Terraform prints, or from the reduced copy of it that the cache holds."""
    if "provider_schemas" not in document:
        return ProviderSchema(version, document)
    found: dict[str, Any] = {}
    for address, provider in document["provider_schemas"].items():
        if address.endswith("/hashicorp/aws"):
            found.update(provider["resource_schemas"])
    return ProviderSchema(version, found)


def cached_schema(version: str, plugin: Path, ask: Callable[[], str]) -> ProviderSchema:
    """The schema of a plugin, asked for once per plugin and kept in the user's cache folder.

    Args:
        version: Version of the plugin.
        plugin: Its file; a changed file is asked again.
        ask: Prints the schema as JSON; takes seconds.
    """
    state = plugin.stat()
    mark = hashlib.sha256(
        f"{plugin}|{state.st_size}|{state.st_mtime_ns}".encode(), usedforsecurity=False
    ).hexdigest()[:16]
    root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    file = root / "groundplan" / f"provider-schema-{version}-{mark}.json"
    try:
        return read_schema(version, json.loads(file.read_text()))
    except (OSError, ValueError):
        schema = read_schema(version, json.loads(ask()))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(reduced(schema._raw)))
        draft.replace(file)
    except OSError:
        pass  # A cache that cannot be written only costs time.
    return schema


def reduced(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A schema without its prose, a third of the size."""
    return {name: _without_prose(value) for name, value in raw.items()}


def _without_prose(value: Any) -> Any:
    if isinstance(value, Mapping):
        # A type may have an attribute of its own that is named `description`.
        return {
            key: item if key == "type" else _without_prose(item)
            for key, item in value.items()
            if not (key in ("description", "description_kind") and isinstance(item, str))
        }
    if isinstance(value, list):
        return [_without_prose(item) for item in value]
    return value


def _block(raw: Mapping[str, Any], nesting: str, *, version: int = 0, one: bool = False) -> Block:
    return Block(
        nesting=nesting,
        attributes={name: _attribute(each) for name, each in raw.get("attributes", {}).items()},
        blocks={
            name: _block(each["block"], each["nesting_mode"], one=each.get("max_items") == 1)
            for name, each in raw.get("block_types", {}).items()
        },
        at_most_one=one or nesting == "single",
        version=version,
    )


def _attribute(raw: Mapping[str, Any]) -> Attribute:
    nested = raw.get("nested_type")
    return Attribute(
        type=raw.get("type"),
        nested=_block(nested, nested["nesting_mode"]) if nested else None,
        settable=bool(raw.get("optional") or raw.get("required")),
        computed=bool(raw.get("computed")),
        required=bool(raw.get("required")),
    )
