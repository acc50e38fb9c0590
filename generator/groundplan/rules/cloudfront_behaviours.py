"""CloudFront: what a distribution does with a path."""

import re
from collections.abc import Iterator

from groundplan.rules.cloudfront_parts import API, DISTRIBUTION, behaviours
from groundplan.rules.constraint import OneOf, limit
from groundplan.rules.node import Node, listed
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_METHODS = (
    {"GET", "HEAD"},
    {"GET", "HEAD", "OPTIONS"},
    {"GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"},
)


@rule(
    "GP-CDN-009",
    DISTRIBUTION,
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
    DISTRIBUTION,
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
    "GP-CDN-024",
    DISTRIBUTION,
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


LIMITS = (
    limit(
        "GP-CDN-108",
        DISTRIBUTION,
        "defaultCacheBehavior.viewerProtocolPolicy",
        OneOf("allow-all", "https-only", "redirect-to-https"),
        title="Visitors come over http, https or are sent there.",
        error="InvalidArgument: ViewerProtocolPolicy",
        source=API,
    ),
    limit(
        "GP-CDN-109",
        DISTRIBUTION,
        "orderedCacheBehaviors[].viewerProtocolPolicy",
        OneOf("allow-all", "https-only", "redirect-to-https"),
        title="Visitors come over http, https or are sent there.",
        error="InvalidArgument: ViewerProtocolPolicy",
        source=API,
    ),
)
