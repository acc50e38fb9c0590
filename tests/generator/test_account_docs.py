"""The documents about accounts say what the code does."""

import re
from pathlib import Path

from stacks.organization.access import PERMISSION_SETS
from stacks.security.alarms import EVENTS

DOCS = Path(__file__).resolve().parents[2] / "blueprints" / "_shared" / "docs"


def parts(file: str) -> dict[str, str]:
    """Text of a document by heading."""
    found = re.split(r"^## (.+)$", (DOCS / file).read_text(), flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


def test_every_event_has_a_runbook_with_three_commands_and_when_to_ignore_it() -> None:
    runbook = parts("runbooks/account.md.jinja")
    assert list(runbook) == [event.name for event in EVENTS]
    for name, text in runbook.items():
        (commands,) = re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL)
        assert len(commands.strip().splitlines()) == 3, name
        assert re.search(r"\b[Ii]gnore it\b", text), name


def test_the_table_of_access_is_the_table_of_the_code() -> None:
    table = (DOCS / "access.md.jinja").read_text()
    for row in PERMISSION_SETS:
        cell = f"| `{{{{ organization }}}}-{row.group}` | `{row.name}`"
        (line,) = [line for line in table.splitlines() if line.startswith(cell)]
        assert f"| {row.hours} hour" in line


def test_every_step_of_day_0_says_how_to_undo_it() -> None:
    steps = {name: text for name, text in parts("day-0.md.jinja").items() if name[0].isdigit()}
    assert len(steps) == 11
    # Reading mails needs no undoing, and the backup account is undone like the security one.
    assert [name for name, text in steps.items() if "Undo" not in text] == [
        "8. The backup account",
        "9. Confirm mails (by hand)",
    ]


def test_every_step_of_day_0_has_its_time_and_cost() -> None:
    text = (DOCS / "day-0.md.jinja").read_text()
    rows = re.findall(r"^\| (\d+) \| (.+?) \| (.+?) \| (.+?) \|$", text, flags=re.MULTILINE)
    assert [int(row[0]) for row in rows] == list(range(1, 12))
