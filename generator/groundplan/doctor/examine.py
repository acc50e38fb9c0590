"""Runs the checks in every account, and says of each how it went."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from botocore.exceptions import BotoCoreError, ClientError

from groundplan.bootstrap.caller import ACCESS_ROLE, Caller, code, reason
from groundplan.bootstrap.organization import known_accounts, organization_name
from groundplan.doctor.check import Check, Found, Place, State, UnreachableError, missing
from groundplan.doctor.checks import all_checks
from groundplan.engine.plan import Estate
from groundplan.errors import BootstrapError, UserError
from groundplan.repository import NAMESPACE, Repository

ORDER = ("management", "security", "backup", "dev", "staging", "prod")
CredentialsOf = Callable[[], Caller]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One line of the report.

    Attributes:
        step: Step of `docs/day-0.md`.
        check: Name of the check.
        account: Role of the account.
        state: ``ok``, ``missing``, ``unseen`` or ``by-hand``.
        what: The evidence, what is missing, or why nobody could look.
        why: What happens without it.
        fix: Next command.
    """

    step: int
    check: str
    account: str
    state: State
    what: str
    why: str
    fix: str


def examine(
    repository: Repository,
    estate: Estate,
    sign_in: CredentialsOf,
    checks: Sequence[Check] | None = None,
) -> tuple[Answer, ...]:
    """Look at every account.

    Args:
        repository: The infra repository.
        estate: Its plans: what should be there.
        sign_in: Gives the credentials at hand, or raises `BootstrapError`.
        checks: All of them unless told.
    """
    places = _places(repository, estate, sign_in)
    wanted = all_checks() if checks is None else checks
    return tuple(
        Answer(
            step=check.step,
            check=check.id,
            account=role,
            state=found.state,
            what=found.what,
            why=check.why,
            fix=found.fix,
        )
        for check in wanted
        for role in ORDER
        if role in check.roles and role in places
        for found in _look(check, places[role])
    )


def _look(check: Check, place: Place) -> Iterator[Found]:
    try:
        yield from check.look(place)
    except UnreachableError as error:
        yield Found(state="unseen", what=str(error), fix=error.fix)
    except UserError as error:
        yield Found(state="unseen", what=str(error))
    except (ClientError, BotoCoreError) as error:
        if code(error) == "AWSOrganizationsNotInUseException":
            yield missing("there is no organization yet", "pulumi up in organization/")
            return
        yield Found(
            state="unseen",
            what=reason(error),
            fix="run this again with credentials that may look: the permission set"
            " Administrator or Auditor of the management account",
        )


def _places(repository: Repository, estate: Estate, sign_in: CredentialsOf) -> Mapping[str, Place]:
    accounts = _accounts(repository)
    doors = _Doors(sign_in, accounts)
    places: dict[str, Place] = {}
    for role in ORDER:
        stacks = [stack for stack in repository.stacks if stack.account_role == role]
        if not stacks:
            continue
        first = stacks[0]
        names = {stack.name for stack in stacks}
        places[role] = Place(
            role=role,
            account=accounts.get(role, ""),
            organization=organization_name(first),
            region=str(first.config[f"{NAMESPACE}:region"]),
            plans=tuple(plan for plan in estate.plans if plan.stack in names),
            config={k.removeprefix(f"{NAMESPACE}:"): v for k, v in first.config.items()},
            config_file=f"{first.layer}/{first.config_file.name}",
            everywhere=places,
            enter=partial(doors.enter, role),
        )
    return places


def _accounts(repository: Repository) -> dict[str, str]:
    """Account ids by role, from whichever config file knows them."""
    found: dict[str, str] = {}
    for stack in repository.stacks:
        found = {**known_accounts(stack), **found}
    return found


class _Doors:
    """Signs in once, and enters each account once."""

    def __init__(self, sign_in: CredentialsOf, accounts: Mapping[str, str]) -> None:
        self._sign_in = sign_in
        self._accounts = accounts
        self._inside: dict[str, Caller | UnreachableError] = {}

    def enter(self, role: str) -> Caller:
        if role not in self._inside:
            try:
                self._inside[role] = self._open(role)
            except UnreachableError as error:
                self._inside[role] = error
        found = self._inside[role]
        if isinstance(found, UnreachableError):
            raise found
        return found

    @cached_property
    def _here(self) -> Caller | UnreachableError:
        try:
            return self._sign_in()
        except BootstrapError as error:
            problem = error.problems[0]
            return UnreachableError(problem.what, problem.fix)

    def _open(self, role: str) -> Caller:
        here = self._here
        if isinstance(here, UnreachableError):
            raise here
        account = self._accounts.get(role, "")
        # On day 0 nobody has written the management account down yet: it is the one whose
        # credentials these are, unless they are of an account with another role.
        if not account and role == "management" and here.account not in self._accounts.values():
            return here
        if not account:
            raise UnreachableError(
                "the config does not know the id of this account yet",
                "groundplan bootstrap accounts",
            )
        try:
            return here.within(account)
        except (ClientError, BotoCoreError) as error:
            raise UnreachableError(
                f"cannot be entered from account {here.account}: {reason(error)}",
                "use credentials of the management account, and see that"
                f" {ACCESS_ROLE} is in account {account}",
            ) from None
