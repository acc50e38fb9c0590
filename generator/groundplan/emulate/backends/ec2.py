"""Networks and account-wide settings of EC2."""

from moto.ec2.models import ec2_backends

from groundplan.emulate.backends import (
    BackendError,
    Document,
    Request,
    answers,
    keeps,
    knows,
    mends,
    sends,
)

_SETTINGS = "settings"

keeps(
    "ec2",
    writes=("CreateVpcEndpoint", "ModifyVpcEndpoint"),
    key="answer.VpcEndpoint.VpcEndpointId || params.VpcEndpointId",
    members={"IpAddressType": "IpAddressType", "DnsOptions": "DnsOptions"},
    reads=("DescribeVpcEndpoints",),
    items="VpcEndpoints[]",
    item_key="VpcEndpointId",
)
keeps(
    "ec2",
    writes=("CreateFlowLogs",),
    key="answer.FlowLogIds[0]",
    members={"DestinationOptions": "DestinationOptions"},
    reads=("DescribeFlowLogs",),
    items="FlowLogs[]",
    item_key="FlowLogId",
)


@mends("ec2", "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress")
def remember_descriptions(request: Request, answer: Document) -> None:
    """Moto tells a rule's description only beside the group."""
    notes = [
        source.get("Description", "")
        for entry in request.params.get("IpPermissions") or ()
        for kind in ("IpRanges", "Ipv6Ranges", "PrefixListIds", "UserIdGroupPairs")
        for source in entry.get(kind) or ()
    ]
    rules = answer.get("SecurityGroupRules") or ()
    if len(notes) == len(rules):
        for rule, note in zip(rules, notes, strict=True):
            request.table("rule-notes")[rule["SecurityGroupRuleId"]] = {"is": note}


@mends("ec2", "DescribeSecurityGroupRules")
def tell_descriptions(request: Request, answer: Document) -> None:
    """Give the descriptions back."""
    for rule in answer.get("SecurityGroupRules") or ():
        kept = request.table("rule-notes").get(rule["SecurityGroupRuleId"])
        if kept and kept["is"]:
            rule["Description"] = kept["is"]


@answers("ec2", "EnableSnapshotBlockPublicAccess")
def enable_snapshot_block(request: Request) -> Document:
    """Keep how snapshots are kept from the public."""
    request.table(_SETTINGS)["snapshots"] = {"State": request.params["State"]}
    return {"State": request.params["State"]}


@answers("ec2", "DisableSnapshotBlockPublicAccess")
def disable_snapshot_block(request: Request) -> Document:
    """Let snapshots be shared again."""
    request.table(_SETTINGS)["snapshots"] = {"State": "unblocked"}
    return {"State": "unblocked"}


@answers("ec2", "GetSnapshotBlockPublicAccessState")
def get_snapshot_block(request: Request) -> Document:
    """How snapshots are kept from the public."""
    return {
        "ManagedBy": "account",
        **request.table(_SETTINGS).get("snapshots", {"State": "unblocked"}),
    }


@answers("ec2", "EnableImageBlockPublicAccess")
def enable_image_block(request: Request) -> Document:
    """Keep how images are kept from the public."""
    state = request.params["ImageBlockPublicAccessState"]
    request.table(_SETTINGS)["images"] = {"ImageBlockPublicAccessState": state}
    return {"ImageBlockPublicAccessState": state}


@answers("ec2", "DisableImageBlockPublicAccess")
def disable_image_block(request: Request) -> Document:
    """Let images be shared again."""
    request.table(_SETTINGS)["images"] = {"ImageBlockPublicAccessState": "unblocked"}
    return {"ImageBlockPublicAccessState": "unblocked"}


@answers("ec2", "GetImageBlockPublicAccessState")
def get_image_block(request: Request) -> Document:
    """How images are kept from the public; AWS blocks new ones unless told."""
    default = {"ImageBlockPublicAccessState": "block-new-sharing"}
    return {"ManagedBy": "account", **request.table(_SETTINGS).get("images", default)}


@answers("ec2", "ModifyInstanceMetadataDefaults")
def modify_metadata(request: Request) -> Document:
    """Keep what new instances do with their metadata service; no preference takes one back."""
    kept = request.table(_SETTINGS).setdefault("metadata", {})
    kept.update(request.params)
    for name in [name for name, value in kept.items() if value in ("no-preference", -1)]:
        del kept[name]
    return {"Return": True}


@answers("ec2", "GetInstanceMetadataDefaults")
def get_metadata(request: Request) -> Document:
    """What new instances do with their metadata service."""
    return {
        "AccountLevel": {**request.table(_SETTINGS).get("metadata", {}), "ManagedBy": "account"}
    }


@mends("ec2", "CreateSubnet", "DescribeSubnets")
def correct_subnets(request: Request, answer: Document) -> None:
    """Only subnets of the default VPC are anybody's default, and a state is one word."""
    vpcs = ec2_backends[request.account][request.region].vpcs
    default = {vpc.id for vpc in vpcs.values() if str(vpc.is_default).lower() == "true"}
    for subnet in answer["Subnets"] if "Subnets" in answer else (answer["Subnet"],):
        subnet["DefaultForAz"] = subnet["DefaultForAz"] and subnet["VpcId"] in default
        for each in subnet.get("Ipv6CidrBlockAssociationSet") or ():
            # Moto tells those that are associated only.
            each["Ipv6CidrBlockState"] = {"State": "associated"}


