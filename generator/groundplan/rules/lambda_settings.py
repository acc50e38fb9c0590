"""Lambda: what a function is told, and its place in the network and the account."""

import re
from collections.abc import Iterator, Mapping

from groundplan.rules.grammar.address import arn
from groundplan.rules.grants import allows, role_documents
from groundplan.rules.node import Node
from groundplan.rules.reference_row import SG, SUBNET
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_FUNCTION = "aws:lambda/function:Function"
_PERMISSION = "aws:lambda/permission:Permission"
_RESERVED = frozenset(
    "_HANDLER _X_AMZN_TRACE_ID AWS_DEFAULT_REGION AWS_REGION AWS_EXECUTION_ENV "
    "AWS_LAMBDA_FUNCTION_NAME AWS_LAMBDA_FUNCTION_MEMORY_SIZE AWS_LAMBDA_FUNCTION_VERSION "
    "AWS_LAMBDA_INITIALIZATION_TYPE AWS_LAMBDA_LOG_GROUP_NAME AWS_LAMBDA_LOG_STREAM_NAME "
    "AWS_ACCESS_KEY AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN "
    "AWS_LAMBDA_RUNTIME_API LAMBDA_TASK_ROOT LAMBDA_RUNTIME_DIR".split()
)


@rule(
    "GP-LAMBDA-005",
    _FUNCTION,
    title="What the function is told cannot be, or belongs to AWS.",
    error="InvalidParameterValueException: Lambda was unable to configure your environment variables "
    "because the environment variables you have provided contains reserved keys / exceeded the 4KB "
    "limit",
    source="Lambda Developer Guide: environment variables, reserved",
)
def variables(node: Node, _: World) -> Iterator[Fault]:
    """Names start with a letter and are not reserved; 4 KB in all."""
    given = node.get("environment.variables")
    if not isinstance(given, Mapping):
        return
    for key in given:
        if not re.fullmatch(r"[a-zA-Z][a-zA-Z0-9_]+", str(key)) or key in _RESERVED:
            yield Fault(f"environment.variables.{key}", "a letter first; none of AWS's own names")
    size = sum(len(str(k).encode()) + len(str(v).encode()) for k, v in given.items())
    if size > 4096:
        yield Fault("environment.variables", f"4 KB, there are {size} bytes")


@rule(
    "GP-LAMBDA-006",
    _FUNCTION,
    title="The function's network or its share of the account cannot be.",
    error="InvalidParameterValueException: SubnetIds and SecurityGroupIds must coexist / "
    "ReservedConcurrentExecutions",
    source="API lambda CreateFunction, PutFunctionConcurrency",
)
def placement(node: Node, world: World) -> Iterator[Fault]:
    """Subnets come with groups of their network; concurrency is -1 or more."""
    placed = [world.find(s, *SUBNET) for s in node.list("vpcConfig.subnetIds[]")]
    networks = {s.get("vpcId") for s in placed if s}
    for place, value in node.each("vpcConfig.securityGroupIds[]"):
        group = world.find(value, *SG)
        if group and networks and group.get("vpcId") not in networks:
            yield Fault(place, "a group of the subnets' network")
    if len(networks) > 1:
        yield Fault("vpcConfig.subnetIds", "subnets of one network")
    subnets = bool(node.list("vpcConfig.subnetIds[]"))
    if subnets != bool(node.list("vpcConfig.securityGroupIds[]")):
        yield Fault("vpcConfig", "subnetIds and securityGroupIds together")
    if node.has("fileSystemConfig") and not subnets:
        yield Fault("fileSystemConfig", "vpcConfig with it")
    share = node.number("reservedConcurrentExecutions")
    if share is not None and share < -1:
        yield Fault("reservedConcurrentExecutions", "-1 for no reservation, or 0 and more")


