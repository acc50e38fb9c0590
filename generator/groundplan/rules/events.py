"""EventBridge rules and targets; EventBridge Scheduler."""

import json
import re
from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, Range, Text, limit
from groundplan.rules.grammar.address import arn, time_zones
from groundplan.rules.grammar.pattern import event_pattern_fault
from groundplan.rules.grammar.schedule import schedule_fault
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_RULE = "aws:cloudwatch/eventRule:EventRule"
_TARGET = "aws:cloudwatch/eventTarget:EventTarget"
_SCHEDULE = "aws:scheduler/schedule:Schedule"
_API = "API events PutRule, PutTargets"
_SCHEDULER = "API scheduler CreateSchedule"


@rule(
    "GP-EVENT-001",
    _RULE,
    title="A rule waits for events, or for the clock.",
    error="ValidationException: Parameter(s) EventPattern or ScheduleExpression must be specified.",
    source=_API,
)
def event_or_clock(node: Node, _: World) -> Iterator[Fault]:
    """A pattern, a schedule or both."""
    if not node.has("eventPattern") and not node.has("scheduleExpression"):
        yield Fault("eventPattern", "a pattern, or scheduleExpression")
    custom = node.get("eventBusName") not in (None, "default")
    if node.has("scheduleExpression") and custom:
        yield Fault("scheduleExpression", "nothing on a bus of one's own")


@rule(
    "GP-EVENT-002",
    _RULE,
    title="The pattern for events cannot be read.",
    error="InvalidEventPatternException: Event pattern is not valid. Reason",
    source="EventBridge User Guide: event patterns",
)
def pattern(node: Node, _: World) -> Iterator[Fault]:
    """JSON whose leaves are lists of values or matchers; 2048 signs."""
    text = node.get("eventPattern")
    if not isinstance(text, str):
        return
    place, allowed = event_pattern_fault(text)
    if place:
        yield Fault("eventPattern", f"{place}: {allowed}")
    elif len(text) > 4096:
        yield Fault("eventPattern", "4096 characters")
    elif isinstance(json.loads(text), dict) and set(json.loads(text)) - _FIELDS:
        odd = sorted(set(json.loads(text)) - _FIELDS)
        if any(
            o.lower().replace("_", "-") in _FIELDS or o in ("detailType", "details") for o in odd
        ):
            yield Fault(
                "eventPattern", f"fields {', '.join(sorted(_FIELDS))}; got {', '.join(odd)}"
            )


_FIELDS = frozenset(("source", "detail-type", "detail", "account", "region", "resources", "time", "id",
                     "version", "replay-name", "$or"))  # fmt: skip


@rule(
    "GP-EVENT-003",
    _RULE,
    title="When the rule runs cannot be read.",
    error="ValidationException: Parameter ScheduleExpression is not valid.",
    source="EventBridge User Guide: schedule expressions",
)
def rule_schedule(node: Node, _: World) -> Iterator[Fault]:
    """cron(...) or rate(...)."""
    text = node.get("scheduleExpression")
    if text is not None and (wrong := schedule_fault(str(text), "cron", "rate")):
        yield Fault("scheduleExpression", wrong)


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
    paths = node.get("inputTransformer.inputPaths") or {}
    for key, value in paths.items():
        if not str(value).startswith("$") or key.upper().startswith("AWS"):
            yield Fault(
                f"inputTransformer.inputPaths.{key}", "a path such as $.detail; no key with AWS"
            )
    template = node.get("inputTransformer.inputTemplate")
    if isinstance(template, str):
        used = set(re.findall(r"<([A-Za-z0-9_-]+)>", template))
        missing = used - set(paths)
        if missing:
            yield Fault("inputTransformer.inputTemplate", f"paths for {', '.join(sorted(missing))}")
    if len(paths) > 100:
        yield Fault("inputTransformer.inputPaths", "100 paths")


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
    "GP-EVENT-008",
    _RULE,
    title="Two rules have one name.",
    error="the second rule overwrites the first",
    source="API events PutRule",
)
def rule_once(node: Node, world: World) -> Iterator[Fault]:
    """Names are unique per bus."""
    if node.get("name"):
        for other in world.twins(node, "name", "eventBusName"):
            yield Fault("name", f"a name {other.name} does not have")


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


