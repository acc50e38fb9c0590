"""``groundplan accounts``: which accounts there are, and what is missing."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from groundplan.cli.bootstrap import Profile
from groundplan.cli.options import FormatOption, TextOrJson

if TYPE_CHECKING:
    from groundplan.bootstrap.accounts import AccountRow


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(accounts)


def accounts(
    context: typer.Context, answer: FormatOption = TextOrJson.text, profile: Profile = ""
) -> None:
    """Show accounts, ids, addresses and units. Without credentials: what the config knows."""
    from groundplan.bootstrap.accounts import configured_accounts, show_accounts
    from groundplan.bootstrap.caller import caller
    from groundplan.bootstrap.organization import check_management, shared_stack
    from groundplan.errors import BootstrapError
    from groundplan.repository import open_repository

    repository = open_repository(context.obj.directory)
    region = str(shared_stack(repository).config["groundplan:region"])
    try:
        aws = caller(region, lambda _: None, dry_run=False, profile=profile)
    except BootstrapError as error:
        typer.echo(f"{error.problems[0].what}: this is what the config knows.", err=True)
        rows = configured_accounts(repository)
    else:
        check_management(repository, aws)
        rows = show_accounts(repository, aws)
    if answer is TextOrJson.json:
        typer.echo(json.dumps([asdict(row) for row in rows], indent=2))
    else:
        echo_accounts(rows)
    if any(row.missing for row in rows):
        raise typer.Exit(1)


def echo_accounts(rows: Sequence["AccountRow"]) -> None:
    """One line for each account."""
    widths = [max(len(str(getattr(r, f))) for r in rows) for f in ("role", "email", "unit")]
    for row in rows:
        words = (
            row.role.ljust(widths[0]),
            (row.id or "-").ljust(12),
            row.email.ljust(widths[1]),
            row.unit.ljust(widths[2]),
            "; ".join(row.missing) or "ok",
        )
        typer.echo("  ".join(words))
