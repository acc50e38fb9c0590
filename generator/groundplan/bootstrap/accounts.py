"""`groundplan bootstrap accounts`: from created accounts to accounts Pulumi can run in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from groundplan.bootstrap.caller import Caller, code, reason
from groundplan.bootstrap.files import write_config
from groundplan.bootstrap.organization import (
    check_management,
    find_organization,
    known_accounts,
    organization_name,
    shared_stack,
)
from groundplan.bootstrap.state import has_state, prepare_state
from groundplan.errors import BootstrapError, Problem
from groundplan.repository import Repository, open_repository

UNIT_OF_ACCOUNT: Mapping[str, str] = {
    "security": "Security",
    "backup": "Infrastructure",
    "dev": "Workloads/NonProd",
    "staging": "Workloads/NonProd",
    "prod": "Workloads/Prod",
}
"""Where each account belongs; `stacks/organization` puts it there."""


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    """One account, as it should be and as it is.

    Attributes:
        role: ``prod``.
        id: Twelve digits; empty for none.
        email: Its address.
        unit: Path of its unit; empty for the root.
        missing: What is not as it should be, one clause each.
    """

    role: str
    id: str
    email: str
    unit: str
    missing: tuple[str, ...]


def bootstrap_accounts(repository: Repository, aws: Caller) -> tuple[AccountRow, ...]:
    """Write the ids of the accounts into the config, and prepare each account's state.

    Raises:
        BootstrapError: With every account that is not there or cannot be entered yet.
    """
    check_management(repository, aws)
    stack = shared_stack(repository)
    organization = organization_name(stack)
    found = find_organization(aws, organization)
    if not found.id:
        raise BootstrapError(
            Problem(
                what="there is no organization yet",
                where=f"account {aws.account}",
                fix="run `pulumi up` in organization/ first",
            )
        )
    listed = _listed(repository, aws)
    accounts = {role: row["Id"] for role, row in listed.items()}
    # First what cannot be lost: a run that ends here has told every stack its account.
    write_config(
        repository.stacks,
        {"accounts": {"management": aws.account, **accounts}, "organization_id": found.id},
        aws.show,
        dry_run=aws.dry_run,
    )
    problems = [
        Problem(
            what="has not been created yet",
            where=f"account {role}",
            fix="run `pulumi up` in organization/, then this again",
        )
        for role in UNIT_OF_ACCOUNT
        if role not in accounts
    ]
    for role, account in accounts.items():
        try:
            prepare_state(aws.within(account), organization)
        except ClientError as error:
            problems.append(_refused(role, account, error))
    if problems:
        raise BootstrapError(problems)
    return show_accounts(open_repository(repository.root), aws)


def show_accounts(repository: Repository, aws: Caller) -> tuple[AccountRow, ...]:
    """Every account with its id, address, unit, and what is missing."""
    stack = shared_stack(repository)
    organization = organization_name(stack)
    config = known_accounts(stack)
    listed = _listed(repository, aws)
    rows = []
    for role, unit in UNIT_OF_ACCOUNT.items():
        row = listed.get(role)
        if row is None:
            rows.append(AccountRow(role=role, id="", email="", unit="", missing=("not created",)))
            continue
        here = _unit(aws, row["Id"])
        missing = []
        if here != unit:
            missing.append(f"belongs into {unit}")
        if state(row) != "ACTIVE":
            missing.append(f"is {state(row).lower()}")
        if config.get(role, "") != row["Id"] and not aws.dry_run:
            missing.append("id not in the config")
        missing.extend(_state_problems(aws, row["Id"], organization))
        rows.append(
            AccountRow(
                role=role, id=row["Id"], email=row["Email"], unit=here, missing=tuple(missing)
            )
        )
    return tuple(rows)


def configured_accounts(repository: Repository) -> tuple[AccountRow, ...]:
    """What the config alone knows, for whoever has no credentials at hand."""
    known = known_accounts(shared_stack(repository))
    return tuple(
        AccountRow(
            role=role,
            id=known.get(role, ""),
            email="",
            unit=unit,
            missing=() if role in known else ("id not in the config",),
        )
        for role, unit in UNIT_OF_ACCOUNT.items()
    )


def state(row: Mapping[str, Any]) -> str:
    """State of an account as Organizations lists it, for example ``PENDING_ACTIVATION``.

    ``Status`` said so until September 2026, when AWS retired it for ``State``:
    https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html
    """
    return str(row.get("State") or row.get("Status", ""))


def _state_problems(aws: Caller, account: str, organization: str) -> list[str]:
    try:
        return [] if has_state(aws.within(account), organization) else ["no state bucket"]
    except ClientError:
        return ["cannot be entered"]


def _listed(repository: Repository, aws: Caller) -> dict[str, Mapping[str, Any]]:
    """Accounts of the organization by role: by the id in the config, or else by name."""
    stack = shared_stack(repository)
    config = known_accounts(stack)
    organization = organization_name(stack)
    rows = list(aws.pages("organizations", "list_accounts", "Accounts"))
    by_id = {row["Id"]: row for row in rows}
    by_name = {row["Name"]: row for row in rows if state(row) == "ACTIVE"}
    found: dict[str, Mapping[str, Any]] = {}
    problems = []
    for role in UNIT_OF_ACCOUNT:
        known = config.get(role, "")
        row = by_id.get(known) if known else by_name.get(f"{organization}-{role}")
        if known and known == aws.account:
            problems.append(
                Problem(
                    what="is the management account",
                    where=f"groundplan:accounts.{role}",
                    got=known,
                    allowed="an account of its own",
                )
            )
        elif known and row is None:
            problems.append(
                Problem(
                    what="is no account of this organization",
                    where=f"groundplan:accounts.{role}",
                    got=known,
                    fix="invite it from the management account and accept there, or correct the id",
                )
            )
        elif row is not None:
            found[role] = row
    if problems:
        raise BootstrapError(problems)
    return found


def _unit(aws: Caller, account: str) -> str:
    """Path of an account's unit, empty for the root."""
    names: list[str] = []
    child = account
    while True:
        (parent,) = aws.look("organizations", "list_parents", ChildId=child)["Parents"]
        if parent["Type"] == "ROOT":
            return "/".join(reversed(names))
        child = parent["Id"]
        unit = aws.look(
            "organizations", "describe_organizational_unit", OrganizationalUnitId=child
        )["OrganizationalUnit"]
        names.append(unit["Name"])


def _refused(role: str, account: str, error: ClientError) -> Problem:
    fix = "run this again"
    if code(error) in {"AccessDenied", "AccessDeniedException"}:
        fix = (
            "an account that is minutes old: run this again; an account you brought along:"
            " make OrganizationAccountAccessRole there, as docs/day-0.md shows"
        )
    elif code(error) in {"OptInRequired", "SubscriptionRequiredException"}:
        fix = "AWS is still activating the account: run this again in a few minutes"
    return Problem(
        what=f"cannot be prepared: {reason(error)}", where=f"account {role} ({account})", fix=fix
    )
