"""The server's process: deploys the estate, then serves it until it is told to stop.

``python -m groundplan.emulate.sandbox.serve FOLDER``, started by `process.up`. The folder
holds the order; how it goes on is told there line by line.
"""

import dataclasses
import json
import logging
import os
import signal
import sys
import threading
import time
import warnings
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

from groundplan.emulate.deploy import Deployment, accounts
from groundplan.emulate.sandbox import defaults
from groundplan.emulate.sandbox.answer import Answering
from groundplan.emulate.sandbox.profiles import write_profiles
from groundplan.emulate.sandbox.seed import seed
from groundplan.emulate.sandbox.server import Server
from groundplan.emulate.sandbox.state import Place, State
from groundplan.emulate.select import select
from groundplan.engine.apart import apart
from groundplan.engine.plan import Resource
from groundplan.errors import Problem, SandboxError, UserError
from groundplan.repository import (
    PLACEHOLDER_ACCOUNTS,
    Repository,
    Stack,
    open_repository,
    placeholder_accounts,
    programs,
)

_log = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Order:
    """What is to be served.

    Attributes:
        root: The infra repository.
        environments: Only these; all for none.
        port: Port on loopback; 0 for any free one.
        seed: Whether seed data is wanted.
    """

    root: str
    environments: tuple[str, ...]
    port: int
    seed: bool


class _Stopped(BaseException):
    """The process was asked to end."""


def main() -> None:
    """Serve the sandbox of a folder."""
    place = Place(Path(sys.argv[1]))
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s")
    warnings.filterwarnings("ignore", message=".* does not match an error shape")
    document = json.loads(place.order.read_text())
    order = Order(**{**document, "environments": tuple(document["environments"])})
    signal.signal(signal.SIGTERM, _stop)
    held = place.hold()
    try:
        if held is None:
            raise SandboxError(Problem(what="another sandbox of this repository is starting"))
        _run(place, order)
    except UserError as error:
        place.tell(error=[dataclasses.asdict(problem) for problem in error.problems])
        sys.exit(1)
    except _Stopped:
        pass
    # Threads that still wait for a client must not keep the process.
    sys.stdout.flush()
    os._exit(0)


def _stop(_: int, __: FrameType | None) -> None:
    raise _Stopped


def _run(place: Place, order: Order) -> None:
    stopping = threading.Event()
    state = State(pid=os.getpid(), port=order.port, root=order.root)
    try:
        server = Server(order.port, state.token, stopping.set)
    except (OSError, OverflowError) as error:
        raise SandboxError(
            Problem(
                what="cannot listen on the port",
                where="--port",
                got=f"{order.port}: {getattr(error, 'strerror', '') or error}",
                fix="name another one, or --port 0 for any that is free",
            )
        ) from error
    threading.Thread(target=server.serve, daemon=True).start()
    state = dataclasses.replace(state, port=server.port)
    place.write(state)
    repository = open_repository(Path(order.root))
    chosen = select(repository, (), order.environments)
    with accounts() as deployment:
        with apart() as run:
            deployment.up(
                programs(repository, chosen),
                readable=programs(repository, repository.stacks),
                placeholders=placeholder_accounts(chosen),
                progress=_Telling(place),
                run=run,
            )
        state = _describe(state, repository, chosen, deployment)
        defaults.refuse_nobody()
        write_profiles(place, state, deployment.gateway)
        if order.seed:
            place.tell(stack="seed data", count=0)
            told = seed(deployment)
            state = dataclasses.replace(state, seeded=told)
        state = dataclasses.replace(state, since=datetime.now(UTC).isoformat(timespec="seconds"))
        server.told = {"resources": sum(state.resources.values()), "since": state.since}
        server.answering = Answering(deployment.gateway)
        place.write(state)
        place.tell(ready=True)
        stopping.wait()
        # Let the answer to whoever asked get out.
        time.sleep(0.1)
        server.close()


class _Telling:
    """Progress as events, at most ten a second."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.counts: dict[str, int] = {}
        self.last = 0.0

    def __call__(self, stack: str, _: Resource) -> None:
        self.counts[stack] = self.counts.get(stack, 0) + 1
        now = time.monotonic()
        if now - self.last >= 0.1:
            self.last = now
            self.place.tell(stack=stack, count=self.counts[stack])


def _describe(
    state: State, repository: Repository, chosen: tuple[Stack, ...], deployment: Deployment
) -> State:
    accounts: dict[str, str] = dict(PLACEHOLDER_ACCOUNTS)
    for stack in repository.stacks:
        known: Any = stack.config.get("groundplan:accounts") or {}
        accounts.update({str(role): str(number) for role, number in known.items() if number})
    counts = dict.fromkeys(accounts, 0)
    roles = {number: role for role, number in accounts.items()}
    for report in deployment.report.resources:
        counts[roles[report.account]] += 1
    environments = [stack.environment for stack in chosen if stack.environment in accounts]
    order = ("prod", *environments, "management")
    return dataclasses.replace(
        state,
        region=str(chosen[0].config.get("groundplan:region", "us-east-1")),
        organization=str(chosen[0].config.get("groundplan:organization", "")),
        accounts=accounts,
        stacks=tuple(plan.stack for plan in deployment.estate.plans),
        resources=counts,
        profile=next(role for role in order if role in environments or role == "management"),
    )


if __name__ == "__main__":
    main()
