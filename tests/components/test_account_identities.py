"""Names of what holds the company: a changed line would replace an account or a guardrail."""

from pathlib import Path

import pytest

from groundplan.engine.estate import preview
from groundplan.engine.plan import Estate
from groundplan.repository import open_repository
from tests.support.golden import assert_golden
from tests.support.repositories import FOUNDATION, ORGANIZATION, build

COMPONENTS = {
    "organization/main": (
        "baseline",
        "organization",
        "guardrails",
        "access",
        "custody",
        "delegation",
        "spending",
        "trail",
        "events",
    ),
    "security/main": ("baseline", "archive", "detection", "recorder", "visibility"),
    "foundation/prod": ("baseline", "boundary", "github"),
}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Estate:
    layers = {
        "organization": ORGANIZATION,
        "security": {"organization_id": ""},
        "foundation": FOUNDATION,
    }
    folder: Path = build(tmp_path_factory.mktemp("company"), layers=layers, environments=("prod",))
    return preview(open_repository(folder))


@pytest.mark.parametrize(
    ("stack", "component"),
    [(stack, component) for stack, names in COMPONENTS.items() for component in names],
)
def test_identities_are_kept(company: Estate, stack: str, component: str) -> None:
    assert_golden(company[stack], component, f"{stack.partition('/')[0]}_{component}")
