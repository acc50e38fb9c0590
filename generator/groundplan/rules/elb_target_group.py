"""Target groups: health checks, protocols, stickiness."""

from collections.abc import Iterator

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
    # 599 is for network load balancers, which ask targets over HTTP as well.
    most = 499 if node.get("protocol") in ALB_PROTOCOLS else 599
    low, high = (0, 99) if node.get("protocolVersion") == "GRPC" else (200, most)
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
    yield from _health_of_group(node)
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


def _health_of_group(node: Node) -> Iterator[Fault]:
    """Counts and percentages below which a group fails are numbers, or off."""
    for block in ("dnsFailover", "unhealthyStateRouting"):
        base = f"targetGroupHealth.{block}"
        count = node.get(f"{base}.minimumHealthyTargetsCount")
        if count not in (None, "off") and (number(count) or 0) < 1:
            yield Fault(f"{base}.minimumHealthyTargetsCount", "a number from 1, or off")
        share = node.get(f"{base}.minimumHealthyTargetsPercentage")
        if share not in (None, "off") and not 1 <= (number(share) or 0) <= 100:
            yield Fault(f"{base}.minimumHealthyTargetsPercentage", "1 to 100, or off")


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
