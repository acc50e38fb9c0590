"""Examples of the rules of databases, caches, buckets, queues, topics, keys, secrets, tables."""

import json

from tests.rules.support.estates import DR, Row, also, drop, gone, put
from tests.rules.support.examples import Example, example
from tests.rules.support.sample import (
    DLQ,
    FLOW_LOGS,
    KEY,
    KEY_DR,
    KEY_US,
    QUEUE,
    SECRET,
    TOPIC,
    A,
    allow,
    policy,
    root,
)

UPLOADS = f"acme-prod-uploads-{A}"
_CACHE_USER = "aws:elasticache/user:User"


def _db(name: str, /, **inputs: object) -> Row:
    return Row(
        "aws:rds/instance:Instance",
        name,
        {"identifier": name, "instanceClass": "db.m7g.large", "skipFinalSnapshot": True, **inputs},
        id=f"db-{name}",
    )


def _cluster(**more: object) -> Row:
    return Row(
        "aws:rds/cluster:Cluster",
        "zz",
        {
            "engine": "aurora-postgresql",
            "engineVersion": "17",
            "masterUsername": "shop",
            "manageMasterUserPassword": True,
            "skipFinalSnapshot": True,
            "serverlessv2ScalingConfiguration": {"minCapacity": 0.5, "maxCapacity": 4},
            **more,
        },
    )


def _redis_cache(users: str) -> Row:
    return Row(
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "zz",
        {
            "replicationGroupId": "zz",
            "description": "Redis",
            "engine": "redis",
            "engineVersion": "7.1",
            "nodeType": "cache.t4g.small",
            "numCacheClusters": 1,
            "transitEncryptionEnabled": True,
            "subnetGroupName": "acme-prod-cache",
            "userGroupIds": [users],
        },
    )


