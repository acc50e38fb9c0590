"""Services: what moto forgets of a service at its creation, and what AWS fills in."""

from groundplan.emulate.backends import Document, Request, keeps, mends

keeps(
    "ecs",
    writes=("CreateService", "UpdateService"),
    key="answer.service.serviceArn",
    members={
        name: name
        for name in (
            "deploymentConfiguration",
            "healthCheckGracePeriodSeconds",
            "enableExecuteCommand",
            "enableECSManagedTags",
            "propagateTags",
            "availabilityZoneRebalancing",
            "capacityProviderStrategy",
            "serviceConnectConfiguration",
            "placementConstraints",
            "placementStrategy",
        )
    },
    reads=("DescribeServices",),
    items="services[]",
    item_key="serviceArn",
)


@mends("ecs", "DescribeServices")
def tell_defaults(_: Request, answer: Document) -> None:
    """AWS tells what it made of what nobody said."""
    for service in answer["services"]:
        service.setdefault("enableExecuteCommand", False)
        service["capacityProviderStrategy"] = [
            {"base": 0, "weight": 0, **each}
            for each in service.get("capacityProviderStrategy") or ()
        ]
