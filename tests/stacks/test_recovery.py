"""Nothing that holds data is left without a way back."""

from groundplan.engine.plan import Estate, Plan
from groundplan.recovery.report import assess

STATEFUL = {
    "aws:rds/instance:Instance",
    "aws:rds/cluster:Cluster",
    "aws:dynamodb/table:Table",
    "aws:efs/fileSystem:FileSystem",
    "aws:ebs/volume:Volume",
}


def test_every_store_is_selected(foundation: Plan) -> None:
    """A store without the tag has no backup and nobody would notice before it is needed."""
    [selection] = foundation.of_type("aws:backup/selection:Selection")
    [tag] = selection.inputs["selectionTags"]
    replicas = {
        rule["destination"]["bucket"]
        for r in foundation.of_type("aws:s3/bucketReplicationConfig:BucketReplicationConfig")
        for rule in r.inputs["rules"]
    }
    stores = [
        r
        for r in foundation.aws()
        if r.type in STATEFUL
        or (r.type == "aws:s3/bucket:Bucket" and r.outputs["arn"] not in replicas)
    ]
    assert stores
    missed = [
        r.name
        for r in stores
        if r.inputs.get("tags", {}).get(tag["key"]) not in {tag["value"], "none"}
    ]
    assert missed == []


def test_every_promise_about_recovery_can_be_kept(estate: Estate) -> None:
    """Backed up, copied where prod promises it, and every copy can be made and read."""
    report = assess(estate)
    assert report.environments == ("dev", "staging", "prod")
    assert [f"{f.resource}: {f.what}" for f in report.findings] == []
