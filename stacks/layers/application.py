"""Application of one environment: what every release touches."""

import pulumi

from stacks import config, local
from stacks.account.boundary import bound_roles, boundary_arn
from stacks.compute.checks import check_services
from stacks.compute.cluster import Cluster, ClusterArgs
from stacks.compute.registry import Registry
from stacks.compute.schedule import ScheduledJob
from stacks.compute.service import Service
from stacks.compute.task import Task
from stacks.context import EDGE_REGION
from stacks.edge.certificates import public_names
from stacks.edge.outage import Outage, OutageArgs
from stacks.edge.routes import routes
from stacks.layers import edge, workloads
from stacks.layers.provider import account_provider, with_provider
from stacks.observability.notifications import Topics
from stacks.references import Foundation


class ApplicationLayer:
    """Components of the application, by the names `stacks/local.py` may use."""

    def __init__(self) -> None:
        self.config = config.load()
        context, settings, values = self.config.context, self.config.settings, self.config.values
        check_services(values.services)
        if values.repository:
            bound_roles(boundary_arn(context))
        self.opts = with_provider(account_provider(context))
        self.foundation = Foundation(context.environment)
        self.topics = Topics.of(self.foundation.mapping("topics", context.region))
        self.edge_topics = Topics.of(self.foundation.mapping("topics", EDGE_REGION))
        # Certificates and public names exist once the domain points to our name servers.
        delegated = bool(values.domain) and values.dns_delegated
        self.names = public_names(values.domain, context.environment) if delegated else ()
        self.routes = routes(values.services)

        # 1. The way in: it exists where a service is public.
        self.front = edge.Front(self) if self.routes else None

        # 2. What runs.
        self.cluster = Cluster(
            "cluster",
            ClusterArgs(context=context, container_insights=settings.container_insights),
            self.opts,
        )
        self.registries: dict[str, Registry] = {}
        self.tasks: dict[str, Task] = {}
        self.services: dict[str, Service] = {}
        self.jobs: dict[str, ScheduledJob] = {}
        for service in values.services:
            if service.kind != "static":
                workloads.add(self, service)

        # 3. One page for one outage.
        self._watch()

    def _watch(self) -> None:
        balancer = self.front.load_balancer if self.front else None
        symptoms = [name for service in self.services.values() for name in service.alarm_names]
        makers = [alarms for service in self.services.values() for alarms in service.alarms]
        if balancer is not None:
            symptoms += balancer.alarm_names
            makers.append(balancer.alarms)
        if symptoms:
            Outage(
                "outage",
                OutageArgs(
                    context=self.config.context,
                    topics=self.topics,
                    page=self.config.settings.alarm_page,
                    alarm_names=symptoms,
                    alarms=makers,
                ),
                self.opts,
            )


def deploy() -> None:
    """Deploy the layer, then the owner's additions, then tell the deploy workflow."""
    layer = ApplicationLayer()
    local.application(layer)
    for name, value in workloads.outputs(layer).items():
        pulumi.export(name, value)
