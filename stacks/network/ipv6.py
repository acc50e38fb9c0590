"""IPv6 on the way out: tasks reach the IPv6 internet without a NAT gateway, and nobody them."""

from collections.abc import Mapping
from ipaddress import IPv6Network
from typing import Any

import pulumi
import pulumi_aws as aws


def subnet_arguments(vpc: aws.ec2.Vpc, index: int) -> dict[str, Any]:
    """Arguments of a subnet whose members get IPv6 addresses.

    Args:
        vpc: VPC with a range of Amazon's, a /56.
        index: Position of the subnet's zone: each takes the /64 of its position for ever.
    """

    def part(cidr: str) -> str:
        network = IPv6Network(cidr)
        step = 1 << (128 - 64)
        return str(IPv6Network((int(network.network_address) + index * step, 64)))

    return {
        "ipv6_cidr_block": vpc.ipv6_cidr_block.apply(part),
        "assign_ipv6_address_on_creation": True,
    }


def ipv6_egress(
    name: str,
    *,
    vpc_id: pulumi.Input[str],
    tables: Mapping[str, aws.ec2.RouteTable],
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> None:
    """A gateway that lets connections out and none in, and a route to it in each table.

    ECS gives tasks in such subnets an IPv6 address by itself: the account setting of older
    guides (``dualStackIPv6``) is no longer one the API takes.

    Args:
        name: Name of the network.
        vpc_id: The VPC.
        tables: Route table by zone, of the private subnets only.
        tags: Tags of the gateway.
        opts: Options of the children.
    """
    gateway = aws.ec2.EgressOnlyInternetGateway(
        f"{name}-egress-only", vpc_id=vpc_id, tags=dict(tags), opts=opts
    )
    for zone, table in tables.items():
        aws.ec2.Route(
            f"{name}-private-default-route-ipv6-{zone}",
            route_table_id=table.id,
            destination_ipv6_cidr_block="::/0",
            egress_only_gateway_id=gateway.id,
            opts=opts,
        )
