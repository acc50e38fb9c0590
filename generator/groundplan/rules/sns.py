"""SNS: topics, their policies, subscriptions."""

import re
from collections.abc import Iterator, Mapping

from groundplan.rules.constraint import OneOf, Range, Text, limit
from groundplan.rules.grammar import policy as grammar
from groundplan.rules.grammar.address import arn, is_mail
from groundplan.rules.node import Node, listed
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_TOPIC = "aws:sns/topic:Topic"
_POLICY = "aws:sns/topicPolicy:TopicPolicy"
_SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
_QUEUE = "aws:sqs/queue:Queue"
_API = "API sns CreateTopic, Subscribe"
_ACTIONS = frozenset(
    a.lower()
    for a in ("AddPermission", "DeleteTopic", "GetDataProtectionPolicy", "GetTopicAttributes",
              "ListSubscriptionsByTopic", "ListTagsForResource", "Publish",
              "PutDataProtectionPolicy", "Receive", "RemovePermission", "SetTopicAttributes",
              "Subscribe", "TagResource", "UntagResource")
)  # fmt: skip


@rule(
    "GP-SNS-001",
    _TOPIC,
    title="The topic's name has other signs, is too long, or misses .fifo.",
    error="InvalidParameter: Invalid parameter: Topic Name",
    source=_API,
)
def topic_name(node: Node, _: World) -> Iterator[Fault]:
    """1 to 256; FIFO topics end in .fifo."""
    name = node.output("name")
    if not isinstance(name, str):
        return
    fifo = node.truth("fifoTopic")
    if not re.fullmatch(r"[A-Za-z0-9_-]+" + (r"\.fifo" if fifo else ""), name) or len(name) > 256:
        end = ", ending in .fifo" if fifo else ""
        yield Fault("name", f"256 letters, digits, hyphens, underscores{end}")
    if node.truth("contentBasedDeduplication") and not fifo:
        yield Fault("contentBasedDeduplication", "false unless fifoTopic")
    for path in ("archivePolicy", "fifoThroughputScope"):
        if node.has(path) and not fifo:
            yield Fault(path, "nothing unless fifoTopic")
    for path in ("archivePolicy", "deliveryPolicy"):
        if node.get(path) is not None and not isinstance(node.document(path), Mapping):
            yield Fault(path, "a JSON object")


@rule(
    "GP-SNS-002",
    _POLICY,
    _TOPIC,
    title="The topic's policy allows what topics do not have.",
    error="InvalidParameter: Invalid parameter: Policy statement action out of service scope!",
    source="SNS Developer Guide: actions for topic policies",
)
def policy_actions(node: Node, _: World) -> Iterator[Fault]:
    """Actions of topics by name; sns:* is refused."""
    for label, statement in grammar.statements(node.document("policy")):
        for action in listed(statement.get("Action")):
            prefix, _colon, name = str(action).lower().partition(":")
            if prefix != "sns" or (name not in _ACTIONS and not _wild(name)):
                yield Fault("policy", f"{label}.Action: actions of topics by name, got {action}")


def _wild(name: str) -> bool:
    return (
        name.endswith("*") and name != "*" and any(a.startswith(name.rstrip("*")) for a in _ACTIONS)
    )


@rule(
    "GP-SNS-003",
    _POLICY,
    title="The policy speaks of another topic than its own.",
    error="InvalidParameter: Invalid parameter: Policy statement resource out of service scope!",
    source="SNS Developer Guide: access policies",
)
def policy_resource(node: Node, _: World) -> Iterator[Fault]:
    """Resource is the topic."""
    own = node.get("arn")
    document = node.document("policy")
    if isinstance(document, Mapping) and not document.get("Statement"):
        yield Fault("policy", "a statement at least")
    for label, statement in grammar.statements(node.document("policy")):
        for resource in listed(statement.get("Resource")):
            if own and resource not in (own, "*"):
                yield Fault("policy", f"{label}.Resource: {own}, got {resource}")


_PROTOCOLS = ("http", "https", "email", "email-json", "sms", "sqs", "application", "lambda",
              "firehose")  # fmt: skip


@rule(
    "GP-SNS-004",
    _SUBSCRIPTION,
    title="The receiver does not fit the way of sending.",
    error="InvalidParameter: Invalid parameter: Email address / Endpoint must match the specified "
    "protocol / SQS endpoint ARN",
    source="API sns Subscribe",
)
def endpoint(node: Node, _: World) -> Iterator[Fault]:
    """Endpoints by protocol."""
    kind, value = node.get("protocol"), node.get("endpoint")
    if kind not in _PROTOCOLS:
        if kind is not None:
            yield Fault("protocol", ", ".join(_PROTOCOLS))
        return
    if not isinstance(value, str):
        return
    found = arn(value)
    if kind.startswith("email") and not is_mail(value):
        yield Fault("endpoint", "a mail address")
    elif kind in ("http", "https") and not value.startswith(f"{kind}://"):
        yield Fault("endpoint", f"an address that starts with {kind}://")
    elif kind == "sms" and not re.fullmatch(r"\+?[0-9 ()-]{4,20}", value):
        yield Fault("endpoint", "a phone number with its country: +353...")
    elif kind in ("sqs", "lambda", "firehose") and (found is None or found.service != kind):
        yield Fault("endpoint", f"the ARN of a resource of {kind}")
    elif kind == "sqs" and found and found.resource.endswith(".fifo"):
        if not str(node.get("topic")).endswith(".fifo"):
            yield Fault("endpoint", "a standard queue for a standard topic")
    if kind == "firehose" and not node.has("subscriptionRoleArn"):
        yield Fault("subscriptionRoleArn", "a role with protocol firehose")
    if kind not in ("sqs", "http", "https", "firehose") and node.truth("rawMessageDelivery"):
        yield Fault("rawMessageDelivery", f"false with protocol {kind}")


