"""Routes and route tables."""

import re
from collections.abc import Iterator
from ipaddress import ip_network

from groundplan.rules.grammar.address import network, network4
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_VPC = "aws:ec2/vpc:Vpc"
_SUBNET = "aws:ec2/subnet:Subnet"
_IGW = "aws:ec2/internetGateway:InternetGateway"
_ROUTE = "aws:ec2/route:Route"
_TABLE = "aws:ec2/routeTable:RouteTable"
_ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"
TARGETS = (
    "gatewayId",
    "natGatewayId",
    "networkInterfaceId",
    "transitGatewayId",
    "vpcEndpointId",
    "vpcPeeringConnectionId",
    "egressOnlyGatewayId",
    "localGatewayId",
    "carrierGatewayId",
    "coreNetworkArn",
    "odbNetworkArn",
)
_DESTINATIONS = ("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId")


@rule(
    "GP-VPC-010",
    _ROUTE,
    title="A route has one destination and one way.",
    error="InvalidParameterCombination: exactly one destination and one target",
    source="API ec2 CreateRoute",
)
def route_is_one(node: Node, _: World) -> Iterator[Fault]:
    """Exactly one destination, exactly one target."""
    if sum(node.has(p) for p in _DESTINATIONS) != 1:
        yield Fault(_DESTINATIONS[0], f"exactly one of {', '.join(_DESTINATIONS)}")
    if sum(node.has(p) for p in TARGETS) != 1:
        yield Fault(TARGETS[0], f"exactly one of {', '.join(TARGETS)}")


@rule(
    "GP-VPC-011",
    _ROUTE,
    title="The route's destination is not an address range.",
    error="InvalidParameterValue: Value for parameter destinationCidrBlock is invalid. "
    "This is not a valid CIDR block.",
    source="API ec2 CreateRoute",
)
def route_destination(node: Node, _: World) -> Iterator[Fault]:
    """Destinations are networks with host bits zero, of their family."""
    for path, version in (("destinationCidrBlock", 4), ("destinationIpv6CidrBlock", 6)):
        text = node.get(path)
        found = network(text)
        if text is not None and (found is None or found.version != version):
            yield Fault(path, f"an IPv{version} range with its first address")
        elif found is not None and any(
            found.version == kept.version and found.subnet_of(kept)  # type: ignore[arg-type]
            for kept in _RESERVED
        ):
            yield Fault(path, "a range outside those of AWS's own services")


_RESERVED = (ip_network("169.254.168.0/22"), ip_network("fd00:ec2::/32"))
"""https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html: reserved ranges."""


@rule(
    "GP-VPC-012",
    _ROUTE,
    title="The table has two routes for the same destination.",
    error="RouteAlreadyExists: The route identified by the destination already exists.",
    source="API ec2 CreateRoute",
)
def route_once(node: Node, world: World) -> Iterator[Fault]:
    """One route per table and destination."""
    for other in world.twins(node, "routeTableId", *_DESTINATIONS):
        yield Fault(
            next((p for p in _DESTINATIONS if node.has(p)), _DESTINATIONS[0]),
            f"a destination {other.name} does not serve",
        )


@rule(
    "GP-VPC-013",
    _ROUTE,
    title="The route leads out through the wrong kind of gateway.",
    error="InvalidParameterValue / InvalidGatewayID.NotFound: wrong kind of target",
    source="API ec2 CreateRoute",
)
def route_target(node: Node, world: World) -> Iterator[Fault]:
    """Each target property takes ids of its own kind."""
    forms = {
        "gatewayId": r"(igw|vgw)-.*|local",
        "natGatewayId": r"nat-.*",
        "transitGatewayId": r"tgw-.*",
        "vpcEndpointId": r"vpce-.*",
        "vpcPeeringConnectionId": r"pcx-.*",
        "egressOnlyGatewayId": r"eigw-.*",
        "networkInterfaceId": r"eni-.*",
    }
    for path, form in forms.items():
        value = node.get(path)
        if isinstance(value, str) and not re.fullmatch(form, value):
            yield Fault(path, f"an id of the form {form.removesuffix('.*')}")
    if node.has("egressOnlyGatewayId") and not node.has("destinationIpv6CidrBlock"):
        yield Fault("egressOnlyGatewayId", "an IPv6 destination")
    table = world.find(node.get("routeTableId"), _TABLE)
    gateway = world.find(node.get("gatewayId"), _IGW)
    if table and gateway and table.get("vpcId") != gateway.get("vpcId"):
        yield Fault("gatewayId", "a gateway attached to the network of the table")


@rule(
    "GP-VPC-014",
    _ROUTE,
    title="The route takes the network's own addresses away from it.",
    error="InvalidParameterValue: The destination CIDR block is equal to or more specific than "
    "one of this VPC's CIDR blocks",
    source="VPC User Guide: route table concepts",
)
def route_not_local(node: Node, world: World) -> Iterator[Fault]:
    """A gateway, NAT or peering cannot be the target of addresses inside the VPC."""
    table = world.find(node.get("routeTableId"), _TABLE)
    vpc = world.find(table.get("vpcId"), _VPC) if table else None
    whole = network4(vpc.get("cidrBlock")) if vpc else None
    mine = network4(node.get("destinationCidrBlock"))
    special = (
        node.has("networkInterfaceId") or node.has("vpcEndpointId") or node.has("natGatewayId")
    )
    if whole and mine and (mine == whole or (mine.subnet_of(whole) and not special)):
        yield Fault("destinationCidrBlock", f"a destination outside {whole}")


@rule(
    "GP-VPC-015",
    _ASSOCIATION,
    title="A subnet follows one route table.",
    error="Resource.AlreadyAssociated: the specified association conflicts with an existing one",
    source="API ec2 AssociateRouteTable",
)
def subnet_table_once(node: Node, world: World) -> Iterator[Fault]:
    """One association per subnet, of a subnet or a gateway."""
    if node.has("subnetId") == node.has("gatewayId"):
        yield Fault("subnetId", "one of subnetId and gatewayId")
    elif node.has("subnetId"):
        for other in world.twins(node, "subnetId"):
            yield Fault("subnetId", f"a subnet {other.name} does not associate")


@rule(
    "GP-VPC-016",
    _ASSOCIATION,
    title="The subnet and the route table belong to different networks.",
    error="InvalidParameterValue: Route table and network belong to different networks",
    source="API ec2 AssociateRouteTable",
)
def association_in_one_vpc(node: Node, world: World) -> Iterator[Fault]:
    """Subnet and table share a VPC."""
    subnet = world.find(node.get("subnetId"), _SUBNET)
    table = world.find(node.get("routeTableId"), _TABLE)
    if subnet and table and subnet.get("vpcId") != table.get("vpcId"):
        yield Fault("routeTableId", "a table of the subnet's network")
