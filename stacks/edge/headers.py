"""Security headers CloudFront adds to every response."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context

HSTS_SECONDS = 63_072_000


@dataclass(frozen=True, kw_only=True)
class HeadersArgs:
    """Settings of the headers. Free."""

    context: Context
    """Who and where."""


class Headers(Component, token="groundplan:edge:Headers"):
    """A response headers policy.

    HSTS (two years) and ``nosniff`` always stand; frames and the referrer are the app's to
    loosen, so its own headers win there. HSTS covers the name itself: subdomains and the
    browsers' preload list bind names nobody asked about here and are hard to take back.
    A content security policy depends on the app's own scripts and belongs in the app.
    """

    policy_id: pulumi.Output[str]
    """Id for a behaviour."""

    def __init__(
        self, name: str, args: HeadersArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self.policy_id = aws.cloudfront.ResponseHeadersPolicy(
            f"{name}-policy",
            name=args.context.physical(name, 128),
            comment="HSTS, nosniff, frames, referrer",
            security_headers_config={
                "strict_transport_security": {
                    "access_control_max_age_sec": HSTS_SECONDS,
                    "include_subdomains": False,
                    "preload": False,
                    "override": True,
                },
                "content_type_options": {"override": True},
                "frame_options": {"frame_option": "DENY", "override": False},
                "referrer_policy": {
                    "referrer_policy": "strict-origin-when-cross-origin",
                    "override": False,
                },
            },
            opts=self._child(),
        ).id
        self.register_outputs({"policy_id": self.policy_id})
