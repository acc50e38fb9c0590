"""Deliveries into buckets: the bucket's policy lets the service put objects where it puts them."""

from collections.abc import Iterator

from groundplan.rules.grammar import policy as grammar
from groundplan.rules.node import Node, listed
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_BUCKET, _POLICY = "aws:s3/bucket:Bucket", "aws:s3/bucketPolicy:BucketPolicy"
_CHANNEL, _TRAIL = "aws:cfg/deliveryChannel:DeliveryChannel", "aws:cloudtrail/trail:Trail"


def _allowed(node: Node, world: World, bucket: Node, service: str, key: str) -> bool:
    """True where no policy of the bucket is planned, or one lets the service put the key."""
    documents = [
        p.document("policy")
        for p in world.of(_POLICY)
        if world.find(p.get("bucket"), _BUCKET) is bucket
    ]
    if not documents:
        return True
    name = bucket.output("bucket")
    target = f"arn:aws:s3:::{name}/{key}"
    return any(
        statement.get("Effect") == "Allow"
        and who in (service, "*", node.account, f"arn:aws:iam::{node.account}:root")
        and any(grammar.matches(str(a), "s3:PutObject") for a in listed(statement.get("Action")))
        and any(
            grammar.matches(str(r), target) or grammar.matches(target, str(r).rstrip("*") + "*")
            for r in listed(statement.get("Resource"))
        )
        for document in documents
        for _, statement in grammar.statements(document)
        for _, _, who in grammar.principals(statement)
    )


def _prefixed(node: Node, rest: str) -> str:
    prefix = node.get("s3KeyPrefix")
    return f"{prefix}/{rest}" if prefix else rest


@rule(
    "GP-CONFIG-004",
    _CHANNEL,
    title="The bucket does not let the recorder of changes in, or only elsewhere in it.",
    error="InsufficientDeliveryPolicyException: Insufficient delivery policy to s3 bucket, unable "
    "to write to bucket",
    source="Config Developer Guide: permissions for the S3 bucket",
)
def config_delivery(node: Node, world: World) -> Iterator[Fault]:
    """config.amazonaws.com may put <prefix>/AWSLogs/<account>/Config/...."""
    bucket = world.find(node.get("s3BucketName"), _BUCKET)
    key = _prefixed(node, f"AWSLogs/{node.account}/Config/*")
    if bucket and not _allowed(node, world, bucket, "config.amazonaws.com", key):
        path = "s3KeyPrefix" if node.has("s3KeyPrefix") else "s3BucketName"
        yield Fault(path, f"a bucket whose policy lets config.amazonaws.com put {key}")


@rule(
    "GP-TRAIL-004",
    _TRAIL,
    title="The bucket lets the record of calls in, but elsewhere in it.",
    error="InsufficientS3BucketPolicyException: Incorrect S3 bucket policy is detected for bucket",
    source="CloudTrail User Guide: S3 bucket policy",
)
def trail_delivery(node: Node, world: World) -> Iterator[Fault]:
    """cloudtrail.amazonaws.com may put <prefix>/AWSLogs/<account>/...."""
    bucket = world.find(node.get("s3BucketName"), _BUCKET)
    key = _prefixed(node, f"AWSLogs/{node.account}/*")
    if bucket and not _allowed(node, world, bucket, "cloudtrail.amazonaws.com", key):
        path = "s3KeyPrefix" if node.has("s3KeyPrefix") else "s3BucketName"
        yield Fault(path, f"a bucket whose policy lets cloudtrail.amazonaws.com put {key}")
