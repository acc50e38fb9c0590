"""Organizations: accounts, units, policies, delegation."""

import json
import re
from collections.abc import Iterator, Mapping

from groundplan.rules.constraint import OneOf, Text, limit
from groundplan.rules.grammar import policy as grammar
from groundplan.rules.grammar.address import is_mail
from groundplan.rules.node import Node, listed
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

ORG = "aws:organizations/organization:Organization"
_ACCOUNT = "aws:organizations/account:Account"
_UNIT = "aws:organizations/organizationalUnit:OrganizationalUnit"
_POLICY = "aws:organizations/policy:Policy"
_ATTACHMENT = "aws:organizations/policyAttachment:PolicyAttachment"
_DELEGATED = "aws:organizations/delegatedAdministrator:DelegatedAdministrator"
_CONTACT = "aws:account/alternativeContact:AlternativeContact"
_DOC = "Organizations User Guide: quotas; API organizations"
_SIZES = {"SERVICE_CONTROL_POLICY": 5120, "RESOURCE_CONTROL_POLICY": 5120,
          "AISERVICES_OPT_OUT_POLICY": 2500}  # fmt: skip
_TYPES = ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "TAG_POLICY", "BACKUP_POLICY",
          "AISERVICES_OPT_OUT_POLICY", "CHATBOT_POLICY", "DECLARATIVE_POLICY_EC2",
          "SECURITYHUB_POLICY", "INSPECTOR_POLICY", "UPGRADE_ROLLOUT_POLICY", "BEDROCK_POLICY",
          "S3_POLICY", "NETWORK_SECURITY_DIRECTOR_POLICY")  # fmt: skip


@rule(
    "GP-ORG-001",
    _POLICY,
    title="The rule for all accounts is too long.",
    error="ConstraintViolationException: You have exceeded the maximum policy size",
    source=_DOC,
)
def policy_size(node: Node, _: World) -> Iterator[Fault]:
    """5,120 characters with white space; 10,000 for others; 2,500 for AI opt-out."""
    text = node.get("content")
    most = _SIZES.get(str(node.get("type", "SERVICE_CONTROL_POLICY")), 10000)
    if isinstance(text, str) and len(text.encode()) > most:
        yield Fault("content", f"{most} characters, white space counts")


@rule(
    "GP-ORG-002",
    _POLICY,
    title="The rule for all accounts is not in the language of its kind.",
    error="MalformedPolicyDocumentException: The provided policy document does not meet the "
    "requirements of the specified policy type.",
    source="Organizations User Guide: policy syntax",
)
def policy_syntax(node: Node, _: World) -> Iterator[Fault]:
    """JSON; RCPs deny everybody; SCPs have no principal, allows are plain."""
    text, kind = node.get("content"), node.get("type", "SERVICE_CONTROL_POLICY")
    if not isinstance(text, str):
        return
    try:
        document = json.loads(text)
    except ValueError:
        yield Fault("content", "JSON")
        return
    roots = {"TAG_POLICY": "tags", "BACKUP_POLICY": "plans", "AISERVICES_OPT_OUT_POLICY": "services",
             "DECLARATIVE_POLICY_EC2": "ec2_attributes"}  # fmt: skip
    if kind in roots and (not isinstance(document, Mapping) or roots[kind] not in document):
        yield Fault("content", f"an object with {roots[kind]}")
    for label, statement in grammar.statements(document):
        if kind == "RESOURCE_CONTROL_POLICY":
            if statement.get("Effect") != "Deny" or statement.get("Principal") != "*":
                yield Fault("content", f'{label}: Effect Deny and Principal "*"')
            if "NotAction" in statement or statement.get("Action") == "*":
                yield Fault("content", f"{label}.Action: actions with their service")
            for action in listed(statement.get("Action")):
                if str(action).partition(":")[0].lower() not in (*_WITH_RCP, "*"):
                    yield Fault("content", f"{label}.Action: a service with RCPs, got {action}")
        if kind == "SERVICE_CONTROL_POLICY" and "NotPrincipal" in statement:
            yield Fault("content", f"{label}: no principal")


_WITH_RCP = (
    "s3", "sts", "kms", "sqs", "secretsmanager", "cognito-idp", "cognito-identity", "logs",
    "dynamodb", "ecr", "aoss", "sns", "lambda", "s3express", "s3tables", "s3-object-lambda",
)  # fmt: skip
"""https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html lists
the services; a few more stand here, as the list grows."""


