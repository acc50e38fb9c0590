"""Answer sets that the tests of `new` share, and the one error they look for."""

from collections.abc import Mapping
from typing import Any

import pytest

from groundplan.answers import check
from groundplan.errors import AnswerError, Problem

WEB: Mapping[str, Any] = {"name": "web", "kind": "web", "path": "frontend", "port": 3000}
API: Mapping[str, Any] = {
    "name": "api",
    "kind": "api",
    "path": "backend",
    "port": 8000,
    "url_paths": ["/api/*"],
}
WORKER: Mapping[str, Any] = {"name": "mailer", "kind": "worker", "path": "backend"}
CRON: Mapping[str, Any] = {
    "name": "nightly",
    "kind": "cron",
    "path": "backend",
    "schedule": "cron(0 3 * * ? *)",
}


def problems(answers: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Every problem of the answers; fails where there is none."""
    with pytest.raises(AnswerError) as caught:
        check(answers)
    return caught.value.problems


def one_problem(answers: Mapping[str, Any]) -> Problem:
    """The only problem of the answers."""
    found = problems(answers)
    assert len(found) == 1, [str(problem) for problem in found]
    return found[0]


def with_service(service: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """Answers with the web service and one more, changed."""
    changed = {**service, **changes}
    return {"services": [changed] if changed["name"] == "web" else [WEB, changed]}
