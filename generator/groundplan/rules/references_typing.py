"""References by the name of the input: where no row speaks, the name says what it must name."""

import re
from collections.abc import Iterator
from functools import lru_cache

from groundplan.rules.node import Node
from groundplan.rules.reference_row import (
    ALIAS,
    BUCKET,
    KEY,
    LOGS,
    QUEUE,
    ROLE,
    SECRET,
    SG,
    SUBNET,
    TOPIC,
    Reference,
)
from groundplan.rules.references import ROWS, texts, wrong
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_SERVICE_ROLE = r"arn:aws:iam::\d{12}:role/(aws-service-role|aws-reserved|service-role)/.*"
_LOG_ARN = r"arn:aws:logs:.*"
_NAMED = (
    (r"\w*[kK]msKey(Id|Arn)?|\w*[kK]msMasterKeyId|encryptionKey", KEY, ALIAS, ""),
    (r"\w*[rR]oleArn", ROLE, _SERVICE_ROLE, "arn"),
    (r"\w*[tT]opicArns?(\[\])?|snsTopic", TOPIC, "", "arn"),
    (r"\w*[qQ]ueueArn", QUEUE, "", "arn"),
    (r"\w*[fF]unctionArn", ("aws:lambda/function:Function",), "", "arn"),
    (r"managedPolicyArns?(\[\])?", ("aws:iam/policy:Policy",), r"arn:aws:iam::aws:policy/.*", "arn"),
    (r"\w*[sS]ubnetIds\[\]|subnetId|subnets\[\]", SUBNET, "", "name"),
    (r"\w*[sS]ecurityGroupIds\[\]|securityGroups\[\]", SG, "", "name"),
    (r"s3BucketName", BUCKET, "", "name"),
    (r"permissionsBoundary", ("aws:iam/policy:Policy",), r"arn:aws:iam::aws:policy/.*", "arn"),
    (r"secretArn", SECRET, "", "arn"),
    (r"\w*[lL]ogGroupArn", LOGS, _LOG_ARN, "arn"),
)  # fmt: skip
_ROWS = frozenset((row.type, row.path) for row in ROWS)
_FAR = {
    ("aws:cloudtrail/trail:Trail", "kmsKeyId"),
    ("aws:ecr/replicationConfiguration:ReplicationConfiguration", "kmsKey"),
}
_INDEX = re.compile(r"\[\d+\]")


@lru_cache(maxsize=8192)
def _row(type_: str, place: str) -> Reference | None:
    """What an input of that name must name; None where a row says it, or nothing does."""
    path = _INDEX.sub("[]", place)
    if (type_, path) in _ROWS:
        return None
    key = path.rpartition(".")[2]
    for form, targets, managed, written in _NAMED:
        if re.fullmatch(form, key):
            far = (type_, path) in _FAR
            return Reference("903", type_, path, targets, "", managed, written, far)
    return None


@rule(
    "GP-REF-903",
    "*",
    title="It points to something that does not exist, or is something else.",
    error="InvalidParameterValue / NoSuchEntity / NotFoundException: does not exist or is not "
    "a valid ARN",
    source="API models: inputs named after what they take",
)
def named_by_input(node: Node, world: World) -> Iterator[Fault]:
    """Inputs called like a key, role, topic, queue, subnet, group or bucket name one."""
    for place, value in texts(node):
        row = _row(node.type, place)
        if row is not None and (allowed := wrong(row, value, node, world, place)):
            yield Fault(place, allowed)


_ARN = re.compile(r"arn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:([0-9]{12}|aws|cloudfront)?:.+", re.DOTALL)
_ARN_INPUT = re.compile(r"[a-z]Arns?(\[\d+\])?$")
_NO_ARN = frozenset(("*", "ALL"))


@rule(
    "GP-REF-905",
    "*",
    title="An address of AWS is asked for, and this is none.",
    error="ValidationException / InvalidParameterValue: is an invalid ARN",
    source="IAM User Guide: ARNs; inputs named ...Arn",
)
def arn_form(node: Node, _: World) -> Iterator[Fault]:
    """Inputs whose name ends in ARN hold one."""
    for place, value in texts(node):
        if _ARN_INPUT.search(place) and value and value not in _NO_ARN:
            if not _ARN.fullmatch(value) and _row(node.type, place) is None:
                if (node.type, _INDEX.sub("[]", place)) not in _ROWS and "*" not in value:
                    yield Fault(place, "arn:aws:<service>:<region>:<account>:<resource>")


_MEMBERS = {
    "aws:account/alternativeContact:AlternativeContact": "accountId",
    "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount": "adminAccountId",
    "aws:securityhub/organizationAdminAccount:OrganizationAdminAccount": "adminAccountId",
    "aws:organizations/delegatedAdministrator:DelegatedAdministrator": "accountId",
    "aws:ssoadmin/accountAssignment:AccountAssignment": "targetId",
    "aws:securityhub/configurationPolicyAssociation:ConfigurationPolicyAssociation": "targetId",
    "aws:cloudtrail/organizationDelegatedAdminAccount:OrganizationDelegatedAdminAccount": "accountId",
}
_UNIT = re.compile(r"r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}")


@rule(
    "GP-REF-904",
    *_MEMBERS,
    title="That account is none of the organization's.",
    error="AccountNotFoundException / ResourceNotFoundException: account is not a member of the "
    "organization",
    source="API organizations RegisterDelegatedAdministrator; sso-admin CreateAccountAssignment",
)
def member_accounts(node: Node, world: World) -> Iterator[Fault]:
    """Accounts that are named belong to the organization."""
    path = _MEMBERS[node.type]
    value = node.get(path)
    if not isinstance(value, str) or not world.has("aws:organizations/account:Account"):
        return
    if _UNIT.fullmatch(value) and "configurationPolicy" in node.type:
        return
    if (
        value not in world.accounts
        and world.find(value, "aws:organizations/account:Account") is None
    ):
        yield Fault(path, ", ".join(sorted(world.accounts)))


@rule(
    "GP-REF-908",
    "*",
    title="That is no number of an account.",
    error="ValidationError: must be a valid AWS Account ID: 12 digits",
    source="IAM User Guide: AWS account identifiers",
)
def account_number(node: Node, _: World) -> Iterator[Fault]:
    """Inputs that say an account have twelve digits."""
    for place, value in texts(node):
        if place.endswith(("accountId", "AccountId", "sourceAccount")) and value:
            if not re.fullmatch(r"\d{12}", value):
                yield Fault(place, "twelve digits")
