"""The shared stacks of the valid estate."""

from typing import Any

from tests.rules.support.estates import HOME, Row
from tests.rules.support.sample import MANAGEMENT, SECURITY, allow, policy, trust

ORG = "organization/main"
INSTANCE = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
SET = "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef"
LOG_BUCKET = f"acme-audit-{SECURITY}"


def _row(type_: str, name: str, inputs: dict[str, Any], **more: Any) -> Row:
    return Row(type_, name, inputs, stack=ORG, **more)


def organization() -> list[Row]:
    """Organization, guardrails, login, trail, threat detection."""
    return [
        _row(
            "aws:organizations/organization:Organization",
            "organization",
            {
                "featureSet": "ALL",
                "enabledPolicyTypes": ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"],
                "awsServiceAccessPrincipals": [
                    "sso.amazonaws.com",
                    "cloudtrail.amazonaws.com",
                    "guardduty.amazonaws.com",
                    "backup.amazonaws.com",
                    "account.amazonaws.com",
                    "iam.amazonaws.com",
                    "access-analyzer.amazonaws.com",
                    "config.amazonaws.com",
                ],
            },
            id="o-abcdefghij",
        ),
        _row(
            "aws:organizations/organizationalUnit:OrganizationalUnit",
            "workloads",
            {"name": "Workloads", "parentId": "r-abcd"},
            id="ou-abcd-11111111",
        ),
        _row(
            "aws:organizations/account:Account",
            "account-prod",
            {
                "name": "acme-prod",
                "email": "aws+prod@example.com",
                "parentId": "ou-abcd-11111111",
                "roleName": "OrganizationAccountAccessRole",
            },
            id="666666666666",
        ),
        _row(
            "aws:organizations/policy:Policy",
            "guardrail",
            {
                "name": "guardrail",
                "type": "SERVICE_CONTROL_POLICY",
                "content": policy(
                    {
                        "Effect": "Deny",
                        "Action": "organizations:LeaveOrganization",
                        "Resource": "*",
                    }
                ),
            },
            id="p-examplepolicyid111",
        ),
        _row(
            "aws:organizations/policyAttachment:PolicyAttachment",
            "guardrail-workloads",
            {"policyId": "p-examplepolicyid111", "targetId": "ou-abcd-11111111"},
        ),
        _row(
            "aws:organizations/delegatedAdministrator:DelegatedAdministrator",
            "delegated-config",
            {"accountId": SECURITY, "servicePrincipal": "config.amazonaws.com"},
        ),
        _row(
            "aws:organizations/delegatedAdministrator:DelegatedAdministrator",
            "delegated",
            {"accountId": SECURITY, "servicePrincipal": "access-analyzer.amazonaws.com"},
        ),
        _row(
            "aws:account/alternativeContact:AlternativeContact",
            "contact",
            {
                "alternateContactType": "SECURITY",
                "emailAddress": "security@example.com",
                "name": "Security",
                "phoneNumber": "+353 1 555 0100",
                "title": "Security",
            },
        ),
        _row(
            "aws:ssoadmin/permissionSet:PermissionSet",
            "read",
            {
                "name": "ReadOnly",
                "instanceArn": INSTANCE,
                "sessionDuration": "PT8H",
                "description": "Look",
            },
            id=f"{SET},{INSTANCE}",
            outputs={"arn": SET},
        ),
        _row(
            "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment",
            "read-policy",
            {
                "instanceArn": INSTANCE,
                "permissionSetArn": SET,
                "managedPolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess",
            },
        ),
        _row(
            "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
            "read-inline",
            {
                "instanceArn": INSTANCE,
                "permissionSetArn": SET,
                "inlinePolicy": policy(allow("logs:StartQuery")),
            },
        ),
        _row(
            "aws:ssoadmin/accountAssignment:AccountAssignment",
            "read-prod",
            {
                "instanceArn": INSTANCE,
                "permissionSetArn": SET,
                "principalId": "906712345a-01234567-0123-0123-0123-0123456789ab",
                "principalType": "GROUP",
                "targetId": "666666666666",
                "targetType": "AWS_ACCOUNT",
            },
        ),
        _row(
            "aws:identitystore/group:Group",
            "developers",
            {"identityStoreId": "d-1234567890", "displayName": "developers"},
        ),
        _row(
            "aws:cloudtrail/trail:Trail",
            "trail",
            {
                "name": "acme",
                "s3BucketName": LOG_BUCKET,
                "isOrganizationTrail": True,
                "isMultiRegionTrail": True,
                "includeGlobalServiceEvents": True,
                "enableLogFileValidation": True,
                "cloudWatchLogsGroupArn": f"arn:aws:logs:{HOME}:{MANAGEMENT}:log-group:trail:*",
                "cloudWatchLogsRoleArn": f"arn:aws:iam::{MANAGEMENT}:role/trail",
            },
        ),
        _row(
            "aws:cloudwatch/logGroup:LogGroup",
            "trail-group",
            {"name": "trail", "retentionInDays": 365},
            id="trail",
            outputs={"arn": f"arn:aws:logs:{HOME}:{MANAGEMENT}:log-group:trail"},
        ),
        _row(
            "aws:iam/role:Role",
            "trail-role",
            {"name": "trail", "assumeRolePolicy": trust("cloudtrail.amazonaws.com")},
            id="trail",
            outputs={"arn": f"arn:aws:iam::{MANAGEMENT}:role/trail"},
        ),
        Row(
            "aws:s3/bucket:Bucket",
            "audit",
            {"bucket": LOG_BUCKET},
            stack="security/main",
            id=LOG_BUCKET,
            outputs={"arn": f"arn:aws:s3:::{LOG_BUCKET}"},
        ),
        Row(
            "aws:guardduty/detector:Detector",
            "detector",
            {"enable": True, "findingPublishingFrequency": "FIFTEEN_MINUTES"},
            stack="security/main",
            id="12abc34d567e8fa901bc2d34e56789f0",
        ),
        Row(
            "aws:guardduty/detectorFeature:DetectorFeature",
            "detector-s3",
            {
                "detectorId": "12abc34d567e8fa901bc2d34e56789f0",
                "name": "S3_DATA_EVENTS",
                "status": "ENABLED",
            },
            stack="security/main",
        ),
        _row(
            "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount",
            "detector-admin",
            {"adminAccountId": SECURITY},
        ),
        Row(
            "aws:guardduty/organizationConfiguration:OrganizationConfiguration",
            "detector-organization",
            {
                "detectorId": "12abc34d567e8fa901bc2d34e56789f0",
                "autoEnableOrganizationMembers": "ALL",
            },
            stack="security/main",
        ),
        Row(
            "aws:accessanalyzer/analyzer:Analyzer",
            "analyzer",
            {"analyzerName": "acme", "type": "ORGANIZATION"},
            stack="security/main",
        ),
        Row(
            "aws:cfg/recorder:Recorder",
            "recorder",
            {
                "name": "default",
                "roleArn": f"arn:aws:iam::{SECURITY}:role/aws-service-role/"
                "config.amazonaws.com/AWSServiceRoleForConfig",
                "recordingGroup": {"allSupported": True, "includeGlobalResourceTypes": True},
            },
            stack="security/main",
            id="default",
        ),
        Row(
            "aws:cfg/deliveryChannel:DeliveryChannel",
            "channel",
            {
                "name": "default",
                "s3BucketName": LOG_BUCKET,
                "snapshotDeliveryProperties": {"deliveryFrequency": "TwentyFour_Hours"},
            },
            stack="security/main",
        ),
        _row(
            "aws:costexplorer/anomalyMonitor:AnomalyMonitor",
            "anomalies",
            {"name": "services", "monitorType": "DIMENSIONAL", "monitorDimension": "SERVICE"},
            outputs={"arn": f"arn:aws:ce::{MANAGEMENT}:anomalymonitor/1111"},
        ),
        _row(
            "aws:costexplorer/anomalySubscription:AnomalySubscription",
            "anomalies-mail",
            {
                "name": "daily",
                "frequency": "DAILY",
                "monitorArnLists": [f"arn:aws:ce::{MANAGEMENT}:anomalymonitor/1111"],
                "subscribers": [{"type": "EMAIL", "address": "ops@example.com"}],
                "thresholdExpression": {
                    "dimension": {
                        "key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
                        "matchOptions": ["GREATER_THAN_OR_EQUAL"],
                        "values": ["100"],
                    }
                },
            },
        ),
    ]
