"""The suite's own infra repository: the tests that ship run against a rendered example."""

from pathlib import Path

import pytest

from tests.support.repositories import build


@pytest.fixture(scope="session")
def infra_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An infra repository of the demo application."""
    return build(tmp_path_factory.mktemp("infra"))
