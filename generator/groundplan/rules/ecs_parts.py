"""ECS on Fargate: kinds of resource, and the containers of a task."""

from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.constraint import Text
from groundplan.rules.node import Node, number
from groundplan.rules.rule import Fault
from groundplan.rules.world import World

TASK = "aws:ecs/taskDefinition:TaskDefinition"
SERVICE = "aws:ecs/service:Service"
SERVICE_API = "API ecs CreateService"


def on_fargate(node: Node) -> bool:
    """True for a task definition that Fargate may run."""
    return "FARGATE" in node.list("requiresCompatibilities[]")


def containers(node: Node) -> list[Mapping[str, Any]]:
    """Containers of a task definition; none where the text cannot be read."""
    found = node.document("containerDefinitions")
    return [c for c in found if isinstance(c, Mapping)] if isinstance(found, list) else []


def each_container(node: Node) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Containers with their place in the text."""
    for index, container in enumerate(containers(node)):
        yield f"[{index}]", container


def provider_exists(value: Any, world: World) -> bool:
    """True for Fargate's two capacity providers and those of the estate."""
    if value in ("FARGATE", "FARGATE_SPOT"):
        return True
    return world.find(value, "aws:ecs/capacityProvider:CapacityProvider") is not None


def strategy_faults(strategies: list[tuple[str, Any]], path: str, world: World) -> Iterator[Fault]:
    """Objections to a capacity provider strategy."""
    based = [place for place, s in strategies if number(s.get("base"))]
    if len(based) > 1:
        yield Fault(f"{based[1]}.base", "0, as another provider has a base")
    if strategies and not any(
        number(s.get("weight")) or number(s.get("base")) for _, s in strategies
    ):
        yield Fault(path, "a provider with a weight above 0")
    names = [s.get("capacityProvider") for _, s in strategies]
    for place, strategy in strategies:
        if names.count(strategy.get("capacityProvider")) > 1:
            yield Fault(f"{place}.capacityProvider", "each provider once")
        if not provider_exists(strategy.get("capacityProvider"), world):
            yield Fault(f"{place}.capacityProvider", "FARGATE or FARGATE_SPOT")


def task_of(node: Node, world: World) -> Node | None:
    """The task definition a service runs, where it is planned."""
    text = node.get("taskDefinition")
    if not isinstance(text, str):
        return None
    found = world.near(node, text, TASK)
    if found is None:
        family = text.rpartition("/")[2].partition(":")[0]
        for task in world.of(TASK):
            if task.account == node.account and task.get("family") == family:
                return task
    return found


NAME = Text(r"[A-Za-z0-9_-]+", "letters, digits, _ -", ("a b", "a.b"), ("a_b-c",), 255)
