"""CloudWatch Logs: groups, filters, subscriptions."""

import re
from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, Text, limit
from groundplan.rules.grammar.address import arn
from groundplan.rules.grammar.pattern import filter_pattern_fault
from groundplan.rules.node import Node, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_GROUP = "aws:cloudwatch/logGroup:LogGroup"
_FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
_SUBSCRIPTION = "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter"
_POLICY = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy"
_DAYS = (0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
         2922, 3288, 3653)  # fmt: skip


@rule(
    "GP-LOGS-001",
    _GROUP,
    title="The log group's name has other signs or belongs to AWS.",
    error="InvalidParameterException: Log groups starting with AWS/ are reserved for AWS. / "
    "Value at 'logGroupName' failed to satisfy constraint",
    source="API logs CreateLogGroup",
)
def group_name(node: Node, _: World) -> Iterator[Fault]:
    """1 to 512 letters, digits and ._-/#; not aws/."""
    name = node.output("name")
    if not isinstance(name, str):
        return
    if not re.fullmatch(r"[A-Za-z0-9._/#-]{1,512}", name):
        yield Fault("name", "512 letters, digits and . _ - / #")
    elif name.lower().startswith("aws/"):
        yield Fault("name", "a name that does not start with aws/")


@rule(
    "GP-LOGS-002",
    _GROUP,
    title="Two log groups have one name.",
    error="ResourceAlreadyExistsException: The specified log group already exists",
    source="API logs CreateLogGroup",
)
def group_once(node: Node, world: World) -> Iterator[Fault]:
    """Names are unique per account and region."""
    mine = node.output("name")
    for other in world.peers(node):
        if mine and other.resource.urn < node.resource.urn and other.output("name") == mine:
            yield Fault("name", f"a name {other.name} does not have")


@rule(
    "GP-LOGS-003",
    _GROUP,
    title="A log group that only delivers has no settings of its own.",
    error="InvalidParameterException: log class DELIVERY",
    source="API logs PutRetentionPolicy",
)
def delivery_class(node: Node, _: World) -> Iterator[Fault]:
    """DELIVERY groups keep logs two days."""
    if node.get("logGroupClass") == "DELIVERY" and node.number("retentionInDays") not in (
        None,
        0,
        2,
    ):
        yield Fault("retentionInDays", "nothing with logGroupClass DELIVERY")


@rule(
    "GP-LOGS-004",
    _FILTER,
    _SUBSCRIPTION,
    title="The pattern for log lines cannot be read.",
    error="InvalidParameterException: Invalid metric filter pattern / Invalid filter pattern",
    source="CloudWatch Logs User Guide: filter pattern syntax",
)
def filter_pattern(node: Node, _: World) -> Iterator[Fault]:
    """Words, [columns], or { $.json conditions }."""
    path = "pattern" if node.type == _FILTER else "filterPattern"
    text = node.get(path)
    if isinstance(text, str) and (wrong := filter_pattern_fault(text)):
        yield Fault(path, wrong)


@rule(
    "GP-LOGS-005",
    _FILTER,
    title="The number a log line stands for cannot be read.",
    error="InvalidParameterException: Invalid metric transformation: value must be a number or "
    "reference a field / default value with dimensions",
    source="API logs MetricTransformation",
)
def transformation(node: Node, _: World) -> Iterator[Fault]:
    """A number or $field; defaultValue excludes dimensions; up to three dimensions."""
    base = "metricTransformation"
    value = node.get(f"{base}.value")
    if value is not None and not str(value).startswith("$") and number(value) is None:
        yield Fault(f"{base}.value", "a number, or a field such as $.size")
    default = node.get(f"{base}.defaultValue")
    if default is not None and number(default) is None:
        yield Fault(f"{base}.defaultValue", "a number")
    dimensions = node.get(f"{base}.dimensions") or {}
    if dimensions and default is not None:
        yield Fault(f"{base}.defaultValue", "nothing with dimensions")
    if len(dimensions) > 3:
        yield Fault(f"{base}.dimensions", "three dimensions")
    for key, field in dimensions.items():
        if not str(field).startswith("$"):
            yield Fault(f"{base}.dimensions.{key}", "a field such as $.path")
    yield from _fields_named(node, base)
    namespace = str(node.get(f"{base}.namespace", "x"))
    if (
        namespace.startswith("AWS/")
        or re.search(r"[:*$]", namespace)
        or not namespace.isascii()
        or len(namespace) > 255
    ):
        yield Fault(f"{base}.namespace", "a name without : * $ that does not start with AWS/")
    name = str(node.get(f"{base}.name", "x"))
    if re.search(r"[:*$]", name) or len(name) > 255 or not name:
        yield Fault(f"{base}.name", "255 characters without : * $")


