"""The page of rules is the one the rules make."""

from pathlib import Path

from groundplan.rules.judge import all_rules
from groundplan.rules.page import page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rules.md"


def test_the_page_lists_every_rule_as_it_is() -> None:
    """Mend with: python -c "from groundplan.rules.page import page; print(page(), end='')"."""
    assert PAGE.read_text() == page()


def test_the_page_names_each_rule_once() -> None:
    text = page()
    assert [r.id for r in all_rules() if text.count(f"| {r.id} ") != 1] == []
