"""The bucket and the key of Pulumi's state in one account."""

import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from groundplan.bootstrap.caller import Caller, code
from groundplan.errors import BootstrapError, Problem

NONCURRENT_DAYS = 180
"""Days an overwritten state can be brought back."""

_TAGS = {"managed-by": "groundplan-bootstrap", "purpose": "pulumi-state"}


def state_bucket(organization: str, account: str, region: str) -> str:
    """Name of an account's state bucket; `stacks/account/state.py` has the same rule."""
    return f"{organization}-state-{account}-{region}"


def state_alias(organization: str) -> str:
    """Alias of the state's key; `stacks/account/state.py` has the same rule."""
    return f"alias/{organization}-state"


def prepare_state(aws: Caller, organization: str) -> None:
    """Make what is missing of an account's state bucket and key.

    Raises:
        BootstrapError: The bucket's name is taken by somebody else.
    """
    key = _prepare_key(aws, state_alias(organization))
    bucket = state_bucket(organization, aws.account, aws.region)
    made = _prepare_bucket(aws, bucket)
    for operation, wanted, present in _settings(aws, bucket, key, made):
        if present != wanted:
            aws.change("s3", operation, Bucket=bucket, **wanted)


def has_state(aws: Caller, organization: str) -> bool:
    """Whether an account's state bucket is there."""
    return _exists(aws, state_bucket(organization, aws.account, aws.region))


def _prepare_key(aws: Caller, alias: str) -> str:
    aliases = {a["AliasName"]: a for a in aws.pages("kms", "list_aliases", "Aliases")}
    if alias in aliases and aliases[alias].get("TargetKeyId"):
        key = str(aliases[alias]["TargetKeyId"])
    else:
        key = _tagged_key(aws) or str(
            aws.change(
                "kms",
                "create_key",
                Description="Pulumi state and its secrets",
                Tags=[{"TagKey": k, "TagValue": v} for k, v in sorted(_TAGS.items())],
            )
            .get("KeyMetadata", {})
            .get("KeyId", "(new key)")
        )
        aws.change("kms", "create_alias", AliasName=alias, TargetKeyId=key)
    known = key != "(new key)"
    if not known or not aws.look("kms", "get_key_rotation_status", KeyId=key)["KeyRotationEnabled"]:
        aws.change("kms", "enable_key_rotation", KeyId=key)
    return key


def _tagged_key(aws: Caller) -> str:
    """A key that an interrupted run made and gave no alias yet: each costs 1 USD a month."""
    for row in aws.pages("kms", "list_keys", "Keys"):
        key = str(row["KeyId"])
        metadata = aws.look("kms", "describe_key", KeyId=key)["KeyMetadata"]
        if metadata["KeyManager"] != "CUSTOMER" or metadata["KeyState"] != "Enabled":
            continue
        try:
            tags = aws.look("kms", "list_resource_tags", KeyId=key)["Tags"]
        except ClientError as error:
            if code(error) == "AccessDeniedException":
                continue  # Somebody else's key, whose policy does not admit us.
            raise
        if {t["TagKey"]: t["TagValue"] for t in tags}.items() >= _TAGS.items():
            return key
    return ""


def _prepare_bucket(aws: Caller, bucket: str) -> bool:
    """True where the bucket is there now; false in a dry run that would make it."""
    if _exists(aws, bucket):
        return True
    # us-east-1 is the one region that must not be named.
    place = {"LocationConstraint": aws.region}
    where = {} if aws.region == "us-east-1" else {"CreateBucketConfiguration": place}
    aws.change("s3", "create_bucket", Bucket=bucket, **where)
    return not aws.dry_run


def _exists(aws: Caller, bucket: str) -> bool:
    try:
        aws.look("s3", "head_bucket", Bucket=bucket, ExpectedBucketOwner=aws.account)
    except ClientError as error:
        if code(error) in {"404", "NoSuchBucket", "NotFound"}:
            return False
        raise BootstrapError(
            Problem(
                what="the name of the state bucket is taken, or closed to these credentials",
                where=f"account {aws.account}",
                got=bucket,
                fix="use credentials of the account's administrator; a bucket of somebody"
                " else's with this name needs another `organization` in the answers",
            )
        ) from None
    return True


