"""What Pulumi or AWS refuses, and what is not tried because of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from groundplan.emulate.gateway import CallError, LostAnswerError
from groundplan.emulate.living import Living
from groundplan.engine.cloud import Registration
from groundplan.errors import EmulationError, Problem


@dataclass(kw_only=True)
class Refusals:
    """Refusals behind which a run goes on, to find all of them.

    Attributes:
        going_on: True where a refusal does not end the run.
        problems: What was refused.
        stopped: URN of what was refused or not tried, to what is told of it.
        waiting: ``<stack> <name>`` of what was not tried.
    """

    going_on: bool = False
    problems: list[Problem] = field(default_factory=list)
    stopped: dict[str, str] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)

    def add(self, registration: Registration, problems: Iterable[Problem]) -> None:
        """Something was refused."""
        self.problems.extend(problems)
        self.stopped[registration.urn] = registration.name

    def waits(self, registration: Registration) -> bool:
        """True for what needs something that was refused, which is then noted down."""
        if not any(urn in self.stopped for urn in registration.depends_on):
            return False
        self.stopped[registration.urn] = registration.name
        self.waiting.append(f"{registration.stack} {registration.name}")
        return True

    def holds(self, living: Living, known: Sequence[Living]) -> bool:
        """True for what is not deleted yet, because something stopped still lives with it."""
        urn = living.registration.urn
        return urn in self.stopped or any(
            other.registration.urn in self.stopped and urn in other.registration.depends_on
            for other in known
        )


def refused(living: Living, error: CallError) -> EmulationError:
    """The error to show for a call that failed."""
    fix, what = "", f"{error.service}.{error.method} failed with {error.code}"
    if isinstance(error, LostAnswerError):
        what = f"{error.service}.{error.method} was sent and its answer lost"
    if living.lost:
        r = living.registration
        fix = (
            "look for it in the account: if it is there, `pulumi import --stack "
            f"{r.stack.partition('/')[2]} {r.type} {r.name} <id>` adopts it; if not, run again"
        )
    elif error.code in {"NotImplemented", "404", "MotoFailure"}:
        file = error.service.replace("-", "_")
        fix = f"close the hole in generator/groundplan/emulate/backends/{file}.py"
    return EmulationError(
        Problem(
            what=what,
            where=living.label,
            got=error.message,
            fix=fix,
        )
    )
