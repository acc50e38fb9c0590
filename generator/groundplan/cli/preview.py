"""``groundplan preview``: what every stack would be, offline."""

import dataclasses
import json

import typer

from groundplan.cli.options import FormatOption, StackOption, TextOrJson


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(preview)


def preview(
    context: typer.Context,
    stack: StackOption = None,
    answer: FormatOption = TextOrJson.text,
) -> None:
    """Show what every stack would create, and what AWS would refuse of it.

    No AWS account, no Pulumi, no network. Exit code 1 when AWS would refuse something.
    """
    from rich.console import Console

    from groundplan.cli.progress import stack_progress
    from groundplan.engine.estate import preview as run
    from groundplan.engine.plan import to_json
    from groundplan.report.findings import print_findings, refused
    from groundplan.report.terminal import print_estate
    from groundplan.repository import open_repository
    from groundplan.rules import judge

    repository = open_repository(context.obj.directory)
    with stack_progress("previewing") as progress:
        estate = run(repository, stack or (), progress=progress)
    findings = judge(estate)
    if answer is TextOrJson.json:
        told = to_json(estate) | {"findings": [dataclasses.asdict(f) for f in findings]}
        typer.echo(json.dumps(told, indent=2, sort_keys=True))
    else:
        console = Console(highlight=False)
        print_estate(estate, console)
        print_findings(findings, sum(1 for plan in estate.plans for _ in plan.aws()), console)
    if refused(findings):
        raise typer.Exit(1)
