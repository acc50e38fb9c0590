"""What `groundplan verify` prints and how it ends."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from groundplan.cli.app import build_app
from groundplan.engine.plan import Estate
from groundplan.verify import run as verify_run
from groundplan.verify import tools as verify_tools
from groundplan.verify.convert import Gap
from groundplan.verify.diagnostics import Refusal
from groundplan.verify.run import Verdict
from tests.support.repositories import build
from tests.verify.test_diagnostics import TOOLS

REFUSAL = Refusal(
    stack="foundation/dev",
    resource="queue-jobs-queue",
    type="aws:sqs/queue:Queue",
    urn="urn",
    path="delaySeconds",
    summary="expected delay_seconds to be in the range (0 - 900), got 5000",
    detail="",
    step="validate",
)
GAP = Gap(
    stack="foundation/dev",
    resource="cdn",
    type="aws:cloudfront/distribution:Distribution",
    path="viewerCertificate",
    known=True,
    reason="came later",
)


def invoke(folder: Path, *arguments: str) -> tuple[int, str]:
    root = build(folder, environments=("dev",))
    result = CliRunner().invoke(build_app(), ["-C", str(root), "verify", *arguments])
    return result.exit_code, result.output


def answering(
    monkeypatch: pytest.MonkeyPatch, *refusals: Refusal, notes: tuple[str, ...] = ()
) -> None:
    def judged(estate: Estate, tools: verify_tools.Tools, *, plan_seconds: float) -> Verdict:
        assert [plan.stack for plan in estate.plans] == ["foundation/dev"]
        return Verdict(
            tools=tools,
            resources=7,
            refusals=refusals,
            newer=(GAP, GAP),
            notes=notes,
            seconds=plan_seconds,
        )

    monkeypatch.setattr(verify_tools, "find_tools", lambda *_: TOOLS)
    monkeypatch.setattr(verify_run, "verify", judged)


def test_without_terraform_it_says_what_to_install_and_ends_with_3(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    code, output = invoke(tmp_path, "--mirror", str(tmp_path))
    assert code == 3
    assert "neither Terraform nor OpenTofu is installed" in output + capsys.readouterr().err


def test_a_refusal_ends_with_1_and_names_both_versions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, REFUSAL)
    code, output = invoke(tmp_path, "--stack", "foundation/dev", "--plan-seconds", "9")
    assert code == 1
    assert (
        "refused: foundation/dev: queue-jobs-queue.delaySeconds: "
        "expected delay_seconds to be in the range (0 - 900), got 5000\n" in output
    )
    assert (
        "newer than this provider, not judged: "
        "aws:cloudfront/distribution:Distribution.viewerCertificate (2): came later\n" in output
    )
    assert "7 resources judged by the AWS provider 5.100.0 (Terraform 1.9.9; pulumi-aws " in output
    assert output.endswith("1 refused, in 9 s\n")


def test_nothing_refused_ends_with_0_also_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch)
    code, output = invoke(tmp_path, "--stack", "foundation/dev", "--format", "json")
    assert code == 0
    told = json.loads(output)
    assert (told["provider"], told["resources"], told["refusals"]) == ("5.100.0", 7, [])
    assert [gap["resource"] for gap in told["newer_than_provider"]] == ["cdn", "cdn"]


def test_a_verdict_that_did_not_come_to_its_end_ends_with_3(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, notes=("`terraform plan` did not end",))
    code, output = invoke(tmp_path, "--stack", "foundation/dev")
    assert code == 3
    assert "note: `terraform plan` did not end\n" in output
    assert "7 resources judged in part by the AWS provider 5.100.0" in output
