"""What of an estate could not be emulated, seen without deploying it."""

from collections.abc import Iterable

from groundplan.emulate.find import find_type
from groundplan.emulate.naming import physical_name
from groundplan.emulate.translate import translate
from groundplan.engine.cloud import Registration
from groundplan.engine.plan import Plan, Resource
from groundplan.errors import EmulationError


def unemulated(plans: Iterable[Plan]) -> set[str]:
    """Types nobody knows or nothing reads back, and inputs without a place."""
    return {
        problem
        for plan in plans
        for resource in plan.aws()
        for problem in _problems(plan, resource)
    }


def _problems(plan: Plan, resource: Resource) -> Iterable[str]:
    spec = find_type(resource.type)
    if spec is None or spec.lacking:
        yield f"{resource.type}: not emulated"
        return
    registration = Registration(
        urn=resource.urn,
        type=resource.type,
        name=resource.name,
        stack=plan.stack,
        account=resource.account,
        region=resource.region or plan.region,
        inputs={key: value for key, value in resource.inputs.items() if key != "region"},
        depends_on=resource.depends_on,
        options=resource.options,
        default_tags={},
    )
    try:
        translation = translate(registration, spec, physical_name(registration))
    except EmulationError as error:
        yield from (f"{resource.type}: {problem.got}" for problem in error.problems)
        return
    if not any(step.call.read for step in translation.steps):
        yield f"{resource.type}: nothing reads it back"