@rule(
    "GP-LAMBDA-007",
    _FUNCTION,
    title="A setting belongs to another kind of function, or to another region.",
    error="InvalidParameterValueException: To specify ApplicationLogLevel or SystemLogLevel, set "
    "LogFormat to JSON / Layers are not in the same region as the function / Please don't provide "
    "ImageConfig when the intended function PackageType is Zip",
    source="API lambda CreateFunction: LoggingConfig, Layers, ImageConfig",
)
def settings_of_kind(node: Node, _: World) -> Iterator[Fault]:
    """Log levels with JSON; layers of the region; an image's settings with an image."""
    for path in ("applicationLogLevel", "systemLogLevel"):
        if node.has(f"loggingConfig.{path}") and node.get("loggingConfig.logFormat") == "Text":
            yield Fault(f"loggingConfig.{path}", "nothing unless logFormat is JSON")
    for place, value in node.each("layers[]"):
        found = arn(value)
        if found is None or found.service != "lambda" or found.region != node.region:
            yield Fault(place, f"the ARN of a layer's version in {node.region}")
    image = node.has("imageUri") or node.get("packageType") == "Image"
    if node.has("imageConfig") and not image:
        yield Fault("imageConfig", "nothing unless the function is an image")
    if node.list("layers[]") and image:
        yield Fault("layers", "nothing for an image")


_SENDS = {"sqs": "sqs:SendMessage", "sns": "sns:Publish"}


@rule(
    "GP-LAMBDA-008",
    _FUNCTION,
    title="The function's role may not do what its settings need.",
    error="InvalidParameterValueException: The provided execution role does not have permissions to "
    "call SendMessage on SQS / CreateNetworkInterface on EC2 / PutTraceSegments on XRAY",
    source="Lambda Developer Guide: dead-letter queues, VPC execution role, tracing",
)
def role_suffices(node: Node, world: World) -> Iterator[Fault]:
    """The role's policies let it send failures, stand in a network and trace."""
    target = node.get("deadLetterConfig.targetArn")
    found = arn(target)
    if target is not None and (found is None or found.service not in _SENDS):
        yield Fault("deadLetterConfig.targetArn", "the ARN of a queue or a topic")
    needed = []
    if found is not None and found.service in _SENDS:
        needed.append(("deadLetterConfig.targetArn", _SENDS[found.service], str(target)))
    if node.list("vpcConfig.subnetIds[]"):
        needed.append(("vpcConfig", "ec2:CreateNetworkInterface", "*"))
    if node.get("tracingConfig.mode") == "Active":
        needed.append(("tracingConfig.mode", "xray:PutTraceSegments", "*"))
    role = world.find(node.get("role"), "aws:iam/role:Role") if needed else None
    documents = role_documents(role, world) if role else None
    for path, action, place in needed if documents is not None else ():
        if not allows(documents or (), None, action, place):
            yield Fault(path, f"a role that may {action}, unlike {role.name if role else ''}")


@rule(
    "GP-LAMBDA-009",
    _PERMISSION,
    title="The permission is for what functions do not have, or only their addresses have.",
    error="InvalidParameterValueException: The provided action is not valid / "
    "FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action",
    source="API lambda AddPermission",
)
def permission_action(node: Node, _: World) -> Iterator[Fault]:
    """Calls, by name or *; the kind of login only for addresses."""
    action = str(node.get("action", "lambda:InvokeFunction"))
    if not re.fullmatch(r"lambda:(Invoke(Function(Url|Async)?|Async|\*)|\*|(Get|List|Update|Delete|Put|"
                        r"Add|Remove|Publish|Create|Tag|Untag|Enable|Disable)[A-Za-z*]+)|\*", action):  # fmt: skip
        yield Fault("action", "lambda:InvokeFunction or lambda:InvokeFunctionUrl")
    if node.has("functionUrlAuthType") and action != "lambda:InvokeFunctionUrl":
        yield Fault("functionUrlAuthType", "nothing unless action is lambda:InvokeFunctionUrl")
