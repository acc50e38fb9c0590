"""Budgets per account, and an alarm on cost that nobody planned."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context
from stacks.errors import ConfigError, StackProblem
from stacks.settings import Profile

BUDGETS_USD: Mapping[Profile, Mapping[str, int]] = {
    "launch": {
        "management": 50,
        "security": 100,
        "backup": 50,
        "dev": 150,
        "staging": 250,
        "prod": 600,
    },
    "standard": {
        "management": 50,
        "security": 150,
        "backup": 100,
        "dev": 200,
        "staging": 400,
        "prod": 1500,
    },
    "regulated": {
        "management": 100,
        "security": 300,
        "backup": 200,
        "dev": 300,
        "staging": 600,
        "prod": 3000,
    },
}
"""Monthly budget by account, in USD: what the profile costs with some use, and a margin."""


@dataclass(frozen=True, kw_only=True)
class SpendingArgs:
    """Settings of the budgets. Budgets without actions are free, the anomaly monitor too."""

    context: Context
    """Who and where."""
    profile: Profile
    """How much production was bought: the default of each budget."""
    accounts: Mapping[str, pulumi.Input[str]]
    """Account ids by role, the management account included."""
    email: str
    """Who is told; empty for the topic only."""
    topic: pulumi.Input[str]
    """Topic that is told."""
    budgets_usd: Mapping[str, int]
    """Budgets in place of the defaults, by account role."""
    anomaly_usd: int = 50
    """Unexpected cost, in USD above what was expected, from which somebody is told."""


class Spending(Component, token="groundplan:organization:Spending"):
    """A monthly budget for each account, and anomaly detection over all services.

    Told at 80 % and 100 % forecast (after five weeks of history) and at 100 % spent.
    """

    def __init__(
        self, name: str, args: SpendingArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        amounts = {**BUDGETS_USD[args.profile], **args.budgets_usd}
        unknown = sorted(set(args.budgets_usd) - set(args.accounts))
        if unknown:
            raise ConfigError(
                StackProblem(
                    key=f"groundplan:monthly_budget_usd.{role}",
                    what="names no account",
                    allowed=", ".join(args.accounts),
                )
                for role in unknown
            )
        for role, account in args.accounts.items():
            aws.budgets.Budget(
                f"{name}-budget-{role}",
                name=args.context.physical(f"{role}-monthly", 100),
                budget_type="COST",
                time_unit="MONTHLY",
                limit_amount=str(amounts[role]),
                limit_unit="USD",
                cost_filters=[{"name": "LinkedAccount", "values": [account]}],
                notifications=[
                    _notice("FORECASTED", 80, args),
                    _notice("FORECASTED", 100, args),
                    _notice("ACTUAL", 100, args),
                ],
                opts=self._child(),
            )
        monitor = aws.costexplorer.AnomalyMonitor(
            f"{name}-anomalies",
            name=args.context.physical("services", 100),
            monitor_type="DIMENSIONAL",
            # One monitor per dimension and account: see docs/day-0.md where one exists.
            monitor_dimension="SERVICE",
            opts=self._child(),
        )
        aws.costexplorer.AnomalySubscription(
            f"{name}-anomaly-notice",
            name=args.context.physical("anomalies", 100),
            # The topic gets each anomaly at once; e-mail would come once a day.
            frequency="IMMEDIATE",
            monitor_arn_lists=[monitor.arn],
            subscribers=[{"type": "SNS", "address": args.topic}],
            threshold_expression={
                "dimension": {
                    "key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
                    "match_options": ["GREATER_THAN_OR_EQUAL"],
                    "values": [str(args.anomaly_usd)],
                }
            },
            opts=self._child(),
        )
        self.register_outputs({})


def _notice(kind: str, percent: int, args: SpendingArgs) -> aws.budgets.BudgetNotificationArgs:
    return aws.budgets.BudgetNotificationArgs(
        comparison_operator="GREATER_THAN",
        notification_type=kind,
        threshold=percent,
        threshold_type="PERCENTAGE",
        subscriber_email_addresses=[args.email] if args.email else [],
        subscriber_sns_topic_arns=[] if args.email else [args.topic],
    )
