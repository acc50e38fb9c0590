"""Ways to AWS services that do not pass the internet."""

import pulumi
import pulumi_aws as aws

from stacks.context import Context
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
    subnet_ids: list[pulumi.Output[str]],
    opts: pulumi.ResourceOptions,
) -> None:
    """Other services by a network interface in each zone, about 7.30 USD a month each.

    Once there, the service's public name resolves to the interface for the whole VPC. So
    the endpoints admit the whole range on 443: a group left out would be cut off from
    AWS, and who may do what is decided by IAM either way.
    """
    access = SecurityGroup(
        f"{name}-endpoints",
        SecurityGroupArgs(context=context, vpc_id=vpc_id, description="AWS services by endpoint"),
        opts,
    )
    access.allow_from_range("vpc", cidr, 443, "Everything in the VPC calls AWS by TLS")
    for service in services:
        aws.ec2.VpcEndpoint(
            f"{name}-endpoint-{service.replace('.', '-')}",
            vpc_id=vpc_id,
            service_name=f"com.amazonaws.{context.region}.{service}",
            vpc_endpoint_type="Interface",
            private_dns_enabled=True,
            subnet_ids=subnet_ids,
            security_group_ids=[access.id],
            opts=opts,
        )
