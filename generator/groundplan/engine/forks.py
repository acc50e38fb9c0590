"""The other process of `apart`: imports Pulumi once, then forks for each program."""

import gc
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

from groundplan.engine.cloud import Answer, Registration
from groundplan.engine.execute import execute, import_path
from groundplan.engine.plan import Resource
from groundplan.engine.program import Outputs, Program, Ran
from groundplan.engine.schema import facts
from groundplan.engine.sdk import load, load_on_demand
from groundplan.engine.wire import Begin, Create, Failed, Invoke, Told, portable, receive, send

_IMPORTED = ("pulumi", "stacks")


def serve(file: int) -> None:
    """Run programs for the process at the other end of a socket, until that ends.

    Args:
        file: File descriptor of this end.
    """
    load_on_demand()
    gc.disable()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    control = Connection(file)
    while True:
        try:
            program: Program = control.recv()
        except (EOFError, ConnectionError):
            os._exit(0)
        _fork(control, program)


def _fork(control: Connection, program: Program) -> None:
    """Start a program; come back once it has something to ask, so that one is built at a time."""
    ours, theirs = socket.socketpair()
    at_question, asks = os.pipe()
    with ours, theirs:
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            control.close()
            theirs.close()
            os.close(at_question)
            _run(program, _Asking(Connection(ours.detach()), partial(_at_question, asks)))
            os._exit(0)
        os.close(asks)
        with socket.socket(fileno=os.dup(control.fileno())) as channel:
            socket.send_fds(channel, [b"p"], [theirs.fileno()])
    with os.fdopen(at_question) as told:
        _load_for_the_next(program, told.read().split())


def _at_question(asks: int) -> None:
    """Say that a program is built, and what it has imported for that."""
    with os.fdopen(asks, "w") as told:
        told.write(" ".join(name for name in sys.modules if name.startswith(_IMPORTED)))


def _load_for_the_next(program: Program, modules: Iterable[str]) -> None:
    """Import what a program needed: the next one needs most of it, and a fork has it already.

    What cannot be imported fails again in the program that needs it, which says so.
    """
    with import_path(program.root), suppress(Exception):
        for module in modules:
            if module not in sys.modules:
                load(module)
    gc.freeze()


def _run(program: Program, cloud: "_Asking") -> None:
    # The other end may be gone; then nobody waits for an answer.
    with suppress(ConnectionError, EOFError):
        try:
            answer: Ran | Failed = execute(program, cloud, cloud.before, cloud.tell)
        except Exception as error:
            answer = Failed(portable(error))
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        cloud.end(answer)


class _Asking:
    """The `Cloud` of a program, and all else it gets from the first process."""

    def __init__(self, pipe: Connection, ready: Callable[[], None]) -> None:
        self.before = _Before(self)
        self._pipe = pipe
        self._ready = ready
        self._begun: Begin | None = None
        self._known: set[str] = set()
        # Registrations come from Pulumi's worker, some function calls from the program itself.
        self._one_at_a_time = threading.RLock()

    def create(self, registration: Registration) -> Answer:
        """Have the resource made there."""
        token = registration.type
        known = None if token in self._known else facts(token)
        self._known.add(token)
        answer: Answer = self._ask(Create(registration, known))
        return answer

    def invoke(
        self, token: str, arguments: Mapping[str, Any], *, account: str, region: str
    ) -> Mapping[str, Any]:
        """Have the function answered there."""
        answer: Mapping[str, Any] = self._ask(Invoke(token, arguments, account, region))
        return answer

    def tell(self, stack: str, resource: Resource) -> None:
        """Pass on the progress, where somebody watches."""
        if self.begin().progress:
            with self._one_at_a_time:
                send(self._pipe, Told(stack, resource))

    def begin(self) -> Begin:
        """Wait until it is this program's turn."""
        with self._one_at_a_time:
            if self._begun is None:
                self._ready()
                self._begun = receive(self._pipe)
            return self._begun

    def end(self, answer: Ran | Failed) -> None:
        """Give what came of the program."""
        self.begin()
        send(self._pipe, answer)

    def _ask(self, message: Create | Invoke) -> Any:
        self.begin()
        with self._one_at_a_time:
            send(self._pipe, message)
            answer = receive(self._pipe)
        if isinstance(answer, Failed):
            raise answer.error
        return answer


class _Before(Mapping[str, Outputs]):
    """What ran before a program: known when it is its turn."""

    def __init__(self, asking: _Asking) -> None:
        self._asking = asking

    def __getitem__(self, stack: str) -> Outputs:
        return self._asking.begin().before[stack]

    def __iter__(self) -> Iterator[str]:
        return iter(self._asking.begin().before)

    def __len__(self) -> int:
        return len(self._asking.begin().before)
