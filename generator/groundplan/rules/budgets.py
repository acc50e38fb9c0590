"""Budgets and odd costs: limits, and who is told."""

import re
from collections.abc import Iterator

from groundplan.rules.grammar.address import arn, is_mail
from groundplan.rules.node import Node, listed, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_BUDGET = "aws:budgets/budget:Budget"


@rule(
    "GP-BUDGET-001",
    _BUDGET,
    title="The budget's amount, unit or name cannot be.",
    error="InvalidParameterException: Budget",
    source="API budgets Budget",
)
def budget(node: Node, _: World) -> Iterator[Fault]:
    """An amount above 0; USD for costs; a name without : and backslash; dates in form."""
    amount = node.get("limitAmount")
    if amount is not None and (number(amount) is None or (number(amount) or 0) <= 0):
        yield Fault("limitAmount", "a number above 0")
    if node.truth("costTypes.useBlended") and node.truth("costTypes.useAmortized"):
        yield Fault("costTypes.useAmortized", "one of useBlended and useAmortized")
    kind = str(node.get("budgetType", "COST"))
    if kind == "COST" and node.get("limitUnit") not in (None, "USD", "CNY"):
        yield Fault("limitUnit", "USD")
    if ("UTILIZATION" in kind or "COVERAGE" in kind) and node.get("limitUnit") not in (
        None,
        "PERCENTAGE",
    ):
        yield Fault("limitUnit", "PERCENTAGE")
    name = node.output("name")
    if isinstance(name, str) and (
        re.search(r"[:\\]", name) or "/action/" in name or len(name) > 100 or not name
    ):
        yield Fault("name", "100 characters without : and \\")
    for path in ("timePeriodStart", "timePeriodEnd"):
        text = node.get(path)
        if text is not None and not re.fullmatch(
            r"\d{4}-(0\d|1[0-2])-[0-3]\d_[0-2]\d:[0-5]\d", str(text)
        ):
            yield Fault(path, "a time such as 2026-01-01_00:00")
    start, end = node.get("timePeriodStart"), node.get("timePeriodEnd")
    # Without a start AWS takes the current month: what ended years ago is before any start.
    if end and str(start or "2025-01-01_00:00") >= str(end):
        yield Fault("timePeriodEnd", "a time after timePeriodStart")
    if node.has("limitAmount") == (node.has("plannedLimits") or node.has("autoAdjustData")):
        yield Fault("limitAmount", "one of limitAmount, plannedLimits and autoAdjustData")
    if node.has("costFilters") and node.has("filterExpression"):
        yield Fault("costFilters", "one of costFilters and filterExpression")
    if node.get("timeUnit") == "DAILY" and kind not in (
        "COST",
        "USAGE",
        "RI_UTILIZATION",
        "RI_COVERAGE",
        "SAVINGS_PLANS_UTILIZATION",
        "SAVINGS_PLANS_COVERAGE",
    ):
        yield Fault("timeUnit", "MONTHLY")
    filters = ("AZ", "LinkedAccount", "Operation", "PurchaseType", "Region", "Service", "TagKeyValue",
               "UsageType", "UsageTypeGroup", "InstanceType", "BillingEntity", "InvoicingEntity",
               "LegalEntityName", "CostCategory", "RecordType")  # fmt: skip
    for place, value in node.each("costFilters[].name"):
        if value not in filters:
            yield Fault(place, ", ".join(filters))


