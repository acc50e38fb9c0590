"""Computed outputs of s3."""

from typing import Any

AUTO_NAMED: dict[str, str] = {
    "aws:s3/bucket:Bucket": "bucket",
}

TYPES: dict[str, dict[str, Any]] = {
    "aws:s3/bucket:Bucket": {
        "arn": "arn:aws:s3:::{physical}",
        "bucketRegion": "{region}",
        "bucketDomainName": "{physical}.s3.amazonaws.com",
        "bucketRegionalDomainName": "{physical}.s3.{region}.amazonaws.com",
        "hostedZoneId": "Z{upper14}",
    },
}
