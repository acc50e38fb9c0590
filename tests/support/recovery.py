"""The demo estate with its backup account, and small damages done to it."""

import copy
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from groundplan.engine.estate import preview
from groundplan.engine.plan import Estate
from groundplan.repository import open_repository
from tests.support.repositories import FOUNDATION, build

TABLES = [{"name": "sessions", "hash_key": "id"}]


@cache
def whole() -> Estate:
    """Foundation of every environment, with a table, and the backup account."""
    with tempfile.TemporaryDirectory() as folder:
        layers = {"recovery": {}, "foundation": {**FOUNDATION, "tables": TABLES}}
        return preview(open_repository(build(Path(folder), layers=layers)))


def without(estate: Estate, stack: str, *names: str) -> Estate:
    """The estate without some resources; without the stack where none is named."""
    plans = []
    for plan in estate.plans:
        if plan.stack != stack:
            plans.append(plan)
        elif names:
            kept = tuple(r for r in plan.resources if r.name not in names)
            assert len(kept) == len(plan.resources) - len(names), names
            plans.append(replace(plan, resources=kept))
    return replace(estate, plans=tuple(plans))


def changed(
    estate: Estate, stack: str, name: str, change: Callable[[dict[str, Any]], object]
) -> Estate:
    """The estate with other inputs for one resource: ``change`` edits a copy of them."""
    target = estate[stack][name]
    inputs, outputs = copy.deepcopy(dict(target.inputs)), dict(target.outputs)
    change(inputs)
    if "tagsAll" in outputs and inputs.get("tags") != target.inputs.get("tags"):
        outputs["tagsAll"] = inputs.get("tags") or {}
    damaged = replace(target, inputs=inputs, outputs=outputs)
    return replace(
        estate,
        plans=tuple(
            replace(p, resources=tuple(damaged if r is target else r for r in p.resources))
            for p in estate.plans
        ),
    )
