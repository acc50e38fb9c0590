"""Every command a document tells somebody to run exists, with these options."""

import re
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from groundplan.cli.app import build_app
from tests.support.aws_commands import commands, wrong

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    file
    for file in [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "blueprints").rglob("*.md*"),
    ]
    if not file.is_symlink()
)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda f: str(f.relative_to(ROOT)))
def test_every_command_of_aws_exists_with_its_options(document: Path) -> None:
    text = re.sub(r"\{[{%].*?[%}]\}", "X", document.read_text(encoding="utf-8"))
    assert [problem for command in commands(text) if (problem := wrong(command))] == []


def test_there_are_commands_to_look_at() -> None:
    found = [c for document in DOCUMENTS for c in commands(document.read_text(encoding="utf-8"))]
    assert len(found) > 80


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        ("aws kms create-key --description x", ""),
        ("aws kms make-key", "no such command: kms make-key"),
        ("aws kms create-key --colour red", "kms create-key has no option colour"),
        ("aws nothing at-all", "no such command: nothing at-all"),
        ("aws ec2 describe-vpcs --filters Name=is-default,Values=true", ""),
        (
            "aws ec2 describe-security-group-rules --filters Name=cidr-ipv4,Values=0.0.0.0/0",
            "ec2 describe-security-group-rules has no filter cidr-ipv4",
        ),
    ],
)
def test_a_command_that_does_not_exist_is_found(command: str, problem: str) -> None:
    assert wrong(command) == problem


def test_a_command_ends_where_the_shell_ends_it() -> None:
    text = 'login "s3://$(aws sts get-caller-identity --query X)" && aws s3api list-buckets | cat'
    assert list(commands(text)) == [
        "aws sts get-caller-identity --query X",
        "aws s3api list-buckets",
    ]


def own(text: str) -> set[str]:
    """Commands of Groundplan in a document."""
    fences = "\n".join(re.findall(r"^```\w*\n(.*?)^```", text, re.DOTALL | re.MULTILINE))
    inline = "\n".join(re.findall(r"`(groundplan [^`\n]+)`", text))
    lines = re.findall(
        r"^(?:\$ )?groundplan (.+?)(?: *[#>|].*)?$", f"{fences}\n{inline}", re.MULTILINE
    )
    return set(lines)


def test_every_command_of_groundplan_exists_with_its_options() -> None:
    root = get_command(build_app())
    seen, problems = 0, []
    for document in DOCUMENTS:
        for line in own(document.read_text(encoding="utf-8")):
            seen += 1
            problems += [f"{document.name}: groundplan {line}: {p}" for p in _unknown(root, line)]
    assert problems == []
    assert seen > 15


def _unknown(root: Any, line: str) -> list[str]:
    here, options = root, set(re.findall(r"(?<!\S)--[a-z-]+", line))
    known = {name for parameter in root.params for name in parameter.opts}
    words = iter(line.split())
    for word in words:
        if word == "-C":
            next(words)
        elif hasattr(here, "commands") and not word.startswith("-"):
            if word not in here.commands:
                return [f"no command {word}"]
            here = here.commands[word]
            known |= {name for parameter in here.params for name in parameter.opts}
    return sorted(options - known - {"--help"})
