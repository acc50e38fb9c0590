"""CloudWatch: alarms on alarms."""

from collections.abc import Iterator

from groundplan.rules.alarms import alarm_name
from groundplan.rules.grammar.address import arn
from groundplan.rules.grammar.expression import composite_rule
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
_COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"


@rule(
    "GP-ALARM-012",
    _COMPOSITE,
    title="The rule over other alarms cannot be read.",
    error="ValidationError: Error in AlarmRule: Unsupported token / syntax",
    source="API cloudwatch PutCompositeAlarm, AlarmRule",
)
def composite_grammar(node: Node, _: World) -> Iterator[Fault]:
    """ALARM(name), OK(name), AND, OR, NOT, brackets; up to 10240 signs and 100 alarms."""
    text = node.get("alarmRule")
    if not isinstance(text, str):
        return
    wrong, named = composite_rule(text)
    if wrong:
        yield Fault("alarmRule", f'ALARM("name") with AND, OR, NOT: {wrong}')
    if len(text) > 10240 or len(named) > 500 or len(set(named)) > 100:
        yield Fault("alarmRule", "10240 characters and 100 alarms")


@rule(
    "GP-ALARM-013",
    _COMPOSITE,
    title="The rule names an alarm that does not exist here.",
    error="ValidationError: Could not save the composite alarm as alarms [...] in the alarm rule do "
    "not exist",
    source="API cloudwatch PutCompositeAlarm",
)
def composite_children(node: Node, world: World) -> Iterator[Fault]:
    """Children are alarms of the same account and region, other than itself."""
    text = node.get("alarmRule")
    if not isinstance(text, str):
        return
    wrong, named = composite_rule(text)
    here = {
        alarm_name(a)
        for a in world.of(_ALARM, _COMPOSITE)
        if (a.account, a.region) == (node.account, node.region) and a is not node
    }
    for child in () if wrong else dict.fromkeys(named):
        found = arn(child)
        name = found.resource.removeprefix("alarm:") if found else child
        if name not in here or (found and found.region != node.region):
            yield Fault("alarmRule", f"alarms of {node.region}; {child} is none")


@rule(
    "GP-ALARM-014",
    _COMPOSITE,
    title="Holding back an alarm needs to be told for how long.",
    error="ValidationError: ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod are "
    "required",
    source="API cloudwatch PutCompositeAlarm",
)
def suppressor(node: Node, world: World) -> Iterator[Fault]:
    """A suppressor has both periods, not negative, and is an alarm that exists."""
    if not node.has("actionsSuppressor"):
        return
    named = str(node.get("actionsSuppressor.alarm", ""))
    found = arn(named)
    name = found.resource.removeprefix("alarm:") if found else named
    if not any(
        alarm_name(a) == name and a.account == node.account and a.region == node.region
        for a in world.of(_ALARM, _COMPOSITE)
    ):
        yield Fault("actionsSuppressor.alarm", f"an alarm of {node.region}")
    for path in ("waitPeriod", "extensionPeriod"):
        value = node.number(f"actionsSuppressor.{path}")
        if value is None or value < 0:
            yield Fault(f"actionsSuppressor.{path}", "seconds from 0")
