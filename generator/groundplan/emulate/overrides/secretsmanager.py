"""Secrets."""

from typing import Any

from groundplan.emulate.spec import Call, Read, Type, Words
from groundplan.emulate.words import added, dropped

_SECRET = {"SecretId": "{id}"}
_new, _no_more = added("replicas"), dropped("replicas")


def _replica(replica: Words) -> dict[str, Any]:
    found = {"Region": replica["region"], "KmsKeyId": replica.get("kmsKeyId")}
    return {key: value for key, value in found.items() if value}


def _at_once(w: Words) -> bool:
    return bool(w.get("rotateImmediately", True))


TYPES = {
    "aws:secretsmanager/secret:Secret": Type(
        service="secretsmanager",
        create=Call(
            "create_secret",
            names={"replicas": "AddReplicaRegions"},
            read=Read(
                "describe_secret",
                _SECRET,
                back={
                    "AddReplicaRegions": "ReplicationStatus[].{Region: Region, KmsKeyId: KmsKeyId}"
                },
                never={"ForceOverwriteReplicaSecret": "a flag of the call"},
            ),
        ),
        then=(
            Call(
                "put_resource_policy",
                ("policy",),
                names={"policy": "ResourcePolicy"},
                params=_SECRET,
                read=Read("get_resource_policy", _SECRET),
                undo=Call("delete_resource_policy", params=_SECRET),
            ),
        ),
        id="{ARN}",
        outputs={"arn": "{id}"},
        update=(
            Call(
                "remove_regions_from_replication",
                ("replicas",),
                params={
                    **_SECRET,
                    "RemoveReplicaRegions": lambda w: [r["region"] for r in _no_more(w) or ()],
                },
                match=False,
                when=_no_more,
            ),
            Call(
                "replicate_secret_to_regions",
                ("replicas",),
                params={
                    **_SECRET,
                    "AddReplicaRegions": lambda w: [_replica(r) for r in _new(w) or ()],
                    "ForceOverwriteReplicaSecret": lambda w: bool(
                        w.get("forceOverwriteReplicaSecret")
                    ),
                },
                match=False,
                when=_new,
            ),
            Call("update_secret", ("description", "kmsKeyId"), params=_SECRET),
        ),
        delete=(
            Call(
                "delete_secret",
                params={
                    **_SECRET,
                    "RecoveryWindowInDays": lambda w: w.get("recoveryWindowInDays", 30) or None,
                    "ForceDeleteWithoutRecovery": lambda w: (
                        True if w.get("recoveryWindowInDays") == 0 else None
                    ),
                },
            ),
        ),
        provider_only={"recoveryWindowInDays": "sent when the secret is deleted"},
    ),
    "aws:secretsmanager/secretVersion:SecretVersion": Type(
        service="secretsmanager",
        create=Call(
            "put_secret_value",
            read=Read("get_secret_value", {"SecretId": "{secretId}"}),
        ),
        id="{secretId}|{VersionId}",
        outputs={"arn": "{ARN}", "versionId": "{VersionId}"},
        update=(Call("put_secret_value", params={"SecretId": "{secretId}"}),),
        survives="versions go with their secret",
        provider_only={"secretStringWoVersion": "tells the provider that the value changed"},
    ),
    "aws:secretsmanager/secretRotation:SecretRotation": Type(
        service="secretsmanager",
        create=Call(
            "rotate_secret",
            params={"RotateImmediately": _at_once},
            read=Read(
                "describe_secret",
                {"SecretId": "{secretId}"},
                back={"SecretId": "ARN"},
                never={"RotateImmediately": "a flag of the call"},
            ),
        ),
        id="{secretId}",
        outputs={"rotationEnabled": "@RotationEnabled"},
        update=(
            Call(
                "rotate_secret",
                ("rotationLambdaArn", "rotationRules"),
                params={
                    "SecretId": "{id}",
                    "RotateImmediately": _at_once,
                },
                whole=True,
            ),
        ),
        replaces=("secretId",),
        delete=(Call("cancel_rotate_secret", params={"SecretId": "{id}"}),),
        provider_only={"rotateImmediately": "sent with changes of the function and the schedule"},
    ),
    "aws:secretsmanager/secretPolicy:SecretPolicy": Type(
        service="secretsmanager",
        create=Call(
            "put_resource_policy",
            names={"secretArn": "SecretId", "policy": "ResourcePolicy"},
            read=Read(
                "get_resource_policy",
                {"SecretId": "{secretArn}"},
                never={"BlockPublicPolicy": "a flag of the call"},
            ),
        ),
        id="{secretArn}",
        delete=(Call("delete_resource_policy", params={"SecretId": "{secretArn}"}),),
    ),
}
