"""Examples of the rules of replication, policies' conditions, Security Hub, deliveries, units."""

import json

from tests.rules.support.estates import Row, also, drop, put
from tests.rules.support.examples import Example, example
from tests.rules.support.sample import (
    KEY,
    MANAGEMENT,
    SECURITY,
    TOPIC,
    A,
    allow,
    policy,
    root,
)
from tests.rules.support.sample_organization import LOG_BUCKET

_UPLOADS = f"acme-prod-uploads-{A}"
_GITHUB = f"arn:aws:iam::{A}:oidc-provider/token.actions.githubusercontent.com"


def _trust(**condition: object) -> str:
    return policy(
        {
            "Effect": "Allow",
            "Principal": {"Federated": _GITHUB},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": condition,
        }
    )


def _bucket(**condition: object) -> str:
    return policy(
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:ListBucket",
            "Resource": f"arn:aws:s3:::{_UPLOADS}",
            "Condition": condition,
        }
    )


def _identity(**condition: object) -> str:
    return policy(allow("s3:GetObject", "*", Condition=condition))


def _writes(service: str) -> Row:
    other = "config" if service == "cloudtrail" else "cloudtrail"
    return Row(
        "aws:s3/bucketPolicy:BucketPolicy",
        "zz",
        {
            "bucket": LOG_BUCKET,
            "policy": policy(
                *(
                    allow(
                        "s3:PutObject",
                        f"arn:aws:s3:::{LOG_BUCKET}/{key}",
                        Principal={"Service": f"{name}.amazonaws.com"},
                    )
                    for name, key in ((service, "AWSLogs/*"), (other, "elsewhere/*"))
                )
            ),
        },
        stack="security/main",
    )


def _open_bucket() -> Row:
    services = ["config.amazonaws.com", "cloudtrail.amazonaws.com"]
    bucket = f"arn:aws:s3:::{LOG_BUCKET}"
    statements = [
        allow("s3:PutObject", f"{bucket}/AWSLogs/*", Principal={"Service": services}),
        allow("s3:GetBucketAcl", bucket, Principal={"Service": services}),
    ]
    return Row(
        "aws:s3/bucketPolicy:BucketPolicy",
        "zz",
        {"bucket": LOG_BUCKET, "policy": policy(*statements)},
        stack="security/main",
    )


def _unit(name: str, parent: str) -> Row:
    return Row(
        "aws:organizations/organizationalUnit:OrganizationalUnit",
        name,
        {"name": name, "parentId": parent},
        stack="organization/main",
        id=f"ou-abcd-{name:0>8}",
    )


def _ai(value: object) -> Row:
    return Row(
        "aws:organizations/policy:Policy",
        "zz",
        {
            "name": "ai",
            "type": "AISERVICES_OPT_OUT_POLICY",
            "content": json.dumps({"services": {"default": {"opt_out_policy": value}}}),
        },
        stack="organization/main",
    )


