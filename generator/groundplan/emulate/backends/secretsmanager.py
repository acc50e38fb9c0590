"""Secrets: moto forgets the key a replica is encrypted with."""

from groundplan.emulate.backends import Document, Request, mends


@mends("secretsmanager", "CreateSecret", "ReplicateSecretToRegions")
def remember(request: Request, answer: Document) -> None:
    """Keep the key of each replica."""
    keys = request.table("replica-keys").setdefault(str(answer["ARN"]), {})
    for replica in request.params.get("AddReplicaRegions") or ():
        if replica.get("KmsKeyId"):
            keys[replica["Region"]] = replica["KmsKeyId"]


@mends("secretsmanager", "DescribeSecret")
def give_back(request: Request, answer: Document) -> None:
    """Tell the key of each replica."""
    keys = request.table("replica-keys").get(str(answer["ARN"]), {})
    for replica in answer.get("ReplicationStatus") or ():
        if replica["Region"] in keys:
            replica["KmsKeyId"] = keys[replica["Region"]]


@mends("secretsmanager", "RemoveRegionsFromReplication")
def forget(request: Request, answer: Document) -> None:
    """A replica that is gone has no key."""
    keys = request.table("replica-keys").get(str(answer["ARN"]), {})
    for region in request.params["RemoveReplicaRegions"]:
        keys.pop(region, None)
