"""ECS on Fargate: services, their network and deployments."""

from collections.abc import Iterator
from typing import Any

from groundplan.rules.constraint import Range, limit
from groundplan.rules.ecs_parts import (
    NAME,
    SERVICE,
    SERVICE_API,
    containers,
    strategy_faults,
    task_of,
)
from groundplan.rules.node import Node, listed
from groundplan.rules.reference_row import SG, SUBNET
from groundplan.rules.rule import Fault, rule
from groundplan.rules.vpc import zones_of
from groundplan.rules.world import World


@rule(
    "GP-ECS-011",
    SERVICE,
    title="How the service starts its tasks is told in two ways.",
    error="InvalidParameterException: Specifying both a launch type and capacity provider strategy "
    "is not supported.",
    source=SERVICE_API,
)
def launch(node: Node, world: World) -> Iterator[Fault]:
    """launchType or capacityProviderStrategies; one base; a weight above 0."""
    strategies = list(node.each("capacityProviderStrategies[]"))
    if node.has("launchType") and strategies:
        yield Fault("launchType", "one of launchType and capacityProviderStrategies")
    yield from strategy_faults(strategies, "capacityProviderStrategies", world)
    cluster = world.find(node.get("cluster"), "aws:ecs/cluster:Cluster")
    connect = "serviceConnectConfiguration"
    if node.truth(f"{connect}.enabled") and not node.has(f"{connect}.namespace"):
        if cluster is not None and not cluster.has("serviceConnectDefaults.namespace"):
            yield Fault(f"{connect}.namespace", "a namespace, as the cluster has none")
    associated = [
        set(a.list("capacityProviders[]"))
        for a in world.of("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders")
        if cluster and world.find(a.get("clusterName"), "aws:ecs/cluster:Cluster") is cluster
    ]
    for place, value in node.each("capacityProviderStrategies[].capacityProvider"):
        if associated and not any(value in names for names in associated):
            yield Fault(place, "a provider that is associated with the cluster")


@rule(
    "GP-ECS-012",
    SERVICE,
    title="The service has no network, or one that tasks cannot use.",
    error="InvalidParameterException: Network Configuration must be provided when networkMode "
    "'awsvpc' is specified.",
    source=SERVICE_API,
)
def service_network(node: Node, world: World) -> Iterator[Fault]:
    """Subnets and groups of one VPC; at most 16 subnets, five groups."""
    task = task_of(node, world)
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
    for path, kinds in ((subnets, SUBNET), (groups, SG)):
        for place, value in node.each(f"{path}[]"):
            found = world.find(value, *kinds)
            if found is None:
                continue
            networks.add(found.get("vpcId"))
            if len(networks) > 1:
                yield Fault(place, "subnets and groups of one network")
                return


@rule(
    "GP-ECS-015",
    SERVICE,
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
    fargate = node.get("launchType") == "FARGATE" or any(
        str(p).startswith("FARGATE")
        for p in node.list("capacityProviderStrategies[].capacityProvider")
    )
    if node.get("schedulingStrategy") == "DAEMON" and fargate:
        yield Fault("schedulingStrategy", "REPLICA with Fargate")
    if controller == "ECS" and not node.has("taskDefinition"):
        yield Fault("taskDefinition", "a task definition")


@rule(
    "GP-ECS-025",
    SERVICE,
    title="The service names what its cluster or its tasks do not have.",
    error="ClusterNotFoundException / InvalidParameterException: portName does not refer to any "
    "named PortMapping in the task definition / volume does not match the task definition",
    source=SERVICE_API,
)
def service_names(node: Node, world: World) -> Iterator[Fault]:
    """A cluster, ports by name, volumes the task leaves to the service; five target groups."""
    if not node.has("cluster") and not any(
        c.output("name") == "default" for c in world.of("aws:ecs/cluster:Cluster")
    ):
        yield Fault("cluster", "a cluster of the estate, as there is none called default")
    for path in ("serviceRegistries.port", "serviceRegistries.containerPort"):
        port = node.number(path)
        if port is not None and not 1 <= port <= 65535:
            yield Fault(path, "1 to 65535")
    if len(node.list("loadBalancers[]")) > 5:
        yield Fault("loadBalancers", "five target groups")
    task = task_of(node, world)
    if task is None:
        return
    ports = {p.get("name") for c in containers(task) for p in listed(c.get("portMappings"))}
    for path in ("serviceConnectConfiguration.services[].portName",
                 "vpcLatticeConfigurations[].portName"):  # fmt: skip
        for place, name in node.each(path):
            if name not in ports:
                yield Fault(place, "the name of a port mapping of the task definition")
    volumes = task.list("volumes[].name")
    name = node.get("volumeConfiguration.name")
    if name is not None and name not in volumes:
        yield Fault("volumeConfiguration.name", "a volume of the task definition")


@rule(
    "GP-ECS-016",
    SERVICE,
    title="Something of a host is set, but there is no host.",
    error="InvalidParameterException: Placement strategies / constraints are not supported with "
    "FARGATE launch type. / public IP assignment",
    source=SERVICE_API,
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
    task = task_of(node, world)
    arm = task is not None and task.get("runtimePlatform.cpuArchitecture") == "ARM64"
    if fargate and arm and version in ("1.3.0", "1.0.0"):
        yield Fault("platformVersion", "1.4.0 or LATEST, for ARM64")
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
    "GP-ECS-020",
    SERVICE,
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
    "GP-ECS-022",
    SERVICE,
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


LIMITS = (
    limit(
        "GP-ECS-102",
        SERVICE,
        "name",
        NAME,
        named=True,
        title="The service's name has other signs or is too long.",
        error="InvalidParameterException: Service name",
        source=SERVICE_API,
    ),
    limit(
        "GP-ECS-104",
        SERVICE,
        "desiredCount",
        Range(0, 5000),
        title="A service runs 0 to 5000 tasks.",
        error="InvalidParameterException: desiredCount",
        source=SERVICE_API,
    ),
    limit(
        "GP-ECS-105",
        SERVICE,
        "healthCheckGracePeriodSeconds",
        Range(0, 2147483647),
        title="A grace period is 0 seconds at least.",
        error="InvalidParameterException: healthCheckGracePeriodSeconds",
        source=SERVICE_API,
    ),
)
