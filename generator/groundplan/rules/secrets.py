"""Secrets Manager and parameters of Systems Manager."""

import re
from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, limit
from groundplan.rules.node import Node
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
