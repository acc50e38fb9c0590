"""Which paths belong to which service."""

from collections.abc import Sequence

from stacks.config_keys import ServiceConfig
from stacks.edge import paths
from stacks.errors import ConfigError, StackProblem

PUBLIC_KINDS = ("web", "api", "static")


def routes(services: Sequence[ServiceConfig]) -> dict[str, tuple[str, ...]]:
    """Path patterns by public service.

    A service without ``url_paths`` gets: a web front end ``/*``; an API ``/api/*``, or
    ``/*`` where it is the only public service; static files ``/*``, or ``/static/*``
    beside a web front end.

    Raises:
        ConfigError: Two services claim one pattern, or a pattern is not accepted.
    """
    public = [s for s in services if s.kind in PUBLIC_KINDS]
    owners: dict[str, str] = {}
    problems: list[StackProblem] = []
    for service in public:
        key = f"groundplan:services.{service.name}.url_paths"
        for pattern in service.url_paths or _defaults(service, public):
            paths.check(key, pattern)
            if pattern in owners:
                problems.append(
                    StackProblem(
                        key=key,
                        what=f"claims a path that {owners[pattern]} has",
                        got=pattern,
                        fix="give each public service paths of its own in url_paths",
                    )
                )
            owners[pattern] = service.name
    if problems:
        raise ConfigError(problems)
    return {
        service.name: tuple(p for p, owner in owners.items() if owner == service.name)
        for service in public
    }


def _defaults(service: ServiceConfig, public: Sequence[ServiceConfig]) -> tuple[str, ...]:
    if service.kind == "web" or len(public) == 1:
        return ("/*",)
    if service.kind == "api":
        return ("/api/*",)
    return ("/static/*",) if any(other.kind == "web" for other in public) else ("/*",)
