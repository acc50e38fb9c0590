"""ECS on Fargate: task definitions, services, clusters."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.constraint import OneOf, Range, Text, limit
from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node, listed, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.tables.reader import fargate_sizes
from groundplan.rules.vpc import zones_of
from groundplan.rules.world import World

_TASK = "aws:ecs/taskDefinition:TaskDefinition"
_SERVICE = "aws:ecs/service:Service"
_CLUSTER = "aws:ecs/cluster:Cluster"
_PROVIDERS = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"
_TARGETS = "aws:lb/targetGroup:TargetGroup"
_API = "API ecs RegisterTaskDefinition"
_SERVICE_API = "API ecs CreateService"
_DRIVERS = ("awslogs", "splunk", "awsfirelens")
_KEYS = frozenset(
    "name image repositoryCredentials cpu memory memoryReservation links portMappings essential "
    "restartPolicy entryPoint command environment environmentFiles mountPoints volumesFrom "
    "linuxParameters secrets dependsOn startTimeout stopTimeout versionConsistency hostname user "
    "workingDirectory disableNetworking privileged readonlyRootFilesystem dnsServers "
    "dnsSearchDomains extraHosts dockerSecurityOptions interactive pseudoTerminal dockerLabels "
    "ulimits logConfiguration healthCheck systemControls resourceRequirements "
    "firelensConfiguration credentialSpecs".split()
)


def _fargate(node: Node) -> bool:
    return "FARGATE" in node.list("requiresCompatibilities[]")


def containers(node: Node) -> list[Mapping[str, Any]]:
    """Containers of a task definition; none where the text cannot be read."""
    found = node.document("containerDefinitions")
    return [c for c in found if isinstance(c, Mapping)] if isinstance(found, list) else []


@rule(
    "GP-ECS-001",
    _TASK,
    title="Fargate does not offer this pair of CPU and memory.",
    error="ClientException: No Fargate configuration exists for given values.",
    source="registry data in cfn-lint: fargate_cpu_memory",
)
def fargate_pair(node: Node, _: World) -> Iterator[Fault]:
    """CPU and memory are a pair Fargate sells."""
    if not _fargate(node):
        return
    cpu, memory = number(_units(node.get("cpu"))), number(_units(node.get("memory"), 1024))
    for path in ("cpu", "memory"):
        if not node.has(path):
            yield Fault(path, "a value, as Fargate needs one")
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
    _TASK,
    title="Fargate needs its own network for each task, and a role to fetch the image.",
    error="ClientException: Fargate only supports network mode 'awsvpc'. / Fargate requires task "
    "definition to have execution role ARN to support log driver awslogs.",
    source="registry data in cfn-lint: fargate_properties; " + _API,
)
def fargate_network(node: Node, _: World) -> Iterator[Fault]:
    """awsvpc; an execution role with awslogs, secrets or ECR images; no host settings."""
    if not _fargate(node):
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
    if needs and not node.has("executionRoleArn"):
        yield Fault("executionRoleArn", "a role that ecs-tasks.amazonaws.com takes on")
    if node.get("placementConstraints"):
        yield Fault("placementConstraints", "nothing with Fargate")
    if node.has("ipcMode"):
        yield Fault("ipcMode", "nothing with Fargate")
    if node.get("pidMode") == "host":
        yield Fault("pidMode", "task, or nothing")
    for place, volume in node.each("volumes[]"):
        if volume.get("hostPath") or volume.get("dockerVolumeConfiguration"):
            yield Fault(place, "a volume without hostPath and docker settings on Fargate")


@rule(
    "GP-ECS-003",
    _TASK,
    title="The containers cannot be read.",
    error="ClientException: Container definitions / Unknown parameter in containerDefinitions",
    source="API ecs ContainerDefinition",
)
def container_list(node: Node, _: World) -> Iterator[Fault]:
    """JSON list, one to ten, with known keys, name and image, unique names, one essential."""
    if not node.has("containerDefinitions") or node.get("containerDefinitions") is None:
        return
    found = node.document("containerDefinitions")
    if not isinstance(found, list) or not found or not all(isinstance(c, Mapping) for c in found):
        yield Fault("containerDefinitions", "a JSON list of containers")
        return
    if len(found) > 10:
        yield Fault("containerDefinitions", "ten containers")
    if not any(c.get("essential", True) for c in found):
        yield Fault("containerDefinitions", "one container with essential true at least")
    seen: set[str] = set()
    for index, container in enumerate(found):
        name = str(container.get("name", ""))
        unknown = sorted(set(container) - _KEYS)
        if unknown:
            yield Fault("containerDefinitions", f"[{index}]: no {', '.join(unknown)}")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,255}", name) or name in seen:
            yield Fault("containerDefinitions", f"[{index}].name: 255 letters, digits, _ -, once")
        seen.add(name)
        if not _image(container.get("image")):
            yield Fault("containerDefinitions", f"[{index}].image: an image such as repository:tag")


def _image(value: Any) -> bool:
    return isinstance(value, str) and bool(
        re.fullmatch(
            r"[a-z0-9.-]+(:\d+)?(/?[a-z0-9._/-]+)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?"
            r"(@sha256:[0-9a-f]{64})?",
            value,
        )
    )


def _each(node: Node) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for index, container in enumerate(containers(node)):
        yield f"[{index}]", container


@rule(
    "GP-ECS-004",
    _TASK,
    title="A container's port cannot be.",
    error="ClientException: When networkMode=awsvpc, the host ports and container ports in port "
    "mappings must match. / port out of range / duplicate",
    source="API ecs PortMapping",
)
def container_ports(node: Node, _: World) -> Iterator[Fault]:
    """1 to 65535; host port equal or absent with awsvpc; each once; tcp or udp."""
    awsvpc = node.get("networkMode") == "awsvpc"
    seen: set[tuple[Any, str]] = set()
    for place, container in _each(node):
        for index, port in enumerate(listed(container.get("portMappings"))):
            here = f"{place}.portMappings[{index}]"
            inner, outer = number(port.get("containerPort")), number(port.get("hostPort"))
            protocol = str(port.get("protocol", "tcp"))
            if "containerPort" in port and (
                inner is None or not 1 <= inner <= 65535 or isinstance(port["containerPort"], str)
            ):
                yield Fault("containerDefinitions", f"{here}.containerPort: 1 to 65535")
            if awsvpc and outer not in (None, 0, inner):
                yield Fault("containerDefinitions", f"{here}.hostPort: {inner}")
            if protocol not in ("tcp", "udp"):
                yield Fault("containerDefinitions", f"{here}.protocol: tcp or udp")
            if (inner, protocol) in seen and awsvpc:
                yield Fault("containerDefinitions", f"{here}: each port once in a task")
            seen.add((inner, protocol))
            if port.get("appProtocol") not in (None, "http", "http2", "grpc"):
                yield Fault("containerDefinitions", f"{here}.appProtocol: http, http2 or grpc")


@rule(
    "GP-ECS-005",
    _TASK,
    title="Where a container's log goes cannot be read.",
    error="ClientException: Log driver / Fargate only supports log drivers awslogs, splunk, "
    "awsfirelens / awslogs-group, awslogs-region required",
    source="registry data in cfn-lint: logging_configuration; API ecs LogConfiguration",
)
def log_driver(node: Node, _: World) -> Iterator[Fault]:
    """A driver of Fargate; awslogs has group, region and prefix."""
    for place, container in _each(node):
        config = container.get("logConfiguration")
        if not isinstance(config, Mapping):
            continue
        driver, options = config.get("logDriver"), config.get("options") or {}
        if _fargate(node) and driver not in _DRIVERS:
            yield Fault(
                "containerDefinitions", f"{place}.logConfiguration.logDriver: {', '.join(_DRIVERS)}"
            )
        if driver != "awslogs":
            continue
        for key in ("awslogs-group", "awslogs-region"):
            if not options.get(key):
                yield Fault("containerDefinitions", f"{place}.logConfiguration.options: {key}")
        if _fargate(node) and not options.get("awslogs-stream-prefix"):
            yield Fault(
                "containerDefinitions", f"{place}.logConfiguration.options: awslogs-stream-prefix"
            )
        if options.get("mode") not in (None, "blocking", "non-blocking"):
            yield Fault(
                "containerDefinitions",
                f"{place}.logConfiguration.options.mode: blocking or non-blocking",
            )
        if any(not isinstance(v, str) for v in options.values()):
            yield Fault("containerDefinitions", f"{place}.logConfiguration.options: texts only")


@rule(
    "GP-ECS-006",
    _TASK,
    title="A container's health check or times are out of range.",
    error="ClientException: healthCheck / stopTimeout: Invalid value",
    source="API ecs HealthCheck, ContainerDefinition",
)
def container_health(node: Node, _: World) -> Iterator[Fault]:
    """interval 5-300, timeout 2-60 (60), retries 1-10, startPeriod 0-300; stopTimeout to 120."""
    ranges = {
        "interval": (5, 300),
        "timeout": (2, 120),
        "retries": (1, 10),
        "startPeriod": (0, 300),
    }
    for place, container in _each(node):
        check = container.get("healthCheck")
        if isinstance(check, Mapping):
            for key, (low, high) in ranges.items():
                value = number(check.get(key))
                if value is not None and not low <= value <= high:
                    yield Fault(
                        "containerDefinitions", f"{place}.healthCheck.{key}: {low} to {high}"
                    )
            command = check.get("command")
            if (
                not isinstance(command, list)
                or not command
                or command[0] not in ("CMD", "CMD-SHELL", "NONE")
            ):
                yield Fault(
                    "containerDefinitions",
                    f"{place}.healthCheck.command: a list that starts with CMD or CMD-SHELL",
                )
            elif command[0] == "CMD-SHELL" and len(command) != 2:
                yield Fault(
                    "containerDefinitions", f"{place}.healthCheck.command: CMD-SHELL and one text"
                )
        for key in ("stopTimeout", "startTimeout"):
            value = number(container.get(key))
            if (
                value is not None
                and _fargate(node)
                and not (0 if key == "stopTimeout" else 2) <= value <= 120
            ):
                yield Fault("containerDefinitions", f"{place}.{key}: at most 120 on Fargate")


@rule(
    "GP-ECS-007",
    _TASK,
    title="A container wants something that Fargate does not give.",
    error="ClientException: Fargate does not support privileged / links / devices / gpu",
    source="registry data in cfn-lint: fargate_properties; ECS Developer Guide: Fargate differences",
)
def fargate_containers(node: Node, _: World) -> Iterator[Fault]:
    """No privileged, links, hostname, dns settings, extra hosts on Fargate."""
    if not _fargate(node):
        return
    refused = ("links", "hostname", "dnsServers", "dnsSearchDomains", "extraHosts",
               "dockerSecurityOptions", "disableNetworking")  # fmt: skip
    for place, container in _each(node):
        if container.get("privileged"):
            yield Fault("containerDefinitions", f"{place}.privileged: false on Fargate")
        for key in refused:
            if container.get(key):
                yield Fault("containerDefinitions", f"{place}.{key}: nothing on Fargate")
        linux = container.get("linuxParameters") or {}
        for key in ("devices", "sharedMemorySize", "tmpfs", "maxSwap", "swappiness"):
            if linux.get(key):
                yield Fault(
                    "containerDefinitions", f"{place}.linuxParameters.{key}: nothing on Fargate"
                )
        added = listed((linux.get("capabilities") or {}).get("add"))
        if set(added) - {"SYS_PTRACE"}:
            yield Fault(
                "containerDefinitions", f"{place}.linuxParameters.capabilities.add: SYS_PTRACE"
            )
        for limit_ in listed(container.get("ulimits")):
            if limit_.get("name") != "nofile":
                yield Fault("containerDefinitions", f"{place}.ulimits: nofile only")


@rule(
    "GP-ECS-008",
    _TASK,
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
    for place, container in _each(node):
        hard, soft = number(container.get("memory")), number(container.get("memoryReservation"))
        if hard is not None and (hard < 6 or (memory and hard > memory) or (soft or 0) > hard):
            yield Fault(
                "containerDefinitions",
                f"{place}.memory: from 6, not below memoryReservation, at most the task's",
            )
        if (units := number(container.get("cpu"))) is not None and units < 0:
            yield Fault("containerDefinitions", f"{place}.cpu: 0 at least")


@rule(
    "GP-ECS-009",
    _TASK,
    title="A variable or secret of a container cannot be read.",
    error="ClientException: The secret name must be unique and not shared with any new or existing "
    "environment variables / invalid valueFrom",
    source="API ecs Secret, KeyValuePair",
)
def container_environment(node: Node, _: World) -> Iterator[Fault]:
    """Names unique over environment and secrets; values are texts; valueFrom names a secret."""
    for place, container in _each(node):
        seen: set[str] = set()
        for key in ("environment", "secrets"):
            for index, item in enumerate(listed(container.get(key))):
                here = f"{place}.{key}[{index}]"
                name = item.get("name") if isinstance(item, Mapping) else None
                if not name or not isinstance(name, str):
                    yield Fault("containerDefinitions", f"{here}.name: a text")
                elif name in seen:
                    yield Fault(
                        "containerDefinitions", f"{here}.name: a name of its own, got {name}"
                    )
                seen.add(str(name))
                if (
                    key == "environment"
                    and isinstance(item, Mapping)
                    and not isinstance(item.get("value"), str)
                ):
                    yield Fault("containerDefinitions", f"{here}.value: a text")
                if key == "secrets" and isinstance(item, Mapping):
                    wrong = _secret(item.get("valueFrom"), node)
                    if wrong:
                        yield Fault("containerDefinitions", f"{here}.valueFrom: {wrong}")


def _secret(value: Any, node: Node) -> str:
    if not isinstance(value, str) or not value:
        return "the ARN of a secret or the name of a parameter"
    found = arn(value)
    if found is None:
        return "" if not value.startswith("arn") else "the ARN of a secret"
    if found.service not in ("secretsmanager", "ssm"):
        return "the ARN of a secret or a parameter"
    if found.service == "secretsmanager":
        parts = found.resource.split(":")
        if parts[0] != "secret" or len(parts) not in (2, 5):
            return "the secret's ARN, or it with :json-key:version-stage:version-id"
    if found.region != node.region and found.service == "ssm":
        return f"a parameter in {node.region}"
    return ""


@rule(
    "GP-ECS-010",
    _TASK,
    title="A container mounts what the task does not have, or waits for one that is not there.",
    error="ClientException: Invalid 'sourceVolume' setting / container dependency does not exist",
    source="API ecs MountPoint, ContainerDependency",
)
def container_references(node: Node, _: World) -> Iterator[Fault]:
    """Volumes exist; dependencies are other containers with a health check where asked."""
    volumes = set(node.list("volumes[].name"))
    found = containers(node)
    by_name = {c.get("name"): c for c in found}
    for place, container in _each(node):
        for index, mount in enumerate(listed(container.get("mountPoints"))):
            here = f"{place}.mountPoints[{index}]"
            if mount.get("sourceVolume") not in volumes:
                yield Fault(
                    "containerDefinitions",
                    f"{here}.sourceVolume: {', '.join(sorted(volumes)) or 'a volume of the task'}",
                )
            if not str(mount.get("containerPath", "")).startswith(("/", "C:")):
                yield Fault("containerDefinitions", f"{here}.containerPath: a full path")
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
        if container.get("image") and _fargate(node):
            host = re.match(
                r"(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com", str(container["image"])
            )
            if host is None and ".dkr.ecr." in str(container["image"]):
                yield Fault(
                    "containerDefinitions",
                    f"{place}.image: <account>.dkr.ecr.<region>.amazonaws.com/...",
                )


@rule(
    "GP-ECS-011",
    _SERVICE,
    title="How the service starts its tasks is told in two ways.",
    error="InvalidParameterException: Specifying both a launch type and capacity provider strategy "
    "is not supported.",
    source=_SERVICE_API,
)
def launch(node: Node, _: World) -> Iterator[Fault]:
    """launchType or capacityProviderStrategies; one base; a weight above 0."""
    strategies = list(node.each("capacityProviderStrategies[]"))
    if node.has("launchType") and strategies:
        yield Fault("launchType", "one of launchType and capacityProviderStrategies")
    yield from _strategy(strategies, "capacityProviderStrategies")


def _strategy(strategies: list[tuple[str, Any]], path: str) -> Iterator[Fault]:
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
        name = str(strategy.get("capacityProvider", ""))
        if name.upper().startswith("FARGATE") and name not in ("FARGATE", "FARGATE_SPOT"):
            yield Fault(f"{place}.capacityProvider", "FARGATE or FARGATE_SPOT")


@rule(
    "GP-ECS-012",
    _SERVICE,
    title="The service has no network, or one that tasks cannot use.",
    error="InvalidParameterException: Network Configuration must be provided when networkMode "
    "'awsvpc' is specified.",
    source=_SERVICE_API,
)
def service_network(node: Node, world: World) -> Iterator[Fault]:
    """Subnets and groups of one VPC; at most 16 subnets, five groups."""
    task = _task(node, world)
    fargate = node.get("launchType") == "FARGATE" or (
        task is not None and task.get("networkMode") == "awsvpc"
    )
    if fargate and not node.list("networkConfiguration.subnets[]"):
        yield Fault("networkConfiguration.subnets", "subnets, as tasks use awsvpc")
    if (
        task is not None
        and task.get("networkMode") not in (None, "awsvpc")
        and node.has("networkConfiguration")
    ):
        yield Fault("networkConfiguration", "nothing unless the task uses awsvpc")
    yield from _one_vpc(
        node, world, "networkConfiguration.subnets", "networkConfiguration.securityGroups"
    )
    if len(node.list("networkConfiguration.subnets[]")) > 16:
        yield Fault("networkConfiguration.subnets", "16 subnets")
    if len(node.list("networkConfiguration.securityGroups[]")) > 5:
        yield Fault("networkConfiguration.securityGroups", "five groups")


def _one_vpc(node: Node, world: World, subnets: str, groups: str) -> Iterator[Fault]:
    networks: set[Any] = set()
    for path, kind in (
        (subnets, "aws:ec2/subnet:Subnet"),
        (groups, "aws:ec2/securityGroup:SecurityGroup"),
    ):
        for place, value in node.each(f"{path}[]"):
            found = world.find(value, kind)
            if found is None:
                continue
            networks.add(found.get("vpcId"))
            if len(networks) > 1:
                yield Fault(place, "subnets and groups of one network")
                return


def _task(node: Node, world: World) -> Node | None:
    text = node.get("taskDefinition")
    if not isinstance(text, str):
        return None
    found = world.near(node, text, _TASK)
    if found is None:
        family = text.rpartition("/")[2].partition(":")[0]
        for task in world.of(_TASK):
            if task.account == node.account and task.get("family") == family:
                return task
    return found


@rule(
    "GP-ECS-013",
    _SERVICE,
    title="The load balancer is pointed at a container or port the task does not have.",
    error="InvalidParameterException: The container does not exist in the task definition. / does "
    "not have a containerPort defined.",
    source="API ecs LoadBalancer",
)
def service_target(node: Node, world: World) -> Iterator[Fault]:
    """Container name and port are the task's; the group has targets by address."""
    task = _task(node, world)
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


