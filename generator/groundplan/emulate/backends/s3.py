"""Buckets: configurations moto forgets, and the state a new bucket has on AWS."""

from groundplan.emulate.backends import Document, Request, keeps, mends

for _noun, _member in (
    ("Replication", "ReplicationConfiguration"),
    ("RequestPayment", "RequestPaymentConfiguration"),
):
    keeps(
        "s3",
        writes=(f"PutBucket{_noun}",),
        key="params.Bucket",
        members={_member: _member},
        reads=(f"GetBucket{_noun}",),
        items="@",
        item_key="params.Bucket",
    )
keeps(
    "s3",
    writes=("PutBucketLifecycleConfiguration",),
    key="params.Bucket",
    members={
        "LifecycleConfiguration.Rules": "Rules",
        "TransitionDefaultMinimumObjectSize": "TransitionDefaultMinimumObjectSize",
    },
    reads=("GetBucketLifecycleConfiguration",),
    items="@",
    item_key="params.Bucket",
)
keeps(
    "s3",
    writes=("PutBucketLogging",),
    key="params.Bucket",
    members={"BucketLoggingStatus.LoggingEnabled": "LoggingEnabled"},
    reads=("GetBucketLogging",),
    items="@",
    item_key="params.Bucket",
)
keeps(
    "s3",
    writes=("PutBucketEncryption",),
    key="params.Bucket",
    members={"ServerSideEncryptionConfiguration": "ServerSideEncryptionConfiguration"},
    reads=("GetBucketEncryption",),
    items="@",
    item_key="params.Bucket",
)


@mends("s3", "CreateBucket")
def start_as_on_aws(request: Request, _: Document) -> None:
    """A new bucket is encrypted, closed to the public and has no ACLs."""
    bucket = request.params["Bucket"]
    request.call(
        "s3",
        "put_bucket_encryption",
        Bucket=bucket,
        ServerSideEncryptionConfiguration={
            "Rules": [
                {
                    "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"},
                    "BucketKeyEnabled": False,
                }
            ]
        },
    )
    request.call(
        "s3",
        "put_public_access_block",
        Bucket=bucket,
        PublicAccessBlockConfiguration={
            "BlockPublicAcls": True,
            "IgnorePublicAcls": True,
            "BlockPublicPolicy": True,
            "RestrictPublicBuckets": True,
        },
    )
    if not request.params.get("ObjectOwnership"):
        request.call(
            "s3",
            "put_bucket_ownership_controls",
            Bucket=bucket,
            OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
        )


@mends("s3", "GetBucketEncryption")
def say_no_bucket_key(_: Request, answer: Document) -> None:
    """AWS tells that there is no bucket key where nobody asked for one."""
    configuration = answer["ServerSideEncryptionConfiguration"]
    answer["ServerSideEncryptionConfiguration"] = {
        **configuration,
        "Rules": [{"BucketKeyEnabled": False, **rule} for rule in configuration["Rules"]],
    }
