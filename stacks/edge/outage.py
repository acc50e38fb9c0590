"""One page for one outage."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context
from stacks.observability.notifications import Topics

MOST_CHILDREN = 100


@dataclass(frozen=True, kw_only=True)
class OutageArgs:
    """Settings of the composite alarm. 0.50 USD a month."""

    context: Context
    """Who and where."""
    topics: Topics
    """Where it goes."""
    page: bool
    """It wakes somebody; otherwise it is a ticket."""
    alarm_names: Sequence[str]
    """The symptoms, alarms of the home region."""
    alarms: Sequence[pulumi.Resource]
    """What makes those alarms; they must exist first."""


class Outage(Component, token="groundplan:edge:Outage"):
    """Composite alarms over the symptoms of an outage.

    A dead database shows as errors of every service, full CPUs and failing health checks
    at once. Each symptom writes its own ticket; only this alarm pages, once. CloudFront's
    alarm stays apart: it lives in us-east-1, and a composite sees one region.
    """

    def __init__(
        self, name: str, args: OutageArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        severity = "page" if args.page else "ticket"
        topic = args.topics.arn("page" if args.page else "ticket")
        names = sorted(args.alarm_names)
        for first in range(0, len(names), MOST_CHILDREN):
            part = "" if first == 0 else f"-{first // MOST_CHILDREN + 1}"
            aws.cloudwatch.CompositeAlarm(
                f"{name}-alarm{part}",
                alarm_name=f"{args.context.prefix}-{name}{part}-{severity}",
                alarm_description=(
                    "The application does not answer as it should; the tickets name the "
                    "symptoms. Runbook: docs/runbooks/service.md#outage"
                ),
                alarm_rule=" OR ".join(
                    f'ALARM("{symptom}")' for symptom in names[first : first + MOST_CHILDREN]
                ),
                alarm_actions=[topic],
                ok_actions=[topic],
                region=args.context.region,
                opts=self._child(depends_on=list(args.alarms)),
            )
        self.register_outputs({})
