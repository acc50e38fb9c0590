"""Sandboxes that cannot start, have died, or are interrupted: nothing is left behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from groundplan.emulate.sandbox import process
from groundplan.emulate.sandbox.state import Place, State
from tests.support.commands import Command
from tests.support.repositories import build

ROOT = Path(__file__).resolve().parents[2]
BUCKET = "import pulumi_aws as aws\n\naws.s3.Bucket('uploads', tags={'Owner': 'me'})\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository whose one stack is a bucket."""
    folder = tmp_path / "repository"
    folder.mkdir()
    build(folder, layers={"foundation": {}}, environments=("dev",))
    (folder / "foundation" / "__main__.py").write_text(BUCKET)
    return folder


@pytest.fixture
def groundplan(capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(capsys)


def test_an_unknown_environment_is_named_before_anything_starts(
    groundplan: Command, root: Path
) -> None:
    result = groundplan("-C", root, "sandbox", "up", "--env", "devv")
    assert result.code == 1
    assert result.err == (
        "error: --env: there is no such environment\n"
        "  got: devv\n  allowed: dev\n  fix: did you mean dev?\n"
    )
    assert not (root / ".groundplan").exists()


def test_a_port_in_use_is_told_and_nothing_is_left(groundplan: Command, root: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = groundplan("-C", root, "sandbox", "up", "--port", str(port))
    assert result.code == 1
    assert result.err == (
        "error: --port: cannot listen on the port\n"
        f"  got: {port}: Address already in use\n"
        "  fix: name another one, or --port 0 for any that is free\n"
    )
    assert not (root / ".groundplan").exists()


def test_a_program_that_fails_half_way_shows_its_error_as_ours(
    groundplan: Command, root: Path
) -> None:
    (root / "foundation" / "__main__.py").write_text(f"{BUCKET}\nraise ValueError('half-way')\n")
    result = groundplan("-C", root, "sandbox", "up", "--port", "0")
    assert result.code == 1
    assert "half-way" in result.err
    assert "foundation" in result.err
    assert "Traceback" not in result.err
    assert not (root / ".groundplan").exists()


def test_commands_without_a_sandbox_say_so(groundplan: Command, root: Path) -> None:
    for command in ("env", "status"):
        result = groundplan("-C", root, "sandbox", command)
        assert result.code == 1
        assert result.err == (
            "error: no sandbox is running\n  fix: start one with `groundplan sandbox up`\n"
        )
    result = groundplan("-C", root, "sandbox", "down")
    assert (result.code, result.out) == (0, "No sandbox was running.\n")


def _stale(root: Path) -> Place:
    """What a sandbox leaves that was killed; its number now belongs to this process."""
    place = Place.of(root)
    place.make()
    place.write(State(pid=os.getpid(), port=1, since="2026-01-01T00:00:00+00:00"))
    (place.folder / "lock").touch()
    return place


def test_a_stale_state_with_the_number_of_another_process_is_recognized(
    groundplan: Command, root: Path
) -> None:
    place = _stale(root)
    assert "the sandbox has died" in groundplan("-C", root, "sandbox", "status").err
    assert groundplan("-C", root, "sandbox", "down").out == "No sandbox was running.\n"
    assert not place.folder.exists()


def test_a_sandbox_starts_over_a_stale_one_survives_its_terminal_and_ends(root: Path) -> None:
    _stale(root)
    state = process.up(root, port=0)
    assert os.getsid(state.pid) == state.pid != os.getsid(0)
    assert process.ask_status(state)["resources"] == 1
    assert process.down(root) is True
    with pytest.raises(ProcessLookupError):
        _wait_for_end(state.pid)
    assert not (root / ".groundplan").exists()


def test_a_sandbox_that_was_killed_is_told_dead(groundplan: Command, root: Path) -> None:
    state = process.up(root, port=0)
    os.kill(state.pid, signal.SIGKILL)
    until = time.monotonic() + 10
    while Place.of(root).is_held() and time.monotonic() < until:
        time.sleep(0.05)
    assert "the sandbox has died" in groundplan("-C", root, "sandbox", "status").err
    assert process.down(root) is False


def test_ctrl_c_while_starting_ends_the_server_and_leaves_nothing(root: Path) -> None:
    waiting = f"{BUCKET}\nimport time\n\ntime.sleep(60)\n"
    (root / "foundation" / "__main__.py").write_text(waiting)
    command = subprocess.Popen(
        [sys.executable, "-m", "groundplan", "-C", str(root), "sandbox", "up", "--port", "0"],
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'generator'}"},
        stderr=subprocess.PIPE,
        text=True,
    )
    place = Place.of(root)
    state = None
    until = time.monotonic() + 60
    while state is None and time.monotonic() < until:
        state = place.read()
        time.sleep(0.05)
    assert state is not None
    command.send_signal(signal.SIGINT)
    _, told = command.communicate(timeout=30)
    assert command.returncode == 130
    assert told.endswith("error: interrupted; nothing is left running\n")
    assert not (root / ".groundplan").exists()
    with pytest.raises(ProcessLookupError):
        _wait_for_end(state.pid)


def test_a_damaged_state_file_is_no_running_sandbox(root: Path) -> None:
    place = Place.of(root)
    place.make()
    (place.folder / "state.json").write_text(json.dumps({"pid": 1})[:-2])
    with place.hold() or pytest.fail("the lock is free"):
        assert place.read() is None
    assert place.is_stale()


def _wait_for_end(pid: int) -> None:
    """Raises ProcessLookupError when the process is gone."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        os.kill(pid, 0)
        if Path(f"/proc/{pid}/stat").exists() and " Z " in Path(f"/proc/{pid}/stat").read_text():
            raise ProcessLookupError
        time.sleep(0.05)
