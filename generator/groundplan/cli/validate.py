"""``groundplan validate``: what AWS would refuse, before any account exists."""

import dataclasses
import json
from enum import StrEnum
from typing import Annotated

import typer

from groundplan.cli.options import StackOption


class Answer(StrEnum):
    """How the command answers."""

    text = "text"
    json = "json"
    sarif = "sarif"


AnswerOption = Annotated[Answer, typer.Option("--format", help="How to answer.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(validate)


def validate(
    context: typer.Context,
    stack: StackOption = None,
    answer: AnswerOption = Answer.text,
) -> None:
    """Say what AWS would refuse, offline. Exit code 1 when there is an error."""
    from rich.console import Console

    from groundplan.cli.progress import stack_progress
    from groundplan.engine.estate import preview as run
    from groundplan.report.findings import print_findings, refused
    from groundplan.repository import open_repository
    from groundplan.rules import judge
    from groundplan.rules.sarif import sarif

    repository = open_repository(context.obj.directory)
    with stack_progress("validating") as progress:
        estate = run(repository, stack or (), progress=progress)
    findings = judge(estate)
    if answer is Answer.json:
        typer.echo(json.dumps([dataclasses.asdict(f) for f in findings], indent=2))
    elif answer is Answer.sarif:
        typer.echo(json.dumps(sarif(findings), indent=2))
    else:
        resources = sum(1 for plan in estate.plans for _ in plan.aws())
        print_findings(findings, resources, Console(highlight=False))
    if refused(findings):
        raise typer.Exit(1)
