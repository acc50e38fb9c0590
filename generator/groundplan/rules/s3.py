"""S3: buckets and everything that hangs on one."""

import ipaddress
import re
from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.constraint import OneOf, Range, limit
from groundplan.rules.grammar import policy as grammar
from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node, listed, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_BUCKET = "aws:s3/bucket:Bucket"
_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
_LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
_VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"
_BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
_OWNERSHIP = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
_ACL = "aws:s3/bucketAcl:BucketAcl"
_ENCRYPTION = (
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
)
_LOGGING = "aws:s3/bucketLogging:BucketLogging"
_CORS = "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration"
_NOTIFICATION = "aws:s3/bucketNotification:BucketNotification"
_REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
_LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
_WEBSITE = "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration"
_ONE_PER_BUCKET = (_POLICY, _LIFECYCLE, _VERSIONING, _BLOCK, _OWNERSHIP, _ENCRYPTION, _LOGGING,
                   _CORS, _NOTIFICATION, _REPLICATION, _LOCK, _WEBSITE, _ACL)  # fmt: skip
_COLD = {
    "STANDARD_IA": 1,
    "INTELLIGENT_TIERING": 2,
    "ONEZONE_IA": 3,
    "GLACIER_IR": 4,
    "GLACIER": 5,
    "DEEP_ARCHIVE": 6,
}
_GUIDE = "S3 User Guide"


@rule(
    "GP-S3-001",
    _BUCKET,
    title="The bucket's name is not one AWS takes.",
    error="InvalidBucketName: The specified bucket is not valid.",
    source="S3 User Guide: bucket naming rules",
)
def bucket_name(node: Node, _: World) -> Iterator[Fault]:
    """3 to 63 lowercase letters, digits, dots, hyphens; not an address; reserved ends."""
    name = node.output("bucket")
    if not isinstance(name, str):
        return
    form = r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])"
    if (
        not re.fullmatch(form, name)
        or not 3 <= len(name) <= 63
        or ".." in name
        or "-." in name
        or ".-" in name
    ):
        yield Fault(
            "bucket", "3 to 63 lowercase letters, digits, hyphens; a letter or digit at the ends"
        )
    elif _is_address(name):
        yield Fault("bucket", "a name that is not an IP address")
    elif name.startswith(("xn--", "sthree-", "amzn-s3-demo-")) or name.endswith(
        ("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3")
    ):
        yield Fault("bucket", "a name without the reserved beginnings and ends")
    elif name.endswith("-an") and node.get("bucketNamespace") != "account-regional":
        yield Fault("bucket", "a name that does not end in -an")


def _is_address(name: str) -> bool:
    try:
        ipaddress.IPv4Address(name)
    except ValueError:
        return False
    return True


@rule(
    "GP-S3-002",
    _BUCKET,
    title="Two buckets have one name; names are unique in the whole world.",
    error="BucketAlreadyExists / BucketAlreadyOwnedByYou",
    source="S3 User Guide: bucket naming rules",
)
def bucket_once(node: Node, world: World) -> Iterator[Fault]:
    """Names are unique over all accounts."""
    mine = node.output("bucket")
    for other in world.of(_BUCKET):
        if mine and other.resource.urn < node.resource.urn and other.output("bucket") == mine:
            yield Fault("bucket", f"a name {other.name} does not have")


@rule(
    "GP-S3-003",
    *_ONE_PER_BUCKET,
    title="Two resources set the same thing of one bucket; the last one wins.",
    error="OperationAborted: A conflicting conditional operation / silent overwrite",
    source="pulumi-aws: one of each kind for a bucket",
)
def one_per_bucket(node: Node, world: World) -> Iterator[Fault]:
    """One policy, lifecycle, ... per bucket."""
    for other in world.twins(node, "bucket"):
        yield Fault("bucket", f"a bucket {other.name} does not set")


