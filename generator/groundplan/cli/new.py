"""``groundplan new``: from answers to an infrastructure repository."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(new)


def new(
    context: typer.Context,
    destination: Annotated[
        Path | None,
        typer.Argument(metavar="DEST", help="Folder to write; it must not exist or be empty."),
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(
            "--answers",
            metavar="FILE",
            help="YAML file with the answers; what it leaves out takes its default.",
        ),
    ] = None,
    setting: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="One answer, as YAML; wins over the file. May be repeated.",
        ),
    ] = None,
    defaults: Annotated[
        bool, typer.Option("--defaults", help="Ask nothing: what is not answered has its default.")
    ] = False,
    template: Annotated[
        str,
        typer.Option("--template", metavar="SOURCE", help="Another template: a folder or git URL."),
    ] = "",
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON schema of an answers file and stop.")
    ] = False,
) -> None:
    """Write the infrastructure repository of an application.

    Without --answers or --defaults it asks its questions in the terminal.
    """
    from groundplan.answers import Answers, read_file, read_settings

    if schema:
        import json

        typer.echo(json.dumps(Answers.model_json_schema(), indent=2))
        return
    if destination is None:
        raise typer.BadParameter("name the folder to write", param_hint="DEST")
    malformed = [text for text in setting or () if "=" not in text]
    if malformed:
        raise typer.BadParameter(
            f"{malformed[0]!r} is not question=answer", param_hint="--set", ctx=context
        )
    base = context.obj.directory if context.obj is not None else Path()
    from groundplan.blueprints import template_source
    from groundplan.render import check_destination, render

    target = base / destination
    check_destination(target)
    known = read_file(base / answers) if answers is not None else {}
    known |= read_settings(setting or ())
    source = template or template_source()
    checked = (
        _checked(known)
        if defaults or answers is not None or not sys.stdin.isatty()
        else _asked(known, source)
    )
    updatable = render(checked, target, source=source)
    _report(destination, known, checked)
    if not updatable:
        typer.echo("note: the template has no commit for this, so updates cannot find it", err=True)


def _checked(answers: Mapping[str, Any]) -> dict[str, Any]:
    from groundplan.answers import check

    return check(answers).to_data()


def _asked(known: Mapping[str, Any], source: str) -> dict[str, Any]:
    """Ask until the answers fit together; what was right is not asked again."""
    from groundplan.answers import check
    from groundplan.cli.errors import show
    from groundplan.errors import AnswerError
    from groundplan.render import ask

    given: dict[str, Any] = {"blueprint": "web_app", **known}
    suggested: dict[str, Any] = {}
    while True:
        answers = ask(given, suggested=suggested, source=source)
        try:
            return check(answers).to_data()
        except AnswerError as error:
            show(error)
            wrong = {problem.where.partition(".")[0] for problem in error.problems}
            if wrong - set(answers) or wrong & set(known):
                raise
            typer.echo("Please answer these again.\n", err=True)
            suggested = answers
            given = {name: value for name, value in answers.items() if name not in wrong}


def _report(destination: Path, known: Mapping[str, Any], checked: Mapping[str, Any]) -> None:
    typer.echo(f"Wrote {destination}")
    taken = [name for name in ("organization", "app", "domain", "region") if name not in known]
    if taken and not sys.stdin.isatty():
        typer.echo("Not answered, so the default stands:")
        for name in taken:
            typer.echo(f"  {name}: {checked[name]}")
    typer.echo("Next:")
    typer.echo(f"  groundplan -C {destination} preview")
    typer.echo(f"  read {destination / 'README.md'}: the steps to a running environment, in order")
