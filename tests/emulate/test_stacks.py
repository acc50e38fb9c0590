"""The stacks we ship, deployed whole: nothing unexplained, nearly everything read back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from groundplan.emulate.coverage import rows, share_read_back
from groundplan.emulate.deploy import Deployment, deploy
from groundplan.repository import open_repository, programs
from tests.support.repositories import ACCOUNTS, APPLICATION, FOUNDATION, ORGANIZATION, build


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """Prod, and the layers all environments share, in emulated accounts."""
    folder: Path = tmp_path_factory.mktemp("infra")
    layers = {
        "organization": ORGANIZATION,
        "security": ORGANIZATION,
        "recovery": ORGANIZATION,
        "foundation": FOUNDATION,
        "application": APPLICATION,
    }
    repository = open_repository(build(folder, layers=layers, environments=("prod",)))
    with deploy(programs(repository, repository.stacks)) as deployment:
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
    assert accounts == {
        "organization/main": ACCOUNTS["management"],
        "security/main": ACCOUNTS["security"],
        "recovery/main": ACCOUNTS["backup"],
        "foundation/prod": ACCOUNTS["prod"],
        "application/prod": ACCOUNTS["prod"],
    }


def test_a_second_deployment_of_everything_makes_no_call(estate: Deployment) -> None:
    before = estate.gateway.calls
    estate.again()
    assert estate.gateway.calls == before
    assert {r.action for r in estate.report.resources} <= {"unchanged", "read"}
