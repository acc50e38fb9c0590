"""Our emulation and the real provider make the same of one estate."""

import importlib
import json
from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from groundplan.emulate.deploy import accounts
from groundplan.repository import open_repository, programs
from groundplan.verify.convert import convert, with_older_values
from groundplan.verify.terraform import provider_schema
from groundplan.verify.tools import Tools
from tests.oracle.compare import Difference, WatchedCloud, compare, counterparts
from tests.oracle.provider_side import ProviderSide, fresh_sandbox
from tests.oracle.references import with_references
from tests.support.repositories import ACCOUNTS, build

TABLE: Mapping[str, Any] = json.loads((Path(__file__).parent / "differences.json").read_text())
STACK = "foundation/dev"
APPLY_SECONDS = 300


def explanation(difference: Difference) -> int | None:
    """Number of the line of the table that explains a difference."""
    for number, row in enumerate(TABLE["explained"]):
        if (
            fnmatchcase(difference.type, row["type"])
            and fnmatchcase(difference.call, row["call"])
            and fnmatchcase(difference.path, row["path"])
        ):
            return number
    return None


def test_every_explanation_has_a_reason() -> None:
    assert TABLE["explained"]
    assert all(row["reason"] for row in TABLE["explained"])
    assert all(TABLE["skipped"].values())


def test_the_emulation_and_the_provider_agree(tools: Tools, tmp_path: Path) -> None:
    repository = open_repository(build(tmp_path))
    schema = provider_schema(tools)
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    # What only a sandbox has changes the whole process: it is there for this test alone.
    importlib.import_module("groundplan.emulate.sandbox.answer")
    with accounts() as deployment, fresh_sandbox(ACCOUNTS.values()) as front:
        cloud = WatchedCloud(deployment.gateway)
        deployment.cloud = cloud
        estate = deployment.up(programs(repository, repository.select([STACK])))
        known = [
            with_older_values(each)
            for each in convert(estate, schema).resources
            if each.resource.type not in TABLE["skipped"]
        ]
        resources = {each.resource.urn: each for each in with_references(known, schema)}
        side = ProviderSide(front)
        side.apply(workspace, list(resources.values()), schema, tools, APPLY_SECONDS)
        differences, compared, unanswered = compare(
            cloud.reads,
            deployment.gateway,
            side,
            resources,
            counterparts(resources, side, schema),
        )
    late = sorted(urn.rpartition("::")[2] for urn in resources if urn not in side.attributes)
    print(f"{len(side.attributes)} of {len(resources)} resources made by provider {tools.version}")
    print(f"{compared} reads compared, {len(differences)} values differ; late: {late}")
    reasons = [(each, explanation(each)) for each in differences]
    unexplained = [each for each, reason in reasons if reason is None]
    used = {reason for _, reason in reasons}
    for each in unexplained:
        print(each)
    assert side.failed == {}
    assert unanswered == []
    assert late == []
    assert compared > 200
    assert unexplained == []
    assert [row for number, row in enumerate(TABLE["explained"]) if number not in used] == []
