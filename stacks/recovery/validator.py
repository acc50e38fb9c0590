"""Looks at what a restore test brought back, and tells AWS Backup whether it is any good.

The code of the function that `validation` makes: it runs in AWS Lambda, where boto3 is
part of the runtime, and imports nothing of `stacks`. Only its text is read here.

A restore that "completed" has only ended. Each kind of store is looked at in its own way:
it is up, encrypted with our key, closed to the internet, and not empty.

A restored database is not logged in to, though only a query shows that its rows are right. What
it would take is more than a watch should have:

- A password. The restored instance has the one of the moment of its snapshot. To read it, the
  function would need the master user's secret of the living database. To give the restored one a
  secret of its own, it would need ``rds:ModifyDBInstance`` and whatever RDS needs to make secrets
  under our key; AWS Backup's restore metadata are not documented to pass the managed password on.
- A way in. Restored databases stand behind a security group that admits nobody, in subnets without
  a route out; the function would have to stand there too, with endpoints for the APIs it calls.
- A driver. Lambda's runtime has none for PostgreSQL or MySQL, and a shipped one has to be kept up.
  RDS's Data API needs none, but is Aurora's alone, whose clusters are restored without instances.

So sizes are compared with the source's instead, and a person logs in twice a year
(``docs/disaster-recovery.md``, Rehearse).
"""

import json
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

LEAST_SHARE = 0.25
"""A restored database holds at least this share of what its source holds. Young databases
double between a backup and its test; one that lost its content holds next to nothing."""

LEFT_OVER_DAYS = 8
"""How far back failed deletions are looked for: tests run every 3 to 4 days."""

_DECIDED = ("FAILED", "SUCCESSFUL", "TIMED_OUT")


class RestoreTestFailedError(Exception):
    """What was restored is no good; the function's errors are an alarm."""


def handler(event: Mapping[str, Any], _context: object) -> str:
    """Check one restored resource and report it.

    The event only says which job: it may come twice, and again when AWS Backup removes the
    resource, so the job itself is asked whether anything is left to do.

    Returns:
        ``SUCCESSFUL``, or why nothing was done.

    Raises:
        RestoreTestFailedError: What was restored is no good. AWS Backup knows by then.
    """
    backup = boto3.client("backup")
    job = backup.describe_restore_job(RestoreJobId=event["detail"]["restoreJobId"])
    plan = (job.get("CreatedBy") or {}).get("RestoreTestingPlanArn")
    if job["Status"] != "COMPLETED" or not plan:
        return "not a finished restore test"
    if job.get("ValidationStatus") in _DECIDED:
        return f"already {job['ValidationStatus']}"
    source = job.get("SourceResourceArn") or event["detail"].get("sourceResourceArn", "")
    problems, facts = _look_at(job, source)
    status = "FAILED" if problems else "SUCCESSFUL"
    message = "; ".join(problems or facts)
    backup.put_restore_validation_result(
        RestoreJobId=job["RestoreJobId"],
        ValidationStatus=status,
        ValidationStatusMessage=message,
    )
    _tell(
        validation=status,
        type=job["ResourceType"],
        source=source,
        restored=job.get("CreatedResourceArn", ""),
        minutes=_minutes(job),
        message=message,
    )
    for arn in _left_over(backup, plan):
        _tell(left_over=arn)
    if problems:
        raise RestoreTestFailedError(message)
    return status


def _look_at(job: Mapping[str, Any], source: str) -> tuple[list[str], list[str]]:
    """Problems and facts of what a job restored."""
    check = CHECKS.get(job["ResourceType"])
    if check is None:
        return [f"nobody knows how to check {job['ResourceType']}"], []
    if not job.get("CreatedResourceArn"):
        return ["the job names nothing that it restored"], []
    try:
        return check(job["CreatedResourceArn"], source, job)
    # What AWS refuses or never answers could not be shown to be good.
    except (BotoCoreError, ClientError) as error:
        return [f"could not be looked at: {type(error).__name__}: {error}"], []


def _instance(arn: str, source: str, _job: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    rds, name = boto3.client("rds"), arn.rpartition(":")[2]
    rds.get_waiter("db_instance_available").wait(
        DBInstanceIdentifier=name, WaiterConfig={"Delay": 15, "MaxAttempts": 40}
    )
    found = rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]
    problems = _encryption(found)
    if found["PubliclyAccessible"]:
        problems.append("it has a public address")
    size = _share(
        "FreeStorageSpace",
        "DBInstanceIdentifier",
        (name, source.rpartition(":")[2]),
        lambda free, which: _allocated(rds, which) - free,
    )
    return problems + size[0], [f"{found['Engine']} {found['EngineVersion']} is up", *size[1]]