def _fields_named(node: Node, base: str) -> Iterator[Fault]:
    """A field such as $.size needs a pattern of its kind: braces for JSON, [columns] else."""
    pattern = str(node.get("pattern", "")).strip()
    places = [(f"{base}.value", node.get(f"{base}.value"))]
    places += [
        (f"{base}.dimensions.{key}", field)
        for key, field in (node.get(f"{base}.dimensions") or {}).items()
    ]
    for place, field in places:
        text = str(field)
        opening = "{" if text.startswith("$.") else "["
        if text.startswith("$") and not pattern.startswith(opening):
            yield Fault(place, f"a field of a pattern that starts with {opening}")


@rule(
    "GP-LOGS-006",
    _SUBSCRIPTION,
    title="A group can send its lines to two places, to a stream or a function of its region.",
    error="LimitExceededException: Resource limit exceeded. / InvalidParameterException: Could not "
    "deliver test message",
    source="CloudWatch Logs quotas: subscription filters",
)
def subscription(node: Node, world: World) -> Iterator[Fault]:
    """Two filters per group; Kinesis, Firehose, Lambda or a destination in the region."""
    group = [n for n in world.peers(node) if n.get("logGroup") == node.get("logGroup")]
    if len(group) > 2:
        yield Fault("logGroup", f"two filters, there are {len(group)}")
    found = arn(node.get("destinationArn"))
    if node.get("destinationArn") and (
        found is None or found.service not in ("kinesis", "firehose", "lambda", "logs")
    ):
        yield Fault("destinationArn", "a stream, a delivery stream, a function or a destination")
    elif found and found.region != node.region:
        yield Fault("destinationArn", f"a receiver in {node.region}")
    if found and found.service in ("kinesis", "firehose") and not node.has("roleArn"):
        yield Fault("roleArn", "a role that logs.amazonaws.com takes on")


@rule(
    "GP-LOGS-007",
    _POLICY,
    title="The account has too many or too long policies for logs.",
    error="LimitExceededException: Resource limit exceeded. (10 policies a region, 5120 characters)",
    source="CloudWatch Logs quotas: resource policies",
)
def resource_policies(node: Node, world: World) -> Iterator[Fault]:
    """Ten per region; 5120 characters each."""
    text = node.get("policyDocument")
    if isinstance(text, str) and len(text) > 5120:
        yield Fault("policyDocument", "5120 characters")
    if not node.has("policyName") and not node.has("resourceArn"):
        yield Fault("policyName", "a name")
    if len(world.peers(node)) > 10:
        yield Fault("policyName", f"ten policies a region, there are {len(world.peers(node))}")
    for other in world.twins(node, "policyName"):
        yield Fault("policyName", f"a name {other.name} does not have; it would be overwritten")


@rule(
    "GP-LOGS-010",
    _FILTER,
    title="A group has at most a hundred filters, each with its own name.",
    error="LimitExceededException / overwritten filter",
    source="CloudWatch Logs quotas: metric filters",
)
def filters_per_group(node: Node, world: World) -> Iterator[Fault]:
    """100 per group; names unique."""
    group = [n for n in world.peers(node) if n.get("logGroupName") == node.get("logGroupName")]
    if len(group) > 100:
        yield Fault("logGroupName", f"100 filters, there are {len(group)}")
    if node.get("name"):
        for other in world.twins(node, "name", "logGroupName"):
            yield Fault("name", f"a name {other.name} does not have")


@rule(
    "GP-LOGS-011",
    _FILTER,
    _SUBSCRIPTION,
    title="A group for seldom read logs has no filters.",
    error="InvalidOperationException: This operation is not supported for the INFREQUENT_ACCESS log "
    "class",
    source="CloudWatch Logs User Guide: log classes",
)
def filter_of_class(node: Node, world: World) -> Iterator[Fault]:
    """Metric and subscription filters read groups of class STANDARD."""
    path = "logGroupName" if node.type == _FILTER else "logGroup"
    group = world.near(node, node.get(path), _GROUP)
    if group is not None and group.get("logGroupClass", "STANDARD") != "STANDARD":
        yield Fault(path, "a group with logGroupClass STANDARD")


LIMITS = (
    limit(
        "GP-LOGS-102",
        _GROUP,
        "kmsKeyId",
        Text(
            r"arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key/.+",
            "the ARN of a key, not of an alias",
            ("alias/logs", "fbc9f072-5772-eaf9-5114-c2e6cefd3423"),
            ("arn:aws:kms:eu-west-1:111122223333:key/fbc9f072-5772-eaf9-5114-c2e6cefd3423",),
        ),
        title="Logs are encrypted with a key told by its ARN.",
        error="InvalidParameterException: The specified KMS Key Id is not valid",
        source="API logs CreateLogGroup",
    ),
    limit(
        "GP-LOGS-101",
        _GROUP,
        "retentionInDays",
        OneOf(*_DAYS),
        title="Logs are kept for one of a few numbers of days.",
        error="InvalidParameterException: 1 validation error: Value at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set",
        source="API logs PutRetentionPolicy",
    ),
)
