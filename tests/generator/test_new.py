"""``groundplan new``: what it writes, what it refuses, and that a failure leaves nothing."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from groundplan import render as rendering
from groundplan.blueprints import template_source
from groundplan.errors import TemplateError
from groundplan.repository import open_repository
from tests.support.commands import Command
from tests.support.repositories import ROOT

SAAS = ROOT / "blueprints/web_app/examples/saas.yml"


@pytest.fixture
def groundplan(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Command:
    monkeypatch.chdir(tmp_path)
    return Command(capsys)


@pytest.fixture
def unwritable(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o500)
    yield folder
    folder.chmod(0o700)


def test_an_answers_file_becomes_a_repository(groundplan: Command, tmp_path: Path) -> None:
    result = groundplan("new", "infra", "--answers", SAAS)
    assert result.code == 0, result.err
    assert "Wrote infra" in result.out
    assert "groundplan -C infra preview" in result.out
    stacks = [stack.name for stack in open_repository(tmp_path / "infra").stacks]
    assert sorted(stacks) == sorted(
        [
            "organization/main",
            "recovery/main",
            "security/main",
            *(
                f"{layer}/{environment}"
                for layer in ("foundation", "application")
                for environment in ("dev", "staging", "prod")
            ),
        ]
    )
    assert [path.name for path in tmp_path.iterdir()] == ["infra"]


def test_settings_win_over_the_file(groundplan: Command, tmp_path: Path) -> None:
    answers = tmp_path / "answers.yml"
    answers.write_text("organization: fromfile\napp: fromfile\n")
    result = groundplan("new", "infra", "--answers", answers, "--set", "app=shop")
    assert result.code == 0, result.err
    read = open_repository(tmp_path / "infra").answers
    assert (read["organization"], read["app"]) == ("fromfile", "shop")


def test_defaults_are_named_where_nobody_answered(groundplan: Command) -> None:
    result = groundplan("new", "infra", "--set", "app=shop")
    assert result.code == 0, result.err
    assert "Not answered, so the default stands:\n  organization: acme\n  domain:" in result.out


def test_the_folder_before_the_command_is_where_paths_start(
    groundplan: Command, tmp_path: Path
) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work/a.yml").write_text("app: shop\n")
    result = groundplan("-C", tmp_path / "work", "new", "infra", "--answers", "a.yml")
    assert result.code == 0, result.err
    assert open_repository(tmp_path / "work/infra").answers["app"] == "shop"


def test_missing_parents_are_made(groundplan: Command, tmp_path: Path) -> None:
    assert groundplan("new", "a/b/infra", "--defaults").code == 0
    assert open_repository(tmp_path / "a/b/infra").answers["app"] == "app"


def test_an_empty_folder_is_filled(groundplan: Command, tmp_path: Path) -> None:
    (tmp_path / "infra").mkdir()
    assert groundplan("new", "infra", "--defaults").code == 0
    assert (tmp_path / "infra/README.md").is_file()


def test_a_second_run_into_the_same_folder_is_refused(groundplan: Command, tmp_path: Path) -> None:
    assert groundplan("new", "infra", "--defaults").code == 0
    before = _contents(tmp_path)
    result = groundplan("new", "infra", "--defaults", "--set", "app=other")
    assert result.code == 1
    assert result.err.startswith("error: infra: is not empty\n")
    assert _contents(tmp_path) == before


def test_a_destination_that_is_a_file_is_refused(groundplan: Command, tmp_path: Path) -> None:
    (tmp_path / "infra").write_text("mine")
    result = groundplan("new", "infra", "--defaults")
    assert result.code == 1
    assert "infra: is not a folder" in result.err
    assert (tmp_path / "infra").read_text() == "mine"


def test_a_destination_below_a_file_is_refused(groundplan: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    result = groundplan("new", "file/infra", "--defaults")
    assert result.code == 1
    assert "is not a folder" in result.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_parent_that_cannot_be_written_is_refused(groundplan: Command, unwritable: Path) -> None:
    result = groundplan("new", unwritable / "infra", "--defaults")
    assert result.code == 1
    assert "cannot be written to" in result.err


def test_a_parent_without_write_permission_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(TemplateError, match="cannot be written to"):
        rendering.check_destination(tmp_path / "infra")


def test_wrong_answers_write_nothing_and_show_every_problem(
    groundplan: Command, tmp_path: Path
) -> None:
    result = groundplan(
        "new", "infra", "--defaults", "--set", "region=us-west-1", "--set", "organisation=acme"
    )
    assert result.code == 1
    assert "error: organisation: is not a question" in result.err
    assert "error: region: lacks a service" in result.err
    assert "fix: the nearest one is us-west-2" in result.err
    assert "2 problems" in result.err
    assert "Traceback" not in result.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["", "- a\n", "a: [\n"])
def test_an_answers_file_that_is_none_writes_nothing(
    groundplan: Command, tmp_path: Path, content: str
) -> None:
    (tmp_path / "answers.yml").write_text(content)
    result = groundplan("new", "infra", "--answers", "answers.yml")
    assert result.code == 1
    assert result.err.startswith("error: answers.yml: is ")
    assert not (tmp_path / "infra").exists()


def test_a_setting_without_a_value_is_a_usage_error(groundplan: Command) -> None:
    result = groundplan("new", "infra", "--set", "app")
    assert result.code == 2
    assert "'app' is not question=answer" in result.err


def test_no_destination_is_a_usage_error(groundplan: Command) -> None:
    assert groundplan("new", "--defaults").code == 2


def test_the_schema_of_an_answers_file_is_printed(groundplan: Command, tmp_path: Path) -> None:
    result = groundplan("new", "--schema")
    schema = json.loads(result.out)
    assert result.code == 0
    assert schema["additionalProperties"] is False
    assert {"organization", "services", "critical_flows"} <= set(schema["properties"])


# Copier leaves its directory scan open when a file in it cannot be rendered.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_template_that_cannot_be_rendered_leaves_nothing(
    groundplan: Command, tmp_path: Path
) -> None:
    template = _small_template(tmp_path / "template")
    (template / "blueprints/web_app/template/b.md.jinja").write_text("{{ nobody_asked_this }}")
    result = groundplan("new", "deep/infra", "--defaults", "--template", template)
    assert result.code == 1
    assert "the template cannot be rendered: 'nobody_asked_this' is undefined" in result.err
    assert "Traceback" not in result.err
    assert [path.name for path in tmp_path.iterdir()] == ["template"]


def test_an_interrupted_run_leaves_nothing(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\n"
        "from groundplan import render\n"
        "original = render._run\n"
        "def interrupted(source, destination, **options):\n"
        "    destination.mkdir()\n"
        "    (destination / 'half').write_text('written')\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    return original(source, destination, **options)\n"
        "render._run = interrupted\n"
        "sys.argv = ['groundplan', 'new', 'deep/infra', '--defaults']\n"
        "from groundplan.__main__ import main\n"
        "main()\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert result.returncode in (130, -signal.SIGINT)
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_template_with_changes_makes_no_noise_and_says_what_it_costs(
    tmp_path: Path, groundplan: Command, recwarn: pytest.WarningsRecorder
) -> None:
    template = _small_template(tmp_path / "template")
    assert groundplan("new", "clean", "--defaults", "--template", template).err == ""
    (template / "blueprints/web_app/template/new.md").write_text("changed")
    result = groundplan("new", "dirty", "--defaults", "--template", template)
    assert result.code == 0
    assert result.err == ("note: the template has no commit for this, so updates cannot find it\n")
    assert (tmp_path / "dirty/new.md").read_text() == "changed"
    assert [str(w.message) for w in recwarn if "Dirty" in str(w.message)] == []


def _small_template(folder: Path) -> Path:
    """A template of one file in a git repository of its own, without a user's git config."""
    (folder / "blueprints/web_app/template").mkdir(parents=True)
    (folder / "blueprints/web_app/template/a.md").write_text("fine")
    shutil.copy(ROOT / "copier.yml", folder)
    shutil.copy(ROOT / "blueprints/web_app/questions.yml", folder / "blueprints/web_app")
    for command in (
        ["init", "--quiet"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "x"],
    ):
        subprocess.run(["git", *command], cwd=folder, check=True, capture_output=True)
    return folder


def test_the_template_is_this_checkout() -> None:
    assert template_source() == str(ROOT)


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "sys.argv = ['groundplan', 'new', '--help']\n"
        "from groundplan.__main__ import run\n"
        "assert run() == 0\n"
        "heavy = {'copier', 'groundplan.answers', 'pulumi', 'boto3', 'moto'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
