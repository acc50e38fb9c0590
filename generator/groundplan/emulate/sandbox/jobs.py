"""Backup jobs and their recovery points, as runbooks look them up. Loaded by a sandbox only.

A job ends at once and makes one recovery point in its vault; a copy puts the same point
into another vault, in another account or region if need be. `restores` brings them back.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from groundplan.emulate.backends import (
    BackendError,
    Document,
    Request,
    answers,
    mends,
    new_id,
)
from groundplan.emulate.sandbox.contents import CONTENTS, content

POINTS = "points"
_JOBS, _COPIES = "jobs", "copies"
_KINDS = {
    "rds": {"db": "RDS", "cluster": "Aurora"},
    "dynamodb": {"table": "DynamoDB"},
    "elasticfilesystem": {"file-system": "EFS"},
    "ec2": {"volume": "EBS", "instance": "EC2"},
    "s3": {"": "S3"},
}
_BYTES = 20 * 1024**3


def kind_of(arn: str) -> str:
    """What AWS Backup calls the resource of an ARN."""
    _, _, service, _, _, rest = [*arn.split(":", 5), *[""] * 6][:6]
    kinds = _KINDS.get(service, {})
    for prefix, kind in kinds.items():
        if rest.startswith(prefix):
            return kind
    raise BackendError("InvalidParameterValueException", f"Unsupported resource {arn}")


@answers("backup", "StartBackupJob")
def start(request: Request) -> Document:
    """Do a backup: a job that has completed, and its recovery point."""
    params = request.params
    vault = _vault(request, params["BackupVaultName"])
    now = datetime.now(UTC)
    point = _point(request, vault, str(params["ResourceArn"]), now)
    point["Lifecycle"] = dict(params.get("Lifecycle") or {})
    job = {
        "AccountId": request.account,
        "BackupJobId": new_id(),
        "BackupVaultName": vault["BackupVaultName"],
        "BackupVaultArn": vault["BackupVaultArn"],
        "RecoveryPointArn": point["RecoveryPointArn"],
        "ResourceArn": point["ResourceArn"],
        "ResourceType": point["ResourceType"],
        "IamRoleArn": params["IamRoleArn"],
        "CreationDate": now - timedelta(minutes=6),
        "StartBy": now + timedelta(hours=1),
        "CompletionDate": now,
        "State": "COMPLETED",
        "PercentDone": "100.0",
        "BackupSizeInBytes": _BYTES,
        "BytesTransferred": _BYTES,
    }
    request.table(_JOBS)[str(job["BackupJobId"])] = job
    point["IamRoleArn"] = params["IamRoleArn"]
    return {key: job[key] for key in ("BackupJobId", "RecoveryPointArn", "CreationDate")}


@answers("backup", "DescribeBackupJob")
def describe(request: Request) -> Document:
    """One job."""
    return dict(request.find(_JOBS, request.params["BackupJobId"]))


@answers("backup", "ListBackupJobs")
def jobs(request: Request) -> Document:
    """Jobs, by state, vault and resource."""
    return {"BackupJobs": chosen(request, _JOBS)}


@answers("backup", "ListCopyJobs")
def copies(request: Request) -> Document:
    """Copies, by state and resource."""
    return {"CopyJobs": chosen(request, _COPIES)}


@answers("backup", "StartCopyJob")
def copy(request: Request) -> Document:
    """Put a recovery point into another vault too."""
    params = request.params
    point = request.find(POINTS, params["RecoveryPointArn"])
    arn = str(params["DestinationBackupVaultArn"])
    region, account, _, name = arn.split(":")[3:7]
    now, job_id = datetime.now(UTC), new_id()
    made = {
        **point,
        "RecoveryPointArn": f"arn:aws:backup:{region}:{account}:recovery-point:{new_id()}",
        "SourceBackupVaultArn": point["BackupVaultArn"],
        "BackupVaultArn": arn,
        "BackupVaultName": name,
    }
    elsewhere = request.store.table(account, region, f"backup:{POINTS}")
    elsewhere[str(made["RecoveryPointArn"])] = made
    contents = request.store.table(account, region, f"backup:{CONTENTS}")
    contents[str(made["RecoveryPointArn"])] = request.find(CONTENTS, params["RecoveryPointArn"])
    request.table(_COPIES)[job_id] = {
        "AccountId": request.account,
        "CopyJobId": job_id,
        "SourceBackupVaultArn": point["BackupVaultArn"],
        "SourceRecoveryPointArn": point["RecoveryPointArn"],
        "DestinationBackupVaultArn": arn,
        "DestinationRecoveryPointArn": made["RecoveryPointArn"],
        "ResourceArn": point["ResourceArn"],
        "ResourceType": point["ResourceType"],
        "CreationDate": now - timedelta(minutes=9),
        "CompletionDate": now,
        "State": "COMPLETED",
        "BackupSizeInBytes": _BYTES,
        "IamRoleArn": params["IamRoleArn"],
    }
    return {"CopyJobId": job_id, "CreationDate": now}


@answers("backup", "ListRecoveryPointsByBackupVault")
def points(request: Request) -> Document:
    """Recovery points of a vault."""
    _vault(request, request.params["BackupVaultName"])
    return {"RecoveryPoints": chosen(request, POINTS)}


@answers("backup", "ListRecoveryPointsByResource")
def points_of_resource(request: Request) -> Document:
    """Recovery points of a resource."""
    found = [
        {
            "RecoveryPointArn": p["RecoveryPointArn"],
            "CreationDate": p["CreationDate"],
            "Status": p["Status"],
            "EncryptionKeyArn": p["EncryptionKeyArn"],
            "BackupSizeBytes": p["BackupSizeInBytes"],
            "BackupVaultName": p["BackupVaultName"],
        }
        for p in request.table(POINTS).values()
        if p["ResourceArn"] == request.params["ResourceArn"]
    ]
    return {"RecoveryPoints": found}


@answers("backup", "DescribeRecoveryPoint")
def point_of_vault(request: Request) -> Document:
    """One recovery point."""
    return dict(request.find(POINTS, request.params["RecoveryPointArn"]))


@answers("backup", "ListProtectedResources")
def protected(request: Request) -> Document:
    """Resources that have a recovery point."""
    newest: dict[str, Document] = {}
    for point in request.table(POINTS).values():
        if "SourceBackupVaultArn" not in point:
            newest[str(point["ResourceArn"])] = {
                "ResourceArn": point["ResourceArn"],
                "ResourceType": point["ResourceType"],
                "LastBackupTime": point["CreationDate"],
                "LastBackupVaultArn": point["BackupVaultArn"],
                "LastRecoveryPointArn": point["RecoveryPointArn"],
            }
    return {"Results": list(newest.values())}


@mends("backup", "DescribeBackupVault")
def count(request: Request, answer: Document) -> None:
    """How many recovery points a vault holds."""
    answer["NumberOfRecoveryPoints"] = sum(
        point["BackupVaultArn"] == answer["BackupVaultArn"]
        for point in request.table(POINTS).values()
    )


def _vault(request: Request, name: Any) -> Document:
    found = request.call("backup", "list_backup_vaults")["BackupVaultList"]
    for vault in found:
        if vault["BackupVaultName"] == name:
            return dict(vault)
    raise BackendError("ResourceNotFoundException", f"Backup vault {name} not found")


def _point(request: Request, vault: Document, resource: str, now: datetime) -> Document:
    arn = request.arn(f"recovery-point:{new_id()}")
    made: Document = {
        "RecoveryPointArn": arn,
        "BackupVaultName": vault["BackupVaultName"],
        "BackupVaultArn": vault["BackupVaultArn"],
        "ResourceArn": resource,
        "ResourceType": kind_of(resource),
        "CreationDate": now - timedelta(minutes=6),
        "CompletionDate": now,
        "Status": "COMPLETED",
        "BackupSizeInBytes": _BYTES,
        "EncryptionKeyArn": vault.get("EncryptionKeyArn", ""),
        "IsEncrypted": True,
        "StorageClass": "WARM",
    }
    request.table(POINTS)[arn] = made
    request.table(CONTENTS)[arn] = content(request, str(made["ResourceType"]), resource)
    return made


_FILTERS = {
    "ByState": "State",
    "ByBackupVaultName": "BackupVaultName",
    "BackupVaultName": "BackupVaultName",
    "ByResourceArn": "ResourceArn",
    "ByResourceType": "ResourceType",
    "ByDestinationVaultArn": "DestinationBackupVaultArn",
}


def chosen(request: Request, kind: str) -> list[Document]:
    """Documents of a kind, by the filters of a list."""
    params = request.params
    wanted = {member: params[name] for name, member in _FILTERS.items() if params.get(name)}
    before, after = params.get("ByCreatedBefore"), params.get("ByCreatedAfter")
    return [
        document
        for document in request.table(kind).values()
        if all(document.get(member) == value for member, value in wanted.items())
        and (before is None or document["CreationDate"] < before)
        and (after is None or document["CreationDate"] > after)
    ]
