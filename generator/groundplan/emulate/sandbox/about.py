"""What a sandbox says of itself: what is in it, and what it is not."""

from typing import Any

from groundplan.emulate.sandbox.state import State

IS_NOT = (
    "Not AWS: moto and a few back ends of ours answer, in memory, gone with `sandbox down`.",
    "No permission is checked: IAM and organization policies are stored, never enforced.",
    "Nothing runs and nothing costs: no container, database, mail or network packet.",
)
"""What must not be concluded from a call that worked here."""


def describe(state: State, told: dict[str, Any]) -> dict[str, Any]:
    """Everything there is to say of a sandbox, as JSON."""
    return {
        "pid": state.pid,
        "endpoint": state.endpoint,
        "since": state.since,
        "root": state.root,
        "region": state.region,
        "stacks": list(state.stacks),
        "accounts": {
            role: {"id": number, "resources": state.resources.get(role, 0)}
            for role, number in state.accounts.items()
        },
        "seeded": list(state.seeded),
        "calls": told["calls"],
        "not_emulated": told["not_emulated"],
        "is_not": list(IS_NOT),
    }
