"""The checks, one subject a file: each has a table ``CHECKS``, found by module."""

import importlib
import pkgutil

from groundplan.doctor.check import Check


def all_checks() -> tuple[Check, ...]:
    """Every check, in the order of the day-0 checklist."""
    found: list[Check] = []
    for info in pkgutil.iter_modules(__path__):
        found.extend(importlib.import_module(f"{__name__}.{info.name}").CHECKS)
    return tuple(sorted(found, key=lambda check: (check.step, check.id)))