def _bucket_policy(**statement: object) -> str:
    base = {
        "Effect": "Allow",
        "Principal": root(),
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{UPLOADS}/*",
    }
    return policy({**base, **statement})


def _queue(name: str, /, **inputs: object) -> Row:
    return Row(
        "aws:sqs/queue:Queue",
        name,
        {"name": name, **inputs},
        id=f"https://x/{name}",
        outputs={"arn": f"arn:aws:sqs:eu-west-1:{A}:{name}"},
    )


def _on_bucket(type_: str, **inputs: object) -> Row:
    return Row(type_, "zz", {"bucket": UPLOADS, **inputs})


def _redrive(arn: str, count: object) -> str:
    return json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": count})


_LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
_REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
_S3_ROLE = Row(
    "aws:iam/role:Role",
    "s3-role",
    {
        "name": "s3-role",
        "assumeRolePolicy": policy(
            {
                "Effect": "Allow",
                "Principal": {"Service": "s3.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ),
    },
    id="s3-role",
    outputs={"arn": f"arn:aws:iam::{A}:role/s3-role"},
)
_COPY = {
    "role": f"arn:aws:iam::{A}:role/s3-role",
    "rules": [{"status": "Enabled", "destination": {"bucket": "arn:aws:s3:::elsewhere"}}],
}

EXAMPLES: dict[str, Example] = {
    "GP-RDS-001": example("db.engine", put("db", "engine", "postgresql")),
    "GP-RDS-002": example(
        "db.engineVersion", put("db", "engineVersion", "17.3"), put("db", "engineVersion", "17.9")
    ),
    "GP-RDS-003": example(
        "db.instanceClass",
        put("db", "instanceClass", "db.m7g.tiny"),
        put("db", "instanceClass", "db.t4g.micro"),
    ),
    "GP-RDS-004": example(
        "db.allocatedStorage", put("db", "allocatedStorage", 10), put("db", "allocatedStorage", 20)
    ),
    "GP-RDS-005": example(
        "db.iops",
        put("db", "iops", 12000),
        (put("db", "allocatedStorage", 400), put("db", "iops", 12000)),
    ),
    "GP-RDS-006": example(
        "db.iops",
        (put("db", "allocatedStorage", 400), put("db", "iops", 3000)),
        (
            put("db", "allocatedStorage", 400),
            put("db", "iops", 12000),
            put("db", "storageThroughput", 500),
        ),
    ),
    "GP-RDS-007": example(
        "db.maxAllocatedStorage",
        put("db", "maxAllocatedStorage", 105),
        put("db", "maxAllocatedStorage", 110),
    ),
    "GP-RDS-008": example(
        "db.backupWindow",
        put("db", "backupWindow", "02:00-02:20"),
        put("db", "backupWindow", "23:45-00:15"),
    ),
    "GP-RDS-009": example(
        "db.backupWindow",
        put("db", "backupWindow", "04:30-05:30"),
        put("db", "backupWindow", "05:00-06:00"),
    ),
    "GP-RDS-010": example(
        "db.performanceInsightsRetentionPeriod",
        put("db", "performanceInsightsRetentionPeriod", 30),
        put("db", "performanceInsightsRetentionPeriod", 31),
    ),
    "GP-RDS-011": example(
        "db.performanceInsightsKmsKeyId",
        put("db", "performanceInsightsEnabled", False),
        (
            put("db", "performanceInsightsEnabled", False),
            drop("db", "performanceInsightsKmsKeyId"),
            drop("db", "performanceInsightsRetentionPeriod"),
        ),
    ),
    "GP-RDS-012": example(
        "db.monitoringRoleArn",
        drop("db", "monitoringRoleArn"),
        (drop("db", "monitoringRoleArn"), put("db", "monitoringInterval", 0)),
    ),
    "GP-RDS-013": example(
        "db.password",
        put("db", "password", "longenough1"),
        (
            put("db", "password", "longenough1"),
            put("db", "manageMasterUserPassword", False),
            drop("db", "masterUserSecretKmsKeyId"),
        ),
    ),
    "GP-RDS-014": example(
        "db.password",
        (put("db", "manageMasterUserPassword", False), put("db", "password", "p@ssword1")),
        (
            drop("db", "manageMasterUserPassword"),
            drop("db", "masterUserSecretKmsKeyId"),
            put("db", "password", "pass#word1"),
        ),
    ),
    "GP-RDS-015": example(
        "db.availabilityZone",
        put("db", "availabilityZone", "eu-west-1a"),
        (put("db", "availabilityZone", "eu-west-1a"), put("db", "multiAz", False)),
    ),
    "GP-RDS-016": example(
        "db-subnets.subnetIds", put("db-subnets", "subnetIds", ["subnet-0a1b2c3d4e5f60005"])
    ),
    "GP-RDS-017": example(
        "db.parameterGroupName",
        put("db", "engineVersion", "16"),
        (put("db", "engineVersion", "16"), put("db-parameters", "family", "postgres16")),
    ),
    "GP-RDS-018": example(
        "db-parameters.family",
        put("db-parameters", "family", "postgresql17"),
        (put("db-parameters", "family", "postgres18"), put("db", "engineVersion", "18")),
    ),
    "GP-RDS-019": example(
        "db-parameters.parameters[1].applyMethod",
        put("db-parameters", "parameters[1].applyMethod", "immediate"),
        put("db-parameters", "parameters[0].applyMethod", "pending-reboot"),
    ),
    "GP-RDS-020": example(
        "db-parameters.parameters[1].name",
        put("db-parameters", "parameters[1].name", "rds.force_ssl"),
    ),
    "GP-RDS-021": example(
        "db-parameters.parameters[0].value",
        put("db-parameters", "parameters[0].value", "yes"),
        put("db-parameters", "parameters[0].value", "0"),
    ),
    "GP-RDS-022": example(
        "db-parameters.parameters[0].name",
        put("db-parameters", "parameters[0].name", "rds.forcessl"),
        put("db-parameters", "parameters[0]", {"name": "pgaudit.log", "value": "ddl,role"}),
    ),
    "GP-RDS-023": example(
        "db.enabledCloudwatchLogsExports[0]",
        put("db", "enabledCloudwatchLogsExports", ["error"]),
        put("db", "enabledCloudwatchLogsExports", ["iam-db-auth-error"]),
    ),
    "GP-RDS-024": example(
        "db.finalSnapshotIdentifier",
        drop("db", "finalSnapshotIdentifier"),
        (drop("db", "finalSnapshotIdentifier"), put("db", "skipFinalSnapshot", True)),
    ),
    "GP-RDS-025": example(
        "db.storageEncrypted", put("db", "storageEncrypted", False), drop("db", "kmsKeyId")
    ),
    "GP-RDS-026": example(
        "db.blueGreenUpdate.enabled",
        put("db", "blueGreenUpdate", {"enabled": True}),
        put("db", "blueGreenUpdate", {"enabled": False}),
    ),
    "GP-RDS-027": example(
        "zz.username",
        (
            drop("db", "manageMasterUserPassword"),
            also(_db("zz", replicateSourceDb="acme-prod-db", username="x")),
        ),
        (
            put("db", "manageMasterUserPassword", False),
            put("db", "password", "longenough1"),
            drop("db", "masterUserSecretKmsKeyId"),
            also(_db("zz", replicateSourceDb="acme-prod-db")),
        ),
    ),
    "GP-RDS-028": example(
        "db-replication.kmsKeyId",
        put("db-replication", "kmsKeyId", KEY),
        put("db-replication", "retentionPeriod", 35),
    ),
    "GP-RDS-029": example(
        "db-events.eventCategories[0]",
        put("db-events", "eventCategories", ["failures"]),
        put("db-events", "eventCategories", ["low storage"]),
    ),
    "GP-RDS-030": example(
        "zz.serverlessv2ScalingConfiguration.minCapacity",
        also(_cluster(serverlessv2ScalingConfiguration={"minCapacity": 0.7, "maxCapacity": 4})),
        also(_cluster()),
    ),
    "GP-RDS-031": example(
        "zz.identifier",
        also(
            _db(
                "zz",
                identifier="ACME-prod-db",
                engine="postgres",
                allocatedStorage=20,
                username="shop",
                manageMasterUserPassword=True,
            )
        ),
    ),
    "GP-RDS-032": example("db.port", put("db", "port", 1149), put("db", "port", 1150)),
    "GP-RDS-033": example(
        "db.vpcSecurityGroupIds[0]",
        (
            also(Row("aws:ec2/vpc:Vpc", "v2", {"cidrBlock": "10.99.0.0/16"}, id="vpc-2")),
            put("db-group", "vpcId", "vpc-2"),
        ),
    ),
    "GP-CACHE-001": example(
        "cache.automaticFailoverEnabled",
        put("cache", "numCacheClusters", 1),
        (
            put("cache", "numCacheClusters", 1),
            put("cache", "automaticFailoverEnabled", False),
            put("cache", "multiAzEnabled", False),
        ),
    ),
    "GP-CACHE-002": example(
        "cache.numNodeGroups",
        put("cache", "numNodeGroups", 2),
        (
            drop("cache", "numCacheClusters"),
            put("cache", "numNodeGroups", 1),
            put("cache", "replicasPerNodeGroup", 1),
        ),
    ),
    "GP-CACHE-003": example(
        "cache.transitEncryptionEnabled",
        drop("cache", "transitEncryptionEnabled"),
        put("cache", "transitEncryptionEnabled", False),
    ),
    "GP-CACHE-004": example(
        "cache.authToken",
        (put("cache", "transitEncryptionEnabled", False), put("cache", "authToken", "a" * 16)),
        put("cache", "authToken", "a" * 16),
    ),
    "GP-CACHE-005": example(
        "cache.atRestEncryptionEnabled",
        put("cache", "atRestEncryptionEnabled", False),
        drop("cache", "atRestEncryptionEnabled"),
    ),
    "GP-CACHE-006": example(
        "cache.engineVersion",
        put("cache", "engineVersion", "8.0.1"),
        put("cache", "engineVersion", "8.1"),
    ),
    "GP-CACHE-007": example(
        "cache.nodeType",
        put("cache", "nodeType", "cache.t4g.tiny"),
        put("cache", "nodeType", "cache.t4g.micro"),
    ),
    "GP-CACHE-008": example(
        "cache.parameterGroupName",
        put("cache", "parameterGroupName", "default.redis7"),
        put("cache", "parameterGroupName", "default.valkey8"),
    ),
    "GP-CACHE-009": example(
        "cache.snapshotWindow",
        put("cache", "snapshotWindow", "02:00-02:30"),
        put("cache", "snapshotWindow", "23:30-00:30"),
    ),
    "GP-CACHE-010": example(
        "cache.dataTieringEnabled",
        put("cache", "dataTieringEnabled", True),
        (put("cache", "dataTieringEnabled", True), put("cache", "nodeType", "cache.r6gd.xlarge")),
    ),
    "GP-CACHE-011": example(
        "cache.replicationGroupId",
        put("cache", "replicationGroupId", "acme--cache"),
        put("cache", "replicationGroupId", "a" * 40),
    ),
    "GP-CACHE-012": example(
        "cache-parameters.parameters[0].value",
        put("cache-parameters", "parameters[0].value", "lru"),
        put("cache-parameters", "parameters[0].value", "volatile-ttl"),
    ),
    "GP-CACHE-013": example(
        "zz.name",
        also(
            Row(
                "aws:elasticache/subnetGroup:SubnetGroup",
                "zz",
                {"name": "acme-prod-cache", "subnetIds": ["subnet-0a1b2c3d4e5f60005"]},
            )
        ),
        also(
            Row(
                "aws:elasticache/subnetGroup:SubnetGroup",
                "zz",
                {"name": "other", "subnetIds": ["subnet-0a1b2c3d4e5f60005"]},
            )
        ),
    ),
    "GP-CACHE-014": example(
        "zz.accessString",
        also(
            Row(
                _CACHE_USER,
                "zz",
                {
                    "userId": "app",
                    "userName": "app",
                    "engine": "valkey",
                    "accessString": "~* +@all",
                    "noPasswordRequired": True,
                },
            )
        ),
        also(
            Row(
                _CACHE_USER,
                "zz",
                {
                    "userId": "app",
                    "userName": "app",
                    "engine": "valkey",
                    "accessString": "on ~* +@all",
                    "noPasswordRequired": True,
                },
            )
        ),
    ),
    "GP-CACHE-015": example(
        "zz-group.userIds",
        (
            also(
                Row(
                    _CACHE_USER,
                    "zz",
                    {
                        "userId": "app",
                        "userName": "app",
                        "engine": "redis",
                        "accessString": "on ~* +@all",
                        "noPasswordRequired": True,
                    },
                ),
                Row(
                    "aws:elasticache/userGroup:UserGroup",
                    "zz-group",
                    {"userGroupId": "app", "engine": "redis", "userIds": ["app"]},
                ),
            )
        ),
        also(
            Row(
                _CACHE_USER,
                "zz",
                {
                    "userId": "off",
                    "userName": "default",
                    "engine": "redis",
                    "accessString": "off",
                    "noPasswordRequired": True,
                },
            ),
            Row(
                "aws:elasticache/userGroup:UserGroup",
                "zz-group",
                {"userGroupId": "app", "engine": "redis", "userIds": ["off"]},
            ),
        ),
    ),
    "GP-CACHE-018": example(
        "cache-user.userName",
        put("cache-user", "userName", "app"),
        (
            put("cache-user", "userName", "app"),
            put("cache-user", "authenticationMode", {"type": "password", "passwords": ["p" * 16]}),
        ),
    ),
    "GP-CACHE-019": example(
        "cache-users.userIds[0]",
        put("cache-user", "authenticationMode", {"type": "no-password-required"}),
        put("cache-user", "authenticationMode", {"type": "password", "passwords": ["p" * 16]}),
    ),
    "GP-CACHE-023": example(
        "zz.userGroupIds[0]",
        also(_redis_cache("acme-prod-valkey")),
        put("cache", "userGroupIds", ["acme-prod-valkey"]),
    ),
    "GP-CACHE-024": example(
        "cache-users.userGroupId",
        put("cache-users", "userGroupId", "acme--valkey"),
        put("cache-users", "userGroupId", "a" * 40),
    ),
    "GP-CACHE-016": example("cache.subnetGroupName", drop("cache", "subnetGroupName")),
    "GP-CACHE-017": example(
        "cache.logDeliveryConfigurations[0].logFormat",
        put(
            "cache",
            "logDeliveryConfigurations",
            [
                {
                    "destination": FLOW_LOGS,
                    "destinationType": "cloudwatch-logs",
                    "logFormat": "xml",
                    "logType": "slow-log",
                }
            ],
        ),
        put(
            "cache",
            "logDeliveryConfigurations",
            [
                {
                    "destination": FLOW_LOGS,
                    "destinationType": "cloudwatch-logs",
                    "logFormat": "json",
                    "logType": "slow-log",
                }
            ],
        ),
    ),
    "GP-S3-001": example(
        "logs.bucket", put("logs", "bucket", "Acme_Logs"), (put("uploads", "tags", {"a": "b"}),)
    ),
    "GP-S3-002": example(
        "zz.bucket",
        also(Row("aws:s3/bucket:Bucket", "zz", {"bucket": UPLOADS})),
        also(Row("aws:s3/bucket:Bucket", "zz", {"bucket": "a.b-c.9"})),
    ),
    "GP-S3-003": example(
        "zz.bucket",
        also(
            Row(
                "aws:s3/bucketPolicy:BucketPolicy",
                "zz",
                {"bucket": UPLOADS, "policy": _bucket_policy()},
            )
        ),
    ),
    "GP-S3-004": example(
        "uploads-policy.policy",
        put("uploads-policy", "policy", _bucket_policy(Resource="arn:aws:s3:::other/*")),
        put("uploads-policy", "policy", _bucket_policy()),
    ),
    "GP-S3-005": example(
        "uploads-policy.policy",
        put("uploads-policy", "policy", _bucket_policy(Action="s3:ListBucket")),
        put(
            "uploads-policy",
            "policy",
            _bucket_policy(Action="s3:List*", Resource=f"arn:aws:s3:::{UPLOADS}"),
        ),
    ),
    "GP-S3-006": example(
        "uploads-policy.policy",
        put("uploads-policy", "policy", _bucket_policy(Principal="*")),
        put(
            "uploads-policy",
            "policy",
            _bucket_policy(
                Principal="*", Condition={"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}
            ),
        ),
    ),
    "GP-S3-007": example(
        "uploads-policy.policy",
        put(
            "uploads-policy",
            "policy",
            policy(
                *[
                    {
                        "Sid": "x" * 200,
                        "Effect": "Allow",
                        "Principal": root(),
                        "Action": "s3:GetObject",
                        "Resource": f"arn:aws:s3:::{UPLOADS}/*",
                    }
                ]
                * 60
            ),
        ),
    ),
    "GP-S3-008": example(
        "uploads-lifecycle.rules[0].transitions[0].days",
        put("uploads-lifecycle", "rules[0].transitions[0].days", 29),
        put("uploads-lifecycle", "rules[0].transitions[1].days", 60),
    ),
    "GP-S3-009": example(
        "uploads-lifecycle.rules[1].id",
        put("uploads-lifecycle", "rules[1].id", "archive"),
        put("uploads-lifecycle", "rules[1].filter", {"prefix": ""}),
    ),
    "GP-S3-010": example(
        "zz.bucket",
        also(_on_bucket("aws:s3/bucketAcl:BucketAcl", acl="private")),
        (
            put("uploads-ownership", "rule.objectOwnership", "BucketOwnerPreferred"),
            also(_on_bucket("aws:s3/bucketAcl:BucketAcl", acl="private")),
        ),
    ),
    "GP-S3-011": example(
        "uploads-encryption.rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId",
        put(
            "uploads-encryption",
            "rules[0].applyServerSideEncryptionByDefault.sseAlgorithm",
            "AES256",
        ),
        put(
            "uploads-encryption",
            "rules[0].applyServerSideEncryptionByDefault.sseAlgorithm",
            "aws:kms:dsse",
        ),
    ),
    "GP-S3-012": example(
        "uploads-logging.targetBucket",
        put("uploads-logging", "targetBucket", "acme-audit-222222222222"),
        put("uploads-logging", "targetPrefix", ""),
    ),
    "GP-S3-013": example(
        "uploads-logging.targetBucket", put("uploads-logging", "targetBucket", UPLOADS)
    ),
    "GP-S3-014": example(
        "uploads-cors.corsRules[0].allowedMethods[0]",
        put("uploads-cors", "corsRules[0].allowedMethods", ["PATCH"]),
        put("uploads-cors", "corsRules[0].allowedOrigins", ["https://*.example.com"]),
    ),
    "GP-S3-015": example(
        "uploads-notification.queues[0].events[0]",
        put("uploads-notification", "queues[0].events", ["s3:ObjectCreate:*"]),
        put("uploads-notification", "queues[0].events", ["s3:ObjectRemoved:Delete"]),
    ),
    "GP-S3-016": example(
        "uploads-notification.queues[0].queueArn",
        put("uploads-notification", "queues[0].queueArn", f"arn:aws:sqs:{DR}:{A}:jobs"),
    ),
    "GP-S3-017": example(
        "replication.bucket",
        put("uploads-versioning", "versioningConfiguration.status", "Suspended"),
        put("uploads-versioning", "versioningConfiguration.status", "Enabled"),
    ),
    "GP-S3-018": example(
        "zz.rule.defaultRetention.days",
        also(
            _on_bucket(
                _LOCK, rule={"defaultRetention": {"mode": "GOVERNANCE", "days": 1, "years": 1}}
            )
        ),
        also(_on_bucket(_LOCK, rule={"defaultRetention": {"mode": "GOVERNANCE", "days": 1}})),
    ),
    "GP-S3-019": example(
        "uploads-versioning.versioningConfiguration.status",
        (
            also(_on_bucket(_LOCK)),
            put("uploads-versioning", "versioningConfiguration.status", "Suspended"),
        ),
        (
            gone("replication"),
            put("uploads-versioning", "versioningConfiguration.status", "Suspended"),
        ),
    ),
    "GP-S3-020": example(
        "zz.indexDocument.suffix",
        also(
            _on_bucket(
                "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
                indexDocument={"suffix": "/index.html"},
            )
        ),
        also(
            _on_bucket(
                "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
                indexDocument={"suffix": "index.html"},
            )
        ),
    ),
    "GP-SQS-001": example("jobs.name", put("jobs", "name", "jobs.fifo"), also(_queue("a_b-C"))),
    "GP-SQS-002": example(
        "jobs.contentBasedDeduplication",
        put("jobs", "contentBasedDeduplication", True),
        put("jobs", "contentBasedDeduplication", False),
    ),
    "GP-SQS-003": example(
        "jobs.redrivePolicy",
        put("jobs", "redrivePolicy", _redrive(DLQ, 1001)),
        put("jobs", "redrivePolicy", _redrive(DLQ, 1)),
    ),
    "GP-SQS-004": example(
        "jobs.sqsManagedSseEnabled",
        put("jobs", "kmsMasterKeyId", KEY),
        (
            put("jobs", "kmsMasterKeyId", KEY),
            put("jobs", "sqsManagedSseEnabled", False),
            put(
                "key",
                "policy",
                policy(allow("kms:*", Principal={**root(), "Service": "s3.amazonaws.com"})),
            ),
        ),
    ),
    "GP-SQS-005": example(
        "jobs-policy.policy",
        put("jobs-policy", "policy", policy(allow("sqs:SendMessages", QUEUE, Principal=root()))),
        put("jobs-policy", "policy", policy(allow("SQS:*", QUEUE, Principal="*"))),
    ),
    "GP-SQS-006": example("zz.name", also(_queue("zz", name="jobs"))),
    "GP-SQS-007": example(
        "jobs-dead.redriveAllowPolicy",
        put("jobs-dead", "redriveAllowPolicy", json.dumps({"redrivePermission": "byQueue"})),
        put(
            "jobs-dead",
            "redriveAllowPolicy",
            json.dumps({"redrivePermission": "byQueue", "sourceQueueArns": [QUEUE]}),
        ),
    ),
    "GP-SNS-001": example(
        "page.name", put("page", "name", "acme.page"), put("page", "displayName", "Acme page")
    ),
    "GP-SNS-002": example(
        "page-policy.policy",
        put("page-policy", "policy", policy(allow("sns:*", TOPIC, Principal=root()))),
        put("page-policy", "policy", policy(allow("SNS:Publish", TOPIC, Principal="*"))),
    ),
    "GP-SNS-003": example(
        "page-policy.policy",
        put("page-policy", "policy", policy(allow("sns:Publish", f"{TOPIC}-2", Principal="*"))),
    ),
    "GP-SNS-004": example(
        "page-mail.endpoint",
        put("page-mail", "endpoint", "ops at example.com"),
        put("page-mail", "endpoint", "ops+aws@example.co.uk"),
    ),
    "GP-SNS-005": example(
        "page-mail.filterPolicy",
        put("page-mail", "filterPolicy", '{"a": "b"}'),
        put("page-mail", "filterPolicy", '{"a": ["b"]}'),
    ),
    "GP-SNS-006": example(
        "zz.name",
        also(Row("aws:sns/topic:Topic", "zz", {"name": "acme-prod-page"}, id="x")),
        also(Row("aws:sns/topic:Topic", "zz", {"name": "a_B-1"}, id="x")),
    ),
    "GP-SNS-007": example(
        "page.kmsMasterKeyId",
        put("page", "kmsMasterKeyId", "alias/aws/sns"),
        drop("page", "kmsMasterKeyId"),
    ),
    "GP-KMS-001": example(
        "key.policy",
        put("key", "policy", policy(allow("kms:Decrypt", Principal=root()))),
        put("key", "policy", policy(allow(["kms:Put*", "kms:Describe*"], Principal=root()))),
    ),  # type: ignore[arg-type]
    "GP-KMS-002": example(
        "key.policy",
        put(
            "key",
            "policy",
            policy(allow("kms:*", Principal=root()), allow("kms:Decode", Principal=root())),
        ),
        put(
            "key",
            "policy",
            policy(
                allow("kms:*", Principal=root()), allow("kms:GenerateDataKey*", Principal=root())
            ),
        ),
    ),
    "GP-KMS-003": example(
        "key.rotationPeriodInDays",
        (put("key", "enableKeyRotation", False), put("key", "rotationPeriodInDays", 90)),
        put("key", "rotationPeriodInDays", 2560),
    ),
    "GP-KMS-004": example(
        "key-alias.name",
        put("key-alias", "name", "alias/aws/acme"),
        put("key-alias", "name", "alias/acme/prod_1"),
    ),
    "GP-KMS-005": example(
        "zz.name",
        also(
            Row("aws:kms/alias:Alias", "zz", {"name": "alias/acme-prod-data", "targetKeyId": KEY})
        ),
    ),
    "GP-KMS-006": example(
        "db.kmsKeyId", put("db", "kmsKeyId", KEY_US), put("db", "kmsKeyId", "alias/aws/rds")
    ),
    "GP-KMS-007": example(
        "flow-group.kmsKeyId",
        put("flow-group", "kmsKeyId", KEY),
        (
            put("flow-group", "kmsKeyId", KEY),
            put(
                "key",
                "policy",
                policy(
                    allow("kms:*", Principal=root()),
                    allow("kms:Encrypt", Principal={"Service": "logs.eu-west-1.amazonaws.com"}),
                ),
            ),
        ),
    ),
    "GP-KMS-008": example(
        "zz.primaryKeyArn",
        also(
            Row(
                "aws:kms/replicaKey:ReplicaKey",
                "zz",
                {"primaryKeyArn": KEY, "region": DR},
                region=DR,
                id="mrk-1",
            )
        ),
        (
            put("key", "multiRegion", True),
            also(
                Row(
                    "aws:kms/replicaKey:ReplicaKey",
                    "zz",
                    {"primaryKeyArn": KEY, "region": DR},
                    region=DR,
                    id="mrk-1",
                )
            ),
        ),
    ),
    "GP-SECRET-001": example(
        "stripe.name",
        put("stripe", "name", "acme stripe"),
        put("stripe", "name", "acme/prod/stripe_+=.@!-x"),
    ),
    "GP-SECRET-002": example(
        "stripe.name",
        put("stripe", "name", "acme-Ab12Cd"),
        put("stripe", "name", "acme-stripe-secret"),
    ),
    "GP-SECRET-003": example(
        "stripe.recoveryWindowInDays",
        put("stripe", "recoveryWindowInDays", 6),
        put("stripe", "recoveryWindowInDays", 0),
    ),
    "GP-SECRET-004": example(
        "zz.name", also(Row("aws:secretsmanager/secret:Secret", "zz", {"name": "acme/prod/stripe"}))
    ),
    "GP-SECRET-005": example(
        "stripe-version.secretBinary",
        put("stripe-version", "secretBinary", "eA=="),
        (drop("stripe-version", "secretString"), put("stripe-version", "secretBinary", "eA==")),
    ),
    "GP-SECRET-006": example(
        "stripe.replicas[0].region",
        put("stripe", "replicas", [{"region": "eu-west-1"}]),
        put("stripe", "replicas", [{"region": DR, "kmsKeyId": KEY_DR}]),
    ),
    "GP-SECRET-007": example(
        "rotation.rotationRules.automaticallyAfterDays",
        put("rotation", "rotationRules", {"automaticallyAfterDays": 1001}),
        put("rotation", "rotationRules", {"automaticallyAfterDays": 1000}),
    ),
    "GP-SECRET-008": example(
        "rotation.rotationRules.duration",
        put("rotation", "rotationRules.duration", "16h"),
        put("rotation", "rotationRules.duration", "15h"),
    ),
    "GP-SECRET-009": example(
        "rotation.rotationLambdaArn",
        put("rotate-permission", "sourceArn", f"{SECRET}x"),
        drop("rotate-permission", "sourceArn"),
    ),
    "GP-SSM-001": example(
        "flag.name", put("flag", "name", "/aws/flag"), put("flag", "name", "flag.one")
    ),
    "GP-SSM-002": example(
        "flag.value", put("flag", "value", "x" * 4097), put("flag", "value", "x" * 4096)
    ),
    "GP-DDB-001": example(
        "sessions.attributes",
        drop("sessions", "globalSecondaryIndexes"),
        put("sessions", "attributes[2].type", "N"),
    ),
    "GP-DDB-002": example(
        "sessions.readCapacity",
        put("sessions", "readCapacity", 5),
        (
            put("sessions", "billingMode", "PROVISIONED"),
            put("sessions", "readCapacity", 5),
            put("sessions", "writeCapacity", 5),
        ),
    ),
    "GP-DDB-003": example(
        "sessions.globalSecondaryIndexes[0].nonKeyAttributes",
        put("sessions", "globalSecondaryIndexes[0].projectionType", "INCLUDE"),
        put("sessions", "globalSecondaryIndexes[0].projectionType", "KEYS_ONLY"),
    ),
    "GP-DDB-004": example(
        "sessions.name", put("sessions", "name", "a b"), put("sessions", "name", "a.b")
    ),
    "GP-DDB-005": example(
        "sessions.ttl.attributeName",
        drop("sessions", "ttl.attributeName"),
        put("sessions", "ttl", {"enabled": False}),
    ),
}
