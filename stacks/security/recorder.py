"""AWS Config's recorder: what was configured how, and when it changed."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import EDGE_REGION, Context
from stacks.security.shared import archive_bucket
from stacks.trust import service_trust


@dataclass(frozen=True, kw_only=True)
class RecorderArgs:
    """Settings of the recorder.

    0.003 USD for each change of a resource: 2 to 10 USD a month and account, more on days
    with many deployments.
    """

    context: Context
    """Who and where; the bucket is in the account ``security``."""
    after: tuple[pulumi.Resource, ...] = ()
    """What must be there first, such as the bucket where it is made in the same run."""


class Recorder(Component, token="groundplan:security:Recorder"):
    """Records every resource in the home region, the DR region and us-east-1.

    Security Hub's controls look at these records: without them most say "no data". Global
    resources such as roles are recorded once, in the home region.
    """

    def __init__(
        self, name: str, args: RecorderArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        context = args.context
        bucket = archive_bucket(context, "config")
        role = aws.iam.Role(
            f"{name}-role",
            description="AWS Config reads how resources are set up",
            assume_role_policy=service_trust("config", context),
            opts=self._child(),
        )
        reads = aws.iam.RolePolicyAttachment(
            f"{name}-reads",
            role=role.name,
            policy_arn="arn:aws:iam::aws:policy/service-role/AWS_ConfigRole",
            opts=self._child(),
        )
        writes = aws.iam.RolePolicy(
            f"{name}-writes",
            role=role.name,
            policy=pulumi.Output.json_dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Action": "s3:PutObject",
                            "Resource": (
                                f"arn:aws:s3:::{bucket}/AWSLogs/{context.account}/Config/*"
                            ),
                            "Condition": {
                                "StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}
                            },
                        },
                        {
                            "Effect": "Allow",
                            "Action": "s3:GetBucketAcl",
                            "Resource": f"arn:aws:s3:::{bucket}",
                        },
                    ],
                }
            ),
            opts=self._child(),
        )
        for region in dict.fromkeys((context.region, context.dr_region, EDGE_REGION)):
            recorder = aws.cfg.Recorder(
                f"{name}-{region}",
                name=context.physical("recorder", 256),
                role_arn=role.arn,
                recording_group={
                    "all_supported": True,
                    "include_global_resource_types": region == context.region,
                },
                region=region,
                opts=self._child(depends_on=[reads, writes]),
            )
            channel = aws.cfg.DeliveryChannel(
                f"{name}-{region}-channel",
                name=context.physical("recorder", 256),
                s3_bucket_name=bucket,
                region=region,
                opts=self._child(depends_on=[recorder, *args.after]),
            )
            aws.cfg.RecorderStatus(
                f"{name}-{region}-status",
                name=recorder.name,
                is_enabled=True,
                region=region,
                # It starts only with a channel, and must stop before the channel goes.
                opts=self._child(depends_on=[channel]),
            )
        self.register_outputs({})
