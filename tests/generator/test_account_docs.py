"""The documents about accounts say what the code does."""

import re
from math import ceil
from pathlib import Path

import pytest

from groundplan.engine.plan import Estate
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


KEYS = ("aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey")
KEY_USD, ALARM_USD = 1.0, 0.10
"""A month each, by the price list of 2026 for eu-west-1; a key before its first rotation."""


@pytest.mark.parametrize(
    ("step", "stack", "trail"),
    [
        (4, "organization/main", False),
        (6, "security/main", None),
        (7, "organization/main", True),
        (8, "recovery/main", None),
    ],
)
def test_what_a_step_of_day_0_costs_is_what_its_plan_holds(
    estate: Estate, step: int, stack: str, trail: bool | None
) -> None:
    """Step 7 is the part of the organization that waits for the trail; step 4 is the rest."""
    plan = estate[stack]
    alarms = len(plan.of_type("aws:cloudwatch/metricAlarm:MetricAlarm")) if trail else 0
    keys = [
        key for key in plan.of_type(*KEYS) if trail is None or key.name.startswith("trail") == trail
    ]
    text = (DOCS / "day-0.md.jinja").read_text()
    (row,) = re.findall(rf"^\| {step} \|.*\| (.+?) \|$", text, flags=re.MULTILINE)
    assert keys
    assert row.startswith(f"{ceil(len(keys) * KEY_USD + alarms * ALARM_USD)} USD"), row
    if alarms:
        assert f"{alarms} alarms" in row
