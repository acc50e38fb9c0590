"""``groundplan emulate``: every stack deployed into emulated accounts and read back."""

import dataclasses
import json
from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from groundplan.cli.options import FormatOption, StackOption, TextOrJson

if TYPE_CHECKING:
    from rich.console import Console

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
    destroy: Annotated[
        bool, typer.Option("--destroy", help="Take it down again and say what is left.")
    ] = False,
    old: Annotated[
        str, typer.Option("--from", metavar="REF", help="Deploy this git ref first.")
    ] = "",
    new: Annotated[
        str, typer.Option("--to", metavar="REF", help="Then this one; the files as they are.")
    ] = "",
    answer: FormatOption = TextOrJson.text,
) -> None:
    """Deploy into an emulated AWS and read everything back. No account, no network.

    Exit code 1 when AWS would refuse what the emulation took, or when the change from one
    ref to the other takes data with it.
    """
    from groundplan.engine.apart import apart

    here = context.obj.directory
    with ExitStack() as until_done:
        # First of all, so that the other process starts while this one imports.
        run = until_done.enter_context(apart())
        from rich.console import Console

        from groundplan.cli.progress import stack_progress
        from groundplan.emulate.deploy import accounts
        from groundplan.emulate.interrupt import stopped_by_hand
        from groundplan.emulate.select import select
        from groundplan.history import at_ref
        from groundplan.report.findings import print_findings, refused
        from groundplan.repository import open_repository, placeholder_accounts, programs
        from groundplan.rules import judge

        folders = [
            until_done.enter_context(at_ref(here, ref)) if ref else here
            for ref in ((old, new) if old else (new,))
        ]
        deployment = until_done.enter_context(accounts())
        until_done.enter_context(stopped_by_hand(deployment.cloud))
        progress = until_done.enter_context(stack_progress("emulating"))
        for number, folder in enumerate(folders):
            repository = open_repository(folder)
            chosen = select(repository, stack or (), env or ())
            deployment.up(
                programs(repository, chosen),
                readable=programs(repository, repository.stacks),
                placeholders=placeholder_accounts(chosen),
                progress=progress,
                run=run,
                # The estate that is there has to stand; what is to come is tried to the end.
                find_all=number > 0,
            )
        findings = judge(deployment.estate)
        report = deployment.report
        if destroy:
            deployment.destroy()
            report = deployment.ended(report)
    if answer is TextOrJson.json:
        told = report.to_json() | {"findings": [dataclasses.asdict(f) for f in findings]}
        typer.echo(json.dumps(told, indent=2, sort_keys=True))
    else:
        _print(report)
        console = Console(highlight=False)
        if not destroy:
            _shout(report, console)
        print_findings(findings, len(report.resources), console)
    if refused(findings) or report.refusals or (report.data_lost and not destroy):
        raise typer.Exit(1)


def _print(report: "Report") -> None:
    told = report.to_json()
    for name, kind in report.by_type().items():
        count = f"{kind.emulated} of {kind.total}" if kind.emulated != kind.total else kind.total
        own = " (own back end)" if kind.backend else ""
        typer.echo(f"  {name.removeprefix('aws:')}: {count} emulated, {kind.sent} inputs{own}")
        for leaf, reason in sorted(kind.not_emulated.items()):
            typer.echo(f"      not emulated: {leaf.removeprefix('aws:')}: {reason}")
    resources, inputs = told["resources"], told["inputs"]
    actions = Counter(told["actions"])
    typer.echo(
        f"\n{resources['emulated']} of {resources['total']} resources emulated, "
        f"{resources['read_back']} read back and equal, in {report.calls} calls"
    )
    typer.echo(
        f"inputs: {inputs['sent']} sent, {inputs['provider_only']} known to the provider only, "
        f"{inputs['not_emulated']} not emulated"
    )
    if set(actions) - {"created", "imported"}:
        typer.echo("against what was there: " + ", ".join(f"{n} {a}" for a, n in actions.items()))
        for resource in report.resources:
            if resource.action in {"updated", "replaced"}:
                typer.echo(f"  {resource.action}: {resource.stack} {resource.name}")
    if report.deleted:
        typer.echo(f"{len(report.deleted)} deleted")
    for note in report.notes:
        typer.echo(f"  note: {note}")
    for survivor in report.survivors:
        kind_of = survivor.type.rpartition(":")[2]
        typer.echo(f"  survives: {survivor.stack} {survivor.name} ({kind_of}): {survivor.reason}")
    _print_refusals(report)


def _shout(report: "Report", console: "Console") -> None:
    from groundplan.report.changes import print_data_lost

    there = {(r.stack, r.name) for r in report.resources}
    print_data_lost(
        [
            (stack, name, kind, (stack, name) in there)
            for stack, kind, name in (gone.split(" ", 2) for gone in report.data_lost)
        ],
        console,
    )


def _print_refusals(report: "Report") -> None:
    if not report.refusals:
        return
    typer.echo(f"\n{len(report.refusals)} would fail:")
    for problem in report.refusals:
        typer.echo(f"  {problem.where}")
        typer.echo(f"    {problem.what}")
        for label in ("got", "allowed", "fix"):
            if text := getattr(problem, label):
                typer.echo(f"    {label}: {text}")
    if report.waiting:
        typer.echo(f"{len(report.waiting)} more were not tried, because they need one of these:")
        for name in report.waiting:
            typer.echo(f"  {name}")
    typer.echo("Pulumi stops at the first of them; nothing after it would be changed or deleted.")
