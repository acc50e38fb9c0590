"""Lambda: functions, and who may call them."""

from collections.abc import Iterator

from groundplan.rules.constraint import Range, Text, limit
from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.tables.reader import ended_runtimes
from groundplan.rules.world import World

_FUNCTION = "aws:lambda/function:Function"
_PERMISSION = "aws:lambda/permission:Permission"
_TARGET = "aws:cloudwatch/eventTarget:EventTarget"
_CODE = ("code", "imageUri", "s3Bucket")


@rule(
    "GP-LAMBDA-001",
    _FUNCTION,
    title="The function's code is given in no way, in two, or cannot be started.",
    error="InvalidParameterValueException: Runtime and Handler are mandatory parameters for "
    "functions created with deployment packages.",
    source="API lambda CreateFunction",
)
def function_code(node: Node, _: World) -> Iterator[Fault]:
    """One of code, imageUri, s3Bucket; an archive needs handler and runtime, an image neither."""
    given = [name for name in _CODE if node.has(name)]
    if len(given) != 1:
        yield Fault(given[-1] if given else "code", "one of code, imageUri, s3Bucket")
    image = node.has("imageUri")
    for name in ("handler", "runtime"):
        if node.has(name) == image:
            yield Fault(name, "nothing for an image" if image else "a value")


@rule(
    "GP-LAMBDA-002",
    _TARGET,
    title="The function does not let the rule's events in.",
    error="the rule matches and delivers nothing: FailedInvocations",
    source="EventBridge User Guide: resource-based policies",
)
def function_lets_in(node: Node, world: World) -> Iterator[Fault]:
    """A function of the estate has a permission for events.amazonaws.com and this rule."""
    target = world.find(node.get("arn"), _FUNCTION)
    if target is None:
        return
    source = world.find(node.get("rule"), "aws:cloudwatch/eventRule:EventRule")
    names = {target.get("name"), target.resource.outputs.get("name")}
    for permission in world.of(_PERMISSION):
        named = str(permission.get("function")).rpartition(":")[2]
        by = permission.get("sourceArn")
        if named in names and permission.get("principal") == "events.amazonaws.com":
            if by is None or source is None or by == source.resource.outputs.get("arn"):
                return
    yield Fault("arn", "a function with a permission for events.amazonaws.com from this rule")


@rule(
    "GP-LAMBDA-003",
    _PERMISSION,
    title="Somebody else's event sources may call the function.",
    error="works, for the event sources of every AWS account too",
    source="Lambda Developer Guide: granting access to AWS services",
    probable=True,
)
def permission_has_source(node: Node, _: World) -> Iterator[Fault]:
    """A service principal is bound to a source, or at least to an account."""
    if not str(node.get("principal")).endswith(".amazonaws.com"):
        return
    if not node.has("sourceArn") and not node.has("sourceAccount"):
        yield Fault("sourceArn", "the ARN of what calls, or sourceAccount")
    found = arn(node.get("sourceArn"))
    if node.has("sourceArn") and found is None:
        yield Fault("sourceArn", "an ARN")


@rule(
    "GP-LAMBDA-004",
    _FUNCTION,
    title="AWS takes no new function with this runtime.",
    error="InvalidParameterValueException: The runtime parameter of python3.7 is no longer "
    "supported for creating or updating AWS Lambda functions",
    source="Lambda Developer Guide: runtime deprecation policy; dates from cfn-lint",
)
def runtime_is_alive(node: Node, _: World) -> Iterator[Fault]:
    """A runtime on which functions can still be created."""
    day = ended_runtimes().get(str(node.get("runtime")))
    if day:
        yield Fault("runtime", f"a runtime that did not end (this one did on {day})")


LIMITS = (
    limit(
        "GP-LAMBDA-101",
        _FUNCTION,
        "timeout",
        Range(1, 900),
        title="A function runs 15 minutes at most.",
        error="ValidationException: Value at 'timeout' failed to satisfy constraint: Member must "
        "have value less than or equal to 900",
        source="Lambda quotas",
    ),
    limit(
        "GP-LAMBDA-102",
        _FUNCTION,
        "memorySize",
        Range(128, 10240),
        title="A function has 128 to 10240 MB.",
        error="ValidationException: Value at 'memorySize' failed to satisfy constraint",
        source="Lambda quotas",
    ),
    limit(
        "GP-LAMBDA-103",
        _FUNCTION,
        "name",
        Text(r"[a-zA-Z0-9_-]{1,64}", "letters, digits, -, _", ("a b",), ("a-b",), 64),
        named=True,
        title="The function's name has other signs or is too long.",
        error="ValidationException: Value at 'functionName' failed to satisfy constraint",
        source="API lambda CreateFunction",
    ),
)
