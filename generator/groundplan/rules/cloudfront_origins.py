"""CloudFront: where a distribution fetches from."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.cloudfront_parts import ACCESS_CONTROL, API, DISTRIBUTION, behaviours
from groundplan.rules.constraint import OneOf, Text, limit
from groundplan.rules.grammar.address import arn, is_host
from groundplan.rules.node import Node, listed, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_VPC_ORIGIN = "aws:cloudfront/vpcOrigin:VpcOrigin"


@rule(
    "GP-CDN-005",
    DISTRIBUTION,
    title="Requests are sent to an origin the distribution does not have.",
    error="NoSuchOrigin: One or more of your origins or origin groups do not exist.",
    source=API,
)
def origin_exists(node: Node, _: World) -> Iterator[Fault]:
    """targetOriginId is an originId or a group's; ids unique."""
    ids = [*node.list("origins[].originId"), *node.list("originGroups[].originId")]
    for place, item in behaviours(node):
        if item.get("targetOriginId") not in ids and isinstance(item.get("targetOriginId"), str):
            yield Fault(f"{place}.targetOriginId", ", ".join(map(str, ids)))
    for place, id_ in node.each("origins[].originId"):
        if ids.count(id_) > 1:
            yield Fault(place, "each id once")
    for place, group in node.each("originGroups[]"):
        members = [m.get("originId") for m in listed(group.get("members"))]
        if len(members) != 2 or any(m not in node.list("origins[].originId") for m in members):
            yield Fault(f"{place}.members", "two origins of the distribution")
        codes = listed((group.get("failoverCriteria") or {}).get("statusCodes"))
        if not codes or any(
            number(c) not in (403, 404, 416, 429, 500, 502, 503, 504) for c in codes
        ):
            yield Fault(
                f"{place}.failoverCriteria.statusCodes", "403, 404, 416, 429, 500, 502, 503 or 504"
            )
    if not node.list("origins[]"):
        yield Fault("origins", "an origin")


@rule(
    "GP-CDN-011",
    DISTRIBUTION,
    title="An origin is not told how to be reached, or is told in two ways.",
    error="InvalidOrigin / InvalidArgument: The origin must have exactly one of S3OriginConfig, "
    "CustomOriginConfig, VpcOriginConfig",
    source="API cloudfront Origin",
)
def origin_kind(node: Node, world: World) -> Iterator[Fault]:
    """One kind; a name without scheme; buckets by their S3 name with access control."""
    for place, origin in node.each("origins[]"):
        kinds = [
            k for k in ("customOriginConfig", "s3OriginConfig", "vpcOriginConfig") if origin.get(k)
        ]
        if len(kinds) > 1:
            yield Fault(f"{place}.{kinds[-1]}", "one kind of origin")
        domain = str(origin.get("domainName", ""))
        if not is_host(domain) or re.search(r"[/:]|\.\d+$", domain):
            yield Fault(
                f"{place}.domainName", "a host name, not an address, without scheme, port and path"
            )
        bucket = re.search(r"\.s3[.-]([a-z0-9-]+\.)?amazonaws\.com$", domain) is not None
        access = origin.get("originAccessControlId")
        if not kinds and not bucket and is_host(domain) and not access:
            yield Fault(f"{place}.customOriginConfig", "how to reach a host that is no bucket")
        control = world.find(access, ACCESS_CONTROL)
        s3_control = control is None or control.get("originAccessControlOriginType") == "s3"
        if access and "customOriginConfig" in kinds and s3_control and ".lambda-url." not in domain:
            yield Fault(f"{place}.originAccessControlId", "nothing unless the origin is a bucket")
        if access and (origin.get("s3OriginConfig") or {}).get("originAccessIdentity"):
            yield Fault(
                f"{place}.s3OriginConfig.originAccessIdentity", "nothing with originAccessControlId"
            )
        path = str(origin.get("originPath") or "")
        if path and (not path.startswith("/") or path.endswith("/") or len(path) > 255):
            yield Fault(f"{place}.originPath", "a path that starts with / and does not end with it")
        yield from _origin_numbers(origin, place)


def _origin_numbers(origin: Mapping[str, Any], place: str) -> Iterator[Fault]:
    custom = origin.get("customOriginConfig") or {}
    for key in ("httpPort", "httpsPort"):
        port = number(custom.get(key))
        if port is not None and port not in (80, 443) and not 1024 <= port <= 65535:
            yield Fault(f"{place}.customOriginConfig.{key}", "80, 443, or 1024 to 65535")
    if custom and custom.get("originProtocolPolicy") not in (
        "http-only",
        "https-only",
        "match-viewer",
    ):
        yield Fault(
            f"{place}.customOriginConfig.originProtocolPolicy",
            "http-only, https-only or match-viewer",
        )
    for index, value in enumerate(listed(custom.get("originSslProtocols"))):
        if value not in ("SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2"):
            yield Fault(f"{place}.customOriginConfig.originSslProtocols[{index}]", "TLSv1.2")
    if custom and not listed(custom.get("originSslProtocols")):
        yield Fault(f"{place}.customOriginConfig.originSslProtocols", "TLSv1.2")
    for block in ("customOriginConfig", "vpcOriginConfig"):
        inner = origin.get(block) or {}
        for key in ("originReadTimeout", "originKeepaliveTimeout"):
            value = number(inner.get(key))
            if value is not None and not 1 <= value <= 120:
                yield Fault(f"{place}.{block}.{key}", "1 to 120 seconds")
        whole, read = (
            number(origin.get("responseCompletionTimeout")),
            inner.get("originReadTimeout"),
        )
        if inner and whole and whole < (number(read) or 30):
            yield Fault(f"{place}.responseCompletionTimeout", "originReadTimeout or more")
    attempts, timeout = (
        number(origin.get("connectionAttempts")),
        number(origin.get("connectionTimeout")),
    )
    if attempts is not None and not 1 <= attempts <= 3:
        yield Fault(f"{place}.connectionAttempts", "1 to 3")
    if timeout is not None and not 1 <= timeout <= 10:
        yield Fault(f"{place}.connectionTimeout", "1 to 10 seconds")


