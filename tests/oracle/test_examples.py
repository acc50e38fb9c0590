"""The real provider judges what each example becomes, under each profile."""

from pathlib import Path
from typing import get_args

import pytest

from groundplan.answers import check, read_file
from groundplan.blueprints import examples, template_source
from groundplan.engine.estate import preview
from groundplan.render import render
from groundplan.repository import open_repository
from groundplan.verify.run import verify
from groundplan.verify.tools import Tools
from stacks.settings import Profile

PLAN_SECONDS = 300
"""A plan of the largest takes 20 seconds on two cores."""


@pytest.mark.parametrize("profile", get_args(Profile))
@pytest.mark.parametrize("example", examples())
def test_nothing_of_an_example_is_refused(
    example: str, profile: str, tools: Tools, tmp_path: Path
) -> None:
    answers = check({**read_file(examples()[example]), "profile": profile})
    folder = tmp_path / "infra"
    render(answers.to_data(), folder, source=template_source())
    verdict = verify(preview(open_repository(folder)), tools, plan_seconds=PLAN_SECONDS)
    print(f"{example}, {profile}: {verdict.resources} resources in {verdict.seconds:.0f} s")
    assert verdict.notes == ()
    assert verdict.resources > 800
    assert verdict.refusals == ()
