"""Alarms on what happens in any account.

They read the organization trail's log group, not EventBridge: the trail brings the events
of every account and region to one place, read-only and refused calls included, and can be
counted; EventBridge sees each event only in its own account and region, would need a rule
and a bus in all of them, and cannot count. The price is minutes: an event is in the log
group about five minutes after it happened.
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context
from stacks.observability.alarm import Alarms, AlarmsArgs
from stacks.observability.notifications import Topics
from stacks.security.alarms import ALARMS, EVENTS, NAMESPACE


@dataclass(frozen=True, kw_only=True)
class EventAlarmsArgs:
    """Settings of the event alarms. 0.30 USD a month for each metric that ever counts."""

    context: Context
    """Who and where."""
    log_group: pulumi.Input[str]
    """Log group of the organization's trail."""
    topics: Topics
    """Who is told."""
    page: bool
    """False makes tickets of pages."""


class EventAlarms(Component, token="groundplan:security:EventAlarms"):
    """A metric filter and an alarm for each row of `stacks/security/alarms.py`."""

    def __init__(
        self, name: str, args: EventAlarmsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        for event in EVENTS:
            aws.cloudwatch.LogMetricFilter(
                f"{name}-{event.name}-filter",
                name=args.context.physical(event.name, 512),
                log_group_name=args.log_group,
                pattern=event.pattern,
                metric_transformation={
                    "name": event.name,
                    "namespace": NAMESPACE,
                    "value": "1",
                },
                opts=self._child(),
            )
        Alarms(
            f"{name}-alarms",
            AlarmsArgs(
                context=args.context,
                topics=args.topics,
                specs=ALARMS,
                dimensions={},
                page=args.page,
            ),
            self._child(),
        )
        self.register_outputs({})
