"""Event rules of an environment, wired from config."""

import pulumi

from stacks.config import StackConfig
from stacks.context import EDGE_REGION
from stacks.observability.account_events import ACCOUNT_EVENTS, CERTIFICATE_EVENTS
from stacks.observability.events import EventAlerts, EventAlertsArgs, EventSpec
from stacks.observability.notifications import Notifications


def watch(config: StackConfig, notifications: Notifications, opts: pulumi.ResourceOptions) -> None:
    """Rules in the home region, and for CloudFront's certificate in us-east-1."""
    rows: dict[str, tuple[str, tuple[EventSpec, ...]]] = {
        config.context.region: ("events", ACCOUNT_EVENTS)
    }
    if config.context.region != EDGE_REGION:
        rows[EDGE_REGION] = ("events-edge", CERTIFICATE_EVENTS)
    for region, (name, specs) in rows.items():
        EventAlerts(
            name,
            EventAlertsArgs(
                context=config.context,
                topics=notifications.topics[region],
                specs=specs,
                page=config.settings.alarm_page,
                region=region,
            ),
            opts,
        )
