"""The VPC's flow log: who talked to whom, for the day after an incident."""

from dataclasses import dataclass
from typing import Literal

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context
from stacks.trust import service_trust


@dataclass(frozen=True, kw_only=True)
class FlowLogArgs:
    """Settings of a flow log. About 0.50 USD a GB of log, and 0.03 USD a GB kept a month."""

    context: Context
    """Who and where."""
    vpc_id: pulumi.Input[str]
    """The VPC."""
    traffic: Literal["ALL", "REJECT"]
    """Which connections are kept."""
    log_days: int
    """Days they are kept."""
    logs_key_arn: pulumi.Input[str]
    """Key of the log group."""


class FlowLog(Component, token="groundplan:network:FlowLog"):
    """A flow log into an encrypted log group, written by a role that can do nothing else."""

    def __init__(
        self, name: str, args: FlowLogArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        account, region = args.context.account, args.context.region
        self.log_group = aws.cloudwatch.LogGroup(
            f"{name}-log",
            name=f"/vpc/{args.context.prefix}/flow",
            retention_in_days=args.log_days,
            kms_key_id=args.logs_key_arn,
            opts=self._child(),
        )
        role = aws.iam.Role(
            f"{name}-role",
            assume_role_policy=service_trust(
                "vpc-flow-logs", args.context, f"arn:aws:ec2:{region}:{account}:vpc-flow-log/*"
            ),
            opts=self._child(),
        )
        policy = aws.iam.RolePolicy(
            f"{name}-role-policy",
            role=role.name,
            policy=pulumi.Output.json_dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Sid": "WriteThisGroup",
                            "Effect": "Allow",
                            "Action": [
                                "logs:CreateLogStream",
                                "logs:DescribeLogStreams",
                                "logs:PutLogEvents",
                            ],
                            "Resource": self.log_group.arn.apply(lambda arn: [arn, f"{arn}:*"]),
                        },
                        {
                            "Sid": "FindGroups",
                            "Effect": "Allow",
                            "Action": "logs:DescribeLogGroups",
                            # The action knows no single group.
                            "Resource": f"arn:aws:logs:{region}:{account}:log-group:*",
                        },
                    ],
                }
            ),
            opts=self._child(),
        )
        aws.ec2.FlowLog(
            f"{name}-record",
            vpc_id=args.vpc_id,
            traffic_type=args.traffic,
            log_destination_type="cloud-watch-logs",
            log_destination=self.log_group.arn,
            iam_role_arn=role.arn,
            max_aggregation_interval=600,
            opts=self._child(depends_on=[policy]),
        )
        self.register_outputs({})
