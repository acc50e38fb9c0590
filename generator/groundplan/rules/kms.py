"""KMS: keys, their policies, aliases."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.constraint import OneOf, Range, limit
from groundplan.rules.grammar import policy as grammar
from groundplan.rules.grammar.address import arn
from groundplan.rules.grants import allows
from groundplan.rules.node import Node, listed
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_KEY = "aws:kms/key:Key"
_KEY_POLICY = "aws:kms/keyPolicy:KeyPolicy"
_REPLICA = "aws:kms/replicaKey:ReplicaKey"
_ALIAS = "aws:kms/alias:Alias"
_API = "API kms CreateKey"
KEYED: dict[str, tuple[str, ...]] = {
    "aws:rds/instance:Instance": ("kmsKeyId", "performanceInsightsKmsKeyId",
                                  "masterUserSecretKmsKeyId"),
    "aws:rds/cluster:Cluster": ("kmsKeyId", "masterUserSecretKmsKeyId"),
    "aws:elasticache/replicationGroup:ReplicationGroup": ("kmsKeyId",),
    "aws:sns/topic:Topic": ("kmsMasterKeyId",),
    "aws:sqs/queue:Queue": ("kmsMasterKeyId",),
    "aws:secretsmanager/secret:Secret": ("kmsKeyId",),
    "aws:cloudwatch/logGroup:LogGroup": ("kmsKeyId",),
    "aws:backup/vault:Vault": ("kmsKeyArn",),
    "aws:ssm/parameter:Parameter": ("keyId",),
    "aws:ecr/repository:Repository": ("encryptionConfigurations[].kmsKey",),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": (
        "rules[].applyServerSideEncryptionByDefault.kmsMasterKeyId",
    ),
    "aws:dynamodb/table:Table": ("serverSideEncryption.kmsKeyArn",),
    "aws:cloudtrail/trail:Trail": ("kmsKeyId",),
    "aws:ebs/defaultKmsKey:DefaultKmsKey": ("keyArn",),
    "aws:scheduler/schedule:Schedule": ("kmsKeyArn",),
}  # fmt: skip


def _allows(statement: Mapping[str, Any], action: str) -> bool:
    return statement.get("Effect") == "Allow" and any(
        grammar.matches(str(a), action) for a in listed(statement.get("Action"))
    )


def key_documents(key: Node, world: World) -> list[Any]:
    """Policies of a key; without any, the one KMS gives it: its account may do everything."""
    holders = [h for h in (key, *world.pointing(_KEY_POLICY, "keyId", key)) if h.has("policy")]
    if not holders:
        owner = {"AWS": f"arn:aws:iam::{key.account}:root"}
        statement = {"Effect": "Allow", "Principal": owner, "Action": "kms:*", "Resource": "*"}
        return [{"Version": "2012-10-17", "Statement": [statement]}]
    return [h.document("policy") for h in holders if h.get("policy") is not None]


@rule(
    "GP-KMS-001",
    _KEY,
    _KEY_POLICY,
    _REPLICA,
    title="The key's policy locks everybody out, its owner included.",
    error="MalformedPolicyDocumentException: The new key policy will not allow you to update the "
    "key policy in the future.",
    source="API kms CreateKey, BypassPolicyLockoutSafetyCheck",
)
def lockout(node: Node, _: World) -> Iterator[Fault]:
    """The account keeps kms:PutKeyPolicy unless the check is bypassed."""
    document = node.document("policy")
    if not isinstance(document, Mapping) or node.truth("bypassPolicyLockoutSafetyCheck"):
        return
    mine = (f"arn:aws:iam::{node.account}:root", node.account)
    kept = any(
        _allows(statement, "kms:PutKeyPolicy")
        and not statement.get("Condition")
        and any(
            value in (*mine, "*")
            or f"::{node.account}:role/" in value
            or f"::{node.account}:user/" in value
            for key, _, value in grammar.principals(statement)
            if key == "Principal"
        )
        for _, statement in grammar.statements(document)
    )
    denied = any(
        statement.get("Effect") == "Deny"
        and any(
            grammar.matches(str(a), "kms:PutKeyPolicy") for a in listed(statement.get("Action"))
        )
        and not statement.get("Condition")
        and any(value in (*mine, "*") for _, _, value in grammar.principals(statement))
        for _, statement in grammar.statements(document)
    )
    if not kept or denied:
        yield Fault("policy", f"a statement that allows kms:* to arn:aws:iam::{node.account}:root")


@rule(
    "GP-KMS-002",
    _KEY,
    _KEY_POLICY,
    _REPLICA,
    title="The key's policy names actions keys do not have, or other resources.",
    error="MalformedPolicyDocumentException: Policy contains a statement with one or more invalid "
    "actions or resources",
    source="KMS Developer Guide: key policies",
)
def key_policy_scope(node: Node, _: World) -> Iterator[Fault]:
    """Actions of KMS on "*" or on keys."""
    known = grammar.service_actions()["kms"]
    for label, statement in grammar.statements(node.document("policy")):
        for action in listed(statement.get("Action")):
            text = str(action)
            if text == "*":
                continue
            if not text.lower().startswith("kms:") or not any(
                grammar.matches(text, f"kms:{a}") for a in known
            ):
                yield Fault("policy", f"{label}.Action: actions of KMS, got {text}")
        for resource in listed(statement.get("Resource")):
            if resource != "*" and not str(resource).startswith("arn:aws:kms:"):
                yield Fault("policy", f'{label}.Resource: "*", got {resource}')


@rule(
    "GP-KMS-003",
    _KEY,
    title="Only keys for encrypting data change themselves every year.",
    error="UnsupportedOperationException: rotation is not supported for this key",
    source="API kms EnableKeyRotation",
)
def rotation(node: Node, _: World) -> Iterator[Fault]:
    """Rotation needs a symmetric encryption key; a period needs rotation."""
    spec = node.get("customerMasterKeySpec", node.get("keySpec", "SYMMETRIC_DEFAULT"))
    if node.truth("enableKeyRotation") and (
        spec != "SYMMETRIC_DEFAULT" or node.get("keyUsage", "ENCRYPT_DECRYPT") != "ENCRYPT_DECRYPT"
    ):
        yield Fault("enableKeyRotation", "false for this kind of key")
    if node.has("rotationPeriodInDays") and not node.truth("enableKeyRotation"):
        yield Fault("rotationPeriodInDays", "enableKeyRotation with it")
    if node.truth("enableKeyRotation") and node.has("customKeyStoreId"):
        yield Fault("enableKeyRotation", "false for a key in a key store of one's own")
    if node.truth("multiRegion") and node.has("customKeyStoreId"):
        yield Fault("multiRegion", "false for a key in a key store of one's own")
    usage = node.get("keyUsage", "ENCRYPT_DECRYPT")
    if usage == "SIGN_VERIFY" and spec == "SYMMETRIC_DEFAULT":
        yield Fault("keyUsage", "ENCRYPT_DECRYPT for a symmetric key")
    if str(spec).startswith("HMAC") and usage != "GENERATE_VERIFY_MAC":
        yield Fault("keyUsage", "GENERATE_VERIFY_MAC")


@rule(
    "GP-KMS-004",
    _ALIAS,
    title="The key's other name has other signs or is AWS's own.",
    error="InvalidAliasNameException / NotAuthorizedException: alias/aws/ is reserved",
    source="API kms CreateAlias",
)
def alias_name(node: Node, _: World) -> Iterator[Fault]:
    """alias/ then letters, digits, / _ -; not alias/aws/."""
    name = node.output("name")
    if not isinstance(name, str):
        return
    if not re.fullmatch(r"alias/[a-zA-Z0-9/_-]+", name) or len(name) > 256:
        yield Fault("name", "alias/ and letters, digits, / _ -")
    elif name.startswith("alias/aws/"):
        yield Fault("name", "a name that does not start with alias/aws/")


@rule(
    "GP-KMS-005",
    _ALIAS,
    title="Two keys have one other name.",
    error="AlreadyExistsException: An alias with the name already exists",
    source="API kms CreateAlias",
)
def alias_once(node: Node, world: World) -> Iterator[Fault]:
    """Aliases are unique per account and region."""
    if node.get("name"):
        for other in world.twins(node, "name"):
            yield Fault("name", f"a name {other.name} does not have")


@rule(
    "GP-KMS-006",
    *KEYED,
    title="The key is in another region, another account, or no key at all.",
    error="KMSKeyNotAccessibleFault / NotFoundException: Invalid arn / key does not exist in region",
    source="KMS Developer Guide: keys are regional",
)
def key_in_region(node: Node, _: World) -> Iterator[Fault]:
    """A key's ARN names a key of the resource's region."""
    for path in KEYED[node.type]:
        for place, value in node.each(path):
            text = str(value)
            found = arn(text)
            if found is None:
                if text.startswith("alias/") or re.fullmatch(
                    r"(mrk-[0-9a-f]{32}|[0-9a-f-]{36})", text
                ):
                    continue
                yield Fault(place, "the ARN of a key")
            elif found.service != "kms" or not re.match(r"(key|alias)/.", found.resource):
                yield Fault(place, "the ARN of a key")
            elif found.region != node.region and node.type != "aws:cloudtrail/trail:Trail":
                yield Fault(place, f"a key in {node.region}")


@rule(
    "GP-KMS-007",
    "aws:cloudwatch/logGroup:LogGroup",
    title="The key does not let the log service use it.",
    error="AccessDeniedException: The specified KMS key does not exist or is not allowed to be used "
    "with Arn",
    source="CloudWatch Logs User Guide: encrypt log data; API logs CreateLogGroup",
)
def log_key(node: Node, world: World) -> Iterator[Fault]:
    """The key's policy lets logs.<region>.amazonaws.com in."""
    key = world.find(node.get("kmsKeyId"), _KEY, _REPLICA)
    if key is None:
        return
    documents = key_documents(key, world)
    service = f"logs.{node.region}.amazonaws.com"
    group = f"arn:aws:logs:{node.region}:{node.account}:log-group:{node.output('name')}"
    context = {
        "kms:encryptioncontext:aws:logs:arn": group,
        "aws:sourcearn": group,
        "aws:sourceaccount": node.account,
        "kms:viaservice": service,
    }
    who = (service, "logs.amazonaws.com", "*")
    # Which calls Logs tries is not written down; it must be able to encrypt in one way at least.
    if documents and not any(
        allows(documents, who, action, key.arn or "*", context)
        for action in ("kms:Encrypt", "kms:GenerateDataKey")
    ):
        yield Fault("kmsKeyId", f"a key whose policy lets {service} encrypt {group}")


