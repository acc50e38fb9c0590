"""S3: access logs of buckets."""

from collections.abc import Iterator

from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_BUCKET = "aws:s3/bucket:Bucket"
_ENCRYPTION = (
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
)
_LOGGING = "aws:s3/bucketLogging:BucketLogging"
_LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"


@rule(
    "GP-S3-012",
    _LOGGING,
    title="The bucket for access logs cannot take them.",
    error="InvalidTargetBucketForLogging: The target bucket for logging does not exist / is not in "
    "the same region / is owned by another account",
    source="S3 User Guide: server access logging",
)
def logging_target(node: Node, world: World) -> Iterator[Fault]:
    """The target is in the same account and region."""
    source = world.find(node.get("bucket"), _BUCKET)
    target = world.find(node.get("targetBucket"), _BUCKET)
    if source and target:
        if (target.account, target.region) != (source.account, source.region):
            yield Fault("targetBucket", "a bucket of the same account and region")
    if target:
        locked = [c for c in world.of(_LOCK) if world.find(c.get("bucket"), _BUCKET) is target]
        if any(c.has("rule.defaultRetention") for c in locked):
            yield Fault("targetBucket", "a bucket without default retention")


@rule(
    "GP-S3-013",
    _LOGGING,
    title="Access logs cannot be written to a bucket whose default key is in KMS.",
    error="the bucket takes the setting, and no log ever arrives in it",
    source="S3 User Guide: server access logging needs SSE-S3",
    probable=True,
)
def log_bucket_encryption(node: Node, world: World) -> Iterator[Fault]:
    """Log buckets use SSE-S3."""
    bucket = world.find(node.get("targetBucket"), _BUCKET)
    for encryption in world.of(_ENCRYPTION) if bucket else ():
        if world.find(encryption.get("bucket"), _BUCKET) is bucket and any(
            a != "AES256"
            for a in encryption.list("rules[].applyServerSideEncryptionByDefault.sseAlgorithm")
        ):
            yield Fault("targetBucket", f"a bucket with AES256, unlike {encryption.name}")
