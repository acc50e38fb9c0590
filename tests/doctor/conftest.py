"""Emulated accounts for the doctor."""

from collections.abc import Iterator

import pytest

from groundplan.emulate.deploy import Deployment, accounts


@pytest.fixture
def empty() -> Iterator[Deployment]:
    """Fresh, empty emulated accounts."""
    with accounts() as fresh:
        yield fresh