_ASSOCIATION = "ipv6-cidr-block-association.association-id"


@sends("ec2", "DescribeSubnets")
def leave_out_filter(_: Request, params: Document) -> None:
    """Moto does not know the filter by which the provider waits for an IPv6 range."""
    filters = params.get("Filters") or ()
    if any(each.get("Name") == _ASSOCIATION for each in filters):
        params["Filters"] = [each for each in filters if each.get("Name") != _ASSOCIATION]


@mends("ec2", "DescribeSubnets")
def apply_filter(request: Request, answer: Document) -> None:
    """Find the subnets that filter names."""
    for each in request.params.get("Filters") or ():
        if each.get("Name") == _ASSOCIATION:
            answer["Subnets"] = [
                subnet
                for subnet in answer["Subnets"]
                if {a["AssociationId"] for a in subnet.get("Ipv6CidrBlockAssociationSet") or ()}
                & set(each["Values"])
            ]


@knows("ec2", "DetachInternetGateway")
def keep_what_is_mapped(request: Request) -> None:
    """Refuse to detach a gateway while public addresses are mapped in its VPC."""
    vpc = str(request.params["VpcId"])
    here = [{"Name": "vpc-id", "Values": [vpc]}]
    used = request.call("ec2", "describe_nat_gateways", Filters=here)["NatGateways"]
    if any(gateway["State"] == "available" for gateway in used):
        raise BackendError(
            "DependencyViolation",
            f"Network {vpc} has some mapped public address(es). "
            "Please unmap those before detaching the gateway.",
        )


@mends("ec2", "CreateVpcEndpoint", "DescribeVpcEndpoints")
def resolve_no_gateway(_: Request, answer: Document) -> None:
    """Gateways have routes, no names; moto says they had private DNS."""
    endpoints = answer["VpcEndpoints"] if "VpcEndpoints" in answer else (answer["VpcEndpoint"],)
    for endpoint in endpoints:
        if endpoint["VpcEndpointType"] == "Gateway":
            endpoint["PrivateDnsEnabled"] = False


@mends("ec2", "ModifyVpcEndpoint")
def lead_to_the_gateway(request: Request, _: Document) -> None:
    """Moto notes the route tables of a gateway and gives them no route, and takes none away."""
    backend = ec2_backends[request.account][request.region]
    name = str(request.params["VpcEndpointId"])
    prefixes = backend.vpc_end_points[name].destination_prefix_list_id
    if not prefixes:
        return
    for table in request.params.get("AddRouteTableIds") or ():
        backend.create_route(table, None, gateway_id=name, destination_prefix_list_id=prefixes)
    for table in request.params.get("RemoveRouteTableIds") or ():
        backend.delete_route(table, "", None, prefixes)


@sends("ec2", "ModifySecurityGroupRules")
def say_all_ports(_: Request, params: Document) -> None:
    """Moto wants ports where AWS has none: in a rule for every protocol."""
    for change in params.get("SecurityGroupRules") or ():
        rule = change["SecurityGroupRule"]
        if rule.get("IpProtocol") == "-1":
            change["SecurityGroupRule"] = {"FromPort": -1, "ToPort": -1, **rule}


@mends("ec2", "ModifySecurityGroupRules")
def change_descriptions(request: Request, _: Document) -> None:
    """Keep the new descriptions, where the old ones are kept."""
    for change in request.params.get("SecurityGroupRules") or ():
        note = change["SecurityGroupRule"].get("Description", "")
        request.table("rule-notes")[change["SecurityGroupRuleId"]] = {"is": note}


@knows("ec2", "DisassociateVpcCidrBlock")
def keep_what_subnets_use(request: Request) -> None:
    """Refuse to take an IPv6 range away in which a subnet lies."""
    wanted = request.params["AssociationId"]
    for vpc in request.call("ec2", "describe_vpcs")["Vpcs"]:
        ranges = {
            each["AssociationId"]: each["Ipv6CidrBlock"]
            for each in vpc.get("Ipv6CidrBlockAssociationSet") or ()
        }
        here = [{"Name": "vpc-id", "Values": [vpc["VpcId"]]}]
        subnets = request.call("ec2", "describe_subnets", Filters=here)["Subnets"]
        if wanted in ranges and any(s.get("Ipv6CidrBlockAssociationSet") for s in subnets):
            raise BackendError(
                "InvalidCidrBlock.InUse",
                f"The vpc {vpc['VpcId']} currently has a subnet within CIDR block {ranges[wanted]}",
            )


@knows("ec2", "DisassociateSubnetCidrBlock")
def keep_what_is_given_out(request: Request) -> None:
    """Refuse to take a range away of which new interfaces get addresses."""
    wanted = request.params["AssociationId"]
    for subnet in request.call("ec2", "describe_subnets")["Subnets"]:
        found = subnet.get("Ipv6CidrBlockAssociationSet") or ()
        used = any(each["AssociationId"] == wanted for each in found)
        if used and subnet.get("AssignIpv6AddressOnCreation"):
            raise BackendError(
                "InvalidCidrBlock.InUse",
                f"The subnet IPv6 CIDR block with association ID {wanted} may not be "
                "disassociated, because its subnet has assign-ipv6-address-on-creation set to "
                "true.",
            )
