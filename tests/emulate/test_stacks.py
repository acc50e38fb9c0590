"""The stacks we ship, deployed whole: nothing unexplained, nearly everything read back."""

import importlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from moto.s3.models import FakeBucket

from groundplan.emulate import backends
from groundplan.emulate.changes import plan_change
from groundplan.emulate.coverage import markdown, rows, share_read_back
from groundplan.emulate.deploy import Deployment, deploy
from groundplan.emulate.translate import translate
from groundplan.emulate.update import apply_change
from groundplan.engine.program import Program
from groundplan.repository import (
    PLACEHOLDER_ACCOUNTS,
    open_repository,
    placeholder_accounts,
    programs,
)
from tests.emulate.disturbed import Outcome, deploy_disturbed
from tests.emulate.documents import (
    ELSEWHERE,
    HOME,
    NOT_EMULATED,
    RESTORED,
    profile_of,
    runs,
    stale,
    words,
)
from tests.emulate.mutants import changes_in_place
from tests.emulate.sameness import state, unlike
from tests.support.aws_cli import Cli
from tests.support.shell import Ran, Shell, shell

ALL_OF_PROD = (
    "organization/main",
    "security/main",
    "recovery/main",
    "foundation/prod",
    "application/prod",
)
WANTED = ALL_OF_PROD if os.environ.get("GROUNDPLAN_FAULTS") else ALL_OF_PROD[-2:]
"""Every layer that touches it where GROUNDPLAN_FAULTS is set; else those of its own account."""

PAGE = Path(__file__).resolve().parents[2] / "docs" / "coverage.md"


@pytest.fixture(scope="module")
def disturbed(infra_root: Path) -> Outcome:
    """Prod, deployed with every call failing three times; done before the accounts are needed."""
    repository = open_repository(infra_root)
    stacks = repository.select(WANTED)
    return deploy_disturbed(programs(repository, stacks), placeholder_accounts(stacks))


@pytest.fixture(scope="module")
def estate(infra_root: Path, disturbed: Outcome) -> Iterator[Deployment]:
    """Every stack of the realistic SaaS, in emulated accounts."""
    repository = open_repository(infra_root)
    made_up = placeholder_accounts(repository.stacks)
    with deploy(programs(repository, repository.stacks), placeholders=made_up) as deployment:
        yield deployment


def test_every_resource_exists_and_no_input_is_unexplained(estate: Deployment) -> None:
    told = estate.report.to_json()
    assert told["resources"]["total"] > 600
    assert told["resources"]["emulated"] == told["resources"]["total"]
    assert told["inputs"]["sent"] > 4000
    for kind, report in estate.report.by_type().items():
        for leaf, reason in {**report.provider_only, **report.not_emulated}.items():
            assert reason, f"{kind} {leaf}"


def test_nearly_every_type_is_read_back_and_equal(estate: Deployment) -> None:
    found = rows(estate.report)
    assert len({row.type for row in found}) > 80
    assert share_read_back(found) >= 0.95


def test_each_stack_lives_in_its_own_account(estate: Deployment) -> None:
    accounts = {r.stack: r.account for r in estate.report.resources}
    shared = {
        "organization/main": PLACEHOLDER_ACCOUNTS["management"],
        "security/main": PLACEHOLDER_ACCOUNTS["security"],
        "recovery/main": PLACEHOLDER_ACCOUNTS["backup"],
    }
    own = {
        f"{layer}/{environment}": PLACEHOLDER_ACCOUNTS[environment]
        for layer in ("foundation", "application")
        for environment in ("dev", "staging", "prod")
    }
    assert accounts == {**shared, **own}


def test_the_committed_coverage_page_is_what_the_command_prints(estate: Deployment) -> None:
    assert PAGE.read_text(encoding="utf-8") == markdown(rows(estate.report), version("moto")), (
        "renew it: groundplan -C <saas repository> coverage --format markdown > docs/coverage.md"
    )


def test_a_second_deployment_of_everything_makes_no_call(estate: Deployment) -> None:
    before = estate.gateway.calls
    estate.again()
    assert estate.gateway.calls == before
    assert {r.action for r in estate.report.resources} <= {"unchanged", "read"}


