"""Service control policies: what nobody in a member account may do, whoever they are.

One function per statement. `POLICIES` says which statements make one policy, because AWS
attaches at most five policies to a target (its own FullAWSAccess is one of them) and
takes 5,120 characters each. Statements never touch the management account nor
service-linked roles: AWS exempts both.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stacks.context import EDGE_REGION
from stacks.errors import ArgumentError
from stacks.organization.principals import ACCESS_ROLE, DEPLOYERS, OPERATORS, ROLE_PATH

Statement = dict[str, Any]

POLICY_CHARACTERS = 5120
"""AWS's limit; white space counts when a policy arrives through the API."""
ROOM = 0.2
"""Share of the limit that stays free, so that an exception fits on a bad day."""


@dataclass(frozen=True, kw_only=True)
class Guardrails:
    """What the statements depend on.

    Attributes:
        region: Home region.
        dr_region: Region of the copies.
    """

    region: str
    dr_region: str

    @property
    def regions(self) -> list[str]:
        """Regions in use.

        us-east-1 is always one: CloudFront's certificates, WAF, metrics and alarms are there.
        """
        return sorted({self.region, self.dr_region, EDGE_REGION})


def leave_organization(_: Guardrails) -> Statement:
    """Nobody takes an account out from under the guardrails, or closes it."""
    return _deny("LeaveOrganization", ["account:CloseAccount", "organizations:LeaveOrganization"])


def root_user(_: Guardrails) -> Statement:
    """Root is locked. Sessions the management account opens (`sts:AssumeRoot`) still work."""
    return {
        **_deny("RootUser", ["*"]),
        "Condition": {
            "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"},
            # The key is there only in sessions of centralized root access.
            "Null": {"aws:AssumedRoot": "true"},
        },
    }


def regions(guardrails: Guardrails) -> Statement:
    """Nothing runs where nobody looks.

    Services with one endpoint for the world are exempt; source: AWS's own example of this
    policy, and the services this repository uses.
    """
    return {
        "Sid": "Regions",
        "Effect": "Deny",
        "NotAction": GLOBAL_ACTIONS,
        "Resource": "*",
        "Condition": {
            "ArnNotLike": {"aws:PrincipalArn": list(OPERATORS)},
            "StringNotEquals": {"aws:RequestedRegion": guardrails.regions},
        },
    }


def opt_in_regions(_: Guardrails) -> Statement:
    """Regions that are off stay off: the audit services do not look there."""
    return _deny("OptInRegions", ["account:DisableRegion", "account:EnableRegion"], OPERATORS)


def iam_users(_: Guardrails) -> Statement:
    """People come through Identity Center, machines through roles: no lasting keys."""
    return _deny(
        "IamUsers",
        [
            "iam:AttachUserPolicy",
            "iam:CreateAccessKey",
            "iam:CreateLoginProfile",
            "iam:CreateUser",
            "iam:PutUserPolicy",
            "iam:UpdateAccessKey",
            "iam:UpdateLoginProfile",
        ],
        OPERATORS,
    )


