"""Application load balancers: names, subnets, listeners, rules, target groups."""

import re
from collections.abc import Iterator
from typing import Any

from groundplan.rules.constraint import OneOf, Range, Text, limit
from groundplan.rules.grammar.address import arn, network
from groundplan.rules.node import Node, listed, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.vpc import zones_of
from groundplan.rules.world import World

_LB = "aws:lb/loadBalancer:LoadBalancer"
_GROUP = "aws:lb/targetGroup:TargetGroup"
_LISTENER = "aws:lb/listener:Listener"
_RULE = "aws:lb/listenerRule:ListenerRule"
_LISTENER_CERTIFICATE = "aws:lb/listenerCertificate:ListenerCertificate"
_API = "API elbv2 CreateLoadBalancer"
_ALB_PROTOCOLS = ("HTTP", "HTTPS")
_NLB_PROTOCOLS = ("TCP", "UDP", "TLS", "TCP_UDP", "QUIC", "TCP_QUIC")


def _kind(node: Node) -> str:
    return str(node.get("loadBalancerType", "application"))


@rule(
    "GP-ELB-001",
    _LB,
    title="The load balancer stands in too few subnets, or two of one zone.",
    error="ValidationError: At least two subnets in two different Availability Zones must be "
    "specified / A load balancer cannot be attached to multiple subnets in the same Availability "
    "Zone",
    source=_API,
)
def subnets(node: Node, world: World) -> Iterator[Fault]:
    """Two zones for an application load balancer; one subnet a zone; one network; /27."""
    given = node.list("subnets[]")
    mapped = node.list("subnetMappings[].subnetId")
    if given and mapped:
        yield Fault("subnetMappings", "one of subnets and subnetMappings")
    chosen = given or mapped
    path = "subnets" if given or not mapped else "subnetMappings"
    zones = zones_of(chosen, world)
    if _kind(node) == "application" and len(zones) < 2:
        yield Fault(path, "subnets in two zones")
    if len(zones) < len(set(map(str, chosen))):
        yield Fault(path, "one subnet a zone")
    found = [world.find(s, "aws:ec2/subnet:Subnet") for s in chosen]
    networks = {s.get("vpcId") for s in found if s}
    groups = [
        world.find(g, "aws:ec2/securityGroup:SecurityGroup") for g in node.list("securityGroups[]")
    ]
    if len(networks) > 1:
        yield Fault(path, "subnets of one network")
    elif networks and any(g and g.get("vpcId") not in networks for g in groups):
        yield Fault("securityGroups", "groups of the subnets' network")
    for subnet in found:
        size = network(subnet.get("cidrBlock")) if subnet else None
        if size and size.prefixlen > 27 and size.version == 4 and _kind(node) == "application":
            yield Fault(path, "subnets of /27 or larger")
    if len(node.list("securityGroups[]")) > 5:
        yield Fault("securityGroups", "five groups")


@rule(
    "GP-ELB-002",
    _LB,
    title="A load balancer for the internet stands in subnets without a way there.",
    error="InvalidSubnet: VPC has no internet gateway",
    source=_API,
)
def internet(node: Node, world: World) -> Iterator[Fault]:
    """The VPC of an internet-facing load balancer has an internet gateway."""
    if node.truth("internal"):
        return
    found = [world.find(s, "aws:ec2/subnet:Subnet") for s in node.list("subnets[]")]
    for subnet in found:
        vpc = world.find(subnet.get("vpcId"), "aws:ec2/vpc:Vpc") if subnet else None
        if (
            vpc
            and not any(
                g.get("vpcId") == vpc.resource.id
                for g in world.of("aws:ec2/internetGateway:InternetGateway")
            )
            and not world.has("aws:ec2/internetGatewayAttachment:InternetGatewayAttachment")
        ):
            yield Fault("subnets", "subnets of a network with an internet gateway, or internal")
            return


