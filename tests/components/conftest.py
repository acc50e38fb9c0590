"""The estates of the tests that ship, for those that do not."""

from tests.stacks.conftest import Make, company, everything, make_estate

__all__ = ["Make", "company", "everything", "make_estate"]
