"""IAM: who a policy or a role trusts."""

import difflib
import re
from collections.abc import Iterator

from groundplan.rules.constraint import Text, limit
from groundplan.rules.grammar import policy as grammar
from groundplan.rules.grammar.address import arn
from groundplan.rules.iam_document import ALL, broken
from groundplan.rules.node import Node, known, listed
from groundplan.rules.rule import Fault, rule
from groundplan.rules.service_principals import SERVICES
from groundplan.rules.world import World

_ROLE = "aws:iam/role:Role"
_OIDC = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"
_DOC = "IAM User Guide: policy grammar, IAM and STS quotas"


@rule(
    "GP-IAM-009",
    _ROLE,
    title="A trust policy may only say who takes on the role.",
    error="MalformedPolicyDocument: AssumeRole policy may only specify STS AssumeRole actions.",
    source=_DOC,
)
def trust_actions(node: Node, _: World) -> Iterator[Fault]:
    """Actions of sts that assume, tag, or set the identity of a session."""
    yield from broken(node, "scope")
    for label, statement in grammar.statements(node.document("assumeRolePolicy")):
        for action in listed(statement.get("Action")):
            if str(action).lower().startswith("sts:") and not re.fullmatch(
                r"sts:(\*|assume.*|tagsession|setsourceidentity|setcontext)", str(action).lower()
            ):
                yield Fault("assumeRolePolicy", f"{label}.Action: sts:AssumeRole and its family")


@rule(
    "GP-IAM-010",
    *ALL,
    title="The policy gives rights to somebody who does not exist.",
    error="MalformedPolicyDocument: Invalid principal in policy",
    source="IAM User Guide: policy elements, Principal; API kms CreateKey",
)
def principal_exists(node: Node, world: World) -> Iterator[Fault]:
    """Accounts have twelve digits; roles of the estate's accounts are in the estate."""
    path = ALL[node.type]
    for label, statement in grammar.statements(node.document(path)):
        for key, kind, value in grammar.principals(statement):
            allowed = _principal_fault(kind, value, node, world)
            if allowed:
                yield Fault(path, f"{label}.{key}: {allowed}, got {value}")


def _principal_fault(kind: str, value: str, node: Node, world: World) -> str:
    if value == "*" or not known(value):
        return "a kind of principal" if kind == "Federated" else ""
    if kind == "":
        return '"*" or a map such as {"AWS": ...}'
    if kind == "Service":
        return _service_fault(value)
    if kind == "Federated":
        return _federated_fault(value, node, world)
    if kind == "CanonicalUser":
        return "" if re.fullmatch(r"[0-9a-f]{64}", value) else "64 hex digits"
    if kind != "AWS":
        return "AWS, Service, Federated or CanonicalUser"
    return _aws_fault(value, world)


def _aws_fault(value: str, world: World) -> str:
    if re.fullmatch(r"\d{12}", value) or re.fullmatch(r"(AROA|AIDA|ARO|AID)[A-Z0-9]{10,}", value):
        return ""
    found = arn(value)
    if found is None or found.service not in ("iam", "sts") or found.region:
        return "an account id or the ARN of a user or role"
    if not re.fullmatch(r"\d{12}", found.account):
        # The only accounts without digits are AWS's own, such as CloudFront's identities.
        return "" if found.account == "cloudfront" else "an account of twelve digits"
    kind, _, name = found.resource.partition("/")
    if found.resource == "root":
        return ""
    if kind not in ("role", "user", "assumed-role", "federated-user") or not name or "*" in name:
        return "root, role/<name> or user/<name>, without wildcards"
    if kind == "role" and found.account in world.accounts and world.has(_ROLE):
        return _role_fault(found.account, name, value, world)
    if kind == "user" and found.account in world.accounts and world.has(_ROLE):
        return "" if world.find(value, "aws:iam/user:User") else "a user of the estate"
    return ""


def _role_fault(account: str, name: str, value: str, world: World) -> str:
    managed = name.startswith(("aws-service-role/", "aws-reserved/", "service-role/"))
    default = name == "OrganizationAccountAccessRole"
    roles = [n for n in world.of(_ROLE) if n.account == account]
    if managed or default or not roles or any(value in (n.arn, n.resource.id) for n in roles):
        return ""
    short = name.rpartition("/")[2]
    if any(short == n.output("name") for n in roles):
        return ""
    return "a role of the estate"


