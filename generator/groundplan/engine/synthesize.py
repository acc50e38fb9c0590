"""Makes up what AWS would answer: ids, ARNs and names of the right form.

Values depend only on the resource's address, so they are the same from run to run.
What a type answers beyond its inputs stands in `synthetic`. Anything a program
reads and nobody answers is marked, and `check_answered` reports it after the run:
a made-up `None` would end as text inside a policy.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.engine.cloud import Answer, Registration
from groundplan.engine.functions import answer_function
from groundplan.engine.plan import Plan
from groundplan.engine.schema import output_names
from groundplan.engine.synthetic import AUTO_NAMED, NOT_NAMED, TYPES
from groundplan.errors import PlanError, Problem

_UNANSWERED = "\u27e8unanswered "
_END = "\u27e9"


class SyntheticCloud:
    """Answers every registration with made-up values of the right form."""

    def create(self, registration: Registration) -> Answer:
        """Make up the state of one resource."""
        return synthesize(registration)

    def invoke(
        self, token: str, arguments: Mapping[str, Any], *, account: str, region: str
    ) -> Mapping[str, Any]:
        """Answer a provider function from a small table."""
        return answer_function(token, arguments, account=account, region=region)


def synthesize(registration: Registration) -> Answer:
    """State of a resource: its inputs, what its type answers, marks for the rest."""
    r = registration
    digest = hashlib.sha256(f"{r.account}/{r.region}/{r.urn}".encode()).hexdigest()
    state: dict[str, Any] = dict(r.inputs)
    name_property = AUTO_NAMED.get(r.type, "name")
    names = output_names(r.type)
    if name_property in names and r.type not in NOT_NAMED and not state.get(name_property):
        state[name_property] = auto_name(r)
    if "region" in names:
        state["region"] = r.region
    if "tagsAll" in names:
        state["tagsAll"] = {**r.default_tags, **(r.inputs.get("tags") or {})}
    words: dict[str, Any] = {
        **state,
        "account": r.account,
        "region": r.region,
        "logical": r.name,
        "physical": state.get(name_property) or r.name,
        "hex8": digest[:8],
        "hex16": digest[:16],
        "hex17": digest[:17],
        "hex32": digest[:32],
        "upper14": digest[:14].upper(),
        "upper21": digest[:21].upper(),
        "digits12": str(int(digest[:15], 16))[:12].rjust(12, "1"),
        "uuid": f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}",
    }
    known = TYPES.get(r.type, {})
    # What is adopted has its id already.
    adopted = r.lookup_id or r.options.import_id
    id_ = adopted or _fill(known.get("id", "{physical}"), words)
    words["id"] = id_
    for key, template in known.items():
        if key != "id" and not state.get(key):
            state[key] = _fill(template, words)
            if isinstance(state[key], str | int):
                words[key] = state[key]
    for key in names - state.keys():
        state[key] = f"{_UNANSWERED}{r.type} {key}{_END}"
    return Answer(id=id_, state=state)


def auto_name(registration: Registration) -> str:
    """Physical name in the form of Pulumi's auto-naming: logical name and seven hex digits.

    First-in-first-out queues and topics get the end that AWS asks of their names.
    """
    digest = hashlib.sha256(registration.urn.encode()).hexdigest()[:7]
    fifo = registration.inputs.get("fifoQueue") or registration.inputs.get("fifoTopic")
    return f"{registration.name}-{digest}{'.fifo' if fifo else ''}"


def _fill(template: Any, words: Mapping[str, Any]) -> Any:
    if isinstance(template, str):
        return template.format_map(words)
    if isinstance(template, Mapping):
        return {key: _fill(value, words) for key, value in template.items()}
    if isinstance(template, list):
        return [_fill(value, words) for value in template]
    if callable(template):
        return template(words)
    return template


def check_answered(plan: Plan) -> None:
    """Refuse a plan in which an answer nobody gave reached an input or an output.

    Raises:
        PlanError: With every such place.
    """
    problems = [
        Problem(
            what="uses an output that the offline engine has no answer for",
            where=f"{plan.stack}: {place}",
            got=text,
            fix="add the output to engine/synthetic/<service>.py",
        )
        for place, text in _unanswered(plan)
    ]
    if problems:
        raise PlanError(problems)


def _unanswered(plan: Plan) -> Iterator[tuple[str, str]]:
    for resource in plan.resources:
        yield from _marks(resource.inputs, resource.name)
    yield from _marks(plan.outputs, "stack outputs")


def _marks(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _marks(item, f"{place}.{key}")
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _marks(item, f"{place}[{index}]")
    elif isinstance(value, str) and _UNANSWERED in value:
        start = value.index(_UNANSWERED) + len(_UNANSWERED)
        yield place, value[start : value.index(_END, start)]