def test_prod_with_every_call_failing_three_times_ends_as_if_nothing_had_happened(
    estate: Deployment, disturbed: Outcome
) -> None:
    there = {account for _, _, account in disturbed.writes}
    written = Counter(write for write in estate.gateway.writes if write[2] in there)
    assert disturbed.refused == disturbed.ended > 500
    assert disturbed.restarts > 1
    assert disturbed.writes == written, "something was made twice, or not at all"
    assert unlike(state(estate, WANTED), disturbed.state) == []


NOT_CHANGED_IN_PLACE = {
    # The provider only notes the new name: it starts no recorder that it knows by another one.
    "aws:cfg/recorderStatus:RecorderStatus": {"name"},
}


def test_every_input_that_changes_in_place_has_its_call(estate: Deployment) -> None:
    found: dict[str, set[str]] = {}
    for living in estate.cloud.living.values():
        r, translation = living.registration, living.translation
        for name in translation.values:
            change = plan_change(living, r, translation, [name])
            if change.untold or change.stuck:
                found.setdefault(r.type, set()).add(name)
    assert found == NOT_CHANGED_IN_PLACE


def test_a_tag_of_every_type_changes_comes_and_goes(estate: Deployment) -> None:
    kinds = {
        living.registration.type: living
        for living in estate.cloud.living.values()
        if living.registration.default_tags and living.translation.values.get("tags")
    }
    assert len(kinds) > 50
    for living in kinds.values():
        was = living.registration
        gone, other, *_ = sorted(was.default_tags)
        tags = {**was.default_tags, other: "other", "new": "new"}
        del tags[gone]
        for registration in (replace(was, default_tags=tags), was):
            translation = translate(registration, living.spec, living.name)
            change = plan_change(living, registration, translation, ["tags"])
            assert change.notes(living.label) == []
            apply_change(living, registration, translation, change, estate.gateway)
            assert living.compare(estate.gateway).differences == [], living.label


REFUSED_IN_PLACE = {
    # It is 24 already, which is the most AWS remembers.
    ("aws:iam/accountPasswordPolicy:AccountPasswordPolicy", "passwordReusePrevention"): (
        "ModelBreach"
    ),
    # One more is another major version.
    ("aws:rds/instance:Instance", "engineVersion"): "InvalidParameterCombination",
    # The secret is gone, and its key is still asked for.
    ("aws:rds/instance:Instance", "manageMasterUserPassword"): "MasterUserSecretKmsKeyId is None",
}


def test_an_input_of_every_type_changes_in_place_and_is_read_back(estate: Deployment) -> None:
    kinds = {living.registration.type: living for living in estate.cloud.living.values()}
    found = {
        (kind, name): what
        for kind, living in kinds.items()
        for name, what in changes_in_place(living, estate.gateway)
    }
    assert found == REFUSED_IN_PLACE


def edited(infra_root: Path, change: Callable[[dict[str, Any]], None]) -> list[Program]:
    """Programs of prod after a person's edit of its config."""
    repository = open_repository(infra_root)
    found = []
    for made in programs(repository, repository.select(ALL_OF_PROD[-2:])):
        config = {key: plain(value) for key, value in made.config.items()}
        change(config)
        text = {
            key: value if isinstance(value, str) else json.dumps(value)
            for key, value in config.items()
        }
        found.append(replace(made, config=text))
    return found


def plain(text: str) -> Any:
    return json.loads(text) if text.startswith(("[", "{")) else text


def told(estate: Deployment) -> dict[str, str]:
    """Name of what would fail, to why."""
    return {
        problem.where.rpartition(" ")[2]: f"{problem.what} {problem.got}"
        for problem in estate.report.refusals
    }


def changes(estate: Deployment, action: str) -> set[str]:
    return {r.name for r in estate.report.resources if r.action == action}


def copy_of(table: dict[Any, Any]) -> dict[Any, Any]:
    return {key: list(value) if isinstance(value, list) else value for key, value in table.items()}