@rule(
    "GP-SCHED-001",
    _SCHEDULE,
    title="When the job runs cannot be read.",
    error="ValidationException: Invalid Schedule Expression",
    source=_SCHEDULER,
)
def schedule(node: Node, _: World) -> Iterator[Fault]:
    """cron(...), rate(...) or at(...)."""
    text = node.get("scheduleExpression")
    if text is not None and (
        wrong := schedule_fault(str(text), "cron", "rate", "at", singular=False)
    ):
        yield Fault("scheduleExpression", wrong)


@rule(
    "GP-SCHED-002",
    _SCHEDULE,
    title="There is no such time zone.",
    error="ValidationException: Invalid Schedule Expression Timezone",
    source=_SCHEDULER,
)
def time_zone(node: Node, _: World) -> Iterator[Fault]:
    """Names of the time zone database."""
    value = node.get("scheduleExpressionTimezone")
    if value is not None and time_zones() and value not in time_zones():
        yield Fault("scheduleExpressionTimezone", "a time zone such as Europe/Dublin or UTC")


@rule(
    "GP-SCHED-003",
    _SCHEDULE,
    title="How late the job may start is not told, or told twice.",
    error="ValidationException: FlexibleTimeWindow",
    source=_SCHEDULER,
)
def flexible(node: Node, _: World) -> Iterator[Fault]:
    """OFF without minutes, FLEXIBLE with 1 to 1440."""
    mode = node.get("flexibleTimeWindow.mode")
    minutes = node.number("flexibleTimeWindow.maximumWindowInMinutes")
    if mode == "FLEXIBLE" and (minutes is None or not 1 <= minutes <= 1440):
        yield Fault("flexibleTimeWindow.maximumWindowInMinutes", "1 to 1440 with FLEXIBLE")
    if mode == "OFF" and minutes is not None:
        yield Fault("flexibleTimeWindow.maximumWindowInMinutes", "nothing with OFF")


@rule(
    "GP-SCHED-004",
    _SCHEDULE,
    title="What the job runs cannot be read.",
    error="ValidationException: Provided Arn is not in correct format / EcsParameters",
    source=_SCHEDULER,
)
def target(node: Node, _: World) -> Iterator[Fault]:
    """A cluster has a task, a network with awsvpc, and a queue for failures in the region."""
    found = arn(node.get("target.arn"))
    if node.get("target.arn") and found is None:
        yield Fault("target.arn", "the ARN of a cluster, a queue, a function, ...")
    elif found and found.region and found.region != node.region:
        yield Fault("target.arn", f"a target in {node.region}")
    if found and found.service == "ecs":
        if not found.resource.startswith("cluster/"):
            yield Fault("target.arn", "the ARN of a cluster")
        if not node.has("target.ecsParameters"):
            yield Fault("target.ecsParameters", "the task to run")
    base = "target.ecsParameters"
    task = arn(node.get(f"{base}.taskDefinitionArn"))
    if node.get(f"{base}.taskDefinitionArn") and (
        task is None or task.service != "ecs" or not task.resource.startswith("task-definition/")
    ):
        yield Fault(f"{base}.taskDefinitionArn", "the ARN of a task definition")
    if node.has(base) and found and found.service != "ecs":
        yield Fault(base, "nothing unless the target is a cluster")
    if node.get(f"{base}.launchType") and node.get(f"{base}.capacityProviderStrategies"):
        yield Fault(f"{base}.launchType", "one of launchType and capacityProviderStrategies")
    if node.get(f"{base}.launchType") == "FARGATE" and not node.has(f"{base}.networkConfiguration"):
        yield Fault(f"{base}.networkConfiguration", "subnets, as Fargate uses awsvpc")
    dead = arn(node.get("target.deadLetterConfig.arn"))
    if node.get("target.deadLetterConfig.arn") and (
        dead is None
        or dead.service != "sqs"
        or dead.region != node.region
        or dead.resource.endswith(".fifo")
    ):
        yield Fault("target.deadLetterConfig.arn", f"a standard queue in {node.region}")


