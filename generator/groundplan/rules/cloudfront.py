"""CloudFront: distributions, policies, functions, origins in a VPC."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.constraint import OneOf, Text, limit
from groundplan.rules.grammar.address import arn, is_host
from groundplan.rules.node import Node, listed, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_CDN = "aws:cloudfront/distribution:Distribution"
_CACHE = "aws:cloudfront/cachePolicy:CachePolicy"
_REQUEST = "aws:cloudfront/originRequestPolicy:OriginRequestPolicy"
_HEADERS = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"
_FUNCTION = "aws:cloudfront/function:Function"
_OAC = "aws:cloudfront/originAccessControl:OriginAccessControl"
_VPC_ORIGIN = "aws:cloudfront/vpcOrigin:VpcOrigin"
_API = "API cloudfront DistributionConfig"
_CERTIFICATE = "aws:acm/certificate:Certificate"
_MANAGED_CACHE = {
    "658327ea-f89d-4fab-a63d-7e88639e58f6": "CachingOptimized",
    "b2884449-e4de-46a7-ac36-70bc7f1ddd6d": "CachingOptimizedForUncompressedObjects",
    "4135ea2d-6df8-44a3-9df3-4b5a84be39ad": "CachingDisabled",
    "83da9c7e-98b4-4e11-a168-04f0df8e2c65": "UseOriginCacheControlHeaders",
    "4cc15a8a-d715-48a4-82b8-cc0b614638fe": "UseOriginCacheControlHeaders-QueryStrings",
    "2e54312d-136d-493c-8eb9-b001f22f67d2": "Amplify",
    "08627262-05a9-4f76-9ded-b50ca2e3a84f": "Elemental-MediaPackage",
}
_MANAGED_REQUEST = {
    "216adef6-5c7f-47e4-b989-5492eafa07d3": "AllViewer",
    "b689b0a8-53d0-40ab-baf2-68738e2966ac": "AllViewerExceptHostHeader",
    "33f36d7e-f396-46d9-90e0-52428a34d9dc": "AllViewerAndCloudFrontHeaders-2022-06",
    "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf": "CORS-S3Origin",
    "59781a5b-3903-41f3-afcb-af62929ccde1": "CORS-CustomOrigin",
    "bf0718e1-ba1e-49d1-88b1-f726733018ae": "HostHeaderOnly",
    "775133bc-15f2-49f9-abea-afb2e0bf67d2": "Elemental-MediaTailor",
    "acba4595-bd28-49b8-b9fe-13317c0390fa": "UserAgentRefererHeaders",
}
_MANAGED_HEADERS = {
    "67f7725c-6f97-4210-82d7-5512b31e9d03": "SecurityHeaders",
    "60669652-455b-4ae9-85a4-c4c02393f86c": "SimpleCORS",
    "5cc3b908-e619-4b99-88e5-2cf7f45965bd": "CORS-With-Preflight",
    "e61eb60c-9c35-4d20-a928-2b84e02af89c": "CORS-and-SecurityHeaders",
    "eaab4381-ed33-4a86-88ca-d9558dc6cd63": "CORS-with-preflight-and-SecurityHeaders",
}
_METHODS = (
    {"GET", "HEAD"},
    {"GET", "HEAD", "OPTIONS"},
    {"GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"},
)


def behaviours(node: Node) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The default behaviour and the others, with their place."""
    default = node.get("defaultCacheBehavior")
    if isinstance(default, Mapping):
        yield "defaultCacheBehavior", default
    yield from node.each("orderedCacheBehaviors[]")


@rule(
    "GP-CDN-001",
    _CDN,
    title="The certificate of a distribution lies in us-east-1.",
    error="InvalidViewerCertificate: The specified SSL certificate doesn't exist, isn't in "
    "us-east-1 region, isn't valid, or doesn't include a valid certificate chain.",
    source="pulumi-aws cloudfront.Distribution; CloudFront Developer Guide",
)
def certificate_region(node: Node, _: World) -> Iterator[Fault]:
    """acmCertificateArn is an ACM ARN of us-east-1."""
    value = node.get("viewerCertificate.acmCertificateArn")
    found = arn(value)
    if value and (found is None or found.service != "acm" or found.region != "us-east-1"):
        yield Fault("viewerCertificate.acmCertificateArn", "a certificate in us-east-1")


