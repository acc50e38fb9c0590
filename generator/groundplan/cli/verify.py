"""``groundplan verify``: what the real AWS provider says of the estate, where it is installed."""

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundplan.cli.options import FormatOption, StackOption, TextOrJson

if TYPE_CHECKING:
    from groundplan.verify.convert import Gap
    from groundplan.verify.diagnostics import Refusal
    from groundplan.verify.run import Verdict

NOT_JUDGED = 3
"""Exit code where there is no provider to ask, or it did not come to an end."""

MirrorOption = Annotated[
    Path | None,
    typer.Option(
        "--mirror",
        metavar="DIR",
        help="Folder that holds the provider, as `terraform providers mirror` makes it. "
        "Default: the mirrors and caches that Terraform is set up to use.",
    ),
]
SecondsOption = Annotated[
    float, typer.Option("--plan-seconds", min=1, help="Give the plan up after that long.")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(verify)


def verify(
    context: typer.Context,
    stack: StackOption = None,
    answer: FormatOption = TextOrJson.text,
    mirror: MirrorOption = None,
    plan_seconds: SecondsOption = 300,
) -> None:
    """Have the real AWS provider judge the estate, without an account. Needs Terraform.

    Exit code 1 when it refuses something, 3 when it is not installed or did not judge all.
    """
    from groundplan.cli.errors import show
    from groundplan.cli.progress import stack_progress
    from groundplan.engine.estate import preview as run
    from groundplan.engine.schema import package_version
    from groundplan.repository import open_repository
    from groundplan.verify.run import verify as ask
    from groundplan.verify.tools import ToolsMissing, find_tools

    repository = open_repository(context.obj.directory)
    pulumi_aws = package_version()
    try:
        # pulumi-aws is one major version ahead of the provider it is built on.
        tools = find_tools(int(pulumi_aws.partition(".")[0]) - 1, mirror)
        with stack_progress("reading") as progress:
            estate = run(repository, stack or (), progress=progress)
        verdict = ask(estate, tools, plan_seconds=plan_seconds)
    except ToolsMissing as error:
        show(error)
        raise typer.Exit(NOT_JUDGED) from None
    if answer is TextOrJson.json:
        typer.echo(json.dumps(_json(verdict, pulumi_aws), indent=2))
    else:
        _print(verdict, pulumi_aws)
    if verdict.refusals:
        raise typer.Exit(1)
    if verdict.notes:
        raise typer.Exit(NOT_JUDGED)


def _json(verdict: "Verdict", pulumi_aws: str) -> dict[str, object]:
    return {
        "program": verdict.tools.name,
        "provider": verdict.tools.version,
        "pulumi_aws": pulumi_aws,
        "resources": verdict.resources,
        "refusals": [dataclasses.asdict(refusal) for refusal in verdict.refusals],
        "newer_than_provider": [dataclasses.asdict(gap) for gap in verdict.newer],
        "notes": list(verdict.notes),
    }


def _print(verdict: "Verdict", pulumi_aws: str) -> None:
    for refusal in verdict.refusals:
        typer.echo(_refusal(refusal))
    for gap in _folded(verdict.newer):
        typer.echo(gap)
    for note in verdict.notes:
        typer.echo(f"note: {note}")
    tools = verdict.tools
    judged = "judged in part" if verdict.notes else "judged"
    typer.echo(
        f"{verdict.resources} resources {judged} by the AWS provider {tools.version} "
        f"({tools.name}; pulumi-aws here is {pulumi_aws}): "
        f"{len(verdict.refusals)} refused, in {verdict.seconds:.0f} s"
    )


def _refusal(refusal: "Refusal") -> str:
    place = f"{refusal.resource}.{refusal.path}" if refusal.path else refusal.resource
    where = f"{refusal.stack}: {place}" if refusal.stack else "the provider did not say where"
    lines = [f"refused: {where}: {refusal.summary}"]
    lines += [f"  {line}" for line in refusal.detail.splitlines() if line.strip()]
    lines.append(f"  found by: {refusal.step}")
    if refusal.type:
        lines.append(f"  type: {refusal.type}")
    return "\n".join(lines)


def _folded(gaps: "tuple[Gap, ...]") -> list[str]:
    """One line for each input that the provider is too old for, whatever the resources."""
    count: dict[tuple[str, str, str], int] = {}
    for gap in gaps:
        key = (gap.type, gap.path, gap.reason)
        count[key] = count.get(key, 0) + 1
    return [
        f"newer than this provider, not judged: {kind}{'.' if path else ''}{path} "
        f"({number}): {reason}"
        for (kind, path, reason), number in sorted(count.items())
    ]
