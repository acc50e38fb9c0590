"""The suite's own infra repository: the tests that ship run against a rendered example."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from groundplan.answers import check, read_file
from groundplan.blueprints import examples, template_source
from groundplan.engine import cache
from groundplan.render import render

LONGEST = (
    "deployment",
    "tests/emulate/test_stacks.py",
    "tests/blueprints/test_render.py",
    "tests/blueprints/test_examples.py",
    "tests/rules/test_stacks.py",
    "tests/rules/test_rules.py",
    "tests/generator/test_bootstrap.py",
    "tests/components/test_database.py",
)
"""Groups that take longest begin first, or one process works on them alone at the end."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep in one process what shares an expensive fixture: a file, or one deployment."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item)))
    places = {group: place for place, group in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(_group(item), len(places)))


def _group(item: pytest.Item) -> str:
    shared = "deployment" in getattr(item, "fixturenames", ())
    return "deployment" if shared else item.nodeid.partition("::")[0]


@pytest.fixture(scope="session", autouse=True)
def _plans_are_kept_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One cache for this run of the suite and all its processes; never the user's own."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(cache.VARIABLE, str(shared / "plans"))
        yield


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Renders an example's infra repository, once per session."""
    made: dict[str, Path] = {}

    def make(example: str) -> Path:
        if example not in made:
            target = tmp_path_factory.mktemp("infra") / example
            answers = check(read_file(examples()[example])).to_data()
            render(answers, target, source=template_source())
            made[example] = target
        return made[example]

    return make


@pytest.fixture(scope="session")
def infra_root(rendered: Callable[[str], Path]) -> Path:
    """The realistic SaaS: what the fixtures of the plugin look at."""
    return rendered("saas")
