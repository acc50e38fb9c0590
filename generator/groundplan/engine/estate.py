"""From an infra repository to its estate."""

from collections.abc import Sequence

from groundplan.engine.plan import Estate
from groundplan.engine.run import Progress, run_programs
from groundplan.engine.synthesize import SyntheticCloud, check_answered
from groundplan.repository import Repository, placeholder_accounts, programs


def preview(
    repository: Repository, names: Sequence[str] = (), *, progress: Progress | None = None
) -> Estate:
    """Estate of a repository, or of some of its stacks, with made-up ids.

    Args:
        repository: The infra repository.
        names: Stacks by name; none means all.
        progress: Told of each resource.

    Raises:
        RepositoryError: A name is not a stack.
        PlanError: A program failed or read an output nobody can answer.
    """
    chosen = repository.select(names)
    plans = run_programs(
        programs(repository, chosen),
        SyntheticCloud(),
        readable=programs(repository, repository.stacks),
        progress=progress,
    )
    for plan in plans:
        check_answered(plan)
    wanted = {stack.name for stack in chosen}
    return Estate(
        plans=tuple(plan for plan in plans if plan.stack in wanted),
        placeholder_accounts=placeholder_accounts(chosen),
    )
