"""What the scheduler may do for one job, and which runs count as failed."""

import json

import pulumi

from stacks.compute.cluster import Cluster
from stacks.compute.task import Task
from stacks.context import Context


def scheduler_permissions(
    context: Context, cluster: Cluster, task: Task, failures_arn: pulumi.Input[str]
) -> pulumi.Output[str]:
    """Policy: start this family in this cluster, with its roles; report what failed."""
    ecs = f"arn:aws:ecs:{context.region}:{context.account}"
    family_arn = f"{ecs}:task-definition/{task.family}"
    return pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "Start",
                    "Effect": "Allow",
                    "Action": "ecs:RunTask",
                    # Every revision: the schedule follows the newest.
                    "Resource": [family_arn, f"{family_arn}:*"],
                    "Condition": {"ArnEquals": {"ecs:cluster": cluster.arn}},
                },
                {
                    "Sid": "Tag",
                    "Effect": "Allow",
                    "Action": "ecs:TagResource",
                    "Resource": f"{ecs}:task/{cluster.cluster_name}/*",
                    "Condition": {"StringEquals": {"ecs:CreateAction": "RunTask"}},
                },
                {
                    "Sid": "PassRoles",
                    "Effect": "Allow",
                    "Action": "iam:PassRole",
                    "Resource": pulumi.Output.all(*task.role_arns).apply(sorted),
                    "Condition": {
                        "StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}
                    },
                },
                {
                    "Sid": "ReportFailures",
                    "Effect": "Allow",
                    "Action": "sqs:SendMessage",
                    "Resource": failures_arn,
                },
            ],
        }
    )


def failed_runs(cluster_arn: str, family: str) -> str:
    """Event pattern of runs that end in an error or never start."""
    return json.dumps(
        {
            "source": ["aws.ecs"],
            "detail-type": ["ECS Task State Change"],
            "detail": {
                "clusterArn": [cluster_arn],
                "group": [f"family:{family}"],
                "lastStatus": ["STOPPED"],
                "$or": [
                    {"containers": {"exitCode": [{"anything-but": 0}]}},
                    {"stopCode": ["TaskFailedToStart", "SpotInterruption"]},
                ],
            },
        },
        sort_keys=True,
    )
