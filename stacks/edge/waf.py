"""The web application firewall in front of CloudFront."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.config_keys import FlowConfig
from stacks.context import EDGE_REGION, Context
from stacks.data.key import Key, KeyArgs, logs_statement
from stacks.edge.alarms import WAF
from stacks.edge.waf_rules import Mode, web_acl_rules
from stacks.observability.alarm import Alarms, AlarmsArgs
from stacks.observability.notifications import Topics

REDACTED_HEADERS = ("authorization", "cookie")


@dataclass(frozen=True, kw_only=True)
class WafArgs:
    """Settings of the WAF. 5 USD a month, 1 USD a rule and 0.60 USD per million requests."""

    context: Context
    """Who and where."""
    flows: Sequence[FlowConfig]
    """Critical flows, each with its own limits."""
    mode: Mode
    """``count`` shows what would be blocked and blocks nothing."""
    body_size_mode: Mode
    """The same for bodies over 8 KB outside the upload and webhook paths."""
    rate_limit: int
    """Requests per five minutes and address."""
    auth_rate_limit: int
    """The same on paths that guess passwords or cards."""
    log_days: int
    """Days the log is kept."""
    topics: Topics
    """Where alarms go, in us-east-1."""
    page: bool
    """Severe alarms wake somebody."""


class Waf(Component, token="groundplan:edge:Waf"):
    """A web ACL for CloudFront, which AWS keeps in us-east-1, with its log.

    The log holds what was blocked or counted, not every request; the headers that carry
    sessions are left out of it, and it is encrypted with a key of its own, because the
    environment's key lives in another region.

    Invariants: the four managed groups and both rates are there; requests no rule objects
    to pass.
    """

    CHILDREN = ("web-acl", "logs")

    arn: pulumi.Output[str]
    """ARN of the web ACL."""

    def __init__(
        self,
        name: str,
        args: WafArgs,
        opts: pulumi.ResourceOptions | None = None,
        overrides: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        super().__init__(name, opts, overrides)
        context = args.context
        # Metric names may differ from names; alarms go by the metric's.
        metric = context.physical(name, 128)
        acl = aws.wafv2.WebAcl(
            f"{name}-web-acl",
            **self._merged(
                "web-acl",
                {},
                {
                    "name": context.physical(name, 128),
                    "description": f"In front of {context.app} {context.environment}",
                    "scope": "CLOUDFRONT",
                    "default_action": {"allow": {}},
                    "rules": web_acl_rules(
                        args.flows,
                        mode=args.mode,
                        body_size_mode=args.body_size_mode,
                        rate_limit=args.rate_limit,
                        auth_rate_limit=args.auth_rate_limit,
                    ),
                    "visibility_config": {
                        "metric_name": metric,
                        "cloudwatch_metrics_enabled": True,
                        "sampled_requests_enabled": True,
                    },
                    "region": EDGE_REGION,
                },
            ),
            opts=self._child(),
        )
        self.arn = acl.arn
        self._log(name, args)
        Alarms(
            f"{name}-alarms",
            AlarmsArgs(
                context=context,
                topics=args.topics,
                specs=WAF,
                # CloudFront's scope has no Region dimension.
                dimensions={"WebACL": metric, "Rule": "ALL"},
                page=args.page,
                region=EDGE_REGION,
            ),
            self._child(),
        )
        self.register_outputs({"arn": self.arn})

    def _log(self, name: str, args: WafArgs) -> None:
        context = args.context
        key = Key(
            f"{name}-logs",
            KeyArgs(
                context=context,
                description="WAF log",
                statements=(logs_statement(context.account, EDGE_REGION),),
                region=EDGE_REGION,
            ),
            self._child(),
        )
        # AWS refuses a destination of another prefix.
        group_name = f"aws-waf-logs-{context.prefix}"
        group = aws.cloudwatch.LogGroup(
            f"{name}-logs-group",
            **self._merged(
                "logs",
                {"retention_in_days": args.log_days},
                {"name": group_name, "kms_key_id": key.arn, "region": EDGE_REGION},
            ),
            opts=self._child(),
        )
        # Without ours AWS adds one that nobody declared, and an account takes ten.
        policy = aws.cloudwatch.LogResourcePolicy(
            f"{name}-logs-policy",
            policy_name=context.physical("waf-logs", 64),
            policy_document=pulumi.Output.json_dumps(_delivery(context, group_name)),
            region=EDGE_REGION,
            opts=self._child(),
        )
        aws.wafv2.WebAclLoggingConfiguration(
            f"{name}-logging",
            resource_arn=self.arn,
            log_destination_configs=[group.arn],
            redacted_fields=[{"single_header": {"name": name}} for name in REDACTED_HEADERS],
            logging_filter={
                "default_behavior": "DROP",
                "filters": [
                    {
                        "behavior": "KEEP",
                        "requirement": "MEETS_ANY",
                        "conditions": [
                            {"action_condition": {"action": "BLOCK"}},
                            {"action_condition": {"action": "COUNT"}},
                            {"action_condition": {"action": "EXCLUDED_AS_COUNT"}},
                        ],
                    }
                ],
            },
            region=EDGE_REGION,
            # Only replaceable, and the next one would be this one: the old one goes first.
            opts=self._child(depends_on=[policy], delete_before_replace=True),
        )


def _delivery(context: Context, group_name: str) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "WafLogs",
                "Effect": "Allow",
                "Principal": {"Service": "delivery.logs.amazonaws.com"},
                "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                "Resource": (
                    f"arn:aws:logs:{EDGE_REGION}:{context.account}:log-group:{group_name}:*"
                ),
                "Condition": {
                    "StringEquals": {"aws:SourceAccount": context.account},
                    "ArnLike": {"aws:SourceArn": f"arn:aws:logs:{EDGE_REGION}:{context.account}:*"},
                },
            }
        ],
    }
