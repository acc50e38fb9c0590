"""Terraform's names for Pulumi's: by rule from the schema, by table where Pulumi renames.

pulumi-aws takes its types and properties from the Terraform AWS provider: words are joined in
camelCase, lists get a plural, and lists of at most one element lose theirs.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from groundplan.engine.schema import output_names
from groundplan.verify.schema import Block, ProviderSchema

_LEAST_LIKENESS = 0.3


@cache
def tables() -> Mapping[str, Any]:
    """What no rule gives.

    ``types`` and ``properties`` are renames; ``dropped`` are inputs that only Pulumi has;
    ``newer``, ``newer_types`` and ``newer_values`` came with version 6 of the AWS provider,
    which pulumi-aws 7 is built on.
    """
    loaded: dict[str, Any] = json.loads((Path(__file__).parent / "tables.json").read_text())
    return loaded


@cache
def snake(name: str) -> str:
    """``availabilityZoneId`` becomes ``availability_zone_id``."""
    parted = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name))
    return parted.lower()


@cache
def camel(name: str) -> str:
    """``availability_zone_id`` becomes ``availabilityZoneId``."""
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def terraform_type(token: str, schema: ProviderSchema) -> str | None:
    """Terraform's name of a Pulumi type, or None where the provider has no such type.

    Args:
        token: For example ``aws:rds/instance:Instance``.
        schema: Of the installed provider.
    """
    named = tables()["types"].get(token)
    if named is not None:
        return named if named in schema else None
    module = token.split(":")[1].partition("/")[0]
    ending = snake(token.rpartition(":")[2])
    exact = f"aws_{module}_{ending}"
    candidates = [
        name
        for name in schema.names()
        if (name == f"aws_{ending}" or name.endswith(f"_{ending}"))
        and not name.startswith(("aws_alb_", "aws_default_"))
    ]
    if ending.startswith("default_"):
        candidates.append(f"aws_{ending}")
    if exact in schema:
        return exact
    wanted = {_core(snake(name)) for name in output_names(token)} - {"id", "region"}
    best, likeness = None, 0.0
    for name in sorted(candidates):
        if name not in schema:
            continue
        block = schema[name]
        has = {_core(each) for each in (*block.attributes, *block.blocks)} - {"id", "region"}
        score = len(wanted & has) / max(len(wanted | has), 1)
        if score > likeness:
            best, likeness = name, score
    return best if likeness >= _LEAST_LIKENESS else None


def property_name(name: str, block: Block, renames: Mapping[str, str]) -> str | None:
    """Terraform's name of a Pulumi property, or None where the block has none such.

    Args:
        name: camelCase.
        block: The type, or the block within it, that the property belongs to.
        renames: Of the type, from the table.
    """
    if name in renames:
        return renames[name]
    plain = snake(name)
    for candidate in _forms(plain):
        if candidate in block:
            return candidate
    for known in (*block.attributes, *block.blocks):
        if _core(known) == _core(plain):
            return known
    return None


def _forms(name: str) -> tuple[str, ...]:
    forms = [name, f"{name}s"]
    if name.endswith("ies"):
        forms.append(f"{name[:-3]}y")
    if name.endswith("es"):
        forms.append(name[:-2])
    if name.endswith("s"):
        forms.append(name[:-1])
    if name.endswith("y"):
        forms.append(f"{name[:-1]}ies")
    return tuple(forms)


@cache
def _core(name: str) -> str:
    joined = name.replace("_", "")
    return f"{joined[:-3]}y" if joined.endswith("ies") else joined.rstrip("s")