@rule(
    "GP-ORG-003",
    _POLICY,
    title="That kind of rule is not switched on in the organization.",
    error="PolicyTypeNotEnabledException: The specified policy type isn't currently enabled in this "
    "root.",
    source="API organizations EnablePolicyType",
)
def type_enabled(node: Node, world: World) -> Iterator[Fault]:
    """enabledPolicyTypes lists the type."""
    kind = node.get("type", "SERVICE_CONTROL_POLICY")
    for organization in world.of(ORG):
        if kind not in organization.list("enabledPolicyTypes[]"):
            yield Fault(
                "type", ", ".join(organization.list("enabledPolicyTypes[]")) or "none is enabled"
            )


@rule(
    "GP-ORG-004",
    ORG,
    title="The organization lacks what its rules and services need.",
    error="InvalidInputException / PolicyTypeNotAvailableForOrganizationException",
    source="API organizations CreateOrganization",
)
def organization(node: Node, _: World) -> Iterator[Fault]:
    """ALL features for policies; service names; a login service is kept."""
    if node.get("featureSet", "ALL") == "CONSOLIDATED_BILLING":
        for path in ("enabledPolicyTypes", "awsServiceAccessPrincipals"):
            if node.list(f"{path}[]"):
                yield Fault(path, "nothing unless featureSet is ALL")
    for place, value in node.each("enabledPolicyTypes[]"):
        if value not in _TYPES:
            yield Fault(place, ", ".join(_TYPES))
    for place, value in node.each("awsServiceAccessPrincipals[]"):
        if not re.fullmatch(r"[a-z0-9.-]+\.amazonaws\.com", str(value)):
            yield Fault(place, "a service such as sso.amazonaws.com")
        elif str(value) in (
            "identitycenter.amazonaws.com",
            "awssso.amazonaws.com",
            "trail.amazonaws.com",
            "iam-identity-center.amazonaws.com",
        ):
            yield Fault(place, "sso.amazonaws.com")


@rule(
    "GP-ORG-005",
    _ACCOUNT,
    title="Two accounts have one mail address, or it is none.",
    error="CreateAccount FAILED: EMAIL_ALREADY_EXISTS / INVALID_EMAIL",
    source="API organizations CreateAccount",
)
def account_mail(node: Node, world: World) -> Iterator[Fault]:
    """6 to 64 ASCII signs, unique among all AWS accounts."""
    mail = node.get("email")
    if not isinstance(mail, str):
        return
    if not 6 <= len(mail) <= 64 or not mail.isascii() or not is_mail(mail):
        yield Fault("email", "a mail address of 6 to 64 characters")
    for other in world.of(_ACCOUNT):
        if (
            other.resource.urn < node.resource.urn
            and str(other.get("email")).lower() == mail.lower()
        ):
            yield Fault("email", f"an address {other.name} does not have")


@rule(
    "GP-ORG-006",
    _UNIT,
    _ACCOUNT,
    _ATTACHMENT,
    title="Where it belongs in the organization cannot be.",
    error="ParentNotFoundException / TargetNotFoundException / InvalidInputException",
    source="API organizations ParentId, PolicyTargetId",
)
def parents(node: Node, world: World) -> Iterator[Fault]:
    """Roots, units and accounts by their form of id; units of the estate exist."""
    path = "targetId" if node.type == _ATTACHMENT else "parentId"
    value = node.get(path)
    if not isinstance(value, str):
        return
    account = r"|\d{12}" if node.type == _ATTACHMENT else ""
    if not re.fullmatch(r"r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}" + account, value):
        yield Fault(path, "the id of a root or a unit" + (" or an account" if account else ""))
    elif value.startswith("ou-") and world.has(_UNIT) and world.find(value, _UNIT) is None:
        yield Fault(path, "a unit of the estate")


