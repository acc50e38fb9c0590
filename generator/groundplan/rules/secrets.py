"""Secrets Manager and parameters of Systems Manager."""

import re
from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, limit
from groundplan.rules.node import Node, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_SECRET = "aws:secretsmanager/secret:Secret"
_VERSION = "aws:secretsmanager/secretVersion:SecretVersion"
_ROTATION = "aws:secretsmanager/secretRotation:SecretRotation"
_PARAMETER = "aws:ssm/parameter:Parameter"
_API = "API secretsmanager CreateSecret"


@rule(
    "GP-SECRET-001",
    _SECRET,
    title="The secret's name has other signs or is too long.",
    error="ValidationException: Invalid name. Must be a valid name containing alphanumeric "
    "characters, or any of the following: -/_+=.@!",
    source=_API,
)
def secret_name(node: Node, _: World) -> Iterator[Fault]:
    """1 to 512 letters, digits and -/_+=.@!."""
    name = node.output("name")
    if isinstance(name, str) and (
        not re.fullmatch(r"[A-Za-z0-9/_+=.@!-]+", name) or len(name) > 512
    ):
        yield Fault("name", "512 letters, digits and -/_+=.@!")


@rule(
    "GP-SECRET-002",
    _SECRET,
    title="The name looks as if it ended with the signs AWS adds.",
    error="ResourceNotFoundException later: a name that ends in a hyphen and six characters is "
    "mistaken for a partial ARN",
    source="Secrets Manager User Guide: troubleshooting",
    probable=True,
)
def secret_name_end(node: Node, _: World) -> Iterator[Fault]:
    """Names do not end in a hyphen and six signs."""
    name = node.get("name")
    if (
        isinstance(name, str)
        and re.search(r"-[A-Za-z0-9]{6}$", name)
        and re.search(r"\d|[A-Z]", name[-6:])
    ):
        yield Fault("name", "another end than a hyphen and six characters")


@rule(
    "GP-SECRET-003",
    _SECRET,
    title="A deleted secret waits 7 to 30 days, or goes at once.",
    error="InvalidParameterException: RecoveryWindowInDays value must be between 7 and 30 days "
    "(inclusive).",
    source="API secretsmanager DeleteSecret",
)
def recovery_window(node: Node, _: World) -> Iterator[Fault]:
    """0 or 7 to 30."""
    days = node.number("recoveryWindowInDays")
    if days is not None and days != 0 and not 7 <= days <= 30:
        yield Fault("recoveryWindowInDays", "0, or 7 to 30")


@rule(
    "GP-SECRET-004",
    _SECRET,
    title="Two secrets have one name.",
    error="ResourceExistsException: The operation failed because the secret already exists.",
    source=_API,
)
def secret_once(node: Node, world: World) -> Iterator[Fault]:
    """Names are unique per account and region."""
    mine = node.output("name")
    for other in world.peers(node):
        if mine and other.resource.urn < node.resource.urn and other.output("name") == mine:
            yield Fault("name", f"a name {other.name} does not have")


@rule(
    "GP-SECRET-005",
    _VERSION,
    title="A secret's value is one text or one file.",
    error="InvalidParameterException: You can't specify both a binary secret value and a string "
    "secret value in the same request.",
    source="API secretsmanager PutSecretValue",
)
def one_value(node: Node, _: World) -> Iterator[Fault]:
    """secretString, secretStringWo or secretBinary."""
    given = [p for p in ("secretString", "secretStringWo", "secretBinary") if node.has(p)]
    if len(given) > 1:
        yield Fault(given[-1], "one of secretString, secretStringWo, secretBinary")
    if node.has("secretStringWo") != node.has("secretStringWoVersion"):
        yield Fault("secretStringWoVersion", "secretStringWo and its version together")
    text = node.get("secretString")
    if isinstance(text, str) and len(text.encode()) > 65536:
        yield Fault("secretString", "65536 bytes")
    if text == "":
        yield Fault("secretString", "a value that is not empty")


@rule(
    "GP-SECRET-006",
    _SECRET,
    title="A copy of a secret lies in another region than the secret, once.",
    error="InvalidParameterException: Invalid replica region",
    source="API secretsmanager CreateSecret, AddReplicaRegions",
)
def replicas(node: Node, _: World) -> Iterator[Fault]:
    """Replica regions are other ones, keys are theirs."""
    from groundplan.rules.grammar.address import REGION, arn

    seen = {node.region}
    for place, item in node.each("replicas[]"):
        region = str(item.get("region"))
        if region in seen or not REGION.fullmatch(region):
            yield Fault(f"{place}.region", "another region, each once")
        seen.add(region)
        key = arn(item.get("kmsKeyId"))
        if key and key.region != region:
            yield Fault(f"{place}.kmsKeyId", f"a key in {region}")


@rule(
    "GP-SECRET-007",
    _ROTATION,
    title="When the secret changes cannot be read.",
    error="InvalidParameterException: The rotation schedule",
    source="API secretsmanager RotateSecret",
)
def rotation(node: Node, _: World) -> Iterator[Fault]:
    """Days or an expression."""
    from groundplan.rules.grammar.schedule import schedule_fault

    days = node.number("rotationRules.automaticallyAfterDays")
    text = node.get("rotationRules.scheduleExpression")
    if (days is None) == (text is None):
        yield Fault("rotationRules", "one of automaticallyAfterDays and scheduleExpression")
    if days is not None and not 1 <= days <= 1000:
        yield Fault("rotationRules.automaticallyAfterDays", "1 to 1000")
    if text is not None and (wrong := schedule_fault(str(text), "cron", "rate")):
        yield Fault("rotationRules.scheduleExpression", wrong)


