"""The stacks this repository ships are refused nothing."""

from pathlib import Path

import pytest

from groundplan.engine.estate import preview
from groundplan.repository import open_repository
from groundplan.rules import Severity, judge
from tests.support import repositories

LAYERS = {
    "foundation": repositories.FOUNDATION,
    "application": repositories.APPLICATION,
    **dict.fromkeys(repositories.SHARED_LAYERS, repositories.ORGANIZATION),
}
EXPLAINED = {
    "GP-QUOTA-009": "a new account starts with 6 Fargate vCPUs; the day-0 list raises the quota",
}


@pytest.mark.parametrize("profile", ["launch", "standard", "regulated"])
def test_aws_would_refuse_nothing_of_a_profile(tmp_path: Path, profile: str) -> None:
    repositories.build(tmp_path, layers=LAYERS, change={"profile": profile})
    estate = preview(open_repository(tmp_path))
    findings = judge(estate)
    assert sum(len(list(plan.aws())) for plan in estate.plans) > 500
    assert [
        (f.rule, f.stack, f.resource, f.path) for f in findings if f.severity is Severity.error
    ] == []
    assert {f.rule for f in findings} <= set(EXPLAINED)