def trail(_: Guardrails) -> Statement:
    """The record of who did what goes on."""
    return _deny(
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
    return _deny(
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
    return _deny(
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
    return _deny(
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
    return _deny(
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


def encryption_defaults(_: Guardrails) -> Statement:
    """New disks are encrypted, and keys keep rotating."""
    return _deny(
        "EncryptionDefaults",
        [
            "ec2:DisableEbsEncryptionByDefault",
            "ec2:ResetEbsDefaultKmsKeyId",
            "kms:DisableKeyRotation",
        ],
        OPERATORS,
    )


def unencrypted_data(_: Guardrails) -> Statement:
    """No database without encryption: it cannot be added to one that exists."""
    return {
        **_deny("UnencryptedData", ["rds:CreateDBCluster", "rds:CreateDBInstance"]),
        "Condition": {"Bool": {"rds:StorageEncrypted": "false"}},
    }


def public_data(_: Guardrails) -> Statement:
    """The switches that keep data private stay as the deployment sets them."""
    return _deny(
        "PublicData",
        [
            "ec2:DisableImageBlockPublicAccess",
            "ec2:DisableSnapshotBlockPublicAccess",
            "ec2:EnableSerialConsoleAccess",
            "ec2:ModifyInstanceMetadataDefaults",
            "s3:PutAccountPublicAccessBlock",
        ],
        DEPLOYERS,
    )


def public_snapshots(_: Guardrails) -> Statement:
    """No volume snapshot or machine image is given to the whole world."""
    return {
        **_deny("PublicSnapshots", ["ec2:ModifyImageAttribute", "ec2:ModifySnapshotAttribute"]),
        "Condition": {"StringEquals": {"ec2:Add/group": "all"}},
    }


def public_functions(_: Guardrails) -> Statement:
    """No function answers the internet without asking who calls."""
    return {
        **_deny(
            "PublicFunctions",
            [
                "lambda:AddPermission",
                "lambda:CreateFunctionUrlConfig",
                "lambda:UpdateFunctionUrlConfig",
            ],
        ),
        "Condition": {"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}},
    }


def backups(_: Guardrails) -> Statement:
    """Recovery points, snapshots and vaults outlive everyone's mistake, CI's included."""
    return _deny(
        "Backups",
        [
            "backup:DeleteBackupVault",
            "backup:DeleteBackupVaultLockConfiguration",
            "backup:DeleteRecoveryPoint",
            "backup:DisassociateRecoveryPoint",
            "backup:UpdateRecoveryPointLifecycle",
            "rds:DeleteDBClusterAutomatedBackup",
            "rds:DeleteDBClusterSnapshot",
            "rds:DeleteDBInstanceAutomatedBackup",
            "rds:DeleteDBSnapshot",
        ],
        OPERATORS,
    )


def backup_settings(_: Guardrails) -> Statement:
    """Who may reach the vaults, and what is backed up when, changes by deployment only."""
    return _deny(
        "BackupSettings",
        [
            "backup:DeleteBackupPlan",
            "backup:DeleteBackupSelection",
            "backup:DeleteBackupVaultAccessPolicy",
            "backup:PutBackupVaultAccessPolicy",
            "backup:PutBackupVaultLockConfiguration",
            "backup:UpdateBackupPlan",
            "backup:UpdateRegionSettings",
        ],
        DEPLOYERS,
    )


def keys(_: Guardrails) -> Statement:
    """A deleted key deletes everything it encrypted, backups too."""
    return _deny(
        "Keys",
        ["kms:DeleteImportedKeyMaterial", "kms:DisableKey", "kms:ScheduleKeyDeletion"],
        OPERATORS,
    )


def everything(_: Guardrails) -> Statement:
    """An account in quarantine does nothing until somebody has looked."""
    return _deny("Everything", ["*"], OPERATORS)


POLICIES: Mapping[str, Sequence[Callable[[Guardrails], Statement]]] = {
    "foundation": (leave_organization, root_user, regions, opt_in_regions, iam_users),
    "audit": (
        trail,
        configuration_recorder,
        threat_detection,
        security_hub,
        access_analyzer,
        deploy_roles,
    ),
    "data": (
        encryption_defaults,
        unencrypted_data,
        public_data,
        public_snapshots,
        public_functions,
    ),
    "backups": (backups, backup_settings, keys),
    "quarantine": (everything,),
}
"""Statements by policy."""

TARGETS: Mapping[str, tuple[str, ...]] = {
    "foundation": ("root",),
    "audit": ("root",),
    "data": ("root",),
    "backups": ("security", "infrastructure", "prod"),
    "quarantine": ("quarantine", "suspended"),
}
"""Units each policy is attached to. The root keeps one of five places free."""

GLOBAL_ACTIONS = [
    "account:*",
    "acm:*",
    "aws-marketplace:*",
    "aws-portal:*",
    "awsbillingconsole:*",
    "bcm-data-exports:*",
    "billing:*",
    "budgets:*",
    "ce:*",
    "cloudfront:*",
    "consolidatedbilling:*",
    "cur:*",
    "ec2:DescribeRegions",
    "freetier:*",
    "globalaccelerator:*",
    "health:*",
    "iam:*",
    "identitystore:*",
    "invoicing:*",
    "kms:*",
    "notifications:*",
    "organizations:*",
    "payments:*",
    "pricing:*",
    "q:*",
    "route53:*",
    "route53domains:*",
    "s3:GetAccountPublic*",
    "s3:GetBucketLocation",
    "s3:ListAllMyBuckets",
    "s3:PutAccountPublic*",
    "servicequotas:*",
    "shield:*",
    "sso:*",
    "sts:*",
    "support:*",
    "tax:*",
    "trustedadvisor:*",
    "waf:*",
    "wafv2:*",
]
"""Actions whose request carries no region of its own, or always us-east-1."""


def policy_text(name: str, guardrails: Guardrails) -> str:
    """One policy as AWS gets it.

    Raises:
        ArgumentError: It is larger than AWS takes, or leaves no room.
    """
    document = {
        "Version": "2012-10-17",
        "Statement": [statement(guardrails) for statement in POLICIES[name]],
    }
    return checked(f"service control policy {name}", document, POLICY_CHARACTERS)


def checked(name: str, document: Mapping[str, Any], limit: int) -> str:
    """The document without white space, within its limit and with room to spare.

    Raises:
        ArgumentError: It is too long, and by how much.
    """
    text = json.dumps(document, separators=(",", ":"))
    most = int(limit * (1 - ROOM))
    if len(text) > most:
        raise ArgumentError(
            name,
            f"{len(text)} characters, {len(text) - most} too many",
            f"at most {most}: AWS takes {limit}, and {limit - most} stay free for a bad day",
            fix="move a statement into another policy of stacks/organization",
        )
    return text


def _deny(sid: str, actions: list[str], exempt: Sequence[str] = ()) -> Statement:
    # A guardrail speaks about every resource in the account; what it spares are people.
    statement: Statement = {"Sid": sid, "Effect": "Deny", "Action": actions, "Resource": "*"}
    if exempt:
        statement["Condition"] = {"ArnNotLike": {"aws:PrincipalArn": list(exempt)}}
    return statement