@rule(
    "GP-ELB-003",
    _LB,
    title="The load balancer has a setting of another kind of load balancer.",
    error="InvalidConfigurationRequest: Load balancer attribute key is not supported on load "
    "balancers with type",
    source="API elbv2 LoadBalancerAttribute",
)
def settings_of_kind(node: Node, _: World) -> Iterator[Fault]:
    """HTTP settings belong to application load balancers."""
    only = {
        "application": ("idleTimeout", "dropInvalidHeaderFields", "enableHttp2",
                        "desyncMitigationMode", "preserveHostHeader", "xffHeaderProcessingMode",
                        "enableXffClientPort", "clientKeepAlive", "enableWafFailOpen",
                        "connectionLogs"),
        "network": ("dnsRecordClientRoutingPolicy",
                    "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic"),
    }  # fmt: skip
    for kind, paths in only.items():
        for path in paths:
            if node.has(path) and _kind(node) != kind and node.get(path) not in (False, None):
                yield Fault(path, f"nothing unless the load balancer is {kind}")
    if node.get("ipAddressType") not in (None, "ipv4") and node.truth("internal"):
        if node.get("ipAddressType") == "dualstack-without-public-ipv4":
            yield Fault("ipAddressType", "ipv4 or dualstack for an internal load balancer")


@rule(
    "GP-ELB-004",
    _LB,
    title="Where access logs go cannot be.",
    error="InvalidConfigurationRequest: Access Denied for bucket. Please check S3bucket permission",
    source="ALB guide: access logs",
)
def access_logs(node: Node, world: World) -> Iterator[Fault]:
    """A bucket of the region; a prefix without AWSLogs and slashes at the ends."""
    for name in ("accessLogs", "connectionLogs", "healthCheckLogs"):
        if not node.truth(f"{name}.enabled"):
            continue
        bucket = world.find(node.get(f"{name}.bucket"), "aws:s3/bucket:Bucket")
        if not node.has(f"{name}.bucket"):
            yield Fault(f"{name}.bucket", "a bucket")
        if bucket and bucket.region != node.region:
            yield Fault(f"{name}.bucket", f"a bucket in {node.region}")
        prefix = node.get(f"{name}.prefix")
        if prefix and ("AWSLogs" in prefix or prefix.startswith("/") or prefix.endswith("/")):
            yield Fault(
                f"{name}.prefix", "a prefix without AWSLogs and without slashes at the ends"
            )


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
    http = str(node.get(f"{base}.protocol", "HTTP")) in _ALB_PROTOCOLS
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
        protocol is not None and protocol not in (*_ALB_PROTOCOLS, *_NLB_PROTOCOLS, "GENEVE")
    ):
        yield Fault("protocol", ", ".join((*_ALB_PROTOCOLS, *_NLB_PROTOCOLS)))
    if node.has("protocolVersion") and protocol not in _ALB_PROTOCOLS:
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
    http = node.get("protocol") in _ALB_PROTOCOLS
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
    "GP-ELB-008",
    _LISTENER,
    title="A listener for encrypted connections needs a certificate; another has none.",
    error="ValidationError: A certificate must be specified for HTTPS listeners / "
    "certificates and policies are only for secure listeners",
    source="API elbv2 CreateListener",
)
def listener_certificate(node: Node, world: World) -> Iterator[Fault]:
    """HTTPS and TLS: certificate of the region; others: neither certificate nor policy."""
    secure = node.get("protocol") in ("HTTPS", "TLS")
    if secure and not node.has("certificateArn"):
        yield Fault("certificateArn", "a certificate with this protocol")
    for path in ("certificateArn", "sslPolicy"):
        if not secure and node.has(path):
            yield Fault(path, "nothing unless protocol is HTTPS or TLS")
    found = arn(node.get("certificateArn"))
    if node.get("certificateArn") and (found is None or found.service not in ("acm", "iam")):
        yield Fault("certificateArn", "the ARN of a certificate")
    elif found and found.service == "acm" and found.region != node.region:
        yield Fault("certificateArn", f"a certificate in {node.region}")
    balancer = world.find(node.get("loadBalancerArn"), _LB)
    kind = _kind(balancer) if balancer else "application"
    allowed = _ALB_PROTOCOLS if kind == "application" else _NLB_PROTOCOLS
    if node.has("protocol") and node.get("protocol") not in allowed and kind != "gateway":
        yield Fault("protocol", ", ".join(allowed))
    if not node.has("port") and kind != "gateway":
        yield Fault("port", "1 to 65535")
    if not node.has("protocol") and kind != "gateway":
        yield Fault("protocol", ", ".join(allowed))