@rule(
    "GP-SCHED-005",
    _SCHEDULE,
    title="The job starts after it has ended.",
    error="ValidationException: StartDate must be before EndDate",
    source=_SCHEDULER,
)
def dates(node: Node, _: World) -> Iterator[Fault]:
    """startDate before endDate, both in UTC."""
    form = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
    for path in ("startDate", "endDate"):
        if node.get(path) is not None and not re.fullmatch(form, str(node.get(path))):
            yield Fault(path, "a time such as 2030-01-01T01:00:00Z")
    start, end = node.get("startDate"), node.get("endDate")
    if start and end and str(start) >= str(end):
        yield Fault("endDate", "a time after startDate")


@rule(
    "GP-SCHED-006",
    _SCHEDULE,
    title="Two jobs have one name.",
    error="ConflictException: Schedule already exists.",
    source=_SCHEDULER,
)
def schedule_once(node: Node, world: World) -> Iterator[Fault]:
    """Names are unique per group."""
    if node.get("name"):
        for other in world.twins(node, "name", "groupName"):
            yield Fault("name", f"a name {other.name} does not have")


_NAME = Text(r"[0-9a-zA-Z_.-]+", "letters, digits, - _ .", ("a b", "a/b"), ("a.b-c_d",), 64)
LIMITS = (
    limit(
        "GP-EVENT-101",
        _RULE,
        "name",
        _NAME,
        named=True,
        title="The rule's name has other signs or is too long.",
        error="ValidationException: Value at 'name' failed to satisfy constraint",
        source=_API,
    ),
    limit(
        "GP-EVENT-102",
        _RULE,
        "state",
        OneOf("ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"),
        title="A rule is ENABLED or DISABLED.",
        error="ValidationException: State",
        source=_API,
    ),
    limit(
        "GP-EVENT-103",
        _TARGET,
        "targetId",
        _NAME,
        title="The target's id has other signs or is too long.",
        error="ValidationException: Value at 'targets.1.member.id' failed to satisfy constraint",
        source=_API,
    ),
    limit(
        "GP-SCHED-101",
        _SCHEDULE,
        "name",
        _NAME,
        named=True,
        title="The job's name has other signs or is too long.",
        error="ValidationException: Value at 'name' failed to satisfy constraint",
        source=_SCHEDULER,
    ),
    limit(
        "GP-SCHED-102",
        _SCHEDULE,
        "target.ecsParameters.taskCount",
        Range(1, 10),
        title="A job starts one to ten tasks.",
        error="ValidationException: TaskCount",
        source=_SCHEDULER,
    ),
    limit(
        "GP-SCHED-103",
        _SCHEDULE,
        "target.retryPolicy.maximumRetryAttempts",
        Range(0, 185),
        title="A job is tried again at most 185 times.",
        error="ValidationException: MaximumRetryAttempts",
        source=_SCHEDULER,
    ),
    limit(
        "GP-SCHED-104",
        _SCHEDULE,
        "target.retryPolicy.maximumEventAgeInSeconds",
        Range(60, 86400),
        title="A job is tried again for one minute to one day.",
        error="ValidationException: MaximumEventAgeInSeconds",
        source=_SCHEDULER,
    ),
    limit(
        "GP-SCHED-105",
        _SCHEDULE,
        "state",
        OneOf("ENABLED", "DISABLED"),
        title="A job is ENABLED or DISABLED.",
        error="ValidationException: State",
        source=_SCHEDULER,
    ),
)
