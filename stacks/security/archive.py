"""The log archive: buckets that every account writes into and nobody deletes from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import EDGE_REGION, Context
from stacks.data.private_bucket import lock_down, plain_http_refused
from stacks.security.shared import Archive, archive_bucket, trail_arn

Statements = list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class LogArchiveArgs:
    """Settings of the log archive.

    About 0.023 USD per GB and month in the first 90 days, 0.004 after that.
    """

    context: Context
    """Who and where; buckets are in the account ``security``."""
    organization_id: str
    """``o-...``: the trail writes below it."""
    log_days: int
    """Days load balancer, CDN, WAF, flow and configuration logs are kept."""
    trail_days: int
    """Days the trail is kept."""


class LogArchive(Component, token="groundplan:security:LogArchive"):
    """One bucket per kind of log, for the whole organization.

    Invariants: private, TLS only, versioned, encrypted, each service admitted for this
    organization's accounts only, and the trail cannot be deleted or changed while it is
    kept (object lock, governance mode). S3-managed encryption, because load balancers
    cannot deliver to anything else; the trail's files carry the trail's own key besides.

    Object lock is on for every bucket, but only the trail's has a default retention: AWS
    Config delivers to no bucket that has one, and the others hold nothing a court asks for.
    """

    buckets: dict[str, aws.s3.Bucket]
    """Buckets by what they hold."""

    def __init__(
        self, name: str, args: LogArchiveArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._args = args
        self.buckets = {archive: self._bucket(name, archive) for archive in get_args(Archive)}
        self.register_outputs({})

    def _bucket(self, component: str, archive: Archive) -> aws.s3.Bucket:
        name = f"{component}-{archive}"
        physical = archive_bucket(self._args.context, archive)
        bucket = aws.s3.Bucket(
            f"{name}-bucket",
            bucket=physical,
            object_lock_enabled=True,
            force_destroy=False,
            opts=self._child(protect=True, retain_on_delete=True),
        )
        block = lock_down(name, bucket.bucket, self._child, region=self._args.context.region)
        versioning = aws.s3.BucketVersioning(
            f"{name}-versioning",
            bucket=bucket.bucket,
            versioning_configuration={"status": "Enabled"},
            opts=self._child(),
        )
        self._retain(name, archive, bucket, versioning)
        document = {
            "Version": "2012-10-17",
            "Statement": [
                *STATEMENTS[archive](self._args, f"arn:aws:s3:::{physical}"),
                plain_http_refused(f"arn:aws:s3:::{physical}"),
            ],
        }
        aws.s3.BucketPolicy(
            f"{name}-policy",
            bucket=bucket.bucket,
            policy=pulumi.Output.json_dumps(document),
            opts=self._child(depends_on=[block]),
        )
        return bucket

    def _retain(
        self,
        name: str,
        archive: Archive,
        bucket: aws.s3.Bucket,
        versioning: aws.s3.BucketVersioning,
    ) -> None:
        days = self._args.trail_days if archive == "trail" else self._args.log_days
        if archive == "trail":
            aws.s3.BucketObjectLockConfiguration(
                f"{name}-lock",
                bucket=bucket.bucket,
                rule={"default_retention": {"mode": "GOVERNANCE", "days": days}},
                opts=self._child(depends_on=[versioning]),
            )
        aws.s3.BucketLifecycleConfiguration(
            f"{name}-lifecycle",
            bucket=bucket.bucket,
            rules=[
                {
                    "id": "archive-then-expire",
                    "status": "Enabled",
                    "filter": {"prefix": ""},
                    "transitions": [{"days": 90, "storage_class": "GLACIER_IR"}],
                    "expiration": {"days": days},
                    "noncurrent_version_expiration": {"noncurrent_days": 30},
                    "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
                }
            ],
            opts=self._child(depends_on=[versioning]),
        )


def _members(context: Context) -> list[str]:
    return sorted(set(context.accounts.values()))


def _put(
    sid: str, service: str, resources: list[str], condition: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "s3:PutObject",
        "Resource": resources,
        "Condition": condition,
    }


def _look(sid: str, service: str, arn: str, condition: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": ["s3:GetBucketAcl", "s3:ListBucket"],
        "Resource": arn,
        "Condition": condition,
    }


def _trail(args: LogArchiveArgs, arn: str) -> Statements:
    source = {"aws:SourceArn": trail_arn(args.context)}
    service = "cloudtrail.amazonaws.com"
    owners = [args.context.accounts["management"], args.organization_id]
    return [
        {
            "Sid": "TrailLooks",
            "Effect": "Allow",
            "Principal": {"Service": service},
            "Action": "s3:GetBucketAcl",
            "Resource": arn,
            "Condition": {"StringEquals": source},
        },
        # Members' events go below the organization's id, the management account's below its own.
        _put(
            "TrailWrites",
            service,
            [f"{arn}/AWSLogs/{owner}/*" for owner in owners],
            {"StringEquals": {**source, "s3:x-amz-acl": "bucket-owner-full-control"}},
        ),
    ]


def _configuration(args: LogArchiveArgs, arn: str) -> Statements:
    accounts = _members(args.context)
    source = {"aws:SourceAccount": accounts}
    service = "config.amazonaws.com"
    return [
        _look("RecorderLooks", service, arn, {"StringEquals": source}),
        _put(
            "RecorderWrites",
            service,
            [f"{arn}/AWSLogs/{account}/Config/*" for account in accounts],
            {"StringEquals": {**source, "s3:x-amz-acl": "bucket-owner-full-control"}},
        ),
    ]


def _load_balancer(args: LogArchiveArgs, arn: str) -> Statements:
    accounts = _members(args.context)
    return [
        _put(
            "LoadBalancersWrite",
            "logdelivery.elasticloadbalancing.amazonaws.com",
            # With and without a prefix of the load balancer's own.
            [f"{arn}/{prefix}AWSLogs/{account}/*" for prefix in ("", "*/") for account in accounts],
            {
                "ArnLike": {
                    "aws:SourceArn": [
                        f"arn:aws:elasticloadbalancing:{args.context.region}:{account}:"
                        "loadbalancer/*"
                        for account in accounts
                    ]
                }
            },
        )
    ]


def _delivered(source_region: str) -> Callable[[LogArchiveArgs, str], Statements]:
    """Statements for logs that CloudWatch's log delivery brings."""

    def statements(args: LogArchiveArgs, arn: str) -> Statements:
        accounts = _members(args.context)
        region = source_region or args.context.region
        service = "delivery.logs.amazonaws.com"
        condition = {
            "ArnLike": {
                "aws:SourceArn": [f"arn:aws:logs:{region}:{account}:*" for account in accounts]
            },
            "StringEquals": {"aws:SourceAccount": accounts},
        }
        return [
            _look("DeliveryLooks", service, arn, condition),
            _put(
                "DeliveryWrites",
                service,
                [f"{arn}/AWSLogs/{account}/*" for account in accounts],
                {
                    **condition,
                    "StringEquals": {
                        **condition["StringEquals"],
                        "s3:x-amz-acl": "bucket-owner-full-control",
                    },
                },
            ),
        ]

    return statements


STATEMENTS: Mapping[str, Callable[[LogArchiveArgs, str], Statements]] = {
    "trail": _trail,
    "config": _configuration,
    "load-balancer": _load_balancer,
    # CloudFront and its WAF log from us-east-1, whatever the home region.
    "cloudfront": _delivered(EDGE_REGION),
    "waf": _delivered(EDGE_REGION),
    "flow-logs": _delivered(""),
}
"""Who may write what, by bucket."""
