"""Keys and aliases."""

from typing import Any

from groundplan.emulate.spec import Call, Read, Type

_KEY = {"KeyId": "{id}"}
_TAGS = Read("list_resource_tags", _KEY, "Tags")
_POLICY = Read("get_key_policy", {**_KEY, "PolicyName": "default"})
_ROTATION = Read("get_key_rotation_status", _KEY)
_NO_DELETION_CALL = "days until deletion, sent when the key is deleted"
_DELETE = Call(
    "schedule_key_deletion",
    params={**_KEY, "PendingWindowInDays": lambda w: w.get("deletionWindowInDays", 30)},
)
_PROVIDER_ONLY = {
    "deletionWindowInDays": _NO_DELETION_CALL,
    "bypassPolicyLockoutSafetyCheck": "a flag of the call, off unless set",
}


def _replica_region(document: Any) -> str:
    return str(document["Arn"]).split(":")[3]


TYPES = {
    "aws:kms/key:Key": Type(
        service="kms",
        create=Call(
            "create_key",
            names={"customerMasterKeySpec": "KeySpec"},
            # moto leaves MultiRegion out of the answer unless it is told.
            params={"MultiRegion": lambda w: bool(w.get("multiRegion", False))},
            read=Read("describe_key", _KEY, "KeyMetadata", elsewhere={"Policy": _POLICY}),
        ),
        update=(
            Call("put_key_policy", ("policy",), params={**_KEY, "PolicyName": "default"}),
            Call("update_key_description", ("description",), params=_KEY),
        ),
        then=(
            Call(
                "enable_key_rotation",
                ("enableKeyRotation", "rotationPeriodInDays"),
                names={"enableKeyRotation": ""},
                params={**_KEY, "RotationPeriodInDays": "{rotationPeriodInDays}"},
                match=False,
                when=lambda w: w.get("enableKeyRotation"),
                read=Read("get_key_rotation_status", _KEY),
                undo=Call("disable_key_rotation", params=_KEY),
            ),
        ),
        id="{KeyId}",
        outputs={"arn": "@Arn", "keyId": "{id}"},
        tag_read=_TAGS,
        delete=(_DELETE,),
        survives="a deleted key stays pending deletion for its window",
        provider_only=_PROVIDER_ONLY,
    ),
    "aws:kms/alias:Alias": Type(
        service="kms",
        create=Call(
            "create_alias",
            names={"name": "AliasName", "targetKeyId": "TargetKeyId"},
            read=Read("list_aliases", {}, "Aliases[?AliasName=='{name}'] | [0]"),
        ),
        id="{name}",
        outputs={"arn": "@AliasArn"},
        update=(Call("update_alias", ("targetKeyId",), params={"AliasName": "{name}"}),),
        delete=(Call("delete_alias", params={"AliasName": "{name}"}),),
    ),
    "aws:kms/replicaKey:ReplicaKey": Type(
        service="kms",
        create=Call(
            "replicate_key",
            ("primaryKeyArn", "description", "policy", "tags"),
            names={"primaryKeyArn": "KeyId"},
            params={
                "KeyId": lambda w: w["primaryKeyArn"].rpartition("/")[2],
                "ReplicaRegion": "{region}",
            },
            region="{primaryRegion}",
            read=Read(
                "describe_key",
                _KEY,
                "KeyMetadata",
                back={"ReplicaRegion": _replica_region},
                elsewhere={"Policy": _POLICY},
            ),
        ),
        id="{KeyId}",
        words={"primaryRegion": lambda w: w["primaryKeyArn"].split(":")[3]},
        outputs={"arn": "@Arn", "keyId": "{id}"},
        tag_read=_TAGS,
        delete=(_DELETE,),
        survives="a deleted key stays pending deletion for its window",
        provider_only=_PROVIDER_ONLY,
    ),
}
