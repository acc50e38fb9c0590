"""``groundplan demo``: the whole road once, with a realistic application."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from groundplan.engine.plan import Estate


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(
    context: typer.Context,
    destination: Annotated[
        Path, typer.Argument(metavar="DEST", help="Folder to write; it must not exist.")
    ] = Path("acme-infra"),
    answers: Annotated[
        Path | None,
        typer.Option("--answers", metavar="FILE", help="Another application's answers."),
    ] = None,
) -> None:
    """Take an example application from answers to a tested repository, offline."""
    from rich.console import Console

    from groundplan.answers import check, read_file
    from groundplan.blueprints import examples, template_source
    from groundplan.render import render

    console = Console(highlight=False)
    target = context.obj.directory / destination
    file = context.obj.directory / answers if answers else examples()["saas"]
    checked = check(read_file(file)).to_data()

    _step(console, 1, f"Write the infrastructure repository {target} from {file.name}")
    render(checked, target, source=template_source())
    console.print(f"   {sum(1 for p in target.rglob('*') if p.is_file())} files")

    _step(console, 2, "Preview every stack: no AWS account, no Pulumi, no network")
    _preview(console, target)

    _step(console, 3, "Deploy every stack into emulated AWS accounts and read it back")
    estate = _emulate(console, target)

    _step(console, 4, "Run the repository's own tests")
    failed = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider"],
        cwd=target,
        check=False,
    ).returncode
    if failed:
        console.print("The repository's tests failed; what they say stands above.")
        raise typer.Exit(1)

    from groundplan.report.summary import print_summary

    print_summary(estate, target, console, command=_command())


def _command() -> str:
    """How to start this program again: by its name only where the shell finds it by that."""
    if shutil.which("groundplan"):
        return "groundplan"
    started = Path(sys.argv[0])
    return f"{sys.executable} -m groundplan" if started.suffix == ".py" else str(started)


def _step(console: "Console", number: int, text: str) -> None:
    console.print(f"\n[bold]{number}/4 {text}[/bold]", soft_wrap=True)


def _preview(console: "Console", target: Path) -> None:
    from groundplan.cli.progress import stack_progress
    from groundplan.engine.estate import preview
    from groundplan.report.terminal import print_counts
    from groundplan.repository import open_repository

    with stack_progress("previewing") as progress:
        estate = preview(open_repository(target), progress=progress)
    print_counts(estate, console)


def _emulate(console: "Console", target: Path) -> "Estate":
    from groundplan.cli.progress import stack_progress
    from groundplan.emulate.deploy import deploy
    from groundplan.repository import open_repository, placeholder_accounts, programs

    repository = open_repository(target)
    made_up = placeholder_accounts(repository.stacks)
    with (
        stack_progress("deploying") as progress,
        deploy(
            programs(repository, repository.stacks), placeholders=made_up, progress=progress
        ) as deployment,
    ):
        told = deployment.report.to_json()
    made, leaves = told["resources"], told["inputs"]
    console.print(
        f"   {made['emulated']} of {made['total']} resources emulated, {made['read_back']} read "
        f"back and equal; of their inputs {leaves['sent']} were sent, {leaves['provider_only']} "
        f"concern the provider only, {leaves['not_emulated']} cannot be emulated",
        soft_wrap=True,
    )
    return deployment.estate
