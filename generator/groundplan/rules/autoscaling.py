"""Application Auto Scaling: targets, policies, schedules."""

import itertools
import re
from collections.abc import Iterator

from groundplan.rules.constraint import Range, limit
from groundplan.rules.grammar.schedule import schedule_fault
from groundplan.rules.node import Node, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_TARGET = "aws:appautoscaling/target:Target"
_POLICY = "aws:appautoscaling/policy:Policy"
_ACTION = "aws:appautoscaling/scheduledAction:ScheduledAction"
_API = "API application-autoscaling RegisterScalableTarget, PutScalingPolicy"
_RESOURCES = {
    "ecs": r"service/[A-Za-z0-9_-]+/[A-Za-z0-9_-]+",
    "dynamodb": r"table/[A-Za-z0-9_.-]+(/index/[A-Za-z0-9_.-]+)?",
    "rds": r"cluster:[a-zA-Z0-9-]+",
    "elasticache": r"(replication-group|cache-cluster)/[a-zA-Z0-9-]+",
    "ec2": r"spot-fleet-request/.+",
}


@rule(
    "GP-SCALE-001",
    _TARGET,
    title="The smallest number of copies is larger than the largest.",
    error="ValidationException: Maximum capacity cannot be less than minimum capacity",
    source=_API,
)
def bounds(node: Node, _: World) -> Iterator[Fault]:
    """0 <= min <= max."""
    low, high = node.number("minCapacity"), node.number("maxCapacity")
    if low is not None and low < 0:
        yield Fault("minCapacity", "0 at least")
    if low is not None and high is not None and low > high:
        yield Fault("maxCapacity", f"{low:.0f} at least")


@rule(
    "GP-SCALE-002",
    _TARGET,
    _POLICY,
    _ACTION,
    title="What is to grow and shrink is not named the way the service wants.",
    error="ValidationException: Unsupported service namespace, resource type or scalable dimension",
    source=_API,
)
def resource(node: Node, world: World) -> Iterator[Fault]:
    """Resource id, namespace and dimension belong together; ECS services exist."""
    space, id_ = node.get("serviceNamespace"), node.get("resourceId")
    dimension = node.get("scalableDimension")
    if space and dimension and not str(dimension).startswith(f"{space}:"):
        yield Fault("scalableDimension", f"a dimension of {space}")
    form = _RESOURCES.get(str(space))
    if form and isinstance(id_, str) and not re.fullmatch(form, id_):
        yield Fault(
            "resourceId", "service/<cluster>/<service>" if space == "ecs" else f"the form {form}"
        )
    elif space == "ecs" and isinstance(id_, str) and node.type == _TARGET:
        services = [s for s in world.of("aws:ecs/service:Service") if s.account == node.account]
        if services and id_.rpartition("/")[2] not in {s.output("name") for s in services}:
            yield Fault("resourceId", "a service of the estate")
        clusters = [c.output("name") for c in world.of("aws:ecs/cluster:Cluster")]
        if clusters and id_.split("/")[1] not in clusters:
            yield Fault("resourceId", f"service/{clusters[0]}/<service>")
    if node.type != _TARGET and isinstance(id_, str):
        targets = {t.get("resourceId") for t in world.of(_TARGET) if t.account == node.account}
        if targets and id_ not in targets:
            yield Fault("resourceId", "a resource that a target registers")


@rule(
    "GP-SCALE-003",
    _TARGET,
    title="The same thing is registered twice.",
    error="ValidationException / the second registration overwrites the first",
    source=_API,
)
def target_once(node: Node, world: World) -> Iterator[Fault]:
    """One target per resource and dimension."""
    for other in world.twins(node, "resourceId", "scalableDimension"):
        yield Fault("resourceId", f"a resource {other.name} does not register")


@rule(
    "GP-SCALE-004",
    _POLICY,
    title="The policy's settings do not fit its kind.",
    error="ValidationException: PolicyType and configuration do not match",
    source=_API,
)
def policy_kind(node: Node, world: World) -> Iterator[Fault]:
    """One configuration, of the policy's type; one policy a metric."""
    metric = "targetTrackingScalingPolicyConfiguration.predefinedMetricSpecification"
    if node.has(f"{metric}.predefinedMetricType"):
        for other in world.twins(node, "resourceId", "scalableDimension", metric):
            yield Fault(f"{metric}.predefinedMetricType", f"a metric {other.name} does not use")
    kind = node.get("policyType", "StepScaling")
    want = {
        "TargetTrackingScaling": "targetTrackingScalingPolicyConfiguration",
        "StepScaling": "stepScalingPolicyConfiguration",
        "PredictiveScaling": "predictiveScalingPolicyConfiguration",
    }
    for name, path in want.items():
        if name == kind and not node.has(path):
            yield Fault(path, f"a value with {kind}")
        if name != kind and node.has(path):
            yield Fault(path, f"nothing with {kind}")


