"""What cannot be seen from botocore's models, one file per Pulumi module, found by module.

A file holds ``TYPES``: Pulumi type token to its `Type`. A type without a row is matched
by name alone (`groundplan.emulate.guess`).
"""

import importlib
import pkgutil

from groundplan.emulate.spec import Type

TYPES: dict[str, Type] = {}
FILES: dict[str, str] = {}
"""File each type stands in, for error texts."""

for _info in pkgutil.iter_modules(__path__, f"{__name__}."):
    _found: dict[str, Type] = getattr(importlib.import_module(_info.name), "TYPES", {})
    TYPES.update(_found)
    FILES.update(dict.fromkeys(_found, f"{_info.name.rpartition('.')[2]}.py"))