@rule(
    "GP-SNS-005",
    _SUBSCRIPTION,
    title="The filter of the subscription cannot be read.",
    error="InvalidParameter: Invalid parameter: FilterPolicy",
    source="SNS Developer Guide: subscription filter policies",
)
def filter_policy(node: Node, world: World) -> Iterator[Fault]:
    """JSON with lists of values."""
    from groundplan.rules.grammar.pattern import event_pattern_fault

    text = node.get("filterPolicy")
    document = node.document("filterPolicy")
    in_body = node.get("filterPolicyScope") == "MessageBody"
    if isinstance(document, Mapping) and len(document) > 5 and not in_body:
        yield Fault("filterPolicy", f"five keys, there are {len(document)}")
    if node.has("filterPolicyScope") and not node.has("filterPolicy"):
        yield Fault("filterPolicyScope", "nothing without filterPolicy")
    queue = (node.document("redrivePolicy") or {}).get("deadLetterTargetArn")
    if node.has("redrivePolicy") and (
        not queue or (world.has(_QUEUE) and world.find(queue, _QUEUE) is None)
    ):
        yield Fault("redrivePolicy", "the ARN of a queue of the estate as deadLetterTargetArn")
    if isinstance(text, str) and text.strip() not in ("", "{}"):
        place, allowed = event_pattern_fault(text)
        if place:
            yield Fault("filterPolicy", f"{place}: {allowed}")
    for path in ("redrivePolicy", "deliveryPolicy"):
        if node.get(path) is not None and node.document(path) is None:
            yield Fault(path, "JSON")
    scope = node.get("filterPolicyScope")
    if scope not in (None, "MessageAttributes", "MessageBody"):
        yield Fault("filterPolicyScope", "MessageAttributes or MessageBody")


@rule(
    "GP-SNS-006",
    _TOPIC,
    title="Two topics have one name and different settings.",
    error="InvalidParameter: Invalid parameter: Attributes Reason: Topic already exists with "
    "different attributes",
    source=_API,
)
def topic_once(node: Node, world: World) -> Iterator[Fault]:
    """Names are unique per account and region."""
    mine = node.output("name")
    for other in world.peers(node):
        if mine and other.resource.urn < node.resource.urn and other.output("name") == mine:
            yield Fault("name", f"a name {other.name} does not have")


@rule(
    "GP-SNS-007",
    _TOPIC,
    title="AWS's own key cannot be used by what publishes to the topic.",
    error="alarm history: CloudWatch Alarms does not have authorization to access the SNS topic "
    "encryption key",
    source="AWS re:Post: CloudWatch alarms and encrypted topics",
    probable=True,
)
def managed_key(node: Node, world: World) -> Iterator[Fault]:
    """Topics of alarms use a key of one's own or none."""
    if node.get("kmsMasterKeyId") == "alias/aws/sns" and any(
        node.arn in a.list("alarmActions[]")
        for a in world.of("aws:cloudwatch/metricAlarm:MetricAlarm")
    ):
        yield Fault(
            "kmsMasterKeyId", "a customer key whose policy lets cloudwatch.amazonaws.com in"
        )


LIMITS = (
    limit(
        "GP-SNS-101",
        _TOPIC,
        "signatureVersion",
        OneOf(1, 2),
        title="Signatures have version 1 or 2.",
        error="InvalidParameter: SignatureVersion",
        source=_API,
    ),
    limit(
        "GP-SNS-102",
        _TOPIC,
        "tracingConfig",
        OneOf("Active", "PassThrough"),
        title="Tracing is Active or PassThrough.",
        error="InvalidParameter: TracingConfig",
        source=_API,
    ),
    *(
        limit(
            f"GP-SNS-{number}",
            _TOPIC,
            f"{protocol}SuccessFeedbackSampleRate",
            Range(0, 100),
            title="A sample rate is a percentage.",
            error="InvalidParameter: SuccessFeedbackSampleRate",
            source=_API,
        )
        for number, protocol in (
            (104, "lambda"),
            (105, "http"),
            (106, "application"),
            (107, "firehose"),
        )
    ),
    limit(
        "GP-SNS-108",
        _TOPIC,
        "displayName",
        Text(r".*", "any text", (), ("a",), 100),
        title="The name on messages is too long.",
        error="InvalidParameter: Invalid parameter: DisplayName",
        source=_API,
    ),
    limit(
        "GP-SNS-103",
        _TOPIC,
        "sqsSuccessFeedbackSampleRate",
        Range(0, 100),
        title="A sample rate is a percentage.",
        error="InvalidParameter: SuccessFeedbackSampleRate",
        source=_API,
    ),
)
