"""Buckets; every property of a bucket is a resource and a call of its own."""

from typing import Any

from groundplan.emulate.spec import Call, Read, Type

_BUCKET = {"Bucket": "{bucket}"}


def _property(
    put: str,
    get: str,
    *,
    wrap: str = "",
    names: dict[str, str] | None = None,
    path: str = "",
    params: dict[str, Any] | None = None,
    delete: str = "",
    back: dict[str, Any] | None = None,
    provider_only: dict[str, str] | None = None,
    convert: dict[str, Any] | None = None,
    ident: str = "{bucket}",
) -> Type:
    """A property of a bucket: one put, one get."""
    put_call = Call(
        put,
        names={"bucket": "^Bucket", **(names or {})},
        wrap=wrap,
        params=params or {},
        convert=convert or {},
        read=Read(get, {**_BUCKET}, path, back=back or {}),
    )
    return Type(
        service="s3",
        create=put_call,
        update=(put_call,),
        replaces=("bucket",),
        id=ident,
        delete=(Call(delete, params=_BUCKET),) if delete else (),
        provider_only={
            "expectedBucketOwner": "guards the call, is no property of the bucket",
            **(provider_only or {}),
        },
    )


TYPES = {
    "aws:s3/bucket:Bucket": Type(
        service="s3",
        create=Call(
            "create_bucket",
            names={"bucket": "Bucket", "objectLockEnabled": "ObjectLockEnabledForBucket"},
            params={
                "CreateBucketConfiguration": lambda w: (
                    None if w["region"] == "us-east-1" else {"LocationConstraint": w["region"]}
                )
            },
            read=Read(
                "get_bucket_location",
                _BUCKET,
                back={
                    "CreateBucketConfiguration": lambda d: {
                        "LocationConstraint": d["LocationConstraint"]
                    }
                },
                elsewhere={
                    "ObjectLockEnabledForBucket": Read(
                        "get_object_lock_configuration",
                        _BUCKET,
                        back={
                            "ObjectLockEnabledForBucket": lambda d: (
                                d["ObjectLockConfiguration"]["ObjectLockEnabled"] == "Enabled"
                            )
                        },
                    )
                },
            ),
        ),
        tags=Call(
            "put_bucket_tagging",
            wrap="Tagging",
            names={"tags": "TagSet"},
            params=_BUCKET,
            read=Read("get_bucket_tagging", _BUCKET, absent="NoSuchTagSet"),
        ),
        id="{bucket}",
        outputs={
            "arn": "arn:aws:s3:::{bucket}",
            "bucketDomainName": "{bucket}.s3.amazonaws.com",
            "bucketRegionalDomainName": "{bucket}.s3.{region}.amazonaws.com",
        },
        delete=(Call("delete_bucket", params=_BUCKET),),
        survives=lambda w: "" if w.get("forceDestroy") else "AWS deletes only empty buckets",
        provider_only={"forceDestroy": "how the provider deletes the bucket"},
    ),
    "aws:s3/bucketVersioning:BucketVersioning": _property(
        "put_bucket_versioning",
        "get_bucket_versioning",
        names={"versioningConfiguration": "VersioningConfiguration"},
        back={"VersioningConfiguration": "@"},
    ),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": (
        _property(
            "put_bucket_encryption",
            "get_bucket_encryption",
            wrap="ServerSideEncryptionConfiguration",
            path="ServerSideEncryptionConfiguration",
            names={"rules.applyServerSideEncryptionByDefault.kmsMasterKeyId": "KMSMasterKeyID"},
            delete="delete_bucket_encryption",
        )
    ),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": _property(
        "put_public_access_block",
        "get_public_access_block",
        wrap="PublicAccessBlockConfiguration",
        path="PublicAccessBlockConfiguration",
        delete="delete_public_access_block",
        provider_only={"skipDestroy": "how the provider deletes the block"},
    ),
    "aws:s3/bucketPolicy:BucketPolicy": _property(
        "put_bucket_policy",
        "get_bucket_policy",
        delete="delete_bucket_policy",
    ),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": _property(
        "put_bucket_ownership_controls",
        "get_bucket_ownership_controls",
        wrap="OwnershipControls",
        names={"rule": "Rules"},
        path="OwnershipControls",
        delete="delete_bucket_ownership_controls",
    ),
    "aws:s3/bucketLogging:BucketLogging": _property(
        "put_bucket_logging",
        "get_bucket_logging",
        names={
            "targetBucket": "^BucketLoggingStatus.LoggingEnabled.TargetBucket",
            "targetPrefix": "^BucketLoggingStatus.LoggingEnabled.TargetPrefix",
            "targetObjectKeyFormat": "^BucketLoggingStatus.LoggingEnabled.TargetObjectKeyFormat",
        },
        back={"BucketLoggingStatus": "@"},
    ),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": _property(
        "put_bucket_lifecycle_configuration",
        "get_bucket_lifecycle_configuration",
        names={
            "rules": "^LifecycleConfiguration.Rules",
            "rules.id": "ID",
            "transitionDefaultMinimumObjectSize": "^TransitionDefaultMinimumObjectSize",
        },
        back={"LifecycleConfiguration": "@"},
        delete="delete_bucket_lifecycle",
    ),
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": _property(
        "put_object_lock_configuration",
        "get_object_lock_configuration",
        wrap="ObjectLockConfiguration",
        path="ObjectLockConfiguration",
        params={"ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled"}},
    ),
    "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": _property(
        "put_bucket_cors",
        "get_bucket_cors",
        wrap="CORSConfiguration",
        names={"corsRules": "CORSRules", "corsRules.id": "ID"},
        delete="delete_bucket_cors",
    ),
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig": _property(
        "put_bucket_replication",
        "get_bucket_replication",
        wrap="ReplicationConfiguration",
        path="ReplicationConfiguration",
        names={
            "rules.id": "ID",
            "rules.destination.encryptionConfiguration.replicaKmsKeyId": "ReplicaKmsKeyID",
        },
        delete="delete_bucket_replication",
    ),
    "aws:s3/bucketNotification:BucketNotification": _property(
        "put_bucket_notification_configuration",
        "get_bucket_notification_configuration",
        wrap="NotificationConfiguration",
        names={
            "eventbridge": "",
            "queues": "QueueConfigurations",
            "topics": "TopicConfigurations",
            "lambdaFunctions": "LambdaFunctionConfigurations",
        },
        params={
            "NotificationConfiguration": lambda w: (
                {"EventBridgeConfiguration": {}} if w.get("eventbridge") else None
            )
        },
    ),
    "aws:s3/bucketIntelligentTieringConfiguration:BucketIntelligentTieringConfiguration": Type(
        service="s3",
        create=None,
        lacking="moto accepts the call and keeps nothing",
    ),
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": Type(
        service="s3control",
        create=Call(
            "put_public_access_block",
            wrap="PublicAccessBlockConfiguration",
            names={"accountId": ""},
            params={"AccountId": "{account}"},
            read=Read(
                "get_public_access_block",
                {"AccountId": "{account}"},
                "PublicAccessBlockConfiguration",
            ),
        ),
        id="{account}",
        delete=(Call("delete_public_access_block", params={"AccountId": "{account}"}),),
    ),
}
