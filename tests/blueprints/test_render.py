"""Rendered repositories: complete, formatted, identical where they must be, and they preview."""

import os
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from groundplan.answers import check, read_file
from groundplan.blueprints import template_source
from groundplan.engine.estate import preview
from groundplan.render import render
from groundplan.repository import open_repository
from groundplan.rules import Severity, judge
from tests.stacks.test_iam_policies import unexplained
from tests.support.answers import API, CRON, WEB, WORKER
from tests.support.emulation import unemulated
from tests.support.repositories import ACCOUNTS, ROOT

EXAMPLES = ROOT / "blueprints/web_app/examples"
SETS: Mapping[str, Mapping[str, Any]] = {
    "defaults": {},
    "saas": read_file(EXAMPLES / "saas.yml"),
    "full-stack-fastapi": read_file(EXAMPLES / "full-stack-fastapi.yml"),
    "static-only": {
        "services": [{"name": "site", "kind": "static", "path": "dist"}],
        "database": "none",
        "data_held": [],
        "profile": "launch",
    },
    "everything": {
        "organization": "a" * 20,
        "app": "b" * 20,
        "region": "ap-northeast-1",
        "accounts": ACCOUNTS,
        "profile": "regulated",
        "data_held": ["personal", "payment", "health"],
        "database": {"engine": "postgres", "version": "16"},
        "cache": "redis",
        "buckets": ["files", {"name": "uploads", "purpose": "uploads"}],
        "queues": ["jobs", {"name": "mails", "fifo": True}],
        "tables": [{"name": "sessions", "hash_key": "id", "ttl_attribute": "expires"}],
        "vpc_cidrs": {"dev": "192.168.0.0/19"},
        "services": [
            WEB,
            {
                **API,
                "environment": {
                    "EMPTY": "",
                    "COLON": "a: b # c",
                    "QUOTES": "'single' \"double\"",
                    "BRACES": "{{ not_a_template }} {% nor_this %}",
                    "YES": "yes",
                    "NUMBER": "0123",
                    "COMMIT": "47e5983",
                    "OCTAL": "0o17",
                    "LINES": "one\ntwo",
                    "LONG": "word " * 60,
                    "UNICODE": "Zürich 🚀",
                },
                "secrets": ["B_SECRET", "A_SECRET"],
            },
            {**WORKER, "command": ["sh", "-c", "sleep 1 && echo '#'"]},
            CRON,
            *(
                {"name": name, "kind": "static", "path": name, "url_paths": [f"/{name}/*"]}
                for name in ("manual", "help")
            ),
        ],
        "critical_flows": [{"name": "login", "kind": "auth", "paths": ["/api/login", "/api/o/*"]}],
    },
}
LINKED = ("stacks", "tests")


@pytest.fixture(scope="module", params=sorted(SETS))
def rendered(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Mapping[str, Any], Path]:
    answers = check(SETS[request.param]).to_data()
    folder = tmp_path_factory.mktemp("rendered") / "infra"
    render(answers, folder, source=template_source())
    return answers, folder


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _own(folder: Path) -> list[Path]:
    """Files that the blueprint wrote itself."""
    return [p for p in _files(folder) if p.relative_to(folder).parts[0] not in LINKED]


def test_the_repository_has_what_its_read_me_says(rendered: tuple[Any, Path]) -> None:
    _, folder = rendered
    assert {path.name for path in folder.iterdir()} >= {
        "README.md", "pyproject.toml", "Makefile", "constraints.txt", ".gitignore",
        ".copier-answers.yml", "foundation", "application", "stacks", "tests", "checks", "docs",
    }  # fmt: skip
    for layer in ("foundation", "application"):
        assert {path.name for path in (folder / layer).iterdir()} == {
            "Pulumi.yaml", "Pulumi.dev.yaml", "Pulumi.staging.yaml", "Pulumi.prod.yaml",
            "__main__.py",
        }  # fmt: skip
        assert len((folder / layer / "__main__.py").read_text().splitlines()) == 3
    assert (folder / "checks/waivers.toml").is_file()
    assert not [path for path in folder.rglob("*") if path.is_symlink()]


