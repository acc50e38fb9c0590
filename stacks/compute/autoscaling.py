"""Autoscaling of a service by how busy its tasks are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context
from stacks.errors import ArgumentError


@dataclass(frozen=True, kw_only=True)
class AutoscalingArgs:
    """Settings of the autoscaling of one service. Free; the tasks it starts are not."""

    context: Context
    """Who and where."""
    cluster_name: str
    """Cluster of the service."""
    service_name: pulumi.Input[str]
    """Service, by name."""
    task_min: int
    """Tasks that always run; 0 as long as there is nothing to run."""
    task_max: int
    """Tasks it may start at most."""
    cpu_percent: int = 60
    """Average CPU it aims at."""
    memory_percent: int = 70
    """Average memory it aims at."""
    resource_label: pulumi.Input[str] | None = None
    """Load balancer and target group, for scaling by requests; none for a worker."""
    requests_per_minute: int = 1000
    """Requests of one task and minute it aims at."""

    def __post_init__(self) -> None:
        """Refuse bounds AWS refuses."""
        if not 0 <= self.task_min <= self.task_max:
            raise ArgumentError(
                "groundplan:settings.task_max", self.task_max, f"at least {self.task_min}"
            )


class Autoscaling(Component, token="groundplan:compute:Autoscaling"):
    """Keeps CPU, memory and requests per task near their targets.

    Tasks are added within a minute and taken away after five quiet ones. The policy that
    asks for most tasks wins.
    """

    CHILDREN = ("target", "cpu", "memory", "requests")

    def __init__(
        self,
        name: str,
        args: AutoscalingArgs,
        opts: pulumi.ResourceOptions | None = None,
        overrides: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        super().__init__(name, opts, overrides)
        self._region = args.context.region
        self._target = aws.appautoscaling.Target(
            f"{name}-target",
            **self._merged(
                "target",
                {"min_capacity": args.task_min, "max_capacity": args.task_max},
                {
                    # Names, not ARNs.
                    "resource_id": pulumi.Output.concat(
                        f"service/{args.cluster_name}/", args.service_name
                    ),
                    "scalable_dimension": "ecs:service:DesiredCount",
                    "service_namespace": "ecs",
                    "region": self._region,
                },
            ),
            opts=self._child(),
        )
        self._policy("cpu", "ECSServiceAverageCPUUtilization", args.cpu_percent)
        self._policy("memory", "ECSServiceAverageMemoryUtilization", args.memory_percent)
        if args.resource_label is not None:
            self._policy(
                "requests",
                "ALBRequestCountPerTarget",
                args.requests_per_minute,
                resource_label=args.resource_label,
            )
        self.register_outputs({})

    def _policy(self, role: str, metric: str, target: int, **more: pulumi.Input[str]) -> None:
        aws.appautoscaling.Policy(
            f"{self._name}-{role}",
            **self._merged(
                role,
                {
                    "target_tracking_scaling_policy_configuration": {
                        "target_value": target,
                        "scale_in_cooldown": 300,
                        "scale_out_cooldown": 60,
                        "predefined_metric_specification": {
                            "predefined_metric_type": metric,
                            **more,
                        },
                    }
                },
                {
                    "policy_type": "TargetTrackingScaling",
                    "resource_id": self._target.resource_id,
                    "scalable_dimension": self._target.scalable_dimension,
                    "service_namespace": self._target.service_namespace,
                    "region": self._region,
                },
            ),
            opts=self._child(),
        )
