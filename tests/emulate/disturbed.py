"""A deployment in which every call goes wrong in three ways before it succeeds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from groundplan.emulate import faults
from groundplan.emulate.cloud import EmulatedCloud
from groundplan.emulate.deploy import accounts
from groundplan.emulate.gateway import Gateway
from groundplan.engine.cloud import Answer, Registration
from groundplan.engine.run import Program
from groundplan.errors import EmulationError
from tests.emulate.sameness import State, state

ENDS = "ended right behind this call"
PURPOSE = "a fault put there on purpose"
RESTART_EVERY = 400


class Persistent(EmulatedCloud):
    """Goes on where a stop left off, as a repeated run does when it comes to the resource.

    A repeated run passes what is complete without a call, which a test of its own shows,
    and asks for the resource with the same inputs. Every so often the stop is let through
    and the programs really run again.
    """

    def __init__(self, gateway: Gateway) -> None:
        super().__init__(gateway)
        self.stops = 0

    def create(self, registration: Registration) -> Answer:
        """Try until nothing stops it."""
        while True:
            try:
                return super().create(registration)
            except EmulationError as error:
                if ENDS not in str(error) and PURPOSE not in str(error):
                    raise
                self.stops += 1
                if self.stops % RESTART_EVERY == 0:
                    raise


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a disturbed deployment came to.

    Attributes:
        state: Everything the accounts tell in the end.
        writes: Calls that changed something, with how often they were made.
        refused: Calls refused once, for want of a permission.
        ended: Calls behind which the run ended once.
        restarts: How often the programs were run again as a whole.
    """

    state: State
    writes: Counter[tuple[str, str, str]]
    refused: int
    ended: int
    restarts: int


def deploy_disturbed(programs: Sequence[Program], placeholders: Sequence[str]) -> Outcome:
    """Deploy while each call is throttled, then refused, then made and the run ended there."""
    denied, ends = faults.FailEachOnce("AccessDenied"), faults.FailEachOnce("Crash")
    restarts = 0
    with accounts() as deployment:
        deployment.cloud = Persistent(deployment.gateway)
        deployment.gateway.before += [faults.throttle(1), denied]
        deployment.gateway.after += [ends]
        while True:
            try:
                deployment.up(programs, placeholders=placeholders)
                break
            except EmulationError as error:
                assert ENDS in str(error) or PURPOSE in str(error), error
                restarts += 1
        deployment.gateway.before.clear()
        deployment.gateway.after.clear()
        return Outcome(
            state=state(deployment, [program.stack for program in programs]),
            writes=Counter(deployment.gateway.writes),
            refused=denied.failed,
            ended=ends.failed,
            restarts=restarts,
        )
