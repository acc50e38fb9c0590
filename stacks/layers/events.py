"""Event rules of an environment and the watch over its secrets, wired from config."""

from collections.abc import Sequence

import pulumi

from stacks.config import StackConfig
from stacks.context import EDGE_REGION
from stacks.data.secret_watch import SecretWatch, SecretWatchArgs
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


def watch_secrets(
    config: StackConfig,
    arns: Sequence[pulumi.Input[str]],
    notifications: Notifications,
    logs_key_arn: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
) -> None:
    """The watch over the age of secrets, where the settings want one and there are any."""
    settings = config.settings
    if not arns or not settings.secret_max_age_days:
        return
    SecretWatch(
        "secret-watch",
        SecretWatchArgs(
            context=config.context,
            secret_arns=arns,
            max_days=settings.secret_max_age_days,
            topics=notifications.home,
            page=settings.alarm_page,
            log_days=settings.log_days,
            logs_key_arn=logs_key_arn,
        ),
        opts,
    )
