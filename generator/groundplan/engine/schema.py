"""What the installed pulumi-aws knows of a type: its class and its property names."""

import importlib
from functools import cache
from importlib import metadata
from typing import Any


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
    from pulumi import _types

    found = resource_class(token)
    return frozenset(_types.resource_pulumi_to_py_names(found)) if found else frozenset()


@cache
def has_region(token: str) -> bool:
    """True where the AWS service is regional, so that the resource takes ``region``."""
    return "region" in output_names(token)


def package_version() -> str:
    """Version of the installed pulumi-aws, for example ``7.51.1``."""
    return metadata.version("pulumi-aws")
