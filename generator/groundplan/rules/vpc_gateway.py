"""Internet gateways, NAT gateways and their addresses."""

from collections.abc import Iterator

from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World, names

_NAT = "aws:ec2/natGateway:NatGateway"
_IGW = "aws:ec2/internetGateway:InternetGateway"
_EIP = "aws:ec2/eip:Eip"
_ROUTE = "aws:ec2/route:Route"
_ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"


@rule(
    "GP-VPC-006",
    _IGW,
    title="A network has one way to the internet.",
    error="Resource.AlreadyAssociated / InvalidParameterValue: Network already has an internet "
    "gateway attached",
    source="VPC User Guide: internet gateways",
)
def one_internet_gateway(node: Node, world: World) -> Iterator[Fault]:
    """One internet gateway per VPC."""
    if node.get("vpcId"):
        for other in world.twins(node, "vpcId"):
            yield Fault("vpcId", f"a network that {other.name} is not attached to")


@rule(
    "GP-VPC-007",
    _NAT,
    title="A NAT gateway to the internet needs a fixed address; a private one has none.",
    error="InvalidParameterCombination / MissingParameter: allocationId",
    source="API ec2 CreateNatGateway",
)
def nat_address(node: Node, _: World) -> Iterator[Fault]:
    """Public NAT gateways have an allocation, private ones do not."""
    private = node.get("connectivityType") == "private"
    regional = node.get("availabilityMode") == "regional"
    if private and node.has("allocationId"):
        yield Fault("allocationId", "no address with connectivityType private")
    elif not private and not regional and not node.has("allocationId"):
        yield Fault("allocationId", "the id of an elastic address")
    if not regional and not node.has("subnetId"):
        yield Fault("subnetId", "a public subnet")


@rule(
    "GP-VPC-008",
    _NAT,
    title="Two NAT gateways share one address.",
    error="Resource.AlreadyAssociated: resource is already associated",
    source="API ec2 CreateNatGateway",
)
def nat_address_once(node: Node, world: World) -> Iterator[Fault]:
    """An allocation belongs to one NAT gateway."""
    if node.get("allocationId"):
        for other in world.twins(node, "allocationId"):
            yield Fault("allocationId", f"an address {other.name} does not use")


@rule(
    "GP-VPC-009",
    _NAT,
    title="The NAT gateway stands in a subnet without a way to the internet.",
    error="Gateway.NotAttached / the gateway is created and passes nothing",
    source="VPC User Guide: NAT gateways",
    probable=True,
)
def nat_in_public_subnet(node: Node, world: World) -> Iterator[Fault]:
    """The subnet of a public NAT gateway has a route to an internet gateway."""
    subnet = node.get("subnetId")
    if node.get("connectivityType") == "private" or not subnet:
        return
    tables = {a.get("routeTableId") for a in world.of(_ASSOCIATION) if a.get("subnetId") == subnet}
    if tables and not any(
        r.get("routeTableId") in tables and str(r.get("gatewayId", "")).startswith("igw-")
        for r in world.of(_ROUTE)
    ):
        yield Fault("subnetId", "a subnet whose table routes to the internet gateway")


@rule(
    "GP-VPC-052",
    _NAT,
    title="A NAT gateway to the internet counts no private addresses.",
    error="InvalidParameter: SecondaryPrivateIpAddressCount is only supported for private NAT "
    "gateways",
    source="API ec2 CreateNatGateway: SecondaryPrivateIpAddressCount",
)
def secondary_count(node: Node, _: World) -> Iterator[Fault]:
    """Only private gateways have a number of further addresses."""
    if node.number("secondaryPrivateIpAddressCount") and node.get("connectivityType") != "private":
        yield Fault("secondaryPrivateIpAddressCount", "nothing unless connectivityType is private")


@rule(
    "GP-VPC-051",
    _EIP,
    title="The address is to be of a group of zones that its region does not have.",
    error="InvalidParameterValue: The network border group is not valid for this region",
    source="API ec2 AllocateAddress: NetworkBorderGroup",
)
def border_group(node: Node, _: World) -> Iterator[Fault]:
    """Groups are named after their region."""
    group = node.get("networkBorderGroup")
    if group is not None and node.region and not str(group).startswith(str(node.region)):
        yield Fault("networkBorderGroup", f"{node.region}, or a local zone of it")


@rule(
    "GP-VPC-026",
    _EIP,
    title="An address in a network is of the domain vpc.",
    error="InvalidParameterValue: EC2-Classic is retired",
    source="EC2 User Guide: elastic IP addresses",
)
def eip_domain(node: Node, _: World) -> Iterator[Fault]:
    """EC2-Classic is gone."""
    if node.get("domain") == "standard":
        yield Fault("domain", "vpc")
    if node.has("instance") and node.has("networkInterface"):
        yield Fault("instance", "one of instance and networkInterface")


def attached(vpc: Node, world: World) -> bool:
    """True where a VPC has an internet gateway."""
    return any(names(node.get("vpcId"), vpc) for node in world.of(_IGW))
