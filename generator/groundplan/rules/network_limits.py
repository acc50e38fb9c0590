"""Networks: limits on single values, and addresses inside a subnet."""

import re
from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, Range, Text, limit
from groundplan.rules.grammar.address import address4, network4
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_SUBNET = "aws:ec2/subnet:Subnet"
_EIP = "aws:ec2/eip:Eip"
_NAT = "aws:ec2/natGateway:NatGateway"
_FLOW = "aws:ec2/flowLog:FlowLog"
_ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
_FIELDS = frozenset(
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start "
    "end action log-status vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr "
    "region az-id sublocation-type sublocation-id pkt-src-aws-service pkt-dst-aws-service "
    "flow-direction traffic-path ecs-cluster-arn ecs-cluster-name ecs-container-instance-arn "
    "ecs-container-instance-id ecs-container-id ecs-second-container-id ecs-service-name "
    "ecs-task-definition-arn ecs-task-arn ecs-task-id reject-reason resource-type tgw-id "
    "tgw-attachment-id tgw-src-vpc-account-id tgw-dst-vpc-account-id tgw-src-vpc-id tgw-dst-vpc-id "
    "tgw-src-subnet-id tgw-dst-subnet-id tgw-src-eni tgw-dst-eni tgw-src-az-id tgw-dst-az-id "
    "tgw-pair-attachment-id packets-lost-no-route packets-lost-blackhole "
    "packets-lost-mtu-exceeded packets-lost-ttl-expired encryption-status".split()
)


@rule(
    "GP-VPC-032",
    _NAT,
    title="The NAT gateway's inner address is not one of its subnet, or an address is named twice.",
    error="InvalidParameterValue: Address does not fall within the subnet's address range / "
    "InvalidParameterCombination: duplicate allocation",
    source="API ec2 CreateNatGateway",
)
def nat_inner_address(node: Node, world: World) -> Iterator[Fault]:
    """privateIp and the secondary ones lie in the subnet; each allocation once."""
    subnet = world.find(node.get("subnetId"), _SUBNET)
    whole = network4(subnet.get("cidrBlock")) if subnet else None
    for path in ("privateIp", "secondaryPrivateIpAddresses[]"):
        for place, value in node.each(path):
            found = address4(value)
            if value and (found is None or (whole is not None and found not in whole)):
                yield Fault(place, f"an address in {whole or 'the subnet'}")
    extra = node.list("secondaryAllocationIds[]")
    for place, value in node.each("secondaryAllocationIds[]"):
        if value == node.get("allocationId") or extra.count(value) > 1:
            yield Fault(place, "an address used once")


@rule(
    "GP-VPC-033",
    _FLOW,
    title="The flow log's line has a field that does not exist.",
    error="InvalidParameter: LogFormat / Unknown fields provided",
    source="VPC User Guide: flow log records, available fields",
)
def flow_log_format(node: Node, _: World) -> Iterator[Fault]:
    """``${field}`` separated by spaces."""
    text = node.get("logFormat")
    if not isinstance(text, str) or not text:
        return
    parts = [re.fullmatch(r"\$\{([a-z-]+)\}", part) for part in text.split()]
    if not all(match and match[1] in _FIELDS for match in parts):
        yield Fault("logFormat", "fields such as ${version} ${srcaddr} ${dstaddr}")


