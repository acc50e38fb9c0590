"""What policies of the estate let somebody do, as far as they say it plainly."""

from collections.abc import Callable, Collection, Iterable, Mapping
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
    read = list(documents)
    if any(document is None for document in read):  # a policy the plan does not show
        return True
    return any(
        statement.get("Effect") == "Allow"
        and _is_for(statement, who)
        and _says(statement, "Action", lambda a: grammar.matches(a, action))
        and _says(statement, "Resource", lambda r: _covers(r, target))
        and _met(statement.get("Condition"), context or {})
        for document in read
        for _, statement in grammar.statements(document)
    )


def _is_for(statement: Mapping[str, Any], who: Collection[str] | None) -> bool:
    if who is None or "NotPrincipal" in statement:
        return True
    return any(p in who for _, _, p in grammar.principals(statement))


def _says(statement: Mapping[str, Any], key: str, fits: Callable[[str], bool]) -> bool:
    if f"Not{key}" in statement:
        return not any(fits(str(value)) for value in listed(statement[f"Not{key}"]))
    if key not in statement:
        return key == "Resource"  # policies of a resource may leave out what they are about
    return any(fits(str(value)) for value in listed(statement[key]))


def _covers(resource: str, target: str) -> bool:
    return (
        "${" in resource
        or grammar.matches(resource, target)
        or (target.endswith("*") and grammar.matches(target, resource.rstrip("*") + "*"))
    )


def _met(condition: Any, context: Mapping[str, str]) -> bool:
    for operator, block in condition.items() if isinstance(condition, Mapping) else ():
        if str(operator).lower() not in _PLAIN or not isinstance(block, Mapping):
            continue
        for key, values in block.items():
            mine = context.get(str(key).lower())
            if mine and not any(
                "${" in str(v) or grammar.matches(str(v), mine) for v in listed(values)
            ):
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
    return None if None in found else found or None
