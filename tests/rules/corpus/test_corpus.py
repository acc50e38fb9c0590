"""How much of what AWS refuses the judge refuses, and that it refuses nothing else."""

import copy
from typing import Any

import pytest

from groundplan.rules import Severity, judge
from groundplan.rules.judge import all_rules, faults
from groundplan.rules.world import World
from tests.rules.corpus.odd import ODD
from tests.rules.corpus.odd_more import MORE_ODD
from tests.rules.corpus.refused import DROP, REFUSED
from tests.rules.corpus.refused_accounts import ACCOUNTS
from tests.rules.corpus.refused_database import DATABASE
from tests.rules.corpus.refused_fresh import FRESH
from tests.rules.support.estates import Change, changed, drop, estate, put
from tests.rules.support.sample import sample

ROWS = sample()
WORLD = World(estate(ROWS))
RULES = [rule for rule in all_rules() if rule.severity is Severity.error]


def _change(name: str, path: str, value: Any) -> Change:
    return drop(name, path) if value is DROP else put(name, path, value)


def _here(name: str, path: str, value: Any) -> list[str]:
    """What speaks against the changed resource, the others as they are: quicker than all."""
    rows = {name: copy.deepcopy(ROWS[name])}
    _change(name, path, value)(rows)
    (node,) = World(estate(rows)).nodes
    rules = [rule for rule in RULES if node.type in rule.types or "*" in rule.types]
    return [f"{rule.id}.{f.path}" for rule in rules for f in faults(rule, node, WORLD)]


def _errors(name: str, path: str, value: Any) -> list[str]:
    return [
        f"{f.rule} {f.resource}.{f.path}: {f.allowed}"
        for f in judge(changed(ROWS, _change(name, path, value)))
        if f.severity is Severity.error
    ]


def test_at_least_95_of_100_known_refusals_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    known = (*REFUSED, *ACCOUNTS, *DATABASE, *FRESH)
    missed = [
        (n, p, why)
        for n, p, value, why in known
        if not _here(n, p, value) and not _errors(n, p, value)
    ]
    rate = 1 - len(missed) / len(known)
    with capsys.disabled():
        print(f"\n{len(known)} known refusals, {rate:.1%} refused")
        for line in missed:
            print("  missed:", *line)
    assert len(known) >= 600
    assert rate >= 0.95


def test_nothing_that_looks_odd_and_is_fine_is_refused() -> None:
    refused = {(n, p, why): e for n, p, value, why in ODD if (e := _errors(n, p, value))}
    assert len(ODD) >= 60
    assert refused == {}


def test_no_odd_value_of_a_resource_is_refused_where_it_stands() -> None:
    refused = {(n, p, why): e for n, p, value, why in MORE_ODD if (e := _here(n, p, value))}
    assert len(MORE_ODD) >= 200
    assert refused == {}
