"""Identities of a component's resources, compared with a list in ``tests/golden``.

Type, name and parent are what Pulumi's state knows a resource by: a line that changes is
a resource that is deleted and made again. ``GOLDEN=write`` rewrites the lists.
"""

import os
from pathlib import Path

from groundplan.engine.plan import Plan

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


def identities(plan: Plan, component: str) -> list[str]:
    """``type path`` of the component and everything below it, sorted."""
    by_urn = plan.by_urn()

    def path(urn: str) -> list[str]:
        resource = by_urn.get(urn)
        if resource is None or resource.type == "pulumi:pulumi:Stack":
            return []
        return [*path(resource.parent), resource.name]

    lines = [(resource.type, path(resource.urn)) for resource in plan.resources]
    return sorted(
        f"{type_} {'/'.join(names)}" for type_, names in lines if names[:1] == [component]
    )


def assert_golden(plan: Plan, component: str, file: str) -> None:
    """The component's identities are those of ``tests/golden/<file>.txt``."""
    found = identities(plan, component)
    assert found, f"no component {component} in {plan.stack}"
    home = GOLDEN / f"{file}.txt"
    if os.environ.get("GOLDEN") == "write":
        home.write_text("\n".join(found) + "\n")
    expected = home.read_text().splitlines()
    assert found == expected, (
        f"resources of {component} changed identity; they would be replaced. "
        f"Gone: {sorted(set(expected) - set(found))}; new: {sorted(set(found) - set(expected))}"
    )
