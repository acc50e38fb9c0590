"""IAM: how long policies may be and how many a role may have."""

from collections.abc import Iterator

from groundplan.rules.constraint import Text, limit
from groundplan.rules.grammar import policy as grammar
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_ROLE = "aws:iam/role:Role"
_INLINE = "aws:iam/rolePolicy:RolePolicy"
_MANAGED = "aws:iam/policy:Policy"
_ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"


@rule(
    "GP-IAM-012",
    _ROLE,
    title="The trust policy is too long.",
    error="LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048",
    source="IAM and STS quotas: role trust policy length",
)
def trust_size(node: Node, _: World) -> Iterator[Fault]:
    """2,048 characters, white space not counted."""
    text = node.get("assumeRolePolicy")
    if isinstance(text, str) and grammar.without_spaces(text) > 2048:
        yield Fault("assumeRolePolicy", "2048 characters without white space")


@rule(
    "GP-IAM-013",
    _MANAGED,
    title="The policy is too long.",
    error="LimitExceeded: Cannot exceed quota for PolicySize: 6144",
    source="IAM and STS quotas: managed policy length",
)
def managed_size(node: Node, _: World) -> Iterator[Fault]:
    """6,144 characters, white space not counted."""
    text = node.get("policy")
    if isinstance(text, str) and grammar.without_spaces(text) > 6144:
        yield Fault("policy", "6144 characters without white space", "split it in two")


@rule(
    "GP-IAM-014",
    _INLINE,
    title="The policies inside one role are too long together.",
    error="LimitExceeded: Maximum policy size of 10240 bytes exceeded for role",
    source="IAM and STS quotas: role inline policies, aggregate size",
)
def inline_size(node: Node, world: World) -> Iterator[Fault]:
    """10,240 characters over all inline policies of a role."""
    group = [n for n in world.peers(node) if n.get("role") == node.get("role")]
    size = sum(grammar.without_spaces(str(n.get("policy", ""))) for n in group)
    if size > 10240:
        yield Fault("policy", f"10240 characters for the role, its policies have {size}")


@rule(
    "GP-IAM-016",
    _ATTACHMENT,
    title="The role carries more policies than AWS allows.",
    error="LimitExceeded: Cannot exceed quota for PoliciesPerRole: 10",
    source="IAM and STS quotas: managed policies per role, L-0DA4ABF3",
)
def attachments_per_role(node: Node, world: World) -> Iterator[Fault]:
    """Ten managed policies per role unless raised."""
    group = [n for n in world.peers(node) if n.get("role") == node.get("role")]
    if len(group) > 10:
        yield Fault("role", f"10 attached policies, there are {len(group)}")


_NAME = r"[\w+=,.@-]+"
_API = "API iam, IAM and STS quotas"


LIMITS = (
    limit(
        "GP-IAM-109",
        _INLINE,
        "name",
        Text(_NAME, "letters, digits, _+=,.@-", ("a b",), ("a-b",), 128),
        named=True,
        title="The policy's name is too long or has other signs.",
        error="ValidationError: Value at 'policyName' failed to satisfy constraint",
        source=_API,
    ),
)
