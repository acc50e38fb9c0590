"""``groundplan recovery``: what is lost and how long it takes when something breaks."""

import json
from enum import StrEnum
from typing import Annotated

import typer


class RecoveryFormat(StrEnum):
    """How the command answers."""

    text = "text"
    json = "json"
    markdown = "markdown"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(recovery)


def recovery(
    context: typer.Context,
    answer: Annotated[
        RecoveryFormat, typer.Option("--format", help="How to answer.")
    ] = RecoveryFormat.text,
) -> None:
    """Compute recovery objectives of every store; fail where a promise cannot be kept."""
    from groundplan.cli.progress import stack_progress
    from groundplan.engine.estate import preview
    from groundplan.recovery.report import assess, to_json
    from groundplan.report.recovery import markdown, print_recovery
    from groundplan.repository import open_repository

    repository = open_repository(context.obj.directory)
    with stack_progress("previewing") as progress:
        report = assess(preview(repository, progress=progress))
    if answer is RecoveryFormat.json:
        typer.echo(json.dumps(to_json(report), indent=2, sort_keys=True))
    elif answer is RecoveryFormat.markdown:
        typer.echo(markdown(report), nl=False)
    else:
        print_recovery(report)
    if report.findings:
        raise typer.Exit(1)
