"""Asks the provider: `validate` and `plan` over the whole estate at once."""

import json
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from groundplan.engine.plan import Estate
from groundplan.verify.convert import Gap, convert
from groundplan.verify.diagnostics import Refusal, refusal, refusals, split, streamed, unknown
from groundplan.verify.terraform import HangError, Terraform, provider_schema
from groundplan.verify.tools import Tools
from groundplan.verify.workspace import Workspace

PLAN_SECONDS = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What the provider said of the estate.

    Attributes:
        tools: On whose word.
        resources: How many resources it judged.
        refusals: What it does not take, sorted.
        newer: Inputs and types that came with a later version of the provider: not judged.
        notes: Why something was not judged: a step did not end. Empty where everything was.
        seconds: How long it took.
    """

    tools: Tools
    resources: int
    refusals: tuple[Refusal, ...]
    newer: tuple[Gap, ...]
    notes: tuple[str, ...]
    seconds: float


def verify(estate: Estate, tools: Tools, *, plan_seconds: float = PLAN_SECONDS) -> Verdict:
    """Have the provider judge an estate.

    Args:
        estate: All of it goes into one workspace.
        tools: Program and provider.
        plan_seconds: After that long a step is given up, and the verdict says so.

    Raises:
        ToolsMissing: The provider cannot be loaded.
    """
    began = time.monotonic()
    schema = provider_schema(tools)
    conversion = convert(estate, schema)
    with tempfile.TemporaryDirectory(prefix="groundplan-verify-") as name:
        terraform = Terraform(tools, Path(name))
        workspace = Workspace.write(terraform.folder, conversion.resources, tools)
        terraform.prepare()
        found = list(unknown(conversion))
        notes: list[str] = []
        try:
            found += _validate(terraform, workspace, plan_seconds)
            _make_plannable(workspace, found)
            found += _plan(terraform, workspace, plan_seconds)
        except HangError as error:
            found += refusals(workspace, streamed(error.out), "plan")
            notes.append(f"{error}: what it would still have found was not judged")
    kept, later = split(found)
    newer = [gap for gap in conversion.gaps if gap.known]
    return Verdict(
        tools=tools,
        resources=len(conversion.resources),
        refusals=tuple(
            sorted(set(kept), key=lambda each: (each.stack, each.resource, each.path, each.summary))
        ),
        newer=(*newer, *later),
        notes=tuple(notes),
        seconds=time.monotonic() - began,
    )


def _make_plannable(workspace: Workspace, found: list[Refusal]) -> None:
    """What validate refused would end the plan before it looks at the rest.

    A resource refused for nothing but values newer than the provider stays, with older
    ones in their place: the plan has more to say of it.
    """
    refused, _ = split(found)
    out = {each.label for each in refused if each.step == "validate"}
    workspace.remove(out)
    workspace.rewrite(
        {
            each.label
            for each in found
            if each.step == "validate" and each.label and each.label not in out
        }
    )


def _validate(terraform: Terraform, workspace: Workspace, seconds: float) -> list[Refusal]:
    _, out, err = terraform.run("validate", "-json", "-no-color", seconds=seconds)
    try:
        answer = json.loads(out)
    except ValueError:
        failed = {"summary": "validate failed", "detail": (err or out)[-2000:]}
        return [refusal(workspace, failed, "validate")]
    return list(refusals(workspace, answer.get("diagnostics", ()), "validate"))


def _plan(terraform: Terraform, workspace: Workspace, seconds: float) -> list[Refusal]:
    code, out, err = terraform.run(
        "plan", "-json", "-input=false", "-refresh=false", "-lock=false", seconds=seconds
    )
    found = list(refusals(workspace, streamed(out), "plan"))
    if code and not found:
        failed = {"summary": "plan failed", "detail": (err or out)[-2000:]}
        found = [refusal(workspace, failed, "plan")]
    return found
