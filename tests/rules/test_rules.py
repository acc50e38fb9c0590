"""Every rule refuses what AWS refuses, at the right place, and lets its neighbour be."""

import importlib
import pkgutil
from dataclasses import dataclass, field
from functools import cached_property

import pytest

from groundplan.engine.plan import Estate
from groundplan.rules import Severity, judge
from groundplan.rules.judge import all_rules
from groundplan.rules.rule import Rule
from tests.rules import examples as examples_package
from tests.rules.support.estates import Rows, changed, estate, faults, objections, put
from tests.rules.support.examples import Example
from tests.rules.support.sample import sample


def _examples() -> dict[str, Example]:
    found: dict[str, Example] = {}
    for info in pkgutil.iter_modules(examples_package.__path__):
        module = importlib.import_module(f"{examples_package.__name__}.{info.name}")
        for key, value in module.EXAMPLES.items():
            assert key not in found, f"two examples of {key}"
            found[key] = value
    return found


EXAMPLES = _examples()
BY_ID = {rule.id: rule for rule in all_rules()}
ROWS = sample()


@pytest.fixture(scope="module")
def rows() -> Rows:
    return ROWS


def _holder(rule: Rule) -> str:
    """The resource of the estate that has the rule's input, else the first of its type."""
    assert rule.sample is not None
    of_type = [row for row in ROWS.values() if row.type in rule.types]
    head = rule.sample.path.split(".")[0].removesuffix("[]")
    having = [row for row in of_type if head in row.inputs]
    return (having or of_type)[0].name


def test_the_valid_estate_is_refused_nothing() -> None:
    assert list(judge(estate(ROWS))) == []


def test_every_rule_has_an_example_or_a_sample() -> None:
    tables = (
        "GP-REF-0",
        "GP-REF-1",
        "GP-REF-2",
        "GP-QUOTA-",
    )  # tested row by row in test_tables.py
    without = [
        r.id
        for r in all_rules()
        if r.sample is None and r.id not in EXAMPLES and not r.id.startswith(tables)
    ]
    assert without == []


def test_no_example_is_of_a_rule_that_does_not_exist() -> None:
    assert sorted(set(EXAMPLES) - set(BY_ID)) == []


def test_every_rule_says_what_it_must() -> None:
    for rule in all_rules():
        assert rule.title.endswith("."), rule.id
        assert rule.error, rule.id
        assert rule.source, rule.id
        assert rule.types, rule.id


@pytest.mark.parametrize("key", sorted(EXAMPLES))
def test_the_example_is_refused_with_the_words_of_aws_at_its_place(key: str) -> None:
    found = objections(BY_ID[key], changed(ROWS, *EXAMPLES[key].refused))
    assert found, f"{key} accepts what AWS refuses"
    places = [f"{name}.{fault.path}" if fault.path else name for name, fault in found]
    assert any(place.startswith(EXAMPLES[key].place) for place in places), places
    assert all(fault.allowed for _, fault in found)


@dataclass
class Together:
    """Neighbours that touch different resources, in one estate: judged at once."""

    rows: Rows
    touched: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)

    @cached_property
    def is_fine(self) -> bool:
        return not _found(estate(self.rows), self.keys)


def _found(estate_: Estate, keys: set[str]) -> list[tuple[str, str, str]]:
    return [
        (f.rule, f.resource, f.path)
        for f in judge(estate_)
        if f.severity is Severity.error or f.rule in keys
    ]


@pytest.fixture(scope="module")
def together() -> dict[str, Together]:
    """The estate each example's neighbour is in; alone each would be judged 900 times over."""
    estates: list[Together] = []
    place: dict[str, Together] = {}
    for key, example in sorted(EXAMPLES.items()):
        fresh = dict(ROWS)
        for change in example.fine:
            change(fresh)
        names = {*ROWS, *fresh}
        touched = {name for name in names if fresh.get(name) is not ROWS.get(name)}
        # A few at a time: where two do not go together, all of the estate are judged alone.
        free = (e for e in estates if len(e.keys) < 12 and not e.touched & touched)
        found = next(free, None)
        if found is None:
            found = Together(dict(ROWS))
            estates.append(found)
        for name in touched:
            if name in fresh:
                found.rows[name] = fresh[name]
            else:
                del found.rows[name]
        found.touched |= touched
        found.keys.add(key)
        place[key] = found
    return place


@pytest.mark.parametrize("key", sorted(EXAMPLES))
def test_the_neighbour_of_the_example_is_fine(key: str, together: dict[str, Together]) -> None:
    if not together[key].is_fine:
        # One of them is not, or two do not go together.
        assert _found(changed(ROWS, *EXAMPLES[key].fine), {key}) == []


SAMPLED = sorted(r.id for r in all_rules() if r.sample is not None)


@pytest.mark.parametrize("key", SAMPLED)
def test_values_outside_a_limit_are_refused_and_values_inside_are_not(key: str) -> None:
    rule = BY_ID[key]
    assert rule.sample is not None
    name, path = _holder(rule), rule.sample.path.replace("[]", "[0]")
    assert rule.sample.refused
    assert rule.sample.fine
    for value in rule.sample.refused:
        assert faults(rule, changed(ROWS, put(name, path, value))) == [(name, path)], value
    for value in rule.sample.fine:
        assert faults(rule, changed(ROWS, put(name, path, value))) == [], value
