"""Which service answers which path."""

from collections.abc import Iterator
from itertools import combinations

from groundplan.answers.model import Answers
from groundplan.errors import Problem

_ANSWERING = ("web", "api", "static")
_EVERYTHING = {"/*", "*"}


def somebody_answers(answers: Answers) -> Iterator[Problem]:
    """A web application answers requests."""
    if not any(service.kind in _ANSWERING for service in answers.services):
        yield Problem(
            what="has nothing that answers requests",
            where="services",
            allowed="at least one service of kind web, api or static",
        )


def one_service_answers_the_rest(answers: Answers) -> Iterator[Problem]:
    """Exactly one service takes what no other names, or requests have two homes or none."""
    answering = [service for service in answers.services if service.kind in _ANSWERING]
    rest = [s for s in answering if not s.url_paths or _EVERYTHING & set(s.url_paths)]
    for service in rest[1:]:
        yield Problem(
            what=f"is missing, and {rest[0].name} answers every path already",
            where=f"services.{service.name}.url_paths",
            allowed=f'the paths that go here instead of {rest[0].name}, like ["/api/*"]',
        )
    if answering and not rest:
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


def paths_have_one_home(answers: Answers) -> Iterator[Problem]:
    """Two services cannot answer the same path."""
    for first, second in combinations(answers.services, 2):
        if first.name == second.name:
            continue
        for path in sorted(set(first.url_paths) & set(second.url_paths) - _EVERYTHING):
            yield Problem(
                what=f"is answered by {first.name} already",
                where=f"services.{second.name}.url_paths",
                got=path,
                allowed="each path once",
            )
