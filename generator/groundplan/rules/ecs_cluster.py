"""ECS on Fargate: clusters, and names in them."""

from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, Text, limit
from groundplan.rules.ecs_parts import NAME, SERVICE, SERVICE_API, provider_exists, strategy_faults
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_CLUSTER = "aws:ecs/cluster:Cluster"
_PROVIDERS = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"


@rule(
    "GP-ECS-017",
    SERVICE,
    _CLUSTER,
    title="Two services or clusters have one name.",
    error="InvalidParameterException: Creation of service was not idempotent.",
    source=SERVICE_API,
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
def cluster_providers(node: Node, world: World) -> Iterator[Fault]:
    """Strategies use providers of the list."""
    listed_ = node.list("capacityProviders[]")
    for place, value in node.each("capacityProviders[]"):
        if not provider_exists(value, world):
            yield Fault(place, "FARGATE or FARGATE_SPOT")
    strategies = list(node.each("defaultCapacityProviderStrategies[]"))
    yield from strategy_faults(strategies, "defaultCapacityProviderStrategies", world)
    for place, strategy in strategies:
        if strategy.get("capacityProvider") not in listed_:
            yield Fault(f"{place}.capacityProvider", ", ".join(listed_))


@rule(
    "GP-ECS-024",
    _CLUSTER,
    title="Where sessions in containers are logged is not told, or told for nothing.",
    error="InvalidParameterException: logConfiguration is required when logging is OVERRIDE",
    source="API ecs ExecuteCommandConfiguration",
)
def session_logs(node: Node, _: World) -> Iterator[Fault]:
    """OVERRIDE has a log configuration, the others none."""
    base = "configuration.executeCommandConfiguration"
    override = node.get(f"{base}.logging") == "OVERRIDE"
    if node.has(base) and override != node.has(f"{base}.logConfiguration"):
        yield Fault(f"{base}.logConfiguration", "a value with logging OVERRIDE only")


LIMITS = (
    limit(
        "GP-ECS-107",
        _CLUSTER,
        "serviceConnectDefaults.namespace",
        Text(
            r"arn:aws[a-z-]*:servicediscovery:[a-z0-9-]+:\d{12}:namespace/.+",
            "the ARN of a namespace of Cloud Map",
            ("shop",),
            ("arn:aws:servicediscovery:eu-west-1:111122223333:namespace/ns-1",),
        ),
        title="That is not a namespace.",
        error='"service_connect_defaults.0.namespace" is an invalid ARN',
        source="pulumi-aws ecs.Cluster",
    ),
    limit(
        "GP-ECS-103",
        _CLUSTER,
        "name",
        NAME,
        named=True,
        title="The cluster's name has other signs or is too long.",
        error="InvalidParameterException: Cluster name contains invalid characters",
        source="API ecs CreateCluster",
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