_POLICIES = re.compile(
    r"ELBSecurityPolicy-(2016-08|TLS-1-0-2015-04|TLS-1-1-2017-01|TLS-1-2-2017-01|"
    r"TLS-1-2-Ext-2018-06|FS-2018-06|FS-1-1-2019-08|FS-1-2-2019-08|FS-1-2-Res-2019-08|"
    r"FS-1-2-Res-2020-10|2015-05|TLS13-1-[0123](-Ext[012]|-Res|-Ext)?(-FIPS)?-20\d\d-\d\d|"
    r"TLS13-1-[0123](-Ext[012]|-Res)?(-FIPS)?(-PQ)-20\d\d-\d\d)"
)
_TLS13 = frozenset(
    ("1-0-2021-06", "1-1-2021-06", "1-2-2021-06", "1-2-Ext1-2021-06", "1-2-Ext2-2021-06",
     "1-2-Res-2021-06", "1-3-2021-06", "1-3-FIPS-2023-04", "1-2-FIPS-2023-04",
     "1-2-Res-FIPS-2023-04", "1-2-Ext0-FIPS-2023-04", "1-2-Ext1-FIPS-2023-04",
     "1-2-Ext2-FIPS-2023-04", "1-1-FIPS-2023-04", "1-0-FIPS-2023-04")
)  # fmt: skip


@rule(
    "GP-ELB-009",
    _LISTENER,
    title="There is no such set of encryption methods.",
    error="SSLPolicyNotFound: The specified SSL policy does not exist",
    source="ALB guide: security policies",
)
def ssl_policy(node: Node, _: World) -> Iterator[Fault]:
    """Policies by name; post-quantum ones by form."""
    text = node.get("sslPolicy")
    if not isinstance(text, str):
        return
    rest = text.removeprefix("ELBSecurityPolicy-TLS13-")
    good = _POLICIES.fullmatch(text) is not None
    if good and text.startswith("ELBSecurityPolicy-TLS13-") and "-PQ-" not in text:
        good = rest in _TLS13
    if not good:
        yield Fault("sslPolicy", "ELBSecurityPolicy-TLS13-1-2-2021-06 or another by name")


@rule(
    "GP-ELB-010",
    _LISTENER,
    title="Two listeners of a load balancer have one port.",
    error="DuplicateListener: A listener already exists on this port for this load balancer",
    source="API elbv2 CreateListener",
)
def port_once(node: Node, world: World) -> Iterator[Fault]:
    """One listener per port."""
    for other in world.twins(node, "loadBalancerArn", "port"):
        yield Fault("port", f"a port {other.name} does not serve")


_ACTION_BLOCKS = {
    "forward": ("targetGroupArn", "forward"),
    "redirect": ("redirect",),
    "fixed-response": ("fixedResponse",),
    "authenticate-cognito": ("authenticateCognito",),
    "authenticate-oidc": ("authenticateOidc",),
    "jwt-validation": ("jwtValidation",),
}


@rule(
    "GP-ELB-011",
    _LISTENER,
    _RULE,
    title="What happens to a request is not told, or told twice.",
    error="ValidationError / InvalidLoadBalancerAction: exactly one of forward, redirect, "
    "fixed-response must be last",
    source="API elbv2 Action",
)
def actions(node: Node, _: World) -> Iterator[Fault]:
    """Each action has the block of its type; the last one answers."""
    path = "defaultActions" if node.type == _LISTENER else "actions"
    rows = list(node.each(f"{path}[]"))
    final = ("forward", "redirect", "fixed-response")
    if node.has(path) and (not rows or sum(r.get("type") in final for _, r in rows) != 1):
        yield Fault(path, "exactly one of forward, redirect and fixed-response")
    for place, row in rows:
        kind = str(row.get("type"))
        if kind not in _ACTION_BLOCKS:
            yield Fault(f"{place}.type", ", ".join(_ACTION_BLOCKS))
            continue
        mine = _ACTION_BLOCKS[kind]
        if not any(row.get(b) for b in mine):
            yield Fault(f"{place}.{mine[0]}", f"a value with type {kind}")
        for blocks in _ACTION_BLOCKS.values():
            for block in blocks:
                if block not in mine and row.get(block):
                    yield Fault(f"{place}.{block}", f"nothing with type {kind}")
        yield from _answer(row, place)


