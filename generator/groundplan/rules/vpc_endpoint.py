"""VPC endpoints."""

import re
from collections.abc import Iterator

from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_VPC = "aws:ec2/vpc:Vpc"
_SUBNET = "aws:ec2/subnet:Subnet"
_ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"


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
def gateway_endpoint(node: Node, world: World) -> Iterator[Fault]:
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
    for place, value in node.each("routeTableIds[]"):
        table = world.find(value, "aws:ec2/routeTable:RouteTable")
        if table is not None and table.get("vpcId") != node.get("vpcId"):
            yield Fault(place, "a route table of the endpoint's network")


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