@rule(
    "GP-S3-004",
    _POLICY,
    title="The policy speaks of another bucket than its own.",
    error="MalformedPolicy: Policy has invalid resource",
    source="S3 User Guide: bucket policies",
)
def policy_own_bucket(node: Node, world: World) -> Iterator[Fault]:
    """Resources are the bucket and its objects."""
    bucket = world.find(node.get("bucket"), _BUCKET)
    name = bucket.output("bucket") if bucket else node.get("bucket")
    if not isinstance(name, str):
        return
    for label, statement in grammar.statements(node.document("policy")):
        for key in ("Resource", "NotResource"):
            for resource in listed(statement.get(key)):
                text = str(resource)
                found = arn(text)
                target = found.resource.partition("/")[0] if found else text
                if text == "*" or not re.fullmatch(
                    re.escape(target).replace(r"\*", ".*").replace(r"\?", "."), name
                ):
                    yield Fault(
                        "policy", f"{label}.{key}: arn:aws:s3:::{name} and .../*, got {text}"
                    )


@rule(
    "GP-S3-005",
    _POLICY,
    title="The policy allows an action that S3 does not know, or one that does not fit what it "
    "is about.",
    error="MalformedPolicy: Policy has invalid action / Action does not apply to any resource(s) in "
    "statement",
    source="IAM definitions in parliament; S3 User Guide: bucket policies",
)
def policy_actions(node: Node, _: World) -> Iterator[Fault]:
    """Actions of S3; object actions on objects, bucket actions on the bucket."""
    known = grammar.service_actions()["s3"]
    for label, statement in grammar.statements(node.document("policy")):
        resources = [str(r) for r in listed(statement.get("Resource"))]
        for action in listed(statement.get("Action")):
            text = str(action)
            if text in ("*", "s3:*"):
                continue
            covered = [a for a in known if grammar.matches(text, f"s3:{a}")]
            if not text.lower().startswith("s3:") or not covered:
                yield Fault("policy", f"{label}.Action: an action of S3, got {text}")
                continue
            kinds = {kind for a in covered for kind in known[a]}
            on_object = any("/" in r or r == "*" for r in resources)
            on_bucket = any("/" not in r or (r.endswith("*") and "/" not in r) for r in resources)
            if resources and kinds == {"object"} and not on_object:
                yield Fault(
                    "policy", f"{label}.Resource: the objects, arn:aws:s3:::bucket/*, for {text}"
                )
            if resources and kinds == {"bucket"} and not on_bucket:
                yield Fault(
                    "policy", f"{label}.Resource: the bucket, arn:aws:s3:::bucket, for {text}"
                )


@rule(
    "GP-S3-006",
    _POLICY,
    title="The policy opens the bucket to everybody, and the account forbids that.",
    error="AccessDenied: User is not authorized to perform: s3:PutBucketPolicy because public "
    "policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.",
    source="S3 User Guide: blocking public access",
)
def policy_not_public(node: Node, world: World) -> Iterator[Fault]:
    """Allow for everybody without a fixed condition is public."""
    blocks = [b for b in world.of(_BLOCK) if b.get("bucket") == node.get("bucket")]
    blocked = any(b.truth("blockPublicPolicy") for b in blocks) or any(
        a.account == node.account and a.truth("blockPublicPolicy")
        for a in world.of("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock")
    )
    if not blocked:
        return
    for label, statement in grammar.statements(node.document("policy")):
        everybody = any(v == "*" for _, _, v in grammar.principals(statement))
        if statement.get("Effect") == "Allow" and everybody and not _narrowed(statement):
            yield Fault("policy", f"{label}: a principal, or a condition that narrows it")


def _narrowed(statement: Mapping[str, Any]) -> bool:
    keys = {
        key.lower()
        for operator, block in (statement.get("Condition") or {}).items()
        if isinstance(block, Mapping) and "not" not in operator.lower().replace("notation", "")
        for key in block
    }
    return bool(
        keys
        & {
            "aws:principalorgid", "aws:sourceaccount", "aws:sourcearn", "aws:sourcevpc",
            "aws:sourcevpce", "aws:principalarn", "aws:principalaccount", "aws:userid",
            "aws:sourceip", "aws:sourceorgid", "aws:principalorgpaths", "aws:sourceowner",
            "s3:dataaccesspointarn", "s3:dataaccesspointaccount", "aws:calledvia",
            "s3:x-amz-server-side-encryption-aws-kms-key-id", "aws:username",
        }
    )  # fmt: skip


@rule(
    "GP-S3-007",
    _POLICY,
    title="The policy is too long.",
    error="PolicyTooLarge: Bucket policies must be 20 KB or less",
    source="S3 User Guide: bucket policies",
)
def policy_size(node: Node, _: World) -> Iterator[Fault]:
    """20 KB."""
    text = node.get("policy")
    if isinstance(text, str) and len(text.encode()) > 20480:
        yield Fault("policy", "20480 bytes")


