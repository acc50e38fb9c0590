"""The management account itself: its plan, its root user, and where people sign in."""

from collections.abc import Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

from groundplan.bootstrap.caller import code
from groundplan.bootstrap.organization import find_identity_center
from groundplan.doctor.check import MANAGEMENT, MEMBERS, Check, Found, Place, by_hand, missing, ok


def paid_plan(place: Place) -> Iterator[Found]:
    """Whether the account is on the paid plan."""
    try:
        plan = place.aws.look("freetier", "get_account_plan_state")
    except ClientError as error:
        # Accounts from before July 2025 have no plan at all, and every service.
        if code(error) != "ResourceNotFoundException":
            raise
        yield ok("the account is older than the free plan")
        return
    if plan["accountPlanType"] == "PAID":
        yield ok("the account is on the paid plan")
    else:
        yield missing(
            "the account is on the free plan, which has no AWS Organizations",
            "as root: Billing and Cost Management, Home, Upgrade plan",
        )


def root_user(place: Place) -> Iterator[Found]:
    """Second factor and keys of the management account's root user."""
    summary = place.aws.look("iam", "get_account_summary")["SummaryMap"]
    if not summary["AccountMFAEnabled"]:
        yield missing(
            "the root user has no second factor",
            "as root: IAM, Security credentials, Assign MFA device; two hardware keys",
        )
    if summary["AccountAccessKeysPresent"]:
        yield missing(
            "the root user has an access key",
            "as root: IAM, Security credentials, Access keys, Delete",
        )
    if summary["AccountMFAEnabled"] and not summary["AccountAccessKeysPresent"]:
        yield ok("the root user has a second factor and no access key")


def billing_access(_: Place) -> Iterator[Found]:
    """No call tells whether IAM may see the bill."""
    yield by_hand(
        "whether roles may see billing has no API",
        "as root: Account, IAM user and role access to Billing information; it must say activated",
    )


def root_credentials(place: Place) -> Iterator[Found]:
    """Whether a member's root user has anything to sign in with."""
    summary = place.aws.look("iam", "get_account_summary")["SummaryMap"]
    held = [
        name
        for name, key in (
            ("a password", "AccountPasswordPresent"),
            ("an access key", "AccountAccessKeysPresent"),
            ("a signing certificate", "AccountSigningCertificatesPresent"),
        )
        if summary.get(key)
    ]
    if held:
        yield missing(
            f"the root user has {' and '.join(held)}",
            "in the management account: IAM, Root access management, the account, Take privileged"
            " action, Delete root user credentials",
        )
    elif "AccountPasswordPresent" in summary:
        yield ok("the root user has neither password nor access key")
    else:
        yield Found(
            state="unseen",
            what="the root user has no access key; AWS did not say whether it has a password",
            fix="in the management account: IAM, Root access management",
        )


def identity_center(place: Place) -> Iterator[Found]:
    """Whether Identity Center is enabled, and the config names it."""
    known: Mapping[str, Any] = place.config.get("identity_center") or {}
    region = str(known.get("region") or place.region)
    found = find_identity_center(place.aws.at(region))
    if not found:
        yield missing(
            f"IAM Identity Center is not enabled in {region}",
            f"https://{region}.console.aws.amazon.com/singlesignon/home?region={region}, Enable,"
            " with AWS Organizations",
        )
    elif dict(known) != found:
        lines = ", ".join(f"{key}: {value}" for key, value in found.items())
        yield missing(
            "the config does not name the instance that is enabled",
            "groundplan bootstrap organization, or write groundplan:identity_center:"
            f" {{{lines}}} into {place.config_file}",
        )
    else:
        yield ok(f"enabled in {region}, and in the config")


CHECKS = (
    Check(
        id="paid-plan",
        step=1,
        why="An account on the free plan cannot manage an organization.",
        roles=MANAGEMENT,
        look=paid_plan,
    ),
    Check(
        id="root-user",
        step=1,
        why="Whoever has the root password owns every account; guardrails do not bind this one.",
        roles=MANAGEMENT,
        look=root_user,
    ),
    Check(
        id="billing-access",
        step=1,
        why="Without it nobody but root sees the bill, and the permission set Billing is empty.",
        roles=MANAGEMENT,
        look=billing_access,
    ),
    Check(
        id="identity-center",
        step=2,
        why="AWS has no call to enable it; without it nobody can sign in but root.",
        roles=MANAGEMENT,
        look=identity_center,
    ),
    Check(
        id="root-credentials",
        step=4,
        why="A member account needs no root password: the management account opens root sessions.",
        roles=MEMBERS,
        look=root_credentials,
    ),
)
