"""EventBridge targets: what a rule reaches, and what it is told."""

import json
import re
from collections.abc import Iterator

from groundplan.rules.constraint import limit
from groundplan.rules.events_rule import NAME
from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_TARGET = "aws:cloudwatch/eventTarget:EventTarget"
_API = "API events PutRule, PutTargets"
_TARGETS = frozenset(
    "sns sqs lambda ecs states kinesis firehose events logs codebuild codepipeline batch ssm "
    "execute-api redshift redshift-data redshift-serverless sagemaker inspector ssm-incidents "
    "automation automate glue appsync codecommit ec2 access-analyzer".split()
)


@rule(
    "GP-EVENT-004",
    _TARGET,
    title="The rule cannot reach that target.",
    error="ValidationException: Provided Arn is not in correct format / Parameter Arn is not valid.",
    source="EventBridge User Guide: targets",
)
def target_arn(node: Node, _: World) -> Iterator[Fault]:
    """An ARN of a service that takes events, in the rule's region."""
    found = arn(node.get("arn"))
    if node.get("arn") is None:
        return
    if found is None or found.service not in _TARGETS:
        yield Fault("arn", "the ARN of a topic, a queue, a function, a cluster, ...")
    elif found.region and found.region != node.region and found.service != "events":
        yield Fault("arn", f"a target in {node.region}")
    elif found.service == "logs" and not re.match(
        r"log-group:/?aws/events/|log-group:/aws/vendedlogs/", found.resource
    ):
        yield Fault("arn", "a log group whose name starts with /aws/events/")


@rule(
    "GP-EVENT-005",
    _TARGET,
    title="Topics and queues let events in by their own policy, not by a role.",
    error="ValidationException: RoleArn is not supported for target",
    source="EventBridge User Guide: using resource-based policies",
)
def target_role(node: Node, _: World) -> Iterator[Fault]:
    """Roles for ECS and streams; none for SNS."""
    found = arn(node.get("arn"))
    if found and found.service in ("sns", "lambda") and node.has("roleArn"):
        yield Fault("roleArn", "nothing for this target")
    if found and found.service in (
        "ecs",
        "states",
        "kinesis",
        "batch",
        "codebuild",
        "codepipeline",
    ):
        if not node.has("roleArn"):
            yield Fault("roleArn", "a role that events.amazonaws.com takes on")
    if found and found.service == "ecs" and not node.has("ecsTarget"):
        yield Fault("ecsTarget", "the task to run")
    fifo = bool(found and found.service == "sqs" and found.resource.endswith(".fifo"))
    if fifo and not node.get("sqsTarget.messageGroupId"):
        yield Fault("sqsTarget.messageGroupId", "a group for a FIFO queue")


@rule(
    "GP-EVENT-006",
    _TARGET,
    title="What the target is told is given in two ways, or cannot be read.",
    error="ValidationException: Only one of Input, InputPath, or InputTransformer must be provided",
    source=_API,
)
def target_input(node: Node, _: World) -> Iterator[Fault]:
    """One of input, inputPath, inputTransformer; input is JSON."""
    given = [p for p in ("input", "inputPath", "inputTransformer") if node.has(p)]
    if len(given) > 1:
        yield Fault(given[-1], "one of input, inputPath, inputTransformer")
    text = node.get("input")
    if isinstance(text, str):
        try:
            json.loads(text)
        except ValueError:
            yield Fault("input", "JSON; a plain text stands in quotation marks")
    path = node.get("inputPath")
    if isinstance(path, str) and not path.startswith("$"):
        yield Fault("inputPath", "a path such as $.detail")
    yield from _template(node)
    paths = node.get("inputTransformer.inputPaths") or {}
    for key, value in paths.items():
        if not str(value).startswith("$") or key.upper().startswith("AWS"):
            yield Fault(
                f"inputTransformer.inputPaths.{key}", "a path such as $.detail; no key with AWS"
            )
    template = node.get("inputTransformer.inputTemplate")
    if isinstance(template, str):
        used = {n for n in re.findall(r"<([A-Za-z0-9_.-]+)>", template) if not n.startswith("aws.")}
        missing = used - set(paths)
        if missing:
            yield Fault("inputTransformer.inputTemplate", f"paths for {', '.join(sorted(missing))}")
    if len(paths) > 100:
        yield Fault("inputTransformer.inputPaths", "100 paths")