def test_stacks_and_tests_are_identical_to_ours(rendered: tuple[Any, Path]) -> None:
    _, folder = rendered
    for ours, theirs in ((ROOT / "stacks", "stacks"), (ROOT / "tests/stacks", "tests")):
        expected = {
            path.relative_to(ours): path.read_bytes()
            for path in _files(ours)
            if "__pycache__" not in path.parts and not path.name.startswith(".")
        }
        found = {p.relative_to(folder / theirs): p.read_bytes() for p in _files(folder / theirs)}
        assert found == expected
        assert expected


def test_nothing_of_the_template_is_left(rendered: tuple[Any, Path]) -> None:
    _, folder = rendered
    for path in _own(folder):
        text = path.read_text()
        if "BRACES" in text:
            assert "{{ not_a_template }} {% nor_this %}" in text
            text = text.replace("{{ not_a_template }} {% nor_this %}", "")
        assert "{{" not in text, path
        assert "{%" not in text, path
        assert path.suffix != ".jinja"
        assert text.endswith("\n"), path
        assert not text.endswith("\n\n"), path
        assert "None" not in text, path
        assert "\n\n\n" not in text, path


def test_yaml_read_and_written_again_is_the_same(rendered: tuple[Any, Path]) -> None:
    _, folder = rendered
    files = [path for path in _own(folder) if path.suffix in {".yaml", ".yml"}]
    assert len(files) == 15
    for path in files:
        yaml = YAML()
        yaml.preserve_quotes = True
        yaml.width = 4096
        written = StringIO()
        yaml.dump(yaml.load(path), written)
        assert written.getvalue() == path.read_text(), path


def test_the_formatter_and_the_linter_have_nothing_to_say(rendered: tuple[Any, Path]) -> None:
    _, folder = rendered
    for command in (["format", "--check"], ["check"]):
        result = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--no-cache", "."],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stdout + result.stderr


def test_config_says_what_was_answered(rendered: tuple[Any, Path]) -> None:
    answers, folder = rendered
    repository = open_repository(folder)
    assert len(repository.stacks) == 9
    for stack in (s for s in repository.stacks if s.environment != "main"):
        found = {
            key.removeprefix("groundplan:"): value
            for key, value in stack.config.items()
            if key.startswith("groundplan:")
        }
        same = ("organization", "app", "region", "dr_region", "domain", "profile", "repository")
        assert {key: found[key] for key in same} == {key: answers[key] for key in same}
        assert found["environment"] == stack.environment
        assert found["accounts"] == answers["accounts"]
        assert found["settings"] == {"vpc_cidr": answers["vpc_cidrs"][stack.environment]}
        assert found["data_held"] == answers["data_held"]
        engine, _, version = answers["database"].partition(" ")
        database = None if engine == "none" else {"engine": engine, "version": version}
        assert found.get("database") == database
        assert found.get("cache", {"engine": "none"}) == {"engine": answers["cache"]}
        assert found["buckets"] == answers["buckets"]
        assert found["queues"] == answers["queues"]
        assert found.get("tables", []) == answers["tables"]
        if stack.layer == "application":
            assert found["services"] == answers["services"]
            assert found["critical_flows"] == answers["critical_flows"]
            assert found["releases"] == {}
        else:
            secrets = {name for s in answers["services"] for name in s.get("secrets", [])}
            assert found["secrets"] == sorted(secrets)
        assert stack.config["pulumi:disable-default-providers"] == ["aws"]


