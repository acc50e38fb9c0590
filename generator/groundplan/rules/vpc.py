"""VPCs and subnets: ranges, zones, names."""

import ipaddress
import re
from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, limit
from groundplan.rules.grammar.address import network, network4
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_VPC = "aws:ec2/vpc:Vpc"
_SUBNET = "aws:ec2/subnet:Subnet"
_TABLE = "aws:ec2/routeTable:RouteTable"
_ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
_GUIDE = "VPC User Guide: VPC CIDR blocks, subnets"
_RESERVED = tuple(
    ipaddress.ip_network(n) for n in ("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4")
)


@rule(
    "GP-VPC-001",
    _VPC,
    _SUBNET,
    title="The address range is not one AWS takes for a network: /16 to /28.",
    error="InvalidVpc.Range / InvalidSubnet.Range: The CIDR is invalid.",
    source=_GUIDE,
)
def range_size(node: Node, _: World) -> Iterator[Fault]:
    """IPv4 ranges of VPCs and subnets: /16 to /28, host bits zero, not reserved."""
    text = node.get("cidrBlock")
    if text is None:
        return
    found = network4(text)
    if found is None:
        yield Fault("cidrBlock", "an IPv4 range with its first address, such as 10.48.0.0/16")
    elif not 16 <= found.prefixlen <= 28:
        yield Fault("cidrBlock", "a length from /16 to /28")
    elif any(found.overlaps(other) for other in _RESERVED):
        yield Fault("cidrBlock", "a private range: 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16")


@rule(
    "GP-VPC-050",
    _VPC,
    title="Two networks share addresses: they can never be connected.",
    error="taken; a peering or a transit route between the two is refused later: "
    "InvalidParameterValue: overlapping CIDR blocks",
    source="VPC Peering Guide: limitations",
    probable=True,
)
def ranges_apart(node: Node, world: World) -> Iterator[Fault]:
    """No range of a VPC overlaps that of another one of the estate."""
    mine = network4(node.get("cidrBlock"))
    for other in world.of(_VPC):
        theirs = network4(other.get("cidrBlock"))
        if mine and theirs and other.resource.urn < node.resource.urn and mine.overlaps(theirs):
            place = f"{other.name} of {other.plan.stack}"
            yield Fault("cidrBlock", f"a range that does not overlap {theirs}, of {place}")


@rule(
    "GP-VPC-002",
    _SUBNET,
    title="The subnet lies outside its network.",
    error="InvalidSubnet.Range: The CIDR is invalid.",
    source=_GUIDE,
)
def subnet_in_vpc(node: Node, world: World) -> Iterator[Fault]:
    """A subnet's range lies in the VPC's."""
    vpc = world.find(node.get("vpcId"), _VPC)
    mine = network4(node.get("cidrBlock"))
    whole = network4(vpc.get("cidrBlock")) if vpc else None
    if mine and whole and not mine.subnet_of(whole):
        yield Fault("cidrBlock", f"a range in {whole}")


@rule(
    "GP-VPC-003",
    _SUBNET,
    title="Two subnets share addresses.",
    error="InvalidSubnet.Conflict: The CIDR conflicts with another subnet",
    source=_GUIDE,
)
def subnets_apart(node: Node, world: World) -> Iterator[Fault]:
    """Subnets of a VPC do not overlap."""
    mine = network4(node.get("cidrBlock"))
    for other in world.peers(node):
        theirs = network4(other.get("cidrBlock"))
        if (
            mine
            and theirs
            and other.resource.urn != node.resource.urn
            and other.get("vpcId") == node.get("vpcId")
            and mine.overlaps(theirs)
            and (other.resource.urn < node.resource.urn)
        ):
            yield Fault("cidrBlock", f"a range apart from {other.name} ({theirs})")


@rule(
    "GP-VPC-004",
    _SUBNET,
    title="The subnet's zone is not in its region.",
    error="InvalidParameterValue: Value for parameter availabilityZone is invalid. "
    "Subnets can currently only be created in the following availability zones",
    source="API ec2 CreateSubnet",
)
def zone_in_region(node: Node, _: World) -> Iterator[Fault]:
    """Zones are the region and one letter; either the name or the id is given."""
    zone = node.get("availabilityZone")
    if zone and not re.fullmatch(rf"{node.region}[a-f]|{node.region}-[a-z]{{3}}-\d[a-z]", zone):
        yield Fault("availabilityZone", f"a zone of {node.region}")
    if zone and node.get("availabilityZoneId"):
        yield Fault("availabilityZoneId", "one of availabilityZone and availabilityZoneId")
    elif (id_ := node.get("availabilityZoneId")) and node.region:
        # Local zones have a part between: usw2-lax1-az1.
        if not re.fullmatch(rf"{_short(node.region)}(-[a-z]{{3}}\d)?-az[1-6]", str(id_)):
            yield Fault("availabilityZoneId", f"an id such as {_short(node.region)}-az1")


def _short(region: str) -> str:
    """A region as ids of its zones write it: euw1 for eu-west-1, apse2 for ap-southeast-2."""
    area, *direction, number = region.split("-")
    words = {"northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw"}
    return area + "".join(words.get(d, d[:1]) for d in direction) + number