@rule(
    "GP-VPC-034",
    _ENDPOINT,
    title="The endpoint is not told what it leads to, or is of a kind the service does not have.",
    error="MissingParameter: ServiceName / InvalidParameter: Endpoint type does not match "
    "available service types",
    source="API ec2 CreateVpcEndpoint",
)
def endpoint_kind(node: Node, _: World) -> Iterator[Fault]:
    """One target; services of AWS have no endpoint of type GatewayLoadBalancer."""
    targets = ("serviceName", "resourceConfigurationArn", "serviceNetworkArn")
    if sum(node.has(path) for path in targets) != 1:
        yield Fault("serviceName", f"one of {', '.join(targets)}")
    kind, name = node.get("vpcEndpointType", "Gateway"), str(node.get("serviceName", ""))
    own = name.startswith("com.amazonaws.vpce.") or ".vpce-svc-" in name
    if kind == "GatewayLoadBalancer" and name and not own:
        yield Fault("vpcEndpointType", "Interface, or Gateway for S3 and DynamoDB")
    if kind == "Gateway" and node.get("subnetConfigurations"):
        yield Fault("subnetConfigurations", "nothing with vpcEndpointType Gateway")


_ADDRESS = Text(
    r"((25[0-5]|2[0-4]\d|1?\d?\d)(\.(?!$)|$)){4}",
    "an IPv4 address",
    ("300.0.0.1", "10.0.0"),
    ("192.0.2.10",),
)
_ROLE = Text(
    r"arn:aws[a-z-]*:iam::\d{12}:role/.+",
    "the ARN of a role",
    ("role", "arn:aws:iam::111122223333:user/x"),
    ("arn:aws:iam::111122223333:role/x",),
)
_EC2 = "API ec2 "
LIMITS = tuple(
    limit(f"GP-VPC-{id_}", kind, path, allowed, title=title, error=error, source=_EC2 + call)
    for id_, kind, path, allowed, title, error, call in (
        ("104", _SUBNET, "privateDnsHostnameTypeOnLaunch", OneOf("ip-name", "resource-name"),
         "Hosts are named after their address or their id.",
         "InvalidParameterValue: HostnameType", "PrivateDnsNameOptionsOnLaunch"),
        ("105", _EIP, "networkBorderGroup",
         Text(r"[a-z]{2}(-[a-z]+)+-\d(-[a-z0-9-]+)?", "a region, or a zone group of it",
              ("mars",), ("eu-west-1", "us-west-2-lax-1")),
         "There is no such place to announce an address from.",
         "InvalidParameterValue: NetworkBorderGroup", "AllocateAddress"),
        ("106", _EIP, "publicIpv4Pool", Text(r"amazon|ipv4pool-.+", "amazon or ipv4pool-...",
                                             ("mine",), ("amazon", "ipv4pool-ec2-012345")),
         "There is no such pool of addresses.", "InvalidPublicIpv4PoolID.Malformed",
         "AllocateAddress"),
        ("107", _EIP, "associateWithPrivateIp", _ADDRESS, "That is not an address.",
         "InvalidParameterValue: privateIpAddress", "AssociateAddress"),
        ("108", _FLOW, "deliverCrossAccountRole", _ROLE, "That is not a role.",
         "InvalidParameter: DeliverCrossAccountRole", "CreateFlowLogs"),
        ("109", "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess", "state",
         OneOf("unblocked", "block-new-sharing"), "Sharing of images is blocked or not.",
         "InvalidParameterValue: ImageBlockPublicAccessState", "EnableImageBlockPublicAccess"),
        ("110", "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
         "httpPutResponseHopLimit", OneOf(-1, *range(1, 65)),
         "An answer of the metadata service travels 1 to 64 hops.",
         "InvalidParameterValue: HttpPutResponseHopLimit", "ModifyInstanceMetadataDefaults"),
        ("111", "aws:ec2/securityGroup:SecurityGroup", "namePrefix",
         Text(r"(?!sg-).*", "a start other than sg-", ("sg-web",), ("web-",), 100),
         "Names that start with sg- belong to AWS.",
         "InvalidParameterValue: Invalid value for groupName. sg- prefix is reserved",
         "CreateSecurityGroup"),
        ("112", _SUBNET, "enableLniAtDeviceIndex", Range(1, 15),
         "Local network interfaces start at device 1.",
         "InvalidParameterValue: EnableLniAtDeviceIndex", "ModifySubnetAttribute"),
    )
)  # fmt: skip
