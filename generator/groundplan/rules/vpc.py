"""VPC, subnets, gateways, routes, endpoints, flow logs, network ACLs."""

import ipaddress
import re
from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, Range, limit
from groundplan.rules.grammar.address import arn, network, network4
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World, names

_VPC = "aws:ec2/vpc:Vpc"
_SUBNET = "aws:ec2/subnet:Subnet"
_NAT = "aws:ec2/natGateway:NatGateway"
_IGW = "aws:ec2/internetGateway:InternetGateway"
_EIP = "aws:ec2/eip:Eip"
_ROUTE = "aws:ec2/route:Route"
_TABLE = "aws:ec2/routeTable:RouteTable"
_ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"
_ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
_FLOW = "aws:ec2/flowLog:FlowLog"
_ACL_RULE = "aws:ec2/networkAclRule:NetworkAclRule"
_GUIDE = "VPC User Guide: VPC CIDR blocks, subnets"
_RESERVED = tuple(
    ipaddress.ip_network(n) for n in ("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4")
)
_TARGETS = (
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
    elif (id_ := node.get("availabilityZoneId")) and not re.fullmatch(r"[a-z]{3,4}\d-az\d", id_):
        yield Fault("availabilityZoneId", "an id such as euw1-az1")


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
    if sum(node.has(p) for p in _TARGETS) != 1:
        yield Fault(_TARGETS[0], f"exactly one of {', '.join(_TARGETS)}")


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
    if whole and mine and mine.subnet_of(whole) and not special:
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


@rule(
    "GP-VPC-017",
    _ENDPOINT,
    title="The service the endpoint leads to does not exist in this region.",
    error="InvalidServiceName: The Vpc Endpoint Service does not exist",
    source="API ec2 CreateVpcEndpoint",
)
def endpoint_service(node: Node, _: World) -> Iterator[Fault]:
    """com.amazonaws.<region>.<service>, in the endpoint's own region unless told."""
    name = node.get("serviceName")
    if not isinstance(name, str):
        return
    match = re.fullmatch(r"(com\.amazonaws|aws\.api|aws\.sagemaker|cn\.com\.amazonaws)\.(.+)", name)
    if match is None or (match[1] == "com.amazonaws" and not _service_in_region(match[2])):
        yield Fault("serviceName", f"com.amazonaws.{node.region}.<service>")
    elif match[1] == "com.amazonaws" and not name.startswith("com.amazonaws.vpce."):
        region = node.get("serviceRegion") or node.region
        if not match[2].startswith(f"{region}.") and not match[2].startswith("s3-global."):
            yield Fault("serviceName", f"com.amazonaws.{region}.<service>")
        elif match[2].removeprefix(f"{region}.") in _MISNAMED:
            right = _MISNAMED[match[2].removeprefix(f"{region}.")]
            yield Fault("serviceName", f"com.amazonaws.{region}.{right}")


def _service_in_region(rest: str) -> bool:
    return rest.startswith(("vpce.", "s3-global.")) or bool(
        re.fullmatch(r"[a-z]{2}(-[a-z]+)+-\d\.[a-z0-9.-]+", rest)
    )


_MISNAMED = {
    "cloudwatch": "monitoring",
    "cloudwatchlogs": "logs",
    "ecr": "ecr.api",
    "ecr.docker": "ecr.dkr",
    "secretmanager": "secretsmanager",
    "secrets-manager": "secretsmanager",
    "eventbridge": "events",
    "cloudwatch-logs": "logs",
    "ecr.registry": "ecr.dkr",
    "stepfunctions": "states",
}


@rule(
    "GP-VPC-018",
    _ENDPOINT,
    title="A gateway endpoint serves S3 and DynamoDB through route tables, nothing else.",
    error="InvalidParameter: Endpoint type (Gateway) does not match available service types / "
    "Security groups, subnets and private DNS cannot be set for a gateway endpoint",
    source="API ec2 CreateVpcEndpoint",
)
def gateway_endpoint(node: Node, _: World) -> Iterator[Fault]:
    """Gateway endpoints have no subnets, groups, private DNS."""
    if node.get("vpcEndpointType", "Gateway") != "Gateway":
        return
    service = str(node.get("serviceName", "")).rpartition(".")[2]
    if node.has("serviceName") and service not in ("s3", "dynamodb"):
        yield Fault("vpcEndpointType", "Interface")
    for path in ("subnetIds", "securityGroupIds"):
        if node.get(path):
            yield Fault(path, "nothing with vpcEndpointType Gateway")
    if node.truth("privateDnsEnabled"):
        yield Fault("privateDnsEnabled", "nothing with vpcEndpointType Gateway")


@rule(
    "GP-VPC-019",
    _ENDPOINT,
    title="An interface endpoint stands in subnets, not in route tables, one per zone.",
    error="InvalidParameter: Route table IDs are not supported for interface endpoints / "
    "DuplicateSubnetsInSameZone: Found another VPC endpoint subnet in the availability zone",
    source="API ec2 CreateVpcEndpoint",
)
def interface_endpoint(node: Node, world: World) -> Iterator[Fault]:
    """Interface endpoints have subnets of different zones and no tables."""
    if node.get("vpcEndpointType", "Gateway") != "Interface":
        return
    if node.get("routeTableIds"):
        yield Fault("routeTableIds", "nothing with vpcEndpointType Interface")
    service = str(node.get("serviceName", "")).rpartition(".")[2]
    if service == "dynamodb" and node.truth("privateDnsEnabled"):
        yield Fault("privateDnsEnabled", "false: DynamoDB has no private DNS")
    zones: dict[str, str] = {}
    for place, id_ in node.each("subnetIds[]"):
        subnet = world.find(id_, _SUBNET)
        if subnet is None:
            continue
        if subnet.get("vpcId") != node.get("vpcId"):
            yield Fault(place, "a subnet of the endpoint's network")
        zone = str(subnet.get("availabilityZone", subnet.get("availabilityZoneId", id_)))
        if zone in zones:
            yield Fault(place, f"a subnet in a zone other than {zone}")
        zones[zone] = id_


@rule(
    "GP-VPC-020",
    _ENDPOINT,
    title="Private names need name resolution in the network.",
    error="InvalidParameter: Enabling private DNS requires both enableDnsSupport and "
    "enableDnsHostnames VPC attributes set to true",
    source="API ec2 CreateVpcEndpoint",
)
def private_dns(node: Node, world: World) -> Iterator[Fault]:
    """Private DNS needs both DNS attributes of the VPC."""
    vpc = world.find(node.get("vpcId"), _VPC)
    if node.truth("privateDnsEnabled") and vpc is not None:
        hostnames = vpc.truth("enableDnsHostnames")
        if not (hostnames and vpc.truth("enableDnsSupport", default=True)):
            yield Fault("privateDnsEnabled", "enableDnsHostnames and enableDnsSupport on the VPC")


@rule(
    "GP-VPC-021",
    _ENDPOINT,
    title="The network has two endpoints for the same service.",
    error="RouteAlreadyExists / InvalidParameter: private-dns-enabled cannot be set because there "
    "is already a conflicting DNS domain",
    source="API ec2 CreateVpcEndpoint",
)
def endpoint_once(node: Node, world: World) -> Iterator[Fault]:
    """Two gateway endpoints share no table; two interface endpoints do not both own the name."""
    for other in world.twins(node, "vpcId", "serviceName", "vpcEndpointType"):
        shared = set(node.list("routeTableIds[]")) & set(other.list("routeTableIds[]"))
        both = node.truth("privateDnsEnabled") and other.truth("privateDnsEnabled")
        if shared or both:
            yield Fault("serviceName", f"a service {other.name} does not serve")


@rule(
    "GP-VPC-022",
    _FLOW,
    title="A flow log watches one thing.",
    error="InvalidParameter: exactly one resource",
    source="API ec2 CreateFlowLogs",
)
def flow_log_subject(node: Node, _: World) -> Iterator[Fault]:
    """One of VPC, subnet, interface, transit gateway."""
    paths = ("vpcId", "subnetId", "eniId", "transitGatewayId", "transitGatewayAttachmentId",
             "regionalNatGatewayId")  # fmt: skip
    if sum(node.has(p) for p in paths) != 1:
        yield Fault("vpcId", f"exactly one of {', '.join(paths)}")
    transit = node.has("transitGatewayId") or node.has("transitGatewayAttachmentId")
    if transit and node.has("trafficType"):
        yield Fault("trafficType", "nothing for a transit gateway")
    if not transit and not node.has("trafficType"):
        yield Fault("trafficType", "ACCEPT, REJECT or ALL")


@rule(
    "GP-VPC-023",
    _FLOW,
    title="The flow log's destination does not fit its kind.",
    error="InvalidParameter: LogDestination / DeliverLogsPermissionArn",
    source="API ec2 CreateFlowLogs",
)
def flow_log_destination(node: Node, _: World) -> Iterator[Fault]:
    """A log group with a role, a bucket or a stream without one."""
    kind = node.get("logDestinationType", "cloud-watch-logs")
    service = {"cloud-watch-logs": "logs", "s3": "s3", "kinesis-data-firehose": "firehose"}
    found = arn(node.get("logDestination"))
    if not node.has("logDestination"):
        yield Fault("logDestination", "the ARN of the destination")
    elif kind in service and (found is None or found.service != service[kind]):
        if node.get("logDestination") is not None:
            yield Fault("logDestination", f"the ARN of a destination of {service[kind]}")
    elif found is not None and found.service == "logs" and found.region != node.region:
        yield Fault("logDestination", f"a log group in {node.region}")
    if kind == "cloud-watch-logs" and not node.has("iamRoleArn"):
        yield Fault("iamRoleArn", "a role that vpc-flow-logs.amazonaws.com takes on")
    if kind == "s3" and node.has("iamRoleArn"):
        yield Fault("iamRoleArn", "nothing with logDestinationType s3")
    if node.has("destinationOptions") and kind != "s3":
        yield Fault("destinationOptions", "nothing unless logDestinationType is s3")


@rule(
    "GP-VPC-024",
    _ACL_RULE,
    title="A network ACL has two entries of one number.",
    error="NetworkAclEntryAlreadyExists: The network acl entry identified by the number already "
    "exists.",
    source="API ec2 CreateNetworkAclEntry",
)
def acl_number_once(node: Node, world: World) -> Iterator[Fault]:
    """Numbers are unique per ACL and direction."""
    for other in world.twins(node, "networkAclId", "ruleNumber", "egress"):
        yield Fault("ruleNumber", f"a number {other.name} does not have")


@rule(
    "GP-VPC-025",
    _ACL_RULE,
    title="The entry's addresses or ports cannot be read.",
    error="InvalidParameterValue: Value for parameter cidrBlock / portRange is invalid",
    source="API ec2 CreateNetworkAclEntry",
)
def acl_entry(node: Node, _: World) -> Iterator[Fault]:
    """One range; tcp and udp have ports in order."""
    if node.has("cidrBlock") == node.has("ipv6CidrBlock"):
        yield Fault("cidrBlock", "one of cidrBlock and ipv6CidrBlock")
    text = node.get("cidrBlock") or node.get("ipv6CidrBlock")
    if text is not None and network(text) is None:
        yield Fault("cidrBlock" if node.has("cidrBlock") else "ipv6CidrBlock", "an address range")
    low, high = node.number("fromPort"), node.number("toPort")
    if str(node.get("protocol")) in ("tcp", "udp", "6", "17"):
        if low is None or high is None or not 0 <= low <= high <= 65535:
            yield Fault("fromPort", "ports from 0 to 65535, the lower first")


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


@rule(
    "GP-VPC-027",
    _SUBNET,
    _VPC,
    title="The IPv6 settings do not fit together.",
    error="InvalidParameterCombination / InvalidSubnet.Range: IPv6",
    source="API ec2 CreateSubnet, CreateVpc",
)
def ipv6(node: Node, _: World) -> Iterator[Fault]:
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
    elif node.truth("assignGeneratedIpv6CidrBlock") and node.has("ipv6IpamPoolId"):
        yield Fault("assignGeneratedIpv6CidrBlock", "one of it and ipv6IpamPoolId")
    elif not node.has("cidrBlock") and not node.has("ipv4IpamPoolId"):
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


@rule(
    "GP-VPC-029",
    _FLOW,
    title="The role cannot be taken on by flow logs.",
    error="AccessDenied: the flow log stays in status FAILED",
    source="VPC User Guide: flow logs to CloudWatch Logs",
    probable=True,
)
def flow_log_role(node: Node, world: World) -> Iterator[Fault]:
    """The role trusts vpc-flow-logs.amazonaws.com."""
    from groundplan.rules.roles import trusts

    if trusts(world.find(node.get("iamRoleArn")), "vpc-flow-logs.amazonaws.com") is False:
        yield Fault("iamRoleArn", "a role that vpc-flow-logs.amazonaws.com takes on")


def zones_of(subnets: list[object], world: World) -> set[str]:
    """Zones of subnets of the estate; unknown ones count as a zone each."""
    found = set()
    for id_ in subnets:
        subnet = world.find(id_, _SUBNET)
        zone = subnet.get("availabilityZone") or subnet.get("availabilityZoneId") if subnet else id_
        found.add(str(zone))
    return found


def attached(vpc: Node, world: World) -> bool:
    """True where a VPC has an internet gateway."""
    return any(names(node.get("vpcId"), vpc) for node in world.of(_IGW))


LIMITS = (
    limit(
        "GP-VPC-101",
        _FLOW,
        "maxAggregationInterval",
        OneOf(60, 600),
        title="Flow logs gather for one or ten minutes.",
        error="InvalidParameter: MaxAggregationInterval must be 60 or 600",
        source="API ec2 CreateFlowLogs",
    ),
    limit(
        "GP-VPC-102",
        _ACL_RULE,
        "ruleNumber",
        Range(1, 32766),
        title="Entries are numbered 1 to 32766.",
        error="InvalidParameterValue: Value for parameter ruleNumber is invalid",
        source="API ec2 CreateNetworkAclEntry",
    ),
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
