"""The command line: the options every command shares, and the commands found by module."""

import importlib
import pkgutil
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from groundplan import __version__, cli

_NOT_COMMANDS = frozenset({"app", "errors", "options", "progress"})


@dataclass(frozen=True, slots=True)
class Shared:
    """What stands before the command.

    Attributes:
        directory: Folder the command works in.
    """

    directory: Path


def build_app() -> typer.Typer:
    """The application with every command of this package."""
    app = typer.Typer(
        name="groundplan",
        help="Write a production AWS environment as a Pulumi Python repository, "
        "and prove it offline.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_shared)
    for info in pkgutil.iter_modules(cli.__path__):
        if info.name not in _NOT_COMMANDS:
            importlib.import_module(f"{cli.__name__}.{info.name}").register(app)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


def _shared(
    context: typer.Context,
    directory: Annotated[
        Path,
        typer.Option(
            "-C",
            metavar="DIR",
            help="Work in DIR instead of the current folder.",
            exists=True,
            file_okay=False,
        ),
    ] = Path(),
    _: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version and stop.", is_eager=True, callback=_version
        ),
    ] = False,
) -> None:
    context.obj = Shared(directory=directory)
