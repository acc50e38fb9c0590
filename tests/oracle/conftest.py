"""The oracle runs under `make oracle` only, and says why where it cannot."""

import os

import pytest

from groundplan.verify.tools import Tools, ToolsMissing, find_tools

PROVIDER_MAJOR = 6


@pytest.fixture(scope="session")
def tools() -> Tools:
    """Terraform and the provider, or a skipped test that names what is missing."""
    if not os.environ.get("GROUNDPLAN_ORACLE"):
        pytest.skip("the oracle takes minutes: run it with `make oracle`")
    try:
        return find_tools(PROVIDER_MAJOR)
    except ToolsMissing as error:
        pytest.skip(f"no oracle on this machine: {error}")
