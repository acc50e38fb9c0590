"""``groundplan emulate``: every stack deployed into emulated accounts and read back."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from groundplan.cli.options import FormatOption, StackOption, TextOrJson

if TYPE_CHECKING:
    from groundplan.emulate.report import Report


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(emulate)


def emulate(
    context: typer.Context,
    stack: StackOption = None,
    env: Annotated[
        list[str] | None,
        typer.Option("--env", metavar="ENV", help="Only stacks of this environment."),
    ] = None,
    answer: FormatOption = TextOrJson.text,
) -> None:
    """Deploy into an emulated AWS and read everything back. No account, no network."""
    from groundplan.cli.progress import stack_progress
    from groundplan.emulate.deploy import deploy
    from groundplan.emulate.select import select
    from groundplan.repository import open_repository, placeholder_accounts, programs

    repository = open_repository(context.obj.directory)
    chosen = select(repository, stack or (), env or ())
    with (
        stack_progress("emulating") as progress,
        deploy(
            programs(repository, chosen),
            readable=programs(repository, repository.stacks),
            placeholders=placeholder_accounts(chosen),
            progress=progress,
        ) as deployment,
    ):
        report = deployment.report
    if answer is TextOrJson.json:
        typer.echo(json.dumps(report.to_json(), indent=2, sort_keys=True))
        return
    _print(report)


def _print(report: "Report") -> None:
    told = report.to_json()
    for name, kind in report.by_type().items():
        count = f"{kind.emulated} of {kind.total}" if kind.emulated != kind.total else kind.total
        own = " (own back end)" if kind.backend else ""
        typer.echo(f"  {name.removeprefix('aws:')}: {count} emulated, {kind.sent} inputs{own}")
        for leaf, reason in sorted(kind.not_emulated.items()):
            typer.echo(f"      not emulated: {leaf.removeprefix('aws:')}: {reason}")
    resources, inputs = told["resources"], told["inputs"]
    typer.echo(
        f"\n{resources['emulated']} of {resources['total']} resources emulated, "
        f"{resources['read_back']} read back and equal, in {report.calls} calls"
    )
    typer.echo(
        f"inputs: {inputs['sent']} sent, {inputs['provider_only']} known to the provider only, "
        f"{inputs['not_emulated']} not emulated"
    )
