"""S3: buckets, their names and what a bucket has once."""

import ipaddress
import re
from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, limit
from groundplan.rules.node import Node
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
)
