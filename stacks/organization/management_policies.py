"""Resource control, declarative, backup, tag and AI opt-out policies."""

from typing import Any

from stacks.context import Context
from stacks.names import fit
from stacks.recovery.plan import backup_role_name
from stacks.recovery.tags import BACKUP_TAG, plan_name
from stacks.recovery.vault import vault_name

POLICY_CHARACTERS = 10000
"""AWS's limit for declarative, backup and tag policies."""
AI_POLICY_CHARACTERS = 2500
"""AWS's limit for AI opt-out policies."""

_PERIMETER = ["kms:*", "s3:*", "secretsmanager:*", "sqs:*"]


def resource_controls(organization_id: str, github_owner: str) -> dict[str, Any]:
    """Who may reach what the accounts hold, whatever its own policy says.

    Args:
        organization_id: ``o-...``.
        github_owner: GitHub organization whose tokens the accounts trust; empty for none.
    """
    statements = [organization_identities(organization_id), confused_deputy(organization_id)]
    statements.append(encrypted_transport())
    if github_owner:
        statements.append(github_tokens(github_owner))
    return {"Version": "2012-10-17", "Statement": statements}


def organization_identities(organization_id: str) -> dict[str, Any]:
    """Only identities of this organization, and AWS's services, reach data and roles.

    AssumeRoleWithWebIdentity is left out: a token from GitHub belongs to no organization,
    and `github_tokens` speaks about those.
    """
    return {
        "Sid": "OrganizationIdentities",
        "Effect": "Deny",
        "Principal": "*",
        "Action": [*_PERIMETER, "sts:AssumeRole"],
        # A perimeter has no gaps: every resource of these services.
        "Resource": "*",
        "Condition": {
            "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
            "StringNotEqualsIfExists": {"aws:PrincipalOrgID": organization_id},
        },
    }


def confused_deputy(organization_id: str) -> dict[str, Any]:
    """An AWS service acts here only for an account of this organization."""
    return {
        "Sid": "ConfusedDeputy",
        "Effect": "Deny",
        "Principal": "*",
        "Action": [*_PERIMETER, "sts:AssumeRole"],
        "Resource": "*",
        "Condition": {
            "Bool": {"aws:PrincipalIsAWSService": "true"},
            # Services that act on their own behalf send no source account.
            "Null": {"aws:SourceAccount": "false"},
            "StringNotEqualsIfExists": {"aws:SourceOrgID": organization_id},
        },
    }


def encrypted_transport() -> dict[str, Any]:
    """Nothing is read or written in clear text."""
    return {
        "Sid": "EncryptedTransport",
        "Effect": "Deny",
        "Principal": "*",
        "Action": _PERIMETER,
        "Resource": "*",
        "Condition": {"BoolIfExists": {"aws:SecureTransport": "false"}},
    }


def github_tokens(owner: str) -> dict[str, Any]:
    """A GitHub token opens a role only when it is from this GitHub organization.

    Tokens of other identity providers carry no such claim and are not touched.
    """
    return {
        "Sid": "GitHubTokens",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Resource": "*",
        "Condition": {
            "Null": {"token.actions.githubusercontent.com:sub": "false"},
            "StringNotLike": {
                "token.actions.githubusercontent.com:sub": [
                    f"repo:{owner}/*",
                    f"repo:{owner}@*",
                ]
            },
        },
    }


def declared_compute() -> dict[str, Any]:
    """How EC2 behaves in every account and region, new ones included.

    While this is attached, accounts cannot set these attributes themselves; the account
    baseline therefore leaves them alone once it knows an organization.
    """
    return {
        "ec2_attributes": {
            "exception_message": {
                "@@assign": "The organization fixes this setting. See docs/access.md."
            },
            "image_block_public_access": {"state": {"@@assign": "block_new_sharing"}},
            "instance_metadata_defaults": {
                "http_endpoint": {"@@assign": "enabled"},
                "http_put_response_hop_limit": {"@@assign": "2"},
                "http_tokens": {"@@assign": "required"},
                "instance_metadata_tags": {"@@assign": "disabled"},
            },
            "serial_console_access": {"status": {"@@assign": "disabled"}},
            "snapshot_block_public_access": {"state": {"@@assign": "block_all_sharing"}},
        }
    }


def backups(environment: Context, days: int) -> dict[str, Any]:
    """A weekly backup of what is tagged for one, that nobody in the account can turn off.

    The account's own plan is the account's to change, by deployment at least; this one is
    not. Vault and role are those of the foundation: `service_controls` keeps both. AWS makes
    the plan when the policy is attached, and only if the role is there by then.

    Args:
        environment: Whose account it is attached to.
        days: Days each recovery point is kept; what the vault's lock admits.
    """
    return {
        "plans": {
            fit(f"{environment.prefix}-organization", 50): {
                "regions": _assign([environment.region]),
                "rules": {
                    "weekly": {
                        # An hour away from every rule of the foundation: of two that overlap
                        # AWS Backup runs one.
                        "schedule_expression": _assign("cron(0 3 ? * SAT *)"),
                        "start_backup_window_minutes": _assign("60"),
                        "complete_backup_window_minutes": _assign("1440"),
                        "target_backup_vault_name": _assign(vault_name(environment)),
                        "lifecycle": {"delete_after_days": _assign(str(days))},
                    }
                },
                "selections": {
                    "tags": {
                        "tagged": {
                            "iam_role_arn": _assign(
                                f"arn:aws:iam::$account:role/{backup_role_name(environment)}"
                            ),
                            "tag_key": _assign(BACKUP_TAG),
                            "tag_value": _assign([plan_name(environment)]),
                        }
                    }
                },
            }
        }
    }


def _assign(value: str | list[str]) -> dict[str, Any]:
    return {"@@assign": value}


def tags(organization: str) -> dict[str, Any]:
    """One spelling of the tags every stack sets; reported, not enforced."""
    return {
        "tags": {
            key: {
                "tag_key": {"@@assign": key},
                **({"tag_value": {"@@assign": values}} if values else {}),
            }
            for key, values in (
                ("app", []),
                ("environment", ["dev", "main", "prod", "staging"]),
                ("managed-by", ["pulumi"]),
                ("organization", [organization]),
            )
        }
    }


def ai_opt_out() -> dict[str, Any]:
    """AWS's AI services keep nothing of this organization's content."""
    return {"services": {"default": {"opt_out_policy": {"@@assign": "optOut"}}}}
