"""What programs in another process and this one say to each other, and how it gets there."""

import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from groundplan.engine.cloud import Registration
from groundplan.engine.plan import Resource
from groundplan.engine.program import Outputs
from groundplan.engine.schema import TypeFacts


@dataclass(frozen=True, slots=True)
class Begin:
    """To a program: it is your turn."""

    before: Mapping[str, Outputs]
    progress: bool


@dataclass(frozen=True, slots=True)
class Create:
    """From a program: `Cloud.create`, with what is known of a type the first time."""

    registration: Registration
    known: TypeFacts | None


@dataclass(frozen=True, slots=True)
class Invoke:
    """From a program: `Cloud.invoke`."""

    token: str
    arguments: Mapping[str, Any]
    account: str
    region: str


@dataclass(frozen=True, slots=True)
class Told:
    """From a program: progress, which nobody answers."""

    stack: str
    resource: Resource


@dataclass(frozen=True, slots=True)
class Failed:
    """In either direction: what was raised instead of an answer."""

    error: Exception


def send(pipe: Connection, message: object) -> None:
    """Send a message."""
    # Not `pipe.send`: it looks for reductions of sockets and the like in each value.
    pipe.send_bytes(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))


def receive(pipe: Connection) -> Any:
    """Wait for a message.

    Raises:
        EOFError: The other end was closed.
    """
    # The other end is a process that this one has started, or the one that started it.
    return pickle.loads(pipe.recv_bytes())  # noqa: S301


def portable(error: Exception) -> Exception:
    """The error, or its text, where it cannot leave its process."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 (our own)
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