@pytest.mark.parametrize("layer", ["organization", "security", "recovery"])
def test_a_shared_layer_is_told_the_names_and_places(
    layer: str, rendered: tuple[Any, Path]
) -> None:
    answers, folder = rendered
    [stack] = [s for s in open_repository(folder).stacks if s.layer == layer]
    same = ("organization", "app", "region", "dr_region", "profile", "notification_email")
    assert {key: stack.config[f"groundplan:{key}"] for key in same} == {
        key: answers[key] for key in same
    }
    accounts = answers["accounts"]
    assert stack.config["groundplan:accounts"] == accounts
    assert stack.config["groundplan:environment"] == "main"
    assert stack.config["pulumi:disable-default-providers"] == ["aws"]


def test_environments_differ_by_name_and_addresses_only(rendered: tuple[Any, Path]) -> None:
    _, folder = rendered
    differing = {"groundplan:environment", "groundplan:settings"}
    for layer in ("foundation", "application"):
        dev, staging, prod = (
            {key: value for key, value in stack.config.items() if key not in differing}
            for stack in open_repository(folder).stacks
            if stack.layer == layer
        )
        assert dev == staging == prod


def test_the_answers_are_kept_for_the_next_update(rendered: tuple[Any, Path]) -> None:
    answers, folder = rendered
    kept = dict(open_repository(folder).answers)
    assert kept.pop("_src_path") == str(ROOT)
    assert kept.pop("_commit")
    assert kept == answers
    assert check(kept).to_data() == answers


def test_the_package_names_where_groundplan_is(rendered: tuple[Any, Path]) -> None:
    answers, folder = rendered
    project = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
    assert project["name"] == f"{answers['organization']}-{answers['app']}-infrastructure"
    assert project["optional-dependencies"]["dev"][0] == f"groundplan @ file://{ROOT}"


# The examples are previewed where their own tests run.
@pytest.mark.parametrize("rendered", ["defaults", "everything", "static-only"], indirect=True)
def test_every_stack_previews(rendered: tuple[Any, Path]) -> None:
    _, folder = rendered
    estate = preview(open_repository(folder))
    assert len(estate.plans) == 9
    assert all(plan.resources for plan in estate.plans if plan.stack.startswith("foundation/"))
    # In every profile: what an outside judge of policies finds is explained beside it.
    assert unexplained(estate.plans) == set()
    # AWS would refuse nothing of it.
    assert [f for f in judge(estate) if f.severity is Severity.error] == []
    # And all of it can be emulated, every input has a place, and something reads it back.
    assert unemulated(estate.plans) == set()


def test_what_is_previewed_has_every_profile() -> None:
    previewed = ("defaults", "everything", "static-only")
    assert {check(SETS[name]).profile for name in previewed} == {"launch", "standard", "regulated"}


def test_every_link_of_the_read_me_leads_somewhere(rendered: tuple[Any, Path]) -> None:
    _, folder = rendered
    text = (folder / "README.md").read_text()
    named = [
        word.strip("`")
        for line in text.splitlines()
        if line.startswith("| `")
        for word in line.split("|")[1].split(", ")
    ]
    places = [word.strip().strip("`") for word in named]
    assert len(places) == 11
    for place in places:
        pattern = place.replace("<env>", "dev").rstrip("/")
        assert list(folder.glob(pattern)), place


def test_make_uses_an_environment_that_exists(rendered: tuple[Any, Path], tmp_path: Path) -> None:
    _, folder = rendered
    (tmp_path / "bin").mkdir()
    without = _make(folder, tmp_path)
    assert "-m venv" in without
    assert "-c constraints.txt -e '.[dev]'" in without
    (tmp_path / "bin/groundplan").touch()
    assert _make(folder, tmp_path).strip() == f"{tmp_path}/bin/python -m pytest"


def _make(folder: Path, environment: Path) -> str:
    return subprocess.run(
        ["make", "--no-print-directory", "--dry-run", "test", f"VENV={environment}"],
        cwd=folder,
        # Flags of a make around this suite are not for the one inside it.
        env={key: value for key, value in os.environ.items() if not key.startswith("MAKE")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
