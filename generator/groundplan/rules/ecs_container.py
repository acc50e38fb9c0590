"""ECS on Fargate: containers of a task definition one by one."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.ecs_parts import TASK, each_container, on_fargate
from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node, listed, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_KEYS = frozenset(
    "name image repositoryCredentials cpu memory memoryReservation links portMappings essential "
    "restartPolicy entryPoint command environment environmentFiles mountPoints volumesFrom "
    "linuxParameters secrets dependsOn startTimeout stopTimeout versionConsistency hostname user "
    "workingDirectory disableNetworking privileged readonlyRootFilesystem dnsServers "
    "dnsSearchDomains extraHosts dockerSecurityOptions interactive pseudoTerminal dockerLabels "
    "ulimits logConfiguration healthCheck systemControls resourceRequirements "
    "firelensConfiguration credentialSpecs".split()
)


@rule(
    "GP-ECS-003",
    TASK,
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


@rule(
    "GP-ECS-004",
    TASK,
    title="A container's port cannot be.",
    error="ClientException: When networkMode=awsvpc, the host ports and container ports in port "
    "mappings must match. / port out of range / duplicate",
    source="API ecs PortMapping",
)
def container_ports(node: Node, _: World) -> Iterator[Fault]:
    """1 to 65535; host port equal or absent with awsvpc; each once; tcp or udp."""
    awsvpc = node.get("networkMode") == "awsvpc"
    seen: set[tuple[Any, str]] = set()
    for place, container in each_container(node):
        for index, port in enumerate(listed(container.get("portMappings"))):
            here = f"{place}.portMappings[{index}]"
            inner, outer = number(port.get("containerPort")), number(port.get("hostPort"))
            protocol = str(port.get("protocol", "tcp"))
            if "containerPort" in port and "containerPortRange" in port:
                yield Fault("containerDefinitions", f"{here}: a port or a range of ports")
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
            name = port.get("name")
            if name is not None and not re.fullmatch(r"[a-z0-9_][a-z0-9_-]{0,63}", str(name)):
                yield Fault("containerDefinitions", f"{here}.name: 64 of a-z, 0-9, _ -")
            if port.get("appProtocol") not in (None, "http", "http2", "grpc"):
                yield Fault("containerDefinitions", f"{here}.appProtocol: http, http2 or grpc")


@rule(
    "GP-ECS-006",
    TASK,
    title="A container's health check or times are out of range.",
    error="ClientException: healthCheck / stopTimeout: Invalid value",
    source="API ecs HealthCheck, ContainerDefinition",
)
def container_health(node: Node, _: World) -> Iterator[Fault]:
    """interval 5-300, timeout 2-60, retries 1-10, startPeriod 0-300; stopTimeout to 120."""
    ranges = {
        "interval": (5, 300),
        "timeout": (2, 60),
        "retries": (1, 10),
        "startPeriod": (0, 300),
    }
    for place, container in each_container(node):
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
                and on_fargate(node)
                and not (0 if key == "stopTimeout" else 2) <= value <= 120
            ):
                yield Fault("containerDefinitions", f"{place}.{key}: at most 120 on Fargate")


@rule(
    "GP-ECS-007",
    TASK,
    title="A container wants something that Fargate does not give.",
    error="ClientException: Fargate does not support privileged / links / devices / gpu",
    source="registry data in cfn-lint: fargate_properties; ECS Developer Guide: Fargate differences",
)
def fargate_containers(node: Node, _: World) -> Iterator[Fault]:
    """No privileged, links, hostname, dns settings, extra hosts on Fargate."""
    if not on_fargate(node):
        return
    refused = ("links", "hostname", "dnsServers", "dnsSearchDomains", "extraHosts",
               "dockerSecurityOptions", "disableNetworking")  # fmt: skip
    for place, container in each_container(node):
        if container.get("privileged"):
            yield Fault("containerDefinitions", f"{place}.privileged: false on Fargate")
        for key in refused:
            if container.get(key):
                yield Fault("containerDefinitions", f"{place}.{key}: nothing on Fargate")
        for control in listed(container.get("systemControls")):
            if not str(control.get("namespace", "")).startswith("net."):
                yield Fault("containerDefinitions", f"{place}.systemControls: net.* on Fargate")
        linux = container.get("linuxParameters") or {}
        for key in ("devices", "sharedMemorySize", "maxSwap", "swappiness"):
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
        if any(r.get("type") == "GPU" for r in listed(container.get("resourceRequirements"))):
            yield Fault("containerDefinitions", f"{place}.resourceRequirements: no GPU on Fargate")


@rule(
    "GP-ECS-023",
    TASK,
    title="A limit, a restart or a file of a container cannot be.",
    error="ClientException: ulimit softLimit / restartAttemptPeriod must be between 60 and 1800 / "
    "environment file must have the extension .env / credentialsParameter",
    source="API ecs Ulimit, ContainerRestartPolicy, EnvironmentFile, RepositoryCredentials",
)
def container_extras(node: Node, _: World) -> Iterator[Fault]:
    """Soft limits below hard ones; restarts every 1 to 30 minutes; .env files by their ARN."""
    for place, container in each_container(node):
        for limit_ in listed(container.get("ulimits")):
            if (number(limit_.get("softLimit")) or 0) > (number(limit_.get("hardLimit")) or 0):
                yield Fault("containerDefinitions", f"{place}.ulimits: softLimit up to hardLimit")
        seconds = number((container.get("restartPolicy") or {}).get("restartAttemptPeriod"))
        if seconds is not None and not 60 <= seconds <= 1800:
            yield Fault(
                "containerDefinitions", f"{place}.restartPolicy.restartAttemptPeriod: 60 to 1800"
            )
        for file in listed(container.get("environmentFiles")):
            value = str(file.get("value", ""))
            if not re.fullmatch(r"arn:aws[a-z-]*:s3:::[^/]+/.+\.env", value):
                yield Fault(
                    "containerDefinitions", f"{place}.environmentFiles: arn:...s3:::b/x.env"
                )
        secret = (container.get("repositoryCredentials") or {}).get("credentialsParameter")
        if secret is not None and not str(secret).startswith("arn:"):
            yield Fault(
                "containerDefinitions",
                f"{place}.repositoryCredentials.credentialsParameter: the ARN of a secret",
            )


@rule(
    "GP-ECS-009",
    TASK,
    title="A variable or secret of a container cannot be read.",
    error="ClientException: The secret name must be unique and not shared with any new or existing "
    "environment variables / invalid valueFrom",
    source="API ecs Secret, KeyValuePair",
)
def container_environment(node: Node, _: World) -> Iterator[Fault]:
    """Names unique over environment and secrets; values are texts; valueFrom names a secret."""
    for place, container in each_container(node):
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
        name = re.fullmatch(r"[A-Za-z0-9_.\-/]{1,2048}", value) and not value.startswith("arn")
        return "" if name else "the ARN of a secret, or the name of a parameter"
    if found.service not in ("secretsmanager", "ssm"):
        return "the ARN of a secret or a parameter"
    if found.service == "secretsmanager":
        parts = found.resource.split(":")
        if parts[0] != "secret" or len(parts) not in (2, 5):
            return "the secret's ARN, or it with :json-key:version-stage:version-id"
    if found.region != node.region and found.service == "ssm":
        return f"a parameter in {node.region}"
    return ""
