"""The part of the valid estate that keeps and replicates: Aurora, proxy, replication, locks."""

import json

from tests.rules.support.estates import DR, HOME, Row
from tests.rules.support.sample import (
    DLQ,
    KEY,
    KEY_DR,
    MANAGEMENT,
    PRIVATE,
    QUEUE,
    SECURITY,
    SG_DB,
    A,
    policy,
    role_arn,
    trust,
)

HUB = "11111111-aaaa-bbbb-cccc-000000000001"
REPLICA = f"acme-prod-uploads-replica-{A}"


def _member(number: int, zone: str) -> Row:
    return Row(
        "aws:rds/clusterInstance:ClusterInstance",
        f"aurora-{number}",
        {
            "identifier": f"acme-aurora-{number}",
            "clusterIdentifier": "acme-aurora",
            "engine": "aurora-postgresql",
            "instanceClass": "db.r8g.large",
            "availabilityZone": f"{HOME}{zone}",
            "dbSubnetGroupName": "acme-prod",
            "monitoringInterval": 60,
            "monitoringRoleArn": role_arn("rds-monitoring"),
            "performanceInsightsEnabled": True,
            "performanceInsightsKmsKeyId": KEY,
            "performanceInsightsRetentionPeriod": 7,
            "promotionTier": number,
            "preferredMaintenanceWindow": "sun:09:00-sun:10:00",
        },
        id=f"acme-aurora-{number}",
    )


def aurora() -> list[Row]:
    """A cluster with two members and a proxy before it."""
    return [
        Row(
            "aws:rds/clusterParameterGroup:ClusterParameterGroup",
            "aurora-parameters",
            {
                "name": "acme-aurora",
                "family": "aurora-postgresql17",
                "parameters": [{"name": "log_lock_waits", "value": "1"}],
            },
            id="acme-aurora",
        ),
        Row(
            "aws:rds/cluster:Cluster",
            "aurora",
            {
                "clusterIdentifier": "acme-aurora",
                "engine": "aurora-postgresql",
                "engineVersion": "17",
                "engineMode": "provisioned",
                "databaseName": "shop",
                "masterUsername": "shop",
                "manageMasterUserPassword": True,
                "masterUserSecretKmsKeyId": KEY,
                "port": 5432,
                "dbSubnetGroupName": "acme-prod",
                "dbClusterParameterGroupName": "acme-aurora",
                "vpcSecurityGroupIds": [SG_DB],
                "storageEncrypted": True,
                "kmsKeyId": KEY,
                "backupRetentionPeriod": 35,
                "preferredBackupWindow": "02:00-02:30",
                "preferredMaintenanceWindow": "sun:09:00-sun:10:00",
                "finalSnapshotIdentifier": "acme-aurora-final",
            },
            id="acme-aurora",
        ),
        _member(1, "a"),
        _member(2, "b"),
        Row(
            "aws:iam/role:Role",
            "proxy-role",
            {"name": "proxy", "assumeRolePolicy": trust("rds.amazonaws.com")},
            id="proxy",
            outputs={"arn": role_arn("proxy")},
        ),
        Row(
            "aws:rds/proxy:Proxy",
            "proxy",
            {
                "name": "acme-proxy",
                "engineFamily": "POSTGRESQL",
                "auths": [
                    {
                        "authScheme": "SECRETS",
                        "iamAuth": "DISABLED",
                        "secretArn": f"arn:aws:secretsmanager:{HOME}:{A}:secret:rds!cluster-1-AbCdEf",
                    }
                ],
                "idleClientTimeout": 1800,
                "requireTls": True,
                "roleArn": role_arn("proxy"),
                "vpcSecurityGroupIds": [SG_DB],
                "vpcSubnetIds": list(PRIVATE),
            },
            id="acme-proxy",
        ),
        Row(
            "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup",
            "proxy-pool",
            {
                "dbProxyName": "acme-proxy",
                "connectionPoolConfig": {
                    "connectionBorrowTimeout": 30,
                    "maxConnectionsPercent": 80,
                    "maxIdleConnectionsPercent": 40,
                },
            },
            id="acme-proxy",
            outputs={"name": "default"},
        ),
        Row(
            "aws:rds/proxyTarget:ProxyTarget",
            "proxy-target",
            {
                "dbProxyName": "acme-proxy",
                "targetGroupName": "default",
                "dbClusterIdentifier": "acme-aurora",
            },
        ),
    ]


