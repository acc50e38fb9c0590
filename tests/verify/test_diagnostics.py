"""Words of the provider led back to the resource and input they are about."""

from pathlib import Path
from typing import Any

from groundplan.verify.convert import convert
from groundplan.verify.diagnostics import Refusal, refusals, split, streamed, unknown
from groundplan.verify.tools import Tools
from groundplan.verify.workspace import Workspace
from tests.verify.estates import estate, excerpt, resource

TOOLS = Tools(
    program=Path("/none"),
    name="Terraform 1.9.9",
    mirror=Path("/none"),
    source="registry.terraform.io/hashicorp/aws",
    version="5.100.0",
    plugin=Path("/none"),
)
VAULT = "aws:backup/vaultNotifications:VaultNotifications"


def workspace(folder: Path) -> Workspace:
    made = estate(
        resource("aws:sqs/queue:Queue", "jobs", {"name": "jobs", "delaySeconds": 5000}),
        resource("aws:sqs/queue:Queue", "jobs-failed", {"name": "failed"}),
    )
    return Workspace.write(folder, convert(made, excerpt()).resources, TOOLS)


def one(folder: Path, **diagnostic: Any) -> Refusal:
    (found,) = refusals(workspace(folder), [{"severity": "error", **diagnostic}], "plan")
    return found


def line_of(folder: Path, file: str, text: str) -> int:
    lines = (folder / file).read_text().splitlines()
    (number,) = [index for index, line in enumerate(lines, 1) if text in line]
    return number


def test_a_line_leads_to_the_input(tmp_path: Path) -> None:
    workspace(tmp_path)
    line = line_of(tmp_path, "resource-00000.tf.json", "delay_seconds")
    span = {"filename": "resource-00000.tf.json", "start": {"line": line}}
    found = one(tmp_path, summary="expected delay_seconds to be in the range", range=span)
    assert (found.stack, found.resource, found.path) == ("foundation/prod", "jobs", "delaySeconds")


def test_an_address_leads_to_the_resource(tmp_path: Path) -> None:
    found = one(tmp_path, summary="no", address="aws_sqs_queue.foundation-prod--jobs-failed")
    assert (found.resource, found.path) == ("jobs-failed", "")


def test_a_label_in_the_words_leads_to_the_resource(tmp_path: Path) -> None:
    found = one(tmp_path, summary="no", detail="with aws_sqs_queue.foundation-prod--jobs, broken")
    assert found.resource == "jobs"


def test_an_error_without_any_address_is_kept_without_one(tmp_path: Path) -> None:
    found = one(tmp_path, summary="plugin crashed")
    assert (found.stack, found.resource, found.summary) == ("", "", "plugin crashed")


def test_warnings_are_not_refusals(tmp_path: Path) -> None:
    warning = {"severity": "warning", "summary": "deprecated"}
    assert list(refusals(workspace(tmp_path), [warning], "validate")) == []


def test_only_diagnostics_are_read_from_the_stream_of_a_plan() -> None:
    out = '{"type":"version"}\nnot json\n{"type":"diagnostic","diagnostic":{"summary":"x"}}\n'
    assert list(streamed(out)) == [{"summary": "x"}]


def refused(summary: str) -> Refusal:
    return Refusal(
        stack="foundation/prod",
        resource="watch",
        type=VAULT,
        urn="urn",
        path="backupVaultEvents",
        summary=summary,
        detail="",
        step="validate",
    )


def test_a_value_of_a_later_provider_is_no_refusal() -> None:
    newer = refused(
        "expected backup_vault_events to be one of [...], got CONTINUOUS_BACKUP_INTERRUPTED"
    )
    wrong = refused("expected backup_vault_events to be one of [...], got NONSENSE")
    kept, later = split([newer, wrong])
    assert kept == [wrong]
    assert [(gap.path, gap.known) for gap in later] == [("backupVaultEvents", True)]
    assert later[0].reason.startswith("CONTINUOUS_BACKUP_INTERRUPTED: ")


def test_what_no_table_explains_is_a_refusal() -> None:
    made = estate(
        resource("aws:sqs/queue:Queue", "jobs", {"shape": "round"}),
        resource("aws:lambda/function:Function", "f", {}),
    )
    found = list(unknown(convert(made, excerpt())))
    assert [(each.resource, each.path, each.summary) for each in found] == [
        ("jobs", "shape", "The provider has no argument for this input"),
        ("f", "", "The provider has no such resource type"),
    ]
