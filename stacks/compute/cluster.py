"""The ECS cluster all services of an environment run in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context


@dataclass(frozen=True, kw_only=True)
class ClusterArgs:
    """Settings of a cluster. The cluster is free; container metrics are not."""

    context: Context
    """Who and where."""
    container_insights: Literal["enhanced", "enabled", "disabled"]
    """Metrics by container; ``enhanced`` adds them by task and costs the most."""


class Cluster(Component, token="groundplan:compute:Cluster"):
    """An ECS cluster on Fargate and Fargate Spot.

    Its name is computed and not read back, so that alarms which a service waits for can
    name it.
    """

    CHILDREN = ("cluster", "capacity")

    cluster_name: str
    """Physical name."""
    arn: pulumi.Output[str]
    """ARN of the cluster."""

    def __init__(
        self,
        name: str,
        args: ClusterArgs,
        opts: pulumi.ResourceOptions | None = None,
        overrides: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        super().__init__(name, opts, overrides)
        self.cluster_name = args.context.cluster_name
        cluster = aws.ecs.Cluster(
            f"{name}-cluster",
            **self._merged(
                "cluster",
                {"settings": [{"name": "containerInsights", "value": args.container_insights}]},
                {"name": self.cluster_name, "region": args.context.region},
            ),
            opts=self._child(),
        )
        self.capacity = aws.ecs.ClusterCapacityProviders(
            f"{name}-capacity",
            **self._merged(
                "capacity",
                {},
                {
                    "cluster_name": cluster.name,
                    "capacity_providers": ["FARGATE", "FARGATE_SPOT"],
                    "region": args.context.region,
                },
            ),
            opts=self._child(),
        )
        self.arn = cluster.arn
        self.register_outputs({"arn": self.arn})
