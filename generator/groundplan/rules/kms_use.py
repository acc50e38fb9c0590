"""KMS: keys that others use: switched on, in the right region, open to the service."""

from collections.abc import Iterator

from groundplan.rules.grammar.address import arn
from groundplan.rules.grants import allows
from groundplan.rules.kms import key_documents
from groundplan.rules.node import Node
from groundplan.rules.references import texts
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_KEY = "aws:kms/key:Key"
_TRAIL = "aws:cloudtrail/trail:Trail"


@rule(
    "GP-KMS-009",
    _KEY,
    title="The key is switched off, and something is encrypted with it.",
    error="KMSKeyNotAccessibleFault / DisabledException: key is disabled",
    source="KMS Developer Guide: key states",
)
def disabled_key(node: Node, world: World) -> Iterator[Fault]:
    """A key in use is enabled."""
    if node.truth("isEnabled", default=True):
        return
    for other in world.nodes:
        if other.type == "aws:kms/alias:Alias" or other is node:
            continue
        if any(value in (node.arn, node.resource.id) for _, value in texts(other)):
            yield Fault("isEnabled", f"true, as {other.name} uses the key")
            return


@rule(
    "GP-KMS-010",
    _KEY,
    "aws:kms/keyPolicy:KeyPolicy",
    "aws:kms/replicaKey:ReplicaKey",
    title="The key's policy is too long.",
    error="LimitExceededException / ValidationException: key policy document size limit 32 KB",
    source="API kms PutKeyPolicy: 32768 bytes",
)
def policy_size(node: Node, _: World) -> Iterator[Fault]:
    """32 KB."""
    text = node.get("policy")
    if isinstance(text, str) and len(text.encode()) > 32768:
        yield Fault("policy", "32768 bytes")


@rule(
    "GP-TRAIL-003",
    _TRAIL,
    title="The record of calls cannot use its key.",
    error="KmsKeyNotFoundException / InsufficientEncryptionPolicyException: Insufficient "
    "permissions to access S3 bucket or KMS key",
    source="CloudTrail User Guide: configure KMS key policies for CloudTrail",
)
def trail_key(node: Node, world: World) -> Iterator[Fault]:
    """The key is in the bucket's region and lets cloudtrail.amazonaws.com encrypt."""
    value = node.get("kmsKeyId")
    address = arn(value)
    bucket = world.find(node.get("s3BucketName"), "aws:s3/bucket:Bucket")
    if address and bucket is not None and address.region != bucket.region:
        yield Fault("kmsKeyId", f"a key in {bucket.region}, where the bucket is")
        return
    key = world.find(value, _KEY)
    documents = key_documents(key, world) if key else []
    if not documents:
        return
    trail = f"arn:aws:cloudtrail:{node.region}:{node.account}:trail/{node.output('name')}"
    context = {"aws:sourcearn": trail, "aws:sourceaccount": node.account}
    who = ("cloudtrail.amazonaws.com", "*")
    if not allows(documents, who, "kms:GenerateDataKey", key.arn if key else "*", context):
        yield Fault("kmsKeyId", "a key whose policy lets cloudtrail.amazonaws.com encrypt")
