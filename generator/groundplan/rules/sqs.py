"""SQS: queues and their policies."""

import re
from collections.abc import Iterator, Mapping

from groundplan.rules.constraint import OneOf, Range, Text, limit
from groundplan.rules.grammar import policy as grammar
from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node, listed, number, parsed
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_QUEUE = "aws:sqs/queue:Queue"
_POLICY = "aws:sqs/queuePolicy:QueuePolicy"
_REDRIVE = "aws:sqs/redrivePolicy:RedrivePolicy"
_ALLOW = "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy"
_API = "API sqs CreateQueue"


@rule(
    "GP-SQS-001",
    _QUEUE,
    title="The queue's name has other signs, is too long, or misses .fifo.",
    error="InvalidParameterValue: Can only include alphanumeric characters, hyphens, or "
    "underscores. 1 to 80 in length / The name of a FIFO queue must end with .fifo",
    source=_API,
)
def queue_name(node: Node, _: World) -> Iterator[Fault]:
    """1 to 80; FIFO queues end in .fifo, others have no dot."""
    name = node.output("name")
    if not isinstance(name, str):
        return
    fifo = node.truth("fifoQueue")
    if not re.fullmatch(r"[A-Za-z0-9_-]+" + (r"\.fifo" if fifo else ""), name) or len(name) > 80:
        end = ", ending in .fifo" if fifo else ""
        yield Fault("name", f"80 letters, digits, hyphens, underscores{end}")


@rule(
    "GP-SQS-002",
    _QUEUE,
    title="Only queues that keep order have these settings.",
    error="InvalidAttributeName: Unknown Attribute ContentBasedDeduplication.",
    source=_API,
)
def fifo_settings(node: Node, _: World) -> Iterator[Fault]:
    """Deduplication and throughput settings need fifoQueue."""
    if not node.truth("fifoQueue"):
        for path in ("contentBasedDeduplication", "deduplicationScope", "fifoThroughputLimit"):
            if node.has(path) and node.get(path) is not False:
                yield Fault(path, "nothing unless fifoQueue")
    elif (
        node.get("fifoThroughputLimit") == "perMessageGroupId"
        and node.get("deduplicationScope") != "messageGroup"
    ):
        yield Fault("fifoThroughputLimit", "deduplicationScope messageGroup with it")


@rule(
    "GP-SQS-003",
    _QUEUE,
    _REDRIVE,
    title="Where failed messages go cannot be read.",
    error="InvalidParameterValue: Value for parameter RedrivePolicy is invalid. Reason: Invalid "
    "value for maxReceiveCount / deadLetterTargetArn",
    source="API sqs SetQueueAttributes, RedrivePolicy",
)
def redrive(node: Node, world: World) -> Iterator[Fault]:
    """A queue of the same kind, region and account, and 1 to 1000 tries."""
    if not node.has("redrivePolicy"):
        return
    document = node.document("redrivePolicy")
    if not isinstance(document, Mapping):
        if node.get("redrivePolicy") is not None:
            yield Fault("redrivePolicy", "JSON with deadLetterTargetArn and maxReceiveCount")
        return
    tries = document.get("maxReceiveCount")
    if number(tries) is None or not 1 <= (number(tries) or 0) <= 1000:
        yield Fault("redrivePolicy", "maxReceiveCount from 1 to 1000")
    target = arn(document.get("deadLetterTargetArn"))
    if target is None or target.service != "sqs":
        yield Fault("redrivePolicy", "deadLetterTargetArn with the ARN of a queue")
        return
    if (target.region, target.account) != (node.region, node.account):
        yield Fault("redrivePolicy", "a queue of the same account and region")
    fifo = node.truth("fifoQueue")
    if node.type == _QUEUE and target.resource.endswith(".fifo") != fifo:
        yield Fault("redrivePolicy", "a queue of the same kind: FIFO to FIFO")
    if set(document) - {"deadLetterTargetArn", "maxReceiveCount"}:
        yield Fault("redrivePolicy", "deadLetterTargetArn and maxReceiveCount only")
    value = document.get("deadLetterTargetArn")
    if target.account in world.accounts and world.find(value, _QUEUE) is None:
        yield Fault("redrivePolicy", "a queue that exists")
    if node.type == _QUEUE and value == node.arn:
        yield Fault("redrivePolicy", "another queue than itself")


@rule(
    "GP-SQS-004",
    _QUEUE,
    title="A queue is encrypted in one way.",
    error="InvalidAttributeValue: You can use one type of server-side encryption (SSE) at one time.",
    source=_API,
)
def one_encryption(node: Node, _: World) -> Iterator[Fault]:
    """SSE-SQS or a KMS key."""
    if node.has("kmsMasterKeyId") and node.truth("sqsManagedSseEnabled"):
        yield Fault("sqsManagedSseEnabled", "false with kmsMasterKeyId")


@rule(
    "GP-SQS-005",
    _POLICY,
    _QUEUE,
    title="The policy speaks of another queue, or of actions that queues do not have.",
    error="InvalidParameterValue: Value for parameter Policy is invalid.",
    source="SQS Developer Guide: access policy language",
)
def policy(node: Node, world: World) -> Iterator[Fault]:
    """Actions of SQS, at most seven a statement, on the queue itself."""
    queue = node if node.type == _QUEUE else world.find(node.get("queueUrl"), _QUEUE)
    known = grammar.service_actions()["sqs"]
    for label, statement in grammar.statements(node.document("policy")):
        actions = [str(a) for a in listed(statement.get("Action"))]
        for action in actions:
            plain = action.lower()
            if action != "*" and (
                not plain.startswith("sqs:")
                or not any(grammar.matches(plain, f"sqs:{a}") for a in known)
            ):
                yield Fault("policy", f"{label}.Action: an action of SQS, got {action}")
        if len(actions) > 7:
            yield Fault("policy", f"{label}.Action: seven actions")
        for resource in listed(statement.get("Resource")):
            if queue and queue.arn and resource not in (queue.arn, "*"):
                name = str(resource).rpartition(":")[2]
                if "*" not in name or not grammar.matches(str(resource), queue.arn):
                    yield Fault("policy", f"{label}.Resource: {queue.arn}, got {resource}")


