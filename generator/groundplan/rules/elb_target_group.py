"""Target groups: health checks, protocols, stickiness."""

from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, Range, Text, limit
from groundplan.rules.elb_balancer import ALB_PROTOCOLS, NLB_PROTOCOLS, balancer_kind
from groundplan.rules.node import Node, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_LB = "aws:lb/loadBalancer:LoadBalancer"
_GROUP = "aws:lb/targetGroup:TargetGroup"
_LISTENER = "aws:lb/listener:Listener"
_RULE = "aws:lb/listenerRule:ListenerRule"


@rule(
    "GP-ELB-005",
    _GROUP,
    title="How targets are checked cannot be.",
    error="ValidationError: Health check timeout must be smaller than the interval",
    source="API elbv2 CreateTargetGroup",
)
def health_check(node: Node, _: World) -> Iterator[Fault]:
    """timeout < interval; a path that starts with a slash; matchers within 200-599."""
    base = "healthCheck"
    interval = node.number(f"{base}.interval")
    timeout = node.number(f"{base}.timeout")
    http = str(node.get(f"{base}.protocol", "HTTP")) in ALB_PROTOCOLS
    if (timeout if timeout is not None else 5) >= (interval if interval is not None else 30):
        yield Fault(f"{base}.timeout", "less than interval")
    path = node.get(f"{base}.path")
    if path is not None and (
        not str(path).startswith("/") or len(str(path)) > 1024 or " " in str(path)
    ):
        if node.get("protocolVersion") != "GRPC":
            yield Fault(f"{base}.path", "a path that starts with /")
    for name in ("path", "matcher"):
        if not http and node.has(f"{base}.{name}"):
            yield Fault(f"{base}.{name}", "nothing unless the check is HTTP")
    matcher = node.get(f"{base}.matcher")
    if isinstance(matcher, str) and http and not _matcher(matcher, node):
        grpc = node.get("protocolVersion") == "GRPC"
        yield Fault(
            f"{base}.matcher", "0 to 99" if grpc else "200, 200,302 or 200-399, within 200 to 499"
        )
    port = node.get(f"{base}.port")
    if port is not None and port != "traffic-port" and not 1 <= (number(port) or 0) <= 65535:
        yield Fault(f"{base}.port", "traffic-port, or 1 to 65535")
    if not node.truth(f"{base}.enabled", default=True) and node.get("targetType") != "lambda":
        yield Fault(f"{base}.enabled", "true unless targets are functions")


def _matcher(text: str, node: Node) -> bool:
    low, high = (0, 99) if node.get("protocolVersion") == "GRPC" else (200, 599)
    for part in text.split(","):
        ends = part.split("-")
        if len(ends) > 2 or not all(end.isdigit() and low <= int(end) <= high for end in ends):
            return False
        if len(ends) == 2 and int(ends[0]) > int(ends[1]):
            return False
    return True


@rule(
    "GP-ELB-006",
    _GROUP,
    title="The target group lacks what its kind needs, or has what it cannot.",
    error="ValidationError: A port, protocol and VPC must be specified / invalid protocol for "
    "target type",
    source="API elbv2 CreateTargetGroup",
)
def group_kind(node: Node, _: World) -> Iterator[Fault]:
    """port, protocol and VPC unless lambda; protocol versions over HTTP only."""
    kind = node.get("targetType", "instance")
    if kind == "lambda":
        for path in ("port", "protocol", "vpcId"):
            if node.has(path):
                yield Fault(path, "nothing with targetType lambda")
        return
    for path in ("port", "protocol", "vpcId"):
        if not node.has(path):
            yield Fault(path, f"a value with targetType {kind}")
    protocol = node.get("protocol")
    if protocol == "HTTP2" or (
        protocol is not None and protocol not in (*ALB_PROTOCOLS, *NLB_PROTOCOLS, "GENEVE")
    ):
        yield Fault("protocol", ", ".join((*ALB_PROTOCOLS, *NLB_PROTOCOLS)))
    if node.has("protocolVersion") and protocol not in ALB_PROTOCOLS:
        yield Fault("protocolVersion", "nothing unless protocol is HTTP or HTTPS")
    if node.get("protocolVersion") not in (None, "HTTP1", "HTTP2", "GRPC"):
        yield Fault("protocolVersion", "HTTP1, HTTP2 or GRPC")
    if kind == "alb" and protocol != "TCP":
        yield Fault("protocol", "TCP with targetType alb")
    slow = node.number("slowStart")
    if slow is not None and slow != 0 and not 30 <= slow <= 900:
        yield Fault("slowStart", "0, or 30 to 900 seconds")
    if slow and node.get("loadBalancingAlgorithmType") in (
        "least_outstanding_requests",
        "weighted_random",
    ):
        yield Fault("slowStart", "0 unless the algorithm is round_robin")
    if (
        node.get("loadBalancingAnomalyMitigation") == "on"
        and node.get("loadBalancingAlgorithmType") != "weighted_random"
    ):
        yield Fault("loadBalancingAnomalyMitigation", "off unless the algorithm is weighted_random")