def _template(node: Node) -> Iterator[Fault]:
    """A template is JSON, or texts in quotation marks line by line, with <names> in it."""
    text = node.get("inputTransformer.inputTemplate")
    if not isinstance(text, str):
        return
    rest = re.sub(r'"(?:[^"\\]|\\.)*"', '""', text)  # names within texts do not count
    rest = re.sub(r"<[A-Za-z0-9_.-]+>", "0", rest).strip()
    while rest:
        try:
            _value, end = json.JSONDecoder().raw_decode(rest)
        except ValueError:
            yield Fault("inputTransformer.inputTemplate", "JSON; a text stands in quotation marks")
            return
        rest = rest[end:].strip()


@rule(
    "GP-EVENT-010",
    _TARGET,
    title="The rule has settings of another kind of target.",
    error="ValidationException: Parameter(s) EcsParameters not valid for target",
    source=_API,
)
def target_settings(node: Node, _: World) -> Iterator[Fault]:
    """Each block of settings belongs to targets of its service."""
    found = arn(node.get("arn"))
    for path, services in _SETTINGS.items():
        if found and node.get(path) and found.service not in services:
            yield Fault(path, f"nothing unless the target is of {', '.join(services)}")
    dead = arn(node.get("deadLetterConfig.arn"))
    if dead is not None and (dead.service != "sqs" or dead.resource.endswith(".fifo")):
        yield Fault("deadLetterConfig.arn", "a standard queue")
    elif dead is not None and dead.region != node.region:
        yield Fault("deadLetterConfig.arn", f"a queue in {node.region}")


_SETTINGS = {
    "ecsTarget": ("ecs",),
    "kinesisTarget": ("kinesis",),
    "batchTarget": ("batch",),
    "sqsTarget": ("sqs",),
    "runCommandTargets": ("ssm", "ec2"),
    "httpTarget": ("execute-api", "events"),
    "redshiftTarget": ("redshift", "redshift-serverless", "redshift-data"),
    "sagemakerPipelineTarget": ("sagemaker",),
    "appsyncTarget": ("appsync",),
}


@rule(
    "GP-EVENT-007",
    _TARGET,
    title="A rule has at most five targets, each with its own id.",
    error="LimitExceededException: The requested resource exceeds the maximum number allowed.",
    source="EventBridge quotas: targets per rule",
)
def targets_per_rule(node: Node, world: World) -> Iterator[Fault]:
    """Five targets per rule; ids unique."""
    group = [n for n in world.peers(node) if n.get("rule") == node.get("rule")]
    if len(group) > 5:
        yield Fault("rule", f"five targets, there are {len(group)}")
    if node.get("targetId"):
        for other in world.twins(node, "rule", "targetId"):
            yield Fault("targetId", f"an id {other.name} does not have")


@rule(
    "GP-EVENT-009",
    _TARGET,
    title="The topic does not let the rule's events in.",
    error="the rule matches and delivers nothing: FailedInvocations",
    source="EventBridge User Guide: resource-based policies; no Condition for topics",
    probable=True,
)
def topic_lets_in(node: Node, world: World) -> Iterator[Fault]:
    """Policies of topics of the estate let events.amazonaws.com publish."""
    from groundplan.rules.grammar import policy as grammar

    topic = world.find(node.get("arn"), "aws:sns/topic:Topic")
    if topic is None:
        return
    policies = world.pointing("aws:sns/topicPolicy:TopicPolicy", "arn", topic)
    documents = [p.document("policy") for p in policies]
    if documents and not any(
        value in ("events.amazonaws.com", "*") and statement.get("Effect") == "Allow"
        for document in documents
        for _, statement in grammar.statements(document)
        for _, _, value in grammar.principals(statement)
    ):
        yield Fault("arn", "a topic whose policy lets events.amazonaws.com publish")


LIMITS = (
    limit(
        "GP-EVENT-103",
        _TARGET,
        "targetId",
        NAME,
        title="The target's id has other signs or is too long.",
        error="ValidationException: Value at 'targets.1.member.id' failed to satisfy constraint",
        source=_API,
    ),
)
