"""Wiring of what runs: from configured services to registries, tasks and services."""

from typing import Any

import pulumi

from stacks.compute.cluster import Cluster, ClusterArgs
from stacks.compute.database_user import database_user
from stacks.compute.registry import Registry, RegistryArgs
from stacks.compute.schedule import ScheduledJob, ScheduledJobArgs
from stacks.compute.service import Service, ServiceArgs
from stacks.compute.stores import wire
from stacks.compute.task import Task, TaskArgs
from stacks.config_keys import ServiceConfig
from stacks.edge.load_balancer import Target
from stacks.layers.edge import Front
from stacks.layers.ground import Ground


class Workloads:
    """Everything that runs, by the name of its service."""

    def __init__(self, ground: Ground, front: Front | None) -> None:
        self._ground = ground
        self._front = front
        self._public = ground.config.settings.nat_gateways == 0
        self.registries: dict[str, Registry] = {}
        self.tasks: dict[str, Task] = {}
        self.services: dict[str, Service] = {}
        self.jobs: dict[str, ScheduledJob] = {}
        self.cluster = Cluster(
            "cluster",
            ClusterArgs(
                context=ground.config.context,
                container_insights=ground.config.settings.container_insights,
            ),
            ground.opts,
        )
        self.database_user = database_user(ground.config, ground.foundation, ground.opts)
        for service in ground.config.values.services:
            if service.kind != "static":
                self._add(service)

    def _add(self, service: ServiceConfig) -> None:
        """Make everything one service needs."""
        values = self._ground.config.values
        # An image of another registry is there already; one of ours is after its release.
        released = bool(service.image) or service.name in values.releases
        task = self.tasks[service.name] = self._task(service)
        if service.kind == "cron":
            self.jobs[service.name] = self._job(service, task, released=released)
            return
        target = self._target(service, task)
        self.services[service.name] = self._service(service, task, target, released=released)

    def outputs(self) -> dict[str, Any]:
        """What a release reads: where images and files go, what runs, how to migrate."""
        front = self._front
        return {
            "url": front.url if front else "",
            "distribution_id": front.cdn.distribution_id if front else "",
            "cluster": self.cluster.cluster_name,
            "registries": {name: registry.url for name, registry in self.registries.items()},
            "services": {name: service.service.name for name, service in self.services.items()},
            "static_buckets": {name: site.bucket for name, site in front.sites.items()}
            if front
            else {},
            # Run once, and again after the secret DATABASE_LOGIN has changed.
            "database_user": self._one_off(self.database_user, self.database_user.family)
            if self.database_user
            else None,
            # Run before the services change.
            "migrations": {
                name: self._one_off(task, task.migration_family)
                for name, task in self.tasks.items()
                if task.migration_family
            },
        }

    def _one_off(self, task: Task, family: str) -> dict[str, Any]:
        """Input of `aws ecs run-task`."""
        return {
            "task_definition": family,
            "subnets": self._ground.foundation.texts("task_subnet_ids"),
            "security_group": task.security_group_id,
            "assign_public_ip": self._public,
        }

    def _task(self, service: ServiceConfig) -> Task:
        config, foundation = self._ground.config, self._ground.foundation
        settings = config.settings
        image: pulumi.Input[str] = service.image
        repository_arn = None
        if not service.image:
            registry = self.registries[service.name] = Registry(
                f"{service.name}-registry",
                RegistryArgs(
                    context=config.context,
                    key_arn=foundation.text("data_key_arn"),
                    force_destroy=settings.force_destroy,
                    protect=settings.protect,
                ),
                self._ground.opts,
            )
            tag = config.values.releases.get(service.name, "unreleased")
            image = pulumi.Output.concat(registry.url, ":", tag)
            repository_arn = registry.arn
        url = self._front.url if self._front else None
        return Task(
            f"{service.name}-task",
            TaskArgs(
                context=config.context,
                image=image,
                repository_arn=repository_arn,
                wiring=wire(service, config, foundation, url),
                migration_wiring=wire(service, config, foundation, url, migrating=True)
                if service.migration_command
                else None,
                vpc_id=foundation.text("vpc_id"),
                logs_key_arn=foundation.text("logs_key_arn"),
                log_days=settings.log_days,
                cpu=service.cpu,
                memory=service.memory,
                port=service.port,
                command=service.command,
                migration_command=service.migration_command,
                architecture=settings.cpu_architecture,
                ipv6_egress=settings.ipv6_egress,
                readonly_root=settings.task_readonly_root,
            ),
            self._ground.opts,
        )

    def _target(self, service: ServiceConfig, task: Task) -> Target | None:
        front = self._front
        if service.name not in self._ground.routes or front is None or front.load_balancer is None:
            return None
        if service.port is None:
            raise AssertionError(service.name)
        return front.load_balancer.send(
            service.name,
            task,
            port=service.port,
            health_path=service.health_path,
            rules={
                pattern: front.priorities[pattern] for pattern in self._ground.routes[service.name]
            },
        )

    def _service(
        self,
        service: ServiceConfig,
        task: Task,
        target: Target | None,
        *,
        released: bool,
    ) -> Service:
        settings = self._ground.config.settings
        return Service(
            service.name,
            ServiceArgs(
                context=self._ground.config.context,
                cluster=self.cluster,
                task=task,
                subnet_ids=self._ground.foundation.texts("task_subnet_ids"),
                topics=self._ground.topics,
                page=settings.alarm_page,
                released=released,
                task_min=settings.task_min,
                task_max=settings.task_max,
                spot=settings.task_spot,
                public_addresses=self._public,
                container_insights=settings.container_insights != "disabled",
                port=service.port,
                target=target,
            ),
            self._ground.opts,
        )

    def _job(self, service: ServiceConfig, task: Task, *, released: bool) -> ScheduledJob:
        settings = self._ground.config.settings
        return ScheduledJob(
            service.name,
            ScheduledJobArgs(
                context=self._ground.config.context,
                cluster=self.cluster,
                task=task,
                schedule=service.schedule,
                subnet_ids=self._ground.foundation.texts("task_subnet_ids"),
                topics=self._ground.topics,
                page=settings.alarm_page,
                released=released,
                spot=settings.task_spot,
                public_addresses=self._public,
            ),
            self._ground.opts,
        )
