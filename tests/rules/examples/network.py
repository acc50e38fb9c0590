"""Examples of the rules of networks, security groups, names and certificates."""

from tests.rules.support.estates import DR, HOME, Row, also, drop, put
from tests.rules.support.examples import Example, example
from tests.rules.support.sample import (
    CERT,
    PRIVATE,
    PUBLIC,
    SG_ALB,
    SG_TASK,
    VPC,
    ZONE,
)

OTHER = "vpc-0a1b2c3d4e5f60999"
_VPC2 = Row("aws:ec2/vpc:Vpc", "vpc2", {"cidrBlock": "10.99.0.0/16"}, id=OTHER)
_SUBNET2 = Row(
    "aws:ec2/subnet:Subnet",
    "subnet2",
    {"vpcId": OTHER, "cidrBlock": "10.99.0.0/24", "availabilityZone": "eu-west-1a"},
    id="subnet-0a1b2c3d4e5f60999",
)
_GROUP2 = Row(
    "aws:ec2/securityGroup:SecurityGroup",
    "group2",
    {"name": "group2", "description": "x", "vpcId": OTHER},
    id="sg-0a1b2c3d4e5f60999",
)
_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"


def _subnet(cidr: str) -> Row:
    return Row(
        "aws:ec2/subnet:Subnet",
        "zz",
        {"vpcId": VPC, "cidrBlock": cidr, "availabilityZone": "eu-west-1a"},
        id="subnet-0a1b2c3d4e5f60777",
    )


def _route(name: str, /, **inputs: str) -> Row:
    return Row("aws:ec2/route:Route", name, {"routeTableId": "rtb-0a1b2c3d4e5f60002", **inputs})


def _ingress(name: str, port: int, /, **source: str) -> Row:
    base = {"securityGroupId": SG_ALB, "ipProtocol": "tcp", "fromPort": port, "toPort": port}
    return Row(_RULE, name, {**base, **source})


def _record(name: str, /, **inputs: object) -> Row:
    return Row(
        "aws:route53/record:Record", name, {"zoneId": ZONE, **inputs}, stack="application/prod"
    )


