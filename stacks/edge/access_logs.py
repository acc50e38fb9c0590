"""Where the load balancer and CloudFront write who asked for what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import EDGE_REGION, Context
from stacks.data.private_bucket import lock_down, plain_http_refused
from stacks.recovery.tags import NO_BACKUP_TAGS

LOAD_BALANCER_PREFIX = "load-balancer"
CDN_PREFIX = "cdn"

_BALANCER_ACCOUNTS = {
    "ap-northeast-1": "582318560864",
    "ap-northeast-2": "600734575887",
    "ap-south-1": "718504428378",
    "ap-southeast-1": "114774131450",
    "ap-southeast-2": "783225319266",
    "ca-central-1": "985666609251",
    "eu-central-1": "054676820928",
    "eu-north-1": "897822967062",
    "eu-west-1": "156460612806",
    "eu-west-2": "652711504416",
    "eu-west-3": "009996457667",
    "sa-east-1": "507241528517",
    "us-east-1": "127311923021",
    "us-east-2": "033677994240",
    "us-west-2": "797873946194",
}
"""Accounts from which AWS's load balancers write, by region; regions opened since 2022 have
none and use the service's name alone."""


@dataclass(frozen=True, kw_only=True)
class AccessLogsArgs:
    """Settings of the access logs. Storage about 0.023 USD per GB and month."""

    context: Context
    """Who and where."""
    days: int
    """Days a log is kept: it holds addresses of persons."""
    force_destroy: bool = False
    """`pulumi destroy` may delete the logs."""


class AccessLogs(Component, token="groundplan:edge:AccessLogs"):
    """A private bucket that AWS's log services may write into and nobody may publish.

    Invariants: all four public access blocks, no ACLs, TLS only, deleted after the given
    days. Encrypted with S3's own key: the load balancer refuses a bucket with a KMS key.
    """

    CHILDREN = ("bucket",)

    bucket: pulumi.Output[str]
    """Physical name."""
    arn: pulumi.Output[str]
    """ARN of the bucket."""

    def __init__(
        self,
        name: str,
        args: AccessLogsArgs,
        opts: pulumi.ResourceOptions | None = None,
        overrides: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        super().__init__(name, opts, overrides)
        region = args.context.region
        bucket = aws.s3.Bucket(
            f"{name}-bucket",
            **self._merged(
                "bucket",
                {"force_destroy": args.force_destroy, "tags": NO_BACKUP_TAGS},
                {"bucket": args.context.bucket(name), "region": region},
            ),
            opts=self._child(),
        )
        self.bucket, self.arn = bucket.bucket, bucket.arn
        block = lock_down(name, self.bucket, self._child, region=region)
        aws.s3.BucketLifecycleConfiguration(
            f"{name}-lifecycle",
            bucket=self.bucket,
            rules=[
                {
                    "id": "expire",
                    "status": "Enabled",
                    "filter": {},
                    "expiration": {"days": args.days},
                    "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
                }
            ],
            region=region,
            opts=self._child(),
        )
        self.policy = aws.s3.BucketPolicy(
            f"{name}-policy",
            bucket=self.bucket,
            policy=pulumi.Output.json_dumps(
                {"Version": "2012-10-17", "Statement": _statements(args.context, self.arn)}
            ),
            region=region,
            opts=self._child(depends_on=[block]),
        )
        self.register_outputs({"bucket": self.bucket})


def _statements(context: Context, arn: pulumi.Output[str]) -> list[dict[str, Any]]:
    account, region = context.account, context.region
    balancer_objects = pulumi.Output.concat(arn, f"/{LOAD_BALANCER_PREFIX}/AWSLogs/{account}/*")
    cdn_objects = pulumi.Output.concat(arn, f"/{CDN_PREFIX}/AWSLogs/{account}/*")
    principals: list[dict[str, str]] = [
        {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"}
    ]
    if region in _BALANCER_ACCOUNTS:
        principals.append({"AWS": f"arn:aws:iam::{_BALANCER_ACCOUNTS[region]}:root"})
    return [
        plain_http_refused(arn),
        *(
            {
                "Sid": f"LoadBalancer{next(iter(principal))}",
                "Effect": "Allow",
                "Principal": principal,
                "Action": "s3:PutObject",
                "Resource": balancer_objects,
            }
            for principal in principals
        ),
        {
            "Sid": "Cdn",
            "Effect": "Allow",
            "Principal": {"Service": "delivery.logs.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": cdn_objects,
            "Condition": {
                "StringEquals": {
                    "aws:SourceAccount": account,
                    "s3:x-amz-acl": "bucket-owner-full-control",
                },
                "ArnLike": {
                    "aws:SourceArn": f"arn:aws:logs:{EDGE_REGION}:{account}:delivery-source:*"
                },
            },
        },
        {
            "Sid": "CdnLooks",
            "Effect": "Allow",
            "Principal": {"Service": "delivery.logs.amazonaws.com"},
            "Action": "s3:GetBucketAcl",
            "Resource": arn,
            "Condition": {"StringEquals": {"aws:SourceAccount": account}},
        },
    ]
