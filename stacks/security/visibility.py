"""What is shared with strangers, what nobody uses, and what is configured how."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import EDGE_REGION, Context
from stacks.trust import service_trust


@dataclass(frozen=True, kw_only=True)
class VisibilityArgs:
    """Settings of the analyzers and the aggregator.

    The external analyzers and the aggregator are free; the unused-access analyzer costs
    0.20 USD a month for each role in the organization.
    """

    context: Context
    """Who and where."""
    unused_days: int = 90
    """Days after which a permission nobody used is a finding."""


class Visibility(Component, token="groundplan:security:Visibility"):
    """Access Analyzer for the organization, and one view of every account's configuration.

    The external analyzer works region by region, so there is one wherever the guardrails
    let resources exist; roles are global, so one analyzer finds all unused ones.
    """

    def __init__(
        self, name: str, args: VisibilityArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        context = args.context
        for region in dict.fromkeys((context.region, context.dr_region, EDGE_REGION)):
            aws.accessanalyzer.Analyzer(
                f"{name}-external-{region}",
                analyzer_name=context.physical("external", 255),
                type="ORGANIZATION",
                region=region,
                opts=self._child(),
            )
        aws.accessanalyzer.Analyzer(
            f"{name}-unused",
            analyzer_name=context.physical("unused", 255),
            type="ORGANIZATION_UNUSED_ACCESS",
            configuration={"unused_access": {"unused_access_age": args.unused_days}},
            opts=self._child(),
        )
        role = aws.iam.Role(
            f"{name}-aggregation",
            description="AWS Config lists the organization's accounts",
            assume_role_policy=service_trust("config", context),
            opts=self._child(),
        )
        attachment = aws.iam.RolePolicyAttachment(
            f"{name}-aggregation-policy",
            role=role.name,
            policy_arn="arn:aws:iam::aws:policy/service-role/AWSConfigRoleForOrganizations",
            opts=self._child(),
        )
        aws.cfg.ConfigurationAggregator(
            f"{name}-configuration",
            name=context.physical("organization", 256),
            organization_aggregation_source={"all_regions": True, "role_arn": role.arn},
            opts=self._child(depends_on=[attachment]),
        )
        self.register_outputs({})
