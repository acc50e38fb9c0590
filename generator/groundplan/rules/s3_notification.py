"""S3: events of buckets and who receives them."""

import re
from collections.abc import Iterator

from groundplan.rules.grammar.address import arn
from groundplan.rules.grants import allows
from groundplan.rules.node import Node, listed
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_BUCKET = "aws:s3/bucket:Bucket"
_NOTIFICATION = "aws:s3/bucketNotification:BucketNotification"
_EVENTS = re.compile(
    r"s3:(ObjectCreated:(\*|Put|Post|Copy|CompleteMultipartUpload)|ObjectRemoved:(\*|Delete|"
    r"DeleteMarkerCreated)|ObjectRestore:(\*|Post|Completed|Delete)|ReducedRedundancyLostObject|"
    r"Replication:(\*|OperationFailedReplication|OperationMissedThreshold|"
    r"OperationReplicatedAfterThreshold|OperationNotTracked)|LifecycleTransition|"
    r"IntelligentTiering|ObjectAcl:Put|LifecycleExpiration:(\*|Delete|DeleteMarkerCreated)|"
    r"ObjectTagging:(\*|Put|Delete)|ObjectAnnotation:(\*|Put|Delete))"
)


@rule(
    "GP-S3-015",
    _NOTIFICATION,
    title="The bucket cannot tell of that event, or tells two about the same one.",
    error="InvalidArgument: The event is not supported for notifications / Configurations overlap. "
    "Configurations on the same bucket cannot share a common event type.",
    source="API s3 PutBucketNotificationConfiguration",
)
def notification_events(node: Node, _: World) -> Iterator[Fault]:
    """Events that exist; overlapping prefixes do not share one."""
    seen: list[tuple[str, str, str]] = []
    for kind in ("queues", "topics", "lambdaFunctions"):
        for place, item in node.each(f"{kind}[]"):
            for index, event in enumerate(listed(item.get("events"))):
                here = f"{place}.events[{index}]"
                if not _EVENTS.fullmatch(str(event)):
                    yield Fault(here, "an event such as s3:ObjectCreated:*")
                    continue
                prefix = str(item.get("filterPrefix") or "")
                suffix = str(item.get("filterSuffix") or "")
                for other, other_prefix, other_suffix in seen:
                    if (
                        _shares(str(event), other)
                        and (prefix.startswith(other_prefix) or other_prefix.startswith(prefix))
                        and (suffix.endswith(other_suffix) or other_suffix.endswith(suffix))
                    ):
                        yield Fault(here, "an event or prefix no other part of it has")
                        break
                seen.append((str(event), prefix, suffix))


def _shares(one: str, two: str) -> bool:
    return one == two or any(
        a.endswith(":*") and b.startswith(a.removesuffix("*")) for a, b in ((one, two), (two, one))
    )


@rule(
    "GP-S3-016",
    _NOTIFICATION,
    title="The bucket may not send its events there.",
    error="InvalidArgument: Unable to validate the following destination configurations",
    source="S3 User Guide: event notifications; queue policy for s3.amazonaws.com",
)
def notification_target(node: Node, world: World) -> Iterator[Fault]:
    """Targets are in the bucket's region, no FIFO, and let S3 in."""
    bucket = world.find(node.get("bucket"), _BUCKET)
    for path, service, kind in (
        ("queues[].queueArn", "sqs", "aws:sqs/queue:Queue"),
        ("topics[].topicArn", "sns", "aws:sns/topic:Topic"),
        ("lambdaFunctions[].lambdaFunctionArn", "lambda", "aws:lambda/function:Function"),
    ):
        for place, value in node.each(path):
            found = arn(value)
            if found is None or found.service != service:
                yield Fault(place, f"the ARN of a resource of {service}")
            elif bucket and found.region != bucket.region:
                yield Fault(place, f"a target in {bucket.region}")
            elif found.resource.endswith(".fifo"):
                yield Fault(place, "a target that is not FIFO")
            elif service != "lambda" and (target := world.find(value, kind)):
                if not _lets_in(target, node, world):
                    yield Fault(place, "a policy that lets s3.amazonaws.com in")


def _lets_in(target: Node, bucket: Node, world: World) -> bool:
    """True where the target's policies let S3 send it what happens in the bucket."""
    if target.type == "aws:sqs/queue:Queue":
        holders = world.pointing("aws:sqs/queuePolicy:QueuePolicy", "queueUrl", target)
    else:
        holders = world.pointing("aws:sns/topicPolicy:TopicPolicy", "arn", target)
    documents = [h.document("policy") for h in (*holders, target) if h.get("policy")]
    action = "sqs:SendMessage" if target.type == "aws:sqs/queue:Queue" else "sns:Publish"
    context = {
        "aws:sourceaccount": bucket.account,
        "aws:sourcearn": f"arn:aws:s3:::{bucket.get('bucket')}",
    }
    return allows(documents, ("s3.amazonaws.com", "*"), action, target.arn, context)
