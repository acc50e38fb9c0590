"""The whole way with a stand-in for Terraform: what it is asked, and what comes of its answers."""

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from groundplan.engine.plan import Estate
from groundplan.verify.run import Verdict, verify
from groundplan.verify.tools import Tools, ToolsMissing
from tests.verify.estates import estate, resource

SCHEMA = Path(__file__).parent / "provider_schema_excerpt.json"
STAND_IN = """#!{python}
import json, os, sys, time
answers = json.load(open({answers!r}))
step = sys.argv[1]
log = open({log!r}, "a")
files = sorted(name for name in os.listdir(".") if name.startswith("resource-"))
seen = {{key: value for key, value in os.environ.items() if key.startswith(("AWS_", "TF_"))}}
content = [open(name).read() for name in files]
call = {{"arguments": sys.argv[1:], "files": files, "variables": seen, "content": content}}
log.write(json.dumps(call) + "\\n")
log.close()
if step == "providers":
    types = json.load(open({schema!r}))
    address = "registry.terraform.io/hashicorp/aws"
    print(json.dumps({{"provider_schemas": {{address: {{"resource_schemas": types}}}}}}))
answer = answers.get(step, {{}})
time.sleep(answer.get("sleep", 0))
sys.stdout.write(answer.get("out", ""))
sys.exit(answer.get("code", 0))
"""
FINE = {"validate": {"out": '{"valid": true, "diagnostics": []}'}}


class StandIn:
    """A program that answers as told, and the calls that were made of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        plugin = folder / "plugin"
        plugin.write_text("")
        self.tools = Tools(
            program=folder / "terraform",
            name="Terraform 1.9.9",
            mirror=folder,
            source="registry.terraform.io/hashicorp/aws",
            version="5.100.0",
            plugin=plugin,
        )

    def ask(self, judged: Estate, answers: dict[str, Any], seconds: float = 30) -> Verdict:
        (self.folder / "answers.json").write_text(json.dumps(answers))
        self.tools.program.write_text(
            STAND_IN.format(
                python=sys.executable,
                answers=str(self.folder / "answers.json"),
                log=str(self.folder / "log"),
                schema=str(SCHEMA),
            )
        )
        self.tools.program.chmod(stat.S_IRWXU)
        return verify(judged, self.tools, plan_seconds=seconds)

    def calls(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.folder / "log").read_text().splitlines()]


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "the-users-own")
    monkeypatch.setenv("AWS_PROFILE", "the-users-own")
    return StandIn(tmp_path)


def queues() -> Estate:
    return estate(
        resource("aws:sqs/queue:Queue", "jobs", {"name": "jobs"}),
        resource("aws:sqs/queue:Queue", "mail", {"name": "mail"}),
    )


def test_what_validate_refuses_is_taken_out_before_the_plan(stand_in: StandIn) -> None:
    refused = {
        "severity": "error",
        "summary": "no such queue",
        "range": {"filename": "resource-00000.tf.json", "start": {"line": 1}},
    }
    planned = {
        "type": "diagnostic",
        "diagnostic": {"severity": "error", "summary": "bad", "detail": "foundation-prod--mail"},
    }
    answers = {
        "validate": {"out": json.dumps({"valid": False, "diagnostics": [refused]}), "code": 1},
        "plan": {"out": json.dumps(planned) + "\n", "code": 1},
    }
    told = stand_in.ask(queues(), answers)
    assert [(each.resource, each.step) for each in told.refusals] == [
        ("jobs", "validate"),
        ("mail", "plan"),
    ]
    files = {call["arguments"][0]: call["files"] for call in stand_in.calls()}
    assert files["validate"] == ["resource-00000.tf.json", "resource-00001.tf.json"]
    assert files["plan"] == ["resource-00001.tf.json"]


def test_nothing_of_the_users_aws_settings_reaches_terraform(stand_in: StandIn) -> None:
    assert stand_in.ask(queues(), FINE).refusals == ()
    for call in stand_in.calls():
        assert "the-users-own" not in call["variables"].values()
        assert call["variables"]["AWS_ENDPOINT_URL"] == "http://127.0.0.1:9"
        assert call["variables"]["AWS_SHARED_CREDENTIALS_FILE"] == os.devnull


def test_a_plan_that_hangs_is_given_up_and_said_so(stand_in: StandIn) -> None:
    told = stand_in.ask(queues(), {**FINE, "plan": {"sleep": 60}}, seconds=2)
    assert told.refusals == ()
    (note,) = told.notes
    assert note.startswith("`terraform plan` did not end within 2 seconds and was given up")
    assert told.seconds < 30


def test_a_failure_without_a_diagnostic_is_still_a_refusal(stand_in: StandIn) -> None:
    told = stand_in.ask(queues(), {**FINE, "plan": {"out": "panic: nil", "code": 2}})
    (refusal,) = told.refusals
    assert (refusal.summary, refusal.detail, refusal.resource) == ("plan failed", "panic: nil", "")


def test_a_mirror_that_does_not_serve_is_missing_tools(stand_in: StandIn) -> None:
    with pytest.raises(ToolsMissing, match="cannot take the provider from the mirror"):
        stand_in.ask(queues(), {"init": {"out": "no package", "code": 1}})


def test_a_provider_that_does_not_start_is_missing_tools(stand_in: StandIn) -> None:
    with pytest.raises(ToolsMissing, match="the provider does not start"):
        stand_in.ask(queues(), {"providers": {"out": "exec format error", "code": 1}})


def test_a_resource_with_a_value_newer_than_the_provider_is_planned_with_an_older_one(
    stand_in: StandIn,
) -> None:
    events = {"backupVaultEvents": ["CONTINUOUS_BACKUP_INTERRUPTED"], "backupVaultName": "v"}
    judged = estate(resource("aws:backup/vaultNotifications:VaultNotifications", "watch", events))
    refused = {
        "severity": "error",
        "summary": 'expected one of [...], got "CONTINUOUS_BACKUP_INTERRUPTED"',
        "range": {"filename": "resource-00000.tf.json", "start": {"line": 1}},
    }
    told = stand_in.ask(
        judged,
        {"validate": {"out": json.dumps({"valid": False, "diagnostics": [refused]}), "code": 1}},
    )
    assert (told.refusals, len(told.newer)) == ((), 1)
    plan = next(call for call in stand_in.calls() if call["arguments"][0] == "plan")
    (content,) = plan["content"]
    assert "BACKUP_JOB_FAILED" in content
    assert "CONTINUOUS_BACKUP_INTERRUPTED" not in content


def test_the_schema_is_asked_once_for_a_plugin(stand_in: StandIn) -> None:
    stand_in.ask(queues(), FINE)
    stand_in.ask(queues(), FINE)
    steps = [call["arguments"][0] for call in stand_in.calls()]
    assert steps.count("providers") == 1
    assert steps.count("plan") == 2