@rule(
    "GP-SECRET-008",
    _ROTATION,
    title="The rotation's window is not one Secrets Manager has.",
    error="InvalidParameterException: The rotation schedule expression or duration is invalid",
    source="Secrets Manager User Guide: rotation schedules",
)
def rotation_window(node: Node, _: World) -> Iterator[Fault]:
    """Windows begin on the hour, end on the same day, and return within a year."""
    text = str(node.get("rotationRules.scheduleExpression", ""))
    found = re.fullmatch(r"(cron|rate)\((.*)\)", text)
    if found is None:
        return
    fields = found[2].split()
    hours = re.fullmatch(r"(\d+)h", str(node.get("rotationRules.duration", "")))
    if found[1] == "rate":
        if fields[-1:] not in (["hour"], ["hours"], ["day"], ["days"]):
            yield Fault("rotationRules.scheduleExpression", "a rate in hours or days")
        elif fields[-1].startswith("hour") and int(number(fields[0]) or 0) < 4:
            yield Fault("rotationRules.scheduleExpression", "four hours or more")
        return
    if len(fields) != 6:
        return
    if fields[0] != "0" or fields[5] != "*":
        yield Fault("rotationRules.scheduleExpression", "0 minutes, and * for the year")
    if hours and fields[1].isdigit() and not 1 <= int(hours[1]) <= 24 - int(fields[1]):
        yield Fault("rotationRules.duration", "a window that ends on the day it begins, in UTC")


@rule(
    "GP-SECRET-009",
    _ROTATION,
    title="Secrets Manager may not run the function that rotates the secret.",
    error="AccessDeniedException: Secrets Manager cannot invoke the specified Lambda function. "
    "Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com",
    source="Secrets Manager User Guide: troubleshooting rotation",
)
def rotation_may_run(node: Node, world: World) -> Iterator[Fault]:
    """A function of the estate has a permission for Secrets Manager and this secret."""
    function = world.find(node.get("rotationLambdaArn"), "aws:lambda/function:Function")
    if function is None:
        return
    names = {function.get("name"), function.output("name")}
    for permission in world.of("aws:lambda/permission:Permission"):
        named = str(permission.get("function")).rpartition(":")[2]
        if named in names and permission.get("principal") == "secretsmanager.amazonaws.com":
            by, account = permission.get("sourceArn"), permission.get("sourceAccount")
            if by in (None, node.get("secretId")) and account in (None, node.account):
                return
    yield Fault(
        "rotationLambdaArn", "a function with a permission for secretsmanager.amazonaws.com"
    )


@rule(
    "GP-SSM-001",
    _PARAMETER,
    title="The parameter's name is not one AWS takes.",
    error='ValidationException: Parameter name: can\'t be prefixed with "aws" or "ssm" '
    "(case-insensitive). / must be fully qualified",
    source="API ssm PutParameter",
)
def parameter_name(node: Node, _: World) -> Iterator[Fault]:
    """Letters, digits, . - _ /; a slash first with levels; at most 15 levels."""
    name = node.output("name")
    if not isinstance(name, str):
        return
    first = name.strip("/").split("/")[0].lower()
    if not re.fullmatch(r"[A-Za-z0-9_./-]+", name) or len(name) > 1011:
        yield Fault("name", "letters, digits and . - _ /")
    elif (first.startswith(("aws", "ssm")) and first in ("aws", "ssm")) or re.match(
        r"/?(aws|ssm)", name, re.I
    ):
        yield Fault("name", "a name that does not start with aws or ssm")
    elif "/" in name and not name.startswith("/"):
        yield Fault("name", "a slash first, as the name has levels")
    elif "//" in name or name.endswith("/") or name.count("/") > 15:
        yield Fault("name", "at most 15 levels, none of them empty")


@rule(
    "GP-SSM-002",
    _PARAMETER,
    title="The parameter's value is missing, too long, or does not fit its kind.",
    error="ValidationException: Standard tier parameters support a maximum parameter value of 4096 "
    "characters.",
    source="API ssm PutParameter",
)
def parameter_value(node: Node, _: World) -> Iterator[Fault]:
    """4096 bytes, 8192 in the advanced tier; a key for SecureString only."""
    text = node.get("value", node.get("insecureValue"))
    most = 8192 if node.get("tier") in ("Advanced", "Intelligent-Tiering") else 4096
    if isinstance(text, str) and len(text.encode()) > most:
        yield Fault("value", f"{most} bytes")
    if text == "" or not any(node.has(p) for p in ("value", "insecureValue", "valueWo")):
        yield Fault("value", "a value that is not empty")
    if node.has("keyId") and node.get("type") != "SecureString":
        yield Fault("keyId", "nothing unless type is SecureString")
    pattern = node.get("allowedPattern")
    if isinstance(text, str) and isinstance(pattern, str) and not re.search(pattern, text):
        yield Fault("value", f"the form {pattern}")


LIMITS = (
    limit(
        "GP-SSM-101",
        _PARAMETER,
        "type",
        OneOf("String", "StringList", "SecureString"),
        title="There is no such kind of parameter.",
        error="UnsupportedParameterType",
        source="API ssm PutParameter",
    ),
    limit(
        "GP-SSM-102",
        _PARAMETER,
        "dataType",
        OneOf("text", "aws:ssm:integration", "aws:ec2:image"),
        title="There is no such kind of data.",
        error="ValidationException: The following data type is not supported",
        source="API ssm PutParameter",
    ),
)
