"""From an infra repository to its estate."""

from collections.abc import Sequence

from groundplan.engine.cloud import Cloud
from groundplan.engine.plan import Estate
from groundplan.engine.run import Program, Progress, run_programs
from groundplan.engine.synthesize import SyntheticCloud, check_answered


def preview(
    programs: Sequence[Program],
    *,
    placeholders: Sequence[str] = (),
    cloud: Cloud | None = None,
    progress: Progress | None = None,
) -> Estate:
    """Run programs offline.

    Args:
        programs: Stacks to run, with the stacks they read.
        placeholders: Account roles whose ids are made up.
        cloud: What answers the programs; made-up values unless told.
        progress: Told of each resource.

    Raises:
        PlanError: A program failed or read an output nobody can answer.
    """
    plans = run_programs(programs, cloud or SyntheticCloud(), progress=progress)
    for plan in plans:
        check_answered(plan)
    return Estate(plans=plans, placeholder_accounts=tuple(placeholders))