@rule(
    "GP-CDN-002",
    _CDN,
    title="Names of one's own need a certificate and how it is shown.",
    error="InvalidViewerCertificate: To add an alternate domain name (CNAME) to a CloudFront "
    "distribution, you must attach a trusted certificate",
    source="API cloudfront ViewerCertificate",
)
def certificate_settings(node: Node, _: World) -> Iterator[Fault]:
    """One certificate; sni-only and a TLS minimum with it; nothing with the default one."""
    base = "viewerCertificate"
    default = node.truth(f"{base}.cloudfrontDefaultCertificate")
    own = [p for p in ("acmCertificateArn", "iamCertificateId") if node.has(f"{base}.{p}")]
    if len(own) + default != 1:
        yield Fault(
            base, "one of acmCertificateArn, iamCertificateId, cloudfrontDefaultCertificate"
        )
    if node.list("aliases[]") and not own:
        yield Fault("aliases", "nothing without a certificate of one's own")
    if own and node.get(f"{base}.sslSupportMethod") not in ("sni-only", "vip", "static-ip"):
        yield Fault(f"{base}.sslSupportMethod", "sni-only")
    minimum = node.get(f"{base}.minimumProtocolVersion")
    if own and minimum == "TLSv1" and node.get(f"{base}.sslSupportMethod") == "sni-only":
        return
    if own and minimum == "SSLv3" and node.get(f"{base}.sslSupportMethod") == "sni-only":
        yield Fault(f"{base}.minimumProtocolVersion", "TLSv1.2_2021")
    if default and minimum not in (None, "TLSv1"):
        yield Fault(f"{base}.minimumProtocolVersion", "nothing with the default certificate")


@rule(
    "GP-CDN-003",
    _CDN,
    title="The certificate does not cover a name of the distribution.",
    error="InvalidViewerCertificate: The certificate that is attached to your distribution doesn't "
    "cover the alternate domain name (CNAME) that you're trying to add.",
    source="CloudFront Developer Guide: alternate domain names",
)
def certificate_covers(node: Node, world: World) -> Iterator[Fault]:
    """Every alias matches a name of the certificate."""
    certificate = world.find(node.get("viewerCertificate.acmCertificateArn"), _CERTIFICATE)
    if certificate is None:
        return
    names = [certificate.get("domainName"), *certificate.list("subjectAlternativeNames[]")]
    for place, alias in node.each("aliases[]"):
        if not any(_covers(str(name).lower(), str(alias).lower()) for name in names):
            yield Fault(place, f"a name out of {', '.join(map(str, names))}")


def _covers(name: str, host: str) -> bool:
    if name == host:
        return True
    return (
        name.startswith("*.")
        and host.partition(".")[2] == name[2:]
        and bool(host.partition(".")[0])
    )


@rule(
    "GP-CDN-004",
    _CDN,
    title="A name of the distribution is no name, or is given twice.",
    error="InvalidArgument: The parameter CNAME contains one or more parameters that are not valid. "
    "/ CNAMEAlreadyExists",
    source=_API,
)
def aliases(node: Node, world: World) -> Iterator[Fault]:
    """Host names, unique over all distributions."""
    others = {
        a
        for other in world.of(_CDN)
        if other.resource.urn < node.resource.urn
        for a in other.list("aliases[]")
    }
    seen: set[str] = set()
    for place, alias in node.each("aliases[]"):
        text = str(alias)
        if not is_host(text.removeprefix("*.")) or text.endswith("."):
            yield Fault(place, "a host name")
        if text in others or text in seen:
            yield Fault(place, "a name no other distribution has")
        seen.add(text)
    if len(seen) > 100:
        yield Fault("aliases", "100 names")