def _service_fault(value: str) -> str:
    if not re.fullmatch(
        r"[a-z0-9][a-z0-9.-]*\.amazonaws\.com(\.cn)?|[a-z.]+\.aws\.internal", value
    ):
        return "a service such as ecs-tasks.amazonaws.com"
    if re.sub(r"\.[a-z]{2}(-[a-z]+)+-\d\.", ".", value) in SERVICES:
        return ""
    near = difflib.get_close_matches(value, SERVICES, n=1, cutoff=0.87)
    return f"a service that exists, such as {near[0]}" if near else ""


def _federated_fault(value: str, node: Node, world: World) -> str:
    found = arn(value)
    if found is None:
        good = value in (
            "cognito-identity.amazonaws.com",
            "accounts.google.com",
            "www.amazon.com",
            "graph.facebook.com",
        )
        return "" if good else "the ARN of an identity provider"
    if not found.resource.startswith(("oidc-provider/", "saml-provider/")):
        return "the ARN of an identity provider"
    providers = [n for n in world.of(_OIDC) if n.account == found.account]
    if (
        found.account == node.account
        and providers
        and found.resource.startswith("oidc-provider/")
        and value not in {n.arn for n in providers}
    ):
        return "an identity provider of the account"
    return ""


@rule(
    "GP-IAM-011",
    _ROLE,
    title="The trust policy names a login service but not the way of logging in.",
    error="MalformedPolicyDocument: AssumeRole policy contained an invalid principal / "
    "the action does not fit the principal",
    source="IAM User Guide: creating a role for OpenID Connect",
)
def federated_action(node: Node, _: World) -> Iterator[Fault]:
    """An OIDC provider comes with AssumeRoleWithWebIdentity, a SAML one with ...WithSAML."""
    for label, statement in grammar.statements(node.document("assumeRolePolicy")):
        actions = [str(a) for a in listed(statement.get("Action"))]
        for _key, kind, value in grammar.principals(statement):
            want = "sts:AssumeRoleWithSAML" if "saml-provider" in value else ""
            if kind == "Federated" and "oidc-provider" in value:
                want = "sts:AssumeRoleWithWebIdentity"
            if kind == "Federated" and want and not any(grammar.matches(a, want) for a in actions):
                yield Fault("assumeRolePolicy", f"{label}.Action: {want}")
            if (
                kind == "Service"
                and actions
                and not any(grammar.matches(a, "sts:AssumeRole") for a in actions)
            ):
                yield Fault("assumeRolePolicy", f"{label}.Action: sts:AssumeRole")


@rule(
    "GP-IAM-020",
    _OIDC,
    title="An account has one login provider per address.",
    error="EntityAlreadyExists: Provider with url already exists.",
    source="API iam CreateOpenIDConnectProvider",
)
def one_provider(node: Node, world: World) -> Iterator[Fault]:
    """Provider URLs are unique per account."""
    for other in world.twins(node, "url"):
        yield Fault("url", f"an address that {other.name} does not have")


_API = "API iam, IAM and STS quotas"


LIMITS = (
    limit(
        "GP-IAM-108",
        _OIDC,
        "url",
        Text(
            r"https://[^\s?#:]+(/[^\s?#]*)?",
            "https://, without query or port",
            ("http://token.example.com", "token.example.com"),
            ("https://token.example.com",),
            255,
        ),
        title="A login provider's address starts with https://.",
        error="ValidationError: Invalid Open ID Connect Provider URL",
        source=_API,
    ),
    limit(
        "GP-IAM-110",
        _OIDC,
        "thumbprintLists[]",
        Text(
            r"[0-9a-fA-F]{40}",
            "40 hex digits",
            ("abc",),
            ("6938fd4d98bab03faadb97b34396831e3780aea1",),
        ),
        title="A thumbprint has 40 hex digits.",
        error="ValidationError: Thumbprint must be 40 characters",
        source=_API,
    ),
)
