"""What the valid estate has besides: defaults of a region, query logs, private origins."""

from typing import Any

from tests.rules.support.estates import Row
from tests.rules.support.sample import ALB, APP, LOGS, VPC, A, allow, policy

RESOLVER = "rqlc-0a1b2c3d4e5f60001"


def _entry(**change: Any) -> dict[str, Any]:
    return {"action": "allow", "cidrBlock": "10.48.0.0/16", "protocol": "-1", "fromPort": 0,
            "toPort": 0, "ruleNo": 100, **change}  # fmt: skip


def edges() -> list[Row]:
    """Defaults of the region, query logs, a policy for logs, an origin in the network."""
    return [
        Row(
            "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
            "default-acl",
            {
                "defaultNetworkAclId": "acl-0a1b2c3d4e5f60009",
                "ingress": [_entry(), _entry(ruleNo=110, protocol="tcp", fromPort=22, toPort=22)],
                "egress": [_entry()],
            },
            id="acl-0a1b2c3d4e5f60009",
        ),
        Row(
            "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess",
            "images",
            {"state": "block-new-sharing"},
        ),
        Row(
            "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
            "metadata",
            {"httpTokens": "required", "httpPutResponseHopLimit": 2},
        ),
        Row(
            "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig",
            "queries",
            {"name": "acme-prod", "destinationArn": f"{LOGS}/acme/prod/api"},
            id=RESOLVER,
        ),
        Row(
            "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation",
            "queries-vpc",
            {"resolverQueryLogConfigId": RESOLVER, "resourceId": VPC},
        ),
        Row(
            "aws:s3/bucketPolicy:BucketPolicy",
            "logs-policy",
            {
                "bucket": f"acme-prod-logs-{A}",
                "policy": policy(
                    allow(
                        "s3:PutObject",
                        f"arn:aws:s3:::acme-prod-logs-{A}/*",
                        Principal={"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
                    )
                ),
            },
        ),
        Row(
            "aws:cloudfront/vpcOrigin:VpcOrigin",
            "private-origin",
            {
                "vpcOriginEndpointConfig": {
                    "name": "acme-prod",
                    "arn": ALB,
                    "httpPort": 80,
                    "httpsPort": 443,
                    "originProtocolPolicy": "https-only",
                    "originSslProtocols": {"items": ["TLSv1.2"], "quantity": 1},
                }
            },
            stack=APP,
            id="vo_0a1b2c3d4e5f60001",
        ),
    ]
