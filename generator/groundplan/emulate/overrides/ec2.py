"""Networks: VPC, subnets, gateways, routes, endpoints, flow logs."""

from typing import Any

from groundplan.emulate.overrides import ipv6
from groundplan.emulate.spec import Call, Read, Type
from groundplan.emulate.words import added, answer_of, dropped

_VPC = {"VpcId": "{id}"}
_TABLE_ID = "RouteTables[0].RouteTableId"


def _attribute(name: str, member: str, default: bool) -> Call:
    return Call(
        "modify_vpc_attribute",
        (name,),
        params={**_VPC, member: lambda w: {"Value": bool(w[name])}},
        match=False,
        undo=Call("modify_vpc_attribute", params={**_VPC, member: {"Value": default}}),
        read=Read("describe_vpc_attribute", {**_VPC, "Attribute": name}),
    )


def _subnet(name: str, member: str, path: str = "") -> Call:
    return Call(
        "modify_subnet_attribute",
        (name,),
        params={"SubnetId": "{id}", member: lambda w: {"Value": w[name]}},
        match=False,
        undo=Call(
            "modify_subnet_attribute",
            params={"SubnetId": "{id}", member: {"Value": False}},
            # What the range needed first is done by then.
            when=lambda w: name != ipv6.ON_CREATION or not ipv6.turns_off(w),
        ),
        read=Read(
            "describe_subnets",
            {"SubnetIds": ["{id}"]},
            "Subnets[0]",
            back={member: lambda d: {"Value": d.get(path or member)}},
        ),
    )


def _ec2(noun: str, kind: str, id_member: str, list_member: str, **more: Any) -> dict[str, Any]:
    """What EC2's operations have in common."""
    back = more.pop("back", {})
    return {
        "service": "ec2",
        "create": Call(
            more.pop("operation", f"create_{noun}"),
            names=more.pop("names", {}),
            params=more.pop("params", {}),
            convert=more.pop("convert", {}),
            read=Read(
                f"describe_{noun}s", {f"{id_member}s": ["{id}"]}, f"{list_member}[0]", back=back
            ),
        ),
        "id": f"{{{id_member}}}",
        "ec2_tags": kind,
        "delete": more.pop("delete", (Call(f"delete_{noun}", params={id_member: "{id}"}),)),
        "outputs": {
            "arn": f"arn:aws:ec2:{{region}}:{{account}}:{kind}/{{id}}",
            "ownerId": "{account}",
            **more.pop("outputs", {}),
        },
        **more,
    }


def of_vpc(operation: str, *more: dict[str, Any]) -> Call:
    """Asks for what AWS made together with a VPC, as the provider does."""
    filters = [{"Name": "vpc-id", "Values": ["{id}"]}, *more]
    return Call(operation, params={"Filters": filters}, match=False, never="a question")


OF_VPC = (
    of_vpc("describe_security_groups", {"Name": "group-name", "Values": ["default"]}),
    of_vpc("describe_route_tables"),
    of_vpc("describe_network_acls"),
)
OF_VPC_OUTPUTS = {
    "defaultSecurityGroupId": answer_of("describe_security_groups", "SecurityGroups[0].GroupId"),
    "mainRouteTableId": answer_of("describe_route_tables", _TABLE_ID),
    "defaultRouteTableId": answer_of("describe_route_tables", _TABLE_ID),
    "defaultNetworkAclId": answer_of("describe_network_acls", "NetworkAcls[0].NetworkAclId"),
}

_CHANGED_LISTS = {
    "routeTableIds": "RouteTableIds",
    "subnetIds": "SubnetIds",
    "securityGroupIds": "SecurityGroupIds",
}

