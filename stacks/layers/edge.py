"""Wiring of the way in: certificates, load balancer, static sites, WAF, CloudFront."""

from typing import TYPE_CHECKING

import pulumi

from stacks.edge import paths
from stacks.edge.access_logs import AccessLogs, AccessLogsArgs
from stacks.edge.cdn import Cdn, CdnArgs
from stacks.edge.certificates import Certificates, CertificatesArgs
from stacks.edge.headers import Headers, HeadersArgs
from stacks.edge.load_balancer import LoadBalancer, LoadBalancerArgs
from stacks.edge.static_site import StaticSite, StaticSiteArgs
from stacks.edge.waf import Waf, WafArgs

if TYPE_CHECKING:
    from stacks.layers.application import ApplicationLayer


class Front:
    """What stands between visitors and services."""

    def __init__(self, layer: "ApplicationLayer") -> None:
        self._layer = layer
        context, settings = layer.config.context, layer.config.settings
        kinds = {service.name: service.kind for service in layer.config.values.services}
        app = [name for name in layer.routes if kinds[name] != "static"]
        self.priorities = paths.priorities(p for name in app for p in layer.routes[name])
        self.access_logs = AccessLogs(
            "access-logs",
            AccessLogsArgs(
                context=context, days=settings.log_days, force_destroy=settings.force_destroy
            ),
            layer.opts,
        )
        self.certificates = self._certificates()
        self.load_balancer = self._load_balancer() if app else None
        self.sites = {
            name: StaticSite(
                name,
                StaticSiteArgs(context=context, force_destroy=settings.force_destroy),
                layer.opts,
            )
            for name in layer.routes
            if kinds[name] == "static"
        }
        self.cdn = self._cdn()

    @property
    def url(self) -> pulumi.Input[str]:
        """Where visitors find the application: its name, or CloudFront's before delegation."""
        if self._layer.names:
            return f"https://{self._layer.names[0]}"
        return pulumi.Output.concat("https://", self.cdn.domain_name)

    def _certificates(self) -> Certificates | None:
        layer = self._layer
        if not layer.names:
            return None
        return Certificates(
            "certificates",
            CertificatesArgs(
                context=layer.config.context,
                names=layer.names,
                zone_id=layer.foundation.text("zone_id"),
            ),
            layer.opts,
        )

    def _load_balancer(self) -> LoadBalancer:
        layer = self._layer
        settings = layer.config.settings
        return LoadBalancer(
            "alb",
            LoadBalancerArgs(
                context=layer.config.context,
                vpc_id=layer.foundation.text("vpc_id"),
                subnet_ids=layer.foundation.texts("private_subnet_ids"),
                certificate_arn=self.certificates.home_arn if self.certificates else None,
                access_logs=self.access_logs,
                deletion_protection=settings.deletion_protection,
                topics=layer.topics,
                page=settings.alarm_page,
            ),
            layer.opts,
        )

    def _cdn(self) -> Cdn:
        layer = self._layer
        context, settings = layer.config.context, layer.config.settings
        waf = Waf(
            "waf",
            WafArgs(
                context=context,
                flows=layer.config.values.critical_flows,
                mode=settings.waf_mode,
                body_size_mode=settings.waf_body_size_mode,
                rate_limit=settings.waf_rate_limit,
                auth_rate_limit=settings.waf_auth_rate_limit,
                log_days=settings.audit_log_days,
                topics=layer.edge_topics,
                page=settings.alarm_page,
            ),
            layer.opts,
        )
        return Cdn(
            "cdn",
            CdnArgs(
                context=context,
                waf=waf,
                headers=Headers("headers", HeadersArgs(context=context), layer.opts),
                access_logs=self.access_logs,
                topics=layer.edge_topics,
                page=settings.alarm_page,
                price_class=settings.cdn_price_class,
                load_balancer=self.load_balancer,
                app_paths=sorted(self.priorities),
                sites={p: site for name, site in self.sites.items() for p in layer.routes[name]},
                certificates=self.certificates,
                names=layer.names,
                zone_id=layer.foundation.text("zone_id") if layer.names else None,
            ),
            layer.opts,
        )