def _cluster(arn: str, source: str, _job: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    rds, name = boto3.client("rds"), arn.rpartition(":")[2]
    rds.get_waiter("db_cluster_available").wait(
        DBClusterIdentifier=name, WaiterConfig={"Delay": 15, "MaxAttempts": 40}
    )
    found = rds.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"][0]
    size = _share(
        "VolumeBytesUsed",
        "DBClusterIdentifier",
        (name, source.rpartition(":")[2]),
        lambda used, _: used,
    )
    facts = [f"{found['Engine']} {found['EngineVersion']} is up", *size[1]]
    return _encryption(found) + size[0], facts


def _table(arn: str, source: str, _job: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    dynamodb, name = boto3.client("dynamodb"), arn.rpartition("/")[2]
    dynamodb.get_waiter("table_exists").wait(TableName=name)
    found = dynamodb.describe_table(TableName=name)["Table"]
    original = source and dynamodb.describe_table(TableName=source.rpartition("/")[2])["Table"]
    problems = []
    if original and found["KeySchema"] != original["KeySchema"]:
        problems.append("its keys are not those of the source")
    # AWS counts items every six hours only, so one is asked for.
    items = dynamodb.scan(TableName=name, Limit=1)["Items"]
    if not items and original and original["ItemCount"]:
        problems.append(f"it is empty, the source holds {original['ItemCount']} items")
    return problems, ["the table answers", "it holds items" if items else "it is empty"]


def _bucket(arn: str, _source: str, job: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    s3, name = boto3.client("s3"), arn.rpartition(":")[2]
    objects = s3.list_objects_v2(Bucket=name, MaxKeys=1).get("Contents", [])
    if not objects:
        size = job.get("BackupSizeInBytes", 0)
        return ([f"it is empty, the backup holds {size} bytes"] if size else []), ["it is empty"]
    # Reading one byte shows that the key still opens what was written with it.
    found = s3.get_object(Bucket=name, Key=objects[0]["Key"])
    found["Body"].read(1)
    found["Body"].close()
    return [], [f"an object can be read, encrypted with {found.get('ServerSideEncryption')}"]


Check = Callable[[str, str, Mapping[str, Any]], tuple[list[str], list[str]]]
CHECKS: Mapping[str, Check] = {
    "RDS": _instance,
    "Aurora": _cluster,
    "DynamoDB": _table,
    "S3": _bucket,
}
"""Check by AWS Backup's name of the resource type."""


def _encryption(found: Mapping[str, Any]) -> list[str]:
    if not found["StorageEncrypted"]:
        return ["it is not encrypted"]
    if found.get("KmsKeyId") != os.environ["KEY_ARN"]:
        return [f"it is encrypted with {found.get('KmsKeyId')}, not with our key"]
    return []


def _allocated(rds: Any, name: str) -> float:
    found = rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]
    return float(found["AllocatedStorage"]) * 1024**3


def _share(
    metric: str,
    dimension: str,
    names: tuple[str, str],
    used: Callable[[float, str], float],
) -> tuple[list[str], list[str]]:
    """Compare how much restored and source hold, once both report their size.

    A restored database begins to report some minutes after it is up: no number is no
    problem, it is merely said.
    """
    sizes = []
    for name in names:
        value = _latest(metric, dimension, name) if name else None
        if value is None:
            return [], ["its size is not known yet"]
        sizes.append(used(value, name) / 1024**3)
    text = f"it holds {sizes[0]:.1f} GiB, the source {sizes[1]:.1f} GiB"
    return ([text], []) if sizes[0] < LEAST_SHARE * sizes[1] else ([], [text])


def _latest(metric: str, dimension: str, name: str) -> float | None:
    now = datetime.now(UTC)
    points: list[Any] = boto3.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/RDS",
        MetricName=metric,
        Dimensions=[{"Name": dimension, "Value": name}],
        StartTime=now - timedelta(minutes=30),
        EndTime=now,
        Period=60,
        Statistics=["Average"],
    )["Datapoints"]
    if not points:
        return None
    return float(max(points, key=lambda point: point["Timestamp"])["Average"])


def _left_over(backup: Any, plan: str) -> list[str]:
    """What earlier tests of the plan left behind, because AWS Backup could not delete it."""
    pages = backup.get_paginator("list_restore_jobs").paginate(
        ByRestoreTestingPlanArn=plan,
        ByCreatedAfter=datetime.now(UTC) - timedelta(days=LEFT_OVER_DAYS),
    )
    return [
        job.get("CreatedResourceArn", job["RestoreJobId"])
        for page in pages
        for job in page["RestoreJobs"]
        if job.get("DeletionStatus") == "FAILED"
    ]


def _minutes(job: Mapping[str, Any]) -> float | None:
    """How long the restore took: what a recovery time objective can be held against."""
    if not job.get("CompletionDate"):
        return None
    taken: timedelta = job["CompletionDate"] - job["CreationDate"]
    return round(taken.total_seconds() / 60, 1)


def _tell(**facts: object) -> None:
    """One line of JSON in the function's log, which its metric filters read."""
    print(json.dumps(facts, sort_keys=True))
