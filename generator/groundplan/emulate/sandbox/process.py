"""Starts and ends the process of a sandbox, and asks it how it does."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import groundplan
from groundplan.emulate.sandbox.state import Place, State, write
from groundplan.errors import Problem, SandboxError

DEFAULT_PORT = 4599
_PATIENCE_SECONDS = 10.0
_STEP_SECONDS = 0.05

Telling = Callable[[str, int], None]
"""Told of progress: stack at work, its resources so far."""


def up(
    root: Path,
    *,
    environments: tuple[str, ...] = (),
    port: int = DEFAULT_PORT,
    seed: bool = False,
    telling: Telling | None = None,
) -> State:
    """Start the sandbox of a repository and wait until it answers.

    Args:
        root: The infra repository.
        environments: Only these; all for none.
        port: Port on loopback; 0 for any free one.
        seed: Whether seed data is wanted.
        telling: Told of progress.

    Raises:
        SandboxError: One is running, or this one could not be started. Nothing is left.
    """
    place = Place.of(root)
    if place.is_held():
        running = place.read()
        raise SandboxError(
            Problem(
                what="a sandbox of this repository is already running",
                where=running.endpoint if running else "",
                fix="use it, or end it with `groundplan sandbox down`",
            )
        )
    place.clear()
    place.make()
    order = {
        "root": str(root.resolve()),
        "environments": list(environments),
        "port": port,
        "seed": seed,
    }
    write(place.order, json.dumps(order))
    with place.log.open("w") as log:
        child = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "groundplan.emulate.sandbox.serve", str(place.folder)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=_environment(),
        )
    try:
        _wait_until_ready(place, child, telling)
    except BaseException:
        _end(child)
        place.clear()
        raise
    # It outlives us by design; without this its object would complain that it still runs.
    child.returncode = 0
    state = place.read()
    assert state is not None, "a server that is ready has written its state"
    return state


def down(root: Path) -> bool:
    """End the sandbox of a repository.

    Returns:
        False if none was running; what a dead one left is removed all the same.
    """
    place = Place.of(root)
    if not place.is_held():
        place.clear()
        return False
    state = place.read()
    if state is not None:
        _ask(state, "POST", f"/_groundplan/stop?token={state.token}")
        for step in (None, signal.SIGTERM, signal.SIGKILL):
            if step is not None:
                _signal(place, state.pid, step)
            if _wait(lambda: not place.is_held()):
                break
    if place.is_held():
        raise SandboxError(
            Problem(
                what="the sandbox does not end", where=str(place.folder), fix=f"see {place.log}"
            )
        )
    place.clear()
    return True


def find(root: Path) -> State:
    """The running sandbox of a repository.

    Raises:
        SandboxError: There is none, it has died, or it is still starting.
    """
    place = Place.of(root)
    state = place.read()
    if state is None:
        stale = place.is_stale()
        raise SandboxError(
            Problem(
                what="the sandbox has died" if stale else "no sandbox is running",
                got=_last_line(place) if stale else "",
                fix="start one with `groundplan sandbox up`",
            )
        )
    if not state.since:
        raise SandboxError(
            Problem(what="the sandbox is still starting", fix="wait for `groundplan sandbox up`")
        )
    return state


def ask_status(state: State) -> dict[str, Any]:
    """What the server itself says.

    Raises:
        SandboxError: It does not answer.
    """
    told = _ask(state, "GET", "/_groundplan/status")
    if told is None:
        raise SandboxError(
            Problem(
                what="the sandbox does not answer",
                where=state.endpoint,
                fix="end it with `groundplan sandbox down`",
            )
        )
    return dict(json.loads(told))


def _environment() -> dict[str, str]:
    """Our own, without what would lead the server to real accounts or another sandbox."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "MOTO_", "WERKZEUG_"))
    }
    here = str(Path(groundplan.__file__).parents[1])
    paths = [here, *filter(None, [kept.get("PYTHONPATH")])]
    return {**kept, "PYTHONPATH": os.pathsep.join(paths)}


def _wait_until_ready(
    place: Place, child: "subprocess.Popen[bytes]", telling: Telling | None
) -> None:
    for event in _events(place, child):
        if event.get("ready"):
            return
        if "error" in event:
            raise SandboxError(Problem(**problem) for problem in event["error"])
        if telling:
            telling(event["stack"], event["count"])
    raise SandboxError(Problem(what="the sandbox ended before it was ready", got=_last_line(place)))


def _events(place: Place, child: "subprocess.Popen[bytes]") -> Iterator[dict[str, Any]]:
    """Events as they come, until the child has ended and none is left."""
    place.events.touch()
    with place.events.open() as file:
        rest = ""
        while True:
            alive = child.poll() is None
            rest += file.read()
            *lines, rest = rest.split("\n")
            for line in lines:
                yield json.loads(line)
            if not alive:
                return
            if not lines:
                time.sleep(_STEP_SECONDS)


def _end(child: "subprocess.Popen[bytes]") -> None:
    child.terminate()
    try:
        child.wait(_PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _signal(place: Place, pid: int, number: int) -> None:
    if place.is_held():
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return


def _wait(is_done: Callable[[], bool]) -> bool:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        if is_done():
            return True
        time.sleep(_STEP_SECONDS)
    return False


def _ask(state: State, method: str, path: str) -> bytes | None:
    connection = http.client.HTTPConnection("127.0.0.1", state.port, timeout=_PATIENCE_SECONDS)
    try:
        connection.request(method, path)
        response = connection.getresponse()
        body = response.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return body if response.status == 200 else None


def _last_line(place: Place) -> str:
    try:
        lines = place.log.read_text(errors="replace").strip().splitlines()
    except OSError:
        return ""
    return lines[-1] if lines else ""
