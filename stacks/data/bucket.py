"""Buckets: private, encrypted, versioned, reachable over TLS only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context
from stacks.data.key import Key
from stacks.data.private_bucket import lock_down, tls_statements


@dataclass(frozen=True, kw_only=True)
class BucketArgs:
    """Settings of a bucket. Storage about 0.023 USD per GB and month, old versions included."""

    context: Context
    """Who and where."""
    role: str
    """What it holds, part of its physical name: ``uploads``."""
    key: Key
    """Key of its objects, in the bucket's region."""
    noncurrent_days: int
    """Days an overwritten or deleted object can be brought back."""
    abort_upload_days: int = 7
    """Days after which the parts of an upload nobody finished are removed."""
    upload_origins: tuple[str, ...] = ()
    """Origins whose pages may PUT by presigned URL (``https://example.com``); none by default."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """Tags beside the provider's, such as the one that selects it for backup."""
    force_destroy: bool = False
    """`pulumi destroy` may delete the objects."""
    protect: bool = False
    """Pulumi refuses to delete or replace the bucket."""
    region: str = ""
    """Region; the home region unless told."""


class Bucket(Component, token="groundplan:data:Bucket"):
    """A private bucket.

    Invariants: all four public access blocks; no ACLs (the owner of the bucket owns every
    object); SSE-KMS with the given key and a bucket key, which makes one KMS call serve
    many objects; versioning; requests without TLS 1.2 refused; old versions expire and
    unfinished uploads are removed.

    A presigned URL cannot limit the size of a PUT: sign ``Content-Length`` with it, as
    ``docs/runbooks/bucket.md`` shows.
    """

    CHILDREN = ("bucket", "lifecycle", "cors")

    role: str
    """What it holds, part of its physical name."""
    bucket: pulumi.Output[str]
    """Physical name."""
    arn: pulumi.Output[str]
    """ARN of the bucket; its objects are below ``/*``."""
    key_arn: pulumi.Output[str]
    """ARN of the key of its objects."""

    def __init__(
        self,
        name: str,
        args: BucketArgs,
        opts: pulumi.ResourceOptions | None = None,
        overrides: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        super().__init__(name, opts, overrides)
        region = args.region or args.context.region
        self._args, self.role = args, args.role
        self.resource = aws.s3.Bucket(
            f"{name}-bucket",
            **self._merged(
                "bucket",
                {"force_destroy": args.force_destroy, "tags": dict(args.tags)},
                {"bucket": args.context.bucket(args.role, region), "region": region},
            ),
            opts=self._child(protect=args.protect, retain_on_delete=args.protect),
        )
        self.bucket = self.resource.bucket
        self.arn = self.resource.arn
        self.key_arn = args.key.arn
        self._lock_down(name, region)
        self.versioning = aws.s3.BucketVersioning(
            f"{name}-versioning",
            bucket=self.bucket,
            versioning_configuration={"status": "Enabled"},
            region=region,
            opts=self._child(),
        )
        self._expire(name, region)
        if args.upload_origins:
            self._accept_uploads(name, region)
        self.register_outputs({"bucket": self.bucket, "arn": self.arn})

    def _lock_down(self, name: str, region: str) -> None:
        block = lock_down(name, self.bucket, self._child, region=region, key_arn=self._args.key.arn)
        aws.s3.BucketPolicy(
            f"{name}-policy",
            bucket=self.bucket,
            policy=pulumi.Output.json_dumps(
                {"Version": "2012-10-17", "Statement": tls_statements(self.arn)}
            ),
            region=region,
            opts=self._child(depends_on=[block]),
        )

    def _expire(self, name: str, region: str) -> None:
        aws.s3.BucketLifecycleConfiguration(
            f"{name}-lifecycle",
            **self._merged(
                "lifecycle",
                {
                    "rules": [
                        {
                            "id": "unfinished-uploads",
                            "status": "Enabled",
                            "filter": {},
                            "abort_incomplete_multipart_upload": {
                                "days_after_initiation": self._args.abort_upload_days
                            },
                        },
                        {
                            "id": "old-versions",
                            "status": "Enabled",
                            "filter": {},
                            "noncurrent_version_expiration": {
                                "noncurrent_days": self._args.noncurrent_days
                            },
                            "expiration": {"expired_object_delete_marker": True},
                        },
                    ]
                },
                {"bucket": self.bucket, "region": region},
            ),
            opts=self._child(depends_on=[self.versioning]),
        )

    def _accept_uploads(self, name: str, region: str) -> None:
        aws.s3.BucketCorsConfiguration(
            f"{name}-cors",
            **self._merged(
                "cors",
                {
                    "cors_rules": [
                        {
                            "id": "presigned-put",
                            "allowed_methods": ["PUT"],
                            "allowed_origins": list(self._args.upload_origins),
                            "allowed_headers": ["content-length", "content-type", "x-amz-*"],
                            "expose_headers": ["ETag"],
                            "max_age_seconds": 3600,
                        }
                    ]
                },
                {"bucket": self.bucket, "region": region},
            ),
            opts=self._child(),
        )

    def exported(self) -> dict[str, pulumi.Input[str]]:
        """What the application layer reads."""
        return {"bucket": self.bucket, "arn": self.arn, "key_arn": self.key_arn}

    def grant_read(self) -> list[dict[str, Any]]:
        """Policy statements that let a role list and read the objects."""
        return read_statements(self.arn, self.key_arn)

    def grant_write(self) -> list[dict[str, Any]]:
        """Policy statements that let a role write objects; deleting is not part of it."""
        return write_statements(self.arn, self.key_arn)


def read_statements(arn: pulumi.Input[str], key_arn: pulumi.Input[str]) -> list[dict[str, Any]]:
    """Identity policy statements to list and read a bucket's objects."""
    return [
        {"Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": [arn]},
        {
            "Effect": "Allow",
            "Action": ["s3:GetObject"],
            "Resource": [pulumi.Output.concat(arn, "/*")],
        },
        {"Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": [key_arn]},
    ]


def write_statements(arn: pulumi.Input[str], key_arn: pulumi.Input[str]) -> list[dict[str, Any]]:
    """Identity policy statements to write a bucket's objects.

    ``kms:Decrypt`` is there because S3 reads the parts back to finish a multipart upload.
    """
    return [
        {
            "Effect": "Allow",
            "Action": ["s3:AbortMultipartUpload", "s3:PutObject"],
            "Resource": [pulumi.Output.concat(arn, "/*")],
        },
        {
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
            "Resource": [key_arn],
        },
    ]
