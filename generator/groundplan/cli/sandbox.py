"""``groundplan sandbox``: the emulated accounts over HTTP, for any AWS tool."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from groundplan.cli.options import FormatOption, TextOrJson

if TYPE_CHECKING:
    from groundplan.emulate.sandbox.process import Telling


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Serve the emulated accounts on 127.0.0.1, for the AWS CLI, boto3, Terraform "
        "and security scanners.",
    )
    for command in (up, env, status, down):
        group.command()(command)
    app.add_typer(group, name="sandbox")


def up(
    context: typer.Context,
    environment: Annotated[
        list[str] | None,
        typer.Option("--env", metavar="ENV", help="Only stacks of this environment."),
    ] = None,
    port: Annotated[
        int,
        typer.Option(
            "--port", min=0, max=65535, help="Port on 127.0.0.1; 0 takes any that is free."
        ),
    ] = 4599,
    seed: Annotated[
        bool,
        typer.Option(
            "--seed", help="Put in a restore point, an alarm's history and a few objects."
        ),
    ] = False,
) -> None:
    """Deploy the estate into emulated accounts and serve them until `sandbox down`."""
    from groundplan.emulate.sandbox import process
    from groundplan.emulate.sandbox.about import describe
    from groundplan.emulate.select import select
    from groundplan.errors import Problem, StoppedError
    from groundplan.repository import open_repository

    repository = open_repository(context.obj.directory)
    chosen = tuple(environment or ())
    select(repository, (), chosen)
    try:
        with _progress() as telling:
            state = process.up(
                repository.root, environments=chosen, port=port, seed=seed, telling=telling
            )
    except KeyboardInterrupt:
        raise StoppedError(Problem(what="interrupted; nothing is left running")) from None
    _print(describe(state, process.ask_status(state)))
    typer.echo('\nUse it in this shell:\n  eval "$(groundplan sandbox env)"')
    typer.echo(f"  aws sts get-caller-identity --profile {state.profile}")
    typer.echo("End it:\n  groundplan sandbox down")


def env(
    context: typer.Context,
    profile: Annotated[
        str, typer.Option("--profile", metavar="ROLE", help="Account to work in, for example dev.")
    ] = "",
    unset: Annotated[
        bool, typer.Option("--unset", help="Print what takes the shell out of the sandbox again.")
    ] = False,
) -> None:
    """Print exports for `eval`: endpoint, profiles and region of the sandbox."""
    from groundplan.emulate.sandbox import process
    from groundplan.emulate.sandbox.profiles import exports, unsets
    from groundplan.emulate.sandbox.state import Place
    from groundplan.errors import Problem, SandboxError

    if unset:
        typer.echo(unsets())
        return
    state = process.find(context.obj.directory)
    if profile and profile not in state.accounts:
        raise SandboxError(
            Problem(
                what="the sandbox has no such profile",
                where="--profile",
                got=profile,
                allowed=", ".join(state.accounts),
            )
        )
    typer.echo(exports(Place.of(context.obj.directory), state, profile))


def status(context: typer.Context, answer: FormatOption = TextOrJson.text) -> None:
    """Show where the sandbox answers, what is in it, and what it is not."""
    from groundplan.emulate.sandbox import process
    from groundplan.emulate.sandbox.about import describe

    state = process.find(context.obj.directory)
    told = describe(state, process.ask_status(state))
    if answer is TextOrJson.json:
        typer.echo(json.dumps(told, indent=2))
        return
    _print(told)


def down(context: typer.Context) -> None:
    """End the sandbox and forget everything in it."""
    from groundplan.emulate.sandbox import process

    ended = process.down(context.obj.directory)
    typer.echo("The sandbox is gone." if ended else "No sandbox was running.")


def _print(told: dict[str, Any]) -> None:
    typer.echo(f"Sandbox at {told['endpoint']}, process {told['pid']}, since {told['since']}")
    for role, account in told["accounts"].items():
        typer.echo(f"  {role:<12}{account['id']}  {account['resources']:>4} resources")
    if told["seeded"]:
        typer.echo("Seed data: " + ", ".join(told["seeded"]))
    typer.echo(f"{told['calls']} calls answered")
    for name, count in told["not_emulated"].items():
        typer.echo(f"  not emulated: {name}, asked {count} {'time' if count == 1 else 'times'}")
    typer.echo("What it is not:")
    for line in told["is_not"]:
        typer.echo(f"  {line}")


@contextmanager
def _progress() -> "Iterator[Telling]":
    """A line that follows the deployment; where nobody watches, one line per stack."""
    from rich.console import Console
    from rich.status import Status

    console = Console(stderr=True)
    seen: set[str] = set()

    def tell_lines(stack: str, _: int) -> None:
        if stack not in seen:
            seen.add(stack)
            typer.echo(f"deploying {stack}", err=True)

    if not console.is_terminal:
        yield tell_lines
        return
    with Status("starting ...", console=console) as line:
        yield lambda stack, count: line.update(f"deploying {stack}: {count} resources")
