"""Databases."""

from collections.abc import Callable
from typing import Any

from groundplan.emulate.spec import Call, Read, Type, Value, Words
from groundplan.emulate.words import added, dropped

_TAGS = Read("list_tags_for_resource", {"ResourceName": "{arnOf}"}, "TagList")
_LIFE = {
    "applyImmediately": "when AWS applies a change; sent with changes only",
    "allowMajorVersionUpgrade": "sent with changes only",
    "skipFinalSnapshot": "how the provider deletes it",
    "finalSnapshotIdentifier": "how the provider deletes it",
    "deleteAutomatedBackups": "how the provider deletes it",
    "blueGreenUpdate": "how the provider changes it",
    "upgradeStorageConfig": "sent with changes only",
}
_PASSWORD = "AWS never returns a password"


_INSTANCE_NAMES = {
    "identifier": "DBInstanceIdentifier",
    "instanceClass": "DBInstanceClass",
    "backupWindow": "PreferredBackupWindow",
    "maintenanceWindow": "PreferredMaintenanceWindow",
    "preferredBackupWindow": "PreferredBackupWindow",
    "preferredMaintenanceWindow": "PreferredMaintenanceWindow",
    "caCertIdentifier": "CACertificateIdentifier",
    "enabledCloudwatchLogsExports": "EnableCloudwatchLogsExports",
    "iamDatabaseAuthenticationEnabled": "EnableIAMDatabaseAuthentication",
    "performanceInsightsEnabled": "EnablePerformanceInsights",
    "performanceInsightsKmsKeyId": "PerformanceInsightsKMSKeyId",
    "username": "MasterUsername",
    "password": "MasterUserPassword",
    "parameterGroupName": "DBParameterGroupName",
    "dbParameterGroupName": "DBParameterGroupName",
    "clusterIdentifier": "DBClusterIdentifier",
    "promotionTier": "PromotionTier",
}
_CHANGED_NAMES = {
    **_INSTANCE_NAMES,
    "port": "DBPortNumber",
    "enabledCloudwatchLogsExports": "",
}


def _exports(w: Words) -> dict[str, Any] | None:
    """Which logs a change sends to CloudWatch, and which it no longer sends."""
    name = "enabledCloudwatchLogsExports"
    found = {"EnableLogTypes": added(name)(w), "DisableLogTypes": dropped(name)(w)}
    return {key: value for key, value in found.items() if value} or None


_CHANGED_HOW: dict[str, Value] = {
    "ApplyImmediately": lambda w: bool(w.get("applyImmediately")),
    "AllowMajorVersionUpgrade": lambda w: bool(w.get("allowMajorVersionUpgrade")),
    "CloudwatchLogsExportConfiguration": _exports,
}
_CHANGE: dict[str, Value] = {"DBInstanceIdentifier": "{_identifier}", **_CHANGED_HOW}
_INSTANCE_BACK: dict[str, str | Callable[[Any], Any]] = {
    "DBName": "DBName",
    "VpcSecurityGroupIds": "VpcSecurityGroups[].VpcSecurityGroupId",
    "DBParameterGroupName": "DBParameterGroups[0].DBParameterGroupName",
    "DBSubnetGroupName": "DBSubnetGroup.DBSubnetGroupName",
    "OptionGroupName": "OptionGroupMemberships[0].OptionGroupName",
    "EnableCloudwatchLogsExports": "EnabledCloudwatchLogsExports",
    "EnableIAMDatabaseAuthentication": "IAMDatabaseAuthenticationEnabled",
    "EnablePerformanceInsights": "PerformanceInsightsEnabled",
    "MasterUserSecretKmsKeyId": "MasterUserSecret.KmsKeyId",
    "ManageMasterUserPassword": lambda d: d.get("MasterUserSecret") is not None,
    "Port": lambda d: d.get("Port") or (d.get("Endpoint") or {}).get("Port"),
}
_INSTANCE = Read(
    "describe_db_instances",
    {"DBInstanceIdentifier": "{_identifier}"},
    "DBInstances[0]",
    back=_INSTANCE_BACK,
    never={"MasterUserPassword": _PASSWORD},
)
_CLUSTER_BACK: dict[str, str | Callable[[Any], Any]] = {
    "VpcSecurityGroupIds": "VpcSecurityGroups[].VpcSecurityGroupId",
    "DBSubnetGroupName": "DBSubnetGroup",
    "DBClusterParameterGroupName": "DBClusterParameterGroup",
    "EnableCloudwatchLogsExports": "EnabledCloudwatchLogsExports",
    "EnableIAMDatabaseAuthentication": "IAMDatabaseAuthenticationEnabled",
    "EnablePerformanceInsights": "PerformanceInsightsEnabled",
    "EnableHttpEndpoint": "HttpEndpointEnabled",
    "ServerlessV2ScalingConfiguration": "ServerlessV2ScalingConfiguration",
    "MasterUserSecretKmsKeyId": "MasterUserSecret.KmsKeyId",
    "ManageMasterUserPassword": lambda d: d.get("MasterUserSecret") is not None,
}
_SOURCE = {"SubscriptionName": "{name}", "SourceIdentifier": "{each}"}
_SECRETS = (
    "@MasterUserSecret && [{secretArn: MasterUserSecret.SecretArn, "
    "secretStatus: MasterUserSecret.SecretStatus, kmsKeyId: MasterUserSecret.KmsKeyId}]"
)


