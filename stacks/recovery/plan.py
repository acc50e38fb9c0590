"""The backup plan of an environment: when, how long, copied where, by which role."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context
from stacks.recovery.tags import BACKUP_TAG, plan_name
from stacks.recovery.vault import BackupVault
from stacks.trust import service_trust

_POLICY = "arn:aws:iam::aws:policy/"
BACKUP_POLICIES = {
    "backup": f"{_POLICY}service-role/AWSBackupServiceRolePolicyForBackup",
    # The S3 policies alone have no "service-role/" in their path.
    "s3-backup": f"{_POLICY}AWSBackupServiceRolePolicyForS3Backup",
}
RESTORE_POLICIES = {
    "restore": f"{_POLICY}service-role/AWSBackupServiceRolePolicyForRestores",
    "s3-restore": f"{_POLICY}AWSBackupServiceRolePolicyForS3Restore",
}

_START_MINUTES = 60
_COMPLETION_MINUTES = 24 * 60


@dataclass(frozen=True, kw_only=True)
class Copy:
    """A copy of each recovery point of a rule."""

    vault_arn: pulumi.Input[str]
    """Vault that receives it."""
    days: int
    """Days it is kept there."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One schedule of a plan."""

    name: str
    """1 to 50 letters, digits, hyphens."""
    schedule: str
    """Six fields, UTC. AWS Backup runs only one of two rules whose hours of starting
    overlap, so no two rules start within an hour of each other."""
    days: int
    """Days its recovery points are kept."""
    continuous: bool = False
    """Point-in-time recovery where the type allows (RDS, Aurora, S3); 35 days at most."""
    copies: tuple[Copy, ...] = ()
    """Where each recovery point is copied."""


@dataclass(frozen=True, kw_only=True)
class BackupPlanArgs:
    """Settings of a backup plan. The plan is free; recovery points and copies are paid by GB."""

    context: Context
    """Who and where."""
    vault: BackupVault
    """Vault of every rule. Continuous and periodic backups of one bucket must share it."""
    rules: tuple[Rule, ...]
    """When and how long."""


class BackupPlan(Component, token="groundplan:recovery:BackupPlan"):
    """A plan, the role that carries it out, and the selection of everything tagged for it.

    Invariants: resources are selected by the tag ``backup`` with the plan's name; the role
    has AWS's managed policies for backups and nothing else.
    """

    CHILDREN = ("plan", "role", "selection")

    role_arn: pulumi.Output[str]
    """Role that makes backups and copies."""

    def __init__(
        self, name: str, args: BackupPlanArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self.plan = aws.backup.Plan(
            f"{name}-plan",
            name=plan_name(args.context),
            rules=[_rule(rule, args.vault) for rule in args.rules],
            region=args.context.region,
            opts=self._child(),
        )
        role, attachments = service_role(
            self, f"{name}-role", backup_role_name(args.context), BACKUP_POLICIES
        )
        self.role_arn = role.arn
        aws.backup.Selection(
            f"{name}-selection",
            name="tagged",
            plan_id=self.plan.id,
            iam_role_arn=role.arn,
            selection_tags=[
                {"type": "STRINGEQUALS", "key": BACKUP_TAG, "value": plan_name(args.context)}
            ],
            region=args.context.region,
            # A selection whose role cannot do its work yet makes the first jobs fail.
            opts=self._child(depends_on=attachments),
        )
        self.register_outputs({"role_arn": self.role_arn})


def backup_role_name(context: Context) -> str:
    """Name of the role that makes backups; the backup account admits it by this name."""
    return context.physical("backup-service", 64)


def service_role(
    parent: Component, name: str, role_name: str, policies: dict[str, str]
) -> tuple[aws.iam.Role, list[pulumi.Resource]]:
    """A role AWS Backup takes on, with managed policies.

    Args:
        parent: Component it belongs to.
        name: Logical name of the role; attachments add the policy's key.
        role_name: Physical name.
        policies: Managed policy ARN by key.
    """
    opts = pulumi.ResourceOptions(parent=parent)
    role = aws.iam.Role(
        name,
        name=role_name,
        assume_role_policy=service_trust("backup"),
        opts=opts,
    )
    attachments: list[pulumi.Resource] = [
        aws.iam.RolePolicyAttachment(f"{name}-{key}", role=role.name, policy_arn=arn, opts=opts)
        for key, arn in policies.items()
    ]
    return role, attachments


def _rule(rule: Rule, vault: BackupVault) -> aws.backup.PlanRuleArgs:
    return aws.backup.PlanRuleArgs(
        rule_name=rule.name,
        target_vault_name=vault.vault.name,
        schedule=rule.schedule,
        start_window=_START_MINUTES,
        completion_window=_COMPLETION_MINUTES,
        enable_continuous_backup=rule.continuous,
        lifecycle=aws.backup.PlanRuleLifecycleArgs(delete_after=rule.days),
        copy_actions=[
            aws.backup.PlanRuleCopyActionArgs(
                destination_vault_arn=copy.vault_arn,
                lifecycle=aws.backup.PlanRuleCopyActionLifecycleArgs(delete_after=copy.days),
            )
            for copy in rule.copies
        ],
    )