_FORBIDDEN_HEADERS = frozenset(
    "cache-control connection content-length cookie host if-match if-modified-since if-none-match "
    "if-range if-unmodified-since max-forwards pragma proxy-authorization proxy-connection range "
    "request-range te trailer transfer-encoding upgrade via accept-encoding x-real-ip "
    "x-amz-cf-id".split()
)


@rule(
    "GP-CDN-012",
    DISTRIBUTION,
    title="A header to the origin cannot be set.",
    error="InvalidArgument: The parameter HeaderName is not allowed / custom headers",
    source="CloudFront Developer Guide: custom headers CloudFront can't add",
)
def origin_headers(node: Node, _: World) -> Iterator[Fault]:
    """Names CloudFront does not own; each once; thirty at most."""
    for place, origin in node.each("origins[]"):
        seen: set[str] = set()
        for index, header in enumerate(listed(origin.get("customHeaders"))):
            here = f"{place}.customHeaders[{index}].name"
            name = str(header.get("name", "")).lower()
            if name in _FORBIDDEN_HEADERS or name.startswith(("x-amz-", "x-edge-")):
                yield Fault(here, "a name that CloudFront does not own")
            elif name in seen or not re.fullmatch(r"[a-z0-9!#$%&'*+.^_`|~-]{1,256}", name):
                yield Fault(here, "the name of a header, each once")
            if len(str(header.get("value", ""))) > 1783:
                yield Fault(f"{place}.customHeaders[{index}].value", "1783 characters")
            seen.add(name)
        if len(seen) > 30:
            yield Fault(f"{place}.customHeaders", "30 headers")


@rule(
    "GP-CDN-022",
    _VPC_ORIGIN,
    title="The origin inside the network cannot be reached this way.",
    error="InvalidArgument: VpcOriginEndpointConfig",
    source="API cloudfront VpcOriginEndpointConfig",
)
def vpc_origin(node: Node, _: World) -> Iterator[Fault]:
    """A load balancer or instance; ports and protocols as for other origins."""
    base = "vpcOriginEndpointConfig"
    if len(str(node.get(f"{base}.name", ""))) > 64:
        yield Fault(f"{base}.name", "64 characters")
    found = arn(node.get(f"{base}.arn"))
    if node.get(f"{base}.arn") and (
        found is None or found.service not in ("elasticloadbalancing", "ec2")
    ):
        yield Fault(f"{base}.arn", "the ARN of a load balancer or an instance")
    for key in ("httpPort", "httpsPort"):
        port = node.number(f"{base}.{key}")
        if port is not None and port not in (80, 443) and not 1024 <= port <= 65535:
            yield Fault(f"{base}.{key}", "80, 443, or 1024 to 65535")
    for place, value in node.each(f"{base}.originSslProtocols.items[]"):
        if value not in ("SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2"):
            yield Fault(place, "TLSv1.2")
    items = node.list(f"{base}.originSslProtocols.items[]")
    quantity = node.number(f"{base}.originSslProtocols.quantity")
    if quantity is not None and quantity != len(items):
        yield Fault(f"{base}.originSslProtocols.quantity", str(len(items)))


_SHIELDS = ("us-east-1", "us-east-2", "us-west-2", "ap-south-1", "ap-northeast-1", "ap-northeast-2",
            "ap-southeast-1", "ap-southeast-2", "eu-central-1", "eu-west-1", "eu-west-2", "sa-east-1",
            "me-central-1")  # fmt: skip
LIMITS = (
    limit(
        "GP-CDN-113",
        DISTRIBUTION,
        "origins[].originShield.originShieldRegion",
        OneOf(*_SHIELDS),
        title="There is no origin shield in that region.",
        error="InvalidArgument: The parameter OriginShieldRegion is not valid",
        source="CloudFront Developer Guide: choosing the region of origin shield",
    ),
    limit(
        "GP-CDN-104",
        ACCESS_CONTROL,
        "name",
        Text(r"[^\s].{0,63}", "64 characters", ("",), ("acme prod",), 64),
        named=True,
        title="The access control's name is too long.",
        error="InvalidArgument: Name",
        source="API cloudfront OriginAccessControlConfig",
    ),
)
