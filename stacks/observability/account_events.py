"""Events of an account that end in lost data or an outage when nobody reads them."""

from stacks.observability.events import EventSpec

CERTIFICATE_EVENTS = (
    EventSpec(
        role="certificate-expiry",
        pattern={
            "source": ["aws.acm"],
            "detail-type": [
                "ACM Certificate Approaching Expiration",
                "ACM Certificate Expired",
                "ACM Certificate Renewal Action Required",
            ],
        },
        severity="page",
        summary="A certificate was not renewed by itself.",
        runbook="events.md#certificate",
    ),
)
"""Where certificates live: the home region, and us-east-1 for CloudFront."""

ACCOUNT_EVENTS = (
    *CERTIFICATE_EVENTS,
    EventSpec(
        role="key-deletion",
        pattern={
            "source": ["aws.kms"],
            "detail-type": ["AWS API Call via CloudTrail"],
            "detail": {
                "eventSource": ["kms.amazonaws.com"],
                "eventName": ["DisableKey", "ScheduleKeyDeletion"],
            },
        },
        severity="page",
        summary="Somebody disabled a key or scheduled its deletion: its data becomes unreadable.",
        runbook="events.md#key-deletion",
    ),
    EventSpec(
        role="secret-rotation-failed",
        pattern={
            "source": ["aws.secretsmanager"],
            "detail-type": ["AWS Service Event via CloudTrail"],
            "detail": {"eventName": ["RotationAbandoned", "RotationFailed"]},
        },
        severity="ticket",
        summary="A secret could not be changed on schedule.",
        runbook="events.md#rotation",
    ),
    EventSpec(
        role="aws-health",
        pattern={
            "source": ["aws.health"],
            "detail-type": ["AWS Health Event"],
            "detail": {"eventTypeCategory": ["issue", "scheduledChange"]},
        },
        severity="ticket",
        summary="AWS reports a problem or a planned change in this account.",
        runbook="events.md#health",
    ),
)
"""The home region's events. Calls reach EventBridge through the organization's trail."""
