"""S3: empty settings, second factors, topics that cannot be read, conditions of policies."""

from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, limit
from groundplan.rules.grammar import policy as grammar
from groundplan.rules.node import Node, listed
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
_CORS = "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration"
_REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
_NOTIFICATION = "aws:s3/bucketNotification:BucketNotification"
_POLICY = "aws:s3/bucketPolicy:BucketPolicy"


@rule(
    "GP-S3-024",
    _LIFECYCLE,
    _NOTIFICATION,
    _CORS,
    _REPLICATION,
    title="A list that needs an entry is empty.",
    error="MalformedXML: The XML you provided was not well-formed or did not validate against our "
    "published schema",
    source="API s3 PutBucketLifecycleConfiguration, PutBucketNotificationConfiguration",
)
def empty_lists(node: Node, _: World) -> Iterator[Fault]:
    """Rules, CORS rules, events."""
    path = {_LIFECYCLE: "rules", _REPLICATION: "rules", _CORS: "corsRules"}.get(node.type)
    if path is not None and not node.get(path):
        yield Fault(path, "one rule at least")
    for place, both in node.each("rules[].filter.and"):
        parts = sum(
            bool(both.get(k)) for k in ("prefix", "objectSizeGreaterThan", "objectSizeLessThan")
        )
        if not parts and not both.get("tags"):
            yield Fault(place, "one condition at least")
    for kind in ("topics", "queues", "lambdaFunctions"):
        for place, item in node.each(f"{kind}[]"):
            if not item.get("events"):
                yield Fault(f"{place}.events", "one event at least")


@rule(
    "GP-S3-025",
    _LIFECYCLE,
    title="Unfinished uploads and empty markers have no size and no tags to choose them by.",
    error="InvalidRequest: AbortIncompleteMultipartUpload cannot be specified with Object Size or "
    "Tags",
    source="API s3 AbortIncompleteMultipartUpload, LifecycleExpiration",
)
def abort_by_prefix_only(node: Node, _: World) -> Iterator[Fault]:
    """Only a prefix narrows a rule that ends unfinished uploads."""
    for place, item in node.each("rules[]"):
        filters = item.get("filter") or {}
        narrowed = {**filters, **(filters.get("and") or {})}
        sizes = [k for k in ("objectSizeGreaterThan", "objectSizeLessThan") if narrowed.get(k)]
        tags = [k for k in ("tag", "tags") if narrowed.get(k)]
        marker = (item.get("expiration") or {}).get("expiredObjectDeleteMarker")
        if item.get("abortIncompleteMultipartUpload") and sizes:
            yield Fault(f"{place}.filter", "a prefix, with abortIncompleteMultipartUpload")
        elif marker and (sizes or tags):
            yield Fault(f"{place}.filter", "a prefix, with expiredObjectDeleteMarker")


@rule(
    "GP-S3-026",
    "aws:s3/bucketVersioning:BucketVersioning",
    title="The second factor is asked for, but not given.",
    error="AccessDenied: This operation may only be performed by the bucket owner with MFA",
    source="API s3 PutBucketVersioning",
)
def second_factor(node: Node, _: World) -> Iterator[Fault]:
    """MFA delete needs the serial number and a code."""
    if node.get("versioningConfiguration.mfaDelete") == "Enabled" and not node.has("mfa"):
        yield Fault("versioningConfiguration.mfaDelete", "Disabled without mfa")


