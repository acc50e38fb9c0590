"""Which service answers which path."""

from collections.abc import Iterator, Sequence

from groundplan.answers.model import Answers
from groundplan.answers.shapes import Service
from groundplan.errors import Problem

_ANSWERING = ("web", "api", "static")
_WILDCARDS = 5
"""Of `*` and `?` in one rule of a load balancer."""


def somebody_answers(answers: Answers) -> Iterator[Problem]:
    """A web application answers requests."""
    if not any(service.kind in _ANSWERING for service in answers.services):
        yield Problem(
            what="has nothing that answers requests",
            where="services",
            allowed="at least one service of kind web, api or static",
        )


def paths_have_one_home(answers: Answers) -> Iterator[Problem]:
    """Two services cannot answer the same path, and every path needs one."""
    answering = [service for service in answers.services if service.kind in _ANSWERING]
    homes: dict[str, str] = {}
    for service in answering:
        for path in service.url_paths or _usual(service, answering):
            home = homes.setdefault(path, service.name)
            if home != service.name:
                yield Problem(
                    what=f"is answered by {home} already",
                    where=f"services.{service.name}.url_paths",
                    got=path if service.url_paths else f"{path}, which it has when none are given",
                    allowed=f'paths that go here instead of {home}, like ["/{service.name}/*"]',
                )
    if answering and "/*" not in homes:
        yield Problem(
            what="leave paths that nobody answers",
            where="services",
            fix="remove url_paths of the service that should answer everything else",
        )


def paths_are_for_requests(answers: Answers) -> Iterator[Problem]:
    """Only what answers requests has paths."""
    for service in answers.services:
        if service.kind not in _ANSWERING and service.url_paths:
            yield Problem(
                what=f"has no meaning for a {service.kind}",
                where=f"services.{service.name}.url_paths",
                fix="remove it",
            )


def paths_have_few_wildcards(answers: Answers) -> Iterator[Problem]:
    """The load balancer counts them."""
    for service in answers.services:
        for path in service.url_paths:
            if path.count("*") + path.count("?") > _WILDCARDS:
                yield Problem(
                    what="has more than five wildcards",
                    where=f"services.{service.name}.url_paths",
                    got=path,
                    allowed="at most five of * and ?",
                )


def _usual(service: Service, answering: Sequence[Service]) -> tuple[str, ...]:
    """Paths of a service that names none, as `stacks/edge/routes.py` gives them."""
    if service.kind == "web" or len(answering) == 1:
        return ("/*",)
    if service.kind == "api":
        return ("/api/*",)
    return ("/static/*",) if any(other.kind == "web" for other in answering) else ("/*",)
