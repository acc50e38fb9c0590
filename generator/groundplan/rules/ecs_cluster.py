"""ECS on Fargate: clusters, and names in them."""

from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, limit
from groundplan.rules.ecs_parts import NAME, SERVICE, SERVICE_API, strategy_faults
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
def cluster_providers(node: Node, _: World) -> Iterator[Fault]:
    """Strategies use providers of the list."""
    listed_ = node.list("capacityProviders[]")
    for place, value in node.each("capacityProviders[]"):
        if str(value).upper().startswith("FARGATE") and value not in ("FARGATE", "FARGATE_SPOT"):
            yield Fault(place, "FARGATE or FARGATE_SPOT")
    strategies = list(node.each("defaultCapacityProviderStrategies[]"))
    yield from strategy_faults(strategies, "defaultCapacityProviderStrategies")
    for place, strategy in strategies:
        if strategy.get("capacityProvider") not in listed_:
            yield Fault(f"{place}.capacityProvider", ", ".join(listed_))


LIMITS = (
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
