"""ECS on Fargate: services behind a load balancer."""

from collections.abc import Iterator
from typing import Any

from groundplan.rules.ecs_parts import SERVICE, containers, task_of
from groundplan.rules.node import Node, listed, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_TARGETS = "aws:lb/targetGroup:TargetGroup"


@rule(
    "GP-ECS-013",
    SERVICE,
    title="The load balancer is pointed at a container or port the task does not have.",
    error="InvalidParameterException: The container does not exist in the task definition. / does "
    "not have a containerPort defined.",
    source="API ecs LoadBalancer",
)
def service_target(node: Node, world: World) -> Iterator[Fault]:
    """Container name and port are the task's; the group has targets by address."""
    task = task_of(node, world)
    for place, item in node.each("loadBalancers[]"):
        found = {c.get("name"): c for c in containers(task)} if task else {}
        name, port = item.get("containerName"), number(item.get("containerPort"))
        if task and found and name not in found:
            yield Fault(f"{place}.containerName", ", ".join(sorted(map(str, found))))
        elif task and found:
            ports = {
                number(p.get("containerPort")) for p in listed(found[name].get("portMappings"))
            }
            if port not in ports:
                yield Fault(f"{place}.containerPort", ", ".join(f"{p:.0f}" for p in ports if p))
        group = world.find(item.get("targetGroupArn"), _TARGETS)
        if (
            group
            and task
            and task.get("networkMode") == "awsvpc"
            and group.get("targetType", "instance") != "ip"
        ):
            yield Fault(f"{place}.targetGroupArn", "a group with targetType ip")
        if bool(item.get("targetGroupArn")) == bool(item.get("elbName")):
            yield Fault(f"{place}.targetGroupArn", "the ARN of a target group")
        if item.get("elbName") and task and task.get("networkMode") == "awsvpc":
            yield Fault(f"{place}.elbName", "targetGroupArn, as the task uses awsvpc")


@rule(
    "GP-ECS-014",
    SERVICE,
    title="No listener sends anything to the service's target group.",
    error="InvalidParameterException: The target group with targetGroupArn does not have an "
    "associated load balancer.",
    source="ECS Developer Guide: service load balancing",
)
def target_has_listener(node: Node, world: World) -> Iterator[Fault]:
    """A listener or a rule forwards to the group."""
    forwarded: set[Any] = set()
    for listener in world.of("aws:lb/listener:Listener"):
        forwarded |= _forwards(listener, "defaultActions")
    for item in world.of("aws:lb/listenerRule:ListenerRule"):
        forwarded |= _forwards(item, "actions")
    for place, value in node.each("loadBalancers[].targetGroupArn"):
        if world.find(value, _TARGETS) and value not in forwarded:
            yield Fault(place, "a group that a listener or rule forwards to")


def _forwards(node: Node, path: str) -> set[Any]:
    return {
        *node.list(f"{path}[].targetGroupArn"),
        *node.list(f"{path}[].forward.targetGroups[].arn"),
    }
