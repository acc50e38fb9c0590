"""Emulated accounts for tests."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from groundplan.emulate.deploy import Deployment, accounts
from groundplan.engine.plan import Estate
from tests.emulate.programs import program

Up = Callable[[str], Estate]


@pytest.fixture
def deployment() -> Iterator[Deployment]:
    """Fresh emulated accounts."""
    with accounts() as fresh:
        yield fresh


@pytest.fixture
def up(deployment: Deployment, tmp_path: Path) -> Up:
    """Deploy a program into the accounts, as often as it is called."""
    return lambda source: deployment.up([program(tmp_path, source)])
