"""``groundplan preview``: what every stack would be, offline."""

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
    """Show what every stack would create. No AWS account, no Pulumi, no network."""
    from groundplan.cli.progress import stack_progress
    from groundplan.engine.estate import preview as run
    from groundplan.engine.plan import to_json
    from groundplan.repository import open_repository

    repository = open_repository(context.obj.directory)
    with stack_progress("previewing") as progress:
        estate = run(repository, stack or (), progress=progress)
    if answer is TextOrJson.json:
        typer.echo(json.dumps(to_json(estate), indent=2, sort_keys=True))
        return
    from groundplan.report.terminal import print_estate

    print_estate(estate)
