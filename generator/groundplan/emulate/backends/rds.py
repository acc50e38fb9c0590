"""Databases: members moto loses, and replication of automated backups."""

from datetime import UTC, datetime

from moto.rds.models import rds_backends

from groundplan.emulate.backends import (
    BackendError,
    Document,
    Request,
    answers,
    keeps,
    knows,
    mends,
    new_id,
    sends,
)

_INSIGHTS = {
    "EnablePerformanceInsights": "PerformanceInsightsEnabled",
    "PerformanceInsightsKMSKeyId": "PerformanceInsightsKMSKeyId",
    "PerformanceInsightsRetentionPeriod": "PerformanceInsightsRetentionPeriod",
    "DatabaseInsightsMode": "DatabaseInsightsMode",
    "EngineLifecycleSupport": "EngineLifecycleSupport",
    "NetworkType": "NetworkType",
    "CACertificateIdentifier": "CACertificateIdentifier",
    "MasterUserSecretKmsKeyId": "_MasterUserSecretKmsKeyId",
}

keeps(
    "rds",
    writes=("CreateDBInstance", "ModifyDBInstance", "CreateDBInstanceReadReplica"),
    key="params.DBInstanceIdentifier",
    members={
        **_INSIGHTS,
        "BackupTarget": "BackupTarget",
        "DedicatedLogVolume": "DedicatedLogVolume",
        "PubliclyAccessible": "PubliclyAccessible",
        "MonitoringInterval": "MonitoringInterval",
        "MonitoringRoleArn": "MonitoringRoleArn",
    },
    reads=("DescribeDBInstances",),
    items="DBInstances[]",
    item_key="DBInstanceIdentifier",
)
keeps(
    "rds",
    writes=("CreateDBCluster", "ModifyDBCluster"),
    key="params.DBClusterIdentifier",
    members={
        **_INSIGHTS,
        "MonitoringInterval": "MonitoringInterval",
        "MonitoringRoleArn": "MonitoringRoleArn",
        "StorageType": "StorageType",
    },
    reads=("DescribeDBClusters",),
    items="DBClusters[]",
    item_key="DBClusterIdentifier",
)


@sends("rds", "CreateDBInstance", "CreateDBCluster", "ModifyDBInstance", "ModifyDBCluster")
def hold_back_the_secret_key(_: Request, params: Document) -> None:
    """Moto looks the key up by its exact id and breaks every later describe without it."""
    params.pop("MasterUserSecretKmsKeyId", None)


@mends("rds", "DescribeDBInstances", "DescribeDBClusters")
def say_the_secret_key(_: Request, answer: Document) -> None:
    """Put the held back key where AWS has it."""
    for document in [*answer.get("DBInstances", ()), *answer.get("DBClusters", ())]:
        key = document.pop("_MasterUserSecretKmsKeyId", None)
        if key and document.get("MasterUserSecret"):
            document["MasterUserSecret"]["KmsKeyId"] = key


@sends("rds", "ModifyDBSubnetGroup")
def hold_the_group(request: Request, params: Document) -> None:
    """Moto takes a subnet group out when it is modified and never puts it back."""
    groups = rds_backends[request.account][request.region].subnet_groups
    name = str(params["DBSubnetGroupName"])
    if name in groups:
        request.table("modified-groups")[name] = {"group": groups[name]}


@mends("rds", "ModifyDBSubnetGroup")
def put_the_group_back(request: Request, _: Document) -> None:
    """Put the held group back."""
    name = str(request.params["DBSubnetGroupName"])
    held = request.table("modified-groups").pop(name, None)
    if held:
        groups = rds_backends[request.account][request.region].subnet_groups
        groups.setdefault(name, held["group"])


@answers("rds", "StartDBInstanceAutomatedBackupsReplication")
def start_replication(request: Request) -> Document:
    """Keep the replication in the region it copies to."""
    source = str(request.params["SourceDBInstanceArn"])
    region, name = source.split(":")[3], source.rpartition(":")[2]
    call = request.call("rds", "describe_db_instances", DBInstanceIdentifier=name, region=region)
    instance = call["DBInstances"][0]
    if not instance.get("BackupRetentionPeriod"):
        raise BackendError("InvalidDBInstanceState", f"{name} has no automated backups")
    arn = request.arn(f"auto-backup:ab-{new_id().replace('-', '')[:26]}")
    backup = {
        "DBInstanceArn": source,
        "DBInstanceIdentifier": name,
        "DbiResourceId": instance["DbiResourceId"],
        "DBInstanceAutomatedBackupsArn": arn,
        "Region": region,
        "Engine": instance["Engine"],
        "Encrypted": instance.get("StorageEncrypted", False),
        "KmsKeyId": request.params.get("KmsKeyId", ""),
        "BackupRetentionPeriod": request.params.get("BackupRetentionPeriod", 7),
        "Status": "replicating",
        "InstanceCreateTime": datetime.now(UTC),
    }
    request.table("automated-backup")[arn] = backup
    return {"DBInstanceAutomatedBackup": backup}


@knows("rds", "DescribeDBInstanceAutomatedBackups")
def describe_backup(request: Request) -> Document | None:
    """A replicated backup, asked for by its ARN."""
    arn = request.params.get("DBInstanceAutomatedBackupsArn")
    kept = request.table("automated-backup").get(str(arn))
    return None if kept is None else {"DBInstanceAutomatedBackups": [kept]}


@mends("rds", "DescribeDBInstanceAutomatedBackups")
def add_backups(request: Request, answer: Document) -> None:
    """Put replicated backups among those of the region."""
    params, found = request.params, answer.setdefault("DBInstanceAutomatedBackups", [])
    found.extend(
        backup
        for backup in request.table("automated-backup").values()
        if params.get("DBInstanceIdentifier") in (None, backup["DBInstanceIdentifier"])
        and params.get("DbiResourceId") in (None, backup["DbiResourceId"])
    )


@answers("rds", "StopDBInstanceAutomatedBackupsReplication")
def stop_replication(request: Request) -> Document:
    """Forget the replication of one instance."""
    table = request.table("automated-backup")
    source = request.params["SourceDBInstanceArn"]
    for arn, backup in list(table.items()):
        if backup["DBInstanceArn"] == source:
            return {"DBInstanceAutomatedBackup": table.pop(arn)}
    raise BackendError("DBInstanceAutomatedBackupNotFound", f"no replication of {source}", 404)
