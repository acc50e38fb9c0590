"""Our emulation and the real provider make the same of one estate: every layer and type."""

import importlib
import json
from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from groundplan.emulate.deploy import accounts
from groundplan.repository import programs
from groundplan.verify.convert import convert, with_older_values
from groundplan.verify.terraform import provider_schema
from groundplan.verify.tools import Tools
from tests.oracle.compare import Difference, WatchedCloud, compare, counterparts
from tests.oracle.provider_side import ProviderSide, fresh_sandbox, with_archives
from tests.oracle.references import with_references
from tests.oracle.whole_estate import repositories
from tests.support.repositories import ACCOUNTS, BASE

TABLE: Mapping[str, Any] = json.loads((Path(__file__).parent / "differences.json").read_text())
APPLY_SECONDS = 900


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
    assert all(TABLE["never"].values())


def test_the_emulation_and_the_provider_agree(tools: Tools, tmp_path: Path) -> None:
    schema = provider_schema(tools)
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    named = {f"{BASE['organization']}-{role}": account for role, account in ACCOUNTS.items()}
    # What only a sandbox has changes the whole process: it is there for this test alone.
    importlib.import_module("groundplan.emulate.sandbox.answer")
    with accounts() as deployment, fresh_sandbox(named) as front:
        cloud = WatchedCloud(deployment.gateway)
        deployment.cloud = cloud
        estate = deployment.up(
            [each for found in repositories(tmp_path) for each in programs(found, found.stacks)]
        )
        known = [with_older_values(each) for each in convert(estate, schema).resources]
        with_code = with_archives(known, cloud.living, tmp_path)
        resources = {each.resource.urn: each for each in with_references(with_code, schema)}
        side = ProviderSide(front)
        side.apply(workspace, list(resources.values()), schema, tools, APPLY_SECONDS)
        ids = counterparts(resources, side, schema)
        found = compare(cloud.reads, deployment.gateway, side, resources, ids)
    emitted = {each.type for plan in estate.plans for each in plan.aws()}
    late = sorted(urn for urn in resources if urn not in side.attributes)
    never = emitted - found.types
    print(f"{len(side.attributes)} of {len(resources)} resources made by provider {tools.version}")
    print(f"{found.reads} reads compared, {len(found.differences)} values differ; late: {late}")
    print(f"{len(found.types)} of {len(emitted)} types compared; never: {sorted(never)}")
    reasons = [(each, explanation(each)) for each in found.differences]
    unexplained = [each for each, reason in reasons if reason is None]
    used = {reason for _, reason in reasons}
    for each in unexplained:
        print(each)
    assert side.failed == {}
    assert sorted(found.unanswered) == []
    assert late == []
    assert never == TABLE["never"].keys()
    assert unexplained == []
    assert [row for number, row in enumerate(TABLE["explained"]) if number not in used] == []
