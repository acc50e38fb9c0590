"""The suite's own infra repository: the tests that ship run against a rendered example."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from groundplan.answers import check, read_file
from groundplan.blueprints import examples, template_source
from groundplan.engine import cache
from groundplan.render import render


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep in one process what shares an expensive fixture: a file, or one deployment."""
    for item in items:
        shared = "deployment" in getattr(item, "fixturenames", ())
        group = "deployment" if shared else item.nodeid.partition("::")[0]
        item.add_marker(pytest.mark.xdist_group(group))
    # What takes longest begins first, or one process works on it alone at the end.
    items.sort(key=lambda item: "deployment" not in getattr(item, "fixturenames", ()))


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
