"""What policies of the estate let somebody do, as far as they say it plainly."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from groundplan.rules.grammar import policy as grammar
from groundplan.rules.node import Node, listed
from groundplan.rules.world import World

_ROLE = "aws:iam/role:Role"
_PLAIN = ("stringequals", "stringlike", "arnequals", "arnlike")


def allows(
    documents: Iterable[Any],
    who: Collection[str] | None,
    action: str,
    target: str,
    context: Mapping[str, str] | None = None,
) -> bool:
    """True where a statement lets somebody do something.

    Args:
        documents: Policies, as values.
        who: Principals, any of which will do; None for policies of an identity.
        action: One action, ``s3:PutObject``.
        target: ARN it is done to; it may end in ``*``.
        context: What is known of the request, by condition key in lower case. Conditions on
            other keys count as met.
    """
    return any(
        statement.get("Effect") == "Allow"
        and (who is None or any(p in who for _, _, p in grammar.principals(statement)))
        and any(grammar.matches(str(a), action) for a in listed(statement.get("Action")))
        and any(_covers(str(r), target) for r in listed(statement.get("Resource")))
        and _met(statement.get("Condition"), context or {})
        for document in documents
        for _, statement in grammar.statements(document)
    )


def _covers(resource: str, target: str) -> bool:
    return grammar.matches(resource, target) or (
        target.endswith("*") and grammar.matches(target, resource.rstrip("*") + "*")
    )


def _met(condition: Any, context: Mapping[str, str]) -> bool:
    for operator, block in condition.items() if isinstance(condition, Mapping) else ():
        if str(operator).lower() not in _PLAIN or not isinstance(block, Mapping):
            continue
        for key, values in block.items():
            mine = context.get(str(key).lower())
            if mine and not any(grammar.matches(str(v), mine) for v in listed(values)):
                return False
    return True


def role_documents(role: Node, world: World) -> list[Any] | None:
    """Policies of a role; None where none is planned, or one is AWS's own and cannot be read."""
    found = [
        policy.document("policy")
        for policy in world.of("aws:iam/rolePolicy:RolePolicy")
        if world.find(policy.get("role"), _ROLE) is role
    ]
    for attachment in world.of("aws:iam/rolePolicyAttachment:RolePolicyAttachment"):
        if world.find(attachment.get("role"), _ROLE) is role:
            policy = world.find(attachment.get("policyArn"), "aws:iam/policy:Policy")
            if policy is None:
                return None
            found.append(policy.document("policy"))
    if role.list("managedPolicyArns[]") or role.list("inlinePolicies[]"):
        return None
    return found or None
