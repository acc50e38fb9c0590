"""Where alarms go: a topic for what wakes somebody and one for what waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import EDGE_REGION, Context
from stacks.data.key import Key, KeyArgs
from stacks.observability.publishers import key_statements, topic_statements

_Severity = Literal["page", "ticket"]


@dataclass(frozen=True, kw_only=True)
class Topics:
    """ARNs of the notification topics of one region, by severity.

    Alarms and their topics must be in one region, so alarms on CloudFront use another
    pair than the rest.
    """

    page: pulumi.Input[str]
    """Wakes somebody."""
    ticket: pulumi.Input[str]
    """Waits until morning."""

    def arn(self, severity: Literal["page", "ticket"]) -> pulumi.Input[str]:
        """Topic of a severity."""
        return self.page if severity == "page" else self.ticket

    @classmethod
    def of(cls, arns: pulumi.Output[Mapping[str, str]]) -> "Topics":
        """Topics from the foundation's output for one region."""
        return cls(page=arns.apply(lambda a: a["page"]), ticket=arns.apply(lambda a: a["ticket"]))


@dataclass(frozen=True, kw_only=True)
class NotificationsArgs:
    """Settings of the notification topics. 1 USD a month for the key of each region."""

    context: Context
    """Who and where."""
    email: str
    """Receives both topics once the link in AWS's mail is clicked, within two days; empty
    for nobody."""


class Notifications(Component, token="groundplan:observability:Notifications"):
    """The topics ``page`` and ``ticket``, in the home region and in us-east-1.

    Invariants: each topic is encrypted with a key of our own, because AWS's key silently
    drops what alarms send; each service that publishes is admitted by name.
    """

    topics: Mapping[str, Topics]
    """Topics by region."""
    key_arn: pulumi.Output[str]
    """Key of the home region's topics."""

    def __init__(
        self, name: str, args: NotificationsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._args = args
        home = args.context.region
        self._keys: dict[str, Key] = {}
        topics = {home: self._region(name, home)}
        if home != EDGE_REGION:
            topics[EDGE_REGION] = self._region(f"{name}-edge", EDGE_REGION)
        self.topics = topics
        self.key_arn = self._keys[home].arn
        self.register_outputs({})

    @property
    def home(self) -> Topics:
        """Topics of the home region."""
        return self.topics[self._args.context.region]

    def exported(self) -> dict[str, dict[str, pulumi.Input[str]]]:
        """ARNs by region and severity, as the application layer reads them."""
        return {
            region: {"page": topics.page, "ticket": topics.ticket}
            for region, topics in self.topics.items()
        }

    def _region(self, name: str, region: str) -> Topics:
        context = self._args.context
        self._keys[region] = key = Key(
            f"{name}-encryption",
            KeyArgs(
                context=context,
                description="Notification topics",
                statements=key_statements(context.account),
                region=region,
            ),
            self._child(),
        )
        page, ticket = (
            self._topic(name, severity, region, key) for severity in get_args(_Severity)
        )
        return Topics(page=page.arn, ticket=ticket.arn)

    def _topic(self, name: str, severity: str, region: str, key: Key) -> aws.sns.Topic:
        context = self._args.context
        topic = aws.sns.Topic(
            f"{name}-{severity}",
            name=context.physical(severity, 80),
            display_name=f"{context.app} {context.environment} {severity}",
            kms_master_key_id=key.arn,
            region=region,
            opts=self._child(),
        )
        aws.sns.TopicPolicy(
            f"{name}-{severity}-policy",
            arn=topic.arn,
            policy=pulumi.Output.json_dumps(
                topic.arn.apply(
                    lambda arn: {
                        "Version": "2012-10-17",
                        "Statement": topic_statements(context.account, arn),
                    }
                )
            ),
            region=region,
            opts=self._child(),
        )
        if self._args.email:
            aws.sns.TopicSubscription(
                f"{name}-{severity}-email",
                topic=topic.arn,
                protocol="email",
                endpoint=self._args.email,
                region=region,
                opts=self._child(),
            )
        return topic
