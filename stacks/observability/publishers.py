"""AWS services that send notifications, and what each needs to be let in.

An encrypted topic needs both: its own policy must admit the service, and its key must let
the service make data keys. Where one is missing the deployment succeeds and messages
vanish; only the alarm's history tells.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Publisher:
    """One AWS service that publishes to the topics."""

    sid: str
    """Name of its policy statements."""
    service: str
    """Service principal."""
    topic_condition: bool = True
    """The topic's statement names this account. EventBridge refuses such a condition; AWS
    Backup is documented without one, and publishes to topics of its own account only."""
    key_condition: bool = False
    """The key's statement names this account: only where AWS documents that it works."""


PUBLISHERS = (
    Publisher(sid="Alarms", service="cloudwatch.amazonaws.com"),
    Publisher(sid="EventRules", service="events.amazonaws.com", topic_condition=False),
    Publisher(sid="Backups", service="backup.amazonaws.com", topic_condition=False),
    Publisher(sid="Buckets", service="s3.amazonaws.com"),
    Publisher(sid="Databases", service="events.rds.amazonaws.com"),
    Publisher(sid="Budgets", service="budgets.amazonaws.com", key_condition=True),
    Publisher(sid="CostAnomalies", service="costalerts.amazonaws.com", key_condition=True),
)

# SNS refuses "sns:*" in a topic policy: only actions on a topic are in scope.
_OWNER_ACTIONS = (
    "sns:AddPermission",
    "sns:DeleteTopic",
    "sns:GetTopicAttributes",
    "sns:ListSubscriptionsByTopic",
    "sns:Publish",
    "sns:RemovePermission",
    "sns:SetTopicAttributes",
    "sns:Subscribe",
)


def key_statements(account: str) -> tuple[dict[str, Any], ...]:
    """Statements of the topics' key."""
    return tuple(
        {
            "Sid": publisher.sid,
            "Effect": "Allow",
            "Principal": {"Service": publisher.service},
            "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
            # In a key policy "*" is the key itself.
            "Resource": "*",
            **(_of_account(account) if publisher.key_condition else {}),
        }
        for publisher in PUBLISHERS
    )


def topic_statements(account: str, topic_arn: str) -> list[dict[str, Any]]:
    """Statements of one topic: the owner's, whom a policy replaces, and the services'."""
    owner = {
        "Sid": "Owner",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
        "Action": list(_OWNER_ACTIONS),
        "Resource": topic_arn,
    }
    services = [
        {
            "Sid": publisher.sid,
            "Effect": "Allow",
            "Principal": {"Service": publisher.service},
            "Action": "sns:Publish",
            "Resource": topic_arn,
            **(_of_account(account) if publisher.topic_condition else {}),
        }
        for publisher in PUBLISHERS
    ]
    return [owner, *services]


def _of_account(account: str) -> dict[str, Any]:
    return {"Condition": {"StringEquals": {"aws:SourceAccount": account}}}