@rule(
    "GP-ELB-007",
    _GROUP,
    title="How a visitor stays with one target cannot be.",
    error="InvalidConfigurationRequest: stickiness type is not valid for target group protocol",
    source="API elbv2 TargetGroupAttribute",
)
def stickiness(node: Node, _: World) -> Iterator[Fault]:
    """Cookies over HTTP; one second to seven days; a name for the app's cookie."""
    if not node.has("stickiness"):
        return
    kind = node.get("stickiness.type")
    http = node.get("protocol") in ALB_PROTOCOLS
    allowed = (
        ("lb_cookie", "app_cookie")
        if http
        else ("source_ip", "source_ip_dest_ip", "source_ip_dest_ip_proto")
    )
    if kind is not None and kind not in allowed:
        yield Fault("stickiness.type", ", ".join(allowed))
    seconds = node.number("stickiness.cookieDuration")
    if seconds is not None and not 1 <= seconds <= 604800:
        yield Fault("stickiness.cookieDuration", "1 to 604800 seconds")
    name = node.get("stickiness.cookieName")
    if kind == "app_cookie" and not name and not node.has("stickiness.cookieName"):
        yield Fault("stickiness.cookieName", "the app's cookie")
    if isinstance(name, str) and name.upper().startswith("AWSALB"):
        yield Fault("stickiness.cookieName", "a name that does not start with AWSALB")


@rule(
    "GP-ELB-015",
    _LISTENER,
    _RULE,
    title="The listener sends to a group of another network or kind.",
    error="InvalidTarget / TargetGroupAssociationLimit: the target group is in a different VPC / "
    "protocol does not match",
    source="API elbv2 CreateListener",
)
def group_fits(node: Node, world: World) -> Iterator[Fault]:
    """Groups of an application load balancer speak HTTP and are in its VPC."""
    listener = node if node.type == _LISTENER else world.find(node.get("listenerArn"), _LISTENER)
    balancer = world.find(listener.get("loadBalancerArn"), _LB) if listener else None
    if balancer is None:
        return
    found = [world.find(s, "aws:ec2/subnet:Subnet") for s in balancer.list("subnets[]")]
    networks = {s.get("vpcId") for s in found if s}
    path = "defaultActions" if node.type == _LISTENER else "actions"
    for place, value in [
        *node.each(f"{path}[].targetGroupArn"),
        *node.each(f"{path}[].forward.targetGroups[].arn"),
    ]:
        group = world.find(value, _GROUP)
        if group is None or group.get("targetType") == "lambda":
            continue
        if networks and group.get("vpcId") not in networks:
            yield Fault(place, "a group of the load balancer's network")
        http = group.get("protocol") in ALB_PROTOCOLS
        if (balancer_kind(balancer) == "application") != http:
            yield Fault(
                place, f"a group that fits a load balancer of type {balancer_kind(balancer)}"
            )


_GROUP_NAME = Text(
    r"(?!-)[A-Za-z0-9-]+(?<!-)",
    "letters, digits, hyphens within",
    ("a_b", "-a", "a-"),
    ("acme-prod",),
    32,
)


LIMITS = (
    limit(
        "GP-ELB-102",
        _GROUP,
        "name",
        _GROUP_NAME,
        named=True,
        title="The target group's name is too long or has other signs.",
        error="ValidationError: Target group name cannot be longer than '32' characters",
        source="API elbv2 CreateTargetGroup",
    ),
    limit(
        "GP-ELB-107",
        _GROUP,
        "deregistrationDelay",
        Range(0, 3600),
        title="A leaving target is given 0 to 3600 seconds.",
        error="ValidationError: deregistration_delay.timeout_seconds",
        source="API elbv2 TargetGroupAttribute",
    ),
    limit(
        "GP-ELB-108",
        _GROUP,
        "healthCheck.interval",
        Range(5, 300),
        title="Targets are checked every 5 to 300 seconds.",
        error="ValidationError: Health check interval must be between 5 and 300",
        source="API elbv2 CreateTargetGroup",
    ),
    limit(
        "GP-ELB-109",
        _GROUP,
        "healthCheck.timeout",
        Range(2, 120),
        title="A check waits 2 to 120 seconds.",
        error="ValidationError: Health check timeout must be between 2 and 120",
        source="API elbv2 CreateTargetGroup",
    ),
    limit(
        "GP-ELB-110",
        _GROUP,
        "healthCheck.healthyThreshold",
        Range(2, 10),
        title="Two to ten good checks make a target healthy.",
        error="ValidationError: Healthy threshold count must be between 2 and 10",
        source="API elbv2 CreateTargetGroup",
    ),
    limit(
        "GP-ELB-111",
        _GROUP,
        "healthCheck.unhealthyThreshold",
        Range(2, 10),
        title="Two to ten bad checks make a target unhealthy.",
        error="ValidationError: Unhealthy threshold count must be between 2 and 10",
        source="API elbv2 CreateTargetGroup",
    ),
    limit(
        "GP-ELB-112",
        _GROUP,
        "port",
        Range(1, 65535),
        title="Ports are 1 to 65535.",
        error="ValidationError: port",
        source="API elbv2 CreateTargetGroup",
    ),
    limit(
        "GP-ELB-115",
        _GROUP,
        "loadBalancingAlgorithmType",
        OneOf("round_robin", "weighted_random", "least_outstanding_requests"),
        title="There is no such way to choose a target.",
        error="ValidationError: load_balancing.algorithm.type",
        source="API elbv2 TargetGroupAttribute",
    ),
    limit(
        "GP-ELB-116",
        _GROUP,
        "targetType",
        OneOf("ip", "instance", "lambda", "alb"),
        title="Targets are addresses, instances, functions or load balancers.",
        error="ValidationError: targetType",
        source="API elbv2 TargetTypeEnum",
    ),
)
