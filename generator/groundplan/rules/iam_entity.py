"""IAM: names of roles and policies, attachments, the account's password policy."""

import difflib
from collections.abc import Iterator

from groundplan.rules.constraint import Range, Text, limit
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_ROLE = "aws:iam/role:Role"
_MANAGED = "aws:iam/policy:Policy"
_ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
_PASSWORDS = "aws:iam/accountPasswordPolicy:AccountPasswordPolicy"


@rule(
    "GP-IAM-017",
    _ROLE,
    _MANAGED,
    title="Two roles or policies have the same name.",
    error="EntityAlreadyExists: Role with name already exists.",
    source="IAM User Guide: names are unique within an account, whatever the letter case",
)
def unique_names(node: Node, world: World) -> Iterator[Fault]:
    """Names are unique per account, case does not count."""
    mine = str(node.output("name") or "").lower()
    for other in world.peers(node):
        if (
            mine
            and other.resource.urn < node.resource.urn
            and mine == str(other.output("name") or "").lower()
        ):
            yield Fault("name", f"a name that {other.name} does not have")


@rule(
    "GP-IAM-018",
    _ATTACHMENT,
    _ROLE,
    "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment",
    title="There is no AWS policy of that name.",
    error="NoSuchEntity: Policy does not exist or is not attachable.",
    source="AWS managed policies as bundled in moto (dated 2026)",
)
def managed_policy_exists(node: Node, _: World) -> Iterator[Fault]:
    """ARNs under arn:aws:iam::aws:policy name policies AWS has."""
    from groundplan.rules.tables.reader import managed_policies

    for path in ("policyArn", "managedPolicyArn", "permissionsBoundary", "managedPolicyArns[]"):
        for place, value in node.each(path):
            prefix = "arn:aws:iam::aws:policy/"
            text = str(value)
            if text.startswith(prefix) and text.removeprefix(prefix) not in managed_policies():
                near = difflib.get_close_matches(
                    text.removeprefix(prefix), managed_policies(), n=1, cutoff=0.6
                )
                yield Fault(place, f"{prefix}{near[0]}" if near else "an AWS managed policy")


@rule(
    "GP-IAM-019",
    _PASSWORDS,
    title="Passwords that cannot be renewed once they expire lock people out.",
    error="ValidationError: hardExpiry needs maxPasswordAge",
    source="API iam UpdateAccountPasswordPolicy",
    probable=True,
)
def hard_expiry(node: Node, _: World) -> Iterator[Fault]:
    """Hard expiry without an age does nothing."""
    if node.truth("hardExpiry") and not node.number("maxPasswordAge"):
        yield Fault("hardExpiry", "maxPasswordAge with it")


@rule(
    "GP-IAM-021",
    _ATTACHMENT,
    title="The same policy is attached to the role twice.",
    error="duplicate attachment: the second delete detaches the first",
    source="API iam AttachRolePolicy (idempotent)",
    probable=True,
)
def attached_once(node: Node, world: World) -> Iterator[Fault]:
    """One attachment per role and policy."""
    for other in world.twins(node, "role", "policyArn"):
        yield Fault("policyArn", f"attached by {other.name} already")


_NAME = r"[\w+=,.@-]+"
_API = "API iam, IAM and STS quotas"


LIMITS = (
    limit(
        "GP-IAM-112",
        _ROLE,
        "namePrefix",
        Text(r"[\w+=,.@-]{1,38}", "letters, digits, + = , . @ _ -", ("a b",), ("acme-",), 38),
        title="The beginning of the role's name is too long or has other signs.",
        error="expected length of name_prefix to be in the range (1 - 38)",
        source="pulumi-aws iam.Role",
    ),
    limit(
        "GP-IAM-101",
        _ROLE,
        "name",
        Text(_NAME, "letters, digits, _+=,.@-", ("a b", "a/b"), ("a.b@c",), 64),
        named=True,
        title="The role's name is too long or has other signs.",
        error="ValidationError: 1 validation error detected: Value at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64",
        source=_API,
    ),
    limit(
        "GP-IAM-102",
        _ROLE,
        "maxSessionDuration",
        Range(3600, 43200),
        title="A session lasts one to twelve hours.",
        error="ValidationError: Value at 'maxSessionDuration' failed to satisfy constraint",
        source=_API,
    ),
    limit(
        "GP-IAM-103",
        _ROLE,
        "path",
        Text(
            r"/|/[\x21-\x7e]*/",
            "starts and ends with a slash",
            ("app", "/app"),
            ("/app/", "/"),
            512,
        ),
        title="The path of a role starts and ends with a slash.",
        error="ValidationError: The specified value for path is invalid.",
        source=_API,
    ),
    limit(
        "GP-IAM-104",
        _MANAGED,
        "name",
        Text(_NAME, "letters, digits, _+=,.@-", ("a b",), ("a-b",), 128),
        named=True,
        title="The policy's name is too long or has other signs.",
        error="ValidationError: Value at 'policyName' failed to satisfy constraint",
        source=_API,
    ),
    limit(
        "GP-IAM-105",
        _PASSWORDS,
        "minimumPasswordLength",
        Range(6, 128),
        title="Passwords have 6 to 128 characters.",
        error="ValidationError: Value at 'minimumPasswordLength' failed to satisfy constraint",
        source=_API,
    ),
    limit(
        "GP-IAM-106",
        _PASSWORDS,
        "maxPasswordAge",
        Range(0, 1095),
        title="Passwords expire after 1 to 1095 days.",
        error="ValidationError: Value at 'maxPasswordAge' failed to satisfy constraint",
        source=_API,
    ),
    limit(
        "GP-IAM-107",
        _PASSWORDS,
        "passwordReusePrevention",
        Range(0, 24),
        title="AWS remembers 1 to 24 former passwords.",
        error="ValidationError: Value at 'passwordReusePrevention' failed to satisfy constraint",
        source=_API,
    ),
    limit(
        "GP-IAM-111",
        _ROLE,
        "description",
        Text(r"[\t\n\r\x20-\x7e\xa1-\xff]*", "Latin letters", ("日本",), ("x",), 1000),
        title="A role's description has at most 1000 Latin characters.",
        error="ValidationError: Value at 'description' failed to satisfy constraint",
        source=_API,
    ),
)
