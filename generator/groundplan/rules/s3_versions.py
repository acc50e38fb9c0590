"""S3: what rests on versions: replication and object lock."""

from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_BUCKET = "aws:s3/bucket:Bucket"
_VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"
_REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
_LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"


@rule(
    "GP-S3-017",
    _REPLICATION,
    title="Copying objects to another bucket needs versions on both sides.",
    error="InvalidRequest: Versioning must be 'Enabled' on the bucket to apply a replication "
    "configuration",
    source="S3 User Guide: replication requirements",
)
def replication(node: Node, world: World) -> Iterator[Fault]:
    """Versioning on the source and on destinations of the estate; priorities unique."""
    if not _versioned(node.get("bucket"), world):
        yield Fault("bucket", "a bucket with versioning enabled")
    priorities: set[Any] = set()
    for place, item in node.each("rules[]"):
        target = (item.get("destination") or {}).get("bucket")
        found = arn(target)
        if found is None or found.service != "s3":
            yield Fault(f"{place}.destination.bucket", "the ARN of a bucket")
        elif world.find(target, _BUCKET) and not _versioned(target, world):
            yield Fault(f"{place}.destination.bucket", "a bucket with versioning enabled")
        if item.get("filter") is not None:
            if item.get("deleteMarkerReplication") is None:
                yield Fault(f"{place}.deleteMarkerReplication", "a status, as there is a filter")
            if item.get("priority") in priorities:
                yield Fault(f"{place}.priority", "a priority of its own")
            priorities.add(item.get("priority"))
        criteria = (item.get("sourceSelectionCriteria") or {}).get("sseKmsEncryptedObjects")
        encryption = (item.get("destination") or {}).get("encryptionConfiguration")
        if bool(criteria and criteria.get("status") == "Enabled") != bool(encryption):
            yield Fault(
                f"{place}.sourceSelectionCriteria", "sseKmsEncryptedObjects with replicaKmsKeyId"
            )


def _versioned(value: Any, world: World) -> bool:
    bucket = world.find(value, _BUCKET)
    if bucket is None:
        return True
    return any(
        world.find(v.get("bucket"), _BUCKET) is bucket
        and v.get("versioningConfiguration.status") == "Enabled"
        for v in world.of(_VERSIONING)
    ) or bucket.truth("objectLockEnabled")


@rule(
    "GP-S3-018",
    _LOCK,
    title="Objects can be locked in a bucket that keeps versions only.",
    error="InvalidBucketState: Versioning must be 'Enabled' on the bucket to apply an Object Lock "
    "configuration",
    source="S3 User Guide: object lock",
)
def object_lock(node: Node, world: World) -> Iterator[Fault]:
    """Versioning on; days or years, not both; a mode."""
    if not _versioned(node.get("bucket"), world):
        yield Fault("bucket", "a bucket with versioning enabled")
    kept = node.get("rule.defaultRetention")
    if isinstance(kept, Mapping):
        place = "rule.defaultRetention"
        if bool(kept.get("days")) == bool(kept.get("years")):
            yield Fault(f"{place}.days", "one of days and years, from 1")
        if (number(kept.get("days")) or 1) < 1 or (number(kept.get("years")) or 1) < 1:
            yield Fault(f"{place}.days", "1 at least")
        if (number(kept.get("days")) or 0) > 36500 or (number(kept.get("years")) or 0) > 100:
            yield Fault(f"{place}.days", "at most 36500 days or 100 years")
        if kept.get("mode") not in ("GOVERNANCE", "COMPLIANCE"):
            yield Fault(f"{place}.mode", "GOVERNANCE or COMPLIANCE")


@rule(
    "GP-S3-019",
    _VERSIONING,
    title="A bucket with locked objects keeps its versions.",
    error="InvalidBucketState: An Object Lock configuration is present on this bucket, so the "
    "versioning state cannot be changed.",
    source="S3 User Guide: object lock",
)
def lock_keeps_versions(node: Node, world: World) -> Iterator[Fault]:
    """No suspension with object lock."""
    bucket = world.find(node.get("bucket"), _BUCKET)
    status = node.get("versioningConfiguration.status")
    locked = [
        c for c in world.of(_LOCK) if bucket and world.find(c.get("bucket"), _BUCKET) is bucket
    ]
    if status in ("Suspended", "Disabled") and (
        locked or (bucket and bucket.truth("objectLockEnabled"))
    ):
        yield Fault("versioningConfiguration.status", "Enabled")
    if status not in (None, "Enabled", "Suspended", "Disabled"):
        yield Fault("versioningConfiguration.status", "Enabled or Suspended")
