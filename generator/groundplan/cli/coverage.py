"""``groundplan coverage``: what of the estate the emulation really shows."""

import json
from contextlib import ExitStack
from dataclasses import asdict
from enum import StrEnum
from importlib.metadata import version
from typing import Annotated

import typer

from groundplan.cli.options import StackOption


class CoverageFormat(StrEnum):
    """How the command answers."""

    text = "text"
    json = "json"
    markdown = "markdown"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(coverage)


def coverage(
    context: typer.Context,
    stack: StackOption = None,
    answer: Annotated[
        CoverageFormat, typer.Option("--format", help="How to answer.")
    ] = CoverageFormat.text,
) -> None:
    """Say by layer and type what the emulation creates, reads back, and cannot show."""
    from groundplan.engine.apart import apart

    with ExitStack() as until_done:
        # First of all, so that the other process starts while this one imports.
        run = until_done.enter_context(apart())
        from groundplan.cli.progress import stack_progress
        from groundplan.emulate.coverage import by_verdict, markdown, rows, share_read_back
        from groundplan.emulate.deploy import deploy
        from groundplan.repository import open_repository, placeholder_accounts, programs

        repository = open_repository(context.obj.directory)
        chosen = repository.select(stack or ())
        deployment = until_done.enter_context(
            deploy(
                programs(repository, chosen),
                readable=programs(repository, repository.stacks),
                placeholders=placeholder_accounts(chosen),
                progress=until_done.enter_context(stack_progress("emulating")),
                run=run,
            )
        )
        found = rows(deployment.report)
    if answer is CoverageFormat.json:
        told = {
            "read_back": share_read_back(found),
            "count": by_verdict(found),
            "types": [asdict(row) for row in found],
        }
        typer.echo(json.dumps(told, indent=2, sort_keys=True))
    elif answer is CoverageFormat.markdown:
        typer.echo(markdown(found, version("moto")), nl=False)
    else:
        for row in found:
            own = " (own back end)" if row.own_backend else ""
            typer.echo(
                f"  {row.layer:<13} {row.type.removeprefix('aws:'):<62} "
                f"{row.resources:>4}  {row.reason or row.verdict}"
                f"{f', {row.compared} values' if row.compared else ''}{own}"
            )
        counts = ", ".join(f"{n} {verdict}" for verdict, n in by_verdict(found).items())
        typer.echo(f"\ntypes: {counts}")
        typer.echo(f"{share_read_back(found):.0%} of the types are read back and compared")
