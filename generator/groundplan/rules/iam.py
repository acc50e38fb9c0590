"""IAM: policy documents wherever they stand, roles, names, sizes."""

import difflib
import re
from collections.abc import Iterator

from groundplan.rules.constraint import Range, Text, limit
from groundplan.rules.grammar import policy as grammar
from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node, known, listed
from groundplan.rules.rule import Fault, rule
from groundplan.rules.service_principals import SERVICES
from groundplan.rules.world import World

_ROLE = "aws:iam/role:Role"
_INLINE = "aws:iam/rolePolicy:RolePolicy"
_MANAGED = "aws:iam/policy:Policy"
_ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
_OIDC = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"
_PASSWORDS = "aws:iam/accountPasswordPolicy:AccountPasswordPolicy"
_DOC = "IAM User Guide: policy grammar, IAM and STS quotas"

IDENTITY = {
    _INLINE: "policy",
    _MANAGED: "policy",
    "aws:organizations/policy:Policy": "content",
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": "inlinePolicy",
}
RESOURCE = {
    "aws:s3/bucketPolicy:BucketPolicy": "policy",
    "aws:kms/key:Key": "policy",
    "aws:kms/keyPolicy:KeyPolicy": "policy",
    "aws:kms/replicaKey:ReplicaKey": "policy",
    "aws:sns/topicPolicy:TopicPolicy": "policy",
    "aws:sns/topic:Topic": "policy",
    "aws:sqs/queuePolicy:QueuePolicy": "policy",
    "aws:sqs/queue:Queue": "policy",
    "aws:secretsmanager/secretPolicy:SecretPolicy": "policy",
    "aws:backup/vaultPolicy:VaultPolicy": "policy",
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "policyDocument",
    "aws:ec2/vpcEndpoint:VpcEndpoint": "policy",
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": "policy",
}
ECR = {"aws:ecr/repositoryPolicy:RepositoryPolicy": "policy"}
TRUST = {_ROLE: "assumeRolePolicy"}
ALL = {**IDENTITY, **RESOURCE, **ECR, **TRUST}


def _policies(node: Node) -> Iterator[tuple[str, object, grammar.Place]]:
    path = ALL[node.type]
    text = node.get(path)
    if text is None or (node.type == "aws:organizations/policy:Policy" and not _is_scp(node)):
        return
    place = (
        grammar.TRUST
        if node.type in TRUST
        else grammar.RESOURCE
        if node.type in RESOURCE
        else grammar.Place(principal="required", resource="forbidden", strict_sid=False)
        if node.type in ECR
        else grammar.Place(principal="optional")
        if node.get("type") == "RESOURCE_CONTROL_POLICY"
        else grammar.IDENTITY
    )
    yield path, text, place


def _is_scp(node: Node) -> bool:
    return node.get("type", "SERVICE_CONTROL_POLICY") in (
        "SERVICE_CONTROL_POLICY",
        "RESOURCE_CONTROL_POLICY",
    )


def _broken(node: Node, *kinds: str) -> Iterator[Fault]:
    for path, text, place in _policies(node):
        for breach in grammar.breaches(text, place):
            if breach.kind in kinds:
                yield Fault(path, f"{breach.place}: {breach.allowed}".removeprefix(": "))


@rule(
    "GP-IAM-001",
    *ALL,
    title="The policy is not a policy document.",
    error="MalformedPolicyDocument: Syntax errors in policy.",
    source=_DOC,
)
def policy_is_json(node: Node, _: World) -> Iterator[Fault]:
    """A policy is JSON with known keys only."""
    yield from _broken(node, "json", "syntax")


@rule(
    "GP-IAM-002",
    *ALL,
    title="A policy's version is one of two dates; it is not yours to choose.",
    error="MalformedPolicyDocument: Syntax errors in policy.",
    source=_DOC,
)
def policy_version(node: Node, _: World) -> Iterator[Fault]:
    """Version 2012-10-17 or 2008-10-17."""
    yield from _broken(node, "version")


@rule(
    "GP-IAM-003",
    *ALL,
    title="Each statement of a policy either allows or denies.",
    error="MalformedPolicyDocument: Syntax errors in policy. (Effect)",
    source=_DOC,
)
def policy_effect(node: Node, _: World) -> Iterator[Fault]:
    """Effect is Allow or Deny, in that case."""
    yield from _broken(node, "effect")


@rule(
    "GP-IAM-004",
    *ALL,
    title="A statement's name holds letters and digits and is used once.",
    error="MalformedPolicyDocument: Statement IDs (SID) must be alpha-numeric / must be unique.",
    source=_DOC,
)
def policy_sid(node: Node, _: World) -> Iterator[Fault]:
    """Sids of IAM policies."""
    yield from _broken(node, "sid")


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
    yield from _broken(node, "action")


@rule(
    "GP-IAM-006",
    *ALL,
    title="The policy names no resource, or one that is not an ARN.",
    error='MalformedPolicyDocument: Resource must be in ARN format or "*".',
    source=_DOC,
)
def policy_resource(node: Node, _: World) -> Iterator[Fault]:
    """Resources are ARNs; trust and registry policies have none."""
    yield from _broken(node, "resource")


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
    yield from _broken(node, "principal")


@rule(
    "GP-IAM-008",
    *ALL,
    title="A condition of the policy cannot be read.",
    error="MalformedPolicyDocument: Syntax errors in policy. (invalid condition)",
    source=_DOC,
)
def policy_condition(node: Node, _: World) -> Iterator[Fault]:
    """Known operators over keys with a prefix."""
    yield from _broken(node, "condition")


@rule(
    "GP-IAM-009",
    _ROLE,
    title="A trust policy may only say who takes on the role.",
    error="MalformedPolicyDocument: AssumeRole policy may only specify STS AssumeRole actions.",
    source=_DOC,
)
def trust_actions(node: Node, _: World) -> Iterator[Fault]:
    """Actions of sts that assume, tag, or set the identity of a session."""
    yield from _broken(node, "scope")
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
        Range(1, 1095),
        title="Passwords expire after 1 to 1095 days.",
        error="ValidationError: Value at 'maxPasswordAge' failed to satisfy constraint",
        source=_API,
    ),
    limit(
        "GP-IAM-107",
        _PASSWORDS,
        "passwordReusePrevention",
        Range(1, 24),
        title="AWS remembers 1 to 24 former passwords.",
        error="ValidationError: Value at 'passwordReusePrevention' failed to satisfy constraint",
        source=_API,
    ),
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
        "GP-IAM-109",
        _INLINE,
        "name",
        Text(_NAME, "letters, digits, _+=,.@-", ("a b",), ("a-b",), 128),
        named=True,
        title="The policy's name is too long or has other signs.",
        error="ValidationError: Value at 'policyName' failed to satisfy constraint",
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