@rule(
    "GP-SQS-006",
    _QUEUE,
    title="Two queues have one name.",
    error="QueueAlreadyExists: A queue already exists with the same name and a different value for "
    "attribute",
    source=_API,
)
def queue_once(node: Node, world: World) -> Iterator[Fault]:
    """Names are unique per account and region."""
    mine = node.output("name")
    for other in world.peers(node):
        if mine and other.resource.urn < node.resource.urn and other.output("name") == mine:
            yield Fault("name", f"a name {other.name} does not have")


@rule(
    "GP-SQS-007",
    _ALLOW,
    _QUEUE,
    title="Which queues may send their failures here cannot be read.",
    error="InvalidParameterValue: Value for parameter RedriveAllowPolicy is invalid.",
    source="API sqs SetQueueAttributes, RedriveAllowPolicy",
)
def redrive_allow(node: Node, _: World) -> Iterator[Fault]:
    """allowAll, denyAll, or byQueue with up to ten ARNs."""
    text = node.get("redriveAllowPolicy")
    if text is None:
        return
    document = parsed(text)
    if not isinstance(document, Mapping):
        yield Fault("redriveAllowPolicy", "JSON with redrivePermission")
        return
    permission, sources = document.get("redrivePermission"), listed(document.get("sourceQueueArns"))
    if permission not in ("allowAll", "denyAll", "byQueue"):
        yield Fault("redriveAllowPolicy", "redrivePermission allowAll, denyAll or byQueue")
    if (permission == "byQueue") != bool(sources) or len(sources) > 10:
        yield Fault("redriveAllowPolicy", "sourceQueueArns, one to ten, with byQueue only")


_URL = Text(
    r"https://(sqs\.[a-z0-9-]+\.amazonaws\.com(\.cn)?|[a-z0-9-]+\.queue\.amazonaws\.com)/\d{12}/[\w-]+(\.fifo)?",
    "the queue's URL",
    ("arn:aws:sqs:eu-west-1:666666666666:jobs", "jobs"),
    ("https://sqs.eu-west-1.amazonaws.com/666666666666/jobs.fifo",),
)
LIMITS = (
    limit(
        "GP-SQS-110",
        "aws:sqs/queuePolicy:QueuePolicy",
        "queueUrl",
        _URL,
        title="The queue is named by its URL.",
        error="AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist.",
        source="API sqs SetQueueAttributes",
    ),
    limit(
        "GP-SQS-111",
        "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
        "queueUrl",
        _URL,
        title="The queue is named by its URL.",
        error="AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist.",
        source="API sqs SetQueueAttributes",
    ),
    limit(
        "GP-SQS-101",
        _QUEUE,
        "visibilityTimeoutSeconds",
        Range(0, 43200),
        title="A message stays hidden for at most 12 hours.",
        error="InvalidAttributeValue: Invalid value for the parameter VisibilityTimeout.",
        source=_API,
    ),
    limit(
        "GP-SQS-102",
        _QUEUE,
        "messageRetentionSeconds",
        Range(60, 1209600),
        title="Messages are kept one minute to 14 days.",
        error="InvalidAttributeValue: Invalid value for the parameter MessageRetentionPeriod.",
        source=_API,
    ),
    limit(
        "GP-SQS-103",
        _QUEUE,
        "maxMessageSize",
        Range(1024, 1048576),
        title="Messages have 1 KiB to 1 MiB.",
        error="InvalidAttributeValue: Invalid value for the parameter MaximumMessageSize.",
        source=_API,
    ),
    limit(
        "GP-SQS-104",
        _QUEUE,
        "delaySeconds",
        Range(0, 900),
        title="Messages are delayed for at most 15 minutes.",
        error="InvalidAttributeValue: Invalid value for the parameter DelaySeconds.",
        source=_API,
    ),
    limit(
        "GP-SQS-105",
        _QUEUE,
        "receiveWaitTimeSeconds",
        Range(0, 20),
        title="Receivers wait at most 20 seconds.",
        error="InvalidAttributeValue: Invalid value for the parameter ReceiveMessageWaitTimeSeconds.",
        source=_API,
    ),
    limit(
        "GP-SQS-106",
        _QUEUE,
        "kmsDataKeyReusePeriodSeconds",
        Range(60, 86400),
        title="A data key is used one minute to one day.",
        error="InvalidAttributeValue: Invalid value for the parameter KmsDataKeyReusePeriodSeconds.",
        source=_API,
    ),
    limit(
        "GP-SQS-107",
        _QUEUE,
        "deduplicationScope",
        OneOf("messageGroup", "queue"),
        title="Doubles are found per group or queue.",
        error="InvalidAttributeValue: DeduplicationScope",
        source=_API,
    ),
    limit(
        "GP-SQS-108",
        _QUEUE,
        "fifoThroughputLimit",
        OneOf("perQueue", "perMessageGroupId"),
        title="Throughput is counted per queue or group.",
        error="InvalidAttributeValue: FifoThroughputLimit",
        source=_API,
    ),
)
