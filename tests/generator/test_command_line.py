"""The command line as a person meets it: exit codes, streams, no traceback."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from groundplan import __version__
from groundplan.cli.app import build_app
from groundplan.errors import UserError
from tests.support.repositories import build


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield build(tmp_path_factory.mktemp("repository"), environments=("dev",))


def run(*words: str) -> Result:
    return CliRunner().invoke(build_app(), list(words))


def whole_process(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "groundplan", *words],
        cwd=cwd,
        env={"PYTHONPATH": str(Path(__file__).parents[2] / "generator"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_names_every_command_and_says_what_it_does() -> None:
    shown = run("--help").stdout
    for command in build_app().registered_commands:
        assert command.callback is not None
        assert command.callback.__doc__, command.callback
        assert (command.name or command.callback.__name__) in shown


def test_version_is_printed() -> None:
    assert run("--version").stdout.strip() == __version__


def test_json_has_the_promised_shape_and_nothing_but_json_on_standard_output(folder: Path) -> None:
    result = run("-C", str(folder), "preview", "--format", "json")
    assert result.exit_code == 0
    stacks = json.loads(result.stdout)["stacks"]
    assert [s["name"] for s in stacks] == ["application/dev", "foundation/dev"]
    for stack in stacks:
        assert set(stack) >= {"name", "account", "region", "resources", "outputs"}
        names = {r["name"] for r in stack["resources"]}
        for resource in stack["resources"]:
            assert set(resource) >= {
                "type",
                "name",
                "parent",
                "region",
                "inputs",
                "depends_on",
                "protect",
            }
            assert set(resource["depends_on"]) <= names
            assert resource["parent"] in {*names, ""}


def test_the_tree_names_counts_and_what_holds_data(folder: Path) -> None:
    shown = run("-C", str(folder), "preview", "--stack", "foundation/dev").stdout
    assert "foundation/dev  account 444444444444" in shown
    assert "holds data: database-instance, postgres 17" in " ".join(shown.split())
    assert "1 stack, " in shown


def test_a_stack_alone_is_judged_with_the_stacks_it_reads(folder: Path) -> None:
    result = run("-C", str(folder), "preview", "--stack", "application/dev", "--format", "json")
    told = json.loads(result.stdout)
    assert [s["name"] for s in told["stacks"]] == ["application/dev"]
    assert [f for f in told["findings"] if f["severity"] == "error"] == []
    assert result.exit_code == 0


def test_what_aws_would_refuse_is_told_and_fails_the_preview(tmp_path: Path) -> None:
    bad = build(tmp_path, environments=("dev",))
    (bad / "foundation" / "__main__.py").write_text(
        "import pulumi_aws as aws\n\n"
        "aws.sqs.Queue('jobs', name='jobs', visibility_timeout_seconds=99999)\n"
    )
    result = run("-C", str(bad), "preview", "--stack", "foundation/dev")
    assert result.exit_code == 1
    shown = " ".join(result.stdout.split())
    assert "error: foundation/dev: jobs.visibilityTimeoutSeconds" in shown
    assert "got: 99999" in shown
    assert "AWS says:" in shown


def test_a_users_mistake_ends_with_1_on_standard_error_and_no_traceback(folder: Path) -> None:
    done = whole_process("preview", "--stack", "foundation/prd", cwd=folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert "did you mean" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words", [("previev",), ("preview", "--formt", "json"), ("-C", "/nowhere", "preview")]
)
def test_a_misused_command_line_ends_with_2(words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


def test_a_folder_that_is_no_repository_is_told_so(tmp_path: Path) -> None:
    result = run("-C", str(tmp_path), "preview")
    assert isinstance(result.exception, UserError)
    assert "is not an infrastructure repository" in str(result.exception)