@rule(
    "GP-BUDGET-002",
    _BUDGET,
    title="Whom the budget tells, or when, cannot be.",
    error="InvalidParameterException: Notification / subscribers; CreationLimitExceededException",
    source="API budgets NotificationWithSubscribers",
)
def notifications(node: Node, _: World) -> Iterator[Fault]:
    """Ten notifications, each once, with one topic and ten mails at most; thresholds above 0."""
    rows = list(node.each("notifications[]"))
    if len(rows) > 10:
        yield Fault("notifications", "ten notifications")
    seen: set[tuple[object, ...]] = set()
    for place, row in rows:
        key = tuple(
            str(row.get(k))
            for k in ("notificationType", "comparisonOperator", "threshold", "thresholdType")
        )
        if key in seen:
            yield Fault(place, "each notification once")
        seen.add(key)
        for name, values in (
            ("notificationType", ("ACTUAL", "FORECASTED")),
            ("comparisonOperator", ("GREATER_THAN", "LESS_THAN", "EQUAL_TO")),
            ("thresholdType", ("PERCENTAGE", "ABSOLUTE_VALUE")),
        ):
            if row.get(name) not in values:
                yield Fault(f"{place}.{name}", ", ".join(values))
        threshold = number(row.get("threshold"))
        if threshold is None or not 0 < threshold <= 15000000000000:
            yield Fault(f"{place}.threshold", "a number above 0")
        if row.get("notificationType") == "FORECASTED" and node.get("budgetType") not in (
            "COST",
            "USAGE",
            None,
        ):
            yield Fault(f"{place}.notificationType", "ACTUAL for this kind of budget")
        if row.get("notificationType") == "FORECASTED" and node.get("timeUnit") == "DAILY":
            yield Fault(f"{place}.notificationType", "ACTUAL with timeUnit DAILY")
        mails, topics = (
            listed(row.get("subscriberEmailAddresses")),
            listed(row.get("subscriberSnsTopicArns")),
        )
        if not mails and not topics:
            yield Fault(f"{place}.subscriberEmailAddresses", "a receiver")
        if len(mails) > 10 or len(topics) > 1:
            yield Fault(f"{place}.subscriberEmailAddresses", "ten mails and one topic")
        for index, mail in enumerate(mails):
            if not is_mail(str(mail)):
                yield Fault(f"{place}.subscriberEmailAddresses[{index}]", "a mail address")
        for index, topic in enumerate(topics):
            found = arn(topic)
            if found is None or found.service != "sns":
                yield Fault(f"{place}.subscriberSnsTopicArns[{index}]", "the ARN of a topic")


_MONITOR = "aws:costexplorer/anomalyMonitor:AnomalyMonitor"
_ANOMALIES = "aws:costexplorer/anomalySubscription:AnomalySubscription"


@rule(
    "GP-COST-001",
    _MONITOR,
    title="What is watched for odd costs is not told, or watched already.",
    error="ValidationException: Limit exceeded on dimensional spend monitor creation / "
    "MonitorDimension",
    source="API ce CreateAnomalyMonitor",
)
def anomaly_monitor(node: Node, world: World) -> Iterator[Fault]:
    """A dimension with DIMENSIONAL, a specification with CUSTOM; one per dimension."""
    dimensional = node.get("monitorType") == "DIMENSIONAL"
    if dimensional != node.has("monitorDimension"):
        yield Fault("monitorDimension", "SERVICE with DIMENSIONAL only")
    if (node.get("monitorType") == "CUSTOM") != node.has("monitorSpecification"):
        yield Fault("monitorSpecification", "JSON with CUSTOM only")
    for other in world.twins(node, "monitorDimension") if dimensional else ():
        yield Fault("monitorDimension", f"a dimension {other.name} does not watch")


@rule(
    "GP-COST-002",
    _ANOMALIES,
    title="How often odd costs are told does not fit the way.",
    error="ValidationException: Daily or weekly frequencies only support Email subscriptions / "
    "Immediate frequency only supports SNS",
    source="API ce AnomalySubscription",
)
def anomaly_subscription(node: Node, _: World) -> Iterator[Fault]:
    """IMMEDIATE to topics; DAILY and WEEKLY to mails; a threshold."""
    want = "SNS" if node.get("frequency") == "IMMEDIATE" else "EMAIL"
    for place, row in node.each("subscribers[]"):
        if row.get("type") != want:
            yield Fault(f"{place}.type", f"{want} with {node.get('frequency')}")
        address = str(row.get("address", ""))
        good = (
            is_mail(address) if row.get("type") == "EMAIL" else address.startswith("arn:aws:sns:")
        )
        if not good:
            yield Fault(f"{place}.address", "a mail address or the ARN of a topic")
    if not node.get("thresholdExpression"):
        yield Fault("thresholdExpression", "an amount or a percentage")
    known = ("ANOMALY_TOTAL_IMPACT_ABSOLUTE", "ANOMALY_TOTAL_IMPACT_PERCENTAGE")
    for path in ("thresholdExpression.ands", "thresholdExpression.ors"):
        if len(listed(node.get(path))) == 1:
            yield Fault(path, "two amounts, or one as dimension")
    for path in (
        "thresholdExpression.dimension",
        "thresholdExpression.ands[].dimension",
        "thresholdExpression.ors[].dimension",
    ):
        for place, row in node.each(path):
            if row.get("key") not in known:
                yield Fault(f"{place}.key", ", ".join(known))
            if listed(row.get("matchOptions")) != ["GREATER_THAN_OR_EQUAL"]:
                yield Fault(f"{place}.matchOptions", "GREATER_THAN_OR_EQUAL")
            if [number(v) is None for v in listed(row.get("values"))] != [False]:
                yield Fault(f"{place}.values", "a number as text")
