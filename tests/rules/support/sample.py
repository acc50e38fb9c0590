"""A valid estate with every type the stacks use."""

import json
from typing import Any

from tests.rules.support.estates import DR, GLOBAL, HOME, Row, Rows, table

A, SECURITY, BACKUP, MANAGEMENT = "666666666666", "222222222222", "333333333333", "111111111111"
APP = "application/prod"
KEY = f"arn:aws:kms:{HOME}:{A}:key/11111111-2222-3333-4444-555555555555"
KEY_US = f"arn:aws:kms:{GLOBAL}:{A}:key/21111111-2222-3333-4444-555555555555"
KEY_DR = f"arn:aws:kms:{DR}:{A}:key/31111111-2222-3333-4444-555555555555"
KEY_BACKUP = f"arn:aws:kms:{HOME}:{BACKUP}:key/41111111-2222-3333-4444-555555555555"
VPC = "vpc-0a1b2c3d4e5f60718"
TOPIC = f"arn:aws:sns:{HOME}:{A}:acme-prod-page"
TOPIC_US = f"arn:aws:sns:{GLOBAL}:{A}:acme-prod-page"
ALB = f"arn:aws:elasticloadbalancing:{HOME}:{A}:loadbalancer/app/acme-prod/50dc6c495c0c9188"
TG = f"arn:aws:elasticloadbalancing:{HOME}:{A}:targetgroup/api/73e2d6bc24d8a067"
LISTENER = f"arn:aws:elasticloadbalancing:{HOME}:{A}:listener/app/acme-prod/50dc6c495c0c9188/0467ef3c8400ae65"
CERT = f"arn:aws:acm:{HOME}:{A}:certificate/12345678-1234-1234-1234-123456789012"
CERT_US = f"arn:aws:acm:{GLOBAL}:{A}:certificate/22345678-1234-1234-1234-123456789012"
CLUSTER = f"arn:aws:ecs:{HOME}:{A}:cluster/acme-prod"
TASK = f"arn:aws:ecs:{HOME}:{A}:task-definition/api:1"
QUEUE = f"arn:aws:sqs:{HOME}:{A}:jobs"
QUEUE_URL = f"https://sqs.{HOME}.amazonaws.com/{A}/jobs"
DLQ = f"arn:aws:sqs:{HOME}:{A}:jobs-dead"
SECRET = f"arn:aws:secretsmanager:{HOME}:{A}:secret:acme/prod/stripe-AbCdEf"
ACL_US = f"arn:aws:wafv2:{GLOBAL}:{A}:global/webacl/edge/a1b2c3d4-5678-90ab-cdef-111111111111"
ACL = f"arn:aws:wafv2:{HOME}:{A}:regional/webacl/alb/b1b2c3d4-5678-90ab-cdef-111111111111"
IPS_US = f"arn:aws:wafv2:{GLOBAL}:{A}:global/ipset/offices/c1b2c3d4-5678-90ab-cdef-111111111111"
LOGS = f"arn:aws:logs:{HOME}:{A}:log-group:"
LOGS_US = f"arn:aws:logs:{GLOBAL}:{A}:log-group:"
VAULT = f"arn:aws:backup:{HOME}:{A}:backup-vault:acme-prod"
VAULT_DR = f"arn:aws:backup:{DR}:{A}:backup-vault:acme-prod-dr"
VAULT_BACKUP = f"arn:aws:backup:{HOME}:{BACKUP}:backup-vault:acme-copies"
DISTRIBUTION = f"arn:aws:cloudfront::{A}:distribution/E1ABCDEFGHIJKL"
ZONE = "Z0123456789ABCDEFGHIJ"
FLOW_LOGS = "/acme/prod/flow"


def role_arn(name: str, account: str = A) -> str:
    """ARN of a role."""
    return f"arn:aws:iam::{account}:role/{name}"


