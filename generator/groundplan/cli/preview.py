"""``groundplan preview``: what every stack would be, offline."""

import dataclasses
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from groundplan.cli.options import FormatOption, StackOption, TextOrJson

if TYPE_CHECKING:
    from pathlib import Path

    from groundplan.engine.plan import Estate


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(preview)


def preview(
    context: typer.Context,
    stack: StackOption = None,
    old: Annotated[
        str, typer.Option("--from", metavar="REF", help="Say what changes since this git ref, too.")
    ] = "",
    answer: FormatOption = TextOrJson.text,
) -> None:
    """Show what every stack would create, and what AWS would refuse of it.

    No AWS account, no Pulumi, no network. Exit code 1 when AWS would refuse something, or
    when what changes since a ref takes data with it.
    """
    from rich.console import Console

    from groundplan.cli.progress import stack_progress
    from groundplan.diff.compare import compare
    from groundplan.engine.estate import preview as run
    from groundplan.engine.plan import to_json
    from groundplan.report.changes import print_changes
    from groundplan.report.findings import print_findings, refused
    from groundplan.report.terminal import print_estate
    from groundplan.repository import open_repository
    from groundplan.rules import judge

    repository = open_repository(context.obj.directory)
    before = _estate_at(old, repository.root, stack or ()) if old else None
    with stack_progress("previewing") as progress:
        estate = run(repository, stack or (), progress=progress)
    findings = judge(estate)
    changes = () if before is None else compare(before, estate)
    if answer is TextOrJson.json:
        told = to_json(estate) | {"findings": [dataclasses.asdict(f) for f in findings]}
        if before is not None:
            told["changes"] = [dataclasses.asdict(change) for change in changes]
        typer.echo(json.dumps(told, indent=2, sort_keys=True))
    else:
        console = Console(highlight=False)
        print_estate(estate, console)
        if before is not None:
            print_changes(changes, old, console)
        print_findings(findings, sum(1 for plan in estate.plans for _ in plan.aws()), console)
    if refused(findings) or any(change.loses_data for change in changes):
        raise typer.Exit(1)


def _estate_at(ref: str, root: "Path", names: Sequence[str]) -> "Estate":
    """The same stacks as they were at a git ref; those that did not exist are left out."""
    from groundplan.cli.progress import stack_progress
    from groundplan.engine.estate import preview as run
    from groundplan.engine.plan import Estate
    from groundplan.history import at_ref
    from groundplan.repository import open_repository

    with at_ref(root, ref) as folder, stack_progress(f"previewing {ref}") as progress:
        repository = open_repository(folder)
        there = [stack.name for stack in repository.stacks if not names or stack.name in names]
        return run(repository, there, progress=progress) if there else Estate(plans=())