def _settings(
    aws: Caller, bucket: str, key: str, made: bool
) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Call, what it should say, and what is so, for each setting of the bucket."""
    key_arn = f"arn:aws:kms:{aws.region}:{aws.account}:key/{key}"
    rows: list[tuple[str, str, tuple[str, ...], dict[str, Any]]] = [
        (
            "put_public_access_block",
            "get_public_access_block",
            ("PublicAccessBlockConfiguration",),
            {
                "PublicAccessBlockConfiguration": {
                    "BlockPublicAcls": True,
                    "IgnorePublicAcls": True,
                    "BlockPublicPolicy": True,
                    "RestrictPublicBuckets": True,
                }
            },
        ),
        (
            "put_bucket_ownership_controls",
            "get_bucket_ownership_controls",
            ("OwnershipControls",),
            {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}},
        ),
        (
            "put_bucket_versioning",
            "get_bucket_versioning",
            ("Status",),
            {"VersioningConfiguration": {"Status": "Enabled"}},
        ),
        (
            "put_bucket_encryption",
            "get_bucket_encryption",
            ("ServerSideEncryptionConfiguration",),
            {
                "ServerSideEncryptionConfiguration": {
                    "Rules": [
                        {
                            "ApplyServerSideEncryptionByDefault": {
                                "SSEAlgorithm": "aws:kms",
                                "KMSMasterKeyID": key_arn,
                            },
                            "BucketKeyEnabled": True,
                        }
                    ]
                }
            },
        ),
        (
            "put_bucket_lifecycle_configuration",
            "get_bucket_lifecycle_configuration",
            ("Rules",),
            {
                "LifecycleConfiguration": {
                    "Rules": [
                        {
                            "ID": "old-versions",
                            "Status": "Enabled",
                            "Filter": {"Prefix": ""},
                            "NoncurrentVersionExpiration": {"NoncurrentDays": NONCURRENT_DAYS},
                        }
                    ]
                }
            },
        ),
        (
            "put_bucket_tagging",
            "get_bucket_tagging",
            ("TagSet",),
            {"Tagging": {"TagSet": [{"Key": k, "Value": v} for k, v in sorted(_TAGS.items())]}},
        ),
    ]
    found = [
        (put, wanted, _present(aws, bucket, get, keys, wanted) if made else {})
        for put, get, keys, wanted in rows
    ]
    policy = {"Policy": json.dumps(_policy(bucket))}
    return [*found, ("put_bucket_policy", policy, _present_policy(aws, bucket) if made else {})]


def _present(
    aws: Caller, bucket: str, get: str, keys: tuple[str, ...], wanted: Mapping[str, Any]
) -> dict[str, Any]:
    """What is so, in the shape of what is wanted."""
    try:
        answer = aws.look("s3", get, Bucket=bucket)
    except ClientError as error:
        # Each setting has an error code of its own for "there is none".
        if code(error).startswith("NoSuch") or code(error).endswith("NotFoundError"):
            return {}
        raise
    (outer,) = wanted
    if keys == (outer,):
        return {outer: _reduce(answer.get(outer), wanted[outer])}
    return {outer: {key: _reduce(answer.get(key), wanted[outer][key]) for key in keys}}


def _reduce(present: Any, wanted: Any) -> Any:
    """The present value without what AWS adds to it."""
    if isinstance(wanted, Mapping) and isinstance(present, Mapping):
        return {key: _reduce(present.get(key), value) for key, value in wanted.items()}
    if isinstance(wanted, list) and isinstance(present, list) and len(wanted) == len(present):
        return [_reduce(p, w) for p, w in zip(present, wanted, strict=True)]
    return present


def _present_policy(aws: Caller, bucket: str) -> dict[str, Any]:
    try:
        text = aws.look("s3", "get_bucket_policy", Bucket=bucket)["Policy"]
    except ClientError as error:
        if code(error) == "NoSuchBucketPolicy":
            return {}
        raise
    return {"Policy": json.dumps(json.loads(text))}


def _policy(bucket: str) -> dict[str, Any]:
    """TLS only. Nobody is admitted: the account's own roles are enough."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "EncryptedTransport",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            }
        ],
    }
