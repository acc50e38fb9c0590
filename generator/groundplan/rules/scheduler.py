"""EventBridge Scheduler: jobs by the clock."""

import re
from collections.abc import Iterator
from datetime import datetime

from groundplan.rules.constraint import OneOf, Range, limit
from groundplan.rules.ecs_parts import provider_exists
from groundplan.rules.events_rule import NAME
from groundplan.rules.grammar.address import arn, time_zones
from groundplan.rules.grammar.schedule import schedule_fault
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_SCHEDULE = "aws:scheduler/schedule:Schedule"
_SCHEDULER = "API scheduler CreateSchedule"


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
def target(node: Node, world: World) -> Iterator[Fault]:
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
    yield from _other_targets(node, found.service if found else "")
    base = "target.ecsParameters"
    fargate = node.get(f"{base}.launchType") == "FARGATE"
    for place, name in node.each(f"{base}.capacityProviderStrategies[].capacityProvider"):
        fargate = fargate or str(name).startswith("FARGATE")
        if not provider_exists(name, world):
            yield Fault(place, "FARGATE or FARGATE_SPOT")
    for path in ("placementStrategies", "placementConstraints"):
        if fargate and node.get(f"{base}.{path}"):
            yield Fault(f"{base}.{path}", "nothing on Fargate")
    version = node.get(f"{base}.platformVersion")
    if version is not None and version not in ("LATEST", "1.4.0", "1.3.0", "1.0.0"):
        yield Fault(f"{base}.platformVersion", "LATEST or 1.4.0")
    if node.has(f"{base}.networkConfiguration"):
        if not node.list(f"{base}.networkConfiguration.subnets[]"):
            yield Fault(f"{base}.networkConfiguration.subnets", "a subnet")
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


def _other_targets(node: Node, service: str) -> Iterator[Fault]:
    """Settings that belong to targets of another service, and what is sent."""
    blocks = {"sqsParameters": "sqs", "eventbridgeParameters": "events",
              "kinesisParameters": "kinesis", "sagemakerPipelineParameters": "sagemaker"}  # fmt: skip
    for block, owner in blocks.items():
        if node.get(f"target.{block}") and service != owner:
            yield Fault(f"target.{block}", f"nothing unless the target is of {owner}")
    text = node.get("target.input")
    if isinstance(text, str) and len(text.encode()) > 262144:
        yield Fault("target.input", "256 KB")


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
        text = node.get(path)
        if text is not None and not (re.fullmatch(form, str(text)) and _is_time(str(text))):
            yield Fault(path, "a time such as 2030-01-01T01:00:00Z")
    start, end = node.get("startDate"), node.get("endDate")
    if start and end and str(start) >= str(end):
        yield Fault("endDate", "a time after startDate")


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


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


LIMITS = (
    limit(
        "GP-SCHED-101",
        _SCHEDULE,
        "name",
        NAME,
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
