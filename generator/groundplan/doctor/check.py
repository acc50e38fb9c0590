"""What a check is, what it sees, and what it answers."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from groundplan.bootstrap.caller import Caller
from groundplan.engine.plan import Plan, Resource

State = Literal["ok", "missing", "unseen", "by-hand"]
"""``unseen``: it was not possible to look. ``by-hand``: no API of AWS can tell, ever."""

ENVIRONMENTS = frozenset({"dev", "staging", "prod"})
MANAGEMENT = frozenset({"management"})
MEMBERS = ENVIRONMENTS | {"security", "backup"}
EVERYWHERE = MEMBERS | MANAGEMENT


class UnreachableError(Exception):
    """An account that these credentials cannot enter.

    Attributes:
        fix: The way in.
    """

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.fix = fix


@dataclass(frozen=True, kw_only=True)
class Place:
    """One account.

    Attributes:
        role: Its name under ``groundplan:accounts``.
        account: Twelve digits; empty where the config does not know it.
        organization: Short name of the company, start of every name.
        region: Home region.
        plans: What is deployed into it, by the repository.
        config: Of the layer that comes first there, without ``groundplan:``.
        config_file: Where that stands.
        everywhere: All accounts by role, this one included.
        enter: Gives a caller inside the account.
    """

    role: str
    account: str
    organization: str
    region: str
    plans: tuple[Plan, ...]
    config: Mapping[str, Any]
    config_file: str
    everywhere: Mapping[str, "Place"]
    enter: Callable[[], Caller]

    @property
    def aws(self) -> Caller:
        """A caller inside the account.

        Raises:
            UnreachableError: These credentials do not lead there.
        """
        return self.enter()

    def planned(self, token: str) -> tuple[Resource, ...]:
        """Resources of a type that the repository puts into the account."""
        return tuple(r for plan in self.plans for r in plan.of_type(token))

    @property
    def profile(self) -> str:
        """Name of the AWS profile that `docs/day-0.md` makes for it."""
        return f"{self.organization}-{self.role}"


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a check found out about one thing.

    Attributes:
        state: As it is.
        what: The evidence, or what is missing: one clause.
        fix: The next command or click; empty where it is fine.
    """

    state: State
    what: str
    fix: str = ""


def ok(what: str) -> Found:
    """It is as it should be, and this is how that shows."""
    return Found(state="ok", what=what)


def missing(what: str, fix: str) -> Found:
    """It is not as it should be."""
    return Found(state="missing", what=what, fix=fix)


def by_hand(what: str, fix: str) -> Found:
    """Nobody but a person can look."""
    return Found(state="by-hand", what=what, fix=fix)


@dataclass(frozen=True, kw_only=True)
class Check:
    """Something only people can do, and where to see whether they did.

    Attributes:
        id: Name in the report.
        step: Step of `docs/day-0.md` that it proves.
        why: What happens without it, one sentence.
        roles: Accounts it looks at.
        look: Answers with findings; none where the account has nothing of the kind. May
            raise what botocore raises.
    """

    id: str
    step: int
    why: str
    roles: frozenset[str]
    look: Callable[[Place], Iterator[Found]]
