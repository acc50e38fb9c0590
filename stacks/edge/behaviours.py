"""How CloudFront treats requests: to services, and for files."""

from typing import Any

from stacks.edge.headers import Headers
from stacks.edge.static_site import StaticSite

# AWS's managed policies have the same ids in every account.
CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER = "216adef6-5c7f-47e4-b989-5492eafa07d3"


def behaviour(headers: Headers, site: StaticSite | None) -> dict[str, Any]:
    """A cache behaviour, without its path.

    Args:
        headers: Added to every response.
        site: Static files that answer; the load balancer where there are none.
    """
    common = {
        "viewer_protocol_policy": "redirect-to-https",
        "compress": True,
        "response_headers_policy_id": headers.policy_id,
    }
    if site is None:
        return {
            **common,
            "target_origin_id": "load-balancer",
            "allowed_methods": ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
            "cached_methods": ["GET", "HEAD"],
            "cache_policy_id": CACHING_DISABLED,
            "origin_request_policy_id": ALL_VIEWER,
        }
    # No origin request policy: S3 refuses a host name that is not its own.
    return {
        **common,
        "target_origin_id": site.origin_id,
        "allowed_methods": ["GET", "HEAD", "OPTIONS"],
        "cached_methods": ["GET", "HEAD"],
        "cache_policy_id": CACHING_OPTIMIZED,
        "function_associations": [
            {"event_type": "viewer-request", "function_arn": site.function_arn}
        ],
    }