@rule(
    "GP-KMS-011",
    *KEYED,
    title="The key is of another account, which does not let this one use it.",
    error="KMSKeyNotAccessibleFault / AccessDeniedException: The ciphertext refers to a key that "
    "does not exist, does not exist in this region, or you are not allowed to access",
    source="KMS Developer Guide: allowing users in other accounts to use a key",
)
def key_of_another(node: Node, world: World) -> Iterator[Fault]:
    """The policy of a key of the estate names the account that uses it."""
    for path in KEYED[node.type]:
        for place, value in node.each(path):
            key = world.find(value, _KEY, _REPLICA) if str(value).startswith("arn:") else None
            if key is None or key.account == node.account:
                continue
            documents = key_documents(key, world)
            known = {
                who
                for document in documents
                for _, statement in grammar.statements(document)
                if statement.get("Effect") == "Allow"
                for _, _, who in grammar.principals(statement)
            }
            # A policy may also name a service, or everybody under a condition.
            if documents and not any(
                node.account in who or who == "*" or who.endswith(".amazonaws.com") for who in known
            ):
                yield Fault(place, f"a key of account {node.account}, or one that lets it in")


@rule(
    "GP-KMS-008",
    _REPLICA,
    title="A key's twin lives in another region than the key.",
    error="InvalidArnException / UnsupportedOperationException: ReplicateKey",
    source="API kms ReplicateKey",
)
def replica(node: Node, world: World) -> Iterator[Fault]:
    """The primary is a multi-region key elsewhere."""
    found = arn(node.get("primaryKeyArn"))
    primary = world.find(node.get("primaryKeyArn"), _KEY)
    if found and found.region == node.region:
        yield Fault("primaryKeyArn", f"a key outside {node.region}")
    if primary and not primary.truth("multiRegion"):
        yield Fault("primaryKeyArn", "a key with multiRegion")


LIMITS = (
    limit(
        "GP-KMS-101",
        _KEY,
        "deletionWindowInDays",
        Range(7, 30),
        title="A deleted key waits 7 to 30 days.",
        error="ValidationException: PendingWindowInDays 7 to 30",
        source="API kms ScheduleKeyDeletion",
    ),
    limit(
        "GP-KMS-102",
        _KEY,
        "rotationPeriodInDays",
        Range(90, 2560),
        title="A key changes every 90 to 2560 days.",
        error="ValidationException: RotationPeriodInDays",
        source="API kms EnableKeyRotation",
    ),
    limit(
        "GP-KMS-103",
        _KEY,
        "keyUsage",
        OneOf("SIGN_VERIFY", "ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"),
        title="There is no such use of a key.",
        error="ValidationException: KeyUsage",
        source=_API,
    ),
)
