"""Services: tasks that run all the time, behind the load balancer or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.compute.alarms import OUTAGE, ROLLBACK, service_alarms, target_alarms
from stacks.compute.autoscaling import Autoscaling, AutoscalingArgs
from stacks.compute.cluster import Cluster
from stacks.compute.task import Task
from stacks.context import Context
from stacks.edge.load_balancer import Target
from stacks.observability.alarm import Alarms, AlarmsArgs
from stacks.observability.notifications import Topics


@dataclass(frozen=True, kw_only=True)
class ServiceArgs:
    """Settings of a service; what it costs are its tasks."""

    context: Context
    """Who and where."""
    cluster: Cluster
    """Where it runs."""
    task: Task
    """What runs."""
    subnet_ids: pulumi.Input[Sequence[str]]
    """Subnets of the tasks."""
    topics: Topics
    """Where alarms go."""
    page: bool
    """Severe alarms wake somebody."""
    released: bool
    """There is an image to run."""
    task_min: int
    """Tasks that always run."""
    task_max: int
    """Tasks autoscaling may start."""
    spot: bool
    """Run on spare capacity, stopped with two minutes' notice."""
    public_addresses: bool
    """Tasks get public addresses, where there is no NAT gateway to leave through."""
    container_insights: bool
    """Container metrics are collected."""
    port: int | None = None
    """Port the load balancer opens."""
    target: Target | None = None
    """Where the load balancer sends requests for it; none for a worker."""


class Service(Component, token="groundplan:compute:Service"):
    """An ECS service on Fargate.

    A service that is not released yet runs no task: its registry is still empty after the
    first ``pulumi up``, and ECS would try for hours to pull what is not there. Autoscaling
    then has a minimum of 0; the first entry under ``groundplan:releases`` raises it to
    ``task_min``, and autoscaling starts the tasks. Pulumi sets the count only once, at
    creation: later ones belong to autoscaling.

    A deployment starts the new tasks beside the old ones (100 to 200 %). When they do not
    become healthy, or the service's error alarm goes off, ECS brings the former release
    back. The alarm is named by a computed name and made before the service, because it
    names the service in turn.

    The name is fixed, since alarms and autoscaling carry it: replacing the service (which
    nothing here does) stops it first.
    """

    CHILDREN = ("service",)

    alarm_names: list[str]
    """Alarms that are symptoms of an outage."""
    alarms: list[Alarms]
    """What makes them."""

    def __init__(
        self,
        name: str,
        args: ServiceArgs,
        opts: pulumi.ResourceOptions | None = None,
        overrides: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        super().__init__(name, opts, overrides)
        self._args = args
        self.service_name = name
        self.alarms = [self._ecs_alarms(name)]
        if args.target is not None:
            self.alarms.append(self._target_alarms(name, args.target))
        self.alarm_names = self._names(OUTAGE)
        self.service = self._service(name)
        Autoscaling(
            f"{name}-autoscaling",
            AutoscalingArgs(
                context=args.context,
                cluster_name=args.cluster.cluster_name,
                service_name=self.service.name,
                task_min=args.task_min if args.released else 0,
                task_max=args.task_max,
                resource_label=None if args.target is None else args.target.resource_label,
            ),
            self._child(),
        )
        self.register_outputs({"name": self.service.name})

    def _names(self, roles: Sequence[str]) -> list[str]:
        return sorted(a.names[role] for a in self.alarms for role in roles if role in a.names)

    def _ecs_alarms(self, name: str) -> Alarms:
        args = self._args
        return Alarms(
            f"{name}-alarms",
            AlarmsArgs(
                context=args.context,
                topics=args.topics,
                specs=service_alarms(
                    container_insights=args.container_insights, released=args.released
                ),
                dimensions={
                    "ClusterName": args.cluster.cluster_name,
                    "ServiceName": self.service_name,
                },
                page=args.page,
            ),
            self._child(),
        )

    def _target_alarms(self, name: str, target: Target) -> Alarms:
        args = self._args
        return Alarms(
            f"{name}-target-alarms",
            AlarmsArgs(
                context=args.context,
                topics=args.topics,
                specs=target_alarms(released=args.released),
                dimensions={
                    "LoadBalancer": target.load_balancer_suffix,
                    "TargetGroup": target.group_suffix,
                },
                page=args.page,
            ),
            self._child(),
        )

    def _service(self, name: str) -> aws.ecs.Service:
        args = self._args
        defaults: dict[str, Any] = {
            "desired_count": args.task_min if args.released else 0,
            "deployment_minimum_healthy_percent": 100,
            "deployment_maximum_percent": 200,
            "availability_zone_rebalancing": "ENABLED",
            "capacity_provider_strategies": [
                {
                    "capacity_provider": "FARGATE_SPOT" if args.spot else "FARGATE",
                    "base": 0,
                    "weight": 1,
                }
            ],
        }
        fixed: dict[str, Any] = {
            "name": self.service_name,
            "cluster": args.cluster.arn,
            "task_definition": args.task.definition_arn,
            "network_configuration": {
                "subnets": args.subnet_ids,
                "security_groups": [args.task.security_group_id],
                "assign_public_ip": args.public_addresses,
            },
            "deployment_circuit_breaker": {"enable": True, "rollback": True},
            "enable_execute_command": False,
            "enable_ecs_managed_tags": True,
            "propagate_tags": "SERVICE",
            "region": args.context.region,
        }
        waits: list[pulumi.Resource] = [args.cluster.capacity, *args.task.policies]
        if args.target is not None:
            fixed["load_balancers"] = [
                {
                    "target_group_arn": args.target.group_arn,
                    "container_name": self.service_name,
                    "container_port": args.port,
                }
            ]
            defaults["health_check_grace_period_seconds"] = 60
            fixed["alarms"] = {
                "alarm_names": self._names(ROLLBACK),
                "enable": True,
                "rollback": True,
            }
            # ECS refuses a target group that no listener uses yet, and an alarm that
            # does not exist.
            waits += [*args.target.rules, self.alarms[-1]]
        return aws.ecs.Service(
            f"{name}-service",
            **self._merged("service", defaults, fixed),
            opts=self._child(
                # The policies: deleted first, they would leave the service draining for ever.
                depends_on=waits,
                ignore_changes=["desired_count"],
                delete_before_replace=True,
            ),
        )