_V6 = "2001:db8:1234:1a00::/64"
EXAMPLES: dict[str, Example] = {
    "GP-VPC-001": example(
        "vpc.cidrBlock",
        put("vpc", "cidrBlock", "10.0.0.0/8"),
        put("vpc", "enableNetworkAddressUsageMetrics", True),
    ),
    "GP-VPC-002": example(
        "private-a.cidrBlock",
        put("private-a", "cidrBlock", "10.50.16.0/20"),
        put("private-a", "cidrBlock", "10.48.64.0/20"),
    ),
    "GP-VPC-003": example(
        "zz.cidrBlock", also(_subnet("10.48.0.128/25")), also(_subnet("10.48.2.0/25"))
    ),
    "GP-VPC-004": example(
        "public-a.availabilityZone",
        put("public-a", "availabilityZone", "eu-central-1a"),
        put("zone", "comment", "x"),
    ),
    "GP-VPC-005": example(
        "vpc.enableDnsSupport",
        (put("vpc", "enableDnsSupport", False),),
        drop("vpc", "enableDnsSupport"),
    ),
    "GP-VPC-006": example(
        "igw2.vpcId",
        also(Row("aws:ec2/internetGateway:InternetGateway", "igw2", {"vpcId": VPC}, id="igw-2")),
        (
            also(_VPC2),
            also(
                Row("aws:ec2/internetGateway:InternetGateway", "igw2", {"vpcId": OTHER}, id="igw-2")
            ),
        ),
    ),
    "GP-VPC-007": example(
        "nat.allocationId",
        drop("nat", "allocationId"),
        (put("nat", "connectivityType", "private"), drop("nat", "allocationId")),
    ),
    "GP-VPC-008": example(
        "nat2.allocationId",
        also(
            Row(
                "aws:ec2/natGateway:NatGateway",
                "nat2",
                {"allocationId": "eipalloc-0a1b2c3d4e5f60718", "subnetId": PUBLIC[1]},
            )
        ),
    ),
    "GP-VPC-009": example(
        "nat.subnetId", put("nat", "subnetId", PRIVATE[0]), put("nat", "subnetId", PUBLIC[1])
    ),
    "GP-VPC-050": example(
        "vpc2.cidrBlock", (also(_VPC2), put("vpc2", "cidrBlock", "10.48.128.0/17")), also(_VPC2)
    ),
    "GP-VPC-010": example(
        "private-default.destinationCidrBlock",
        put("private-default", "destinationIpv6CidrBlock", "::/0"),
        put("private-default", "destinationCidrBlock", "192.0.2.0/24"),
    ),
    "GP-VPC-011": example(
        "private-default.destinationCidrBlock",
        put("private-default", "destinationCidrBlock", "0.0.0.0"),
        put("private-default", "destinationCidrBlock", "10.0.0.0/8"),
    ),
    "GP-VPC-012": example(
        "zz.destinationCidrBlock",
        also(_route("zz", destinationCidrBlock="0.0.0.0/0", natGatewayId="nat-0a1b2c3d4e5f60718")),
        also(
            _route("zz", destinationCidrBlock="192.0.2.0/24", natGatewayId="nat-0a1b2c3d4e5f60718")
        ),
    ),
    "GP-VPC-013": example(
        "private-default.gatewayId",
        (
            drop("private-default", "natGatewayId"),
            put("private-default", "gatewayId", "nat-0a1b2c3d4e5f60718"),
        ),
    ),
    "GP-VPC-014": example(
        "zz.destinationCidrBlock",
        also(_route("zz", destinationCidrBlock="10.48.0.0/24", gatewayId="igw-0a1b2c3d4e5f60718")),
    ),
    "GP-VPC-015": example(
        "zz.subnetId",
        also(
            Row(
                "aws:ec2/routeTableAssociation:RouteTableAssociation",
                "zz",
                {"routeTableId": "rtb-0a1b2c3d4e5f60001", "subnetId": PUBLIC[0]},
            )
        ),
        also(
            Row(
                "aws:ec2/routeTableAssociation:RouteTableAssociation",
                "zz",
                {"routeTableId": "rtb-0a1b2c3d4e5f60001", "subnetId": PUBLIC[1]},
            )
        ),
    ),
    "GP-VPC-016": example(
        "public-a-association.routeTableId", (also(_VPC2), put("public-table", "vpcId", OTHER))
    ),
    "GP-VPC-017": example(
        "endpoint-logs.serviceName",
        put("endpoint-logs", "serviceName", "com.amazonaws.us-east-1.logs"),
        put("endpoint-logs", "serviceName", "com.amazonaws.eu-west-1.ecr.dkr"),
    ),
    "GP-VPC-053": example(
        "endpoint-logs.serviceName",
        put("endpoint-logs", "serviceName", "com.amazonaws.eu-west-1.secretmanagers"),
        put("endpoint-logs", "serviceName", "com.amazonaws.eu-west-1.bedrock-runtime"),
    ),
    "GP-VPC-018": example(
        "endpoint-s3.vpcEndpointType",
        put("endpoint-s3", "serviceName", "com.amazonaws.eu-west-1.logs"),
        put("endpoint-s3", "serviceName", "com.amazonaws.eu-west-1.dynamodb"),
    ),
    "GP-VPC-019": example(
        "endpoint-logs.subnetIds[1]",
        put("endpoint-logs", "subnetIds", [PRIVATE[0], PUBLIC[0]]),
        put("endpoint-logs", "subnetIds", [PRIVATE[0]]),
    ),
    "GP-VPC-020": example(
        "endpoint-logs.privateDnsEnabled",
        put("vpc", "enableDnsHostnames", False),
        (put("vpc", "enableDnsHostnames", False), put("endpoint-logs", "privateDnsEnabled", False)),
    ),
    "GP-VPC-021": example(
        "zz.serviceName",
        also(
            Row(
                "aws:ec2/vpcEndpoint:VpcEndpoint",
                "zz",
                {
                    "vpcId": VPC,
                    "serviceName": "com.amazonaws.eu-west-1.s3",
                    "vpcEndpointType": "Gateway",
                    "routeTableIds": ["rtb-0a1b2c3d4e5f60002"],
                },
            )
        ),
        also(
            Row(
                "aws:ec2/vpcEndpoint:VpcEndpoint",
                "zz",
                {
                    "vpcId": VPC,
                    "serviceName": "com.amazonaws.eu-west-1.s3",
                    "vpcEndpointType": "Gateway",
                    "routeTableIds": ["rtb-0a1b2c3d4e5f60001"],
                },
            )
        ),
    ),
    "GP-VPC-022": example(
        "flow-log.vpcId",
        put("flow-log", "subnetId", PUBLIC[0]),
        (drop("flow-log", "vpcId"), put("flow-log", "subnetId", PUBLIC[0])),
    ),
    "GP-VPC-023": example(
        "flow-log.iamRoleArn",
        drop("flow-log", "iamRoleArn"),
        (
            drop("flow-log", "iamRoleArn"),
            put("flow-log", "logDestinationType", "s3"),
            put("flow-log", "logDestination", "arn:aws:s3:::acme-prod-logs-666666666666"),
        ),
    ),
    "GP-VPC-024": example(
        "zz.ruleNumber",
        also(
            Row(
                "aws:ec2/networkAclRule:NetworkAclRule",
                "zz",
                {
                    "networkAclId": "acl-0a1b2c3d4e5f60001",
                    "ruleNumber": 100,
                    "egress": False,
                    "protocol": "-1",
                    "ruleAction": "deny",
                    "cidrBlock": "0.0.0.0/0",
                },
            )
        ),
        also(
            Row(
                "aws:ec2/networkAclRule:NetworkAclRule",
                "zz",
                {
                    "networkAclId": "acl-0a1b2c3d4e5f60001",
                    "ruleNumber": 100,
                    "egress": True,
                    "protocol": "-1",
                    "ruleAction": "deny",
                    "cidrBlock": "0.0.0.0/0",
                },
            )
        ),
    ),
    "GP-VPC-025": example(
        "acl-rule.fromPort", put("acl-rule", "fromPort", 6000), put("acl-rule", "fromPort", 1)
    ),
    "GP-VPC-026": example("eip.domain", put("eip", "domain", "standard")),
    "GP-VPC-027": example(
        "public-a.assignIpv6AddressOnCreation",
        put("public-a", "assignIpv6AddressOnCreation", True),
        (
            put("public-a", "assignIpv6AddressOnCreation", True),
            put("public-a", "ipv6CidrBlock", _V6),
            put("vpc", "assignGeneratedIpv6CidrBlock", True),
        ),
    ),
    "GP-VPC-028": example("public-table.vpcId", put("public-table", "region", DR)),
    "GP-VPC-029": example(
        "flow-log.iamRoleArn",
        put("flow-log", "iamRoleArn", "arn:aws:iam::666666666666:role/backup"),
    ),
    "GP-SG-001": example(
        "task-in.referencedSecurityGroupId",
        put("task-in", "cidrIpv4", "10.0.0.0/8"),
        (drop("task-in", "referencedSecurityGroupId"), put("task-in", "cidrIpv4", "10.0.0.0/8")),
    ),
    "GP-SG-002": example(
        "task-out.cidrIpv4",
        put("task-out", "cidrIpv4", "10.0.0.1/8"),
        put("task-out", "cidrIpv4", "10.0.0.1/32"),
    ),
    "GP-SG-003": example(
        "task-in.ipProtocol",
        put("task-in", "ipProtocol", "http"),
        put("task-in", "ipProtocol", "udp"),
    ),
    "GP-SG-004": example(
        "task-in.toPort", put("task-in", "toPort", 7999), put("task-in", "toPort", 8001)
    ),
    "GP-SG-005": example("task-out.fromPort", put("task-out", "fromPort", 443)),
    "GP-SG-006": example("zz", also(_ingress("zz", 443, prefixListId="pl-4fa04526"))),
    "GP-SG-007": example(
        "alb-in.securityGroupId",
        also(_ingress("zz", 80, prefixListId="pl-4fa04526")),
        also(_ingress("zz", 80, cidrIpv4="192.0.2.0/24")),
    ),
    "GP-SG-008": example(
        "task-in.referencedSecurityGroupId",
        (
            also(_VPC2),
            also(_GROUP2),
            put("task-in", "referencedSecurityGroupId", "sg-0a1b2c3d4e5f60999"),
        ),
        put("task-in", "referencedSecurityGroupId", SG_TASK),
    ),
    "GP-SG-009": example(
        "task-group.name",
        put("task-group", "name", "alb-group"),
        put("task-group", "name", "alb group 2"),
    ),
    "GP-SG-010": example(
        "task-group.name",
        put("task-group", "name", "sg-task"),
        put("task-group", "name", "task_sg-1 (a)"),
    ),
    "GP-ACM-001": example(
        "certificate.domainName",
        put("certificate", "domainName", "https://example.com"),
        put("certificate", "subjectAlternativeNames", ["*.a-b.example.com"]),
    ),
    "GP-ACM-002": example(
        "certificate.validationMethod",
        drop("certificate", "validationMethod"),
        put("certificate", "validationMethod", "EMAIL"),
    ),
    "GP-ACM-003": example(
        "certificate-us-valid.region",
        put("certificate-us-valid", "region", HOME),
        (
            put("certificate-us-valid", "region", HOME),
            put("certificate-us-valid", "certificateArn", CERT),
        ),
    ),
    "GP-DNS-001": example("caa.ttl", drop("caa", "ttl"), put("caa", "ttl", 0)),
    "GP-DNS-002": example(
        "zz.records[0]",
        also(_record("zz", name="a.example.com", type="A", ttl=60, records=["example.net"])),
        also(_record("zz", name="a.example.com", type="A", ttl=60, records=["192.0.2.1"])),
    ),
    "GP-DNS-003": example(
        "zz.type",
        also(_record("zz", name="example.com", type="CNAME", ttl=60, records=["a.example.net"])),
        also(
            _record(
                "zz",
                name="_x._domainkey.example.com",
                type="CNAME",
                ttl=60,
                records=["a.example.net"],
            )
        ),
    ),
    "GP-DNS-004": example(
        "zz.name",
        also(_record("zz", name="Example.com", type="CAA", ttl=60, records=['0 issue ";"'])),
        also(_record("zz", name="example.com", type="TXT", ttl=60, records=["v=spf1 -all"])),
    ),
    "GP-DNS-005": example(
        "caa.setIdentifier",
        put("caa", "setIdentifier", "x"),
        (put("caa", "setIdentifier", "x"), put("caa", "weightedRoutingPolicies", [{"weight": 0}])),
    ),
    "GP-DNS-006": example(
        "www.aliases[0].zoneId", put("www", "aliases[0].zoneId", ZONE), put("www", "type", "AAAA")
    ),
    "GP-DNS-007": example(
        "uptime.fqdn",
        drop("uptime", "fqdn"),
        (drop("uptime", "fqdn"), put("uptime", "ipAddress", "192.0.2.1")),
    ),
    "GP-DNS-008": example(
        "zone.name", put("zone", "name", "example com"), put("zone", "name", "xn--exmple-cua.com")
    ),
    "GP-REF-901": example(
        "zz.eniId",
        also(
            Row(
                "aws:ec2/flowLog:FlowLog",
                "zz",
                {
                    "eniId": "sg-0a1b2c3d4e5f6aaaa",
                    "trafficType": "ALL",
                    "logDestinationType": "s3",
                    "logDestination": "arn:aws:s3:::acme-prod-logs-666666666666",
                },
            )
        ),
        put("vpc", "tags", {"note": "not an id"}),
    ),
    "GP-REF-902": example(
        "flow-group.region",
        put("flow-group", "region", "eu-west-9"),
        put("waf-group", "tags", {"a": "b"}),
    ),
    "GP-TAG-001": example(
        "vpc.tags.Team",
        put("vpc", "tags", {"Team": "a & b"}),
        put("vpc", "tags", {"Team": "a+b @ c/d"}),
    ),
}
