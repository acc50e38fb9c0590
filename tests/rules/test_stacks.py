"""The stacks this repository ships are refused nothing; what AWS refuses of them is."""

from collections import defaultdict
from collections.abc import Callable

import pytest

from groundplan.engine.estate import preview
from groundplan.engine.plan import Estate
from groundplan.repository import open_repository
from groundplan.rules import Severity, judge
from groundplan.rules.judge import all_rules, faults
from groundplan.rules.node import Node
from groundplan.rules.rule import Rule
from groundplan.rules.world import World
from tests.rules.corpus.real import Change, Real, changed
from tests.support import repositories

LAYERS = {
    "foundation": repositories.FOUNDATION,
    "application": repositories.APPLICATION,
    **dict.fromkeys(repositories.SHARED_LAYERS, repositories.ORGANIZATION),
}
EXPLAINED = {
    "GP-QUOTA-009": "a new account starts with 6 Fargate vCPUs; the day-0 list raises the quota",
}


Make = Callable[[str], Estate]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """The estate of a profile, planned once."""
    made: dict[str, Estate] = {}

    def make(profile: str) -> Estate:
        if profile not in made:
            folder = tmp_path_factory.mktemp(profile)
            repositories.build(folder, layers=LAYERS, change={"profile": profile})
            made[profile] = preview(open_repository(folder))
        return made[profile]

    return make


@pytest.mark.parametrize("profile", ["launch", "standard", "regulated"])
def test_aws_would_refuse_nothing_of_a_profile(shipped: Make, profile: str) -> None:
    estate = shipped(profile)
    findings = judge(estate)
    assert sum(len(list(plan.aws())) for plan in estate.plans) > 500
    assert [
        (f.rule, f.stack, f.resource, f.path) for f in findings if f.severity is Severity.error
    ] == []
    assert {f.rule for f in findings} <= set(EXPLAINED)


class Bench:
    """Judges one change: the changed resource first, everything only where that is silent."""

    def __init__(self, real: Real) -> None:
        self.real = real
        self.world = World(real.after())
        self.plans = {plan.stack: plan for plan in real.estate.plans}
        self.rules: dict[str, list[Rule]] = defaultdict(list)
        for rule in all_rules():
            if rule.severity is Severity.error:
                for kind in rule.types:
                    self.rules[kind].append(rule)

    def here(self, change: Change) -> list[str]:
        """What speaks against the changed resource, the others as they are."""
        node = Node(changed(change), self.plans[change.stack])
        rules = (*self.rules["*"], *self.rules[node.type])
        return [rule.id for rule in rules for _ in faults(rule, node, self.world)]

    def everywhere(self, *changes: Change) -> list[str]:
        """What speaks against any resource after the changes."""
        found = judge(self.real.after(*changes))
        return [f"{f.rule} {f.resource}" for f in found if f.severity is Severity.error]


def _said(change: Change) -> str:
    return f"{change.resource.name}.{change.path}: {change.why}"


def test_what_aws_refuses_of_the_shipped_estate_is_refused(
    shipped: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    bench = Bench(Real(shipped("standard")))
    changes = bench.real.changes("refused")
    missed = [c for c in changes if not bench.here(c) and not bench.everywhere(c)]
    with capsys.disabled():
        share = 1 - len(missed) / len(changes)
        print(f"\n{len(changes)} refusals of the shipped estate, {share:.1%} seen")
        for change in missed:
            print("  missed:", _said(change))
    assert len(changes) > 1400
    assert len(missed) <= len(changes) * 0.01


def test_what_looks_odd_in_the_shipped_estate_is_not_refused(shipped: Make) -> None:
    bench = Bench(Real(shipped("standard")))
    changes = bench.real.changes("odd")
    assert len(changes) > 550
    assert {_said(c): e for c in changes if bench.here(c) and (e := bench.everywhere(c))} == {}


def test_odd_settings_of_many_resources_at_once_are_not_refused(shipped: Make) -> None:
    bench = Bench(Real(shipped("standard")))
    first: dict[str, Change] = {}
    for change in bench.real.changes("odd"):
        if not change.path.startswith(("name", "family")):
            first.setdefault(change.resource.urn, change)
    assert len(first) > 30
    assert bench.everywhere(*first.values()) == []
