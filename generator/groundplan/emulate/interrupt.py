"""Ctrl-C during a deployment: the resource at work is finished, then the run ends in words."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from groundplan.emulate.cloud import EmulatedCloud
from groundplan.errors import EmulationError, StoppedError


@contextmanager
def stopped_by_hand(cloud: EmulatedCloud) -> Iterator[None]:
    """Turn the first Ctrl-C into a stop between two resources; a second one ends at once.

    A program is run by an event loop, in which an interruption at any other place leaves
    something waiting for ever.

    Raises:
        StoppedError: The run was stopped.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)

    def stop(*_: Any) -> None:
        cloud.stopping = True
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, stop)
    try:
        yield
    except EmulationError as error:
        if cloud.stopping:
            raise StoppedError(error.problems) from None
        raise
    finally:
        signal.signal(signal.SIGINT, before)
