"""Which stacks a command means."""

import difflib
from collections.abc import Sequence

from groundplan.errors import Problem, RepositoryError
from groundplan.repository import Repository, Stack


def select(
    repository: Repository, names: Sequence[str], environments: Sequence[str]
) -> tuple[Stack, ...]:
    """Stacks by name and by environment, all of them for neither.

    Raises:
        RepositoryError: A name or an environment does not exist; suggests the nearest.
    """
    chosen = repository.select(names)
    known = sorted({stack.environment for stack in repository.stacks})
    unknown = [name for name in environments if name not in known]
    if unknown:
        raise RepositoryError(
            Problem(
                what="there is no such environment",
                where="--env",
                got=name,
                allowed=", ".join(known),
                fix=f"did you mean {near[0]}?"
                if (near := difflib.get_close_matches(name, known, n=1, cutoff=0.4))
                else "",
            )
            for name in unknown
        )
    if not environments:
        return chosen
    return tuple(stack for stack in chosen if stack.environment in environments)
