"""The committed table of replacements says what the installed provider says."""

import json
from pathlib import Path

import pytest

from groundplan.verify.replacements import derive
from groundplan.verify.tools import Tools
from tests.oracle.derive_replacements import FILE, demo_estate

COMMITTED = json.loads(FILE.read_text())
SAMPLE = (
    "aws:ec2/subnet:Subnet",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:lb/targetGroup:TargetGroup",
    "aws:rds/instance:Instance",
    "aws:sqs/queue:Queue",
)


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
    ],
)
def test_known_facts_stand_in_the_table(token: str, name: str, forces: bool) -> None:
    assert (name in COMMITTED["types"][token]) is forces


def test_the_table_holds_for_the_installed_provider(tools: Tools, tmp_path: Path) -> None:
    if tools.version != COMMITTED["provider"]:
        pytest.skip(f"the table is of provider {COMMITTED['provider']}, here is {tools.version}")
    derived = derive(demo_estate(tmp_path), tools, SAMPLE)
    assert derived.types == {token: COMMITTED["types"][token] for token in SAMPLE}