def replication() -> list[Row]:
    """Uploads copied to another region; the audit bucket is locked; a dead-letter queue's say."""
    return [
        Row(
            "aws:s3/bucket:Bucket",
            "replica",
            {"bucket": REPLICA, "region": DR},
            id=REPLICA,
            region=DR,
            outputs={"arn": f"arn:aws:s3:::{REPLICA}"},
        ),
        Row(
            "aws:s3/bucketVersioning:BucketVersioning",
            "replica-versioning",
            {
                "bucket": REPLICA,
                "region": DR,
                "versioningConfiguration": {"status": "Enabled"},
            },
            region=DR,
        ),
        Row(
            "aws:iam/role:Role",
            "replication-role",
            {"name": "replication", "assumeRolePolicy": trust("s3.amazonaws.com")},
            id="replication",
            outputs={"arn": role_arn("replication")},
        ),
        Row(
            "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
            "replication",
            {
                "bucket": f"acme-prod-uploads-{A}",
                "role": role_arn("replication"),
                "rules": [
                    {
                        "id": "everything",
                        "status": "Enabled",
                        "priority": 1,
                        "filter": {},
                        "deleteMarkerReplication": {"status": "Enabled"},
                        "sourceSelectionCriteria": {
                            "sseKmsEncryptedObjects": {"status": "Enabled"}
                        },
                        "destination": {
                            "bucket": f"arn:aws:s3:::{REPLICA}",
                            "encryptionConfiguration": {"replicaKmsKeyId": KEY_DR},
                            "metrics": {"status": "Enabled", "eventThreshold": {"minutes": 15}},
                            "replicationTime": {"status": "Enabled", "time": {"minutes": 15}},
                        },
                    }
                ],
            },
        ),
        Row(
            "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
            "jobs-redrive",
            {
                "queueUrl": f"https://sqs.{HOME}.amazonaws.com/{A}/jobs-dead",
                "redriveAllowPolicy": json.dumps(
                    {"redrivePermission": "byQueue", "sourceQueueArns": [QUEUE]}
                ),
            },
            outputs={"queueArn": DLQ},
        ),
    ]


def watch() -> list[Row]:
    """Security Hub, Config's view of the organization, root access, detectors' features."""
    role = f"arn:aws:iam::{SECURITY}:role/aggregator"
    return [
        Row(
            "aws:iam/role:Role",
            "aggregator-role",
            {"name": "aggregator", "assumeRolePolicy": trust("config.amazonaws.com")},
            stack="security/main",
            id="aggregator",
            outputs={"arn": role},
        ),
        Row(
            "aws:cfg/configurationAggregator:ConfigurationAggregator",
            "aggregator",
            {
                "name": "acme-organization",
                "organizationAggregationSource": {"allRegions": True, "roleArn": role},
            },
            stack="security/main",
        ),
        Row(
            "aws:securityhub/findingAggregator:FindingAggregator",
            "hub-regions",
            {"linkingMode": "SPECIFIED_REGIONS", "specifiedRegions": [DR]},
            stack="security/main",
        ),
        Row(
            "aws:securityhub/organizationConfiguration:OrganizationConfiguration",
            "hub-organization",
            {
                "autoEnable": False,
                "autoEnableStandards": "NONE",
                "organizationConfiguration": {"configurationType": "CENTRAL"},
            },
            stack="security/main",
        ),
        Row(
            "aws:securityhub/configurationPolicy:ConfigurationPolicy",
            "hub-policy",
            {
                "name": "everyone",
                "configurationPolicy": {
                    "serviceEnabled": True,
                    "enabledStandardArns": [
                        f"arn:aws:securityhub:{HOME}::standards/aws-foundational-security-best-practices/v/1.0.0"
                    ],
                    "securityControlsConfiguration": {"disabledControlIdentifiers": []},
                },
            },
            stack="security/main",
            id=HUB,
        ),
        Row(
            "aws:securityhub/configurationPolicyAssociation:ConfigurationPolicyAssociation",
            "hub-prod",
            {"policyId": HUB, "targetId": A},
            stack="security/main",
        ),
        Row(
            "aws:iam/organizationsFeatures:OrganizationsFeatures",
            "root-access",
            {"enabledFeatures": ["RootCredentialsManagement", "RootSessions"]},
            stack="organization/main",
        ),
        Row(
            "aws:organizations/policy:Policy",
            "perimeter",
            {
                "name": "perimeter",
                "type": "RESOURCE_CONTROL_POLICY",
                "content": policy(
                    {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
                     "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalAccount": MANAGEMENT}}}
                ),
            },
            stack="organization/main",
            id="p-perimeter1",
        ),
    ]  # fmt: skip
