"""What the installed pulumi-aws knows of a type: its class and its property names."""

import importlib
import inspect
import sys
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class TypeFacts:
    """What is known of a type without its class.

    Attributes:
        outputs: As `output_names`.
        inputs: As `input_names`.
        required: As `required_names`.
    """

    outputs: frozenset[str]
    inputs: frozenset[str]
    required: frozenset[str]


_told: dict[str, TypeFacts] = {}


def learn(token: str, known: TypeFacts) -> None:
    """Keep what another process found out, so that this one needs no class for it."""
    _told[token] = known


def facts(token: str) -> TypeFacts:
    """Everything about a type at once, to be learnt by another process."""
    return TypeFacts(
        outputs=output_names(token), inputs=input_names(token), required=required_names(token)
    )


@cache
def resource_class(token: str) -> type[Any] | None:
    """Python class of a type token such as ``aws:rds/instance:Instance``; None if unknown."""
    from pulumi.runtime import rpc

    package, _, rest = token.partition(":")
    module_name, _, _ = rest.rpartition(":")
    if package == "aws":
        importlib.import_module("pulumi_aws")
    module: Any = rpc.get_resource_module(package, module_name, "")
    if module is None:
        return None
    name = module.mod_info["classes"].get(token)
    if name is None:
        return None
    found: type[Any] = getattr(importlib.import_module(module.mod_info["fqn"]), name)
    return found


@cache
def output_names(token: str) -> frozenset[str]:
    """Names (camelCase) of every property a resource of that type can be asked for."""
    if token in _told:
        return _told[token].outputs
    from pulumi import _types

    found = resource_class(token)
    return frozenset(_types.resource_pulumi_to_py_names(found)) if found else frozenset()


@cache
def input_names(token: str) -> frozenset[str]:
    """Names, as Python writes them, of every input a resource of that type takes."""
    if token in _told:
        return _told[token].inputs
    found = resource_class(token)
    if found is None:
        return frozenset()
    return frozenset(inspect.signature(found._internal_init).parameters)


@cache
def required_names(token: str) -> frozenset[str]:
    """Names, as Python writes them, of the inputs a program has to give."""
    if token in _told:
        return _told[token].required
    found = resource_class(token)
    if found is None:
        return frozenset()
    arguments = getattr(sys.modules[found.__module__], f"{found.__name__}Args")
    known = inspect.signature(arguments.__init__).parameters
    return frozenset(name for name, value in known.items() if value.default is value.empty)


@cache
def has_region(token: str) -> bool:
    """True where the AWS service is regional, so that the resource takes ``region``."""
    return "region" in output_names(token)


def package_version() -> str:
    """Version of the installed pulumi-aws, for example ``7.51.1``."""
    return metadata.version("pulumi-aws")
