"""NAT gateways: the way out for tasks without public addresses."""

import pulumi
import pulumi_aws as aws

from stacks.context import Context
from stacks.network.alarms import NAT_ALARMS
from stacks.observability.alarm import Alarms, AlarmsArgs
from stacks.observability.notifications import Topics


def nat_gateway(
    name: str,
    zone: str,
    *,
    context: Context,
    subnet_id: pulumi.Input[str],
    topics: Topics,
    page: bool,
    parent: pulumi.Resource,
    after: pulumi.Resource,
) -> aws.ec2.NatGateway:
    """One gateway with its address and its alarms.

    A zonal one in each zone, and not one for all (``availability_mode="regional"``, since
    November 2025). That one follows tasks into zones that are new, which here are fixed from
    the first day, and needs no public subnets, which are there for the load balancer anyway.
    It would blur what is told apart here: which zone's ports run out, and how many zones a
    profile pays for. To change an existing network over means new addresses, which partners
    may have admitted.
    https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html

    Args:
        name: Name of the network.
        zone: Zone it stands in: ``az1``.
        context: Who and where.
        subnet_id: Public subnet of the zone.
        topics: Where its alarms go.
        page: Whether severe alarms wake somebody.
        parent: The network.
        after: The internet gateway, which must be attached first.
    """
    opts = pulumi.ResourceOptions(parent=parent, depends_on=[after])
    tags = {"Name": f"{context.prefix}-nat-{zone}"}
    address = aws.ec2.Eip(f"{name}-nat-address-{zone}", domain="vpc", tags=tags, opts=opts)
    gateway = aws.ec2.NatGateway(
        f"{name}-nat-{zone}",
        subnet_id=subnet_id,
        allocation_id=address.allocation_id,
        connectivity_type="public",
        tags=tags,
        opts=opts,
    )
    Alarms(
        f"{name}-nat-{zone}-alarms",
        AlarmsArgs(
            context=context,
            topics=topics,
            specs=NAT_ALARMS,
            dimensions={"NatGatewayId": gateway.id},
            page=page,
        ),
        pulumi.ResourceOptions(parent=parent),
    )
    return gateway
