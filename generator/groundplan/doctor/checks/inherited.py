"""What was in an account before the guardrails, and still works."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.bootstrap.caller import ACCESS_ROLE
from groundplan.doctor.check import EVERYWHERE, MEMBERS, Check, Found, Place, missing, ok

AWS_PATHS = ("/aws-service-role/", "/aws-reserved/")
"""Roles AWS makes and nobody else can."""


DEPLOYERS = "/groundplan/"
"""Path of the roles that deploy; guardrails make room for them."""


def roles(place: Place) -> Iterator[Found]:
    """Roles that somebody outside can assume."""
    ours = {here.account for here in place.everywhere.values() if here.account}
    ours.add(place.aws.account)
    found = [
        role
        for role in place.aws.pages("iam", "list_roles", "Roles")
        if not role["Path"].startswith(AWS_PATHS)
    ]
    opened = 0
    for role in found:
        outside = sorted(outsiders(role["AssumeRolePolicyDocument"], ours))
        if outside:
            opened += 1
            yield missing(
                f"{role['RoleName']} can be assumed by {', '.join(outside)}",
                f"aws iam delete-role --role-name {role['RoleName']} --profile {place.profile}, or"
                " narrow its trust",
            )
    if not opened:
        yield ok(f"nobody outside can assume any of {len(found)} roles")


def outsiders(trust: object, ours: set[str]) -> Iterator[str]:
    """Who may assume a role without being of these accounts, a service, or our GitHub.

    Args:
        trust: Trust policy, as a document or as text.
        ours: Account ids of the organization.
    """
    document: Any = json.loads(trust) if isinstance(trust, str) else trust
    statements = document["Statement"]
    for statement in statements if isinstance(statements, list) else [statements]:
        if statement["Effect"] != "Allow":
            continue
        principal = statement.get("Principal", "*")
        kinds: Mapping[str, Any] = principal if isinstance(principal, Mapping) else {"AWS": "*"}
        for kind, names in kinds.items():
            for name in [names] if isinstance(names, str) else names:
                if kind != "Service" and not _ours(kind, name, ours):
                    yield name


def _ours(kind: str, name: str, ours: set[str]) -> bool:
    if kind == "Federated":
        # Which repository is the trust policy's business, and of the check `github`.
        return name.endswith(":oidc-provider/token.actions.githubusercontent.com")
    account = name.split(":")[4] if name.startswith("arn:") else name
    return account in ours


def access_role(place: Place) -> Iterator[Found]:
    """Who may use the roles that the guardrails make room for."""
    management = place.everywhere["management"].account if "management" in place.everywhere else ""
    planned = {role.inputs.get("name") for role in place.planned("aws:iam/role:Role")}
    entered = False
    for role in place.aws.pages("iam", "list_roles", "Roles"):
        name = role["RoleName"]
        if role["Path"].startswith(DEPLOYERS) and name not in planned:
            yield missing(
                f"{name} stands below {DEPLOYERS} and is not ours: it passes for a deployment",
                f"aws iam delete-role --role-name {name} --profile {place.profile}",
            )
        if name != ACCESS_ROLE:
            continue
        entered = True
        trusted = sorted(outsiders(role["AssumeRolePolicyDocument"], {management}))
        if trusted:
            yield missing(
                f"{ACCESS_ROLE} trusts {', '.join(trusted)} beside the management account",
                f"aws iam update-assume-role-policy --role-name {ACCESS_ROLE} --profile"
                f" {place.profile} --policy-document file://trust.json",
            )
        else:
            yield ok(f"{ACCESS_ROLE} trusts the management account alone")
    if not entered:
        yield missing(
            f"there is no {ACCESS_ROLE}",
            "make it in the account, as step 4 of docs/day-0.md shows",
        )


def users(place: Place) -> Iterator[Found]:
    """IAM users and their keys."""
    found = [user["UserName"] for user in place.aws.pages("iam", "list_users", "Users")]
    for name in found:
        keys = list(place.aws.pages("iam", "list_access_keys", "AccessKeyMetadata", UserName=name))
        active = [key["AccessKeyId"] for key in keys if key["Status"] == "Active"]
        held = f"with the keys {', '.join(active)}" if active else "without a key"
        command = (
            f"aws iam update-access-key --status Inactive --user-name {name} --access-key-id"
            f" {active[0]} --profile {place.profile}"
            if active
            else f"aws iam delete-user --user-name {name} --profile {place.profile}"
        )
        yield missing(f"IAM user {name}, {held}", command)
    if not found:
        yield ok("there is no IAM user")


CHECKS = (
    Check(
        id="access-role",
        step=4,
        why="The first deployment enters with it, and no guardrail binds it.",
        roles=MEMBERS,
        look=access_role,
    ),
    Check(
        id="outside-trust",
        step=4,
        why="A role made before the guardrails has no boundary, and lets in whom it names.",
        roles=EVERYWHERE,
        look=roles,
    ),
    Check(
        id="iam-users",
        step=4,
        why="A guardrail refuses new users and keys; those that exist go on working.",
        roles=EVERYWHERE,
        look=users,
    ),
)