def policy(*statements: dict[str, Any]) -> str:
    """A policy document."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def trust(service: str) -> str:
    """A trust policy for a service."""
    return policy(
        {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    )


def allow(action: str, resource: str = "*", **more: Any) -> dict[str, Any]:
    """An Allow statement."""
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def root(account: str = A) -> dict[str, Any]:
    """Principal of a whole account."""
    return {"AWS": f"arn:aws:iam::{account}:root"}


def key_policy(account: str = A) -> str:
    """A key policy that leaves the account in charge."""
    return policy(allow("kms:*", Principal=root(account)))


def _role(name: str, service: str, **more: Any) -> Row:
    return Row(
        "aws:iam/role:Role",
        name,
        {"name": name, "assumeRolePolicy": trust(service), **more},
        id=name,
        outputs={"arn": role_arn(name)},
    )


def _key(name: str, arn: str, region: str, stack: str = "foundation/prod") -> Row:
    account = arn.split(":")[4]
    return Row(
        "aws:kms/key:Key",
        name,
        {
            "description": name,
            "enableKeyRotation": True,
            "deletionWindowInDays": 30,
            "policy": key_policy(account),
            "region": region,
        },
        stack=stack,
        id=arn.rpartition("/")[2],
        region=region,
        outputs={"arn": arn, "keyId": arn.rpartition("/")[2]},
    )


def _subnet(number: int, zone: str, kind: str, cidr: str) -> Row:
    id_ = f"subnet-0a1b2c3d4e5f6{number:04d}"
    return Row(
        "aws:ec2/subnet:Subnet",
        f"{kind}-{zone}",
        {"vpcId": VPC, "cidrBlock": cidr, "availabilityZone": f"{HOME}{zone}"},
        id=id_,
        outputs={"arn": f"arn:aws:ec2:{HOME}:{A}:subnet/{id_}"},
    )


PUBLIC = ("subnet-0a1b2c3d4e5f60001", "subnet-0a1b2c3d4e5f60002")
PRIVATE = ("subnet-0a1b2c3d4e5f60003", "subnet-0a1b2c3d4e5f60004")
ISOLATED = ("subnet-0a1b2c3d4e5f60005", "subnet-0a1b2c3d4e5f60006")


def _group(name: str, id_: str) -> Row:
    return Row(
        "aws:ec2/securityGroup:SecurityGroup",
        name,
        {"name": name, "description": f"{name} of acme", "vpcId": VPC},
        id=id_,
        outputs={"arn": f"arn:aws:ec2:{HOME}:{A}:security-group/{id_}"},
    )


SG_ALB, SG_TASK = "sg-0a1b2c3d4e5f60001", "sg-0a1b2c3d4e5f60002"
SG_DB, SG_ENDPOINT = "sg-0a1b2c3d4e5f60003", "sg-0a1b2c3d4e5f60004"


def _log_group(name: str, physical: str, region: str = HOME, stack: str = APP) -> Row:
    return Row(
        "aws:cloudwatch/logGroup:LogGroup",
        name,
        {"name": physical, "retentionInDays": 90, "region": region},
        stack=stack,
        id=physical,
        region=region,
        outputs={"arn": f"arn:aws:logs:{region}:{A}:log-group:{physical}"},
    )


def _topic(name: str, arn: str, region: str) -> Row:
    return Row(
        "aws:sns/topic:Topic",
        name,
        {
            "name": arn.rpartition(":")[2],
            "kmsMasterKeyId": KEY if region == HOME else KEY_US,
            "region": region,
        },
        id=arn,
        region=region,
        outputs={"arn": arn},
    )


def _bucket(name: str) -> Row:
    physical = f"acme-prod-{name}-{A}"
    return Row(
        "aws:s3/bucket:Bucket",
        name,
        {"bucket": physical},
        id=physical,
        outputs={"arn": f"arn:aws:s3:::{physical}"},
    )


def network() -> list[Row]:
    """VPC, subnets, routes, endpoints, groups."""
    return [
        Row(
            "aws:ec2/vpc:Vpc",
            "vpc",
            {"cidrBlock": "10.48.0.0/16", "enableDnsHostnames": True, "enableDnsSupport": True},
            id=VPC,
            outputs={"arn": f"arn:aws:ec2:{HOME}:{A}:vpc/{VPC}"},
        ),
        _subnet(1, "a", "public", "10.48.0.0/24"),
        _subnet(2, "b", "public", "10.48.1.0/24"),
        _subnet(3, "a", "private", "10.48.16.0/20"),
        _subnet(4, "b", "private", "10.48.32.0/20"),
        _subnet(5, "a", "isolated", "10.48.8.0/26"),
        _subnet(6, "b", "isolated", "10.48.8.64/26"),
        Row(
            "aws:ec2/internetGateway:InternetGateway",
            "igw",
            {"vpcId": VPC},
            id="igw-0a1b2c3d4e5f60718",
        ),
        Row(
            "aws:ec2/eip:Eip",
            "eip",
            {"domain": "vpc"},
            id="eipalloc-0a1b2c3d4e5f60718",
            outputs={"allocationId": "eipalloc-0a1b2c3d4e5f60718"},
        ),
        Row(
            "aws:ec2/natGateway:NatGateway",
            "nat",
            {
                "allocationId": "eipalloc-0a1b2c3d4e5f60718",
                "subnetId": PUBLIC[0],
                "connectivityType": "public",
            },
            id="nat-0a1b2c3d4e5f60718",
        ),
        Row(
            "aws:ec2/routeTable:RouteTable",
            "public-table",
            {"vpcId": VPC},
            id="rtb-0a1b2c3d4e5f60001",
        ),
        Row(
            "aws:ec2/routeTable:RouteTable",
            "private-table",
            {"vpcId": VPC},
            id="rtb-0a1b2c3d4e5f60002",
        ),
        Row(
            "aws:ec2/route:Route",
            "public-default",
            {
                "routeTableId": "rtb-0a1b2c3d4e5f60001",
                "destinationCidrBlock": "0.0.0.0/0",
                "gatewayId": "igw-0a1b2c3d4e5f60718",
            },
        ),
        Row(
            "aws:ec2/route:Route",
            "private-default",
            {
                "routeTableId": "rtb-0a1b2c3d4e5f60002",
                "destinationCidrBlock": "0.0.0.0/0",
                "natGatewayId": "nat-0a1b2c3d4e5f60718",
            },
        ),
        Row(
            "aws:ec2/routeTableAssociation:RouteTableAssociation",
            "public-a-association",
            {"routeTableId": "rtb-0a1b2c3d4e5f60001", "subnetId": PUBLIC[0]},
        ),
        Row(
            "aws:ec2/routeTableAssociation:RouteTableAssociation",
            "private-a-association",
            {"routeTableId": "rtb-0a1b2c3d4e5f60002", "subnetId": PRIVATE[0]},
        ),
        _group("alb-group", SG_ALB),
        _group("task-group", SG_TASK),
        _group("db-group", SG_DB),
        _group("endpoint-group", SG_ENDPOINT),
        Row(
            "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
            "default-group",
            {"vpcId": VPC},
            id="sg-0a1b2c3d4e5f60009",
        ),
        Row(
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
            "alb-in",
            {
                "securityGroupId": SG_ALB,
                "prefixListId": "pl-4fa04526",
                "ipProtocol": "tcp",
                "fromPort": 443,
                "toPort": 443,
                "description": "CloudFront",
            },
        ),
        Row(
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
            "task-in",
            {
                "securityGroupId": SG_TASK,
                "referencedSecurityGroupId": SG_ALB,
                "ipProtocol": "tcp",
                "fromPort": 8000,
                "toPort": 8000,
            },
        ),
        Row(
            "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
            "task-out",
            {"securityGroupId": SG_TASK, "cidrIpv4": "0.0.0.0/0", "ipProtocol": "-1"},
        ),
        Row(
            "aws:ec2/vpcEndpoint:VpcEndpoint",
            "endpoint-s3",
            {
                "vpcId": VPC,
                "serviceName": f"com.amazonaws.{HOME}.s3",
                "vpcEndpointType": "Gateway",
                "routeTableIds": ["rtb-0a1b2c3d4e5f60002"],
            },
            id="vpce-0a1b2c3d4e5f60001",
        ),
        Row(
            "aws:ec2/vpcEndpoint:VpcEndpoint",
            "endpoint-logs",
            {
                "vpcId": VPC,
                "serviceName": f"com.amazonaws.{HOME}.logs",
                "vpcEndpointType": "Interface",
                "subnetIds": list(PRIVATE),
                "securityGroupIds": [SG_ENDPOINT],
                "privateDnsEnabled": True,
            },
            id="vpce-0a1b2c3d4e5f60002",
        ),
        Row(
            "aws:ec2/networkAclRule:NetworkAclRule",
            "acl-rule",
            {
                "networkAclId": "acl-0a1b2c3d4e5f60001",
                "ruleNumber": 100,
                "egress": False,
                "protocol": "tcp",
                "ruleAction": "allow",
                "cidrBlock": "10.48.0.0/16",
                "fromPort": 5432,
                "toPort": 5432,
            },
        ),
        Row("aws:ec2/networkAcl:NetworkAcl", "acl", {"vpcId": VPC}, id="acl-0a1b2c3d4e5f60001"),
        Row(
            "aws:ec2/flowLog:FlowLog",
            "flow-log",
            {
                "vpcId": VPC,
                "trafficType": "ALL",
                "logDestinationType": "cloud-watch-logs",
                "logDestination": f"{LOGS}/acme/prod/flow",
                "iamRoleArn": role_arn("flow"),
                "maxAggregationInterval": 600,
            },
        ),
        _log_group("flow-group", "/acme/prod/flow", stack="foundation/prod"),
        _role("flow", "vpc-flow-logs.amazonaws.com"),
    ]


def data() -> list[Row]:
    """Keys, database, cache, buckets, queues, topics, secrets, table."""
    return [
        _key("key", KEY, HOME),
        _key("key-us", KEY_US, GLOBAL),
        _key("key-dr", KEY_DR, DR),
        Row(
            "aws:kms/alias:Alias", "key-alias", {"name": "alias/acme-prod-data", "targetKeyId": KEY}
        ),
        Row(
            "aws:rds/subnetGroup:SubnetGroup",
            "db-subnets",
            {"name": "acme-prod", "subnetIds": list(ISOLATED)},
            id="acme-prod",
        ),
        Row(
            "aws:rds/parameterGroup:ParameterGroup",
            "db-parameters",
            {
                "name": "acme-prod-postgres17",
                "family": "postgres17",
                "parameters": [
                    {"name": "rds.force_ssl", "value": "1", "applyMethod": "immediate"},
                    {
                        "name": "shared_preload_libraries",
                        "value": "pg_stat_statements",
                        "applyMethod": "pending-reboot",
                    },
                ],
            },
            id="acme-prod-postgres17",
        ),
        _role("rds-monitoring", "monitoring.rds.amazonaws.com"),
        Row(
            "aws:rds/instance:Instance",
            "db",
            {
                "identifier": "acme-prod-db",
                "engine": "postgres",
                "engineVersion": "17",
                "instanceClass": "db.m7g.large",
                "allocatedStorage": 100,
                "maxAllocatedStorage": 500,
                "storageType": "gp3",
                "storageEncrypted": True,
                "kmsKeyId": KEY,
                "dbName": "shop",
                "username": "shop",
                "manageMasterUserPassword": True,
                "masterUserSecretKmsKeyId": KEY,
                "multiAz": True,
                "dbSubnetGroupName": "acme-prod",
                "vpcSecurityGroupIds": [SG_DB],
                "parameterGroupName": "acme-prod-postgres17",
                "backupRetentionPeriod": 35,
                "backupWindow": "02:00-03:00",
                "maintenanceWindow": "sun:04:00-sun:05:00",
                "performanceInsightsEnabled": True,
                "performanceInsightsRetentionPeriod": 7,
                "performanceInsightsKmsKeyId": KEY,
                "monitoringInterval": 60,
                "monitoringRoleArn": role_arn("rds-monitoring"),
                "enabledCloudwatchLogsExports": ["postgresql", "upgrade"],
                "deletionProtection": True,
                "skipFinalSnapshot": False,
                "finalSnapshotIdentifier": "acme-prod-db-final",
                "caCertIdentifier": "rds-ca-rsa2048-g1",
                "port": 5432,
            },
            id="db-ABCDEFGHIJKL",
            outputs={"arn": f"arn:aws:rds:{HOME}:{A}:db:acme-prod-db"},
        ),
        Row(
            "aws:rds/eventSubscription:EventSubscription",
            "db-events",
            {
                "name": "acme-prod-db",
                "snsTopic": TOPIC,
                "sourceType": "db-instance",
                "sourceIds": ["acme-prod-db"],
                "eventCategories": ["failure", "failover"],
            },
        ),
        Row(
            "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
            "db-replication",
            {
                "sourceDbInstanceArn": f"arn:aws:rds:{HOME}:{A}:db:acme-prod-db",
                "kmsKeyId": KEY_DR,
                "retentionPeriod": 14,
                "region": DR,
            },
            region=DR,
        ),
        Row(
            "aws:elasticache/subnetGroup:SubnetGroup",
            "cache-subnets",
            {"name": "acme-prod-cache", "subnetIds": list(ISOLATED)},
            id="acme-prod-cache",
        ),
        Row(
            "aws:elasticache/parameterGroup:ParameterGroup",
            "cache-parameters",
            {
                "name": "acme-prod-valkey8",
                "family": "valkey8",
                "parameters": [{"name": "maxmemory-policy", "value": "allkeys-lru"}],
            },
            id="acme-prod-valkey8",
        ),
        Row(
            "aws:elasticache/replicationGroup:ReplicationGroup",
            "cache",
            {
                "replicationGroupId": "acme-prod-cache",
                "description": "Cache of acme",
                "engine": "valkey",
                "engineVersion": "8.0",
                "nodeType": "cache.t4g.small",
                "numCacheClusters": 2,
                "automaticFailoverEnabled": True,
                "multiAzEnabled": True,
                "transitEncryptionEnabled": True,
                "atRestEncryptionEnabled": True,
                "kmsKeyId": KEY,
                "subnetGroupName": "acme-prod-cache",
                "securityGroupIds": [SG_DB],
                "parameterGroupName": "acme-prod-valkey8",
                "snapshotRetentionLimit": 7,
                "snapshotWindow": "02:00-03:00",
                "maintenanceWindow": "sun:04:00-sun:05:00",
                "port": 6379,
            },
            id="acme-prod-cache",
            outputs={"arn": f"arn:aws:elasticache:{HOME}:{A}:replicationgroup:acme-prod-cache"},
        ),
        Row(
            "aws:elasticache/user:User",
            "cache-user",
            {
                "userId": "acme-prod-app",
                "userName": "acme-prod-app",
                "engine": "valkey",
                "accessString": "on ~* +@all -@admin",
                "authenticationMode": {"type": "iam"},
            },
            id="acme-prod-app",
        ),
        Row(
            "aws:elasticache/userGroup:UserGroup",
            "cache-users",
            {
                "userGroupId": "acme-prod-valkey",
                "engine": "valkey",
                "userIds": ["acme-prod-app"],
            },
            id="acme-prod-valkey",
        ),
        *(_bucket(name) for name in ("uploads", "site", "logs")),
        Row(
            "aws:s3/bucketVersioning:BucketVersioning",
            "uploads-versioning",
            {"bucket": f"acme-prod-uploads-{A}", "versioningConfiguration": {"status": "Enabled"}},
        ),
        Row(
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
            "uploads-encryption",
            {
                "bucket": f"acme-prod-uploads-{A}",
                "rules": [
                    {
                        "applyServerSideEncryptionByDefault": {
                            "sseAlgorithm": "aws:kms",
                            "kmsMasterKeyId": KEY,
                        },
                        "bucketKeyEnabled": True,
                    }
                ],
            },
        ),
        Row(
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
            "uploads-block",
            {
                "bucket": f"acme-prod-uploads-{A}",
                "blockPublicAcls": True,
                "blockPublicPolicy": True,
                "ignorePublicAcls": True,
                "restrictPublicBuckets": True,
            },
        ),
        Row(
            "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
            "uploads-ownership",
            {
                "bucket": f"acme-prod-uploads-{A}",
                "rule": {"objectOwnership": "BucketOwnerEnforced"},
            },
        ),
        Row(
            "aws:s3/bucketPolicy:BucketPolicy",
            "uploads-policy",
            {
                "bucket": f"acme-prod-uploads-{A}",
                "policy": policy(
                    {
                        "Sid": "TlsOnly",
                        "Effect": "Deny",
                        "Principal": "*",
                        "Action": "s3:*",
                        "Resource": [
                            f"arn:aws:s3:::acme-prod-uploads-{A}",
                            f"arn:aws:s3:::acme-prod-uploads-{A}/*",
                        ],
                        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                    }
                ),
            },
        ),
        Row(
            "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
            "uploads-lifecycle",
            {
                "bucket": f"acme-prod-uploads-{A}",
                "rules": [
                    {
                        "id": "archive",
                        "status": "Enabled",
                        "filter": {"prefix": "reports/"},
                        "transitions": [
                            {"days": 30, "storageClass": "STANDARD_IA"},
                            {"days": 90, "storageClass": "GLACIER"},
                        ],
                        "expiration": {"days": 365},
                        "noncurrentVersionExpiration": {"noncurrentDays": 90},
                    },
                    {
                        "id": "uploads",
                        "status": "Enabled",
                        "filter": {},
                        "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7},
                    },
                ],
            },
        ),
        Row(
            "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
            "uploads-cors",
            {
                "bucket": f"acme-prod-uploads-{A}",
                "corsRules": [
                    {
                        "allowedMethods": ["GET", "PUT"],
                        "allowedOrigins": ["https://www.example.com"],
                        "allowedHeaders": ["*"],
                        "maxAgeSeconds": 3000,
                    }
                ],
            },
        ),
        Row(
            "aws:s3/bucketLogging:BucketLogging",
            "uploads-logging",
            {
                "bucket": f"acme-prod-uploads-{A}",
                "targetBucket": f"acme-prod-logs-{A}",
                "targetPrefix": "uploads/",
            },
        ),
        Row(
            "aws:s3/bucketNotification:BucketNotification",
            "uploads-notification",
            {
                "bucket": f"acme-prod-uploads-{A}",
                "queues": [
                    {"queueArn": QUEUE, "events": ["s3:ObjectCreated:*"], "filterPrefix": "in/"}
                ],
            },
        ),
        Row(
            "aws:sqs/queue:Queue",
            "jobs-dead",
            {"name": "jobs-dead", "messageRetentionSeconds": 1209600, "sqsManagedSseEnabled": True},
            id=f"https://sqs.{HOME}.amazonaws.com/{A}/jobs-dead",
            outputs={"arn": DLQ, "url": f"https://sqs.{HOME}.amazonaws.com/{A}/jobs-dead"},
        ),
        Row(
            "aws:sqs/queue:Queue",
            "jobs",
            {
                "name": "jobs",
                "visibilityTimeoutSeconds": 300,
                "messageRetentionSeconds": 345600,
                "maxMessageSize": 262144,
                "delaySeconds": 0,
                "receiveWaitTimeSeconds": 20,
                "sqsManagedSseEnabled": True,
                "redrivePolicy": json.dumps({"deadLetterTargetArn": DLQ, "maxReceiveCount": 5}),
            },
            id=QUEUE_URL,
            outputs={"arn": QUEUE, "url": QUEUE_URL},
        ),
        Row(
            "aws:sqs/queuePolicy:QueuePolicy",
            "jobs-policy",
            {
                "queueUrl": QUEUE_URL,
                "policy": policy(
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "s3.amazonaws.com"},
                        "Action": "sqs:SendMessage",
                        "Resource": QUEUE,
                        "Condition": {"StringEquals": {"aws:SourceAccount": A}},
                    }
                ),
            },
        ),
        _topic("page", TOPIC, HOME),
        _topic("page-us", TOPIC_US, GLOBAL),
        Row(
            "aws:sns/topicPolicy:TopicPolicy",
            "page-policy",
            {
                "arn": TOPIC,
                "policy": policy(
                    {
                        "Effect": "Allow",
                        "Principal": {
                            "Service": ["cloudwatch.amazonaws.com", "events.amazonaws.com"]
                        },
                        "Action": "sns:Publish",
                        "Resource": TOPIC,
                    }
                ),
            },
        ),
        Row(
            "aws:sns/topicSubscription:TopicSubscription",
            "page-mail",
            {"topic": TOPIC, "protocol": "email", "endpoint": "ops@example.com"},
        ),
        Row(
            "aws:secretsmanager/secret:Secret",
            "stripe",
            {"name": "acme/prod/stripe", "kmsKeyId": KEY, "recoveryWindowInDays": 30},
            id=SECRET,
            outputs={"arn": SECRET},
        ),
        Row(
            "aws:secretsmanager/secretVersion:SecretVersion",
            "stripe-version",
            {"secretId": SECRET, "secretString": "set-me"},
        ),
        Row(
            "aws:lambda/function:Function",
            "rotate",
            {
                "name": "rotate",
                "role": role_arn("rotate"),
                "runtime": "python3.13",
                "handler": "rotate.handler",
                "code": {"assets": {"rotate.py": {"sha256": "0" * 64}}},
            },
            id="rotate",
            outputs={"arn": f"arn:aws:lambda:{HOME}:{A}:function:rotate"},
        ),
        Row(
            "aws:iam/role:Role",
            "rotate-role",
            {"name": "rotate", "assumeRolePolicy": trust("lambda.amazonaws.com")},
            id="rotate",
            outputs={"arn": role_arn("rotate")},
        ),
        Row(
            "aws:lambda/permission:Permission",
            "rotate-permission",
            {
                "function": "rotate",
                "action": "lambda:InvokeFunction",
                "principal": "secretsmanager.amazonaws.com",
                "sourceAccount": A,
                "sourceArn": SECRET,
            },
        ),
        Row(
            "aws:secretsmanager/secretRotation:SecretRotation",
            "rotation",
            {
                "secretId": SECRET,
                "rotationLambdaArn": f"arn:aws:lambda:{HOME}:{A}:function:rotate",
                "rotationRules": {
                    "scheduleExpression": "cron(0 9 ? JAN,APR,JUL,OCT MON#2 *)",
                    "duration": "1h",
                },
            },
            id=SECRET,
        ),
        Row(
            "aws:ssm/parameter:Parameter",
            "flag",
            {"name": "/acme/prod/flag", "type": "String", "value": "on"},
        ),
        Row(
            "aws:dynamodb/table:Table",
            "sessions",
            {
                "name": "sessions",
                "billingMode": "PAY_PER_REQUEST",
                "hashKey": "pk",
                "rangeKey": "sk",
                "attributes": [
                    {"name": "pk", "type": "S"},
                    {"name": "sk", "type": "S"},
                    {"name": "owner", "type": "S"},
                ],
                "globalSecondaryIndexes": [
                    {"name": "by-owner", "hashKey": "owner", "projectionType": "ALL"}
                ],
                "ttl": {"attributeName": "expires", "enabled": True},
                "pointInTimeRecovery": {"enabled": True},
                "serverSideEncryption": {"enabled": True, "kmsKeyArn": KEY},
            },
            id="sessions",
            outputs={"arn": f"arn:aws:dynamodb:{HOME}:{A}:table/sessions"},
        ),
    ]


def recovery() -> list[Row]:
    """Vaults, plans, restore testing."""
    return [
        _role("backup", "backup.amazonaws.com"),
        _key("key-copies", KEY_BACKUP, HOME, "recovery/main"),
        Row(
            "aws:backup/vault:Vault",
            "vault",
            {"name": "acme-prod", "kmsKeyArn": KEY},
            id="acme-prod",
            outputs={"arn": VAULT},
        ),
        Row(
            "aws:backup/vault:Vault",
            "vault-dr",
            {"name": "acme-prod-dr", "kmsKeyArn": KEY_DR, "region": DR},
            id="acme-prod-dr",
            region=DR,
            outputs={"arn": VAULT_DR},
        ),
        Row(
            "aws:backup/vault:Vault",
            "vault-copies",
            {"name": "acme-copies", "kmsKeyArn": KEY_BACKUP},
            id="acme-copies",
            stack="recovery/main",
            outputs={"arn": VAULT_BACKUP},
        ),
        Row(
            "aws:backup/vaultPolicy:VaultPolicy",
            "vault-copies-policy",
            {
                "backupVaultName": "acme-copies",
                "policy": policy(
                    {
                        "Effect": "Allow",
                        "Principal": root(),
                        "Action": "backup:CopyIntoBackupVault",
                        "Resource": "*",
                    }
                ),
            },
            stack="recovery/main",
        ),
        Row(
            "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
            "vault-lock",
            {"backupVaultName": "acme-prod", "minRetentionDays": 7, "maxRetentionDays": 400},
        ),
        Row(
            "aws:backup/vaultNotifications:VaultNotifications",
            "vault-notifications",
            {
                "backupVaultName": "acme-prod",
                "snsTopicArn": TOPIC,
                "backupVaultEvents": ["BACKUP_JOB_FAILED", "COPY_JOB_FAILED"],
            },
        ),
        Row(
            "aws:backup/plan:Plan",
            "plan",
            {
                "name": "acme-prod",
                "rules": [
                    {
                        "ruleName": "continuous",
                        "targetVaultName": "acme-prod",
                        "schedule": "cron(0 5 * * ? *)",
                        "enableContinuousBackup": True,
                        "startWindow": 60,
                        "completionWindow": 180,
                        "lifecycle": {"deleteAfter": 35},
                        "copyActions": [
                            {
                                "destinationVaultArn": VAULT_DR,
                                "lifecycle": {"deleteAfter": 90},
                            },
                            {
                                "destinationVaultArn": VAULT_BACKUP,
                                "lifecycle": {"deleteAfter": 90},
                            },
                        ],
                    },
                    {
                        "ruleName": "monthly",
                        "targetVaultName": "acme-prod",
                        "schedule": "cron(0 6 1 * ? *)",
                        "startWindow": 60,
                        "completionWindow": 480,
                        "lifecycle": {"coldStorageAfter": 30, "deleteAfter": 365},
                    },
                ],
            },
            id="f1b2c3d4-5678-90ab-cdef-111111111111",
        ),
        Row(
            "aws:backup/selection:Selection",
            "selection",
            {
                "name": "acme-prod",
                "planId": "f1b2c3d4-5678-90ab-cdef-111111111111",
                "iamRoleArn": role_arn("backup"),
                "resources": [f"arn:aws:rds:{HOME}:{A}:db:acme-prod-db"],
            },
        ),
        Row(
            "aws:backup/restoreTestingPlan:RestoreTestingPlan",
            "testing",
            {
                "name": "acme_prod",
                "scheduleExpression": "cron(0 8 ? * MON *)",
                "startWindowHours": 24,
                "recoveryPointSelection": {
                    "algorithm": "LATEST_WITHIN_WINDOW",
                    "includeVaults": [VAULT],
                    "recoveryPointTypes": ["CONTINUOUS", "SNAPSHOT"],
                    "selectionWindowDays": 30,
                },
            },
            id="acme_prod",
        ),
        Row(
            "aws:backup/restoreTestingSelection:RestoreTestingSelection",
            "testing-db",
            {
                "name": "database",
                "restoreTestingPlanName": "acme_prod",
                "iamRoleArn": role_arn("backup"),
                "protectedResourceType": "RDS",
                "protectedResourceArns": [f"arn:aws:rds:{HOME}:{A}:db:acme-prod-db"],
                "restoreMetadataOverrides": {
                    "dbSubnetGroupName": "acme-prod",
                    "vpcSecurityGroupIds": json.dumps([SG_DB]),
                    "multiAz": "false",
                },
                "validationWindowHours": 4,
            },
        ),
        Row(
            "aws:backup/globalSettings:GlobalSettings",
            "backup-global",
            {"globalSettings": {"isCrossAccountBackupEnabled": "true"}},
            stack="organization/main",
        ),
        Row(
            "aws:backup/regionSettings:RegionSettings",
            "backup-region",
            {"resourceTypeOptInPreference": {"RDS": True, "S3": True, "DynamoDB": True}},
        ),
    ]


def identity() -> list[Row]:
    """Roles and policies."""
    return [
        _role("execution", "ecs-tasks.amazonaws.com"),
        _role("task", "ecs-tasks.amazonaws.com"),
        _role("scheduler", "scheduler.amazonaws.com"),
        Row(
            "aws:iam/rolePolicy:RolePolicy",
            "task-policy",
            {
                "name": "task",
                "role": "task",
                "policy": policy(allow("sqs:SendMessage", QUEUE)),
            },
        ),
        Row(
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            "execution-attachment",
            {
                "role": "execution",
                "policyArn": "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
            },
        ),
        Row(
            "aws:iam/policy:Policy",
            "boundary",
            {"name": "boundary", "policy": policy(allow("*"))},
            id=f"arn:aws:iam::{A}:policy/boundary",
            outputs={"arn": f"arn:aws:iam::{A}:policy/boundary"},
        ),
        Row(
            "aws:iam/role:Role",
            "deploy",
            {
                "name": "deploy",
                "maxSessionDuration": 7200,
                "permissionsBoundary": f"arn:aws:iam::{A}:policy/boundary",
                "assumeRolePolicy": policy(
                    {
                        "Effect": "Allow",
                        "Principal": {
                            "Federated": f"arn:aws:iam::{A}:oidc-provider/token.actions.githubusercontent.com"
                        },
                        "Action": "sts:AssumeRoleWithWebIdentity",
                        "Condition": {
                            "StringEquals": {
                                "token.actions.githubusercontent.com:aud": "sts.amazonaws.com"
                            },
                            "StringLike": {
                                "token.actions.githubusercontent.com:sub": "repo:acme/shop:*"
                            },
                        },
                    }
                ),
            },
            id="deploy",
            outputs={"arn": role_arn("deploy")},
        ),
        Row(
            "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
            "github",
            {
                "url": "https://token.actions.githubusercontent.com",
                "clientIdLists": ["sts.amazonaws.com"],
            },
            id=f"arn:aws:iam::{A}:oidc-provider/token.actions.githubusercontent.com",
            outputs={"arn": f"arn:aws:iam::{A}:oidc-provider/token.actions.githubusercontent.com"},
        ),
        Row(
            "aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
            "passwords",
            {"minimumPasswordLength": 14, "maxPasswordAge": 90, "passwordReusePrevention": 24},
        ),
    ]


def sample() -> Rows:
    """The estate."""
    from tests.rules.support.sample_application import application
    from tests.rules.support.sample_database import aurora, replication, watch
    from tests.rules.support.sample_edges import edges
    from tests.rules.support.sample_organization import organization

    return table(
        *network(),
        *data(),
        *recovery(),
        *identity(),
        *application(),
        *organization(),
        *aurora(),
        *replication(),
        *watch(),
        *edges(),
    )