@pytest.fixture
def as_a_sandbox(estate: Deployment, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    """A shell in the estate, with what a sandbox has beside it."""
    backends.own_operations()
    for table in ("_ANSWERS", "_KNOWS", "_MENDS", "_SENDS"):
        monkeypatch.setattr(backends, table, copy_of(getattr(backends, table)))
    from groundplan.emulate.sandbox import answer, defaults, seed

    # They put themselves in place when they are loaded, which is not what other tests expect.
    for module in answer.BACKENDS:
        importlib.reload(module)
    monkeypatch.setattr(FakeBucket, "get_permission", FakeBucket.get_permission)
    defaults.refuse_nobody()
    assert seed.seed(estate)
    accounts = {profile_of(role): account for role, account in PLACEHOLDER_ACCOUNTS.items()}
    cli = Cli(estate.client, accounts, profile_of("prod"), HOME)
    with shell(cli, silent=["sleep"]) as found:
        yield found


def test_what_the_documents_have_a_reader_type_runs(
    estate: Deployment, as_a_sandbox: Shell, infra_root: Path, tmp_path: Path
) -> None:
    typed: list[str] = []
    failed: list[Ran] = []
    filling = words(estate)
    assert stale(infra_root, filling) == []
    for document, lines in runs(infra_root, filling):
        ran = as_a_sandbox.run(lines, tmp_path)
        assert len(ran) == len(lines), document
        typed += lines
        failed += [each for each in ran if each.code]
    assert len(typed) > 200
    for command in NOT_EMULATED:
        assert any(command in each.line for each in failed), f"{command} is emulated by now"
    known = tuple(NOT_EMULATED)
    assert [each for each in failed if not any(command in each.line for command in known)] == []
    # The database came back in the other region, and was deleted at the end of the rehearsal.
    elsewhere = estate.client("backup", PLACEHOLDER_ACCOUNTS["prod"], ELSEWHERE)
    [job] = elsewhere.list_restore_jobs()["RestoreJobs"]
    assert job["Status"] == "COMPLETED"
    assert job["CreatedResourceArn"].endswith(f":{RESTORED}")
    there = estate.client("rds", PLACEHOLDER_ACCOUNTS["prod"], ELSEWHERE)
    assert there.describe_db_instances()["DBInstances"] == []
    here = estate.client("rds", PLACEHOLDER_ACCOUNTS["prod"], HOME)
    names = {each["DBInstanceIdentifier"] for each in here.describe_db_instances()["DBInstances"]}
    assert names == {"acme-shop-prod-database", "acme-shop-prod-database-restored"}


def test_edits_a_person_makes_are_tried_to_the_end(estate: Deployment, infra_root: Path) -> None:
    def change(config: dict[str, Any]) -> None:
        config["groundplan:settings"]["cache_class"] = "cache.t4g.medium"
        if "groundplan:buckets" in config:
            config["groundplan:buckets"] = []
        if "groundplan:database" in config:
            config["groundplan:database"]["version"] = "18"
        for service in config.get("groundplan:services", ()):
            if service["name"] == "api":
                service["name"] = "backend"

    estate.up(edited(infra_root, change), find_all=True)
    found = told(estate)
    assert "AllowMajorVersionUpgrade" in found.pop("database-instance")
    assert "PriorityInUse" in found.pop("alb-backend-api-all")
    for name in ("bucket-uploads-bucket", "bucket-uploads-replica-bucket"):
        assert "Pulumi refuses to delete it" in found.pop(name)
    assert "Pulumi refuses to delete it" in found.pop("api-registry-repository")
    assert found == {}
    assert "application/prod backend-service" in estate.report.waiting
    assert "cache-group" in changes(estate, "updated")
    # What lost a store gets new task definitions; the parameters are for the new version.
    kinds = {r.type for r in estate.report.resources if r.action == "replaced"}
    assert kinds == {
        "aws:ecs/taskDefinition:TaskDefinition",
        "aws:rds/parameterGroup:ParameterGroup",
    }


def test_a_network_with_other_addresses_cannot_be_had_in_place(
    estate: Deployment, infra_root: Path
) -> None:
    def change(config: dict[str, Any]) -> None:
        config["groundplan:settings"]["vpc_cidr"] = "10.64.0.0/16"

    estate.up(edited(infra_root, change), find_all=True)
    found = told(estate)
    assert "mapped public address" in found["network-internet"]
    assert "not in the same Vpc" in found["database-subnets"]
    assert "not in the VPC" in found["cache-subnets"]
    assert "stays in its VPC" in found["alb-load-balancer"]
    assert {"network-vpc", "network-private-az1"} <= changes(estate, "replaced")
    assert "foundation/prod database-instance" in estate.report.waiting
