import re
from collections.abc import Iterator
from pathlib import Path

from groundplan.engine.plan import Plan
from tests.support.foundation import foundation

RUNBOOKS = Path(__file__).resolve().parents[2] / "blueprints" / "_shared" / "docs" / "runbooks"
OWN = (
    "backup.md",
    "cache.md",
    "database.md",
    "events.md",
    "network.md",
    "queue.md",
    "secret.md",
    "table.md",
)
_REFERENCE = re.compile(r"docs/runbooks/([a-z-]+\.md)#([a-z-]+)")


def _references(plan: Plan) -> Iterator[tuple[str, str]]:
    for resource in plan.resources:
        for file, anchor in _REFERENCE.findall(str(resource.inputs)):
            if file in OWN:
                yield file, anchor


def _headings(file: str) -> dict[str, str]:
    [home] = RUNBOOKS.glob(f"{file}*")
    parts = re.split(r"^## (.+)$", home.read_text(), flags=re.MULTILINE)
    return {
        heading.lower().replace(" ", "-"): text
        for heading, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def _used() -> set[tuple[str, str]]:
    plans = (
        foundation(tables=[{"name": "sessions", "hash_key": "id"}]),
        foundation("dev"),
        foundation(database={"engine": "aurora-postgresql"}),
        foundation(database={"engine": "mysql"}),
        foundation(settings={"database_proxy": True}),
    )
    return {reference for plan in plans for reference in _references(plan)}


def test_every_alarm_and_event_has_its_runbook() -> None:
    used = _used()
    assert {file for file, _ in used} == set(OWN)
    missing = [(file, anchor) for file, anchor in used if anchor not in _headings(file)]
    assert missing == []


def test_every_runbook_of_an_alarm_starts_with_commands() -> None:
    bare = [
        (file, anchor)
        for file, anchor in sorted(_used())
        if "```sh" not in _headings(file)[anchor] and "](#" not in _headings(file)[anchor]
    ]
    assert bare == []
