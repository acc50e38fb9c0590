"""The whole report: nothing is fine without evidence, and nothing goes unsaid."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from typer.testing import CliRunner

from groundplan.cli.app import build_app
from groundplan.doctor import checks
from groundplan.doctor.checks import all_checks
from groundplan.doctor.examine import Answer, examine
from groundplan.doctor.steps import STEPS
from groundplan.emulate.deploy import Deployment, accounts
from groundplan.engine.estate import preview
from groundplan.engine.plan import Estate
from groundplan.errors import BootstrapError, Problem
from groundplan.repository import Repository, open_repository
from groundplan.rules import quotas
from tests.support.aws_commands import commands, wrong
from tests.support.places import Emulated, caller
from tests.support.repositories import ACCOUNTS, APPLICATION, FOUNDATION, ORGANIZATION, build

DOCS = Path(__file__).resolve().parents[2] / "blueprints" / "_shared" / "docs"
LAYERS = {
    "organization": ORGANIZATION,
    "security": {"organization_id": "o-groundplan00"},
    "recovery": {"organization_id": "o-groundplan00"},
    "foundation": {**FOUNDATION, "organization_id": "o-groundplan00"},
    "application": APPLICATION,
}


EXPECTED = {
    (check.id, role)
    for check in all_checks()
    for role in check.roles & {"management", "security", "backup", "prod"}
} - {
    # The backup account asks for nothing that has a quota.
    ("quotas", "backup")
}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    folder = build(tmp_path_factory.mktemp("doctor"), layers=LAYERS, environments=("prod",))
    return open_repository(folder)


@pytest.fixture(scope="module")
def estate(repository: Repository) -> Estate:
    return preview(repository)


def signed_out() -> Emulated:
    raise BootstrapError(Problem(what="there are no AWS credentials", fix="sign in"))


def test_without_credentials_everything_is_named_and_nothing_is_fine(
    repository: Repository, estate: Estate
) -> None:
    answers = examine(repository, estate, signed_out)
    assert {(a.check, a.account) for a in answers} == EXPECTED
    offline = {"billing-access", "github-numbers", "github-protection"}
    for answer in answers:
        if answer.check not in offline:
            assert (answer.state, answer.what, answer.fix) == (
                "unseen",
                "there are no AWS credentials",
                "sign in",
            )
    assert "ok" not in {a.state for a in answers}


@pytest.fixture(scope="module")
def untouched(repository: Repository, estate: Estate) -> tuple[Answer, ...]:
    """Answers about accounts in which nothing was deployed."""
    told = {"get_account_plan_state": {"accountPlanType": "PAID"}}
    with accounts() as empty:
        organizations = empty.client("organizations", ACCOUNTS["management"], "us-east-1")
        organizations.create_organization(FeatureSet="ALL")
        return examine(repository, estate, lambda: caller(empty, **told))


def test_in_untouched_accounts_only_what_is_so_by_nature_is_fine(
    untouched: tuple[Answer, ...],
) -> None:
    assert {a.check for a in untouched if a.state == "ok"} == {
        "iam-users",
        "outside-trust",
        "paid-plan",
    }


def test_no_check_is_silent_about_an_account_it_is_for(untouched: tuple[Answer, ...]) -> None:
    """A check that finds nothing to look at in the plans would pass for ever."""
    assert {(a.check, a.account) for a in untouched} == EXPECTED


def test_whatever_is_missing_comes_with_why_and_the_next_step(
    untouched: tuple[Answer, ...],
) -> None:
    lacking = [a for a in untouched if a.state in {"missing", "by-hand"}]
    assert len(lacking) > 20
    assert [a.check for a in lacking if not (a.what and a.why and a.fix)] == []


def texts() -> Iterator[str]:
    """Every text of the checks, and of the quotas they ask about."""
    for file in [*Path(checks.__file__).parent.glob("*.py"), Path(quotas.__file__)]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [p.value if isinstance(p, ast.Constant) else "X" for p in node.values]
                yield "".join(map(str, parts))


def test_every_command_it_names_exists() -> None:
    named = {command for text in texts() for command in commands(text)}
    assert len(named) > 7
    assert [problem for command in named if (problem := wrong(command))] == []


def test_an_account_that_cannot_be_entered_hides_no_other(
    repository: Repository, estate: Estate, empty: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter = Emulated.within

    def refuse(self: Emulated, account: str) -> Emulated:
        if account == ACCOUNTS["prod"]:
            raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "AssumeRole")
        return enter(self, account)

    monkeypatch.setattr(Emulated, "within", refuse)
    wanted = [check for check in all_checks() if check.id == "iam-users"]
    answers = examine(repository, estate, lambda: caller(empty), wanted)
    found = {a.account: (a.state, a.what) for a in answers}
    assert found["prod"] == (
        "unseen",
        "cannot be entered from account 111111111111: AccessDenied: no",
    )
    assert {state for role, (state, _) in found.items() if role != "prod"} == {"ok"}


def test_a_call_that_is_refused_is_not_looked_at(
    repository: Repository, estate: Estate, empty: Deployment
) -> None:
    wanted = [check for check in all_checks() if check.id == "root-user"]
    told = {"get_account_summary": "AccessDenied"}
    (answer,) = examine(repository, estate, lambda: caller(empty, **told), wanted)
    assert (answer.state, answer.what) == ("unseen", "AccessDenied: AccessDenied")


def test_before_there_is_an_organization_the_next_step_is_to_make_it(
    repository: Repository, estate: Estate, empty: Deployment
) -> None:
    wanted = [check for check in all_checks() if check.id == "policy-types"]
    (answer,) = examine(repository, estate, lambda: caller(empty), wanted)
    assert (answer.state, answer.what, answer.fix) == (
        "missing",
        "there is no organization yet",
        "pulumi up in organization/",
    )


def test_on_day_0_the_management_account_is_the_one_whose_credentials_these_are(
    tmp_path: Path, empty: Deployment
) -> None:
    folder = build(tmp_path, layers={"organization": ORGANIZATION}, change={"accounts": {}})
    wanted = [check for check in all_checks() if check.id in {"root-user", "iam-users"}]
    answers = examine(open_repository(folder), Estate(plans=()), lambda: caller(empty), wanted)
    assert [(a.check, a.state) for a in answers] == [("root-user", "missing"), ("iam-users", "ok")]


def test_the_steps_are_those_of_day_0() -> None:
    headings = re.findall(
        r"^## (\d+)\. (.+?)(?: \(by hand\))?$",
        (DOCS / "day-0.md.jinja").read_text(),
        flags=re.MULTILINE,
    )
    assert {int(number): title for number, title in headings} == STEPS


def test_the_step_of_each_check_names_it() -> None:
    parts = re.split(r"^## (\d+)\..*$", (DOCS / "day-0.md.jinja").read_text(), flags=re.MULTILINE)
    text = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert [c.id for c in all_checks() if f"`{c.id}`" not in text[str(c.step)]] == []


def test_the_command_says_what_it_could_not_look_at_and_exits_1(
    repository: Repository, estate: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("groundplan.engine.estate.preview", lambda *_, **__: estate)
    monkeypatch.setattr("groundplan.bootstrap.caller.caller", lambda *_, **__: signed_out())
    run = CliRunner().invoke(build_app(), ["-C", str(repository.root), "doctor"])
    assert run.exit_code == 1, run.output
    assert run.output.count("there are no AWS credentials") == 1, "one reason, told once"
    unseen = run.output.count("  unseen   ")
    assert f"{unseen} lines below were not looked at: there are no AWS" in run.output
    assert "  unseen   root-user, management\n" in run.output
    assert run.output.splitlines()[-1].startswith("0 fine, ")
    run = CliRunner().invoke(
        build_app(), ["-C", str(repository.root), "doctor", "--format", "json"]
    )
    assert {row["state"] for row in json.loads(run.output)} == {"unseen", "missing", "by-hand"}