@rule(
    "GP-CDN-005",
    _CDN,
    title="Requests are sent to an origin the distribution does not have.",
    error="NoSuchOrigin: One or more of your origins or origin groups do not exist.",
    source=_API,
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
    "GP-CDN-006",
    _CDN,
    title="How answers are kept is told in two ways, or not at all.",
    error="InvalidArgument: The parameter ForwardedValues cannot be used when a cache policy is "
    "associated / is required",
    source="API cloudfront CacheBehavior",
)
def cache_policy(node: Node, _: World) -> Iterator[Fault]:
    """cachePolicyId or forwardedValues; TTLs and request policies go with one of them."""
    for place, item in behaviours(node):
        has_policy, legacy = (
            bool(item.get("cachePolicyId")),
            item.get("forwardedValues") is not None,
        )
        if has_policy == legacy:
            yield Fault(f"{place}.cachePolicyId", "one of cachePolicyId and forwardedValues")
        if has_policy:
            for key in ("minTtl", "defaultTtl", "maxTtl"):
                if number(item.get(key)):
                    yield Fault(f"{place}.{key}", "nothing with cachePolicyId")
        elif item.get("originRequestPolicyId"):
            yield Fault(f"{place}.originRequestPolicyId", "nothing without cachePolicyId")
        low, usual, high = (number(item.get(k)) for k in ("minTtl", "defaultTtl", "maxTtl"))
        yield from _ttl_order(low, usual, high, place)


def _ttl_order(
    low: float | None, usual: float | None, high: float | None, place: str
) -> Iterator[Fault]:
    prefix = f"{place}." if place else ""
    low = low or 0
    top = high if high is not None else max(31536000.0, usual or 0)
    if low < 0 or (high is not None and low > top):
        yield Fault(f"{prefix}minTtl", f"0 to {top:.0f}")
    elif usual is not None and not low <= usual <= top:
        yield Fault(f"{prefix}defaultTtl", f"{low:.0f} to {top:.0f}")


@rule(
    "GP-CDN-007",
    _CACHE,
    title="The times answers are kept are the wrong way round.",
    error="InvalidArgument: The parameter MinTTL must be less than or equal to DefaultTTL and "
    "MaxTTL",
    source="API cloudfront CachePolicyConfig",
)
def cache_times(node: Node, _: World) -> Iterator[Fault]:
    """min <= default <= max."""
    low, usual, high = (node.number(k) for k in ("minTtl", "defaultTtl", "maxTtl"))
    yield from _ttl_order(low, usual, high, "")


@rule(
    "GP-CDN-008",
    _CACHE,
    _REQUEST,
    title="What counts for the cache is told in part only.",
    error="InvalidArgument: The parameter Headers / Cookies / QueryStrings contains one or more "
    "parameters that are not valid",
    source="API cloudfront CachePolicyConfig, OriginRequestPolicyConfig",
)
def policy_items(node: Node, _: World) -> Iterator[Fault]:
    """Items with whitelist and allExcept only; no encodings as headers; no cookies with no cache."""
    base = "parametersInCacheKeyAndForwardedToOrigin." if node.type == _CACHE else ""
    for block, key, items in (
        ("cookiesConfig", "cookieBehavior", "cookies"),
        ("headersConfig", "headerBehavior", "headers"),
        ("queryStringsConfig", "queryStringBehavior", "queryStrings"),
    ):
        kind = node.get(f"{base}{block}.{key}")
        values = node.list(f"{base}{block}.{items}.items[]")
        needs = kind in ("whitelist", "allExcept", "allViewerAndWhitelistCloudFront")
        if needs != bool(values) and kind is not None:
            yield Fault(f"{base}{block}.{items}", "items with whitelist and allExcept only")
    headers = [str(h).lower() for h in node.list(f"{base}headersConfig.headers.items[]")]
    if node.type == _CACHE and "accept-encoding" in headers:
        yield Fault(
            f"{base}headersConfig.headers", "no Accept-Encoding; use enableAcceptEncoding..."
        )
    if node.type == _REQUEST and set(headers) & {"authorization", "accept-encoding"}:
        yield Fault("headersConfig.headers", "no Authorization, no Accept-Encoding")
    if len(headers) > 10:
        yield Fault(f"{base}headersConfig.headers", "ten headers")
    if node.type == _CACHE and node.number("maxTtl") == 0:
        for path in ("enableAcceptEncodingGzip", "enableAcceptEncodingBrotli"):
            if node.truth(f"{base}{path}"):
                yield Fault(f"{base}{path}", "false with maxTtl 0")
        for block, key in (("cookiesConfig", "cookieBehavior"), ("headersConfig", "headerBehavior"),
                           ("queryStringsConfig", "queryStringBehavior")):  # fmt: skip
            if node.get(f"{base}{block}.{key}") not in (None, "none"):
                yield Fault(f"{base}{block}.{key}", "none with maxTtl 0")


