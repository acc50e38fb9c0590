"""The cache of plans: an unchanged stack is not run again, a changed one always is."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from groundplan.engine import cache, execute
from groundplan.engine.estate import preview
from groundplan.engine.plan import Estate
from groundplan.engine.program import Program, Ran
from groundplan.repository import open_repository
from tests.support.repositories import build

FOUNDATION = """
import pulumi
import pulumi_aws as aws
from stacks import config

settings = config.load()
queue = aws.sqs.Queue("jobs", visibility_timeout_seconds=30)
pulumi.export("url", queue.url)
"""
APPLICATION = """
import pulumi
import pulumi_aws as aws

environment = pulumi.get_stack()
foundation = pulumi.StackReference(f"organization/foundation/{environment}")
aws.sns.Topic("where", display_name=foundation.get_output("url"))
"""

Runs = Callable[[], list[str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two stacks, the second reading the first, and an empty cache."""
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "kept"))
    (tmp_path / "repository").mkdir()
    made = build(tmp_path / "repository", environments=("dev",))
    write(made, "foundation", FOUNDATION)
    write(made, "application", APPLICATION)
    return made


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stacks whose programs really ran, in order."""
    stacks: list[str] = []
    real = execute.execute

    def noted(program: Program, *arguments: object) -> Ran:
        found = real(program, *arguments)  # type: ignore[arg-type]
        stacks.append(program.stack)
        return found

    monkeypatch.setattr(execute, "execute", noted)
    return stacks


def write(folder: Path, layer: str, text: str) -> None:
    (folder / layer / "__main__.py").write_text(text)


def run(folder: Path, *names: str) -> Estate:
    return preview(open_repository(folder), names)


def test_an_unchanged_repository_runs_nothing_and_gives_the_same_estate(
    folder: Path, ran: list[str]
) -> None:
    first = run(folder)
    assert ran == ["foundation/dev", "application/dev"]
    assert run(folder) == first
    assert len(ran) == 2


def test_prose_and_tests_of_the_repository_change_no_plan(folder: Path, ran: list[str]) -> None:
    run(folder)
    (folder / "README.md").write_text("new words")
    (folder / "docs").mkdir()
    (folder / "docs" / "page.txt").write_text("new words")
    run(folder)
    assert len(ran) == 2


@pytest.mark.parametrize("file", ["constraints.txt", "assets/dashboard.json"])
def test_any_other_file_of_the_repository_runs_every_stack_again(
    folder: Path, ran: list[str], file: str
) -> None:
    run(folder)
    (folder / file).parent.mkdir(exist_ok=True)
    (folder / file).write_text("{}")
    run(folder)
    assert len(ran) == 4


def test_a_changed_program_runs_alone_while_what_it_gives_stays_the_same(
    folder: Path, ran: list[str]
) -> None:
    run(folder)
    write(folder, "foundation", FOUNDATION.replace("=30", "=60"))
    estate = run(folder)
    assert ran[2:] == ["foundation/dev"]
    assert estate["foundation/dev"]["jobs"].inputs["visibilityTimeoutSeconds"] == 60


def test_a_stack_runs_again_when_what_it_reads_has_changed(folder: Path, ran: list[str]) -> None:
    run(folder)
    write(folder, "foundation", FOUNDATION.replace('"jobs"', '"tasks"'))
    estate = run(folder)
    assert ran[2:] == ["foundation/dev", "application/dev"]
    assert "tasks" in estate["application/dev"]["where"].inputs["displayName"]


def test_a_changed_config_runs_its_stack_again(folder: Path, ran: list[str]) -> None:
    run(folder)
    file = folder / "foundation" / "Pulumi.dev.yaml"
    file.write_text(file.read_text().replace("eu-west-1", "us-west-2"))
    estate = run(folder, "foundation/dev")
    assert ran[2:] == ["foundation/dev"]
    assert estate["foundation/dev"].region == "us-west-2"


def test_a_stack_read_from_the_cache_brings_what_it_reads_as_its_neighbour(
    folder: Path, ran: list[str]
) -> None:
    first = run(folder, "application/dev")
    again = run(folder, "application/dev")
    assert len(ran) == 2
    assert again == first
    assert [plan.stack for plan in again.neighbours] == ["foundation/dev"]


def test_a_stack_with_a_secret_output_and_its_readers_are_never_kept(
    folder: Path, ran: list[str], tmp_path: Path
) -> None:
    secret = FOUNDATION.replace("queue.url", 'pulumi.Output.secret("hunter2-never-on-disk")')
    write(folder, "foundation", secret)
    run(folder)
    run(folder)
    assert ran == ["foundation/dev", "application/dev"] * 2
    kept = tmp_path / "kept"
    assert not kept.exists() or not any(kept.iterdir())


def test_a_failing_program_fails_every_time(folder: Path) -> None:
    write(folder, "foundation", FOUNDATION + "raise ValueError('broken')\n")
    for _ in range(2):
        with pytest.raises(Exception, match="broken"):
            run(folder)


def test_a_damaged_entry_is_run_again(folder: Path, ran: list[str], tmp_path: Path) -> None:
    run(folder)
    for damage in ("", "[]", '{"plan": {}}', "{"):
        for file in (tmp_path / "kept").iterdir():
            file.write_text(damage)
        run(folder)
    assert len(ran) == 10


def test_a_cache_that_cannot_be_written_is_no_error(
    folder: Path, ran: list[str], tmp_path: Path
) -> None:
    (tmp_path / "kept").write_text("a file where the folder should be")
    run(folder)
    run(folder)
    assert len(ran) == 4


def test_the_cache_can_be_switched_off(
    folder: Path, ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(cache.VARIABLE, "off")
    run(folder)
    run(folder)
    assert len(ran) == 4


def test_plans_unused_for_longest_go_first(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(folder)
    kept = tmp_path / "kept"
    for file in kept.iterdir():
        os.utime(file, (1, 1))
    old = set(kept.iterdir())
    monkeypatch.setattr(cache, "KEPT", 2)
    (folder / "constraints.txt").write_text("pulumi==0.0.0")
    run(folder)
    assert len(set(kept.iterdir())) == 2
    assert not old & set(kept.iterdir())


def test_a_link_to_a_folder_it_stands_in_does_not_hang(folder: Path, ran: list[str]) -> None:
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    run(folder)
    assert len(ran) == 2


def test_a_file_from_elsewhere_that_a_program_reads_runs_it_again(
    folder: Path, ran: list[str], tmp_path: Path
) -> None:
    elsewhere = tmp_path / "sizes.json"
    elsewhere.write_text("30")
    body = f"import pathlib\nseconds = int(pathlib.Path({str(elsewhere)!r}).read_text())\n"
    write(folder, "foundation", body + FOUNDATION.replace("=30", "=seconds"))
    run(folder)
    run(folder)
    assert len(ran) == 2
    elsewhere.write_text("60")
    estate = run(folder)
    assert estate["foundation/dev"]["jobs"].inputs["visibilityTimeoutSeconds"] == 60


def test_prose_that_a_program_reads_after_all_runs_it_again(folder: Path, ran: list[str]) -> None:
    (folder / "sizes.md").write_text("30")
    body = "import pathlib\nseconds = int(pathlib.Path(__file__).parents[1].joinpath('sizes.md').read_text())\n"  # noqa: E501
    write(folder, "foundation", body + FOUNDATION.replace("=30", "=seconds"))
    run(folder)
    (folder / "sizes.md").write_text("60")
    estate = run(folder)
    assert estate["foundation/dev"]["jobs"].inputs["visibilityTimeoutSeconds"] == 60


@pytest.mark.parametrize("read", ["os.environ['SECONDS_HIDDEN']", "os.getenv('SECONDS_HIDDEN')"])
def test_an_environment_variable_that_a_program_reads_runs_it_again(
    folder: Path, ran: list[str], monkeypatch: pytest.MonkeyPatch, read: str
) -> None:
    write(folder, "foundation", "import os\n" + FOUNDATION.replace("=30", f"=int({read})"))
    monkeypatch.setenv("SECONDS_HIDDEN", "30")
    run(folder)
    run(folder)
    assert len(ran) == 2
    monkeypatch.setenv("SECONDS_HIDDEN", "60")
    estate = run(folder)
    assert estate["foundation/dev"]["jobs"].inputs["visibilityTimeoutSeconds"] == 60


def test_a_program_that_calls_another_one_is_never_kept(folder: Path, ran: list[str]) -> None:
    body = "import subprocess, sys\nsubprocess.run([sys.executable, '-c', ''], check=True)\n"
    write(folder, "foundation", body + FOUNDATION)
    run(folder)
    run(folder)
    assert ran == ["foundation/dev", "application/dev"] * 2


def test_values_of_the_environment_never_stand_in_the_cache(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN_OF_SOMEBODY", "hunter2-never-on-disk")
    write(folder, "foundation", "import os\nos.environ['TOKEN_OF_SOMEBODY']\n" + FOUNDATION)
    run(folder)
    kept = "".join(file.read_text() for file in (tmp_path / "kept").iterdir())
    assert "TOKEN_OF_SOMEBODY" in kept
    assert "hunter2" not in kept


def test_components_changed_while_the_process_lives_are_imported_again(
    folder: Path, ran: list[str]
) -> None:
    own = folder / "stacks"
    own.unlink()
    own.mkdir()
    (own / "__init__.py").write_text("")
    (own / "config.py").write_text("SECONDS = 30\n\ndef load():\n    return SECONDS\n")
    write(folder, "foundation", FOUNDATION.replace("=30", "=settings"))
    run(folder)
    (own / "config.py").write_text("SECONDS = 600\n\ndef load():\n    return SECONDS\n")
    estate = run(folder)
    assert estate["foundation/dev"]["jobs"].inputs["visibilityTimeoutSeconds"] == 600
