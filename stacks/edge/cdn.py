"""CloudFront: the only way in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import EDGE_REGION, Context
from stacks.edge import paths
from stacks.edge.access_logs import AccessLogs
from stacks.edge.alarms import CDN
from stacks.edge.behaviours import behaviour
from stacks.edge.cdn_log import CdnLog, CdnLogArgs
from stacks.edge.certificates import Certificates, label
from stacks.edge.headers import Headers
from stacks.edge.load_balancer import IDLE_SECONDS, LoadBalancer
from stacks.edge.static_site import StaticSite
from stacks.edge.waf import Waf
from stacks.observability.alarm import Alarms, AlarmsArgs
from stacks.observability.notifications import Topics

TLS_POLICY = "TLSv1.2_2025"

_SLOW = pulumi.CustomTimeouts(create="45m", update="45m", delete="45m")


@dataclass(frozen=True, kw_only=True)
class CdnArgs:
    """Settings of the distribution. A terabyte and ten million requests a month are free."""

    context: Context
    """Who and where."""
    waf: Waf
    """Asked before anything else."""
    headers: Headers
    """Added to every response."""
    access_logs: AccessLogs
    """Where requests are logged."""
    topics: Topics
    """Where alarms go, in us-east-1."""
    page: bool
    """Severe alarms wake somebody."""
    price_class: Literal["PriceClass_100", "PriceClass_200", "PriceClass_All"]
    """How far from home CloudFront has edges."""
    load_balancer: LoadBalancer | None
    """Answers what no path of ``sites`` matches; none where all is static."""
    app_paths: Sequence[str]
    """Patterns of the services behind the load balancer."""
    sites: Mapping[str, StaticSite] = field(default_factory=dict)
    """Static site by path pattern."""
    certificates: Certificates | None = None
    """Issued certificates; none before the domain is delegated."""
    names: Sequence[str] = ()
    """Public names, covered by the certificates."""
    zone_id: pulumi.Input[str] | None = None
    """Hosted zone of the names."""


class Cdn(Component, token="groundplan:edge:Cdn"):
    """A CloudFront distribution over the load balancer and the static files.

    Invariants: HTTP is redirected to HTTPS; the WAF is asked first; requests to services
    are never cached and arrive whole (all methods, cookies, headers, the host name too);
    every response carries the security headers.

    With certificates it serves the public names with TLS 1.2 at least. Without them it
    serves its own ``cloudfront.net`` name, whose oldest TLS version AWS fixes.

    The load balancer is reached by a VPC origin, which cannot change while it is in use: a
    change of its protocol makes a new one beside it, moves over, and removes the old one.
    """

    CHILDREN = ("distribution",)

    domain_name: pulumi.Output[str]
    """CloudFront's own name for it."""
    distribution_id: pulumi.Output[str]
    """Id; a release invalidates its files here."""

    def __init__(
        self,
        name: str,
        args: CdnArgs,
        opts: pulumi.ResourceOptions | None = None,
        overrides: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        super().__init__(name, opts, overrides)
        self._args = args
        distribution = self._distribution(name)
        self.domain_name = distribution.domain_name
        self.distribution_id = distribution.id
        for site in _unique(args.sites):
            site.allow(distribution.arn)
        if args.certificates is not None:
            self._records(name, distribution)
        CdnLog(
            f"{name}-log",
            CdnLogArgs(
                context=args.context,
                distribution_arn=distribution.arn,
                access_logs=args.access_logs,
            ),
            self._child(),
        )
        Alarms(
            f"{name}-alarms",
            AlarmsArgs(
                context=args.context,
                topics=args.topics,
                specs=CDN,
                dimensions={"DistributionId": distribution.id, "Region": "Global"},
                page=args.page,
                region=EDGE_REGION,
            ),
            self._child(),
        )
        self.register_outputs({"domain_name": self.domain_name})

    def _distribution(self, name: str) -> aws.cloudfront.Distribution:
        args = self._args
        patterns = {**dict.fromkeys(args.app_paths, None), **args.sites}
        ordered = [p for p in paths.by_precedence(patterns) if p != "/*"]
        default = args.sites.get("/*")
        return aws.cloudfront.Distribution(
            f"{name}-distribution",
            **self._merged(
                "distribution",
                {
                    "comment": f"{args.context.app} {args.context.environment}",
                    "price_class": args.price_class,
                    "http_version": "http2and3",
                    "is_ipv6_enabled": True,
                    "default_root_object": "index.html" if default is not None else None,
                },
                {
                    "enabled": True,
                    "aliases": list(args.names) if args.certificates else [],
                    "origins": self._origins(name),
                    "default_cache_behavior": behaviour(self._args.headers, default),
                    "ordered_cache_behaviors": [
                        {
                            "path_pattern": pattern,
                            **behaviour(self._args.headers, patterns[pattern]),
                        }
                        for pattern in ordered
                    ],
                    "viewer_certificate": self._certificate(),
                    "restrictions": {
                        "geo_restriction": {"restriction_type": "none", "locations": []}
                    },
                    "web_acl_id": args.waf.arn,
                },
            ),
            opts=self._child(custom_timeouts=_SLOW),
        )

    def _certificate(self) -> dict[str, Any]:
        certificates = self._args.certificates
        if certificates is None:
            return {"cloudfront_default_certificate": True}
        return {
            "acm_certificate_arn": certificates.edge_arn,
            "ssl_support_method": "sni-only",
            "minimum_protocol_version": TLS_POLICY,
        }

    def _origins(self, name: str) -> list[dict[str, Any]]:
        origins: list[dict[str, Any]] = [
            {
                "origin_id": site.origin_id,
                "domain_name": site.domain_name,
                "origin_access_control_id": site.access_control_id,
            }
            for site in _unique(self._args.sites)
        ]
        balancer = self._args.load_balancer
        if balancer is not None:
            origins.append(
                {
                    "origin_id": "load-balancer",
                    "domain_name": balancer.dns_name,
                    "vpc_origin_config": {
                        "vpc_origin_id": self._vpc_origin(name, balancer).id,
                        # Not longer than the load balancer keeps an idle connection.
                        "origin_read_timeout": IDLE_SECONDS,
                        "origin_keepalive_timeout": IDLE_SECONDS // 2,
                    },
                }
            )
        return origins

    def _vpc_origin(self, name: str, balancer: LoadBalancer) -> aws.cloudfront.VpcOrigin:
        protocol = "https" if balancer.secure else "http"
        return aws.cloudfront.VpcOrigin(
            f"{name}-origin-{protocol}",
            vpc_origin_endpoint_config={
                "name": self._args.context.physical(f"origin-{protocol}", 64),
                "arn": balancer.arn,
                "http_port": 80,
                "https_port": 443,
                "origin_protocol_policy": f"{protocol}-only",
                "origin_ssl_protocols": {"items": ["TLSv1.2"], "quantity": 1},
            },
            # Alone this can take longer than the quarter of an hour the provider waits.
            opts=self._child(custom_timeouts=_SLOW),
        )

    def _records(self, name: str, distribution: aws.cloudfront.Distribution) -> None:
        args = self._args
        for domain in args.names:
            for kind in ("A", "AAAA"):
                aws.route53.Record(
                    f"{name}-{label(domain, args.names[0])}-{kind.lower()}",
                    zone_id=args.zone_id or "",
                    name=domain,
                    type=kind,
                    aliases=[
                        {
                            "name": distribution.domain_name,
                            "zone_id": distribution.hosted_zone_id,
                            "evaluate_target_health": False,
                        }
                    ],
                    opts=self._child(),
                )


def _unique(sites: Mapping[str, StaticSite]) -> list[StaticSite]:
    return list({site.origin_id: site for _, site in sorted(sites.items())}.values())
