"""Mistakes in the configured services, told all at once before anything is made."""

from collections.abc import Iterator, Sequence

from stacks.config_keys import ServiceConfig
from stacks.errors import ConfigError, StackProblem

RESERVED = frozenset(
    {
        "access-logs",
        "alb",
        "aws",
        "cdn",
        "certificates",
        "cluster",
        "database-user",
        "headers",
        "outage",
        "waf",
    }
)
"""Names of the layer's own components."""


def check_services(services: Sequence[ServiceConfig]) -> None:
    """Refuse what cannot be deployed.

    Raises:
        ConfigError: With every problem.
    """
    problems = list(_problems(services))
    if problems:
        raise ConfigError(problems)


def _problems(services: Sequence[ServiceConfig]) -> Iterator[StackProblem]:
    seen: set[str] = set()
    for service in services:
        key = f"groundplan:services.{service.name}"
        if service.name in seen:
            yield StackProblem(key=f"{key}.name", what="is the name of two services")
        seen.add(service.name)
        if service.name in RESERVED:
            yield StackProblem(
                key=f"{key}.name", what="is the name of a part of the platform", got=service.name
            )
        if service.kind in ("web", "api"):
            if service.port is None:
                yield StackProblem(
                    key=f"{key}.port",
                    what=f"is missing, and a {service.kind} service is asked on one",
                    fix="write the port the container listens on",
                )
            if not service.health_path.startswith("/"):
                yield StackProblem(
                    key=f"{key}.health_path",
                    what="does not start with a slash",
                    got=service.health_path,
                )
        if service.kind == "cron" and not service.schedule:
            yield StackProblem(
                key=f"{key}.schedule",
                what="is missing",
                fix="write when it runs, such as cron(0 3 * * ? *)",
            )