@rule(
    "GP-ECS-014",
    _SERVICE,
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


@rule(
    "GP-ECS-015",
    _SERVICE,
    title="How a new version replaces the old one cannot be.",
    error="InvalidParameterException: The deploymentConfiguration minimumHealthyPercent / "
    "maximumPercent",
    source="API ecs DeploymentConfiguration",
)
def deployment(node: Node, _: World) -> Iterator[Fault]:
    """Minimum 0 to 100 and below maximum; maximum 100 to 200; room to move."""
    low = node.number("deploymentMinimumHealthyPercent")
    high = node.number("deploymentMaximumPercent")
    if low is not None and not 0 <= low <= 100:
        yield Fault("deploymentMinimumHealthyPercent", "0 to 100")
    if high is not None and not 100 <= high <= 200:
        yield Fault("deploymentMaximumPercent", "100 to 200")
    if (low if low is not None else 100) == 100 and high == 100:
        yield Fault("deploymentMaximumPercent", "more than 100 unless the minimum is below 100")
    if high is not None and high <= 100 and node.get("availabilityZoneRebalancing") == "ENABLED":
        yield Fault("availabilityZoneRebalancing", "DISABLED with a maximum of 100")
    controller = node.get("deploymentController.type", "ECS")
    if controller != "ECS" and node.truth("deploymentCircuitBreaker.enable"):
        yield Fault("deploymentCircuitBreaker.enable", "false unless the controller is ECS")
    if node.truth("deploymentCircuitBreaker.rollback") and not node.truth(
        "deploymentCircuitBreaker.enable"
    ):
        yield Fault("deploymentCircuitBreaker.rollback", "false unless enable is true")
    if node.has("alarms") and not node.list("alarms.alarmNames[]"):
        yield Fault("alarms.alarmNames", "the name of an alarm")
    if node.has("healthCheckGracePeriodSeconds") and not node.list("loadBalancers[]"):
        if not node.has("serviceConnectConfiguration"):
            yield Fault("healthCheckGracePeriodSeconds", "nothing without loadBalancers")
    if node.get("schedulingStrategy") == "DAEMON" and node.get("launchType") == "FARGATE":
        yield Fault("schedulingStrategy", "REPLICA with Fargate")


@rule(
    "GP-ECS-016",
    _SERVICE,
    title="Something of a host is set, but there is no host.",
    error="InvalidParameterException: Placement strategies / constraints are not supported with "
    "FARGATE launch type. / public IP assignment",
    source=_SERVICE_API,
)
def fargate_service(node: Node, world: World) -> Iterator[Fault]:
    """No placement on Fargate; public addresses only there; platform versions."""
    fargate = node.get("launchType") == "FARGATE" or any(
        str(p).startswith("FARGATE")
        for p in node.list("capacityProviderStrategies[].capacityProvider")
    )
    for path in ("orderedPlacementStrategies", "placementConstraints"):
        if fargate and node.get(path):
            yield Fault(path, "nothing on Fargate")
    if not fargate and node.truth("networkConfiguration.assignPublicIp"):
        if node.get("launchType") == "EC2":
            yield Fault("networkConfiguration.assignPublicIp", "false unless on Fargate")
    version = node.get("platformVersion")
    if version is not None and version not in ("LATEST", "1.4.0", "1.3.0", "1.0.0"):
        yield Fault("platformVersion", "LATEST or 1.4.0")
    task = _task(node, world)
    if (
        fargate
        and task
        and "FARGATE" not in task.list("requiresCompatibilities[]")
        and task.has("requiresCompatibilities")
    ):
        yield Fault("launchType", "a task definition that requires FARGATE")
    if node.has("iamRole") and task and task.get("networkMode") == "awsvpc":
        yield Fault("iamRole", "nothing with awsvpc")


@rule(
    "GP-ECS-017",
    _SERVICE,
    _CLUSTER,
    title="Two services or clusters have one name.",
    error="InvalidParameterException: Creation of service was not idempotent.",
    source=_SERVICE_API,
)
def name_once(node: Node, world: World) -> Iterator[Fault]:
    """Service names are unique per cluster."""
    if node.output("name"):
        for other in world.peers(node):
            same = other.output("name") == node.output("name")
            if (
                same
                and other.get("cluster") == node.get("cluster")
                and other.resource.urn < node.resource.urn
            ):
                yield Fault("name", f"a name {other.name} does not have")


@rule(
    "GP-ECS-018",
    _PROVIDERS,
    title="The cluster's ways to start tasks do not fit together.",
    error="InvalidParameterException: The specified capacity provider strategy contains a capacity "
    "provider that is not associated with the cluster",
    source="API ecs PutClusterCapacityProviders",
)
def cluster_providers(node: Node, _: World) -> Iterator[Fault]:
    """Strategies use providers of the list."""
    listed_ = node.list("capacityProviders[]")
    for place, value in node.each("capacityProviders[]"):
        if str(value).upper().startswith("FARGATE") and value not in ("FARGATE", "FARGATE_SPOT"):
            yield Fault(place, "FARGATE or FARGATE_SPOT")
    strategies = list(node.each("defaultCapacityProviderStrategies[]"))
    yield from _strategy(strategies, "defaultCapacityProviderStrategies")
    for place, strategy in strategies:
        if strategy.get("capacityProvider") not in listed_:
            yield Fault(f"{place}.capacityProvider", ", ".join(listed_))


@rule(
    "GP-ECS-019",
    _TASK,
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
    for place, container in _each(node):
        options = (container.get("logConfiguration") or {}).get("options") or {}
        group, region = options.get("awslogs-group"), options.get("awslogs-region")
        creates = str(options.get("awslogs-create-group")) == "true"
        if groups and group and not creates and (group, region) not in groups:
            yield Fault(
                "containerDefinitions",
                f"{place}.logConfiguration: a log group of the estate, got {group} in {region}",
            )


@rule(
    "GP-ECS-020",
    _SERVICE,
    title="The service says blue/green but lacks what that needs.",
    error="InvalidParameterException: advancedConfiguration is required with BLUE_GREEN",
    source="API ecs DeploymentConfiguration, AdvancedConfiguration",
)
def blue_green(node: Node, _: World) -> Iterator[Fault]:
    """A second group, a rule and a role; minutes of baking as text from 0 to 1440."""
    strategy = node.get("deploymentConfiguration.strategy", "ROLLING")
    minutes = node.number("deploymentConfiguration.bakeTimeInMinutes")
    if minutes is not None and not 0 <= minutes <= 1440:
        yield Fault("deploymentConfiguration.bakeTimeInMinutes", "0 to 1440")
    for place, item in node.each("loadBalancers[]"):
        advanced = item.get("advancedConfiguration") or {}
        if strategy in ("BLUE_GREEN", "LINEAR", "CANARY"):
            for key in ("alternateTargetGroupArn", "productionListenerRule", "roleArn"):
                if not advanced.get(key):
                    yield Fault(f"{place}.advancedConfiguration.{key}", f"a value with {strategy}")
        elif advanced:
            yield Fault(f"{place}.advancedConfiguration", "nothing with ROLLING")


@rule(
    "GP-ECS-021",
    _TASK,
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


@rule(
    "GP-ECS-022",
    _SERVICE,
    title="The service's tasks all stand in one zone.",
    error="none: one zone's outage takes the service down",
    source="ECS Developer Guide: availability zones",
    probable=True,
)
def zones(node: Node, world: World) -> Iterator[Fault]:
    """Two zones for two tasks."""
    subnets = node.list("networkConfiguration.subnets[]")
    if (node.number("desiredCount") or 0) > 1 and subnets and len(zones_of(subnets, world)) < 2:
        yield Fault("networkConfiguration.subnets", "subnets in two zones")


_NAME = Text(r"[A-Za-z0-9_-]+", "letters, digits, _ -", ("a b", "a.b"), ("a_b-c",), 255)
LIMITS = (
    limit(
        "GP-ECS-101",
        _TASK,
        "family",
        _NAME,
        title="The task's name has other signs or is too long.",
        error="ClientException: Family contains invalid characters.",
        source=_API,
    ),
    limit(
        "GP-ECS-102",
        _SERVICE,
        "name",
        _NAME,
        named=True,
        title="The service's name has other signs or is too long.",
        error="InvalidParameterException: Service name",
        source=_SERVICE_API,
    ),
    limit(
        "GP-ECS-103",
        _CLUSTER,
        "name",
        _NAME,
        named=True,
        title="The cluster's name has other signs or is too long.",
        error="InvalidParameterException: Cluster name contains invalid characters",
        source="API ecs CreateCluster",
    ),
    limit(
        "GP-ECS-104",
        _SERVICE,
        "desiredCount",
        Range(0, 5000),
        title="A service runs 0 to 5000 tasks.",
        error="InvalidParameterException: desiredCount",
        source=_SERVICE_API,
    ),
    limit(
        "GP-ECS-105",
        _SERVICE,
        "healthCheckGracePeriodSeconds",
        Range(0, 2147483647),
        title="A grace period is 0 seconds at least.",
        error="InvalidParameterException: healthCheckGracePeriodSeconds",
        source=_SERVICE_API,
    ),
    limit(
        "GP-ECS-106",
        _CLUSTER,
        "settings[].value",
        OneOf("disabled", "enabled", "enhanced"),
        title="Container insights are enhanced, enabled or disabled.",
        error="InvalidParameterException: containerInsights",
        source="API ecs ClusterSetting",
    ),
)
