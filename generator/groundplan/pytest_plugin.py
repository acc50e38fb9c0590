"""Fixtures for the tests of an infra repository: its plans, and its emulated accounts.

A test that takes ``environment`` runs once for each of dev, staging and prod.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from groundplan.emulate.deploy import Deployment
    from groundplan.engine.plan import Estate, Plan
    from groundplan.repository import Repository

ENVIRONMENTS = ("dev", "staging", "prod")


def pytest_configure() -> None:
    """Look for garbage rarely: estates are large, live long, and hold next to none."""
    gc.set_threshold(200_000, 20, 50)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that takes ``environment`` once for each, unless it says which ones itself."""
    own = [mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")]
    chosen = {
        name.strip()
        for names in own
        for name in (names.split(",") if isinstance(names, str) else names)
    }
    if "environment" in metafunc.fixturenames and "environment" not in chosen:
        metafunc.parametrize("environment", ENVIRONMENTS)


def pytest_sessionfinish() -> None:
    """Spare pytest the search for garbage among estates that live until the end.

    It looks five times, which takes seconds where a million small objects are alive.
    """
    gc.freeze()


@pytest.fixture(scope="session")
def infra_root(pytestconfig: pytest.Config) -> Path:
    """Folder of the infra repository: where pytest was started from."""
    return pytestconfig.rootpath


@pytest.fixture(scope="session")
def repository(infra_root: Path) -> "Repository":
    """The infra repository."""
    from groundplan.repository import open_repository

    return open_repository(infra_root)


@pytest.fixture(scope="session")
def estate(repository: "Repository") -> "Estate":
    """Every stack's plan, made offline."""
    from groundplan.engine.estate import preview

    return preview(repository)


@pytest.fixture
def foundation(estate: "Estate", environment: str) -> "Plan":
    """Plan of the environment's foundation."""
    return estate[f"foundation/{environment}"]


@pytest.fixture
def application(estate: "Estate", environment: str) -> "Plan":
    """Plan of the environment's application."""
    return estate[f"application/{environment}"]


class Account:
    """One environment's emulated account, read through boto3 as an auditor would.

    Attributes:
        id: Account id.
        region: Home region of the environment.
        dr_region: Region that receives copies.
    """

    def __init__(self, deployment: "Deployment", plan: "Plan") -> None:
        self._deployment = deployment
        self.id = plan.account
        self.region = plan.region
        self.dr_region = str(plan.config["groundplan:dr_region"])

    def client(self, service: str, region: str = "") -> Any:
        """A boto3 client of the account, in its home region unless told."""
        return self._deployment.client(service, self.id, region or self.region)


@contextmanager
def deployed(repository: "Repository") -> Iterator["Deployment"]:
    """Every stack of a repository in emulated accounts, as long as the context lasts."""
    from groundplan.emulate.deploy import deploy
    from groundplan.repository import placeholder_accounts, programs

    made_up = placeholder_accounts(repository.stacks)
    with deploy(programs(repository, repository.stacks), placeholders=made_up) as deployment:
        yield deployment


@pytest.fixture(scope="session")
def deployment(repository: "Repository") -> Iterator["Deployment"]:
    """Every stack deployed into emulated accounts, for the length of the session.

    The emulation answers every AWS call of the process while it lasts. A suite that makes
    emulated accounts elsewhere too gives this fixture a narrower scope, with `deployed`.
    """
    with deployed(repository) as found:
        yield found


@pytest.fixture
def account(deployment: "Deployment", environment: str) -> Account:
    """The environment's emulated account."""
    return Account(deployment, deployment.estate[f"foundation/{environment}"])