@rule(
    "GP-ORG-007",
    _UNIT,
    _POLICY,
    _ATTACHMENT,
    title="It is there twice.",
    error="DuplicateOrganizationalUnitException / DuplicatePolicyException / "
    "DuplicatePolicyAttachmentException",
    source=_DOC,
)
def once(node: Node, world: World) -> Iterator[Fault]:
    """Unit names per parent, policy names per type, attachments per target; five SCPs each."""
    paths = {_UNIT: ("name", "parentId"), _POLICY: ("name", "type")}.get(
        node.type, ("policyId", "targetId")
    )
    for other in world.twins(node, *paths):
        yield Fault(paths[0], f"not what {other.name} says")
    if node.type == _ATTACHMENT:
        mine = world.find(node.get("policyId"), _POLICY)
        kind = mine.get("type", "SERVICE_CONTROL_POLICY") if mine else ""
        same = [
            a
            for a in world.peers(node)
            if a.get("targetId") == node.get("targetId")
            and (p := world.find(a.get("policyId"), _POLICY))
            and p.get("type", "SERVICE_CONTROL_POLICY") == kind
        ]
        most = {"SERVICE_CONTROL_POLICY": 4, "RESOURCE_CONTROL_POLICY": 4}.get(str(kind), 10)
        if len(same) > most:
            yield Fault("targetId", f"{most} beside AWS's own, there are {len(same)}")


@rule(
    "GP-ORG-008",
    _DELEGATED,
    "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount",
    "aws:securityhub/organizationAdminAccount:OrganizationAdminAccount",
    title="The service is not trusted in the organization, or the account cannot stand in for it.",
    error="ConstraintViolationException: SERVICE_ACCESS_NOT_ENABLED / "
    "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR",
    source="API organizations RegisterDelegatedAdministrator",
)
def delegation(node: Node, world: World) -> Iterator[Fault]:
    """Trusted access first; not the management account."""
    path = "accountId" if node.type == _DELEGATED else "adminAccountId"
    services = {"guardduty": "guardduty.amazonaws.com", "securityhub": "securityhub.amazonaws.com"}
    service = node.get("servicePrincipal") or services.get(node.type.split(":")[1].split("/")[0])
    for organization_ in world.of(ORG):
        if node.get(path) == organization_.account:
            yield Fault(path, "another account than the management account")
        trusted = set(organization_.list("awsServiceAccessPrincipals[]"))
        trusted |= {
            n.get("servicePrincipal")
            for n in world.of("aws:organizations/awsServiceAccess:AwsServiceAccess")
        }
        if node.type == _DELEGATED and service and trusted and service not in trusted:
            if (
                service != "access-analyzer.amazonaws.com"
                or "access-analyzer.amazonaws.com" in trusted
            ):
                yield Fault("servicePrincipal", "a service of awsServiceAccessPrincipals")
    account = node.get(path)
    if account is not None and not re.fullmatch(r"\d{12}", str(account)):
        yield Fault(path, "twelve digits")


@rule(
    "GP-ORG-009",
    _CONTACT,
    title="The contact cannot be reached this way.",
    error="ValidationException / AccessDeniedException: management account must not name itself",
    source="API account PutAlternateContact",
)
def contact(node: Node, world: World) -> Iterator[Fault]:
    """A mail address; no own account id in the management account; one of each kind."""
    mail = node.get("emailAddress")
    if isinstance(mail, str) and not is_mail(mail.strip()):
        yield Fault("emailAddress", "a mail address")
    if node.get("accountId") and world.has(ORG):
        if any(o.account == node.get("accountId") for o in world.of(ORG)):
            yield Fault("accountId", "nothing for the management account itself")
    for other in world.twins(node, "accountId", "alternateContactType"):
        yield Fault("alternateContactType", f"a kind {other.name} does not set")


LIMITS = (
    limit(
        "GP-ORG-101",
        _ACCOUNT,
        "name",
        Text(r"[\x20-\x7e]{1,50}", "50 printable ASCII characters", ("",), ("acme prod",), 50),
        title="The account's name is too long.",
        error="InvalidInputException: AccountName",
        source="API organizations CreateAccountName",
    ),
    limit(
        "GP-ORG-102",
        _UNIT,
        "name",
        Text(r"(?s).{1,128}", "128 characters", ("",), ("Workloads",), 128),
        title="The unit's name is too long.",
        error="InvalidInputException: OrganizationalUnitName",
        source="API organizations",
    ),
    limit(
        "GP-ORG-103",
        ORG,
        "featureSet",
        OneOf("CONSOLIDATED_BILLING", "ALL"),
        title="An organization has ALL features.",
        error="InvalidInputException: FeatureSet",
        source="API organizations",
    ),
    limit(
        "GP-ORG-104",
        _POLICY,
        "type",
        OneOf(*_TYPES),
        title="There is no such kind of rule.",
        error="InvalidInputException: Type",
        source="API organizations PolicyType",
    ),
)
