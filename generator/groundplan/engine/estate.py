"""From programs, or a whole infra repository, to an estate."""

from collections.abc import Mapping, Sequence

from groundplan.engine.cache import PlanCache
from groundplan.engine.cloud import Cloud
from groundplan.engine.here import here
from groundplan.engine.plan import Estate
from groundplan.engine.program import Outputs, Program, Progress, Ran, Runner
from groundplan.engine.run import run_programs
from groundplan.engine.synthesize import SyntheticCloud, check_answered
from groundplan.repository import Repository, placeholder_accounts, programs


def run_estate(
    wanted: Sequence[Program],
    cloud: Cloud,
    *,
    readable: Sequence[Program] = (),
    placeholders: Sequence[str] = (),
    progress: Progress | None = None,
    cache: PlanCache | None = None,
    run: Runner = here,
) -> Estate:
    """Run programs against a cloud.

    Args:
        wanted: Stacks whose plans make the estate.
        cloud: What answers the programs.
        readable: Stacks that run too if one of the others reads them, as its neighbours.
        placeholders: Account roles whose ids are made up.
        progress: Told of each resource.
        cache: Where plans of unchanged programs are found; only for a cloud whose answers
            depend on nothing but the program.
        run: What runs each program.

    Raises:
        PlanError: A program failed or read an output nobody can answer.
    """

    def execute(program: Program, before: Mapping[str, Outputs]) -> Ran:
        ran = run(program, cloud, before, progress)
        check_answered(ran.plan)
        return ran

    run.expect(wanted)
    plans = run_programs(wanted, execute, readable=readable, cache=cache)
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

    Stacks that did not change since an earlier run come from the cache (`PlanCache`).

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
        cache=PlanCache.of(repository.root),
    )
