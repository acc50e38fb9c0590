"""Application of one environment: what every release touches."""

import pulumi

from stacks import local
from stacks.edge.outage import Outage, OutageArgs
from stacks.layers.edge import Front
from stacks.layers.ground import Ground
from stacks.layers.workloads import Workloads


class ApplicationLayer(Ground):
    """Components of the application, by the names `stacks/local.py` may use."""

    def __init__(self) -> None:
        super().__init__()
        # 1. The way in: it exists where a service is public.
        self.front = Front(self) if self.routes else None

        # 2. What runs.
        self.workloads = Workloads(self, self.front)
        self.cluster = self.workloads.cluster
        self.registries = self.workloads.registries
        self.tasks = self.workloads.tasks
        self.services = self.workloads.services
        self.jobs = self.workloads.jobs

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
    for name, value in layer.workloads.outputs().items():
        pulumi.export(name, value)
