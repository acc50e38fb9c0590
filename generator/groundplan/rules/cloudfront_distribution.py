"""CloudFront: what a distribution has once: firewall, log, pages, countries."""

import re
from collections.abc import Iterator
from typing import Any

from groundplan.rules.cloudfront_parts import API, DISTRIBUTION
from groundplan.rules.constraint import OneOf, limit
from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World


@rule(
    "GP-CDN-013",
    DISTRIBUTION,
    title="The page shown on an error cannot be.",
    error="InvalidErrorCode / InvalidResponseCode: The parameter ErrorCode is not valid",
    source="CloudFront Developer Guide: custom error responses",
)
def error_pages(node: Node, _: World) -> Iterator[Fault]:
    """Codes CloudFront handles; code and page together; each once."""
    errors = (400, 403, 404, 405, 414, 416, 429, 500, 501, 502, 503, 504)
    seen: set[Any] = set()
    for place, item in node.each("customErrorResponses[]"):
        code = number(item.get("errorCode"))
        if code not in errors or code in seen:
            yield Fault(f"{place}.errorCode", f"one of {', '.join(map(str, errors))}, each once")
        seen.add(code)
        response, page = item.get("responseCode"), item.get("responsePagePath")
        if bool(response) != bool(page):
            yield Fault(f"{place}.responsePagePath", "responseCode and responsePagePath together")
        if response is not None and number(response) not in (200, *errors):
            yield Fault(f"{place}.responseCode", "200 or an error code")
        if page and not str(page).startswith("/"):
            yield Fault(f"{place}.responsePagePath", "a path that starts with /")
        ttl = number(item.get("errorCachingMinTtl"))
        if ttl is not None and ttl < 0:
            yield Fault(f"{place}.errorCachingMinTtl", "0 seconds at least")


@rule(
    "GP-CDN-016",
    DISTRIBUTION,
    title="The firewall named by the distribution is not one for CloudFront.",
    error="InvalidWebACLId: Web ACL is not accessible by the requester.",
    source="pulumi-aws cloudfront.Distribution, web_acl_id",
)
def web_acl(node: Node, world: World) -> Iterator[Fault]:
    """The ARN of a global web ACL in us-east-1."""
    value = node.get("webAclId")
    if not value:
        return
    found = arn(value)
    classic = re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", str(value))
    if found is None and not classic:
        yield Fault("webAclId", "the ARN of a web ACL with scope CLOUDFRONT")
    elif found and not (
        found.service == "wafv2"
        and found.region == "us-east-1"
        and found.resource.startswith("global/webacl/")
    ):
        yield Fault("webAclId", "the ARN of a web ACL with scope CLOUDFRONT in us-east-1")
    planned = world.find(value, "aws:wafv2/webAcl:WebAcl")
    if planned is not None and planned.get("scope") != "CLOUDFRONT":
        yield Fault("webAclId", "a web ACL with scope CLOUDFRONT")


@rule(
    "GP-CDN-017",
    DISTRIBUTION,
    title="The countries let in or kept out cannot be read.",
    error="InvalidGeoRestrictionParameter: The specified geo restriction parameter is not valid.",
    source="API cloudfront GeoRestriction",
)
def geography(node: Node, _: World) -> Iterator[Fault]:
    """none without countries; lists with two-letter codes."""
    base = "restrictions.geoRestriction"
    kind = node.get(f"{base}.restrictionType")
    places = node.list(f"{base}.locations[]")
    if kind in ("whitelist", "blacklist") and not places:
        yield Fault(f"{base}.locations", "countries")
    if kind == "none" and places:
        yield Fault(f"{base}.locations", "nothing with none")
    for place, value in node.each(f"{base}.locations[]"):
        if not re.fullmatch(r"[A-Z]{2}", str(value)) or value in ("UK", "EU", "EN", "XX", "ZZ"):
            yield Fault(place, "the code of a country, such as IE or GB")


@rule(
    "GP-CDN-018",
    DISTRIBUTION,
    title="The page for the bare address is written as a path.",
    error="InvalidDefaultRootObject: The default root object file name is too big or contains an "
    "invalid character.",
    source="API cloudfront DistributionConfig",
)
def root_object(node: Node, _: World) -> Iterator[Fault]:
    """A file name without a slash in front."""
    text = node.get("defaultRootObject")
    if text and (str(text).startswith("/") or len(str(text)) > 255):
        yield Fault("defaultRootObject", "a file name such as index.html")
    if len(str(node.get("comment") or "")) > 128:
        yield Fault("comment", "128 characters")


@rule(
    "GP-CDN-019",
    DISTRIBUTION,
    title="Where the distribution's log goes is not a bucket that takes it.",
    error="InvalidArgument: The parameter Logging Bucket / The S3 bucket that you specified for "
    "CloudFront logs does not enable ACL access",
    source="CloudFront Developer Guide: access logs",
)
def logging(node: Node, world: World) -> Iterator[Fault]:
    """A bucket's host name; ACLs enabled."""
    bucket = node.get("loggingConfig.bucket")
    if not bucket:
        return
    match = re.fullmatch(r"([a-z0-9.-]+)\.s3(\.[a-z0-9-]+)?\.amazonaws\.com", str(bucket))
    if match is None:
        yield Fault("loggingConfig.bucket", "<bucket>.s3.amazonaws.com")
        return
    controls = [
        c.get("rule.objectOwnership")
        for c in world.of("aws:s3/bucketOwnershipControls:BucketOwnershipControls")
        if c.get("bucket") == match[1]
    ]
    if world.find(match[1], "aws:s3/bucket:Bucket") and "BucketOwnerEnforced" in (
        controls or ["BucketOwnerEnforced"]
    ):
        yield Fault("loggingConfig.bucket", "a bucket with BucketOwnerPreferred")


LIMITS = (
    limit(
        "GP-CDN-105",
        DISTRIBUTION,
        "httpVersion",
        OneOf("http1.1", "http2", "http3", "http2and3"),
        title="There is no such version of HTTP.",
        error="InvalidArgument: HttpVersion",
        source=API,
    ),
    limit(
        "GP-CDN-106",
        DISTRIBUTION,
        "priceClass",
        OneOf("PriceClass_100", "PriceClass_200", "PriceClass_All"),
        title="There is no such price class.",
        error="InvalidArgument: PriceClass",
        source=API,
    ),
)
