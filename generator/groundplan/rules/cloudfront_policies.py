"""CloudFront: policies for caching, for requests and for answers."""

import re
from collections.abc import Iterator, Mapping

from groundplan.rules.cloudfront_parts import ACCESS_CONTROL, DISTRIBUTION, FUNCTION, behaviours
from groundplan.rules.constraint import OneOf, Text, limit
from groundplan.rules.node import Node, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_CACHE = "aws:cloudfront/cachePolicy:CachePolicy"
_REQUEST = "aws:cloudfront/originRequestPolicy:OriginRequestPolicy"
_HEADERS = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"
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


@rule(
    "GP-CDN-006",
    DISTRIBUTION,
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
    "GP-CDN-015",
    DISTRIBUTION,
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
        if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", str(name)):
            yield Fault(place, "the name of a header: letters, digits, hyphens")
        elif low in own:
            yield Fault(place, f"{base} for this header")
        elif low in refused or low.startswith(("x-amz-cf", "x-edge-")) or low in seen:
            yield Fault(place, "a header CloudFront does not own, each once")
        seen.add(low)
    if len(seen) > 10:
        yield Fault("customHeadersConfig.items", "ten headers")
    for place, name in node.each("removeHeadersConfig.items[].header"):
        if str(name).lower() in refused:
            yield Fault(place, "a header CloudFront does not own")
    cors = "corsConfig"
    methods = node.list(f"{cors}.accessControlAllowMethods.items[]")
    if "ALL" in methods and len(methods) > 1:
        yield Fault(f"{cors}.accessControlAllowMethods.items", "ALL alone")
    origins = node.list(f"{cors}.accessControlAllowOrigins.items[]")
    if node.truth(f"{cors}.accessControlAllowCredentials") and "*" in (
        origins + node.list(f"{cors}.accessControlAllowHeaders.items[]") + methods
    ):
        yield Fault(f"{cors}.accessControlAllowCredentials", "false with *")
    protection = f"{base}.xssProtection"
    if node.truth(f"{protection}.modeBlock") and (
        not node.truth(f"{protection}.protection") or node.has(f"{protection}.reportUri")
    ):
        yield Fault(f"{protection}.modeBlock", "false without protection or with reportUri")


@rule(
    "GP-CDN-023",
    _CACHE,
    _REQUEST,
    _HEADERS,
    FUNCTION,
    ACCESS_CONTROL,
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
        "GP-CDN-111",
        _HEADERS,
        "comment",
        Text(r".*", "any text", (), ("a",), 128),
        title="The comment is too long.",
        error="InvalidArgument: The parameter Comment is too long",
        source="API cloudfront ResponseHeadersPolicyConfig",
    ),
    limit(
        "GP-CDN-112",
        _HEADERS,
        "corsConfig.accessControlAllowMethods.items[]",
        OneOf("GET", "DELETE", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "ALL"),
        title="There is no such method.",
        error="InvalidArgument: AccessControlAllowMethods",
        source="API cloudfront ResponseHeadersPolicyAccessControlAllowMethodsValues",
    ),
)
