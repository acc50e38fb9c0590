"""What every bucket has in common: nobody outside reaches it, and never in the clear."""

from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_aws as aws


def lock_down(
    name: str,
    bucket: pulumi.Input[str],
    child: Callable[..., pulumi.ResourceOptions],
    *,
    region: str,
    key_arn: pulumi.Input[str] | None = None,
) -> aws.s3.BucketPublicAccessBlock:
    """Block public access and ACLs, and encrypt what comes in.

    Args:
        name: Start of the resources' names.
        bucket: Physical name.
        child: Makes the options of a resource below the component.
        region: Region of the bucket.
        key_arn: KMS key of the objects, with a bucket key, which makes one call serve many
            objects; S3's own keys where there is none.

    Returns:
        The public access block. A bucket policy must wait for it: S3 refuses the two at
        once ("OperationAborted: A conflicting conditional operation").
    """
    block = aws.s3.BucketPublicAccessBlock(
        f"{name}-public-access-block",
        bucket=bucket,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        region=region,
        opts=child(),
    )
    aws.s3.BucketOwnershipControls(
        f"{name}-ownership",
        bucket=bucket,
        rule={"object_ownership": "BucketOwnerEnforced"},
        region=region,
        opts=child(depends_on=[block]),
    )
    aws.s3.BucketServerSideEncryptionConfiguration(
        f"{name}-encryption",
        bucket=bucket,
        rules=[_encryption(key_arn)],
        region=region,
        opts=child(),
    )
    return block


def _encryption(
    key_arn: pulumi.Input[str] | None,
) -> aws.s3.BucketServerSideEncryptionConfigurationRuleArgsDict:
    if key_arn is None:
        return {"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}
    return {
        "apply_server_side_encryption_by_default": {
            "sse_algorithm": "aws:kms",
            "kms_master_key_id": key_arn,
        },
        "bucket_key_enabled": True,
    }


def plain_http_refused(arn: pulumi.Input[str]) -> dict[str, Any]:
    """Bucket policy statement that refuses requests without TLS."""
    return _refusal("RefusePlainHttp", arn, {"Bool": {"aws:SecureTransport": "false"}})


def tls_statements(arn: pulumi.Input[str]) -> list[dict[str, Any]]:
    """Bucket policy statements that refuse plain HTTP and TLS below 1.2."""
    old = _refusal("RefuseOldTls", arn, {"NumericLessThan": {"s3:TlsVersion": "1.2"}})
    return [plain_http_refused(arn), old]


def _refusal(sid: str, arn: pulumi.Input[str], condition: dict[str, Any]) -> dict[str, Any]:
    return {
        "Sid": sid,
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, pulumi.Output.concat(arn, "/*")],
        "Condition": condition,
    }
