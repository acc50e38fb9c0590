"""The organization, its units and its accounts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context
from stacks.errors import ConfigError, StackProblem
from stacks.organization.principals import ACCESS_ROLE

TRUSTED_SERVICES = (
    "access-analyzer.amazonaws.com",
    "account.amazonaws.com",
    "backup.amazonaws.com",
    "cloudtrail.amazonaws.com",
    "config-multiaccountsetup.amazonaws.com",
    "config.amazonaws.com",
    "guardduty.amazonaws.com",
    "health.amazonaws.com",
    "iam.amazonaws.com",
    "malware-protection.guardduty.amazonaws.com",
    "securityhub.amazonaws.com",
    "sso.amazonaws.com",
    "tagpolicies.tag.amazonaws.com",
)
"""Services that may act across the organization. AWS disables whatever is missing here:
without sso.amazonaws.com everyone loses their login."""

POLICY_TYPES = (
    "AISERVICES_OPT_OUT_POLICY",
    "BACKUP_POLICY",
    "DECLARATIVE_POLICY_EC2",
    "RESOURCE_CONTROL_POLICY",
    "SERVICE_CONTROL_POLICY",
    "TAG_POLICY",
)
"""Policy types in use; a policy of any other type is refused."""

UNITS: Mapping[str, tuple[str, str]] = {
    "security": ("Security", ""),
    "infrastructure": ("Infrastructure", ""),
    "workloads": ("Workloads", ""),
    "nonprod": ("NonProd", "workloads"),
    "prod": ("Prod", "workloads"),
    "quarantine": ("Quarantine", ""),
    "suspended": ("Suspended", ""),
}
"""Name and parent of each unit, parents first."""

UNIT_OF_ACCOUNT: Mapping[str, str] = {
    "security": "security",
    "backup": "infrastructure",
    "dev": "nonprod",
    "staging": "nonprod",
    "prod": "prod",
}
"""Where each account lives; policies reach it through there."""


@dataclass(frozen=True, kw_only=True)
class OrganizationArgs:
    """Settings of the organization. AWS Organizations is free."""

    context: Context
    """Who and where."""
    emails: Mapping[str, str]
    """Address of each account by role; AWS never lets it serve another account again."""
    organization_id: str = ""
    """Id of the organization; empty before the first run."""
    adopted: tuple[str, ...] = ()
    """``organization`` and account roles that existed before, imported as they are."""
    trusted_services: tuple[str, ...] = ()
    """Services that an adopted organization trusts besides ours."""
    unit_ids: Mapping[str, str] = field(default_factory=dict)
    """Ids of units that existed before, by our name for them."""


class Organization(Component, token="groundplan:organization:Organization"):
    """An organization with all features, seven units and five accounts.

    Invariants: nothing here can be deleted by Pulumi (`protect`), and an account whose id
    is known is never made a second time. Accounts are never closed by a deployment.
    """

    root_id: pulumi.Output[str]
    """Id of the root, target of the policies for everyone."""
    organization_id: pulumi.Output[str]
    """``o-...``."""
    units: dict[str, pulumi.Output[str]]
    """Unit ids by name, and ``root``."""
    accounts: dict[str, pulumi.Output[str]]
    """Account ids by role, without the management account."""

    def __init__(
        self, name: str, args: OrganizationArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        _check(args)
        self.organization = aws.organizations.Organization(
            f"{name}-organization",
            feature_set="ALL",
            aws_service_access_principals=sorted({*TRUSTED_SERVICES, *args.trusted_services}),
            enabled_policy_types=list(POLICY_TYPES),
            opts=self._child(
                protect=True,
                retain_on_delete=True,
                import_=args.organization_id or None,
                # An import must match what is there; the next run brings the settings.
                ignore_changes=["aws_service_access_principals", "enabled_policy_types"]
                if "organization" in args.adopted
                else None,
            ),
        )
        self.organization_id = self.organization.id
        self.root_id = self.organization.roots.apply(lambda roots: str(roots[0].id))
        self.units = {"root": self.root_id}
        resources: dict[str, aws.organizations.OrganizationalUnit] = {}
        previous: pulumi.Resource = self.organization
        for key, (title, parent) in UNITS.items():
            resources[key] = aws.organizations.OrganizationalUnit(
                f"{name}-unit-{key}",
                name=title,
                parent_id=self.units[parent or "root"],
                opts=self._child(
                    protect=True,
                    import_=args.unit_ids.get(key),
                    ignore_changes=["tags", "tags_all"] if "organization" in args.adopted else None,
                    # AWS refuses concurrent changes of one organization.
                    depends_on=[previous],
                ),
            )
            self.units[key] = resources[key].id
            previous = resources[key]
        self.accounts = {
            role: self._account(f"{name}-account-{role}", role, args, previous)
            for role in UNIT_OF_ACCOUNT
        }
        self.register_outputs({})

    def _account(
        self, name: str, role: str, args: OrganizationArgs, after: pulumi.Resource
    ) -> pulumi.Output[str]:
        account = aws.organizations.Account(
            name,
            name=f"{args.context.organization}-{role}",
            email=args.emails[role],
            parent_id=self.units[UNIT_OF_ACCOUNT[role]],
            role_name=ACCESS_ROLE,
            close_on_deletion=False,
            opts=self._child(
                protect=True,
                retain_on_delete=True,
                import_=args.context.accounts.get(role),
                ignore_changes=[
                    # Changing one of these would close the account and open another.
                    "email",
                    "iam_user_access_to_billing",
                    "name",
                    "role_name",
                    *(["parent_id", "tags", "tags_all"] if role in args.adopted else []),
                ],
                custom_timeouts=pulumi.CustomTimeouts(create="30m"),
                depends_on=[after],
            ),
        )
        return account.id


def _check(args: OrganizationArgs) -> None:
    problems: list[StackProblem] = []
    management = args.context.account
    problems.extend(
        StackProblem(
            key=f"groundplan:adopted.{index}",
            what="names no account",
            got=role,
            allowed=", ".join(["organization", *UNIT_OF_ACCOUNT]),
        )
        for index, role in enumerate(args.adopted)
        if role not in {"organization", *UNIT_OF_ACCOUNT}
    )
    problems.extend(
        StackProblem(
            key=f"groundplan:adopted.{index}",
            what="is to be adopted, but its account id is not known",
            got=role,
            fix=f"write the id under groundplan:accounts.{role}, in quotes",
        )
        for index, role in enumerate(args.adopted)
        if role in UNIT_OF_ACCOUNT and role not in args.context.accounts
    )
    if "organization" in args.adopted and not args.organization_id:
        problems.append(
            StackProblem(
                key="groundplan:organization_id",
                what="is not known, and the organization is to be adopted",
                fix="run `groundplan bootstrap organization`, which finds and writes it",
            )
        )
    seen: dict[str, str] = {}
    for role, email in args.emails.items():
        if email.lower() in seen:
            problems.append(
                StackProblem(
                    key=f"groundplan:account_emails.{role}",
                    what=f"is the address of {seen[email.lower()]} too",
                    got=email,
                    allowed="an address no AWS account ever had",
                )
            )
        seen.setdefault(email.lower(), role)
    problems.extend(
        StackProblem(
            key=f"groundplan:accounts.{role}",
            what="is the management account",
            got=account,
            allowed="an account of its own",
        )
        for role, account in args.context.accounts.items()
        if role != "management" and account == management
    )
    if problems:
        raise ConfigError(problems)
