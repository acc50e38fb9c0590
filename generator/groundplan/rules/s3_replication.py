"""S3: rules by which objects are copied to another bucket."""

from collections.abc import Iterator

from groundplan.rules.constraint import Range, Text, limit
from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_BUCKET = "aws:s3/bucket:Bucket"
_REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
_GUIDE = "S3 User Guide: replication configuration"


@rule(
    "GP-S3-021",
    _REPLICATION,
    title="Objects are copied to the bucket they come from, or with a key of another region.",
    error="InvalidRequest: Destination bucket must be different from the source / replica KMS key "
    "must be in the destination bucket's region",
    source=_GUIDE,
)
def destination(node: Node, world: World) -> Iterator[Fault]:
    """Another bucket, and a key of that bucket's region."""
    source = world.find(node.get("bucket"), _BUCKET)
    for place, item in node.each("rules[].destination"):
        target = world.find(item.get("bucket"), _BUCKET)
        if target is not None and target is source:
            yield Fault(f"{place}.bucket", "another bucket than the source")
        encryption = item.get("encryptionConfiguration") or {}
        key = arn(encryption.get("replicaKmsKeyId"))
        if target is not None and key and key.service == "kms" and key.region != target.region:
            yield Fault(
                f"{place}.encryptionConfiguration.replicaKmsKeyId", f"a key in {target.region}"
            )
        if item.get("accessControlTranslation") and not item.get("account"):
            yield Fault(f"{place}.account", "the account, with accessControlTranslation")


@rule(
    "GP-S3-022",
    _REPLICATION,
    title="Copies on time are those within 15 minutes, and they are measured.",
    error="InvalidRequest / MalformedXML: ReplicationTime needs Metrics and 15 minutes",
    source=_GUIDE,
)
def on_time(node: Node, _: World) -> Iterator[Fault]:
    """15 minutes is the only time; the clock needs metrics."""
    for place, item in node.each("rules[].destination"):
        clock, metrics = item.get("replicationTime") or {}, item.get("metrics") or {}
        for part, value in (
            ("replicationTime.time", clock.get("time")),
            ("metrics.eventThreshold", metrics.get("eventThreshold")),
        ):
            if value and str(value.get("minutes")) != "15":
                yield Fault(f"{place}.{part}.minutes", "15")
        if clock.get("status") == "Enabled" and metrics.get("status") != "Enabled":
            yield Fault(f"{place}.metrics", "Enabled, with replicationTime")


@rule(
    "GP-S3-030",
    _REPLICATION,
    title="Deletions are copied by a rule that chooses objects by tags.",
    error="InvalidRequest: Delete marker replication is not supported if any Tag filter is "
    "specified. Please refer to S3 Developer Guide for more information.",
    source=_GUIDE + ", delete marker replication",
)
def markers_have_no_tags(node: Node, _: World) -> Iterator[Fault]:
    """Delete markers are copied by prefix only."""
    for place, item in node.each("rules[]"):
        filter_ = item.get("filter") or {}
        tags = filter_.get("tag") or (filter_.get("and") or {}).get("tags")
        if tags and (item.get("deleteMarkerReplication") or {}).get("status") == "Enabled":
            yield Fault(
                f"{place}.deleteMarkerReplication.status", "Disabled, with a filter by tags"
            )


LIMITS = (
    limit(
        "GP-S3-131",
        "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
        "corsRules[].maxAgeSeconds",
        Range(0, 2147483647),
        title="Browsers cannot keep the answer that long.",
        error="MalformedXML: MaxAgeSeconds",
        source="API s3 CORSRule",
    ),
    limit(
        "GP-S3-110",
        _REPLICATION,
        "rules[].id",
        Text(r".{0,255}", "255 characters", ("x" * 256,), ("everything",), 255),
        title="The rule's name is too long.",
        error="InvalidArgument: Rule Id must be less than or equal to 255 in length.",
        source=_GUIDE,
    ),
    limit(
        "GP-S3-111",
        _REPLICATION,
        "rules[].priority",
        Range(0, 2147483647),
        title="The rule's rank is below zero.",
        error="MalformedXML: Priority",
        source=_GUIDE,
    ),
    limit(
        "GP-S3-112",
        "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
        "corsRules[].id",
        Text(r".{0,255}", "255 characters", ("x" * 256,), ("put",), 255),
        title="The rule's name is too long.",
        error="InvalidRequest: CORS rule ID must be 255 characters or less",
        source="API s3 CORSRule",
    ),
)