@rule(
    "GP-S3-027",
    _NOTIFICATION,
    title="The bucket may not use the key of the topic or queue it reports to.",
    error="InvalidArgument: Unable to validate the following destination configurations",
    source="S3 User Guide: granting permissions to publish event notification messages",
)
def destination_keys(node: Node, world: World) -> Iterator[Fault]:
    """Key policies of encrypted destinations let s3.amazonaws.com in."""
    for place, value in (*node.each("topics[].topicArn"), *node.each("queues[].queueArn")):
        found = world.near(node, value, "aws:sns/topic:Topic", "aws:sqs/queue:Queue")
        key = world.find(found.get("kmsMasterKeyId"), "aws:kms/key:Key") if found else None
        if key is None or not key.has("policy"):
            continue
        services = {
            who
            for _, statement in grammar.statements(key.document("policy"))
            if statement.get("Effect") == "Allow"
            for _, _, who in grammar.principals(statement)
        }
        if not services & {"s3.amazonaws.com", "*"}:
            yield Fault(place, "a destination whose key lets s3.amazonaws.com in")


_LISTING = ("s3:prefix", "s3:delimiter", "s3:max-keys")


@rule(
    "GP-S3-028",
    _POLICY,
    title="A condition of the policy is none that S3 knows, or not one of this action.",
    error="MalformedPolicy: Policy has an invalid condition key / Conditions do not apply to "
    "combination of actions and resources in statement",
    source="S3 User Guide: condition keys",
)
def policy_conditions(node: Node, _: World) -> Iterator[Fault]:
    """Keys of S3 exist; what lists objects is for listing. Keys of aws: are not checked by S3."""
    for label, statement in grammar.statements(node.document("policy")):
        actions = [str(a).lower() for a in listed(statement.get("Action"))]
        for block in (statement.get("Condition") or {}).values():
            for key in block if isinstance(block, dict) else ():
                low = str(key).lower()
                if low.startswith("s3:") and not low.startswith(_TAGS) and low not in _KEYS:
                    yield Fault("policy", f"{label}.Condition: a key of S3, got {key}")
                if low in _LISTING and actions and not any(_lists(a) for a in actions):
                    yield Fault("policy", f"{label}.Condition: {key} goes with s3:ListBucket")


def _lists(action: str) -> bool:
    return any(
        grammar.matches(action, known)
        for known in ("s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads")
    )


_TAGS = ("s3:existingobjecttag/", "s3:requestobjecttag/", "s3:buckettag/", "s3:accesspointtag/")
_KEYS = frozenset(
    """
s3:accesspointnetworkorigin s3:accessgrantsinstancearn s3:accessgrantscope s3:authtype
s3:dataaccesspointaccount s3:dataaccesspointarn s3:delimiter s3:destinationregion
s3:inventoryaccessibleoptionalfields s3:isreplicationpauserequest s3:jobsuspendedcause
s3:locationconstraint s3:max-keys s3:object-lock-legal-hold s3:object-lock-mode
s3:object-lock-remaining-retention-days s3:object-lock-retain-until-date s3:objectcreationoperation
s3:operationname s3:prefix s3:requestjoboperation s3:requestjobpriority s3:requestobjecttagkeys
s3:resourceaccount s3:signatureage s3:signatureversion s3:tlsversion s3:versionid s3:if-match
s3:if-none-match s3:x-amz-acl s3:x-amz-content-sha256 s3:x-amz-copy-source s3:x-amz-grant-full-control
s3:x-amz-grant-read s3:x-amz-grant-read-acp s3:x-amz-grant-write s3:x-amz-grant-write-acp
s3:x-amz-metadata-directive s3:x-amz-object-ownership s3:x-amz-server-side-encryption
s3:x-amz-server-side-encryption-aws-kms-key-id s3:x-amz-server-side-encryption-customer-algorithm
s3:x-amz-storage-class s3:x-amz-website-redirect-location s3:existingjoboperation
s3:existingjobpriority s3:xamzpurpose s3:x-amz-bucket-namespace
""".split()
)

LIMITS = (
    limit(
        "GP-S3-113",
        _LIFECYCLE,
        "transitionDefaultMinimumObjectSize",
        OneOf("all_storage_classes_128K", "varies_by_storage_class"),
        title="There is no such smallest size.",
        error="InvalidArgument: x-amz-transition-default-minimum-object-size",
        source="API s3 PutBucketLifecycleConfiguration",
    ),
)