TYPES = {
    "aws:ec2/vpc:Vpc": Type(
        **_ec2(
            "vpc",
            "vpc",
            "VpcId",
            "Vpcs",
            names={"assignGeneratedIpv6CidrBlock": "AmazonProvidedIpv6CidrBlock"},
            back={
                "AmazonProvidedIpv6CidrBlock": lambda d: any(
                    each["Ipv6CidrBlockState"]["State"] == "associated"
                    for each in d.get("Ipv6CidrBlockAssociationSet") or ()
                )
            },
            outputs={
                **OF_VPC_OUTPUTS,
                "ipv6CidrBlock": f"@Ipv6CidrBlockAssociationSet{ipv6.IN_USE}.Ipv6CidrBlock",
            },
        ),
        then=(
            _attribute("enableDnsSupport", "EnableDnsSupport", default=True),
            _attribute("enableDnsHostnames", "EnableDnsHostnames", default=False),
            *OF_VPC,
        ),
        update=ipv6.VPC,
    ),
    "aws:ec2/subnet:Subnet": Type(
        **_ec2(
            "subnet",
            "subnet",
            "SubnetId",
            "Subnets",
            back={"Ipv6CidrBlock": "Ipv6CidrBlockAssociationSet[0].Ipv6CidrBlock"},
        ),
        then=(
            _subnet("mapPublicIpOnLaunch", "MapPublicIpOnLaunch"),
            _subnet("assignIpv6AddressOnCreation", "AssignIpv6AddressOnCreation"),
        ),
        update=ipv6.SUBNET,
    ),
    "aws:ec2/internetGateway:InternetGateway": Type(
        **_ec2(
            "internet_gateway",
            "internet-gateway",
            "InternetGatewayId",
            "InternetGateways",
            delete=(
                Call(
                    "detach_internet_gateway",
                    params={"InternetGatewayId": "{id}", "VpcId": "{vpcId}"},
                ),
                Call("delete_internet_gateway", params={"InternetGatewayId": "{id}"}),
            ),
        ),
        then=(
            Call(
                "attach_internet_gateway",
                ("vpcId",),
                params={"InternetGatewayId": "{id}"},
                undo=Call(
                    "detach_internet_gateway",
                    params={"InternetGatewayId": "{id}", "VpcId": "{vpcId}"},
                ),
                anew=True,
                read=Read(
                    "describe_internet_gateways",
                    {"InternetGatewayIds": ["{id}"]},
                    "InternetGateways[0]",
                    back={"VpcId": "Attachments[0].VpcId"},
                ),
            ),
        ),
    ),
    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": Type(
        service="ec2",
        create=Call(
            "create_egress_only_internet_gateway",
            read=Read(
                "describe_egress_only_internet_gateways",
                {"EgressOnlyInternetGatewayIds": ["{id}"]},
                "EgressOnlyInternetGateways[0]",
                back={"VpcId": "Attachments[0].VpcId"},
            ),
        ),
        id=answer_of(
            "create_egress_only_internet_gateway",
            "EgressOnlyInternetGateway.EgressOnlyInternetGatewayId",
        ),
        ec2_tags="egress-only-internet-gateway",
        outputs={"arn": "arn:aws:ec2:{region}:{account}:egress-only-internet-gateway/{id}"},
        delete=(
            Call(
                "delete_egress_only_internet_gateway",
                params={"EgressOnlyInternetGatewayId": "{id}"},
            ),
        ),
    ),
    "aws:ec2/eip:Eip": Type(
        service="ec2",
        create=Call(
            "allocate_address",
            read=Read("describe_addresses", {"AllocationIds": ["{id}"]}, "Addresses[0]"),
        ),
        id="{AllocationId}",
        ec2_tags="elastic-ip",
        outputs={
            "arn": "arn:aws:ec2:{region}:{account}:elastic-ip/{id}",
            "allocationId": "{id}",
            "publicIp": "@PublicIp",
        },
        delete=(Call("release_address", params={"AllocationId": "{id}"}),),
    ),
    "aws:ec2/natGateway:NatGateway": Type(
        **_ec2(
            "nat_gateway",
            "natgateway",
            "NatGatewayId",
            "NatGateways",
            back={"AllocationId": "NatGatewayAddresses[0].AllocationId"},
            outputs={"publicIp": "@NatGatewayAddresses[0].PublicIp"},
        ),
    ),
    "aws:ec2/routeTable:RouteTable": Type(
        **_ec2("route_table", "route-table", "RouteTableId", "RouteTables")
    ),
    "aws:ec2/route:Route": Type(
        service="ec2",
        create=Call(
            "create_route",
            names={"egressOnlyGatewayId": "EgressOnlyInternetGatewayId"},
            read=Read(
                "describe_route_tables",
                {"RouteTableIds": ["{routeTableId}"]},
                "RouteTables[0].Routes[?DestinationCidrBlock=='{destination}' || "
                "DestinationIpv6CidrBlock=='{destination}' || "
                "DestinationPrefixListId=='{destination}'] | [0]",
            ),
        ),
        id="r-{routeTableId}-{destination}",
        words={
            "destination": lambda w: (
                w.get("destinationCidrBlock")
                or w.get("destinationIpv6CidrBlock")
                or w.get("destinationPrefixListId")
            )
        },
        update=(
            Call(
                "replace_route",
                names={"egressOnlyGatewayId": "EgressOnlyInternetGatewayId"},
                whole=True,
            ),
        ),
        delete=(
            Call(
                "delete_route",
                params={
                    "RouteTableId": "{routeTableId}",
                    "DestinationCidrBlock": "{destinationCidrBlock}",
                    "DestinationIpv6CidrBlock": "{destinationIpv6CidrBlock}",
                    "DestinationPrefixListId": "{destinationPrefixListId}",
                },
            ),
        ),
    ),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": Type(
        service="ec2",
        create=Call(
            "associate_route_table",
            read=Read(
                "describe_route_tables",
                {"RouteTableIds": ["{routeTableId}"]},
                "RouteTables[0].Associations[?RouteTableAssociationId=='{id}'] | [0]",
            ),
        ),
        id="{AssociationId}",
        update=(
            # The association gets another id, which the provider takes over:
            # https://github.com/hashicorp/terraform-provider-aws/issues/43844
            Call(
                "replace_route_table_association",
                ("routeTableId",),
                params={"AssociationId": "{id}", "RouteTableId": "{routeTableId}"},
                match=False,
                id="{NewAssociationId}",
            ),
        ),
        delete=(Call("disassociate_route_table", params={"AssociationId": "{id}"}),),
    ),
    "aws:ec2/vpcEndpoint:VpcEndpoint": Type(
        **_ec2(
            "vpc_endpoint",
            "vpc-endpoint",
            "VpcEndpointId",
            "VpcEndpoints",
            names={"policy": "PolicyDocument"},
            back={"SecurityGroupIds": "Groups[].GroupId"},
            delete=(Call("delete_vpc_endpoints", params={"VpcEndpointIds": ["{id}"]}),),
        ),
        update=(
            Call(
                "modify_vpc_endpoint",
                names={"policy": "PolicyDocument", **dict.fromkeys(_CHANGED_LISTS, "")},
                params={
                    "VpcEndpointId": "{id}",
                    **{f"Add{member}": added(name) for name, member in _CHANGED_LISTS.items()},
                    **{f"Remove{member}": dropped(name) for name, member in _CHANGED_LISTS.items()},
                },
            ),
        ),
        # https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ec2/vpc_endpoint.go
        replaces_if={"privateDnsEnabled": lambda w: w.get("vpcEndpointType") != "Interface"},
        defaults={"vpcEndpointType": "Gateway"},
        provider_only={"autoAccept": "accepts a connection to an endpoint service of one's own"},
    ),
    "aws:ec2/flowLog:FlowLog": Type(
        service="ec2",
        create=Call(
            "create_flow_logs",
            ("vpcId", "subnetId", "eniId"),
            names={
                "vpcId": "",
                "subnetId": "",
                "eniId": "",
                "iamRoleArn": "DeliverLogsPermissionArn",
                "logFormat": "LogFormat",
            },
            params={
                "ResourceIds": lambda w: [w.get("vpcId") or w.get("subnetId") or w.get("eniId")],
                "ResourceType": lambda w: (
                    "VPC" if w.get("vpcId") else "Subnet" if w.get("subnetId") else None
                ),
            },
            read=Read(
                "describe_flow_logs",
                {"FlowLogIds": ["{id}"]},
                "FlowLogs[0]",
                back={
                    "ResourceIds": "[ResourceId]",
                    "ResourceType": lambda d: "VPC" if d["ResourceId"][:3] == "vpc" else "Subnet",
                },
            ),
        ),
        id=answer_of("create_flow_logs", "FlowLogIds[0]"),
        ec2_tags="vpc-flow-log",
        outputs={"arn": "arn:aws:ec2:{region}:{account}:vpc-flow-log/{id}"},
        delete=(Call("delete_flow_logs", params={"FlowLogIds": ["{id}"]}),),
    ),
}
