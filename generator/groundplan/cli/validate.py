"""``groundplan validate``: what AWS would refuse, before any account exists."""

import dataclasses
import json
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from groundplan.cli.options import StackOption

if TYPE_CHECKING:
    from groundplan.rules import Finding


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
    from groundplan.cli.progress import stack_progress
    from groundplan.engine.estate import preview as run
    from groundplan.repository import open_repository
    from groundplan.rules import Severity, judge
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
        _print(findings, sum(len(list(plan.aws())) for plan in estate.plans))
    if any(finding.severity is Severity.error for finding in findings):
        raise typer.Exit(1)


def _print(findings: Sequence["Finding"], resources: int) -> None:
    for finding in findings:
        typer.echo(_text(finding))
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    typer.echo(f"{resources} resources read: {errors} errors, {warnings} warnings")


def _text(finding: "Finding") -> str:
    place = f"{finding.resource}.{finding.path}" if finding.path else finding.resource
    lines = [f"{finding.severity}: {finding.stack}: {place}: {finding.title}"]
    facts = (
        ("component", finding.component),
        ("config key", finding.config_key),
        ("got", finding.value),
        ("allowed", finding.allowed),
        ("fix", finding.fix),
        ("AWS says", finding.error),
        ("rule", f"{finding.rule} ({finding.source})"),
    )
    lines.extend(f"  {label}: {value}" for label, value in facts if value)
    return "\n".join(lines)
