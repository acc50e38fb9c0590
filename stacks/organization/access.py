"""People's access: permission sets, groups, and who may do what where."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from stacks.account.data_access import READS_DATA, READS_OBJECTS
from stacks.component import Component
from stacks.context import Context
from stacks.organization.principals import BREAK_GLASS
from stacks.people import IdentityCenter

NO_DATA = {
    "Sid": "NoData",
    "Effect": "Deny",
    "Action": sorted((*READS_DATA, *READS_OBJECTS, "kms:Decrypt", "rds-data:*")),
    # Reading the shape of things is not reading customers' data, wherever it is.
    "Resource": "*",
}


@dataclass(frozen=True, kw_only=True)
class PermissionSet:
    """What one kind of person may do.

    Attributes:
        name: Name people choose on the access portal; at most 32 characters.
        group: Group that gets it.
        hours: Length of a session.
        purpose: For whom and when, shown on the portal.
        policies: AWS managed policies by name.
        statements: Inline statements.
        accounts: Account roles it is assigned in.
    """

    name: str
    group: str
    hours: int
    purpose: str
    policies: tuple[str, ...]
    statements: tuple[Mapping[str, Any], ...] = ()
    accounts: tuple[str, ...]


EVERYWHERE = ("management", "security", "backup", "dev", "staging", "prod")

PERMISSION_SETS = (
    PermissionSet(
        name="Administrator",
        group="administrators",
        hours=2,
        purpose="Everything the guardrails allow. For changes that CI cannot make.",
        policies=("AdministratorAccess",),
        accounts=EVERYWHERE,
    ),
    PermissionSet(
        name="Developer",
        group="developers",
        hours=8,
        purpose="Works in dev: everything but people's access and the organization.",
        policies=("PowerUserAccess",),
        accounts=("dev",),
    ),
    PermissionSet(
        name="ReadOnly",
        group="developers",
        hours=8,
        purpose="Looks at staging and prod, logs included, without customers' data.",
        policies=("ReadOnlyAccess",),
        statements=(NO_DATA,),
        accounts=("dev", "staging", "prod"),
    ),
    PermissionSet(
        name="Auditor",
        group="auditors",
        hours=8,
        purpose="Reads configuration and findings in every account.",
        policies=("SecurityAudit", "job-function/ViewOnlyAccess"),
        accounts=EVERYWHERE,
    ),
    PermissionSet(
        name="Billing",
        group="finance",
        hours=8,
        purpose="Invoices, budgets and cost reports.",
        policies=("job-function/Billing",),
        accounts=("management",),
    ),
    PermissionSet(
        name=BREAK_GLASS,
        group="break-glass",
        hours=1,
        purpose="The emergency: not bound by most guardrails. Its use wakes somebody.",
        policies=("AdministratorAccess",),
        accounts=EVERYWHERE,
    ),
)
"""Every way a person gets in."""


@dataclass(frozen=True, kw_only=True)
class AccessArgs:
    """Settings of people's access. IAM Identity Center is free."""

    context: Context
    """Who and where."""
    identity_center: IdentityCenter
    """The instance that was enabled by hand."""
    accounts: Mapping[str, pulumi.Input[str]]
    """Account ids by role, the management account included."""


class Access(Component, token="groundplan:organization:Access"):
    """Permission sets, groups and assignments. People join groups; nothing else is edited.

    Invariants: the administrator's session ends after two hours, break-glass after one.
    """

    def __init__(
        self, name: str, args: AccessArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._args = args
        instance = args.identity_center
        groups = {
            group: aws.identitystore.Group(
                f"{name}-group-{group}",
                display_name=f"{args.context.organization}-{group}",
                description="Members get what stacks/organization/access.py says.",
                identity_store_id=instance.identity_store_id,
                region=instance.region,
                opts=self._child(),
            )
            for group in dict.fromkeys(row.group for row in PERMISSION_SETS)
        }
        for row in PERMISSION_SETS:
            self._permission_set(f"{name}-{row.name.lower()}", row, groups[row.group].group_id)
        self.register_outputs({})

    def _permission_set(self, name: str, row: PermissionSet, group_id: pulumi.Input[str]) -> None:
        instance = self._args.identity_center
        permission_set = aws.ssoadmin.PermissionSet(
            f"{name}-set",
            name=row.name,
            description=row.purpose,
            instance_arn=instance.instance_arn,
            session_duration=f"PT{row.hours}H",
            region=instance.region,
            opts=self._child(),
        )
        policies: list[pulumi.Resource] = [
            aws.ssoadmin.ManagedPolicyAttachment(
                f"{name}-policy-{policy.rpartition('/')[2].lower()}",
                instance_arn=instance.instance_arn,
                permission_set_arn=permission_set.arn,
                managed_policy_arn=f"arn:aws:iam::aws:policy/{policy}",
                region=instance.region,
                opts=self._child(),
            )
            for policy in row.policies
        ]
        if row.statements:
            policies.append(
                aws.ssoadmin.PermissionSetInlinePolicy(
                    f"{name}-inline",
                    instance_arn=instance.instance_arn,
                    permission_set_arn=permission_set.arn,
                    inline_policy=pulumi.Output.json_dumps(
                        {"Version": "2012-10-17", "Statement": list(row.statements)}
                    ),
                    region=instance.region,
                    opts=self._child(),
                )
            )
        for account in row.accounts:
            aws.ssoadmin.AccountAssignment(
                f"{name}-in-{account}",
                instance_arn=instance.instance_arn,
                permission_set_arn=permission_set.arn,
                principal_id=group_id,
                principal_type="GROUP",
                target_id=self._args.accounts[account],
                target_type="AWS_ACCOUNT",
                region=instance.region,
                # Assigned before its policies, a role would first appear without them.
                opts=self._child(depends_on=policies),
            )
