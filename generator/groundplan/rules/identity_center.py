"""Identity Center: permission sets and who has them."""

import re
from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, Text, limit
from groundplan.rules.grammar import policy as grammar
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_SET = "aws:ssoadmin/permissionSet:PermissionSet"
_ASSIGNMENT = "aws:ssoadmin/accountAssignment:AccountAssignment"
_INLINE = "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy"


@rule(
    "GP-SSO-001",
    _SET,
    title="How long somebody stays logged in cannot be read.",
    error="ValidationException: Session duration must be between PT1H and PT12H",
    source="API sso-admin CreatePermissionSet",
)
def session(node: Node, _: World) -> Iterator[Fault]:
    """ISO 8601, one to twelve hours."""
    text = node.get("sessionDuration")
    match = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?", str(text))
    if text is not None:
        seconds = (
            sum(int(v or 0) * f for v, f in zip(match.groups(), (3600, 60, 1), strict=True))
            if match
            else 0
        )
        if not 3600 <= seconds <= 43200:
            yield Fault("sessionDuration", "PT1H to PT12H")


@rule(
    "GP-SSO-002",
    _INLINE,
    title="The rights inside a permission set are too long.",
    error="ValidationException / ServiceQuotaExceededException: inline policy size",
    source="API sso-admin PutInlinePolicyToPermissionSet (32,768); role quota 10,240",
)
def inline_size(node: Node, _: World) -> Iterator[Fault]:
    """10,240 without white space, as it lands in a role."""
    text = node.get("inlinePolicy")
    if isinstance(text, str) and grammar.without_spaces(text) > 10240:
        yield Fault("inlinePolicy", "10240 characters without white space")


@rule(
    "GP-SSO-003",
    _ASSIGNMENT,
    _SET,
    title="It is there twice, or for somebody who cannot be.",
    error="ConflictException / ValidationException: principal, target",
    source="API sso-admin CreateAccountAssignment",
)
def assignments(node: Node, world: World) -> Iterator[Fault]:
    """Ids by form; names and assignments once."""
    if node.type == _SET:
        for other in world.twins(node, "name", "instanceArn"):
            yield Fault("name", f"a name {other.name} does not have")
        return
    for other in world.twins(node, "permissionSetArn", "principalId", "targetId"):
        yield Fault("principalId", f"an assignment {other.name} does not make")
    if node.get("principalType") not in (None, "USER", "GROUP"):
        yield Fault("principalType", "USER or GROUP")
    target = node.get("targetId")
    if target is not None and not re.fullmatch(r"\d{12}", str(target)):
        yield Fault("targetId", "twelve digits")
    principal = node.get("principalId")
    if (
        isinstance(principal, str)
        and not re.fullmatch(
            r"([0-9a-f]{10}-)?[A-Fa-f0-9]{8}(-[A-Fa-f0-9]{4}){3}-[A-Fa-f0-9]{12}", principal
        )
        and principal.count("-") >= 4
    ):
        yield Fault("principalId", "the id of a user or a group")


@rule(
    "GP-SSO-004",
    "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment",
    title="The permission set carries more policies than AWS allows.",
    error="ServiceQuotaExceededException: at most 20 policies (10 until the role quota is raised)",
    source="IAM Identity Center quotas; IAM quota L-0DA4ABF3",
)
def policies_per_set(node: Node, world: World) -> Iterator[Fault]:
    """Ten per set; each once."""
    group = [
        n for n in world.peers(node) if n.get("permissionSetArn") == node.get("permissionSetArn")
    ]
    if len(group) > 10:
        yield Fault("permissionSetArn", f"ten policies, there are {len(group)}")
    for other in world.twins(node, "permissionSetArn", "managedPolicyArn"):
        yield Fault("managedPolicyArn", f"a policy {other.name} does not attach")


LIMITS = (
    limit(
        "GP-SSO-101",
        _SET,
        "name",
        Text(
            r"[\w+=,.@-]{1,32}", "32 letters, digits and +=,.@-_", ("Read Only",), ("ReadOnly",), 32
        ),
        named=True,
        title="The permission set's name is too long or has other signs.",
        error="ValidationException: PermissionSetName",
        source="API sso-admin",
    ),
    limit(
        "GP-SSO-102",
        _ASSIGNMENT,
        "targetType",
        OneOf("AWS_ACCOUNT"),
        title="Rights are given in an AWS_ACCOUNT.",
        error="ValidationException: TargetType",
        source="API sso-admin",
    ),
)
