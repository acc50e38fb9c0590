"""Lambda: what a function is told, and its place in the network and the account."""

import re
from collections.abc import Iterator, Mapping

from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_FUNCTION = "aws:lambda/function:Function"
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
def placement(node: Node, _: World) -> Iterator[Fault]:
    """Subnets come with groups; concurrency is -1 or more."""
    subnets = bool(node.list("vpcConfig.subnetIds[]"))
    if subnets != bool(node.list("vpcConfig.securityGroupIds[]")):
        yield Fault("vpcConfig", "subnetIds and securityGroupIds together")
    share = node.number("reservedConcurrentExecutions")
    if share is not None and share < -1:
        yield Fault("reservedConcurrentExecutions", "-1 for no reservation, or 0 and more")
