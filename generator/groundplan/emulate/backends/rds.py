"""Databases: members moto loses, and replication of automated backups."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

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


@mends("rds", "DescribeDBInstances")
def say_where_metrics_go(request: Request, answer: Document) -> None:
    """An instance with enhanced monitoring names the log stream that takes it."""
    for document in answer.get("DBInstances", ()):
        if document.get("MonitoringInterval"):
            stream = f"log-group:RDSOSMetrics:log-stream:{document.get('DbiResourceId')}"
            document["EnhancedMonitoringResourceArn"] = request.arn(stream, service="logs")


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


def vpcs_of(request: Request, *, subnets: Any = (), groups: Any = ()) -> set[str]:
    """VPCs of subnets and of security groups."""
    found = set()
    if subnets:
        told = request.call("ec2", "describe_subnets", SubnetIds=list(subnets))["Subnets"]
        found |= {subnet["VpcId"] for subnet in told}
    if groups:
        told = request.call("ec2", "describe_security_groups", GroupIds=list(groups))
        found |= {group["VpcId"] for group in told["SecurityGroups"]}
    return found


@knows("rds", "ModifyDBSubnetGroup")
def stay_in_the_vpc(request: Request) -> None:
    """Refuse subnets of another VPC than the group's."""
    name = str(request.params["DBSubnetGroupName"])
    (group,) = request.call("rds", "describe_db_subnet_groups", DBSubnetGroupName=name)[
        "DBSubnetGroups"
    ]
    if vpcs_of(request, subnets=request.params["SubnetIds"]) - {group["VpcId"]}:
        raise BackendError(
            "InvalidParameterValue",
            "The new Subnets are not in the same Vpc as the existing subnet group",
        )


@knows("rds", "ModifyDBInstance")
def change_what_can_change(request: Request) -> None:
    """Refuse security groups of another VPC, and a new major version nobody asked for."""
    params = request.params
    name = str(params["DBInstanceIdentifier"])
    (instance,) = request.call("rds", "describe_db_instances", DBInstanceIdentifier=name)[
        "DBInstances"
    ]
    home = (instance.get("DBSubnetGroup") or {}).get("VpcId")
    there = vpcs_of(request, groups=params.get("VpcSecurityGroupIds") or ())
    if home and there - {home}:
        raise BackendError(
            "InvalidParameterCombination",
            f"The DB instance and EC2 security group are in different VPCs. "
            f"The DB instance is in {home} and the EC2 security group is in {min(there - {home})}",
        )
    if not _is_major(instance, params):
        return
    if not params.get("AllowMajorVersionUpgrade"):
        raise BackendError(
            "InvalidParameterCombination",
            "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major "
            "version.",
        )
    if not params.get("ApplyImmediately"):
        # Until the maintenance window the instance keeps what it has.
        for group in instance["DBParameterGroups"]:
            request.table("kept-parameters")[group["DBParameterGroupName"]] = {"by": name}


def _is_major(instance: Document, params: Mapping[str, Any]) -> bool:
    wanted = str(params.get("EngineVersion") or instance["EngineVersion"])
    parts = 1 if "postgres" in instance["Engine"] else 2
    return wanted.split(".")[:parts] != str(instance["EngineVersion"]).split(".")[:parts]


@knows("rds", "DeleteDBParameterGroup")
def keep_used_parameters(request: Request) -> None:
    """Refuse to delete a parameter group that an instance has."""
    name = str(request.params["DBParameterGroupName"])
    used = name in request.table("kept-parameters") or any(
        group["DBParameterGroupName"] == name
        for instance in request.call("rds", "describe_db_instances")["DBInstances"]
        for group in instance.get("DBParameterGroups") or ()
    )
    if used:
        raise BackendError(
            "InvalidDBParameterGroupState",
            "One or more database instances are still members of this parameter group "
            f"{name}, so the group cannot be deleted",
        )


@mends("rds", "ModifyDBInstance")
def change_port(request: Request, _: Document) -> None:
    """Moto takes no note of another port, at which AWS restarts the database at once."""
    port = request.params.get("DBPortNumber")
    if port:
        databases = rds_backends[request.account][request.region].databases
        databases[str(request.params["DBInstanceIdentifier"])].port = port


