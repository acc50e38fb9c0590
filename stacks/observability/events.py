"""Events that nobody may miss: rules of EventBridge as rows of a table."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context
from stacks.observability.notifications import Topics


@dataclass(frozen=True, kw_only=True)
class EventSpec:
    """One kind of event."""

    role: str
    """What happens, end of the rule's name: ``key-deletion``."""
    pattern: Mapping[str, Any]
    """Event pattern."""
    severity: Literal["page", "ticket"]
    """Whether somebody is woken."""
    summary: str
    """What is happening, in the owner's words; no quotes."""
    runbook: str
    """File and anchor under ``docs/runbooks``."""


@dataclass(frozen=True, kw_only=True)
class EventAlertsArgs:
    """Settings of the event rules. Free: AWS's own events cost nothing."""

    context: Context
    """Who and where."""
    topics: Topics
    """Where the messages go, in the same region."""
    specs: Sequence[EventSpec]
    """The rows."""
    page: bool
    """False sends pages to the ticket topic too."""
    region: str = ""
    """Region of the events; the home region unless told."""


class EventAlerts(Component, token="groundplan:observability:EventAlerts"):
    """One rule and one message for each row.

    The target carries no role: with one, EventBridge cannot deliver to an encrypted topic.
    """

    def __init__(
        self, name: str, args: EventAlertsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        region = args.region or args.context.region
        for spec in args.specs:
            rule = aws.cloudwatch.EventRule(
                f"{name}-{spec.role}",
                description=spec.summary,
                event_pattern=json.dumps(spec.pattern, sort_keys=True),
                region=region,
                opts=self._child(),
            )
            aws.cloudwatch.EventTarget(
                f"{name}-{spec.role}-target",
                rule=rule.name,
                arn=args.topics.arn(spec.severity if args.page else "ticket"),
                input_transformer={
                    "input_paths": {
                        "account": "$.account",
                        "kind": "$.detail-type",
                        "region": "$.region",
                        "time": "$.time",
                    },
                    "input_template": json.dumps(
                        f"{args.context.prefix}: {spec.summary} <kind>, <time>, account <account>, "
                        f"<region>. Runbook: docs/runbooks/{spec.runbook}"
                    ),
                },
                region=region,
                opts=self._child(),
            )
        self.register_outputs({})
