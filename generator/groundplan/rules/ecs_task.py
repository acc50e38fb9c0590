"""ECS on Fargate: task definitions as a whole."""

import re
from collections.abc import Iterator
from typing import Any

from groundplan.rules.constraint import limit
from groundplan.rules.ecs_parts import NAME, TASK, containers, each_container, on_fargate
from groundplan.rules.node import Node, listed, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.tables.reader import fargate_sizes
from groundplan.rules.world import World

_API = "API ecs RegisterTaskDefinition"


@rule(
    "GP-ECS-001",
    TASK,
    title="Fargate does not offer this pair of CPU and memory.",
    error="ClientException: No Fargate configuration exists for given values.",
    source="registry data in cfn-lint: fargate_cpu_memory",
)
def fargate_pair(node: Node, _: World) -> Iterator[Fault]:
    """CPU and memory are a pair Fargate sells."""
    if not on_fargate(node):
        return
    cpu, memory = number(_units(node.get("cpu"))), number(_units(node.get("memory"), 1024))
    for path in ("cpu", "memory"):
        if not node.has(path):
            yield Fault(path, "a value, as Fargate needs one")
    for path, size in (("cpu", cpu), ("memory", memory)):
        if node.has(path) and size is None:
            yield Fault(path, "a number, or one with vCPU or GB")
    if cpu is None or memory is None:
        return
    sizes = fargate_sizes().get(str(int(cpu)))
    if sizes is None:
        yield Fault("cpu", ", ".join(fargate_sizes()))
    elif int(memory) not in sizes:
        yield Fault("memory", ", ".join(map(str, sizes)))


def _units(value: Any, factor: int = 1024) -> Any:
    match = re.fullmatch(r"(\d*\.?\d+)\s*(v?cpu|gb)", str(value), re.IGNORECASE)
    return float(match[1]) * factor if match else value


@rule(
    "GP-ECS-002",
    TASK,
    title="Fargate needs its own network for each task, and a role to fetch the image.",
    error="ClientException: Fargate only supports network mode 'awsvpc'. / Fargate requires task "
    "definition to have execution role ARN to support log driver awslogs.",
    source="registry data in cfn-lint: fargate_properties; " + _API,
)
def fargate_network(node: Node, _: World) -> Iterator[Fault]:
    """awsvpc; an execution role with awslogs, secrets or ECR images; no host settings."""
    if not on_fargate(node):
        return
    if node.get("networkMode") != "awsvpc":
        yield Fault("networkMode", "awsvpc")
    found = containers(node)
    needs = any(
        c.get("secrets")
        or (c.get("logConfiguration") or {}).get("logDriver") == "awslogs"
        or ".dkr.ecr." in str(c.get("image"))
        for c in found
    )
    windows = str(node.get("runtimePlatform.operatingSystemFamily", "LINUX")) != "LINUX"
    if windows and node.get("runtimePlatform.cpuArchitecture") == "ARM64":
        yield Fault("runtimePlatform.cpuArchitecture", "X86_64 with Windows")
    proxy = node.get("proxyConfiguration.containerName")
    if proxy is not None and proxy not in [c.get("name") for c in found]:
        yield Fault("proxyConfiguration.containerName", "a container of the task")
    if needs and not node.has("executionRoleArn"):
        yield Fault("executionRoleArn", "a role that ecs-tasks.amazonaws.com takes on")
    if node.get("placementConstraints"):
        yield Fault("placementConstraints", "nothing with Fargate")
    if node.has("ipcMode"):
        yield Fault("ipcMode", "nothing with Fargate")
    if node.get("pidMode") == "host":
        yield Fault("pidMode", "task, or nothing")
    for place, volume in node.each("volumes[]"):
        files = volume.get("efsVolumeConfiguration") or {}
        access = files.get("authorizationConfig") or {}
        if access.get("accessPointId") and files.get("rootDirectory", "/") not in ("", "/"):
            yield Fault(f"{place}.efsVolumeConfiguration.rootDirectory", "/ with an access point")
        if files.get("transitEncryption") != "ENABLED" and (
            access.get("iam") == "ENABLED" or access.get("accessPointId")
        ):
            here = f"{place}.efsVolumeConfiguration.transitEncryption"
            yield Fault(here, "ENABLED with authorizationConfig")
        if volume.get("hostPath") or volume.get("dockerVolumeConfiguration"):
            yield Fault(place, "a volume without hostPath and docker settings on Fargate")