def _answer(row: Any, place: str) -> Iterator[Fault]:
    fixed, redirect = row.get("fixedResponse") or {}, row.get("redirect") or {}
    if fixed:
        code = str(fixed.get("statusCode", ""))
        if not re.fullmatch(r"[245]\d\d", code):
            yield Fault(f"{place}.fixedResponse.statusCode", "a code 2xx, 4xx or 5xx")
        kinds = (
            "text/plain",
            "text/css",
            "text/html",
            "application/javascript",
            "application/json",
        )
        if fixed.get("contentType") not in kinds:
            yield Fault(f"{place}.fixedResponse.contentType", ", ".join(kinds))
        if len(str(fixed.get("messageBody") or "")) > 1024:
            yield Fault(f"{place}.fixedResponse.messageBody", "1024 characters")
    if redirect:
        if redirect.get("statusCode") not in ("HTTP_301", "HTTP_302"):
            yield Fault(f"{place}.redirect.statusCode", "HTTP_301 or HTTP_302")
        if str(redirect.get("protocol", "#{protocol}")) not in ("HTTP", "HTTPS", "#{protocol}"):
            yield Fault(f"{place}.redirect.protocol", "HTTP, HTTPS or #{protocol}")
        port = str(redirect.get("port", "#{port}"))
        if port != "#{port}" and not 1 <= (number(port) or 0) <= 65535:
            yield Fault(f"{place}.redirect.port", "1 to 65535 or #{port}")
        if not str(redirect.get("path", "/")).startswith("/"):
            yield Fault(f"{place}.redirect.path", "a path that starts with /")
        if str(redirect.get("query", "")).startswith("?"):
            yield Fault(f"{place}.redirect.query", "a query without the question mark")
        changed = {
            k: v
            for k, v in redirect.items()
            if k != "statusCode" and v not in (None, f"#{{{k}}}", "/#{path}")
        }
        if not changed:
            yield Fault(
                f"{place}.redirect", "another protocol, host, port, path or query (it loops)"
            )
    weights = listed((row.get("forward") or {}).get("targetGroups"))
    for index, group in enumerate(weights):
        weight = number(group.get("weight"))
        if weight is not None and not 0 <= weight <= 999:
            yield Fault(f"{place}.forward.targetGroups[{index}].weight", "0 to 999")
    if len(weights) > 5:
        yield Fault(f"{place}.forward.targetGroups", "five groups")


@rule(
    "GP-ELB-012",
    _RULE,
    title="A condition of the rule cannot be read.",
    error="ValidationError: Condition values / A rule can have at most five condition values",
    source="ALB guide: rule conditions, quotas",
)
def conditions(node: Node, _: World) -> Iterator[Fault]:
    """One kind each; values by kind; at most five values and five wildcards."""
    kinds = (
        "hostHeader",
        "httpHeader",
        "httpRequestMethod",
        "pathPattern",
        "queryStrings",
        "sourceIp",
    )
    total = wildcards = 0
    seen: list[str] = []
    for place, condition in node.each("conditions[]"):
        given = [k for k in kinds if condition.get(k)]
        if len(given) != 1:
            yield Fault(place, f"exactly one of {', '.join(kinds)}")
            continue
        kind = given[0]
        if kind in seen and kind in ("hostHeader", "pathPattern", "httpRequestMethod", "sourceIp"):
            yield Fault(f"{place}.{kind}", "each kind once; put all values in one condition")
        seen.append(kind)
        block = condition[kind]
        values = (
            [str(q.get("value", "")) for q in listed(block)]
            if kind == "queryStrings"
            else [str(v) for v in listed(block.get("values")) + listed(block.get("regexValues"))]
        )
        if not values:
            yield Fault(f"{place}.{kind}.values", "a value")
        total += len(values)
        regex = kind != "queryStrings" and bool(block.get("regexValues"))
        wildcards += 0 if regex else sum(v.count("*") + v.count("?") for v in values)
        for index, value in enumerate(values):
            if wrong := _condition(kind, value, regex):
                yield Fault(
                    f"{place}.{kind}.values[{index}]"
                    if kind != "queryStrings"
                    else f"{place}.{kind}",
                    wrong,
                )
        if kind == "httpHeader" and (
            not re.fullmatch(
                r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,40}", str(block.get("httpHeaderName", ""))
            )
            or str(block.get("httpHeaderName")).lower() == "host"
        ):
            yield Fault(
                f"{place}.httpHeader.httpHeaderName",
                "the name of a header other than Host, to 40 characters",
            )
    if total > 5:
        yield Fault("conditions", f"five values in all, there are {total}")
    elif wildcards > 6:
        yield Fault("conditions", f"six wildcards in all, there are {wildcards}")
    if node.has("conditions") and not node.list("conditions[]"):
        yield Fault("conditions", "a condition")


