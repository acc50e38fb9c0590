"""Computed outputs of ec2."""

from typing import Any


def _ec2(prefix: str, kind: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"{prefix}-{{hex17}}",
        "arn": f"arn:aws:ec2:{{region}}:{{account}}:{kind}/{{id}}",
        "ownerId": "{account}",
        **more,
    }


TYPES: dict[str, dict[str, Any]] = {
    "aws:ec2/vpc:Vpc": _ec2(
        "vpc",
        "vpc",
        defaultSecurityGroupId="sg-{hex17}",
        defaultNetworkAclId="acl-{hex17}",
        defaultRouteTableId="rtb-{hex17}",
        mainRouteTableId="rtb-{hex17}",
        ipv6CidrBlock=lambda w: (
            f"2001:db8:{w['hex8'][:4]}:{w['hex8'][4:6]}00::/56"
            if w.get("assignGeneratedIpv6CidrBlock")
            else ""
        ),
    ),
    "aws:ec2/defaultVpc:DefaultVpc": _ec2(
        "vpc",
        "vpc",
        cidrBlock="172.31.0.0/16",
        defaultSecurityGroupId="sg-{hex17}",
        defaultNetworkAclId="acl-{hex17}",
        defaultRouteTableId="rtb-{hex17}",
        mainRouteTableId="rtb-{hex17}",
    ),
    "aws:ec2/subnet:Subnet": _ec2(
        "subnet",
        "subnet",
        # A made-up account in which zone id 1 is called a.
        availabilityZone=lambda w: (
            f"{w['region']}{'abcdef'[int(w.get('availabilityZoneId', '1')[-1]) - 1]}"
        ),
    ),
    "aws:ec2/internetGateway:InternetGateway": _ec2("igw", "internet-gateway"),
    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": _ec2(
        "eigw", "egress-only-internet-gateway"
    ),
    "aws:ec2/natGateway:NatGateway": _ec2("nat", "natgateway", publicIp="192.0.2.1"),
    "aws:ec2/eip:Eip": _ec2("eipalloc", "elastic-ip", allocationId="{id}", publicIp="192.0.2.1"),
    "aws:ec2/routeTable:RouteTable": _ec2("rtb", "route-table"),
    "aws:ec2/route:Route": {"id": "r-{routeTableId}{hex8}"},
    "aws:ec2/routeTableAssociation:RouteTableAssociation": {"id": "rtbassoc-{hex17}"},
    "aws:ec2/securityGroup:SecurityGroup": _ec2("sg", "security-group"),
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": _ec2("sg", "security-group"),
    "aws:ec2/vpcEndpoint:VpcEndpoint": _ec2("vpce", "vpc-endpoint", prefixListId="pl-{hex8}"),
    "aws:ec2/flowLog:FlowLog": {"id": "fl-{hex17}"},
    "aws:ec2/networkAcl:NetworkAcl": _ec2("acl", "network-acl"),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
        "id": "sgr-{hex17}",
        "securityGroupRuleId": "{id}",
    },
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
        "id": "sgr-{hex17}",
        "securityGroupRuleId": "{id}",
    },
}
