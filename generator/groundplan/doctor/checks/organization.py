"""The organization: its accounts, what it trusts, whom AWS writes to."""

from collections.abc import Iterator

from botocore.exceptions import ClientError

from groundplan.bootstrap.accounts import UNIT_OF_ACCOUNT, state
from groundplan.bootstrap.caller import code
from groundplan.bootstrap.state import has_state, state_bucket
from groundplan.doctor.check import (
    EVERYWHERE,
    MANAGEMENT,
    MEMBERS,
    Check,
    Found,
    Place,
    missing,
    ok,
)
from groundplan.errors import BootstrapError

_UP = "pulumi up in organization/"


def accounts(place: Place) -> Iterator[Found]:
    """Whether every account is there, confirmed, and known to the config."""
    rows = list(place.aws.pages("organizations", "list_accounts", "Accounts"))
    by_name = {row["Name"]: row for row in rows}
    by_id = {row["Id"]: row for row in rows}
    for role in UNIT_OF_ACCOUNT:
        if role not in place.everywhere:
            continue
        known = place.everywhere[role].account
        row = by_id.get(known) or by_name.get(f"{place.organization}-{role}")
        if row is None:
            yield missing(f"{role}: there is no such account", _UP)
        elif state(row) != "ACTIVE":
            yield missing(
                f"{role}: {row['Id']} is {state(row).lower().replace('_', ' ')}",
                f"open the mail AWS sent to {row['Email']}, and confirm"
                if state(row) == "PENDING_ACTIVATION"
                else "AWS Organizations, the account: it can be brought back for 90 days",
            )
        elif known != row["Id"]:
            yield missing(
                f"{role}: the config does not know its id {row['Id']}",
                "groundplan bootstrap accounts",
            )
        else:
            yield ok(f"{role}: {row['Id']} is active, {row['Email']}")


def trusted_services(place: Place) -> Iterator[Found]:
    """Whether the services that act across accounts are trusted to."""
    for planned in place.planned("aws:organizations/organization:Organization"):
        wanted = set(planned.inputs["awsServiceAccessPrincipals"])
        trusted = {
            row["ServicePrincipal"]
            for row in place.aws.pages(
                "organizations",
                "list_aws_service_access_for_organization",
                "EnabledServicePrincipals",
            )
        }
        lacking = sorted(wanted - trusted)
        if lacking:
            yield missing(f"not trusted: {', '.join(lacking)}", _UP)
        else:
            yield ok(f"{len(wanted)} services are trusted")


def policy_types(place: Place) -> Iterator[Found]:
    """Whether every type of policy in use is enabled."""
    for planned in place.planned("aws:organizations/organization:Organization"):
        (root, *_) = place.aws.look("organizations", "list_roots")["Roots"]
        enabled = {row["Type"] for row in root["PolicyTypes"] if row["Status"] == "ENABLED"}
        lacking = sorted(set(planned.inputs["enabledPolicyTypes"]) - enabled)
        if lacking:
            yield missing(f"not enabled: {', '.join(lacking)}", _UP)
        else:
            yield ok(f"{len(enabled)} types of policy are enabled")


def root_management(place: Place) -> Iterator[Found]:
    """Whether root users of members are managed centrally."""
    for planned in place.planned("aws:iam/organizationsFeatures:OrganizationsFeatures"):
        found = place.aws.look("iam", "list_organizations_features")["EnabledFeatures"]
        lacking = sorted(set(planned.inputs["enabledFeatures"]) - set(found))
        if lacking:
            yield missing(f"not enabled: {', '.join(lacking)}", _UP)
        else:
            yield ok("root users of members are managed from here")


def contacts(place: Place) -> Iterator[Found]:
    """Whom AWS writes to about each subject."""
    lacking = []
    for kind in ("BILLING", "OPERATIONS", "SECURITY"):
        try:
            place.aws.look("account", "get_alternate_contact", AlternateContactType=kind)
        except ClientError as error:
            if code(error) != "ResourceNotFoundException":
                raise
            lacking.append(kind.lower())
    if lacking:
        yield missing(
            f"no contact for {', '.join(lacking)}",
            f"groundplan:contacts in organization/Pulumi.main.yaml, then {_UP}",
        )
    else:
        yield ok("contacts for billing, operations and security")


def state_store(place: Place) -> Iterator[Found]:
    """Whether Pulumi's state has its bucket and key."""
    bucket = state_bucket(place.organization, place.aws.account, place.region)
    command = "organization" if place.role == "management" else "accounts"
    try:
        there = has_state(place.aws.at(place.region), place.organization)
    except BootstrapError as error:
        yield missing(error.problems[0].what, error.problems[0].fix)
        return
    if there:
        yield ok(f"state is kept in {bucket}")
    else:
        yield missing(f"there is no bucket {bucket}", f"groundplan bootstrap {command}")


CHECKS = (
    Check(
        id="state",
        step=3,
        why="Pulumi keeps what it made there.",
        roles=MANAGEMENT,
        look=state_store,
    ),
    Check(
        id="accounts",
        step=4,
        why="An account whose address nobody confirmed is not activated, and cannot be rescued.",
        roles=MANAGEMENT,
        look=accounts,
    ),
    Check(
        id="trusted-services",
        step=4,
        why="A service that is not trusted sees one account instead of all.",
        roles=MANAGEMENT,
        look=trusted_services,
    ),
    Check(
        id="policy-types",
        step=4,
        why="A policy whose type is off is attached and binds nobody.",
        roles=MANAGEMENT,
        look=policy_types,
    ),
    Check(
        id="root-management",
        step=4,
        why="Without it every new account starts with a root password somebody can reset.",
        roles=MANAGEMENT,
        look=root_management,
    ),
    Check(
        id="contacts",
        step=4,
        why="AWS writes about abuse, outages and invoices to the root address alone.",
        roles=EVERYWHERE,
        look=contacts,
    ),
    Check(
        id="account-state",
        step=5,
        why="Pulumi keeps what it made there.",
        roles=MEMBERS,
        look=state_store,
    ),
)
