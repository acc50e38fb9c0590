"""The organization's trail: who did what, in every account and region."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context
from stacks.data.key import Key, KeyArgs, logs_statement
from stacks.security.shared import archive_bucket, trail_arn, trail_name
from stacks.trust import service_trust


@dataclass(frozen=True, kw_only=True)
class TrailArgs:
    """Settings of the trail.

    The first copy of management events is free; the log group costs about 0.57 USD per GB
    written and 0.03 per GB kept a month, the key 1 USD a month.
    """

    context: Context
    """Who and where; the bucket is in the account ``security``."""
    organization_id: pulumi.Input[str]
    """``o-...``."""
    log_days: int
    """Days the events can be searched in CloudWatch. The bucket keeps them for years."""


class Trail(Component, token="groundplan:organization:Trail"):
    """A trail over all accounts and regions, into the log archive and a log group.

    The log group is in the management account: an organization trail delivers nowhere
    else, and the event alarms read it there, with every account's events in one place.

    Invariants: every region, log-file validation, encrypted with a key of our own.
    """

    log_group: pulumi.Output[str]
    """Name of the log group with the events of all accounts."""

    def __init__(
        self, name: str, args: TrailArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        context = args.context
        key = Key(
            f"{name}-encryption",
            KeyArgs(
                context=context,
                description="Organization trail",
                statements=(
                    *_key_statements(context),
                    logs_statement(context.account, context.region),
                ),
                protect=True,
            ),
            self._child(),
        )
        group = aws.cloudwatch.LogGroup(
            f"{name}-events",
            name=f"/{context.organization}/trail",
            retention_in_days=args.log_days,
            kms_key_id=key.arn,
            opts=self._child(protect=True),
        )
        role = self._delivery_role(name, args, group)
        self.trail = aws.cloudtrail.Trail(
            f"{name}-trail",
            name=trail_name(context),
            s3_bucket_name=archive_bucket(context, "trail"),
            kms_key_id=key.arn,
            is_organization_trail=True,
            is_multi_region_trail=True,
            include_global_service_events=True,
            enable_log_file_validation=True,
            enable_logging=True,
            cloud_watch_logs_group_arn=group.arn.apply(lambda arn: f"{arn}:*"),
            cloud_watch_logs_role_arn=role.arn,
            opts=self._child(protect=True, depends_on=[key, *self._policies]),
        )
        self.log_group = group.name
        self.register_outputs({})

    def _delivery_role(
        self, name: str, args: TrailArgs, group: aws.cloudwatch.LogGroup
    ) -> aws.iam.Role:
        context = args.context
        role = aws.iam.Role(
            f"{name}-delivery",
            description="CloudTrail writes events to the log group",
            assume_role_policy=service_trust("cloudtrail", source_arn=trail_arn(context)),
            opts=self._child(),
        )
        # Streams are named after the organization (members) or the account (management).
        prefixes = [
            pulumi.Output.format("{0}_CloudTrail_{1}", owner, context.region)
            for owner in (context.account, args.organization_id)
        ]
        policy = aws.iam.RolePolicy(
            f"{name}-delivery-policy",
            role=role.name,
            policy=pulumi.Output.json_dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                            "Resource": [
                                pulumi.Output.format("{0}:log-stream:{1}*", group.arn, prefix)
                                for prefix in prefixes
                            ],
                        }
                    ],
                }
            ),
            opts=self._child(),
        )
        self._policies = [policy]
        return role


def _key_statements(context: Context) -> tuple[dict[str, object], ...]:
    account = context.account
    return (
        {
            "Sid": "TrailEncrypts",
            "Effect": "Allow",
            "Principal": {"Service": "cloudtrail.amazonaws.com"},
            "Action": "kms:GenerateDataKey*",
            # In a key policy "*" is the key itself.
            "Resource": "*",
            "Condition": {
                "StringEquals": {"aws:SourceArn": trail_arn(context)},
                "StringLike": {
                    "kms:EncryptionContext:aws:cloudtrail:arn": (
                        f"arn:aws:cloudtrail:*:{account}:trail/*"
                    )
                },
            },
        },
        {
            "Sid": "TrailDescribes",
            "Effect": "Allow",
            "Principal": {"Service": "cloudtrail.amazonaws.com"},
            "Action": "kms:DescribeKey",
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:SourceArn": trail_arn(context)}},
        },
        {
            "Sid": "SecurityAccountReads",
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{context.accounts['security']}:root"},
            "Action": "kms:Decrypt",
            "Resource": "*",
            "Condition": {"Null": {"kms:EncryptionContext:aws:cloudtrail:arn": "false"}},
        },
    )
