"""ECS on Fargate: where the logs of containers go."""

import re
from collections.abc import Iterator, Mapping

from groundplan.rules.ecs_parts import TASK, each_container, on_fargate
from groundplan.rules.grammar.address import REGIONS
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_AWSLOGS = frozenset(
    ("awslogs-create-group", "awslogs-region", "awslogs-endpoint", "awslogs-group",
     "awslogs-stream-prefix", "awslogs-stream", "awslogs-datetime-format",
     "awslogs-multiline-pattern", "awslogs-credentials-endpoint",
     "awslogs-force-flush-interval-seconds", "awslogs-max-buffered-events", "awslogs-format",
     "awslogs-create-stream", "mode", "max-buffer-size", "tag")
)  # fmt: skip
_DRIVERS = ("awslogs", "splunk", "awsfirelens")


@rule(
    "GP-ECS-005",
    TASK,
    title="Where a container's log goes cannot be read.",
    error="ClientException: Log driver / Fargate only supports log drivers awslogs, splunk, "
    "awsfirelens / awslogs-group, awslogs-region required",
    source="registry data in cfn-lint: logging_configuration; API ecs LogConfiguration",
)
def log_driver(node: Node, _: World) -> Iterator[Fault]:
    """A driver of Fargate; awslogs has group, region and prefix."""
    for place, container in each_container(node):
        config = container.get("logConfiguration")
        if not isinstance(config, Mapping):
            continue
        driver, options = config.get("logDriver"), config.get("options") or {}
        if on_fargate(node) and driver not in _DRIVERS:
            yield Fault(
                "containerDefinitions", f"{place}.logConfiguration.logDriver: {', '.join(_DRIVERS)}"
            )
        if driver == "awsfirelens" and not any(
            other.get("firelensConfiguration") for _, other in each_container(node)
        ):
            yield Fault(
                "containerDefinitions",
                f"{place}.logConfiguration.logDriver: awsfirelens with a container that has "
                "firelensConfiguration",
            )
        if driver != "awslogs":
            continue
        for key in ("awslogs-group", "awslogs-region"):
            if not options.get(key):
                yield Fault("containerDefinitions", f"{place}.logConfiguration.options: {key}")
        if on_fargate(node) and not options.get("awslogs-stream-prefix"):
            yield Fault(
                "containerDefinitions", f"{place}.logConfiguration.options: awslogs-stream-prefix"
            )
        unknown = sorted(set(options) - _AWSLOGS)
        if unknown:
            yield Fault(
                "containerDefinitions", f"{place}.logConfiguration.options: no {', '.join(unknown)}"
            )
        if options.get("awslogs-region") and str(options["awslogs-region"]) not in REGIONS:
            yield Fault(
                "containerDefinitions", f"{place}.logConfiguration.options.awslogs-region: a region"
            )
        size = options.get("max-buffer-size")
        if size is not None and not re.fullmatch(r"\d+(\.\d+)? ?[kKmMgG]?[bB]?", str(size)):
            yield Fault(
                "containerDefinitions", f"{place}.logConfiguration.options.max-buffer-size: 25m"
            )
        if options.get("mode") not in (None, "blocking", "non-blocking"):
            yield Fault(
                "containerDefinitions",
                f"{place}.logConfiguration.options.mode: blocking or non-blocking",
            )
        if any(not isinstance(v, str) for v in options.values()):
            yield Fault("containerDefinitions", f"{place}.logConfiguration.options: texts only")


@rule(
    "GP-ECS-019",
    TASK,
    title="The log group a container writes to is not there.",
    error="ResourceInitializationError: failed to validate logger args: ... The specified log group "
    "does not exist.",
    source="ECS Developer Guide: awslogs",
    probable=True,
)
def log_group_exists(node: Node, world: World) -> Iterator[Fault]:
    """awslogs groups are in the estate, in the region told."""
    groups = {
        (g.output("name"), g.region)
        for g in world.of("aws:cloudwatch/logGroup:LogGroup")
        if g.account == node.account
    }
    for place, container in each_container(node):
        options = (container.get("logConfiguration") or {}).get("options") or {}
        group, region = options.get("awslogs-group"), options.get("awslogs-region")
        creates = str(options.get("awslogs-create-group")) == "true"
        if groups and group and not creates and (group, region) not in groups:
            yield Fault(
                "containerDefinitions",
                f"{place}.logConfiguration: a log group of the estate, got {group} in {region}",
            )
