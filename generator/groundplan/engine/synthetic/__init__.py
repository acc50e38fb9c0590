"""What each AWS type answers beyond its inputs, one file per service, found by module.

A file holds up to three tables. ``TYPES``: type token to its computed outputs (camelCase)
as templates; words in braces are the resource's inputs, ``account``, ``region``,
``logical`` and ``physical`` name, ``id``, ``hexN``/``upperN``/``uuid`` made from the
resource's address, and outputs further up in the same row. A type without a row is
answered with its inputs and its physical name as id. ``AUTO_NAMED``: the input that holds
the physical name, where it is not ``name``. ``NOT_NAMED``: types Pulumi never names.
"""

import importlib
import pkgutil
from typing import Any

TYPES: dict[str, dict[str, Any]] = {}
AUTO_NAMED: dict[str, str] = {}
NOT_NAMED: set[str] = set()

for _info in pkgutil.iter_modules(__path__, f"{__name__}."):
    _module = importlib.import_module(_info.name)
    TYPES.update(getattr(_module, "TYPES", {}))
    AUTO_NAMED.update(getattr(_module, "AUTO_NAMED", {}))
    NOT_NAMED.update(getattr(_module, "NOT_NAMED", ()))
