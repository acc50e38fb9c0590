"""Secrets: moto forgets a replica's key, and cannot rotate without running the function."""

import json

from moto.secretsmanager.models import secretsmanager_backends

from groundplan.emulate.backends import BackendError, Document, Request, knows, mends


@mends("secretsmanager", "CreateSecret", "ReplicateSecretToRegions")
def remember(request: Request, answer: Document) -> None:
    """Keep the key of each replica."""
    keys = request.table("replica-keys").setdefault(str(answer["ARN"]), {})
    for replica in request.params.get("AddReplicaRegions") or ():
        if replica.get("KmsKeyId"):
            keys[replica["Region"]] = replica["KmsKeyId"]


@mends("secretsmanager", "DescribeSecret")
def give_back(request: Request, answer: Document) -> None:
    """Tell the key of each replica, and how the secret is rotated."""
    keys = request.table("replica-keys").get(str(answer["ARN"]), {})
    for replica in answer.get("ReplicationStatus") or ():
        if replica["Region"] in keys:
            replica["KmsKeyId"] = keys[replica["Region"]]
    answer.update(request.table("rotation").get(str(answer["ARN"]), {}))


@mends("secretsmanager", "RemoveRegionsFromReplication")
def forget(request: Request, answer: Document) -> None:
    """A replica that is gone has no key."""
    keys = request.table("replica-keys").get(str(answer["ARN"]), {})
    for region in request.params["RemoveReplicaRegions"]:
        keys.pop(region, None)


@knows("secretsmanager", "ListSecretVersionIds")
def refuse_unknown(request: Request) -> Document | None:
    """Refuse a secret that is not there; moto fails on it."""
    secrets = secretsmanager_backends[request.account][request.region].secrets
    if request.params["SecretId"] in secrets:
        return None
    raise BackendError(
        "ResourceNotFoundException", "Secrets Manager can't find the specified secret."
    )


@knows("secretsmanager", "RotateSecret")
def rotate(request: Request) -> Document:
    """Keep when a secret is to be rotated and by what; the function itself is not run.

    Moto would run it, in Docker, and refuses a secret that has no value yet.
    """
    params = request.params
    secret = request.call("secretsmanager", "describe_secret", SecretId=params["SecretId"])
    told = {key: params[key] for key in ("RotationLambdaARN", "RotationRules") if key in params}
    kept = {**request.table("rotation").get(str(secret["ARN"]), {}), **told}
    if "RotationLambdaARN" not in kept:
        raise BackendError(
            "InvalidRequestException",
            "No Lambda rotation function ARN is associated with this secret.",
        )
    if not _may_run(request, str(kept["RotationLambdaARN"]), str(secret["ARN"])):
        raise BackendError(
            "AccessDeniedException",
            "Secrets Manager cannot invoke the specified Lambda function. Ensure that the "
            "function policy grants access to the principal secretsmanager.amazonaws.com",
        )
    request.table("rotation")[str(secret["ARN"])] = {**kept, "RotationEnabled": True}
    token = params.get("ClientRequestToken") or "00000000-0000-4000-8000-000000000000"
    return {"ARN": secret["ARN"], "Name": secret["Name"], "VersionId": token}


@knows("secretsmanager", "CancelRotateSecret")
def cancel(request: Request) -> Document:
    """Rotate no more; the schedule is kept, as AWS keeps it."""
    secret = request.call("secretsmanager", "describe_secret", SecretId=request.params["SecretId"])
    kept = request.table("rotation").get(str(secret["ARN"]))
    if kept is None:
        raise BackendError("InvalidRequestException", "The secret is not configured for rotation.")
    kept["RotationEnabled"] = False
    return {"ARN": secret["ARN"], "Name": secret["Name"]}


def _may_run(request: Request, function: str, secret: str) -> bool:
    """Whether the function's policy lets Secrets Manager run it for this secret."""
    policy = request.call("lambda", "get_policy", FunctionName=function)["Policy"]
    for statement in json.loads(policy)["Statement"]:
        conditions = statement.get("Condition") or {}
        source = (conditions.get("ArnLike") or {}).get("AWS:SourceArn", secret)
        principal = statement.get("Principal") or {}
        if principal.get("Service") == "secretsmanager.amazonaws.com" and source == secret:
            return True
    return False
