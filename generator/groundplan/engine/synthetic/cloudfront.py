"""Computed outputs of cloudfront."""

from typing import Any

TYPES: dict[str, dict[str, Any]] = {
    "aws:cloudfront/distribution:Distribution": {
        "id": "E{upper14}",
        "arn": "arn:aws:cloudfront::{account}:distribution/{id}",
        "domainName": "d{hex8}.cloudfront.net",
        "hostedZoneId": "Z2FDTNDATAQYW2",
        "etag": "E{upper14}",
    },
    "aws:cloudfront/originAccessControl:OriginAccessControl": {
        "id": "E{upper14}",
        "arn": "arn:aws:cloudfront::{account}:origin-access-control/{id}",
    },
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": {
        "id": "{uuid}",
        "arn": "arn:aws:cloudfront::{account}:response-headers-policy/{uuid}",
    },
    "aws:cloudfront/vpcOrigin:VpcOrigin": {
        "id": "vo_{hex17}",
        "arn": "arn:aws:cloudfront::{account}:vpcorigin/{id}",
    },
    "aws:cloudfront/function:Function": {
        "arn": "arn:aws:cloudfront::{account}:function/{physical}"
    },
}
