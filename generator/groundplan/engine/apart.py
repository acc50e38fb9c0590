"""Runs programs in processes of their own, beside the one that answers them.

Pulumi with its programs and the emulated accounts are two halves of equal weight. In one
process they take turns. Here the programs run beside: what they register and ask comes over
a pipe to the `Cloud` in this process. A program builds its resources before it asks for the
first of them, so while one is answered the next ones are built, and this process finds them
waiting.

    this process          the other one: imports Pulumi, then forks for each program
    ------------          ----------------------------------------------------------
    expect(programs) ---> builds the first up to its first question, then the next ...
    run(program)     <--> goes on with that one: question, answer, ... what it gave

Which program is answered when, and in which order it asks, is the same as in one process.
"""

import os
import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from groundplan.engine import schema
from groundplan.engine.cloud import Cloud
from groundplan.engine.here import here
from groundplan.engine.program import Outputs, Program, Progress, Ran, Runner
from groundplan.engine.wire import Begin, Create, Failed, Invoke, Told, portable, receive, send
from groundplan.errors import PlanError, Problem

_START = """\
import sys
sys.path[:] = sys.argv[2:]
from groundplan.engine.forks import serve
serve(int(sys.argv[1]))
"""


@contextmanager
def apart() -> Iterator[Runner]:
    """What runs programs beside this process, for as long as the context lasts.

    The other process starts, and imports Pulumi, while this one goes on. Where nothing is
    won by that (Pulumi is loaded here already, one processor) or it is not known to be safe
    (to fork a process with native libraries in it, outside Linux), programs run in this one.
    """
    if "pulumi" in sys.modules or sys.platform != "linux" or (os.cpu_count() or 1) < 2:
        yield here
        return
    with beside() as run:
        yield run


@contextmanager
def beside() -> Iterator[Runner]:
    """What runs programs in other processes, whether anything is won by it or not."""
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-P", "-c", _START, str(theirs.fileno()), *sys.path]
    # In a group of its own, Ctrl-C reaches this process only, which ends them all in order.
    with (
        ours,
        subprocess.Popen(  # noqa: S603 (this Python, this package)
            command, pass_fds=[theirs.fileno()], process_group=0
        ) as process,
    ):
        theirs.close()
        try:
            yield _Apart(ours)
        finally:
            # They hold nothing that wants to be put away.
            os.killpg(process.pid, signal.SIGKILL)


_Key = tuple[Path, str]


def _key(program: Program) -> _Key:
    return program.root, program.stack


class _Apart:
    """A `Runner`: the end of it in this process."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._coming: deque[_Key] = deque()
        self._there: dict[_Key, Connection] = {}

    def expect(self, programs: Sequence[Program]) -> None:
        """Have them built ahead, in this order."""
        with Connection(os.dup(self._control.fileno())) as control:
            for program in programs:
                control.send(program)
        self._coming.extend(_key(program) for program in programs)

    def __call__(
        self,
        program: Program,
        cloud: Cloud,
        before: Mapping[str, Outputs],
        progress: Progress | None,
    ) -> Ran:
        """Answer a program until it has ended."""
        try:
            with self._pipe(program) as pipe:
                send(pipe, Begin(before, progress is not None))
                return _serve_program(pipe, cloud, progress)
        except (EOFError, ConnectionError):
            raise _ended(program) from None

    def _pipe(self, program: Program) -> Connection:
        key = _key(program)
        if key not in self._there and key not in self._coming:
            self.expect([program])
        while key not in self._there:
            _, files, _, _ = socket.recv_fds(self._control, 1, 1)
            if not files:
                raise EOFError
            self._there[self._coming.popleft()] = Connection(files[0])
        return self._there.pop(key)


def _serve_program(pipe: Connection, cloud: Cloud, progress: Progress | None) -> Ran:
    while True:
        match receive(pipe):
            case Create(registration, known):
                if known is not None:
                    schema.learn(registration.type, known)
                _answer(pipe, partial(cloud.create, registration))
            case Invoke(token, arguments, account, region):
                asked = partial(cloud.invoke, token, arguments, account=account, region=region)
                _answer(pipe, asked)
            case Told(stack, resource):
                if progress is not None:
                    progress(stack, resource)
            case Failed(error):
                raise error
            case Ran() as ran:
                return ran


def _answer(pipe: Connection, ask: Callable[[], Any]) -> None:
    try:
        answer = ask()
    except Exception as error:
        answer = Failed(portable(error))
    send(pipe, answer)


def _ended(program: Program) -> PlanError:
    return PlanError(
        Problem(
            what="the process that runs the program ended before the program did",
            where=program.stack,
            fix="a program must not end its process; if it does not, memory ran out: look for "
            "`Out of memory` in the system's log",
        )
    )
