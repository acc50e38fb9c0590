"""Secrets."""

from groundplan.emulate.spec import Call, Read, Type

_SECRET = {"SecretId": "{id}"}

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
            ),
        ),
        id="{ARN}",
        outputs={"arn": "{id}"},
        update=(Call("update_secret", ("description", "kmsKeyId"), params=_SECRET),),
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