@rule(
    "GP-VPC-005",
    _VPC,
    title="Names inside the network need name resolution.",
    error="InvalidParameterValue: enableDnsHostnames requires enableDnsSupport",
    source="VPC User Guide: DNS attributes",
)
def hostnames_need_dns(node: Node, _: World) -> Iterator[Fault]:
    """enableDnsHostnames needs enableDnsSupport."""
    if node.truth("enableDnsHostnames") and not node.truth("enableDnsSupport", default=True):
        yield Fault("enableDnsSupport", "true")


@rule(
    "GP-VPC-027",
    _SUBNET,
    _VPC,
    title="The IPv6 settings do not fit together.",
    error="InvalidParameterCombination / InvalidSubnet.Range: IPv6",
    source="API ec2 CreateSubnet, CreateVpc",
)
def ipv6(node: Node, world: World) -> Iterator[Fault]:
    """IPv6 addresses on creation need an IPv6 range of /64."""
    text = node.get("ipv6CidrBlock")
    if node.type == _SUBNET:
        if node.truth("assignIpv6AddressOnCreation") and not node.has("ipv6CidrBlock"):
            if not node.has("ipv6IpamPoolId"):
                yield Fault("assignIpv6AddressOnCreation", "ipv6CidrBlock with it")
        found = network(text)
        if text is not None and (
            found is None or found.version != 6 or found.prefixlen not in range(44, 65, 4)
        ):
            yield Fault("ipv6CidrBlock", "an IPv6 range, /64 or a multiple of 4 from /44")
        native = node.truth("ipv6Native")
        if native and node.has("cidrBlock"):
            yield Fault("ipv6Native", "no cidrBlock with it")
        if not native and not node.has("cidrBlock") and not node.has("ipv4IpamPoolId"):
            yield Fault("cidrBlock", "an IPv4 range")
        vpc = world.find(node.get("vpcId"), _VPC)
        if node.has("ipv6CidrBlock") and vpc and not has_ipv6(vpc, world):
            yield Fault("ipv6CidrBlock", "nothing, as the network has no IPv6 range")
        for path in ("customerOwnedIpv4Pool", "mapCustomerOwnedIpOnLaunch"):
            if node.get(path) and not node.has("outpostArn"):
                yield Fault(path, "nothing without outpostArn")
    elif node.truth("assignGeneratedIpv6CidrBlock") and node.has("ipv6IpamPoolId"):
        yield Fault("assignGeneratedIpv6CidrBlock", "one of it and ipv6IpamPoolId")
    else:
        yield from _vpc_ranges(node)


def has_ipv6(vpc: Node, world: World) -> bool:
    """True where a VPC has, or may get, a range of IPv6."""
    return (
        vpc.truth("assignGeneratedIpv6CidrBlock")
        or vpc.has("ipv6IpamPoolId")
        or vpc.has("ipv6CidrBlock")
        or world.has("aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation")
    )


def _vpc_ranges(node: Node) -> Iterator[Fault]:
    for path in ("ipv6CidrBlock", "ipv6NetmaskLength"):
        if node.has(path) and not node.has("ipv6IpamPoolId"):
            yield Fault(path, "nothing without ipv6IpamPoolId")
    if node.has("ipv4NetmaskLength") and not node.has("ipv4IpamPoolId"):
        yield Fault("ipv4NetmaskLength", "nothing without ipv4IpamPoolId")
    if node.has("ipv6CidrBlockNetworkBorderGroup"):
        if not node.truth("assignGeneratedIpv6CidrBlock"):
            yield Fault("ipv6CidrBlockNetworkBorderGroup", "assignGeneratedIpv6CidrBlock with it")
    if not node.has("cidrBlock") and not node.has("ipv4IpamPoolId"):
        yield Fault("cidrBlock", "an IPv4 range")


@rule(
    "GP-VPC-028",
    _TABLE,
    "aws:ec2/securityGroup:SecurityGroup",
    _SUBNET,
    _ENDPOINT,
    title="What belongs together lies in different regions.",
    error="InvalidVpcID.NotFound: The vpc ID does not exist",
    source="VPC User Guide: a VPC spans one region",
)
def vpc_in_region(node: Node, world: World) -> Iterator[Fault]:
    """A resource of a VPC is in the VPC's region and account."""
    vpc = world.find(node.get("vpcId"), _VPC)
    if vpc and (vpc.region != node.region or vpc.account != node.account):
        yield Fault("vpcId", f"a network of {node.region} in account {node.account}")


def zones_of(subnets: list[object], world: World) -> set[str]:
    """Zones of subnets of the estate; unknown ones count as a zone each."""
    found = set()
    for id_ in subnets:
        subnet = world.find(id_, _SUBNET)
        zone = subnet.get("availabilityZone") or subnet.get("availabilityZoneId") if subnet else id_
        found.add(str(zone))
    return found


LIMITS = (
    limit(
        "GP-VPC-103",
        _VPC,
        "instanceTenancy",
        OneOf("default", "dedicated"),
        title="Tenancy of a network is default or dedicated.",
        error="InvalidParameterValue: Value (host) for parameter instanceTenancy is invalid",
        source="API ec2 CreateVpc",
    ),
)
