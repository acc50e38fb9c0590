"""``groundplan validate`` says everything at once, in the founder's words first."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from groundplan.cli import validate
from groundplan.cli.app import build_app
from groundplan.engine import estate as engine
from groundplan.rules import judge
from groundplan.rules.sarif import sarif
from tests.rules.support.estates import changed, put
from tests.rules.support.sample import sample
from tests.support.repositories import build


def _run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *options: str, broken: bool
) -> tuple[int, str]:
    changes = (put("db", "monitoringInterval", 20), put("vpc", "cidrBlock", "10.0.0.0/8"))
    made = changed(sample(), *(changes if broken else ()))
    monkeypatch.setattr(engine, "preview", lambda *_args, **_kwargs: made)
    build(folder)
    result = CliRunner().invoke(build_app(), ["-C", str(folder), "validate", *options])
    return result.exit_code, result.stdout


def test_two_faults_are_told_at_once_and_end_with_exit_code_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, text = _run(tmp_path, monkeypatch, broken=True)
    assert code == 1
    assert "db.monitoringInterval: Detailed monitoring runs every" in text
    assert "vpc.cidrBlock" in text
    assert text.index("Detailed monitoring") < text.index("Invalid monitoring interval")
    assert "allowed: 0, 1, 5, 10, 15, 30, 60" in text


def test_a_valid_estate_ends_with_exit_code_0(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, text = _run(tmp_path, monkeypatch, broken=False)
    assert (code, text.splitlines()[-1]) == (
        0,
        f"{len(sample())} resources read: 0 errors, 0 warnings",
    )


def test_json_and_sarif_name_rule_resource_and_property(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, text = _run(tmp_path, monkeypatch, "--format", "json", broken=True)
    assert {(f["rule"], f["resource"], f["path"]) for f in json.loads(text)} >= {
        ("GP-RDS-107", "db", "monitoringInterval"),
        ("GP-VPC-001", "vpc", "cidrBlock"),
    }
    findings = judge(changed(sample(), put("db", "monitoringInterval", 20)))
    run = sarif(findings)["runs"][0]
    assert [r["ruleId"] for r in run["results"]] == ["GP-RDS-107"]
    assert run["tool"]["driver"]["rules"][0]["id"] == "GP-RDS-107"
    assert run["results"][0]["level"] == "error"


def test_the_command_registers_itself() -> None:
    assert callable(validate.register)
