"""The committed coverage page says what the emulation does today."""

from importlib.metadata import version
from pathlib import Path

from groundplan.emulate.coverage import markdown, rows, share_read_back
from groundplan.emulate.deploy import Deployment

PAGE = Path(__file__).resolve().parents[2] / "docs" / "coverage.md"


def test_the_page_is_what_the_command_prints_for_the_realistic_saas(
    deployment: Deployment,
) -> None:
    expected = markdown(rows(deployment.report), version("moto"))
    assert PAGE.read_text(encoding="utf-8") == expected, (
        "renew it: groundplan -C <saas repository> coverage --format markdown > docs/coverage.md"
    )


def test_at_least_95_of_100_types_are_read_back(deployment: Deployment) -> None:
    assert share_read_back(rows(deployment.report)) >= 0.95
