"""Ways to AWS services that do not pass the internet."""

import pulumi
import pulumi_aws as aws

from stacks.context import Context
from stacks.errors import StackError, StackProblem
from stacks.network.access import SecurityGroup, SecurityGroupArgs

GATEWAYS = ("dynamodb", "s3")
"""Services with a free gateway endpoint."""


def gateway_endpoints(
    name: str,
    *,
    region: str,
    vpc_id: pulumi.Input[str],
    route_table_ids: list[pulumi.Output[str]],
    opts: pulumi.ResourceOptions,
) -> None:
    """S3 and DynamoDB by route, free: image layers then cost no NAT traffic."""
    for service in GATEWAYS:
        aws.ec2.VpcEndpoint(
            f"{name}-endpoint-{service}",
            vpc_id=vpc_id,
            service_name=f"com.amazonaws.{region}.{service}",
            vpc_endpoint_type="Gateway",
            route_table_ids=route_table_ids,
            opts=opts,
        )


def interface_endpoints(
    name: str,
    services: tuple[str, ...],
    *,
    context: Context,
    vpc_id: pulumi.Input[str],
    cidr: str,
    subnets: list[aws.ec2.Subnet],
    opts: pulumi.ResourceOptions,
) -> None:
    """Other services by a network interface in each zone, about 7.30 USD a month each.

    Once there, the service's public name resolves to the interface for the whole VPC. So
    the endpoints admit the whole range on 443: a group left out would be cut off from
    AWS, and who may do what is decided by IAM either way.

    Not every service is in every zone (SES is in three of us-east-1's), and AWS refuses the
    endpoint for a subnet in a zone where its service is not. Which zones those are differs
    from service to service and changes, so AWS is asked; from the other zones the endpoint
    answers too, over the border of the zone.
    """
    access = SecurityGroup(
        f"{name}-endpoints",
        SecurityGroupArgs(context=context, vpc_id=vpc_id, description="AWS services by endpoint"),
        opts,
    )
    access.allow_from_range("vpc", cidr, 443, "Everything in the VPC calls AWS by TLS")
    for service in services:
        service_name = f"com.amazonaws.{context.region}.{service}"
        aws.ec2.VpcEndpoint(
            f"{name}-endpoint-{service.replace('.', '-')}",
            vpc_id=vpc_id,
            service_name=service_name,
            vpc_endpoint_type="Interface",
            private_dns_enabled=True,
            subnet_ids=_offered(service, service_name, subnets, opts),
            security_group_ids=[access.id],
            opts=opts,
        )


def _offered(
    service: str,
    service_name: str,
    subnets: list[aws.ec2.Subnet],
    opts: pulumi.ResourceOptions,
) -> pulumi.Output[list[str]]:
    """Subnets in the zones where a service has its interface endpoint."""
    found = aws.ec2.get_vpc_endpoint_service_output(
        service_name=service_name,
        service_type="Interface",
        opts=pulumi.InvokeOutputOptions(parent=opts.parent),
    )
    # By the zone's name, which is this account's own; AWS tells no ids here.
    placed = pulumi.Output.all(
        *(pulumi.Output.all(zone=subnet.availability_zone, id=subnet.id) for subnet in subnets)
    )
    return pulumi.Output.all(placed, found.availability_zones).apply(
        lambda both: in_zones(service, both[0], both[1])
    )


def in_zones(service: str, subnets: list[dict[str, str]], zones: list[str]) -> list[str]:
    """Ids of the subnets that are in some zones.

    Args:
        service: What has its endpoint in the zones.
        subnets: ``id`` and ``zone`` of each.
        zones: Names of the zones.

    Raises:
        StackError: None is.
    """
    found = [subnet["id"] for subnet in subnets if subnet["zone"] in zones]
    if not found:
        raise StackError(
            StackProblem(
                key="groundplan:settings.interface_endpoints",
                what="names a service whose endpoint is in none of the network's zones",
                got=f"{service}, which is in {', '.join(sorted(zones)) or 'no zone'}",
                fix="leave it out: its traffic then takes the NAT gateway",
            )
        )
    return found
