"""Keys: replicas of a multi-region key, rotation periods, and speed."""

from functools import cache
from typing import Any

from moto.kms import models

from groundplan.emulate.backends import Document, Request, keeps, mends

keeps(
    "kms",
    writes=("EnableKeyRotation",),
    key="params.KeyId",
    members={"RotationPeriodInDays": "RotationPeriodInDays"},
    reads=("GetKeyRotationStatus",),
    items="@",
    item_key="KeyId",
)


@mends("kms", "ReplicateKey")
def complete_replica(request: Request, answer: Document) -> None:
    """Moto forgets description, tags and policy, and makes the primary key a replica."""
    metadata = answer["ReplicaKeyMetadata"]
    key, region = str(metadata["KeyId"]), str(request.params["ReplicaRegion"])
    params = request.params
    if params.get("Description"):
        request.call(
            "kms",
            "update_key_description",
            KeyId=key,
            Description=params["Description"],
            region=region,
        )
    if params.get("Tags"):
        request.call("kms", "tag_resource", KeyId=key, Tags=params["Tags"], region=region)
    if params.get("Policy"):
        request.call(
            "kms",
            "put_key_policy",
            KeyId=key,
            PolicyName="default",
            Policy=params["Policy"],
            region=region,
        )
    family = request.store.table(request.account, "", "kms:family").setdefault(
        key, {"primary": request.region, "replicas": []}
    )
    family["replicas"].append(region)


@mends("kms", "CreateKey", "DescribeKey")
def tell_usage(_: Request, answer: Document) -> None:
    """Moto leaves the usage out where nobody named one; on AWS such a key encrypts."""
    metadata = answer["KeyMetadata"]
    metadata["KeyUsage"] = metadata.get("KeyUsage") or "ENCRYPT_DECRYPT"


@mends("kms", "DescribeKey")
def tell_family(request: Request, answer: Document) -> None:
    """Say which key of a multi-region family is the primary one."""
    metadata = answer["KeyMetadata"]
    key = str(metadata["KeyId"])
    family = request.store.table(request.account, "", "kms:family").get(key)
    if family is None:
        return

    def member(region: str) -> dict[str, str]:
        return {"Arn": f"arn:aws:kms:{region}:{request.account}:key/{key}", "Region": region}

    primary = family["primary"] == request.region
    metadata["MultiRegionConfiguration"] = {
        "MultiRegionKeyType": "PRIMARY" if primary else "REPLICA",
        "PrimaryKey": member(family["primary"]),
        "ReplicaKeys": [member(region) for region in family["replicas"]],
    }


def _share_private_keys() -> None:
    """Moto makes an RSA key of its own for every key, which takes 80 ms; nothing here signs."""
    module: Any = models
    module.generate_private_key = cache(module.generate_private_key)


_share_private_keys()