def _label_exists(label: str, path: str, world: World) -> Iterator[Fault]:
    """The load balancer and the target group of a label are of the estate."""
    balancer, _slash, group = label.partition("/targetgroup/")
    for kind, end in (("loadBalancer:LoadBalancer", f":loadbalancer/{balancer}"),
                      ("targetGroup:TargetGroup", f":targetgroup/{group}")):  # fmt: skip
        planned = world.of(f"aws:lb/{kind}")
        if planned and not any(n.arn.endswith(end) for n in planned):
            yield Fault(path, "the load balancer and the target group of the service")


@rule(
    "GP-SCALE-005",
    _POLICY,
    title="What the policy aims at cannot be read.",
    error="ValidationException: Exactly one of PredefinedMetricSpecification / "
    "CustomizedMetricSpecification; ResourceLabel",
    source="API application-autoscaling PredefinedMetricSpecification",
)
def tracking(node: Node, world: World) -> Iterator[Fault]:
    """One metric; a label for requests per target; targets above 0, percentages to 100."""
    base = "targetTrackingScalingPolicyConfiguration"
    if not node.has(base):
        return
    predefined, custom = (
        f"{base}.predefinedMetricSpecification",
        f"{base}.customizedMetricSpecification",
    )
    if node.has(predefined) == node.has(custom):
        yield Fault(predefined, "one of predefined and customized")
    metric = node.get(f"{predefined}.predefinedMetricType")
    label = node.get(f"{predefined}.resourceLabel")
    value = node.number(f"{base}.targetValue")
    if metric == "ALBRequestCountPerTarget":
        if not re.fullmatch(r"app/[^/]+/[0-9a-f]+/targetgroup/[^/]+/[0-9a-f]+", str(label)):
            yield Fault(f"{predefined}.resourceLabel", "app/<name>/<id>/targetgroup/<name>/<id>")
        else:
            yield from _label_exists(str(label), f"{predefined}.resourceLabel", world)
    elif label is not None and metric is not None:
        yield Fault(f"{predefined}.resourceLabel", "nothing with this metric")
    if value is not None and value <= 0:
        yield Fault(f"{base}.targetValue", "a number above 0")
    if value is not None and value > 100 and "Utilization" in str(metric):
        yield Fault(f"{base}.targetValue", "a percentage to 100")
    space = str(node.get("serviceNamespace"))
    prefixes = {"ECS": "ecs", "RDS": "rds", "DynamoDB": "dynamodb", "ElastiCache": "elasticache"}
    for prefix, owner in prefixes.items():
        if str(metric).startswith(prefix) and space != owner:
            yield Fault(f"{predefined}.predefinedMetricType", f"a metric of {space}")
    for path in ("scaleInCooldown", "scaleOutCooldown"):
        cooldown = node.number(f"{base}.{path}")
        if cooldown is not None and cooldown < 0:
            yield Fault(f"{base}.{path}", "0 seconds at least")


@rule(
    "GP-SCALE-006",
    _POLICY,
    title="The steps leave a gap or overlap.",
    error="ValidationException: There is a gap / overlap in StepAdjustments",
    source="API application-autoscaling StepAdjustment",
)
def steps(node: Node, _: World) -> Iterator[Fault]:
    """Bounds in order; the intervals meet."""
    base = "stepScalingPolicyConfiguration"
    spans = []
    for place, item in node.each(f"{base}.stepAdjustments[]"):
        low = number(item.get("metricIntervalLowerBound"))
        high = number(item.get("metricIntervalUpperBound"))
        if low is None and high is None and len(node.list(f"{base}.stepAdjustments[]")) > 1:
            yield Fault(place, "a lower or an upper bound")
        if low is not None and high is not None and low >= high:
            yield Fault(f"{place}.metricIntervalLowerBound", "less than the upper bound")
        spans.append(
            (low if low is not None else float("-inf"), high if high is not None else float("inf"))
        )
    spans.sort()
    for (_low, end), (start, _high) in itertools.pairwise(spans):
        if end != start:
            yield Fault(f"{base}.stepAdjustments", "intervals that meet without gap")
    if node.has(base) and not spans:
        yield Fault(f"{base}.stepAdjustments", "a step")


@rule(
    "GP-SCALE-007",
    _ACTION,
    title="When the number of copies changes cannot be read.",
    error="ValidationException: Invalid schedule expression",
    source="API application-autoscaling PutScheduledAction",
)
def scheduled(node: Node, _: World) -> Iterator[Fault]:
    """cron, rate or at; min at most max."""
    text = node.get("schedule")
    if text is not None and (
        wrong := schedule_fault(str(text), "cron", "rate", "at", singular=False)
    ):
        yield Fault("schedule", wrong)
    low = node.number("scalableTargetAction.minCapacity")
    high = node.number("scalableTargetAction.maxCapacity")
    if low is None and high is None:
        yield Fault("scalableTargetAction", "minCapacity, maxCapacity or both")
    if low is not None and high is not None and low > high:
        yield Fault("scalableTargetAction.minCapacity", f"at most {high:.0f}")


LIMITS = (
    limit(
        "GP-SCALE-101",
        _TARGET,
        "maxCapacity",
        Range(0, 1000000),
        title="The largest number of copies is out of range.",
        error="ValidationException: MaxCapacity",
        source=_API,
    ),
)
