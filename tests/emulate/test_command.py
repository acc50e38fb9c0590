"""``groundplan emulate`` and ``groundplan coverage``, as a shell sees them."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import Command
from tests.support.repositories import BASE

QUEUE = """
import pulumi
import pulumi_aws as aws

provider = aws.Provider("aws", region="eu-west-1", allowed_account_ids=["666666666666"])
aws.sqs.Queue("jobs", visibility_timeout_seconds={seconds},
    opts=pulumi.ResourceOptions(provider=provider))
"""


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """The command line in this process."""
    return Command(capsys)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository of one small stack, in git, whose second commit changes an input."""
    home = tmp_path / "foundation"
    home.mkdir()
    (tmp_path / ".copier-answers.yml").write_text("organization: acme\n")
    (home / "Pulumi.yaml").write_text("name: foundation\nruntime: python\n")
    config = {f"groundplan:{key}": BASE[key] for key in ("region", "accounts")}
    (home / "Pulumi.prod.yaml").write_text(json.dumps({"config": config}))
    for number, seconds in enumerate((30, 60)):
        (home / "__main__.py").write_text(QUEUE.format(seconds=seconds))
        _git(tmp_path, *(("init", "--quiet"),) if number == 0 else ())
        _git(tmp_path, ("add", "-A"), ("commit", "--quiet", "-m", str(number)))
    return tmp_path


def _git(folder: Path, *commands: tuple[str, ...]) -> None:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.com")
    for words in commands:
        subprocess.run(["git", *who, "-C", str(folder), *words], check=True)


def _json(text: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(text)
    return found


def test_the_report_counts_resources_types_and_inputs(command: Command, repository: Path) -> None:
    result = command("-C", repository, "emulate", "--format", "json")
    assert result.code == 0, result.err
    told = _json(result.out)
    assert told["resources"] == {"total": 1, "emulated": 1, "read_back": 1}
    assert told["inputs"] == {"sent": 2, "provider_only": 0, "not_emulated": 0}
    assert told["types"]["aws:sqs/queue:Queue"]["total"] == 1


def test_the_text_says_what_was_read_back(command: Command, repository: Path) -> None:
    result = command("-C", repository, "emulate")
    assert "sqs/queue:Queue: 1 emulated, 2 inputs" in result.out
    assert "1 of 1 resources emulated, 1 read back and equal" in result.out


def test_an_unknown_environment_suggests_the_near_one(command: Command, repository: Path) -> None:
    result = command("-C", repository, "emulate", "--env", "prd")
    assert result.code == 1
    assert "there is no such environment" in result.err
    assert "did you mean prod?" in result.err


def test_from_one_ref_to_another_tells_the_change(command: Command, repository: Path) -> None:
    result = command("-C", repository, "emulate", "--from", "HEAD~1", "--to", "HEAD")
    assert result.code == 0, result.err
    assert "updated: foundation/prod jobs" in result.out


def test_all_that_would_fail_from_one_ref_to_another_is_told(
    command: Command, repository: Path
) -> None:
    main = repository / "foundation" / "__main__.py"
    guarded = QUEUE.format(seconds=60).replace("(provider=", "(protect=True, provider=")
    for number, source in enumerate((guarded + guarded.replace('"jobs"', '"more"'), "\n")):
        main.write_text(source)
        _git(repository, ("add", "-A"), ("commit", "--quiet", "-m", f"guarded {number}"))
    result = command("-C", repository, "emulate", "--from", "HEAD~1", "--to", "HEAD")
    assert result.code == 1
    assert "2 would fail:" in result.out
    assert "is protected, and Pulumi refuses to delete it" in result.out
    assert "Pulumi stops at the first of them" in result.out
    as_json = command(
        "-C", repository, "emulate", "--from", "HEAD~1", "--to", "HEAD", "--format", "json"
    )
    problems = _json(as_json.out)["would_fail"]
    assert {p["where"].rpartition(" ")[2] for p in problems} == {"jobs", "more"}


@pytest.mark.parametrize(
    ("source", "what"),
    [
        (
            QUEUE.format(seconds=60).replace('"jobs"', '"jobs", fifo_queue=True'),
            "replaced by an empty",
        ),
        ("\n", "deleted"),
    ],
)
def test_a_change_that_takes_data_with_it_is_shouted(
    command: Command, repository: Path, source: str, what: str
) -> None:
    (repository / "foundation" / "__main__.py").write_text(source)
    result = command("-C", repository, "emulate", "--from", "HEAD")
    assert result.code == 1
    assert "DATA LOST: 1 that hold data" in result.out
    assert f"foundation/prod jobs (Queue): {what}" in result.out
    told = command("-C", repository, "emulate", "--from", "HEAD", "--format", "json")
    assert _json(told.out)["data_lost"] == ["foundation/prod aws:sqs/queue:Queue jobs"]


def test_a_ref_that_does_not_exist_is_told(command: Command, repository: Path) -> None:
    result = command("-C", repository, "emulate", "--from", "nowhere")
    assert result.code == 1
    assert "cannot be read at that git ref" in result.err


def test_destroying_says_how_many_are_gone(command: Command, repository: Path) -> None:
    result = command("-C", repository, "emulate", "--destroy")
    assert result.code == 0, result.err
    assert "1 deleted" in result.out


def test_coverage_answers_as_text_json_and_markdown(command: Command, repository: Path) -> None:
    text = command("-C", repository, "coverage").out
    assert "read back equal" in text
    told = _json(command("-C", repository, "coverage", "--format", "json").out)
    assert told["read_back"] == 1.0
    nothing_else = {"created": 0, "validated only": 0, "not emulated": 0}
    assert told["count"] == {"read back equal": 1, **nothing_else}
    assert "types: 1 read back equal, 0 created, 0 validated only, 0 not emulated" in text
    table = command("-C", repository, "coverage", "--format", "markdown").out
    assert "| foundation | sqs/queue:Queue | read back equal |" in table