@rule(
    "GP-S3-008",
    _LIFECYCLE,
    title="A rule of the lifecycle moves or deletes in an order that cannot be.",
    error="InvalidArgument: 'Days' in the Expiration action for filter must be greater than 'Days' "
    "in the Transition action / must be later than",
    source="S3 User Guide: lifecycle transitions",
)
def lifecycle_order(node: Node, _: World) -> Iterator[Fault]:
    """Colder means later; 30 days before infrequent access and between; then expiry."""
    for place, item in node.each("rules[]"):
        for name, days_key, end_key, end_days in (
            ("transitions", "days", "expiration", "days"),
            ("noncurrentVersionTransitions", "noncurrentDays", "noncurrentVersionExpiration",
             "noncurrentDays"),
        ):  # fmt: skip
            moves = listed(item.get(name))
            end = number((item.get(end_key) or {}).get(end_days))
            yield from _moves(moves, f"{place}.{name}", days_key, end)
            if end is not None and end < 1:
                yield Fault(f"{place}.{end_key}.{end_days}", "1 day at least")


def _moves(moves: list[Any], place: str, key: str, end: float | None) -> Iterator[Fault]:
    seen: dict[str, float] = {}
    for index, move in enumerate(moves):
        days, kind = number(move.get(key)), str(move.get("storageClass"))
        here = f"{place}[{index}].{key}"
        if days is None:
            if key == "noncurrentDays" or not move.get("date"):
                yield Fault(here, "a number of days")
            continue
        if kind in ("STANDARD_IA", "ONEZONE_IA") and days < 30:
            yield Fault(here, f"30 days at least before {kind}")
        if days < 0:
            yield Fault(here, "0 days at least")
        if kind in seen:
            yield Fault(f"{place}[{index}].storageClass", "each storage class once")
        for other, at in seen.items():
            low, high = sorted((other, kind), key=lambda k: _COLD.get(k, 0))
            first, second = (at, days) if low == other else (days, at)
            if first >= second:
                yield Fault(here, f"{high} later than {low}")
            elif (
                low in ("STANDARD_IA", "ONEZONE_IA")
                and high in ("GLACIER", "DEEP_ARCHIVE", "GLACIER_IR")
                and second - first < 30
            ):
                yield Fault(here, f"{high} 30 days after {low} at least")
        seen[kind] = days
        if end is not None and end <= days:
            yield Fault(here, f"fewer days than the expiry's {end:.0f}")


@rule(
    "GP-S3-009",
    _LIFECYCLE,
    title="A rule of the lifecycle does nothing, or two have one name.",
    error="InvalidRequest: At least one action needs to be specified in a rule / "
    "InvalidArgument: Rule ID must be unique. Found same ID for more than one rule",
    source="API s3 PutBucketLifecycleConfiguration",
)
def lifecycle_rules(node: Node, _: World) -> Iterator[Fault]:
    """Ids unique, at least one action, one of days and date, filters of one kind."""
    actions = ("abortIncompleteMultipartUpload", "expiration", "noncurrentVersionExpiration",
               "noncurrentVersionTransitions", "transitions")  # fmt: skip
    seen: set[str] = set()
    for place, item in node.each("rules[]"):
        if item.get("id") in seen:
            yield Fault(f"{place}.id", "a name of its own")
        seen.add(str(item.get("id")))
        if len(str(item.get("id") or "")) > 255:
            yield Fault(f"{place}.id", "255 characters")
        if not any(item.get(a) for a in actions):
            yield Fault(place, f"one of {', '.join(actions)}")
        given = item.get("expiration") or {}
        ways = [k for k in ("days", "date", "expiredObjectDeleteMarker") if given.get(k)]
        if len(ways) > 1:
            yield Fault(
                f"{place}.expiration.{ways[-1]}", "one of days, date, expiredObjectDeleteMarker"
            )
        if isinstance(given.get("date"), str) and not re.fullmatch(
            r"\d{4}-\d\d-\d\dT00:00:00(\.000)?Z", given["date"]
        ):
            yield Fault(f"{place}.expiration.date", "a date at midnight UTC: 2030-01-01T00:00:00Z")
        yield from _filter(item.get("filter"), f"{place}.filter", item, place)
        abort = number(
            (item.get("abortIncompleteMultipartUpload") or {}).get("daysAfterInitiation")
        )
        if abort is not None and abort < 1:
            yield Fault(
                f"{place}.abortIncompleteMultipartUpload.daysAfterInitiation", "1 day at least"
            )