_TRAIL_KEY = Row(
    "aws:kms/key:Key",
    "zz",
    {
        "policy": policy(
            allow("kms:*", Principal=root(MANAGEMENT)),
            allow("kms:GenerateDataKey*", Principal={"Service": "cloudtrail.amazonaws.com"}),
        )
    },
    stack="organization/main",
    id="51111111-2222-3333-4444-555555555555",
    outputs={"arn": f"arn:aws:kms:eu-west-1:{MANAGEMENT}:key/51111111-2222-3333-4444-555555555555"},
)
_AI_ON = put("organization", "enabledPolicyTypes", [
    "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "AISERVICES_OPT_OUT_POLICY"])  # fmt: skip

EXAMPLES: dict[str, Example] = {
    "GP-S3-021": example(
        "replication.rules[0].destination.bucket",
        put("replication", "rules[0].destination.bucket", f"arn:aws:s3:::{_UPLOADS}"),
    ),
    "GP-S3-022": example(
        "replication.rules[0].destination.replicationTime.time.minutes",
        put("replication", "rules[0].destination.replicationTime.time.minutes", 30),
        put("replication", "rules[0].destination.replicationTime.time.minutes", 15),
    ),
    "GP-S3-024": example(
        "uploads-lifecycle.rules",
        put("uploads-lifecycle", "rules", []),
    ),
    "GP-S3-025": example(
        "uploads-lifecycle.rules[0].filter",
        put("uploads-lifecycle", "rules[0]", {
            "id": "a", "status": "Enabled", "filter": {"objectSizeGreaterThan": 5},
            "abortIncompleteMultipartUpload": {"daysAfterInitiation": 1}}),
        put("uploads-lifecycle", "rules[0]", {
            "id": "a", "status": "Enabled", "filter": {"prefix": "a/"},
            "abortIncompleteMultipartUpload": {"daysAfterInitiation": 1}}),
    ),
    "GP-S3-026": example(
        "uploads-versioning.versioningConfiguration.mfaDelete",
        put("uploads-versioning", "versioningConfiguration.mfaDelete", "Enabled"),
        put("uploads-versioning", "versioningConfiguration.mfaDelete", "Disabled"),
    ),
    "GP-S3-027": example(
        "uploads-notification.topics[0].topicArn",
        (
            put("uploads-notification", "topics", [
                {"topicArn": TOPIC, "events": ["s3:ObjectRemoved:*"]}]),
            put("page-policy", "policy", policy(allow(
                "sns:Publish", TOPIC, Principal={"Service": "s3.amazonaws.com"}))),
        ),
        (
            put("uploads-notification", "topics", [
                {"topicArn": TOPIC, "events": ["s3:ObjectRemoved:*"]}]),
            put("page-policy", "policy", policy(allow(
                "sns:Publish", TOPIC, Principal={"Service": "s3.amazonaws.com"}))),
            put("key", "policy", policy(
                allow("kms:*", Principal=root()),
                allow("kms:GenerateDataKey*", Principal={"Service": "s3.amazonaws.com"}))),
        ),
    ),
    "GP-S3-028": example(
        "uploads-policy.policy",
        put("uploads-policy", "policy", _bucket(StringEquals={"s3:prefixes": "a"})),
        put("uploads-policy", "policy", _bucket(StringEquals={"s3:prefix": "a"})),
    ),
    "GP-IAM-030": example(
        "task-policy.policy",
        put("task-policy", "policy", _identity(IpAddress={"aws:SourceIp": "1.2.3"})),
        put("task-policy", "policy", _identity(IpAddress={"aws:SourceIp": ["1.2.3.4", "2001:db8::/32"]})),
    ),
    "GP-IAM-031": example(
        "deploy.assumeRolePolicy",
        put("deploy", "assumeRolePolicy", _trust(
            StringEquals={"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"})),
        put("deploy", "assumeRolePolicy", _trust(
            StringEquals={"token.actions.githubusercontent.com:sub": "repo:acme/shop:environment:prod"})),
    ),
    "GP-IAM-032": example(
        "task-policy.policy",
        put("task-policy", "policy", policy(allow("iam:GetRole", f"arn:aws:iam:eu-west-1:{A}:role/x"))),
        put("task-policy", "policy", policy(allow("iam:GetRole", f"arn:aws:iam::{A}:role/x"))),
    ),
    "GP-HUB-001": example(
        "hub-regions.specifiedRegions[0]",
        put("hub-regions", "specifiedRegions", ["eu-west-1"]),
        (put("hub-regions", "linkingMode", "ALL_REGIONS"), drop("hub-regions", "specifiedRegions")),
    ),
    "GP-HUB-002": example(
        "hub-organization.autoEnable",
        put("hub-organization", "autoEnable", True),
        (
            put("hub-organization", "autoEnable", True),
            put("hub-organization", "organizationConfiguration.configurationType", "LOCAL"),
        ),
    ),
    "GP-HUB-003": example(
        "hub-policy.configurationPolicy.enabledStandardArns[0]",
        put("hub-policy", "configurationPolicy.enabledStandardArns",
            ["arn:aws:securityhub:eu-west-1::standards/nope/v/1.0.0"]),
        put("hub-policy", "configurationPolicy.enabledStandardArns",
            ["arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0"]),
    ),
    "GP-HUB-004": example(
        "detector-admin-us.adminAccountId",
        also(*(
            Row(
                "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount",
                f"detector-admin-{region[:2]}",
                {"adminAccountId": account, "region": region},
                stack="organization/main",
                region=region,
            )
            for region, account in (("us-east-1", A), ("eu-central-1", SECURITY))
        )),
        also(Row(
            "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount",
            "detector-admin-us",
            {"adminAccountId": SECURITY, "region": "us-east-1"},
            stack="organization/main",
            region="us-east-1",
        )),
    ),
    "GP-CONFIG-003": example(
        "aggregator.organizationAggregationSource.regions",
        put("aggregator", "organizationAggregationSource.regions", ["eu-west-1"]),
        (
            put("aggregator", "organizationAggregationSource.regions", ["eu-west-1"]),
            put("aggregator", "organizationAggregationSource.allRegions", False),
        ),
    ),
    "GP-KMS-009": example(
        "key.isEnabled",
        put("key", "isEnabled", False),
        put("key", "isEnabled", True),
    ),
    "GP-KMS-010": example(
        "key.policy",
        put("key", "policy", policy(*(allow("kms:*", Principal=root()) for _ in range(300)))),
        put("key", "policy", policy(*(allow("kms:*", Principal=root()) for _ in range(200)))),
    ),
    "GP-TRAIL-003": example(
        "trail.kmsKeyId",
        put("trail", "kmsKeyId", KEY),
        (also(_TRAIL_KEY), put("trail", "kmsKeyId", _TRAIL_KEY.outputs["arn"])),
    ),
    "GP-CONFIG-004": example(
        "channel.s3BucketName",
        also(_writes("cloudtrail")),
        also(_open_bucket()),
    ),
    "GP-TRAIL-004": example(
        "trail.s3BucketName",
        also(_writes("config")),
        also(_open_bucket()),
    ),
    "GP-BACKUP-020": example("plan.rules", put("plan", "rules", []),),
    "GP-BACKUP-021": example(
        "testing-db.protectedResourceConditions.stringEquals[0].key",
        (
            drop("testing-db", "protectedResourceArns"),
            put("testing-db", "protectedResourceConditions",
                {"stringEquals": [{"key": "backup", "value": "yes"}]}),
        ),
        (
            drop("testing-db", "protectedResourceArns"),
            put("testing-db", "protectedResourceConditions",
                {"stringEquals": [{"key": "aws:ResourceTag/backup", "value": "yes"}]}),
        ),
    ),
    "GP-BACKUP-022": example(
        "vault-copies-policy.policy",
        put("vault-copies-policy", "policy", policy(allow("backup:CopyAll", Principal=root()))),
        put("vault-copies-policy", "policy", policy(allow("backup:Copy*", Principal=root()))),
    ),
    "GP-BACKUP-023": example(
        "testing-db.restoreMetadataOverrides.dbSubnetGroupName",
        put("testing-db", "restoreMetadataOverrides", {"dbSubnetGroupName": "nowhere"}),
        put("testing-db", "restoreMetadataOverrides", {"dbSubnetGroupName": "acme-prod"}),
    ),
    "GP-BACKUP-024": example(
        "plan.rules[0].copyActions[0].destinationVaultArn",
        put("plan", "rules[0].copyActions[0].destinationVaultArn",
            "arn:aws:backup:eu-central-1:999999999999:backup-vault:elsewhere"),
        put("plan", "rules[0].copyActions[0].destinationVaultArn",
            "arn:aws:backup:eu-central-1:666666666666:backup-vault:acme-prod-dr"),
    ),
    "GP-GUARD-004": example(
        "detector-s3.detectorId",
        put("detector-s3", "detectorId", "12abc34d567e8fa901bc2d34e56789ff"),
        put("detector-s3", "detectorId", "12abc34d567e8fa901bc2d34e56789f0"),
    ),
    "GP-ORG-010": example(
        "zz.content",
        (also(_ai("optOut")), _AI_ON),
        (also(_ai({"@@assign": "optOut"})), _AI_ON),
    ),
    "GP-ORG-011": example(
        "b.parentId",
        also(_unit("a", "ou-abcd-0000000b"), _unit("b", "ou-abcd-0000000a")),
        also(_unit("a", "r-abcd"), _unit("b", "ou-abcd-0000000a")),
    ),
    "GP-REF-903": example(
        "cache.notificationTopicArn",
        put("cache", "notificationTopicArn", "acme-prod-page"),
        put("cache", "notificationTopicArn", TOPIC),
    ),
    "GP-REF-905": example(
        "read.instanceArn",
        put("read", "instanceArn", "ssoins-1234567890abcdef"),
        put("read", "relayState", "https://console.aws.amazon.com/"),
    ),
    "GP-REF-904": example(
        "read-prod.targetId",
        put("read-prod", "targetId", "999999999999"),
        put("read-prod", "targetId", A),
    ),
}  # fmt: skip
