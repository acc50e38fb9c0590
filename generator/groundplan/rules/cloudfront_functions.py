"""CloudFront: code at the edge."""

import re
from collections.abc import Iterator

from groundplan.rules.cloudfront_parts import DISTRIBUTION, FUNCTION, behaviours
from groundplan.rules.constraint import OneOf, Text, limit
from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node, listed
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World


@rule(
    "GP-CDN-014",
    DISTRIBUTION,
    title="Code that runs at the edge is set twice, or where it cannot run.",
    error="InvalidFunctionAssociation: The function associations / event types",
    source="API cloudfront FunctionAssociation",
)
def functions(node: Node, world: World) -> Iterator[Fault]:
    """One function an event; functions at viewer events; live ones of the estate."""
    for place, item in behaviours(node):
        events: list[str] = []
        for index, f in enumerate(listed(item.get("functionAssociations"))):
            here = f"{place}.functionAssociations[{index}]"
            event = str(f.get("eventType"))
            if event not in ("viewer-request", "viewer-response") or event in events:
                yield Fault(f"{here}.eventType", "viewer-request or viewer-response, each once")
            events.append(event)
            found = arn(f.get("functionArn"))
            if (
                found is None
                or found.service != "cloudfront"
                or not found.resource.startswith("function/")
            ):
                yield Fault(f"{here}.functionArn", "the ARN of a CloudFront function")
            function = world.find(f.get("functionArn"), FUNCTION)
            if function and not function.truth("publish", default=True):
                yield Fault(f"{here}.functionArn", "a function with publish true")
        for index, f in enumerate(listed(item.get("lambdaFunctionAssociations"))):
            here = f"{place}.lambdaFunctionAssociations[{index}]"
            found = arn(f.get("lambdaArn"))
            if (
                found is None
                or found.region != "us-east-1"
                or not re.search(r":\d+$", found.resource)
            ):
                yield Fault(f"{here}.lambdaArn", "a version of a function in us-east-1")
            if str(f.get("eventType", "")).startswith("viewer") and events:
                yield Fault(f"{here}.eventType", "an origin event beside a CloudFront function")


@rule(
    "GP-CDN-021",
    FUNCTION,
    title="The code at the edge is too long or is no function.",
    error="FunctionSizeLimitExceeded: The function is too large / InvalidArgument",
    source="CloudFront quotas: functions",
)
def function_code(node: Node, _: World) -> Iterator[Fault]:
    """10 KB; a function named handler."""
    code = node.get("code")
    if not isinstance(code, str):
        return
    if len(code.encode()) > 10240:
        yield Fault("code", "10240 bytes")
    if not re.search(r"\bhandler\b", code):
        yield Fault("code", "function handler(event) { ... }")
    runtime1 = node.get("runtime") == "cloudfront-js-1.0"
    if runtime1 and re.search(r"\b(const|let|await|import)\b", code):
        yield Fault("runtime", "cloudfront-js-2.0 for this code")
    if node.list("keyValueStoreAssociations[]") and runtime1:
        yield Fault("runtime", "cloudfront-js-2.0 with a key value store")


LIMITS = (
    limit(
        "GP-CDN-103",
        FUNCTION,
        "name",
        Text(r"[a-zA-Z0-9_-]{1,64}", "letters, digits, - _", ("a b",), ("a_b-c",), 64),
        named=True,
        title="The function's name has other signs or is too long.",
        error="InvalidArgument: Name",
        source="API cloudfront FunctionName",
    ),
    limit(
        "GP-CDN-110",
        FUNCTION,
        "runtime",
        OneOf("cloudfront-js-1.0", "cloudfront-js-2.0"),
        title="There is no such runtime.",
        error="InvalidArgument: Runtime",
        source="API cloudfront FunctionRuntime",
    ),
)