@rule(
    "GP-CDN-009",
    _CDN,
    title="The methods a path takes are not one of the three sets.",
    error="InvalidArgument: The parameter AllowedMethods cannot be used / contains methods that are "
    "not supported",
    source="API cloudfront AllowedMethods",
)
def methods(node: Node, _: World) -> Iterator[Fault]:
    """GET HEAD; and OPTIONS; or all seven. What is kept is among what is allowed."""
    for place, item in behaviours(node):
        allowed, cached = (
            set(listed(item.get("allowedMethods"))),
            set(listed(item.get("cachedMethods"))),
        )
        if allowed not in _METHODS:
            yield Fault(f"{place}.allowedMethods", "GET HEAD, GET HEAD OPTIONS, or all seven")
        if cached not in _METHODS[:2] or (not cached <= allowed and allowed in _METHODS):
            yield Fault(
                f"{place}.cachedMethods", "GET HEAD, or GET HEAD OPTIONS, out of the allowed ones"
            )
        if item.get("grpcConfig", {}).get("enabled") and "POST" not in allowed:
            yield Fault(f"{place}.grpcConfig.enabled", "all seven methods")


@rule(
    "GP-CDN-010",
    _CDN,
    title="A path pattern is given twice or cannot be.",
    error="InvalidArgument: The parameter PathPattern contains / the same path pattern twice",
    source="API cloudfront CacheBehavior",
)
def path_patterns(node: Node, _: World) -> Iterator[Fault]:
    """Unique, to 255 signs; at most 75 behaviours."""
    seen: set[str] = set()
    for place, value in node.each("orderedCacheBehaviors[].pathPattern"):
        text = str(value)
        if text in seen:
            yield Fault(place, "each pattern once")
        seen.add(text)
        if not re.fullmatch(r"[A-Za-z0-9_.*$/~\"'@:+&?!=%,;()-]{1,255}", text):
            yield Fault(place, "255 letters, digits and _-.*$/~\"'@:+&?")
    if len(node.list("orderedCacheBehaviors[]")) > 74:
        yield Fault("orderedCacheBehaviors", "75 behaviours with the default one")
    if len(node.list("origins[]")) > 100:
        yield Fault("origins", "100 origins")


