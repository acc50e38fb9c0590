"""CloudFront: kinds of resource, and the behaviours of a distribution."""

from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.node import Node

DISTRIBUTION = "aws:cloudfront/distribution:Distribution"
FUNCTION = "aws:cloudfront/function:Function"
ACCESS_CONTROL = "aws:cloudfront/originAccessControl:OriginAccessControl"
API = "API cloudfront DistributionConfig"


def behaviours(node: Node) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The default behaviour and the others, with their place."""
    default = node.get("defaultCacheBehavior")
    if isinstance(default, Mapping):
        yield "defaultCacheBehavior", default
    yield from node.each("orderedCacheBehaviors[]")
