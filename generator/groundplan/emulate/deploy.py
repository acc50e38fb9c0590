"""Deploys the programs of an infra repository into emulated accounts.

with deploy(programs(repository, stacks)) as deployment:
    rds = deployment.client("rds", deployment.account("prod"), "eu-west-1")
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from groundplan.emulate.cloud import EmulatedCloud
from groundplan.emulate.gateway import Gateway
from groundplan.emulate.lifecycle import Takedown
from groundplan.emulate.living import Living
from groundplan.emulate.refusal import Refusals
from groundplan.emulate.report import Report, Survivor
from groundplan.engine.estate import run_estate
from groundplan.engine.here import here
from groundplan.engine.plan import Estate
from groundplan.engine.program import Program, Progress, Runner
from groundplan.errors import EmulationError, Problem


class Deployment:
    """Emulated accounts with an estate deployed into them.

    Attributes:
        estate: The estate, with the ids the emulated accounts gave.
        cloud: What made it.
    """

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self.cloud = EmulatedCloud(gateway)
        self.estate = Estate(plans=())
        self._last: dict[str, Any] = {"programs": ()}
        self._deleted: list[str] = []
        self._survivors: list[Survivor] = []

    @property
    def report(self) -> Report:
        """What was done so far."""
        return Report(
            resources=tuple(self.cloud.reports.values()),
            deleted=tuple(self._deleted),
            made_way=tuple(_named(self.cloud.made_way)),
            survivors=tuple(self._survivors),
            notes=tuple(self.cloud.notes),
            refusals=tuple(self.cloud.refusals.problems),
            waiting=tuple(self.cloud.refusals.waiting),
            calls=self.gateway.calls,
        )

    def client(self, service: str, account: str, region: str) -> Any:
        """A boto3 client inside an emulated account.

        Args:
            service: boto3 service, for example ``rds``.
            account: Twelve digits; see `account`.
            region: Any region; services without one take ``us-east-1``.
        """
        return self.gateway.client(service, account, region)

    def account(self, environment: str) -> str:
        """Account an environment is deployed into.

        Raises:
            KeyError: Nothing of that environment was deployed.
        """
        for plan in self.estate.plans:
            if plan.environment == environment:
                return plan.account
        known = sorted({plan.environment for plan in self.estate.plans})
        raise KeyError(f"no stack of {environment!r} was deployed; there are {known}")

    def up(
        self,
        programs: Sequence[Program],
        *,
        readable: Sequence[Program] = (),
        placeholders: Sequence[str] = (),
        progress: Progress | None = None,
        find_all: bool = False,
        run: Runner = here,
    ) -> Estate:
        """Run the programs against the accounts as they are now.

        Args:
            programs: Stacks to deploy.
            readable: Stacks that are deployed too if one of the others reads them.
            placeholders: Account roles whose ids are made up.
            progress: Told of each resource.
            find_all: Go on behind what is refused; what needs it is not tried. The report
                tells both.
            run: What runs each program.

        Raises:
            PlanError: A program failed.
            EmulationError: A call was refused, or something was read back differently.
        """
        self.cloud.seen = set()
        self.cloud.refusals = Refusals(going_on=find_all)
        self._last = {
            "programs": programs,
            "readable": readable,
            "placeholders": placeholders,
            "progress": progress,
            "find_all": find_all,
            "run": run,
        }
        self.estate = run_estate(
            in_order(programs),
            self.cloud,
            readable=readable,
            placeholders=placeholders,
            progress=progress,
            run=run,
        )
        self._refuse(self.cloud.differences)
        self.cloud.differences = []
        result = self.cloud.finish({program.stack for program in programs})
        self._take(result)
        self._refuse(result.refused)
        return self.estate

    def _refuse(self, problems: Sequence[Problem]) -> None:
        if problems and not self.cloud.refusals.going_on:
            raise EmulationError(problems)
        self.cloud.refusals.problems.extend(problems)

    def again(self) -> Estate:
        """Run the last programs once more."""
        return self.up(**self._last)

    def destroy(self) -> None:
        """Take everything down, the last made first; see the report for what is left."""
        self._take(self.cloud.destroy())

    def ended(self, before: Report) -> Report:
        """A report of what was there, with what its deletion did."""
        return replace(before, deleted=tuple(self._deleted), survivors=tuple(self._survivors))

    def _take(self, result: Takedown) -> None:
        self._deleted += _named(result.gone)
        self._survivors = result.survivors


def _named(gone: Iterable[Living]) -> list[str]:
    return [f"{r.stack} {r.type} {r.name}" for r in (living.registration for living in gone)]


def in_order(programs: Sequence[Program]) -> list[Program]:
    """Programs as they are deployed once every account exists.

    The organization's trail writes into a bucket of `security`. On AWS the organization
    runs twice, first to make the accounts; here they exist, so `security` goes first.
    """
    return sorted(programs, key=lambda program: program.layer != "security")


@contextmanager
def deploy(
    programs: Sequence[Program],
    *,
    readable: Sequence[Program] = (),
    placeholders: Sequence[str] = (),
    progress: Progress | None = None,
    run: Runner = here,
) -> Iterator[Deployment]:
    """Deploy programs into fresh emulated accounts, which last as long as the context.

    Args:
        programs: Stacks to deploy.
        readable: Stacks that are deployed too if one of the others reads them.
        placeholders: Account roles whose ids are made up.
        progress: Told of each resource.
        run: What runs each program.

    Raises:
        PlanError: A program failed.
        EmulationError: A call was refused, or something was read back differently.
    """
    with accounts() as deployment:
        deployment.up(
            programs, readable=readable, placeholders=placeholders, progress=progress, run=run
        )
        yield deployment


@contextmanager
def accounts() -> Iterator[Deployment]:
    """Fresh, empty emulated accounts, for more than one deployment."""
    with Gateway() as gateway:
        yield Deployment(gateway)