@rule(
    "GP-ECS-008",
    TASK,
    title="The containers want more than the task has.",
    error="ClientException: Total CPU / The 'memory' setting for container is greater than for the "
    "task.",
    source="API ecs ContainerDefinition",
)
def container_sizes(node: Node, _: World) -> Iterator[Fault]:
    """Sums of cpu and reserved memory fit; reservation is at most memory."""
    cpu, memory = number(_units(node.get("cpu"))), number(_units(node.get("memory"), 1024))
    found = containers(node)
    if cpu and sum(number(c.get("cpu")) or 0 for c in found) > cpu:
        yield Fault("containerDefinitions", f"cpu of all containers at most {cpu:.0f}")
    wanted = sum(number(c.get("memoryReservation", c.get("memory"))) or 0 for c in found)
    if memory and wanted > memory:
        yield Fault("containerDefinitions", f"memory of all containers at most {memory:.0f}")
    for place, container in each_container(node):
        hard, soft = number(container.get("memory")), number(container.get("memoryReservation"))
        if hard is not None and (hard < 6 or (memory and hard > memory) or (soft or 0) > hard):
            yield Fault(
                "containerDefinitions",
                f"{place}.memory: from 6, not below memoryReservation, at most the task's",
            )
        if (units := number(container.get("cpu"))) is not None and units < 0:
            yield Fault("containerDefinitions", f"{place}.cpu: 0 at least")


@rule(
    "GP-ECS-010",
    TASK,
    title="A container mounts what the task does not have, or waits for one that is not there.",
    error="ClientException: Invalid 'sourceVolume' setting / container dependency does not exist",
    source="API ecs MountPoint, ContainerDependency",
)
def container_references(node: Node, _: World) -> Iterator[Fault]:
    """Volumes exist; dependencies are other containers with a health check where asked."""
    volumes = set(node.list("volumes[].name"))
    found = containers(node)
    by_name = {c.get("name"): c for c in found}
    for place, container in each_container(node):
        for index, mount in enumerate(listed(container.get("mountPoints"))):
            here = f"{place}.mountPoints[{index}]"
            if mount.get("sourceVolume") not in volumes:
                yield Fault(
                    "containerDefinitions",
                    f"{here}.sourceVolume: {', '.join(sorted(volumes)) or 'a volume of the task'}",
                )
            if not str(mount.get("containerPath", "")).startswith(("/", "C:")):
                yield Fault("containerDefinitions", f"{here}.containerPath: a full path")
        for index, source in enumerate(listed(container.get("volumesFrom"))):
            if source.get("sourceContainer") not in by_name:
                yield Fault(
                    "containerDefinitions",
                    f"{place}.volumesFrom[{index}].sourceContainer: a container of the task",
                )
        for index, dependency in enumerate(listed(container.get("dependsOn"))):
            here = f"{place}.dependsOn[{index}]"
            other = by_name.get(dependency.get("containerName"))
            condition = dependency.get("condition")
            if other is None or other is container:
                yield Fault(
                    "containerDefinitions", f"{here}.containerName: another container of the task"
                )
            elif condition == "HEALTHY" and not other.get("healthCheck"):
                yield Fault(
                    "containerDefinitions", f"{here}.condition: a container with a healthCheck"
                )
            elif condition in ("COMPLETE", "SUCCESS") and other.get("essential", True):
                yield Fault(
                    "containerDefinitions", f"{here}.condition: a container that is not essential"
                )
            if condition not in ("START", "COMPLETE", "SUCCESS", "HEALTHY"):
                yield Fault(
                    "containerDefinitions", f"{here}.condition: START, COMPLETE, SUCCESS or HEALTHY"
                )
        if container.get("image") and on_fargate(node):
            host = re.match(
                r"(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com", str(container["image"])
            )
            if host is None and ".dkr.ecr." in str(container["image"]):
                yield Fault(
                    "containerDefinitions",
                    f"{place}.image: <account>.dkr.ecr.<region>.amazonaws.com/...",
                )


@rule(
    "GP-ECS-021",
    TASK,
    title="The disk of a task has 21 to 200 GiB.",
    error="ClientException: ephemeralStorage size must be between 21 and 200",
    source="API ecs EphemeralStorage",
)
def ephemeral(node: Node, _: World) -> Iterator[Fault]:
    """21 to 200 GiB."""
    size = node.number("ephemeralStorage.sizeInGib")
    if size is not None and not 21 <= size <= 200:
        yield Fault("ephemeralStorage.sizeInGib", "21 to 200")
    seen: set[Any] = set()
    for place, name in node.each("volumes[].name"):
        if name in seen or not re.fullmatch(r"[A-Za-z0-9_-]{1,255}", str(name)):
            yield Fault(place, "255 letters, digits, _ -, each name once")
        seen.add(name)


LIMITS = (
    limit(
        "GP-ECS-101",
        TASK,
        "family",
        NAME,
        title="The task's name has other signs or is too long.",
        error="ClientException: Family contains invalid characters.",
        source=_API,
    ),
)
