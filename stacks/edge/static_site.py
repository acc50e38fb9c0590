"""Files of a front end that needs no server: a private bucket CloudFront reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context
from stacks.data.private_bucket import lock_down, plain_http_refused
from stacks.recovery.tags import NO_BACKUP_TAGS

_SINGLE_PAGE = """\
function handler(event) {
    var request = event.request;
    var last = request.uri.split('/').pop();
    if (last.indexOf('.') === -1) {
        request.uri = '/index.html';
    }
    return request;
}
"""


@dataclass(frozen=True, kw_only=True)
class StaticSiteArgs:
    """Settings of the files of one front end. Cents a month."""

    context: Context
    """Who and where."""
    force_destroy: bool = False
    """`pulumi destroy` may delete the files."""


class StaticSite(Component, token="groundplan:edge:StaticSite"):
    """A private bucket, the identity CloudFront reads it with, and the routing of one page.

    A path without a file ending gets ``index.html``, as a single-page app wants it. That
    happens in a function on this behaviour alone: CloudFront's error pages would rewrite
    the API's 404 too.

    Invariants: all four public access blocks, no ACLs, TLS only; only the distribution it
    is given to may read; versioned, so that a release can be brought back. Encrypted with
    S3's own key, since the files are public anyway and a KMS key would have to know the
    distribution before there is one.
    """

    CHILDREN = ("bucket",)

    origin_id: str
    """Name of the origin inside the distribution."""
    bucket: pulumi.Output[str]
    """Physical name; a release syncs its files here."""
    domain_name: pulumi.Output[str]
    """Name CloudFront asks."""
    access_control_id: pulumi.Output[str]
    """CloudFront's identity."""
    function_arn: pulumi.Output[str]
    """The routing."""

    def __init__(
        self,
        name: str,
        args: StaticSiteArgs,
        opts: pulumi.ResourceOptions | None = None,
        overrides: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        super().__init__(name, opts, overrides)
        context = args.context
        self.origin_id = f"static-{name}"
        self._region = context.region
        bucket = aws.s3.Bucket(
            f"{name}-bucket",
            **self._merged(
                "bucket",
                {"force_destroy": args.force_destroy, "tags": NO_BACKUP_TAGS},
                {"bucket": context.bucket(f"static-{name}"), "region": self._region},
            ),
            opts=self._child(),
        )
        self.bucket, self._arn = bucket.bucket, bucket.arn
        self.domain_name = bucket.bucket_regional_domain_name
        self._lock_down(name)
        access = aws.cloudfront.OriginAccessControl(
            f"{name}-access",
            name=context.physical(f"static-{name}", 64),
            description=f"CloudFront reads the files of {name}",
            origin_access_control_origin_type="s3",
            signing_behavior="always",
            signing_protocol="sigv4",
            opts=self._child(),
        )
        self.access_control_id = access.id
        self.function_arn = aws.cloudfront.Function(
            f"{name}-routing",
            name=context.physical(f"static-{name}", 64),
            comment=f"Routes of {name} get its page",
            runtime="cloudfront-js-2.0",
            code=_SINGLE_PAGE,
            publish=True,
            opts=self._child(),
        ).arn
        self.register_outputs({"bucket": self.bucket})

    def allow(self, distribution_arn: pulumi.Output[str]) -> None:
        """Let one distribution read the files."""
        aws.s3.BucketPolicy(
            f"{self._name}-policy",
            bucket=self.bucket,
            policy=pulumi.Output.json_dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        plain_http_refused(self._arn),
                        {
                            "Sid": "CloudFrontReads",
                            "Effect": "Allow",
                            "Principal": {"Service": "cloudfront.amazonaws.com"},
                            "Action": "s3:GetObject",
                            "Resource": pulumi.Output.concat(self._arn, "/*"),
                            "Condition": {"StringEquals": {"AWS:SourceArn": distribution_arn}},
                        },
                    ],
                }
            ),
            region=self._region,
            opts=self._child(depends_on=[self._block]),
        )

    def _lock_down(self, name: str) -> None:
        self._block = lock_down(name, self.bucket, self._child, region=self._region)
        versioning = aws.s3.BucketVersioning(
            f"{name}-versioning",
            bucket=self.bucket,
            versioning_configuration={"status": "Enabled"},
            region=self._region,
            opts=self._child(),
        )
        aws.s3.BucketLifecycleConfiguration(
            f"{name}-lifecycle",
            bucket=self.bucket,
            rules=[
                {
                    "id": "former-releases",
                    "status": "Enabled",
                    "filter": {},
                    "noncurrent_version_expiration": {"noncurrent_days": 30},
                    "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
                }
            ],
            region=self._region,
            opts=self._child(depends_on=[versioning]),
        )
