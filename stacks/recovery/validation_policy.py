"""What the function that checks restored stores may do: read them, and give its verdict."""

from collections.abc import Sequence
from typing import Any

import pulumi

from stacks.context import Context

RESTORED = "awsbackup-restore-test-*"
"""Names AWS Backup gives to what it restores as a test."""


def statements(context: Context, key_arns: Sequence[pulumi.Input[str]]) -> list[dict[str, Any]]:
    """Statements of the function's role.

    Args:
        context: Who and where.
        key_arns: Keys of what is restored.
    """
    place = f"{context.region}:{context.account}"
    ours = {"StringEquals": {"aws:ResourceAccount": context.account}}
    return [
        {
            "Sid": "JudgesRestoreJobs",
            "Effect": "Allow",
            "Action": [
                "backup:DescribeRestoreJob",
                "backup:ListRestoreJobs",
                "backup:PutRestoreValidationResult",
            ],
            # Restore jobs are no resources to IAM.
            "Resource": "*",
        },
        {
            "Sid": "ComparesWithSources",
            "Effect": "Allow",
            "Action": [
                "dynamodb:DescribeTable",
                "rds:DescribeDBClusters",
                "rds:DescribeDBInstances",
            ],
            # Sizes and states, no data: of what was restored and of what it came from.
            "Resource": [
                f"arn:aws:dynamodb:{place}:table/*",
                f"arn:aws:rds:{place}:cluster:*",
                f"arn:aws:rds:{place}:db:*",
            ],
        },
        {
            "Sid": "ReadsSizes",
            "Effect": "Allow",
            "Action": ["cloudwatch:GetMetricStatistics"],
            # Metrics are no resources to IAM.
            "Resource": "*",
        },
        {
            "Sid": "ReadsRestoredTables",
            "Effect": "Allow",
            "Action": ["dynamodb:Scan"],
            "Resource": [f"arn:aws:dynamodb:{place}:table/{RESTORED}"],
        },
        {
            "Sid": "ReadsRestoredBuckets",
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:ListBucket"],
            "Resource": [f"arn:aws:s3:::{RESTORED}", f"arn:aws:s3:::{RESTORED}/*"],
            # A bucket of such a name may be anybody's.
            "Condition": ours,
        },
        {
            "Sid": "OpensThem",
            "Effect": "Allow",
            "Action": ["kms:Decrypt"],
            "Resource": list(key_arns),
            "Condition": {
                "StringEquals": {
                    "kms:ViaService": [
                        f"dynamodb.{context.region}.amazonaws.com",
                        f"s3.{context.region}.amazonaws.com",
                    ]
                }
            },
        },
    ]