def _condition(kind: str, value: str, regex: bool) -> str:
    if regex:
        return ""
    if kind == "pathPattern" and (
        not re.fullmatch(r"[A-Za-z0-9_.$/~\"'@:+&*?%=,;!()#\[\]-]*", value)
        or len(value) > 128
        or not value.startswith(("/", "*", "?"))
    ):
        return "a path of 128 characters that starts with / or *"
    if kind == "hostHeader" and (
        len(value) > 128 or not re.fullmatch(r"[A-Za-z0-9.*?-]+", value) or "." not in value
    ):
        return "a host name of 128 characters"
    if kind == "httpRequestMethod" and not re.fullmatch(r"[A-Z_-]{1,40}", value):
        return "a method in capitals"
    if kind == "sourceIp" and network(value) is None:
        return "an address range"
    if kind == "httpHeader" and (len(value) > 128 or not value):
        return "128 characters"
    return ""


@rule(
    "GP-ELB-013",
    _RULE,
    title="Two rules of a listener have one place in the order.",
    error="PriorityInUse: Priority is currently in use",
    source="API elbv2 CreateRule",
)
def priority_once(node: Node, world: World) -> Iterator[Fault]:
    """Priorities are unique per listener."""
    if node.has("priority"):
        for other in world.twins(node, "listenerArn", "priority"):
            yield Fault("priority", f"a number {other.name} does not have")
    group = [n for n in world.peers(node) if n.get("listenerArn") == node.get("listenerArn")]
    if len(group) > 100:
        yield Fault("listenerArn", f"100 rules, there are {len(group)}")


@rule(
    "GP-ELB-014",
    _LB,
    _GROUP,
    title="Two load balancers or target groups have one name.",
    error="DuplicateLoadBalancerName / DuplicateTargetGroupName",
    source=_API,
)
def name_once(node: Node, world: World) -> Iterator[Fault]:
    """Names are unique per account and region."""
    mine = node.output("name")
    for other in world.peers(node):
        if mine and other.output("name") == mine and other.resource.urn < node.resource.urn:
            yield Fault("name", f"a name {other.name} does not have")


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
        http = group.get("protocol") in _ALB_PROTOCOLS
        if (_kind(balancer) == "application") != http:
            yield Fault(place, f"a group that fits a load balancer of type {_kind(balancer)}")


_NAME = Text(
    r"(?!internal-)(?!-)[A-Za-z0-9-]+(?<!-)",
    "letters, digits, hyphens within, not internal-",
    ("a_b", "-a", "a-", "internal-a"),
    ("acme-prod",),
    32,
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
        "GP-ELB-101",
        _LB,
        "name",
        _NAME,
        named=True,
        title="The load balancer's name is too long or has other signs.",
        error="ValidationError: The load balancer name cannot be longer than '32' characters",
        source=_API,
        fix="give a name, as the made-up one may be too long",
    ),
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
        "GP-ELB-103",
        _LB,
        "idleTimeout",
        Range(1, 4000),
        title="A quiet connection is kept 1 to 4000 seconds.",
        error="ValidationError: idle_timeout.timeout_seconds must be between 1 and 4000",
        source="API elbv2 LoadBalancerAttribute",
    ),
    limit(
        "GP-ELB-104",
        _LB,
        "clientKeepAlive",
        Range(60, 604800),
        title="A client's connection is kept 60 to 604800 seconds.",
        error="ValidationError: client_keep_alive.seconds",
        source="API elbv2 LoadBalancerAttribute",
    ),
    limit(
        "GP-ELB-105",
        _LB,
        "desyncMitigationMode",
        OneOf("monitor", "defensive", "strictest"),
        title="There is no such mode.",
        error="ValidationError: routing.http.desync_mitigation_mode",
        source="API elbv2 LoadBalancerAttribute",
    ),
    limit(
        "GP-ELB-106",
        _LB,
        "xffHeaderProcessingMode",
        OneOf("append", "preserve", "remove"),
        title="There is no such mode.",
        error="ValidationError: routing.http.xff_header_processing.mode",
        source="API elbv2 LoadBalancerAttribute",
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
        "GP-ELB-113",
        _LISTENER,
        "port",
        Range(1, 65535),
        title="Ports are 1 to 65535.",
        error="ValidationError: port",
        source="API elbv2 CreateListener",
    ),
    limit(
        "GP-ELB-114",
        _RULE,
        "priority",
        Range(1, 50000),
        title="Rules have places 1 to 50000.",
        error="ValidationError: Priority must be between 1 and 50000",
        source="API elbv2 CreateRule",
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
