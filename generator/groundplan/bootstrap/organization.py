"""`groundplan bootstrap organization`: the management account, before the first `pulumi up`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from groundplan.bootstrap.caller import Caller, code
from groundplan.bootstrap.files import write_config
from groundplan.bootstrap.state import prepare_state
from groundplan.errors import BootstrapError, Problem
from groundplan.repository import NAMESPACE, Repository, Stack

UNITS: Mapping[str, str] = {
    "security": "Security",
    "infrastructure": "Infrastructure",
    "workloads": "Workloads",
    "quarantine": "Quarantine",
    "suspended": "Suspended",
}
"""Units below the root that `stacks/organization` makes."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """The organization that is there already.

    Attributes:
        id: ``o-...``; empty for none.
        ours: It was made by this repository.
        units: Ids of units with our names.
        others: Names of units that are not ours; nothing touches them.
        services: Services it trusts.
    """

    id: str = ""
    ours: bool = False
    units: Mapping[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


def bootstrap_organization(repository: Repository, aws: Caller) -> Found:
    """Prepare the management account and write down what is there.

    Raises:
        BootstrapError: The credentials are of another account, or of a member.
    """
    stack = shared_stack(repository)
    check_management(repository, aws)
    _check_address(stack)
    found = find_organization(aws, organization_name(stack))
    adopting = found.id and not found.ours and not _value(stack, "organization_id")
    if adopting:
        write_config(
            [stack],
            {
                "organization_id": found.id,
                "adopted": ["organization", *(_value(stack, "adopted") or ())],
                "trusted_services": list(found.services),
                "organizational_units": dict(found.units),
            },
            aws.show,
            dry_run=aws.dry_run,
        )
    instance = {} if _value(stack, "identity_center") else find_identity_center(aws)
    if instance:
        write_config([stack], {"identity_center": instance}, aws.show, dry_run=aws.dry_run)
    write_config(
        repository.stacks,
        {"accounts": {"management": aws.account}},
        aws.show,
        dry_run=aws.dry_run,
    )
    prepare_state(aws, organization_name(stack))
    return found


def find_identity_center(aws: Caller) -> dict[str, str]:
    """The instance of Identity Center that somebody enabled in the caller's region.

    Returns:
        The value of ``groundplan:identity_center``; empty where there is none.
    """
    for row in aws.look("sso-admin", "list_instances")["Instances"]:
        # An instance of another account is only shared with this one.
        own = row.get("OwnerAccountId", aws.account) == aws.account
        if own and row.get("Status", "ACTIVE") == "ACTIVE":
            return {
                "instance_arn": row["InstanceArn"],
                "identity_store_id": row["IdentityStoreId"],
                "region": aws.region,
            }
    return {}


def _check_address(stack: Stack) -> None:
    addresses = ("base_email", "notification_email", "account_emails")
    if not any(_value(stack, key) for key in addresses):
        raise BootstrapError(
            Problem(
                what="there is no address to make the accounts' own addresses from",
                where=f"{stack.layer}/{stack.config_file.name}: groundplan:base_email",
                fix="write one whose mail system delivers name+anything@ to name@",
            )
        )


def shared_stack(repository: Repository) -> Stack:
    """The stack of the organization.

    Raises:
        BootstrapError: The repository has none.
    """
    for stack in repository.stacks:
        if stack.layer == "organization":
            return stack
    raise BootstrapError(
        Problem(
            what="has no organization layer",
            where=str(repository.root),
            fix="take the accounts' ids from AWS and write them under groundplan:accounts",
        )
    )


def organization_name(stack: Stack) -> str:
    """Short name of the company, start of every name."""
    return str(_value(stack, "organization"))


def check_management(repository: Repository, aws: Caller) -> None:
    """Refuse credentials that are not those of the management account.

    Raises:
        BootstrapError: Naming the account they are of.
    """
    stack = shared_stack(repository)
    accounts = {
        str(role): str(number) for role, number in (_value(stack, "accounts") or {}).items()
    }
    known = accounts.get("management", "")
    roles = [role for role, number in accounts.items() if number == aws.account]
    if known and known != aws.account:
        whose = f", the account {roles[0]}" if roles else ""
        raise BootstrapError(
            Problem(
                what=f"the credentials are of another account{whose}",
                where="AWS",
                got=aws.account,
                allowed=f"{known}, the management account",
                fix="name the right profile with --profile",
            )
        )
    if not known and roles:
        raise BootstrapError(
            Problem(
                what=f"the credentials are of the account {roles[0]}",
                where="AWS",
                got=aws.account,
                allowed="the management account",
                fix="name the right profile with --profile",
            )
        )


def find_organization(aws: Caller, organization: str) -> Found:
    """What is there already.

    Raises:
        BootstrapError: The account is a member of an organization somebody else manages.
    """
    try:
        description = aws.look("organizations", "describe_organization")["Organization"]
    except ClientError as error:
        if code(error) == "AWSOrganizationsNotInUseException":
            return Found()
        raise
    if description["MasterAccountId"] != aws.account:
        raise BootstrapError(
            Problem(
                what="this account is a member of an organization, not its management account",
                where="AWS",
                got=aws.account,
                allowed=str(description["MasterAccountId"]),
                fix="use credentials of the management account",
            )
        )
    (root, *_) = aws.look("organizations", "list_roots")["Roots"]
    units: dict[str, Any] = {
        unit["Name"]: unit["Id"]
        for unit in aws.pages(
            "organizations",
            "list_organizational_units_for_parent",
            "OrganizationalUnits",
            ParentId=root["Id"],
        )
    }
    services = [
        row["ServicePrincipal"]
        for row in aws.pages(
            "organizations", "list_aws_service_access_for_organization", "EnabledServicePrincipals"
        )
    ]
    return Found(
        id=description["Id"],
        ours=any(
            _is_ours(aws, units[name], organization) for name in UNITS.values() if name in units
        ),
        units={key: units[name] for key, name in UNITS.items() if name in units},
        others=tuple(sorted(set(units) - set(UNITS.values()))),
        services=tuple(sorted(services)),
    )


def _is_ours(aws: Caller, unit: str, organization: str) -> bool:
    tags = aws.look("organizations", "list_tags_for_resource", ResourceId=unit)["Tags"]
    wanted = {"managed-by": "pulumi", "organization": organization}
    return {t["Key"]: t["Value"] for t in tags}.items() >= wanted.items()


def known_accounts(stack: Stack) -> dict[str, str]:
    """Account ids by role, as the config has them."""
    accounts = _value(stack, "accounts") or {}
    return {str(role): str(number) for role, number in accounts.items() if number}


def _value(stack: Stack, key: str) -> Any:
    return stack.config.get(f"{NAMESPACE}:{key}")
