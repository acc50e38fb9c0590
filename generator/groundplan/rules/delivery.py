"""Deliveries into buckets: the bucket's policy lets the service put objects where it puts them."""

from collections.abc import Iterator

from groundplan.rules.grammar import policy as grammar
from groundplan.rules.grants import allows
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_BUCKET, _POLICY = "aws:s3/bucket:Bucket", "aws:s3/bucketPolicy:BucketPolicy"
_BALANCER = "aws:lb/loadBalancer:LoadBalancer"
_ENCRYPTION = (
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
)
_CHANNEL, _TRAIL = "aws:cfg/deliveryChannel:DeliveryChannel", "aws:cloudtrail/trail:Trail"


def _allowed(
    node: Node, world: World, bucket: Node, service: str, key: str, source: str = ""
) -> bool:
    """True where no policy of the bucket is planned, or one lets the service put the key.

    With an empty key: read the bucket's ACL, as CloudTrail does before it takes the bucket.
    """
    documents = [
        p.document("policy")
        for p in world.of(_POLICY)
        if world.find(p.get("bucket"), _BUCKET) is bucket
    ]
    who = (service, "*", node.account, f"arn:aws:iam::{node.account}:root")
    target = f"arn:aws:s3:::{bucket.output('bucket')}" + (f"/{key}" if key else "")
    action = "s3:PutObject" if key else "s3:GetBucketAcl"
    context = {"aws:sourceaccount": node.account, "aws:sourcearn": source}
    return not documents or allows(documents, who, action, target, context)


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
    """cloudtrail.amazonaws.com may put <prefix>/AWSLogs/<account>/... for this trail."""
    bucket = world.find(node.get("s3BucketName"), _BUCKET)
    key = _prefixed(node, f"AWSLogs/{node.account}/*")
    trail = f"arn:aws:cloudtrail:{node.region}:{node.account}:trail/{node.output('name')}"
    if bucket and not _allowed(node, world, bucket, "cloudtrail.amazonaws.com", key, trail):
        path = "s3KeyPrefix" if node.has("s3KeyPrefix") else "s3BucketName"
        yield Fault(
            path, f"a bucket whose policy lets cloudtrail.amazonaws.com put {key} for {trail}"
        )
    elif bucket and not _allowed(node, world, bucket, "cloudtrail.amazonaws.com", "", trail):
        yield Fault(
            "s3BucketName",
            f"a bucket whose policy lets cloudtrail.amazonaws.com s3:GetBucketAcl for {trail}",
        )


@rule(
    "GP-ELB-018",
    _BALANCER,
    title="The load balancer cannot write its logs into the bucket.",
    error="InvalidConfigurationRequest: Access Denied for bucket. Please check S3bucket permission",
    source="ALB guide: access logs, bucket policy, SSE-S3 only",
)
def balancer_delivery(node: Node, world: World) -> Iterator[Fault]:
    """ELB may put <prefix>/AWSLogs/<account>/...; the bucket's default key is S3's own."""
    for name in ("accessLogs", "connectionLogs", "healthCheckLogs"):
        bucket = world.find(node.get(f"{name}.bucket"), _BUCKET)
        if bucket is None or not node.truth(f"{name}.enabled"):
            continue
        prefix = node.get(f"{name}.prefix")
        key = f"{prefix}/AWSLogs/{node.account}/*" if prefix else f"AWSLogs/{node.account}/*"
        older = [  # the account ELB wrote from in a region opened before August 2022
            who
            for p in world.of(_POLICY)
            if world.find(p.get("bucket"), _BUCKET) is bucket
            for _, s in grammar.statements(p.document("policy"))
            for _, kind, who in grammar.principals(s)
            if kind == "AWS"
        ]
        writers = ("logdelivery.elasticloadbalancing.amazonaws.com", *older)
        if not any(_allowed(node, world, bucket, who, key) for who in writers):
            path = f"{name}.prefix" if prefix else f"{name}.bucket"
            yield Fault(path, f"a bucket whose policy lets {writers[0]} put {key}")
        for encryption in world.of(_ENCRYPTION):
            if world.find(encryption.get("bucket"), _BUCKET) is bucket and any(
                a != "AES256"
                for a in encryption.list("rules[].applyServerSideEncryptionByDefault.sseAlgorithm")
            ):
                yield Fault(f"{name}.bucket", f"a bucket with AES256, unlike {encryption.name}")
