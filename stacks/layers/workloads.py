"""Wiring of what runs: from a configured service to its registry, task and service."""

from typing import TYPE_CHECKING, Any

import pulumi

from stacks.compute.registry import Registry, RegistryArgs
from stacks.compute.schedule import ScheduledJob, ScheduledJobArgs
from stacks.compute.service import Service, ServiceArgs
from stacks.compute.stores import wire
from stacks.compute.task import Task, TaskArgs
from stacks.config_keys import ServiceConfig
from stacks.edge.load_balancer import Target

if TYPE_CHECKING:
    from stacks.layers.application import ApplicationLayer


def add(layer: "ApplicationLayer", service: ServiceConfig) -> None:
    """Make everything one service needs."""
    values = layer.config.values
    # An image of another registry is there already; one of ours is after its release.
    released = bool(service.image) or service.name in values.releases
    task = layer.tasks[service.name] = _task(layer, service)
    if service.kind == "cron":
        layer.jobs[service.name] = _job(layer, service, task, released=released)
        return
    target = _target(layer, service, task)
    layer.services[service.name] = _service(layer, service, task, target, released=released)


def outputs(layer: "ApplicationLayer") -> dict[str, Any]:
    """What a release reads: where images and files go, what runs, how to migrate."""
    front = layer.front
    return {
        "url": front.url if front else "",
        "distribution_id": front.cdn.distribution_id if front else "",
        "cluster": layer.cluster.cluster_name,
        "registries": {name: registry.url for name, registry in layer.registries.items()},
        "services": {name: service.service.name for name, service in layer.services.items()},
        "static_buckets": {name: site.bucket for name, site in front.sites.items()}
        if front
        else {},
        # Input of `aws ecs run-task`, before the services change.
        "migrations": {
            name: {
                "task_definition": task.migration_family,
                "subnets": layer.foundation.texts("task_subnet_ids"),
                "security_group": task.security_group_id,
                "assign_public_ip": _public(layer),
            }
            for name, task in layer.tasks.items()
            if task.migration_family
        },
    }


def _public(layer: "ApplicationLayer") -> bool:
    return layer.config.settings.nat_gateways == 0


def _task(layer: "ApplicationLayer", service: ServiceConfig) -> Task:
    config, foundation = layer.config, layer.foundation
    settings = config.settings
    image: pulumi.Input[str] = service.image
    repository_arn = None
    if not service.image:
        registry = layer.registries[service.name] = Registry(
            f"{service.name}-registry",
            RegistryArgs(
                context=config.context,
                key_arn=foundation.text("data_key_arn"),
                force_destroy=settings.force_destroy,
                protect=settings.protect,
            ),
            layer.opts,
        )
        tag = config.values.releases.get(service.name, "unreleased")
        image = pulumi.Output.concat(registry.url, ":", tag)
        repository_arn = registry.arn
    url = layer.front.url if layer.front else None
    return Task(
        f"{service.name}-task",
        TaskArgs(
            context=config.context,
            image=image,
            repository_arn=repository_arn,
            wiring=wire(service, config, foundation, url),
            vpc_id=foundation.text("vpc_id"),
            logs_key_arn=foundation.text("logs_key_arn"),
            log_days=settings.log_days,
            cpu=service.cpu,
            memory=service.memory,
            port=service.port,
            command=service.command,
            migration_command=service.migration_command,
            architecture=settings.cpu_architecture,
            readonly_root=settings.task_readonly_root,
        ),
        layer.opts,
    )


def _target(layer: "ApplicationLayer", service: ServiceConfig, task: Task) -> Target | None:
    front = layer.front
    if service.name not in layer.routes or front is None or front.load_balancer is None:
        return None
    if service.port is None:
        raise AssertionError(service.name)
    return front.load_balancer.send(
        service.name,
        task,
        port=service.port,
        health_path=service.health_path,
        rules={pattern: front.priorities[pattern] for pattern in layer.routes[service.name]},
    )


def _service(
    layer: "ApplicationLayer",
    service: ServiceConfig,
    task: Task,
    target: Target | None,
    *,
    released: bool,
) -> Service:
    settings = layer.config.settings
    return Service(
        service.name,
        ServiceArgs(
            context=layer.config.context,
            cluster=layer.cluster,
            task=task,
            subnet_ids=layer.foundation.texts("task_subnet_ids"),
            topics=layer.topics,
            page=settings.alarm_page,
            released=released,
            task_min=settings.task_min,
            task_max=settings.task_max,
            spot=settings.task_spot,
            public_addresses=_public(layer),
            container_insights=settings.container_insights != "disabled",
            port=service.port,
            target=target,
        ),
        layer.opts,
    )


def _job(
    layer: "ApplicationLayer", service: ServiceConfig, task: Task, *, released: bool
) -> ScheduledJob:
    settings = layer.config.settings
    return ScheduledJob(
        service.name,
        ScheduledJobArgs(
            context=layer.config.context,
            cluster=layer.cluster,
            task=task,
            schedule=service.schedule,
            subnet_ids=layer.foundation.texts("task_subnet_ids"),
            topics=layer.topics,
            page=settings.alarm_page,
            released=released,
            spot=settings.task_spot,
            public_addresses=_public(layer),
        ),
        layer.opts,
    )
