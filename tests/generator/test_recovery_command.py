"""``groundplan recovery`` as a person runs it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from groundplan.cli.app import build_app
from tests.support.repositories import FOUNDATION, build


@pytest.fixture(scope="module")
def prod(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the foundation of prod, and no backup account yet."""
    return build(
        tmp_path_factory.mktemp("infra"),
        layers={"foundation": FOUNDATION},
        environments=("prod",),
    )


def test_a_copy_that_cannot_work_fails_the_command(prod: Path) -> None:
    result = CliRunner().invoke(build_app(), ["-C", str(prod), "recovery", "--format", "json"])
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert [f["code"] for f in answer["findings"]] == ["vault-absent"]
    assert {s["name"] for s in answer["stores"]} == {
        "bucket-uploads",
        "cache",
        "cache-login",
        "database",
        "database-login",
        "queue-jobs",
        "secret-session-secret",
        "secret-stripe-secret-key",
    }


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_findings_are_told_with_the_way_to_mend_them(prod: Path, form: str) -> None:
    result = CliRunner().invoke(build_app(), ["-C", str(prod), "recovery", "--format", form])
    assert result.exit_code == 1
    assert "vault-absent" in result.stdout
    assert "fix:" in result.stdout
