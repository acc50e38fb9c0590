"""Whether GitHub's workflows can deploy, and nobody else's."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

from groundplan.bootstrap.caller import code
from groundplan.doctor.check import ENVIRONMENTS, Check, Found, Place, by_hand, missing, ok

ISSUER = "token.actions.githubusercontent.com"


def numbers(place: Place) -> Iterator[Found]:
    """Whether the config knows GitHub's numbers of owner and repository."""
    repository = place.config.get("repository")
    ids: Mapping[str, Any] = place.config.get("repository_ids") or {}
    if not repository:
        yield missing(
            "the config names no repository", f"groundplan:repository in {place.config_file}"
        )
    elif not (ids.get("owner_id") and ids.get("repository_id")):
        yield missing(
            f"the config does not know the numbers of {repository}",
            f"gh api repos/{repository} --jq '{{repository_id: .id, owner_id: .owner.id}}', then"
            f" groundplan:repository_ids in {place.config_file} and pulumi up in foundation/",
        )
    else:
        yield ok(f"{repository} is {ids['owner_id']}/{ids['repository_id']}")


def trust(place: Place) -> Iterator[Found]:
    """Whether provider and roles are in the account, and trust what the plan says."""
    planned = [
        role
        for role in place.planned("aws:iam/role:Role")
        if ISSUER in str(role.inputs["assumeRolePolicy"])
    ]
    lacking = 0
    for role in planned:
        name = role.inputs["name"]
        try:
            found = place.aws.look("iam", "get_role", RoleName=name)["Role"]
        except ClientError as error:
            if code(error) != "NoSuchEntity":
                raise
            lacking += 1
            yield missing(f"there is no role {name}", "pulumi up in foundation/")
            continue
        if _subjects(found["AssumeRolePolicyDocument"]) != _subjects(
            role.inputs["assumeRolePolicy"]
        ):
            lacking += 1
            yield missing(
                f"{name} trusts other subjects than the config says",
                f"pulumi up in foundation/ with the profile {place.profile}: CI may not change it",
            )
    if planned and not lacking:
        yield ok(f"{len(planned)} roles trust what the config says")


def _subjects(trust_policy: object) -> set[str]:
    document: Any = json.loads(trust_policy) if isinstance(trust_policy, str) else trust_policy
    found: set[str] = set()
    for statement in document["Statement"]:
        subjects = statement["Condition"]["StringEquals"].get(f"{ISSUER}:sub", [])
        found.update([subjects] if isinstance(subjects, str) else subjects)
    return found


def protection(place: Place) -> Iterator[Found]:
    """GitHub's own settings, which AWS does not know."""
    repository = place.config.get("repository")
    if repository:
        yield by_hand(
            "who may push to main, and use this environment, stands in GitHub",
            f"gh api repos/{repository}/environments/{place.role} --jq .deployment_branch_policy;"
            " it must answer protected_branches true",
        )


CHECKS = (
    Check(
        id="github-numbers",
        step=11,
        why="A repository made since July 2026 sends them: without them CI gets no role.",
        roles=ENVIRONMENTS,
        look=numbers,
    ),
    Check(
        id="github-roles",
        step=11,
        why="CI deploys with them, and only from the protected branch.",
        roles=ENVIRONMENTS,
        look=trust,
    ),
    Check(
        id="github-protection",
        step=11,
        why="Whoever may push to the protected branch may deploy.",
        roles=ENVIRONMENTS,
        look=protection,
    ),
)
