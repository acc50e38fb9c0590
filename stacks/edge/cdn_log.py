"""Standard logging of CloudFront into the access logs."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import EDGE_REGION, Context
from stacks.edge.access_logs import CDN_PREFIX, AccessLogs


@dataclass(frozen=True, kw_only=True)
class CdnLogArgs:
    """Settings of the log. Delivery is free; storage is the bucket's."""

    context: Context
    """Who and where."""
    distribution_arn: pulumi.Input[str]
    """Whose requests are logged."""
    access_logs: AccessLogs
    """Where to."""


class CdnLog(Component, token="groundplan:edge:CdnLog"):
    """Delivery of a distribution's log, as JSON, by distribution and day.

    All three resources live in us-east-1, wherever the bucket is. The older way of logging
    would need a bucket with ACLs.
    """

    def __init__(
        self, name: str, args: CdnLogArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        physical = args.context.physical(name, 60)
        source = aws.cloudwatch.LogDeliverySource(
            f"{name}-source",
            name=physical,
            log_type="ACCESS_LOGS",
            resource_arn=args.distribution_arn,
            region=EDGE_REGION,
            opts=self._child(),
        )
        destination = aws.cloudwatch.LogDeliveryDestination(
            f"{name}-destination",
            name=physical,
            output_format="json",
            delivery_destination_configuration={
                "destination_resource_arn": pulumi.Output.concat(
                    args.access_logs.arn, f"/{CDN_PREFIX}"
                )
            },
            region=EDGE_REGION,
            opts=self._child(depends_on=[args.access_logs.policy]),
        )
        aws.cloudwatch.LogDelivery(
            f"{name}-delivery",
            delivery_source_name=source.name,
            delivery_destination_arn=destination.arn,
            s3_delivery_configurations=[
                {
                    "suffix_path": "/{DistributionId}/{yyyy}/{MM}/{dd}",
                    "enable_hive_compatible_path": False,
                }
            ],
            region=EDGE_REGION,
            opts=self._child(),
        )
        self.register_outputs({})
