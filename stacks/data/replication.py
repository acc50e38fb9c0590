"""Replication of a bucket to another region: what cannot be rebuilt survives the region."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context
from stacks.data.bucket import Bucket
from stacks.trust import service_trust


@dataclass(frozen=True, kw_only=True)
class ReplicationArgs:
    """Settings of a replication. 0.02 USD per GB sent between regions, plus the storage."""

    context: Context
    """Who and where."""
    source: Bucket
    """Bucket whose objects are copied; objects older than the replication are not."""
    target: Bucket
    """Bucket in the other region that receives them."""
    region: str
    """Region of the source."""
    target_region: str
    """Region of the target."""
    topic: pulumi.Input[str]
    """Topic in the source's region told of objects that did not arrive."""
    topic_policies: Sequence[pulumi.Resource] = ()
    """What lets S3 publish there: S3 sends a test message before it takes the topic."""


class Replication(Component, token="groundplan:data:Replication"):
    """Copies every new version of every object to another region.

    Invariants: deletions are replicated as delete markers only, so what is deleted in one
    region can still be brought back in both; objects are encrypted with the target's key;
    replication time is measured (metrics on), with AWS's 15 minute target; an object that
    fails or is late is told.
    """

    CHILDREN = ("role", "policy", "configuration", "notification")

    def __init__(
        self, name: str, args: ReplicationArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self.role = aws.iam.Role(
            f"{name}-role",
            assume_role_policy=service_trust("s3"),
            opts=self._child(),
        )
        policy = aws.iam.RolePolicy(
            f"{name}-policy",
            role=self.role.name,
            policy=pulumi.Output.json_dumps(
                {"Version": "2012-10-17", "Statement": _statements(args)}
            ),
            opts=self._child(),
        )
        aws.s3.BucketReplicationConfig(
            f"{name}-configuration",
            bucket=args.source.bucket,
            role=self.role.arn,
            rules=[
                {
                    "id": "everything",
                    "status": "Enabled",
                    "priority": 1,
                    "filter": {},
                    "delete_marker_replication": {"status": "Enabled"},
                    # Without this S3 skips everything encrypted with KMS.
                    "source_selection_criteria": {
                        "sse_kms_encrypted_objects": {"status": "Enabled"}
                    },
                    "destination": {
                        "bucket": args.target.arn,
                        "encryption_configuration": {"replica_kms_key_id": args.target.key_arn},
                        "metrics": {"status": "Enabled", "event_threshold": {"minutes": 15}},
                        "replication_time": {"status": "Enabled", "time": {"minutes": 15}},
                    },
                }
            ],
            region=args.region,
            # S3 checks versioning of both sides and the role when it takes the configuration.
            opts=self._child(depends_on=[args.source.versioning, args.target.versioning, policy]),
        )
        aws.s3.BucketNotification(
            f"{name}-notification",
            bucket=args.source.bucket,
            # AWS Backup turns this on for continuous backups; off would fight it.
            eventbridge=True,
            topics=[
                {
                    "id": "replication",
                    "topic_arn": args.topic,
                    "events": [
                        "s3:Replication:OperationFailedReplication",
                        "s3:Replication:OperationMissedThreshold",
                    ],
                }
            ],
            region=args.region,
            opts=self._child(depends_on=list(args.topic_policies)),
        )
        self.register_outputs({})


def _statements(args: ReplicationArgs) -> list[dict[str, Any]]:
    return [
        {
            "Effect": "Allow",
            "Action": ["s3:GetReplicationConfiguration", "s3:ListBucket"],
            "Resource": [args.source.arn],
        },
        {
            "Effect": "Allow",
            "Action": [
                "s3:GetObjectVersionAcl",
                "s3:GetObjectVersionForReplication",
                "s3:GetObjectVersionTagging",
            ],
            "Resource": [pulumi.Output.concat(args.source.arn, "/*")],
        },
        {
            "Effect": "Allow",
            "Action": ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"],
            "Resource": [pulumi.Output.concat(args.target.arn, "/*")],
        },
        {
            "Effect": "Allow",
            "Action": ["kms:Decrypt"],
            "Resource": [args.source.key_arn],
            "Condition": {"StringEquals": {"kms:ViaService": f"s3.{args.region}.amazonaws.com"}},
        },
        {
            "Effect": "Allow",
            "Action": ["kms:Encrypt", "kms:GenerateDataKey"],
            "Resource": [args.target.key_arn],
            "Condition": {
                "StringEquals": {"kms:ViaService": f"s3.{args.target_region}.amazonaws.com"}
            },
        },
    ]
