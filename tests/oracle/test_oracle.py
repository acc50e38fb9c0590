"""Our emulation and the real provider make the same of one estate."""

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
from tests.oracle.provider_side import ProviderSide, moto_server
from tests.oracle.references import with_references
from tests.support.repositories import build

TABLE: Mapping[str, Any] = json.loads((Path(__file__).parent / "differences.json").read_text())
STACK = "foundation/dev"
APPLY_SECONDS = 300


def explained(difference: Difference) -> bool:
    return any(
        fnmatchcase(difference.type, row["type"])
        and fnmatchcase(difference.call, row["call"])
        and fnmatchcase(difference.path, row["path"])
        for row in TABLE["explained"]
    )


def test_every_explanation_has_a_reason() -> None:
    assert TABLE["explained"]
    assert all(row["reason"] for row in TABLE["explained"])
    assert all(TABLE["skipped"].values())


def test_the_emulation_and_the_provider_agree(tools: Tools, tmp_path: Path) -> None:
    repository = open_repository(build(tmp_path))
    schema = provider_schema(tools)
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    with accounts() as deployment, moto_server() as endpoint:
        cloud = WatchedCloud(deployment.gateway)
        deployment.cloud = cloud
        estate = deployment.up(programs(repository, repository.select([STACK])))
        known = [
            with_older_values(each)
            for each in convert(estate, schema).resources
            if each.resource.type not in TABLE["skipped"]
        ]
        resources = {each.resource.urn: each for each in with_references(known, schema)}
        side = ProviderSide(endpoint)
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
    unexplained = [each for each in differences if not explained(each)]
    for each in unexplained:
        print(each)
    assert side.failed == {}
    assert unanswered == []
    assert len(late) < len(resources) / 10
    assert compared > 150
    assert unexplained == []
