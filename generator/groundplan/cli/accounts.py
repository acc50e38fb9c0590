"""``groundplan accounts``: which accounts there are, and what is missing."""

import json
from dataclasses import asdict

import typer

from groundplan.cli.options import FormatOption, Profile, TextOrJson


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
    from groundplan.report.accounts import account_lines
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
        for line in account_lines(rows):
            typer.echo(line)
    if any(row.missing for row in rows):
        raise typer.Exit(1)
