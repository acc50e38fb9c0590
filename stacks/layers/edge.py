"""Wiring of the way in: certificates, load balancer, static sites, WAF, CloudFront."""

import pulumi

from stacks.edge import paths
from stacks.edge.access_logs import AccessLogs, AccessLogsArgs
from stacks.edge.cdn import Cdn, CdnArgs
from stacks.edge.certificates import Certificates, CertificatesArgs
from stacks.edge.headers import Headers, HeadersArgs
from stacks.edge.load_balancer import LoadBalancer, LoadBalancerArgs
from stacks.edge.static_site import StaticSite, StaticSiteArgs
from stacks.edge.waf import Waf, WafArgs
from stacks.layers.ground import Ground


class Front:
    """What stands between visitors and services."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        context, settings = ground.config.context, ground.config.settings
        kinds = {service.name: service.kind for service in ground.config.values.services}
        app = [name for name in ground.routes if kinds[name] != "static"]
        self.priorities = paths.priorities(p for name in app for p in ground.routes[name])
        self.access_logs = AccessLogs(
            "access-logs",
            AccessLogsArgs(
                context=context, days=settings.log_days, force_destroy=settings.force_destroy
            ),
            ground.opts,
        )
        self.certificates = self._certificates()
        self.load_balancer = self._load_balancer() if app else None
        self.sites = {
            name: StaticSite(
                name,
                StaticSiteArgs(context=context, force_destroy=settings.force_destroy),
                ground.opts,
            )
            for name in ground.routes
            if kinds[name] == "static"
        }
        self.cdn = self._cdn()

    @property
    def url(self) -> pulumi.Input[str]:
        """Where visitors find the application: its name, or CloudFront's before delegation."""
        if self._ground.names:
            return f"https://{self._ground.names[0]}"
        return pulumi.Output.concat("https://", self.cdn.domain_name)

    def _certificates(self) -> Certificates | None:
        ground = self._ground
        if not ground.names:
            return None
        return Certificates(
            "certificates",
            CertificatesArgs(
                context=ground.config.context,
                names=ground.names,
                zone_id=ground.foundation.text("zone_id"),
            ),
            ground.opts,
        )

    def _load_balancer(self) -> LoadBalancer:
        ground = self._ground
        settings = ground.config.settings
        return LoadBalancer(
            "alb",
            LoadBalancerArgs(
                context=ground.config.context,
                vpc_id=ground.foundation.text("vpc_id"),
                subnet_ids=ground.foundation.texts("private_subnet_ids"),
                certificate_arn=self.certificates.home_arn if self.certificates else None,
                access_logs=self.access_logs,
                deletion_protection=settings.deletion_protection,
                topics=ground.topics,
                page=settings.alarm_page,
            ),
            ground.opts,
        )

    def _cdn(self) -> Cdn:
        ground = self._ground
        context, settings = ground.config.context, ground.config.settings
        waf = Waf(
            "waf",
            WafArgs(
                context=context,
                flows=ground.config.values.critical_flows,
                mode=settings.waf_mode,
                body_size_mode=settings.waf_body_size_mode,
                rate_limit=settings.waf_rate_limit,
                auth_rate_limit=settings.waf_auth_rate_limit,
                log_days=settings.audit_log_days,
                topics=ground.edge_topics,
                page=settings.alarm_page,
            ),
            ground.opts,
        )
        return Cdn(
            "cdn",
            CdnArgs(
                context=context,
                waf=waf,
                headers=Headers("headers", HeadersArgs(context=context), ground.opts),
                access_logs=self.access_logs,
                topics=ground.edge_topics,
                page=settings.alarm_page,
                price_class=settings.cdn_price_class,
                load_balancer=self.load_balancer,
                app_paths=sorted(self.priorities),
                sites={p: site for name, site in self.sites.items() for p in ground.routes[name]},
                certificates=self.certificates,
                names=ground.names,
                zone_id=ground.foundation.text("zone_id") if ground.names else None,
            ),
            ground.opts,
        )
