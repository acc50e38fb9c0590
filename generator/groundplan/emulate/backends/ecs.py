"""Services: what moto forgets of a service at its creation."""

from groundplan.emulate.backends import keeps

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
