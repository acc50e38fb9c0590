"""The security account becomes the administrator of the audit services."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import EDGE_REGION, Context

DELEGATED_SERVICES = (
    "access-analyzer.amazonaws.com",
    "config-multiaccountsetup.amazonaws.com",
    "config.amazonaws.com",
)
"""Services delegated through Organizations itself. GuardDuty and Security Hub have calls of
their own, per region."""


def watched_regions(context: Context) -> tuple[str, ...]:
    """Regions in which the audit services run: those the guardrails leave open."""
    return tuple(dict.fromkeys((context.region, context.dr_region, EDGE_REGION)))


@dataclass(frozen=True, kw_only=True)
class DelegationArgs:
    """Settings of the delegation. It is free; the services are paid where they run."""

    context: Context
    """Who and where."""
    security_account: pulumi.Input[str]
    """Id of the account that administers."""
    after: pulumi.Resource
    """What must be there first: services must be trusted before they are delegated."""


class Delegation(Component, token="groundplan:organization:Delegation"):
    """GuardDuty, Security Hub, Access Analyzer and Config are run by the security account.

    GuardDuty takes one administrator for the world, named in each region separately.

    AWS Backup has none: its policies are written in the management account, like all others,
    and the backup account, which would be the one, is a place where nobody works.
    """

    def __init__(
        self, name: str, args: DelegationArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        previous: list[pulumi.Resource] = [args.after]
        for service in DELEGATED_SERVICES:
            administrator = aws.organizations.DelegatedAdministrator(
                f"{name}-{service.removesuffix('.amazonaws.com')}",
                account_id=args.security_account,
                service_principal=service,
                # AWS refuses concurrent changes of one organization.
                opts=self._child(depends_on=previous),
            )
            previous = [administrator]
        for region in watched_regions(args.context):
            guard = aws.guardduty.OrganizationAdminAccount(
                f"{name}-guardduty-{region}",
                admin_account_id=args.security_account,
                region=region,
                opts=self._child(depends_on=previous),
            )
            hub = aws.securityhub.OrganizationAdminAccount(
                f"{name}-securityhub-{region}",
                admin_account_id=args.security_account,
                region=region,
                opts=self._child(depends_on=[guard]),
            )
            previous = [hub]
        self.register_outputs({})
