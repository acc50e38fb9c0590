"""Every role of an environment, the application's too, is one that CI may make and hand on."""

import json
from pathlib import Path
from typing import Any

import pytest

from groundplan.engine.estate import preview
from groundplan.engine.plan import Estate
from groundplan.repository import open_repository
from stacks.account.github import SERVICES_WITH_ROLES
from tests.support.repositories import build

ROLE = "aws:iam/role:Role"


@pytest.fixture(scope="module")
def prod(tmp_path_factory: pytest.TempPathFactory) -> Estate:
    folder: Path = build(tmp_path_factory.mktemp("prod"), environments=("prod",))
    return preview(open_repository(folder))


def test_every_role_carries_the_boundary(prod: Estate) -> None:
    roles = [r for plan in prod.plans for r in plan.of_type(ROLE)]
    assert len(roles) > 10
    boundary = "arn:aws:iam::666666666666:policy/groundplan/acme-shop-prod-boundary"
    bare = [r.name for r in roles if r.inputs.get("permissionsBoundary") != boundary]
    assert bare == []


def test_ci_may_hand_every_role_to_the_service_that_uses_it(prod: Estate) -> None:
    services: set[str] = set()
    for plan in prod.plans:
        for role in plan.of_type(ROLE):
            statements: list[dict[str, Any]] = json.loads(role.inputs["assumeRolePolicy"])[
                "Statement"
            ]
            for statement in statements:
                named = statement["Principal"].get("Service", [])
                services |= {named} if isinstance(named, str) else set(named)
    assert len(services) > 4
    assert services - set(SERVICES_WITH_ROLES) == set()