def _no_final(w: Words) -> str | None:
    return None if w.get("skipFinalSnapshot") else w.get("finalSnapshotIdentifier")


TYPES = {
    "aws:rds/subnetGroup:SubnetGroup": Type(
        service="rds",
        create=Call(
            "create_db_subnet_group",
            names={"name": "DBSubnetGroupName", "description": "DBSubnetGroupDescription"},
            params={
                "DBSubnetGroupDescription": lambda w: w.get("description") or "Managed by Pulumi"
            },
            read=Read(
                "describe_db_subnet_groups",
                {"DBSubnetGroupName": "{name}"},
                "DBSubnetGroups[0]",
                back={"SubnetIds": "Subnets[].SubnetIdentifier"},
            ),
        ),
        words={"arnOf": "arn:aws:rds:{region}:{account}:subgrp:{name}"},
        outputs={"arn": "{arnOf}", "vpcId": "@VpcId"},
        tag_read=_TAGS,
        update=(Call("modify_db_subnet_group", names={"name": "DBSubnetGroupName"}),),
        replaces=("name",),
    ),
    "aws:rds/instance:Instance": Type(
        service="rds",
        create=Call("create_db_instance", names=_INSTANCE_NAMES, read=_INSTANCE),
        words={"_identifier": "{identifier}"},
        id="{DbiResourceId}",
        outputs={
            "arn": "@DBInstanceArn",
            "resourceId": "@DbiResourceId",
            "address": "@Endpoint.Address",
            "port": "@Endpoint.Port",
            "endpoint": "@join(':', [Endpoint.Address, to_string(Endpoint.Port)])",
            "hostedZoneId": "@Endpoint.HostedZoneId",
            "masterUserSecrets": _SECRETS,
        },
        update=(
            Call(
                "modify_db_instance",
                names=_CHANGED_NAMES,
                params=_CHANGE,
            ),
        ),
        replaces=("engine", "identifier", "dbName", "kmsKeyId", "storageEncrypted", "username"),
        delete=(
            Call(
                "delete_db_instance",
                params={
                    "DBInstanceIdentifier": "{_identifier}",
                    "SkipFinalSnapshot": lambda w: bool(w.get("skipFinalSnapshot", False)),
                    "FinalDBSnapshotIdentifier": _no_final,
                    "DeleteAutomatedBackups": lambda w: w.get("deleteAutomatedBackups", True),
                },
            ),
        ),
        provider_only=_LIFE,
    ),
    "aws:rds/cluster:Cluster": Type(
        service="rds",
        create=Call(
            "create_db_cluster",
            names={
                **_INSTANCE_NAMES,
                "clusterIdentifier": "DBClusterIdentifier",
                "dbClusterParameterGroupName": "DBClusterParameterGroupName",
                "serverlessv2ScalingConfiguration": "ServerlessV2ScalingConfiguration",
            },
            params={
                "AllocatedStorage": lambda w: (
                    w.get("allocatedStorage") or (1 if w.get("storageType") else None)
                )
            },
            read=Read(
                "describe_db_clusters",
                {"DBClusterIdentifier": "{clusterIdentifier}"},
                "DBClusters[0]",
                back=_CLUSTER_BACK,
                never={"MasterUserPassword": _PASSWORD},
            ),
        ),
        id="{clusterIdentifier}",
        outputs={
            "arn": "@DBClusterArn",
            "clusterResourceId": "@DbClusterResourceId",
            "endpoint": "@Endpoint",
            "readerEndpoint": "@ReaderEndpoint",
            "masterUserSecrets": _SECRETS,
        },
        update=(
            Call(
                "modify_db_cluster",
                names={**_CHANGED_NAMES, "port": "Port"},
                params={"DBClusterIdentifier": "{id}", **_CHANGED_HOW},
            ),
        ),
        replaces=("engine", "clusterIdentifier", "databaseName", "kmsKeyId", "storageEncrypted"),
        delete=(
            Call(
                "delete_db_cluster",
                params={
                    "DBClusterIdentifier": "{id}",
                    "SkipFinalSnapshot": lambda w: bool(w.get("skipFinalSnapshot", False)),
                    "FinalDBSnapshotIdentifier": _no_final,
                },
            ),
        ),
        provider_only=_LIFE,
    ),
    "aws:rds/clusterInstance:ClusterInstance": Type(
        service="rds",
        create=Call("create_db_instance", names=_INSTANCE_NAMES, read=_INSTANCE),
        words={"_identifier": "{identifier}"},
        id="{identifier}",
        outputs={
            "arn": "@DBInstanceArn",
            "dbiResourceId": "@DbiResourceId",
            "endpoint": "@Endpoint.Address",
            "port": "@Endpoint.Port",
        },
        update=(
            Call(
                "modify_db_instance",
                names=_CHANGED_NAMES,
                params=_CHANGE,
            ),
        ),
        replaces=("engine", "identifier", "clusterIdentifier"),
        delete=(
            Call(
                "delete_db_instance",
                params={"DBInstanceIdentifier": "{_identifier}", "SkipFinalSnapshot": True},
            ),
        ),
        provider_only=_LIFE,
    ),
    "aws:rds/eventSubscription:EventSubscription": Type(
        service="rds",
        create=Call(
            "create_event_subscription",
            names={"name": "SubscriptionName", "snsTopic": "SnsTopicArn"},
            read=Read(
                "describe_event_subscriptions",
                {"SubscriptionName": "{name}"},
                "EventSubscriptionsList[0]",
                back={
                    "SubscriptionName": "CustSubscriptionId",
                    "EventCategories": "EventCategoriesList",
                    "SourceIds": "SourceIdsList",
                },
            ),
        ),
        defaults={"enabled": True},
        update=(
            Call(
                "modify_event_subscription",
                ("enabled", "eventCategories", "snsTopic", "sourceType"),
                names={"snsTopic": "SnsTopicArn"},
                params={
                    "SubscriptionName": "{name}",
                    "Enabled": lambda w: bool(w["enabled"]),
                    "SourceType": "{sourceType}",
                },
            ),
            Call(
                "add_source_identifier_to_subscription",
                ("sourceIds",),
                each="sourceIds",
                params=_SOURCE,
                undo=Call("remove_source_identifier_from_subscription", params=_SOURCE),
            ),
        ),
        words={"arnOf": "arn:aws:rds:{region}:{account}:es:{name}"},
        outputs={"arn": "{arnOf}"},
        tag_read=_TAGS,
        delete=(Call("delete_event_subscription", params={"SubscriptionName": "{name}"}),),
    ),
    "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": Type(
        service="rds",
        create=Call(
            "start_db_instance_automated_backups_replication",
            read=Read(
                "describe_db_instance_automated_backups",
                {"DBInstanceAutomatedBackupsArn": "{DBInstanceAutomatedBackupsArn}"},
                "DBInstanceAutomatedBackups[0]",
                back={"SourceDBInstanceArn": "DBInstanceArn"},
            ),
        ),
        id="{DBInstanceAutomatedBackupsArn}",
        delete=(Call("stop_db_instance_automated_backups_replication"),),
    ),
}
