"""What the README shows is what the tool prints. ``GOLDEN=write`` brings it up to date."""

import io
import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from rich.console import Console

from groundplan.cli import demo
from groundplan.engine.plan import Estate
from groundplan.report.summary import print_summary
from groundplan.report.terminal import print_estate
from tests.support.foundation import foundation

README = Path(__file__).resolve().parents[2] / "README.md"
SHOWN = ("alb", "api", "api-task", "cdn", "waf")
"""Components of the excerpt; the others are what the dots stand for."""


def printed(width: int) -> tuple[Console, io.StringIO]:
    stream = io.StringIO()
    return Console(file=stream, width=width, highlight=False, color_system=None), stream


def tree_excerpt(estate: Estate) -> str:
    """The head of the tree, the components of `SHOWN`, and the sums."""
    console, stream = printed(100)
    plan = estate["application/prod"]
    print_estate(Estate(plans=(plan,), placeholder_accounts=("prod",)), console)
    lines = [line.rstrip() for line in stream.getvalue().splitlines()]
    kept, take = [lines[0]], False
    for line in lines[1:]:
        if found := re.match(r"[├└]── (\S+)", line):
            take = found[1] in SHOWN
        elif not line.startswith((" ", "│")):
            break
        if take:
            kept.append(line)
    sums = next(line for line in lines if line.startswith("1 stack"))
    return "\n".join([*kept, "...", sums])


def summary(estate: Estate) -> str:
    console, stream = printed(80)
    print_summary(estate, Path("demo/acme-infra"), console, command=".venv/bin/groundplan")
    return "\n".join(line.rstrip() for line in stream.getvalue().strip().splitlines())


def assert_shown(introduction: str, expected: str) -> None:
    """The block of code after a sentence of the README is the expected text."""
    text = README.read_text(encoding="utf-8")
    pattern = re.compile(re.escape(introduction) + r"\n\n```text\n(.*?)\n```", re.DOTALL)
    found = pattern.search(text)
    assert found, f"the README no longer says {introduction!r}"
    if os.environ.get("GOLDEN") == "write":
        README.write_text(text[: found.start(1)] + expected + text[found.end(1) :], "utf-8")
        return
    assert found[1] == expected, "run the test with GOLDEN=write and read what changed"


def test_the_tree_in_the_readme_is_what_preview_prints(estate: Estate) -> None:
    assert_shown(
        "From `groundplan preview --stack application/prod` of the example, "
        "shortened where the dots are:",
        tree_excerpt(estate),
    )


def test_the_summary_in_the_readme_is_what_the_demo_prints(estate: Estate) -> None:
    assert_shown("And the end of `make demo`:", summary(estate))


def test_the_summary_names_an_aurora_cluster_and_its_members() -> None:
    plan = foundation("prod", database={"engine": "aurora-postgresql"})
    text = " ".join(summary(Estate(plans=(plan,))).split())
    assert "Aurora, 2 x db.serverless, 35 days back" in text


def test_the_summary_gives_no_made_up_account_for_one_that_is_there() -> None:
    plan = foundation("prod")
    made_up = Estate(plans=(plan,), placeholder_accounts=("prod",))
    assert plan.account not in summary(made_up)
    assert "to be made" in summary(made_up)
    assert plan.account in summary(Estate(plans=(plan,)))


@pytest.mark.parametrize(
    ("started", "found", "told"),
    [
        (".venv/bin/groundplan", None, ".venv/bin/groundplan"),
        (".venv/bin/groundplan", "/usr/bin/groundplan", "groundplan"),
        ("groundplan/__main__.py", None, f"{sys.executable} -m groundplan"),
    ],
)
def test_the_next_command_is_one_the_shell_finds(
    monkeypatch: pytest.MonkeyPatch, started: str, found: str | None, told: str
) -> None:
    monkeypatch.setattr(sys, "argv", [started])
    monkeypatch.setattr(shutil, "which", lambda _: found)
    assert demo._command() == told
