"""Examples of rules found by changing a real estate: the edge, load balancers, networks."""

from typing import Any

from tests.rules.support.estates import Row, also, drop, gone, put
from tests.rules.support.examples import Example, example
from tests.rules.support.sample import ACL_US, CERT_US, VPC, A

APP = "application/prod"
_TABLE = "aws:ec2/routeTable:RouteTable"
_IGW = "igw-0a1b2c3d4e5f60718"
_TCP: dict[str, Any] = {"protocol": "tcp", "fromPort": 443, "toPort": 443}

EXAMPLES: dict[str, Example] = {
    "GP-ACM-004": example(
        "zz.validationRecordFqdns",
        also(
            Row(
                "aws:route53/record:Record",
                "proof",
                {
                    "zoneId": "Z0123456789ABCDEFGHIJ",
                    "name": "_abc.example.com",
                    "type": "CNAME",
                    "ttl": 300,
                    "records": ["_x.acm-validations.aws."],
                },
                stack=APP,
            ),
            Row(
                "aws:acm/certificateValidation:CertificateValidation",
                "zz",
                {"certificateArn": CERT_US, "validationRecordFqdns": ["_abc.example.org"]},
                stack=APP,
                region="us-east-1",
            ),
        ),
    ),
    "GP-ELB-016": example(
        "alb.ipAddressType",
        put("alb", "ipAddressType", "dualstack"),
        put("alb", "ipAddressType", "ipv4"),
    ),
    "GP-ELB-017": example(
        "https.alpnPolicy",
        put("https", "alpnPolicy", "HTTP2Preferred"),
        put("https", "mutualAuthentication", {"mode": "passthrough"}),
    ),
    "GP-SG-011": example(
        "zz.ingress[0]",
        also(
            Row(
                "aws:ec2/securityGroup:SecurityGroup",
                "zz",
                {"name": "zz", "vpcId": VPC, "ingress": [{**_TCP, "toPort": 70000}]},
                id="sg-0a1b2c3d4e5f60777",
            )
        ),
        also(
            Row(
                "aws:ec2/securityGroup:SecurityGroup",
                "zz",
                {"name": "zz", "vpcId": VPC, "ingress": [{**_TCP, "self": True}]},
                id="sg-0a1b2c3d4e5f60777",
            )
        ),
    ),
    "GP-VPC-030": example(
        "default-acl.ingress[1].ruleNo",
        put("default-acl", "ingress[1].ruleNo", 100),
        put("default-acl", "ingress[1].ruleNo", 32766),
    ),
    "GP-VPC-031": example(
        "zz.routes[0]",
        also(Row(_TABLE, "zz", {"vpcId": VPC, "routes": [{"cidrBlock": "0.0.0.0/0"}]})),
        also(
            Row(
                _TABLE,
                "zz",
                {"vpcId": VPC, "routes": [{"cidrBlock": "0.0.0.0/0", "gatewayId": _IGW}]},
            )
        ),
    ),
    "GP-VPC-032": example(
        "nat.privateIp",
        put("nat", "privateIp", "10.49.0.9"),
        put("nat", "privateIp", "10.48.0.9"),
    ),
    "GP-VPC-033": example(
        "flow-log.logFormat",
        put("flow-log", "logFormat", "version account"),
        put("flow-log", "logFormat", "${version} ${vpc-id}"),
    ),
    "GP-VPC-034": example(
        "endpoint-s3.vpcEndpointType",
        put("endpoint-s3", "vpcEndpointType", "GatewayLoadBalancer"),
        drop("endpoint-s3", "vpcEndpointType"),
    ),
    "GP-DNS-009": example(
        "queries.destinationArn",
        put("queries", "destinationArn", f"arn:aws:sns:eu-west-1:{A}:acme-prod-page"),
        put("queries", "destinationArn", f"arn:aws:s3:::acme-prod-logs-{A}"),
    ),
    "GP-DNS-010": example(
        "zz.resourceId",
        also(
            Row(
                "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation",
                "zz",
                {"resolverQueryLogConfigId": "rqlc-0a1b2c3d4e5f60001", "resourceId": VPC},
            )
        ),
        gone("queries-vpc"),
    ),
    "GP-WAF-020": example(
        "edge-acl.rules[1].ruleLabels[0].name",
        put("edge-acl", "rules[1].ruleLabels", [{"name": "awswaf:x"}]),
        put("edge-acl", "rules[1].ruleLabels", [{"name": "acme:x"}]),
    ),
    "GP-REF-907": example(
        "private-origin.vpcOriginEndpointConfig.arn",
        put(
            "private-origin",
            "vpcOriginEndpointConfig.arn",
            f"arn:aws:elasticloadbalancing:eu-west-1:{A}:loadbalancer/app/none/0123456789abcdef",
        ),
        put("cpu", "alarmActions", ["arn:aws:sns:eu-west-1:999999999999:their-topic"]),
    ),
    "GP-REF-906": example(
        "cluster.configuration.executeCommandConfiguration.kmsKeyId",
        put(
            "cluster",
            "configuration",
            {
                "executeCommandConfiguration": {
                    "logging": "NONE",
                    "kmsKeyId": f"arn:aws:kms:us-east-1:{A}:key/11111111-2222-3333-4444-555555555555",
                }
            },
        ),
        put("cdn", "webAclId", ACL_US),
    ),
}