@rule(
    "GP-CDN-011",
    _CDN,
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
        if not is_host(domain) or "/" in domain or ":" in domain:
            yield Fault(f"{place}.domainName", "a host name without scheme, port and path")
        bucket = re.search(r"\.s3[.-]([a-z0-9-]+\.)?amazonaws\.com$", domain) is not None
        access = origin.get("originAccessControlId")
        if not kinds and not bucket and is_host(domain) and not access:
            yield Fault(f"{place}.customOriginConfig", "how to reach a host that is no bucket")
        control = world.find(access, _OAC)
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
    _CDN,
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
            seen.add(name)
        if len(seen) > 30:
            yield Fault(f"{place}.customHeaders", "30 headers")


@rule(
    "GP-CDN-013",
    _CDN,
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
    "GP-CDN-014",
    _CDN,
    title="Code that runs at the edge is set twice, or where it cannot run.",
    error="InvalidFunctionAssociation: The function associations / event types",
    source="API cloudfront FunctionAssociation",
)
def functions(node: Node, world: World) -> Iterator[Fault]:
    """One function an event; functions at viewer events; live ones of the estate."""
    for place, item in behaviours(node):
        events: list[str] = []
        for index, f in enumerate(listed(item.get("functionAssociations"))):
            here = f"{place}.functionAssociations[{index}]"
            event = str(f.get("eventType"))
            if event not in ("viewer-request", "viewer-response") or event in events:
                yield Fault(f"{here}.eventType", "viewer-request or viewer-response, each once")
            events.append(event)
            found = arn(f.get("functionArn"))
            if (
                found is None
                or found.service != "cloudfront"
                or not found.resource.startswith("function/")
            ):
                yield Fault(f"{here}.functionArn", "the ARN of a CloudFront function")
            function = world.find(f.get("functionArn"), _FUNCTION)
            if function and not function.truth("publish", default=True):
                yield Fault(f"{here}.functionArn", "a function with publish true")
        for index, f in enumerate(listed(item.get("lambdaFunctionAssociations"))):
            here = f"{place}.lambdaFunctionAssociations[{index}]"
            found = arn(f.get("lambdaArn"))
            if (
                found is None
                or found.region != "us-east-1"
                or not re.search(r":\d+$", found.resource)
            ):
                yield Fault(f"{here}.lambdaArn", "a version of a function in us-east-1")
            if str(f.get("eventType", "")).startswith("viewer") and events:
                yield Fault(f"{here}.eventType", "an origin event beside a CloudFront function")


@rule(
    "GP-CDN-015",
    _CDN,
    title="A policy named by the distribution does not exist.",
    error="NoSuchCachePolicy / NoSuchOriginRequestPolicy / NoSuchResponseHeadersPolicy",
    source="CloudFront Developer Guide: managed policies",
)
def policies_exist(node: Node, world: World) -> Iterator[Fault]:
    """Ids are managed ones or of the estate."""
    kinds: tuple[tuple[str, str, Mapping[str, str]], ...] = (
        ("cachePolicyId", _CACHE, _MANAGED_CACHE),
        ("originRequestPolicyId", _REQUEST, _MANAGED_REQUEST),
        ("responseHeadersPolicyId", _HEADERS, _MANAGED_HEADERS),
    )
    for place, item in behaviours(node):
        for key, kind, managed in kinds:
            value = item.get(key)
            if isinstance(value, str) and value not in managed and not world.find(value, kind):
                yield Fault(
                    f"{place}.{key}", f"a policy of the estate, or {', '.join(managed.values())}"
                )


@rule(
    "GP-CDN-016",
    _CDN,
    title="The firewall named by the distribution is not one for CloudFront.",
    error="InvalidWebACLId: Web ACL is not accessible by the requester.",
    source="pulumi-aws cloudfront.Distribution, web_acl_id",
)
def web_acl(node: Node, _: World) -> Iterator[Fault]:
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


@rule(
    "GP-CDN-017",
    _CDN,
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
    _CDN,
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
    _CDN,
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


@rule(
    "GP-CDN-020",
    _HEADERS,
    title="A header to the visitor cannot be set this way.",
    error="InvalidArgument / TooLongCSPInResponseHeadersPolicy / "
    "TooManyCustomHeadersInResponseHeadersPolicy",
    source="API cloudfront ResponseHeadersPolicyConfig; CloudFront quotas",
)
def response_headers(node: Node, _: World) -> Iterator[Fault]:
    """Security headers in their own block; values to 1783 signs; ten own headers."""
    base = "securityHeadersConfig"
    text = node.get(f"{base}.contentSecurityPolicy.contentSecurityPolicy")
    if isinstance(text, str) and (len(text) > 1783 or "\n" in text or not text):
        yield Fault(
            f"{base}.contentSecurityPolicy.contentSecurityPolicy", "1783 characters in one line"
        )
    age = node.number(f"{base}.strictTransportSecurity.accessControlMaxAgeSec")
    if age is not None and not 0 <= age <= 2147483647:
        yield Fault(f"{base}.strictTransportSecurity.accessControlMaxAgeSec", "0 seconds at least")
    own = {"strict-transport-security", "content-security-policy", "x-content-type-options",
           "x-frame-options", "referrer-policy", "x-xss-protection"}  # fmt: skip
    refused = {"connection", "content-encoding", "content-length", "expect", "host", "keep-alive",
               "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
               "trailers", "transfer-encoding", "upgrade", "via", "warning", "age", "set-cookie2"}  # fmt: skip
    seen: set[str] = set()
    for place, name in node.each("customHeadersConfig.items[].header"):
        low = str(name).lower()
        if low in own:
            yield Fault(place, f"{base} for this header")
        elif low in refused or low.startswith(("x-amz-cf", "x-edge-")) or low in seen:
            yield Fault(place, "a header CloudFront does not own, each once")
        seen.add(low)
    if len(seen) > 10:
        yield Fault("customHeadersConfig.items", "ten headers")
    cors = "corsConfig"
    origins = node.list(f"{cors}.accessControlAllowOrigins.items[]")
    if node.truth(f"{cors}.accessControlAllowCredentials") and "*" in (
        origins
        + node.list(f"{cors}.accessControlAllowHeaders.items[]")
        + node.list(f"{cors}.accessControlAllowMethods.items[]")
    ):
        yield Fault(f"{cors}.accessControlAllowCredentials", "false with *")
    protection = f"{base}.xssProtection"
    if node.truth(f"{protection}.modeBlock") and (
        not node.truth(f"{protection}.protection") or node.has(f"{protection}.reportUri")
    ):
        yield Fault(f"{protection}.modeBlock", "false without protection or with reportUri")


@rule(
    "GP-CDN-021",
    _FUNCTION,
    title="The code at the edge is too long or is no function.",
    error="FunctionSizeLimitExceeded: The function is too large / InvalidArgument",
    source="CloudFront quotas: functions",
)
def function_code(node: Node, _: World) -> Iterator[Fault]:
    """10 KB; a function named handler."""
    code = node.get("code")
    if not isinstance(code, str):
        return
    if len(code.encode()) > 10240:
        yield Fault("code", "10240 bytes")
    if not re.search(r"\bhandler\b", code):
        yield Fault("code", "function handler(event) { ... }")
    runtime1 = node.get("runtime") == "cloudfront-js-1.0"
    if runtime1 and re.search(r"\b(const|let|await|import)\b", code):
        yield Fault("runtime", "cloudfront-js-2.0 for this code")
    if node.list("keyValueStoreAssociations[]") and runtime1:
        yield Fault("runtime", "cloudfront-js-2.0 with a key value store")


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


@rule(
    "GP-CDN-023",
    _CACHE,
    _REQUEST,
    _HEADERS,
    _FUNCTION,
    _OAC,
    title="Two policies or functions have one name.",
    error="CachePolicyAlreadyExists / FunctionAlreadyExists / OriginAccessControlAlreadyExists",
    source="API cloudfront CreateCachePolicy",
)
def name_once(node: Node, world: World) -> Iterator[Fault]:
    """Names are unique per account and kind."""
    mine = node.output("name")
    for other in world.peers(node):
        if mine and other.output("name") == mine and other.resource.urn < node.resource.urn:
            yield Fault("name", f"a name {other.name} does not have")


@rule(
    "GP-CDN-024",
    _CDN,
    title="Signed links need somebody who signs.",
    error="TrustedKeyGroupDoesNotExist / TrustedSignerDoesNotExist",
    source="API cloudfront TrustedKeyGroups",
)
def signers(node: Node, _: World) -> Iterator[Fault]:
    """Key groups or signers, not both; known viewer policies."""
    for place, item in behaviours(node):
        if item.get("trustedKeyGroups") and item.get("trustedSigners"):
            yield Fault(f"{place}.trustedSigners", "one of trustedKeyGroups and trustedSigners")
    for place, origin in node.each("origins[]"):
        region = (origin.get("originShield") or {}).get("originShieldRegion")
        if (origin.get("originShield") or {}).get("enabled") and not region:
            yield Fault(f"{place}.originShield.originShieldRegion", "a region")


_NAMED = Text(r"[A-Za-z0-9_-]+", "letters, digits, - _", ("a b", "a.b"), ("a_b-c",), 128)
LIMITS = (
    limit(
        "GP-CDN-101",
        _CACHE,
        "name",
        _NAMED,
        named=True,
        title="The policy's name has other signs or is too long.",
        error="InvalidArgument: Name",
        source="API cloudfront CachePolicyConfig",
    ),
    limit(
        "GP-CDN-102",
        _HEADERS,
        "name",
        _NAMED,
        named=True,
        title="The policy's name has other signs or is too long.",
        error="InvalidArgument: Name",
        source="API cloudfront ResponseHeadersPolicyConfig",
    ),
    limit(
        "GP-CDN-103",
        _FUNCTION,
        "name",
        Text(r"[a-zA-Z0-9_-]{1,64}", "letters, digits, - _", ("a b",), ("a_b-c",), 64),
        named=True,
        title="The function's name has other signs or is too long.",
        error="InvalidArgument: Name",
        source="API cloudfront FunctionName",
    ),
    limit(
        "GP-CDN-104",
        _OAC,
        "name",
        Text(r"[^\s].{0,63}", "64 characters", ("",), ("acme prod",), 64),
        named=True,
        title="The access control's name is too long.",
        error="InvalidArgument: Name",
        source="API cloudfront OriginAccessControlConfig",
    ),
    limit(
        "GP-CDN-105",
        _CDN,
        "httpVersion",
        OneOf("http1.1", "http2", "http3", "http2and3"),
        title="There is no such version of HTTP.",
        error="InvalidArgument: HttpVersion",
        source=_API,
    ),
    limit(
        "GP-CDN-106",
        _CDN,
        "priceClass",
        OneOf("PriceClass_100", "PriceClass_200", "PriceClass_All"),
        title="There is no such price class.",
        error="InvalidArgument: PriceClass",
        source=_API,
    ),
    limit(
        "GP-CDN-107",
        _CDN,
        "viewerCertificate.minimumProtocolVersion",
        OneOf(
            "TLSv1",
            "TLSv1_2016",
            "TLSv1.1_2016",
            "TLSv1.2_2018",
            "TLSv1.2_2019",
            "TLSv1.2_2025",
            "TLSv1.3_2025",
            "SSLv3",
            "TLSv1.2_2021",
        ),
        title="There is no such set of encryption methods.",
        error="InvalidViewerCertificate: MinimumProtocolVersion",
        source=_API,
    ),
    limit(
        "GP-CDN-108",
        _CDN,
        "defaultCacheBehavior.viewerProtocolPolicy",
        OneOf("allow-all", "https-only", "redirect-to-https"),
        title="Visitors come over http, https or are sent there.",
        error="InvalidArgument: ViewerProtocolPolicy",
        source=_API,
    ),
    limit(
        "GP-CDN-109",
        _CDN,
        "orderedCacheBehaviors[].viewerProtocolPolicy",
        OneOf("allow-all", "https-only", "redirect-to-https"),
        title="Visitors come over http, https or are sent there.",
        error="InvalidArgument: ViewerProtocolPolicy",
        source=_API,
    ),
    limit(
        "GP-CDN-110",
        _FUNCTION,
        "runtime",
        OneOf("cloudfront-js-1.0", "cloudfront-js-2.0"),
        title="There is no such runtime.",
        error="InvalidArgument: Runtime",
        source="API cloudfront FunctionRuntime",
    ),
)
