"""Restore jobs: what a recovery point holds comes back. Loaded by a sandbox only."""

from datetime import UTC, datetime

from groundplan.emulate.backends import Document, Request, answers, new_id
from groundplan.emulate.gateway import CallError
from groundplan.emulate.sandbox.contents import CONTENTS, bring_back, metadata
from groundplan.emulate.sandbox.jobs import POINTS, chosen

_RESTORES = "restores"


@answers("backup", "GetRecoveryPointRestoreMetadata", "GetRestoreTestingInferredMetadata")
def asked(request: Request) -> Document:
    """What a restore would be asked."""
    point = request.find(POINTS, request.params["RecoveryPointArn"])
    held = request.find(CONTENTS, request.params["RecoveryPointArn"])
    told = metadata(str(point["ResourceType"]), held) if held else {}
    if request.operation == "GetRestoreTestingInferredMetadata":
        return {"InferredMetadata": told}
    return {
        "BackupVaultArn": point["BackupVaultArn"],
        "RecoveryPointArn": point["RecoveryPointArn"],
        "RestoreMetadata": told,
        "ResourceType": point["ResourceType"],
    }


@answers("backup", "StartRestoreJob")
def start(request: Request) -> Document:
    """Restore at once; a restore that AWS would begin and give up is a job that failed."""
    params = request.params
    point = request.find(POINTS, params["RecoveryPointArn"])
    held = request.find(CONTENTS, params["RecoveryPointArn"])
    now, kind = datetime.now(UTC), str(point["ResourceType"])
    job: Document = {
        "AccountId": request.account,
        "RestoreJobId": new_id(),
        "RecoveryPointArn": point["RecoveryPointArn"],
        "SourceResourceArn": point["ResourceArn"],
        "BackupVaultArn": point["BackupVaultArn"],
        "ResourceType": kind,
        "IamRoleArn": params.get("IamRoleArn", ""),
        "CreationDate": now,
        "CompletionDate": now,
        "PercentDone": "100.00%",
        "BackupSizeInBytes": point["BackupSizeInBytes"],
    }
    try:
        job["CreatedResourceArn"] = bring_back(request, kind, held, params["Metadata"])
        job["Status"] = "COMPLETED"
    except CallError as error:
        job |= {"Status": "FAILED", "StatusMessage": error.message, "PercentDone": "0.00%"}
    request.table(_RESTORES)[str(job["RestoreJobId"])] = job
    return {"RestoreJobId": job["RestoreJobId"]}


@answers("backup", "DescribeRestoreJob")
def describe(request: Request) -> Document:
    """One restore."""
    return dict(request.find(_RESTORES, request.params["RestoreJobId"]))


@answers("backup", "ListRestoreJobs")
def restores(request: Request) -> Document:
    """Restores, by state and kind."""
    by_status = request.params.get("ByStatus")
    found = chosen(request, _RESTORES)
    return {"RestoreJobs": [job for job in found if by_status in {None, job["Status"]}]}
