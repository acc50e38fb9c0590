"""What alarms of both kinds share: receivers and names."""

from collections.abc import Iterator

from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
_COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
_ACTIONS = ("alarmActions", "okActions", "insufficientDataActions")


@rule(
    "GP-ALARM-009",
    _ALARM,
    _COMPOSITE,
    title="The alarm cannot tell that receiver.",
    error="ValidationError: Invalid region specified. Only eu-west-1 is supported. / Invalid use of "
    "EC2 / Invalid ARN",
    source="API cloudwatch PutMetricAlarm, AlarmActions",
)
def actions(node: Node, _: World) -> Iterator[Fault]:
    """Actions are ARNs of services that act, in the alarm's region."""
    services = ("sns", "autoscaling", "automate", "ssm", "ssm-incidents", "lambda", "swf", "aiops")
    for path in _ACTIONS:
        for place, value in node.each(f"{path}[]"):
            found = arn(value)
            if found is None or found.service not in services:
                yield Fault(place, "the ARN of a topic")
            elif found.service == "automate" and not _acts_on_host(found.resource, node):
                yield Fault(place, "ec2:stop, terminate, reboot or recover for an InstanceId")
            elif found.service == "sns" and found.resource.endswith(".fifo"):
                yield Fault(place, "a standard topic")
            elif found.region and found.region != node.region:
                yield Fault(place, f"a receiver in {node.region}")
        values = node.list(f"{path}[]")
        if len(values) != len(set(map(str, values))):
            yield Fault(path, "each receiver once")
        if len(values) > 5:
            yield Fault(path, "five receivers")


def _acts_on_host(resource: str, node: Node) -> bool:
    """Actions on an instance belong to alarms on one of its metrics, not to calculations."""
    actions = ("ec2:stop", "ec2:terminate", "ec2:reboot", "ec2:recover")
    return resource in actions and bool(node.get("dimensions.InstanceId"))


@rule(
    "GP-ALARM-010",
    _ALARM,
    _COMPOSITE,
    title="Two alarms have one name.",
    error="the second alarm overwrites the first",
    source="API cloudwatch PutMetricAlarm: names are unique per account and region",
)
def name_once(node: Node, world: World) -> Iterator[Fault]:
    """Names are unique per account and region over both kinds."""
    mine = alarm_name(node)
    for other in world.of(_ALARM, _COMPOSITE):
        if (
            mine
            and (other.account, other.region) == (node.account, node.region)
            and other.resource.urn < node.resource.urn
            and alarm_name(other) == mine
        ):
            yield Fault(
                "name" if node.type == _ALARM else "alarmName", f"a name {other.name} does not have"
            )


def alarm_name(node: Node) -> str:
    """Name of an alarm of either kind."""
    return str(node.output("name" if node.type == _ALARM else "alarmName") or "")
