"""EventBridge rules: pattern or clock, names."""

import json
from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, Text, limit
from groundplan.rules.grammar.pattern import event_pattern_fault
from groundplan.rules.grammar.schedule import schedule_fault
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_RULE = "aws:cloudwatch/eventRule:EventRule"
_API = "API events PutRule, PutTargets"


@rule(
    "GP-EVENT-001",
    _RULE,
    title="A rule waits for events, or for the clock.",
    error="ValidationException: Parameter(s) EventPattern or ScheduleExpression must be specified.",
    source=_API,
)
def event_or_clock(node: Node, _: World) -> Iterator[Fault]:
    """A pattern, a schedule or both."""
    if not node.has("eventPattern") and not node.has("scheduleExpression"):
        yield Fault("eventPattern", "a pattern, or scheduleExpression")
    custom = node.get("eventBusName") not in (None, "default")
    if node.has("scheduleExpression") and custom:
        yield Fault("scheduleExpression", "nothing on a bus of one's own")


@rule(
    "GP-EVENT-002",
    _RULE,
    title="The pattern for events cannot be read.",
    error="InvalidEventPatternException: Event pattern is not valid. Reason",
    source="EventBridge User Guide: event patterns",
)
def pattern(node: Node, _: World) -> Iterator[Fault]:
    """JSON whose leaves are lists of values or matchers; 2048 signs."""
    text = node.get("eventPattern")
    if not isinstance(text, str):
        return
    place, allowed = event_pattern_fault(text)
    if place:
        yield Fault("eventPattern", f"{place}: {allowed}")
    elif len(text) > 4096:
        yield Fault("eventPattern", "4096 characters")
    elif isinstance(json.loads(text), dict) and set(json.loads(text)) - _FIELDS:
        odd = sorted(set(json.loads(text)) - _FIELDS)
        if any(
            o.lower().replace("_", "-") in _FIELDS or o in ("detailType", "details") for o in odd
        ):
            yield Fault(
                "eventPattern", f"fields {', '.join(sorted(_FIELDS))}; got {', '.join(odd)}"
            )


_FIELDS = frozenset(("source", "detail-type", "detail", "account", "region", "resources", "time", "id",
                     "version", "replay-name", "$or"))  # fmt: skip


@rule(
    "GP-EVENT-003",
    _RULE,
    title="When the rule runs cannot be read.",
    error="ValidationException: Parameter ScheduleExpression is not valid.",
    source="EventBridge User Guide: schedule expressions",
)
def rule_schedule(node: Node, _: World) -> Iterator[Fault]:
    """cron(...) or rate(...)."""
    text = node.get("scheduleExpression")
    if text is not None and (wrong := schedule_fault(str(text), "cron", "rate")):
        yield Fault("scheduleExpression", wrong)


@rule(
    "GP-EVENT-008",
    _RULE,
    title="Two rules have one name.",
    error="the second rule overwrites the first",
    source="API events PutRule",
)
def rule_once(node: Node, world: World) -> Iterator[Fault]:
    """Names are unique per bus."""
    if node.get("name"):
        for other in world.twins(node, "name", "eventBusName"):
            yield Fault("name", f"a name {other.name} does not have")


NAME = Text(r"[0-9a-zA-Z_.-]+", "letters, digits, - _ .", ("a b", "a/b"), ("a.b-c_d",), 64)


LIMITS = (
    limit(
        "GP-EVENT-104",
        _RULE,
        "namePrefix",
        Text(r"[0-9a-zA-Z_.-]+", "letters, digits, - _ .", ("a b",), ("shop-",), 38),
        title="The start of the rule's name is too long or has other signs.",
        error="expected length of name_prefix to be in the range (1 - 38)",
        source="pulumi-aws cloudwatch.EventRule",
    ),
    limit(
        "GP-EVENT-101",
        _RULE,
        "name",
        NAME,
        named=True,
        title="The rule's name has other signs or is too long.",
        error="ValidationException: Value at 'name' failed to satisfy constraint",
        source=_API,
    ),
    limit(
        "GP-EVENT-102",
        _RULE,
        "state",
        OneOf("ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"),
        title="A rule is ENABLED or DISABLED.",
        error="ValidationException: State",
        source=_API,
    ),
)