def _filter(given: Any, place: str, item: Mapping[str, Any], rule_: str) -> Iterator[Fault]:
    if not isinstance(given, Mapping):
        return
    if item.get("prefix") is not None:
        yield Fault(f"{rule_}.prefix", "one of prefix and filter")
    keys = ("and", "prefix", "tag", "objectSizeGreaterThan", "objectSizeLessThan")
    used = [k for k in keys if given.get(k) is not None]
    if len(used) > 1:
        yield Fault(place, "one condition, or several below `and`")
    both = given.get("and") or {}
    low = number(both.get("objectSizeGreaterThan"))
    high = number(both.get("objectSizeLessThan"))
    if low is not None and high is not None and low >= high:
        yield Fault(f"{place}.and.objectSizeGreaterThan", "less than objectSizeLessThan")
    tagged = given.get("tag") or both.get("tags")
    if tagged and item.get("abortIncompleteMultipartUpload"):
        yield Fault(f"{rule_}.abortIncompleteMultipartUpload", "nothing with a filter by tag")


@rule(
    "GP-S3-010",
    _ACL,
    title="Buckets without access lists refuse one.",
    error="AccessControlListNotSupported: The bucket does not allow ACLs",
    source="S3 User Guide: object ownership",
)
def acl_needs_ownership(node: Node, world: World) -> Iterator[Fault]:
    """ACLs need an ownership other than BucketOwnerEnforced, the default."""
    controls = [o for o in world.of(_OWNERSHIP) if o.get("bucket") == node.get("bucket")]
    allowed = {o.get("rule.objectOwnership") for o in controls}
    if not allowed & {"BucketOwnerPreferred", "ObjectWriter"}:
        yield Fault("bucket", "BucketOwnershipControls with BucketOwnerPreferred on the bucket")
    value = str(node.get("acl", ""))
    blocks = [b for b in world.of(_BLOCK) if b.get("bucket") == node.get("bucket")]
    if value.startswith("public-") and any(b.truth("blockPublicAcls") for b in blocks):
        yield Fault("acl", "private")


@rule(
    "GP-S3-011",
    _ENCRYPTION,
    title="The bucket's encryption names a key it does not use.",
    error="InvalidArgument: a KMSMasterKeyID is not applicable if the default sse algorithm is not "
    "aws:kms",
    source="API s3 PutBucketEncryption",
)
def encryption_key(node: Node, _: World) -> Iterator[Fault]:
    """A key goes with aws:kms; bucket keys do not go with dual-layer encryption."""
    path = "rules[].applyServerSideEncryptionByDefault"
    for place, item in node.each(path):
        kind = item.get("sseAlgorithm")
        if item.get("kmsMasterKeyId") and kind not in ("aws:kms", "aws:kms:dsse"):
            yield Fault(f"{place}.kmsMasterKeyId", "nothing unless sseAlgorithm is aws:kms")
    if len(node.list("rules[]")) != 1 and node.has("rules"):
        yield Fault("rules", "one rule")


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
    "aws:lb/loadBalancer:LoadBalancer",
    title="Access logs cannot be written to a bucket whose default key is in KMS.",
    error="Access Denied for bucket: Please check S3bucket permission (SSE-KMS default encryption)",
    source="S3 User Guide: server access logging; ALB guide: access logs need SSE-S3",
    probable=True,
)
def log_bucket_encryption(node: Node, world: World) -> Iterator[Fault]:
    """Log buckets use SSE-S3."""
    path = "targetBucket" if node.type == _LOGGING else "accessLogs.bucket"
    bucket = world.find(node.get(path), _BUCKET)
    for encryption in world.of(_ENCRYPTION) if bucket else ():
        if world.find(encryption.get("bucket"), _BUCKET) is bucket and any(
            a != "AES256"
            for a in encryption.list("rules[].applyServerSideEncryptionByDefault.sseAlgorithm")
        ):
            yield Fault(path, f"a bucket with AES256, unlike {encryption.name}")


