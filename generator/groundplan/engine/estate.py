"""From programs, or a whole infra repository, to an estate."""

from collections.abc import Sequence

from groundplan.engine.cloud import Cloud
from groundplan.engine.plan import Estate
from groundplan.engine.run import Program, Progress, run_programs
from groundplan.engine.synthesize import SyntheticCloud, check_answered
from groundplan.repository import Repository, placeholder_accounts, programs


def run_estate(
    wanted: Sequence[Program],
    cloud: Cloud,
    *,
    readable: Sequence[Program] = (),
    placeholders: Sequence[str] = (),
    progress: Progress | None = None,
) -> Estate:
    """Run programs against a cloud.

    Args:
        wanted: Stacks whose plans make the estate.
        cloud: What answers the programs.
        readable: Stacks that run too if one of the others reads them, as its neighbours.
        placeholders: Account roles whose ids are made up.
        progress: Told of each resource.

    Raises:
        PlanError: A program failed or read an output nobody can answer.
    """
    plans = run_programs(wanted, cloud, readable=readable, progress=progress)
    for plan in plans:
        check_answered(plan)
    names = {program.stack for program in wanted}
    return Estate(
        plans=tuple(plan for plan in plans if plan.stack in names),
        placeholder_accounts=tuple(placeholders),
        neighbours=tuple(plan for plan in plans if plan.stack not in names),
    )


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
    return run_estate(
        programs(repository, chosen),
        SyntheticCloud(),
        readable=programs(repository, repository.stacks),
        placeholders=placeholder_accounts(chosen),
        progress=progress,
    )
