"""RDS: performance data, detailed monitoring, event subscriptions."""

from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, Text, limit
from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node
from groundplan.rules.rds_parts import CLUSTER, GUIDE, INSTANCE, MEMBER
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_EVENTS = "aws:rds/eventSubscription:EventSubscription"


@rule(
    "GP-RDS-010",
    INSTANCE,
    MEMBER,
    CLUSTER,
    title="Performance data is kept 7 days, 731 days or whole months of 31 days.",
    error="InvalidParameterValue: Invalid Performance Insights retention period",
    source="API rds CreateDBInstance, PerformanceInsightsRetentionPeriod",
)
def insights_retention(node: Node, _: World) -> Iterator[Fault]:
    """7, 731, or n * 31 for n from 1 to 23; only with insights on."""
    days = node.number("performanceInsightsRetentionPeriod")
    if days is None or (days == 0 and not node.truth("performanceInsightsEnabled")):
        return
    if days not in {7, 731} | {31 * n for n in range(1, 24)}:
        yield Fault("performanceInsightsRetentionPeriod", "7, 31, 62, ... 713 or 731")


@rule(
    "GP-RDS-011",
    INSTANCE,
    MEMBER,
    CLUSTER,
    title="Performance data has settings but is switched off.",
    error="InvalidParameterCombination: performance insights must be enabled",
    source="API rds CreateDBInstance",
)
def insights_enabled(node: Node, _: World) -> Iterator[Fault]:
    """Retention, key and advanced insights need performance insights."""
    if not node.truth("performanceInsightsEnabled"):
        for path in ("performanceInsightsKmsKeyId", "performanceInsightsRetentionPeriod"):
            if node.has(path) and node.get(path) not in (0, ""):
                yield Fault(path, "nothing unless performanceInsightsEnabled")
    if node.get("databaseInsightsMode") == "advanced":
        days = node.number("performanceInsightsRetentionPeriod") or 7
        if not node.truth("performanceInsightsEnabled") or days < 465:
            yield Fault(
                "databaseInsightsMode", "advanced with insights on and kept 465 days at least"
            )


@rule(
    "GP-RDS-012",
    INSTANCE,
    MEMBER,
    CLUSTER,
    title="Detailed monitoring needs a role, and the role needs an interval.",
    error="InvalidParameterCombination: A MonitoringRoleARN value is required if you specify a "
    "MonitoringInterval value other than 0.",
    source="API rds CreateDBInstance",
)
def monitoring(node: Node, _: World) -> Iterator[Fault]:
    """monitoringInterval above 0 and monitoringRoleArn come together."""
    interval = node.number("monitoringInterval") or 0
    if interval and not node.has("monitoringRoleArn"):
        yield Fault("monitoringRoleArn", "a role that monitoring.rds.amazonaws.com takes on")
    if not interval and node.has("monitoringRoleArn") and not node.has("monitoringInterval"):
        yield Fault("monitoringInterval", "1, 5, 10, 15, 30 or 60")
    elif not interval and node.has("monitoringRoleArn"):
        yield Fault("monitoringInterval", "1, 5, 10, 15, 30 or 60, as there is a role")


_CATEGORIES = {
    "db-instance": frozenset(
        ("availability", "backtrack", "backup", "configuration change", "creation", "deletion",
         "failover", "failure", "low storage", "maintenance", "notification", "read replica",
         "recovery", "restoration", "security", "security patching")
    ),
    "db-cluster": frozenset(
        ("configuration change", "creation", "deletion", "failover", "failure",
         "global-failover", "maintenance", "migration", "notification", "serverless", "backup",
         "security", "recovery", "security patching", "availability")
    ),
    "db-parameter-group": frozenset(("configuration change",)),
    "db-security-group": frozenset(("configuration change", "failure")),
    "db-snapshot": frozenset(("creation", "deletion", "notification", "restoration")),
    "db-cluster-snapshot": frozenset(("backup", "notification", "creation", "deletion")),
    "db-proxy": frozenset(("configuration change", "creation", "deletion", "failure")),
    "blue-green-deployment": frozenset(("creation", "deletion", "failure", "switchover")),
    "custom-engine-version": frozenset(("creation", "deletion", "failure", "restoring")),
}  # fmt: skip


@rule(
    "GP-RDS-029",
    _EVENTS,
    title="The subscription names a source or an event that does not exist.",
    error="SubscriptionCategoryNotFound: The supplied category does not exist. / SourceNotFound",
    source="RDS User Guide: event categories",
)
def event_subscription(node: Node, world: World) -> Iterator[Fault]:
    """Types, their categories, and ids of that type."""
    topic = arn(node.get("snsTopic"))
    if node.has("snsTopic") and topic is None:
        yield Fault("snsTopic", "the ARN of a topic")
    if topic and (topic.service != "sns" or topic.region != node.region):
        yield Fault("snsTopic", f"a topic in {node.region}")
    kind = node.get("sourceType")
    if kind is not None and kind not in _CATEGORIES:
        yield Fault("sourceType", ", ".join(sorted(_CATEGORIES)))
        return
    every = frozenset().union(*_CATEGORIES.values())
    for place, value in node.each("eventCategories[]"):
        if value not in (_CATEGORIES[kind] if kind else every):
            yield Fault(place, ", ".join(sorted(_CATEGORIES[kind] if kind else every)))
    if node.get("sourceIds") and kind is None:
        yield Fault("sourceType", "a type with sourceIds")
    types, key = _SOURCES.get(str(kind), ((), ""))
    if types and world.has(*types):
        for place, value in node.each("sourceIds[]"):
            found = world.near(node, value, *types)
            resource_id = found is not None and value == found.resource.id != found.output(key)
            if found is None or resource_id:
                yield Fault(place, f"the name of a {kind} of the estate")


_SOURCES: dict[str, tuple[tuple[str, ...], str]] = {
    "db-instance": ((INSTANCE, MEMBER), "identifier"),
    "db-cluster": ((CLUSTER,), "clusterIdentifier"),
    "db-parameter-group": (("aws:rds/parameterGroup:ParameterGroup",), "name"),
    "db-proxy": (("aws:rds/proxy:Proxy",), "name"),
}


LIMITS = (
    limit(
        "GP-RDS-117",
        _EVENTS,
        "name",
        Text(
            r"[A-Za-z](?!.*--)[A-Za-z0-9-]*(?<!-)",
            "a letter first, letters, digits and single hyphens",
            ("1events", "a--b"),
            ("acme-events",),
            254,
        ),
        named=True,
        title="The subscription's name has other signs or is too long.",
        error="InvalidParameterValue: The subscription name must be less than 255 characters",
        source="API rds CreateEventSubscription",
    ),
    limit(
        "GP-RDS-107",
        INSTANCE,
        "monitoringInterval",
        OneOf(0, 1, 5, 10, 15, 30, 60),
        title="Detailed monitoring runs every 1, 5, 10, 15, 30 or 60 seconds.",
        error="InvalidParameterValue: Invalid monitoring interval",
        source=GUIDE,
    ),
    limit(
        "GP-RDS-116",
        INSTANCE,
        "databaseInsightsMode",
        OneOf("standard", "advanced"),
        title="Insights are standard or advanced.",
        error="InvalidParameterValue: DatabaseInsightsMode",
        source=GUIDE,
    ),
)
