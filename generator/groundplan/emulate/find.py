"""Finds how a type is emulated."""

from dataclasses import replace
from functools import cache

from groundplan.emulate.guess import guess_type
from groundplan.emulate.overrides import FILES, TYPES
from groundplan.emulate.spec import Type
from groundplan.emulate.translate import OVERRIDES, nearest
from groundplan.engine.cloud import Registration
from groundplan.errors import EmulationError, Problem


@cache
def find_type(token: str) -> Type | None:
    """Spec of a type token; None where nobody knows the type."""
    spec = TYPES.get(token)
    if spec is not None:
        return replace(spec, file=FILES[token])
    guessed = guess_type(token)
    module = token.partition(":")[2].partition("/")[0]
    return replace(guessed, file=f"{module}.py") if guessed else None


def unknown_type(registration: Registration) -> EmulationError:
    """The error for a type nobody knows: where to add it, and what is near."""
    module = registration.type.partition(":")[2].partition("/")[0]
    return EmulationError(
        Problem(
            what="is of a type that the emulation does not know",
            where=f"{registration.stack}: {registration.name}",
            got=registration.type,
            allowed=f"nearest: {nearest(registration.type, sorted(TYPES))}",
            fix=f"add the type to {OVERRIDES}/{module}.py",
        )
    )
