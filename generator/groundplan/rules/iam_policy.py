"""IAM: the grammar of policy documents, wherever they stand."""

import re
from collections.abc import Iterator

from groundplan.rules.iam_document import ALL, IDENTITY, TRUST, broken
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_DOC = "IAM User Guide: policy grammar, IAM and STS quotas"


@rule(
    "GP-IAM-001",
    *ALL,
    title="The policy is not a policy document.",
    error="MalformedPolicyDocument: Syntax errors in policy.",
    source=_DOC,
)
def policy_is_json(node: Node, _: World) -> Iterator[Fault]:
    """A policy is JSON with known keys only."""
    yield from broken(node, "json", "syntax")


@rule(
    "GP-IAM-002",
    *ALL,
    title="A policy's version is one of two dates; it is not yours to choose.",
    error="MalformedPolicyDocument: Syntax errors in policy.",
    source=_DOC,
)
def policy_version(node: Node, _: World) -> Iterator[Fault]:
    """Version 2012-10-17 or 2008-10-17."""
    yield from broken(node, "version")


@rule(
    "GP-IAM-003",
    *ALL,
    title="Each statement of a policy either allows or denies.",
    error="MalformedPolicyDocument: Syntax errors in policy. (Effect)",
    source=_DOC,
)
def policy_effect(node: Node, _: World) -> Iterator[Fault]:
    """Effect is Allow or Deny, in that case."""
    yield from broken(node, "effect")


@rule(
    "GP-IAM-004",
    *ALL,
    title="A statement's name holds letters and digits and is used once.",
    error="MalformedPolicyDocument: Statement IDs (SID) must be alpha-numeric / must be unique.",
    source=_DOC,
)
def policy_sid(node: Node, _: World) -> Iterator[Fault]:
    """Sids of IAM policies."""
    yield from broken(node, "sid")


@rule(
    "GP-IAM-005",
    *ALL,
    title="The policy names no action, or one without its service.",
    error="MalformedPolicyDocument: Actions/Conditions must be prefaced by a vendor, "
    "e.g., iam, sdb, ec2, etc.",
    source=_DOC,
)
def policy_action(node: Node, _: World) -> Iterator[Fault]:
    """Actions are written service:Action."""
    yield from broken(node, "action")


@rule(
    "GP-IAM-006",
    *ALL,
    title="The policy names no resource, or one that is not an ARN.",
    error='MalformedPolicyDocument: Resource must be in ARN format or "*".',
    source=_DOC,
)
def policy_resource(node: Node, _: World) -> Iterator[Fault]:
    """Resources are ARNs; trust and registry policies have none."""
    yield from broken(node, "resource")


@rule(
    "GP-IAM-007",
    *ALL,
    title="The policy says who may in a place where it must not, or does not where it must.",
    error="MalformedPolicyDocument: Policy document should not specify a principal. / "
    "Missing required field Principal",
    source=_DOC,
)
def policy_principal(node: Node, _: World) -> Iterator[Fault]:
    """Principal stands in policies of resources and of trust, nowhere else."""
    yield from broken(node, "principal")


@rule(
    "GP-IAM-008",
    *ALL,
    title="A condition of the policy cannot be read.",
    error="MalformedPolicyDocument: Syntax errors in policy. (invalid condition)",
    source=_DOC,
)
def policy_condition(node: Node, _: World) -> Iterator[Fault]:
    """Known operators over keys with a prefix."""
    yield from broken(node, "condition")


@rule(
    "GP-IAM-015",
    *IDENTITY,
    *TRUST,
    title="The policy holds characters that IAM does not take.",
    error="ValidationError: The specified value for policyDocument is invalid. It must contain "
    "only printable ASCII characters.",
    source="API iam policyDocumentType",
)
def policy_characters(node: Node, _: World) -> Iterator[Fault]:
    """Tab, line ends and U+0020 to U+00FF."""
    path = ALL[node.type]
    text = node.get(path)
    if isinstance(text, str) and not re.fullmatch(r"[\t\n\r\u0020-\u00ff]*", text):
        yield Fault(path, "characters up to U+00FF")