@rule(
    "GP-S3-014",
    _CORS,
    title="A rule for other sites cannot be read.",
    error="InvalidRequest: Found unsupported HTTP method in CORS config / AllowedOrigin can not "
    "have more than one wildcard",
    source="API s3 PutBucketCors",
)
def cors(node: Node, _: World) -> Iterator[Fault]:
    """Methods GET PUT POST DELETE HEAD; one wildcard at most."""
    for place, value in node.each("corsRules[].allowedMethods[]"):
        if value not in ("GET", "PUT", "POST", "DELETE", "HEAD"):
            yield Fault(place, "GET, PUT, POST, DELETE or HEAD")
    for path in ("corsRules[].allowedOrigins[]", "corsRules[].allowedHeaders[]"):
        for place, value in node.each(path):
            if str(value).count("*") > 1:
                yield Fault(place, "one wildcard at most")
    for place, value in node.each("corsRules[].exposeHeaders[]"):
        if "*" in str(value):
            yield Fault(place, "no wildcard")
    for place, item in node.each("corsRules[]"):
        for key in ("allowedMethods", "allowedOrigins"):
            if not item.get(key):
                yield Fault(f"{place}.{key}", "at least one")
    if len(node.list("corsRules[]")) > 100:
        yield Fault("corsRules", "100 rules")


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
                if not _lets_in(target, "s3.amazonaws.com", world):
                    yield Fault(place, "a policy that lets s3.amazonaws.com in")


def _lets_in(target: Node, service: str, world: World) -> bool:
    if target.type == "aws:sqs/queue:Queue":
        holders = world.pointing("aws:sqs/queuePolicy:QueuePolicy", "queueUrl", target)
    else:
        holders = world.pointing("aws:sns/topicPolicy:TopicPolicy", "arn", target)
    documents = [h.document("policy") for h in (*holders, target) if h.get("policy")]
    return any(
        statement.get("Effect") == "Allow" and value in (service, "*")
        for document in documents
        for _, statement in grammar.statements(document)
        for _, _, value in grammar.principals(statement)
    )


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


@rule(
    "GP-S3-020",
    _WEBSITE,
    title="A website either answers or sends everything elsewhere.",
    error="InvalidRequest: website configuration",
    source="API s3 PutBucketWebsite",
)
def website(node: Node, _: World) -> Iterator[Fault]:
    """indexDocument, or redirectAllRequestsTo and nothing else."""
    if node.has("redirectAllRequestsTo") == node.has("indexDocument"):
        yield Fault("indexDocument", "one of indexDocument and redirectAllRequestsTo")
    suffix = node.get("indexDocument.suffix")
    if suffix is not None and ("/" in str(suffix) or not suffix):
        yield Fault("indexDocument.suffix", "a file name without a slash")


LIMITS = (
    limit(
        "GP-S3-101",
        _ENCRYPTION,
        "rules[].applyServerSideEncryptionByDefault.sseAlgorithm",
        OneOf("AES256", "aws:kms:dsse", "aws:kms"),
        title="There is no such encryption.",
        error="MalformedXML: The XML you provided was not well-formed",
        source="API s3 ServerSideEncryption",
    ),
    limit(
        "GP-S3-102",
        _OWNERSHIP,
        "rule.objectOwnership",
        OneOf("BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"),
        title="There is no such ownership.",
        error="MalformedXML",
        source="API s3 ObjectOwnership",
    ),
    limit(
        "GP-S3-103",
        _LIFECYCLE,
        "rules[].status",
        OneOf("Enabled", "Disabled"),
        title="A rule is Enabled or Disabled.",
        error="MalformedXML",
        source="API s3 ExpirationStatus",
    ),
    limit(
        "GP-S3-104",
        _LIFECYCLE,
        "rules[].transitions[].storageClass",
        OneOf(*_COLD),
        title="There is no such storage class to move to.",
        error="MalformedXML",
        source="API s3 TransitionStorageClass",
    ),
    limit(
        "GP-S3-105",
        _LIFECYCLE,
        "rules[].noncurrentVersionExpiration.newerNoncurrentVersions",
        Range(1, 100),
        title="One to a hundred former versions can be kept.",
        error="InvalidArgument: NewerNoncurrentVersions",
        source="S3 User Guide: lifecycle elements",
    ),
)
