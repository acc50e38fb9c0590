"""The committed table of replacements says what the installed provider says."""

import json
from pathlib import Path

import pytest

from groundplan.verify.replacements import derive
from groundplan.verify.tools import Tools
from tests.oracle.derive_replacements import FILE, emitted
from tests.oracle.whole_estate import whole_estate

COMMITTED = json.loads(FILE.read_text())
SAMPLE = (
    "aws:dynamodb/table:Table",
    "aws:ec2/subnet:Subnet",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:lb/targetGroup:TargetGroup",
    "aws:organizations/policy:Policy",
    "aws:rds/cluster:Cluster",
    "aws:rds/instance:Instance",
    "aws:rds/proxy:Proxy",
    "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig",
    "aws:sqs/queue:Queue",
)
GOLDEN = Path(__file__).resolve().parents[1] / "golden"


@pytest.mark.parametrize(
    ("token", "name", "forces"),
    [
        ("aws:rds/instance:Instance", "engine", True),
        ("aws:rds/instance:Instance", "kmsKeyId", True),
        ("aws:rds/instance:Instance", "instanceClass", False),
        ("aws:rds/instance:Instance", "backupRetentionPeriod", False),
        ("aws:ec2/subnet:Subnet", "cidrBlock", True),
        ("aws:sqs/queue:Queue", "fifoQueue", True),
        ("aws:sqs/queue:Queue", "delaySeconds", False),
        ("aws:s3/bucket:Bucket", "bucket", True),
        ("aws:secretsmanager/secret:Secret", "name", True),
        ("aws:secretsmanager/secret:Secret", "description", False),
        ("aws:dynamodb/table:Table", "hashKey", True),
        ("aws:dynamodb/table:Table", "billingMode", False),
        ("aws:rds/cluster:Cluster", "kmsKeyId", True),
        ("aws:rds/cluster:Cluster", "engineVersion", False),
        ("aws:organizations/account:Account", "email", True),
        ("aws:organizations/policy:Policy", "content", False),
        ("aws:wafv2/webAcl:WebAcl", "scope", True),
        ("aws:wafv2/webAcl:WebAcl", "description", False),
    ],
)
def test_known_facts_stand_in_the_table(token: str, name: str, forces: bool) -> None:
    assert (name in COMMITTED["types"][token]) is forces


def test_every_type_of_a_component_has_a_line_in_the_table() -> None:
    lines = (line for file in GOLDEN.glob("*.txt") for line in file.read_text().splitlines())
    types = {line.split()[0] for line in lines if line.startswith("aws:")}
    assert len(types) > 100
    assert types - COMMITTED["types"].keys() == set()


def test_the_table_holds_for_the_installed_provider(tools: Tools, tmp_path: Path) -> None:
    if tools.version != COMMITTED["provider"]:
        pytest.skip(f"the table is of provider {COMMITTED['provider']}, here is {tools.version}")
    estate = whole_estate(tmp_path)
    assert set(emitted(estate)) == COMMITTED["types"].keys()
    derived = derive(estate, tools, SAMPLE)
    assert derived.types == {token: COMMITTED["types"][token] for token in SAMPLE}
