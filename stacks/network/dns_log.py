"""Which names the VPC asked for: the trace that malware leaves first."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context


@dataclass(frozen=True, kw_only=True)
class DnsLogArgs:
    """Settings of the DNS query log. About 0.50 USD a GB of log."""

    context: Context
    """Who and where."""
    vpc_id: pulumi.Input[str]
    """The VPC."""
    log_days: int
    """Days queries are kept."""
    logs_key_arn: pulumi.Input[str]
    """Key of the log group."""


class DnsLog(Component, token="groundplan:network:DnsLog"):
    """Every DNS query of the VPC, in an encrypted log group."""

    def __init__(
        self, name: str, args: DnsLogArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        group = aws.cloudwatch.LogGroup(
            f"{name}-log",
            # Groups under this prefix share one statement of the account's log policy.
            name=f"/aws/vendedlogs/dns/{args.context.prefix}",
            retention_in_days=args.log_days,
            kms_key_id=args.logs_key_arn,
            opts=self._child(),
        )
        queries = aws.route53.ResolverQueryLogConfig(
            f"{name}-queries", destination_arn=group.arn, opts=self._child()
        )
        aws.route53.ResolverQueryLogConfigAssociation(
            f"{name}-vpc",
            resolver_query_log_config_id=queries.id,
            resource_id=args.vpc_id,
            opts=self._child(),
        )
        self.register_outputs({})
