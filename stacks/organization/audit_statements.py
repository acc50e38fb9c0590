"""Statements that keep the watchers watching, and the deployment in its place."""

from stacks.organization.principals import ACCESS_ROLE, OPERATORS, ROLE_PATH
from stacks.organization.statement import Guardrails, Statement, deny


def trail(_: Guardrails) -> Statement:
    """The record of who did what goes on."""
    return deny(
        "Trail",
        [
            "cloudtrail:DeleteEventDataStore",
            "cloudtrail:DeleteTrail",
            "cloudtrail:PutEventSelectors",
            "cloudtrail:StopEventDataStoreIngestion",
            "cloudtrail:StopLogging",
            "cloudtrail:UpdateTrail",
        ],
        OPERATORS,
    )


def configuration_recorder(_: Guardrails) -> Statement:
    """The record of what was configured how goes on; deployments may set it up."""
    return deny(
        "ConfigurationRecorder",
        [
            "config:DeleteAggregationAuthorization",
            "config:DeleteConfigurationRecorder",
            "config:DeleteDeliveryChannel",
            "config:DeleteRetentionConfiguration",
            "config:StopConfigurationRecorder",
        ],
        OPERATORS,
    )


def threat_detection(_: Guardrails) -> Statement:
    """GuardDuty keeps watching, and its findings reach the security account."""
    return deny(
        "ThreatDetection",
        [
            "guardduty:CreateFilter",
            "guardduty:CreateIPSet",
            "guardduty:DeleteDetector",
            "guardduty:DeleteMembers",
            "guardduty:DisassociateFromAdministratorAccount",
            "guardduty:DisassociateFromMasterAccount",
            "guardduty:DisassociateMembers",
            "guardduty:StopMonitoringMembers",
            "guardduty:UpdateDetector",
        ],
        OPERATORS,
    )


def security_hub(_: Guardrails) -> Statement:
    """Security Hub keeps watching."""
    return deny(
        "SecurityHub",
        [
            "securityhub:BatchDisableStandards",
            "securityhub:DeleteMembers",
            "securityhub:DisableSecurityHub",
            "securityhub:DisassociateFromAdministratorAccount",
            "securityhub:DisassociateFromMasterAccount",
            "securityhub:DisassociateMembers",
        ],
        OPERATORS,
    )


def access_analyzer(_: Guardrails) -> Statement:
    """What is shared with strangers stays visible: no analyzer goes, no finding is hidden."""
    return deny(
        "AccessAnalyzer",
        [
            "access-analyzer:CreateArchiveRule",
            "access-analyzer:DeleteAnalyzer",
            "access-analyzer:UpdateArchiveRule",
        ],
        OPERATORS,
    )


def deploy_roles(_: Guardrails) -> Statement:
    """The roles that deploy, and what bounds them, change only by the first deployment."""
    return {
        "Sid": "DeployRoles",
        "Effect": "Deny",
        "Action": [
            "iam:Add*",
            "iam:Attach*",
            "iam:Create*",
            "iam:Delete*",
            "iam:Detach*",
            "iam:Put*",
            "iam:Remove*",
            "iam:Set*",
            "iam:Update*",
        ],
        "Resource": [
            "arn:aws:iam::*:oidc-provider/*",
            f"arn:aws:iam::*:policy{ROLE_PATH}*",
            f"arn:aws:iam::*:role{ROLE_PATH}*",
            f"arn:aws:iam::*:role/{ACCESS_ROLE}",
        ],
        "Condition": {"ArnNotLike": {"aws:PrincipalArn": list(OPERATORS)}},
    }
