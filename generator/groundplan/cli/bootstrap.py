"""``groundplan bootstrap``: prepare the real accounts, before Pulumi can run in them."""

from typing import Annotated

import typer

from groundplan.cli.options import Profile

DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show every call that would change something; make none.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help="Prepare real AWS accounts. Safe to repeat.")
    group.command()(organization)
    group.command()(accounts)
    app.add_typer(group, name="bootstrap")


def organization(context: typer.Context, dry_run: DryRun = False, profile: Profile = "") -> None:
    """Prepare the management account: bucket and key of Pulumi's state there."""
    from groundplan.bootstrap.caller import caller
    from groundplan.bootstrap.organization import (
        bootstrap_organization,
        organization_name,
        shared_stack,
    )
    from groundplan.bootstrap.state import state_alias, state_bucket
    from groundplan.repository import open_repository

    repository = open_repository(context.obj.directory)
    stack = shared_stack(repository)
    region = str(stack.config["groundplan:region"])
    aws = caller(region, typer.echo, dry_run=dry_run, profile=profile)
    found = bootstrap_organization(repository, aws)
    if found.id and not found.ours:
        typer.echo(f"The organization {found.id} was there before: it is adopted, not made.")
        for name in found.others:
            typer.echo(f"  unit {name} is not ours and stays as it is")
    name = organization_name(stack)
    url = f"s3://{state_bucket(name, aws.account, region)}?region={region}"
    typer.echo(f"{'Nothing was changed. ' if dry_run else ''}Next, in organization/:")
    typer.echo(f"  pulumi login '{url}'")
    typer.echo(
        f"  pulumi stack init main --secrets-provider='awskms://{state_alias(name)}"
        f"?region={region}'"
    )
    typer.echo("  pulumi up")


def accounts(context: typer.Context, dry_run: DryRun = False, profile: Profile = "") -> None:
    """Write the accounts' ids into the config, and prepare each account's state."""
    from groundplan.bootstrap.accounts import bootstrap_accounts
    from groundplan.bootstrap.caller import caller
    from groundplan.bootstrap.organization import shared_stack
    from groundplan.report.accounts import account_lines
    from groundplan.repository import open_repository

    repository = open_repository(context.obj.directory)
    region = str(shared_stack(repository).config["groundplan:region"])
    rows = bootstrap_accounts(
        repository, caller(region, typer.echo, dry_run=dry_run, profile=profile)
    )
    for line in account_lines(rows):
        typer.echo(line)
    typer.echo("Next: commit the changed Pulumi.*.yaml, then `pulumi up` in security/.")