@mends("rds", "ModifyDBCluster")
def change_cluster(request: Request, _: Document) -> None:
    """Moto looks for a cluster's logs and its way to log in under other names."""
    params = request.params
    change = params.get("CloudwatchLogsExportConfiguration")
    clusters = rds_backends[request.account][request.region].clusters
    cluster = clusters[str(params["DBClusterIdentifier"])]
    if "EnableIAMDatabaseAuthentication" in params:
        cluster.iam_auth = params["EnableIAMDatabaseAuthentication"]
    if change:
        gone = change.get("DisableLogTypes") or ()
        stay = [log for log in cluster.enabled_cloudwatch_logs_exports if log not in gone]
        cluster.enabled_cloudwatch_logs_exports = [*stay, *(change.get("EnableLogTypes") or ())]


@answers("rds", "ResetDBParameterGroup", "ResetDBClusterParameterGroup")
def reset_parameters(request: Request) -> Document:
    """Give parameters of a group the values of its family again."""
    backend, params = rds_backends[request.account][request.region], request.params
    of_cluster = "DBClusterParameterGroupName" in params
    member = "DBClusterParameterGroupName" if of_cluster else "DBParameterGroupName"
    groups = backend.db_cluster_parameter_groups if of_cluster else backend.db_parameter_groups
    name = str(params[member])
    if name not in groups:
        raise BackendError("DBParameterGroupNotFound", f"DBParameterGroup not found: {name}", 404)
    for parameter in params.get("Parameters") or ():
        groups[name].parameters.pop(parameter["ParameterName"], None)
    return {member: name}


def _subscription(request: Request) -> Any:
    name = str(request.params["SubscriptionName"])
    known = rds_backends[request.account][request.region].event_subscriptions
    if name not in known:
        raise BackendError("SubscriptionNotFound", f"Subscription {name} not found.", 404)
    return known[name]


def _told(request: Request) -> Document:
    name = request.params["SubscriptionName"]
    found = request.call("rds", "describe_event_subscriptions", SubscriptionName=name)
    return {"EventSubscription": found["EventSubscriptionsList"][0]}


@answers("rds", "ModifyEventSubscription")
def change_subscription(request: Request) -> Document:
    """Change of what a topic hears."""
    kept = _subscription(request)
    names = {
        "SnsTopicArn": "sns_topic_arn",
        "SourceType": "source_type",
        "EventCategories": "event_categories",
        "Enabled": "enabled",
    }
    for member, name in names.items():
        if member in request.params:
            setattr(kept, name, request.params[member])
    return _told(request)


@answers("rds", "AddSourceIdentifierToSubscription", "RemoveSourceIdentifierFromSubscription")
def change_sources(request: Request) -> Document:
    """Hear of one more source, or of one less."""
    kept, source = _subscription(request), request.params["SourceIdentifier"]
    others = [known for known in kept.source_ids or () if known != source]
    adds = request.operation.startswith("Add")
    if not adds and source not in (kept.source_ids or ()):
        raise BackendError("SourceNotFound", f"Source {source} not found.", 404)
    kept.source_ids = [*others, source] if adds else others
    return _told(request)


@answers("rds", "ModifyDBProxy")
def change_proxy(request: Request) -> Document:
    """Change a proxy; its subnets and engine cannot."""
    params, name = request.params, str(request.params["DBProxyName"])
    proxy = rds_backends[request.account][request.region].db_proxies.get(name)
    if proxy is None:
        raise BackendError("DBProxyNotFoundFault", f"DBProxy {name} not found", 404)
    names = {
        "RequireTLS": "require_tls",
        "IdleClientTimeout": "idle_client_timeout",
        "DebugLogging": "debug_logging",
        "RoleArn": "role_arn",
        "SecurityGroups": "vpc_security_group_ids",
        "Auth": "auth",
    }
    for member, attribute in names.items():
        if member in params:
            setattr(proxy, attribute, params[member])
    return {"DBProxy": request.call("rds", "describe_db_proxies", DBProxyName=name)["DBProxies"][0]}
