"""Load balancers: subnets, the way to the internet, settings, names."""

from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, Range, Text, limit
from groundplan.rules.grammar.address import network
from groundplan.rules.node import Node
from groundplan.rules.reference_row import SG
from groundplan.rules.rule import Fault, rule
from groundplan.rules.vpc import has_ipv6, zones_of
from groundplan.rules.world import World

_LB = "aws:lb/loadBalancer:LoadBalancer"
_GROUP = "aws:lb/targetGroup:TargetGroup"
_API = "API elbv2 CreateLoadBalancer"
ALB_PROTOCOLS = ("HTTP", "HTTPS")
NLB_PROTOCOLS = ("TCP", "UDP", "TLS", "TCP_UDP", "QUIC", "TCP_QUIC")


def balancer_kind(node: Node) -> str:
    """Kind of a load balancer: application unless told."""
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
    if balancer_kind(node) == "application" and len(zones) < 2:
        yield Fault(path, "subnets in two zones")
    if len(zones) < len(set(map(str, chosen))):
        yield Fault(path, "one subnet a zone")
    found = [world.find(s, "aws:ec2/subnet:Subnet") for s in chosen]
    networks = {s.get("vpcId") for s in found if s}
    groups = [world.find(g, *SG) for g in node.list("securityGroups[]")]
    if len(networks) > 1:
        yield Fault(path, "subnets of one network")
    elif networks and any(g and g.get("vpcId") not in networks for g in groups):
        yield Fault("securityGroups", "groups of the subnets' network")
    for subnet in found:
        size = network(subnet.get("cidrBlock")) if subnet else None
        if (
            size
            and size.prefixlen > 27
            and size.version == 4
            and balancer_kind(node) == "application"
        ):
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
            if (
                node.has(path)
                and balancer_kind(node) != kind
                and node.get(path) not in (False, None)
            ):
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
    "GP-ELB-016",
    _LB,
    _GROUP,
    title="There are no IPv6 addresses where the load balancer or its targets stand.",
    error="ValidationError: You must specify subnets with an associated IPv6 CIDR block",
    source=_API + ": IpAddressType",
)
def ipv6(node: Node, world: World) -> Iterator[Fault]:
    """dualstack and ipv6 need an IPv6 range on the network and the subnets."""
    kind = node.get("ipAddressType")
    if kind in (None, "ipv4"):
        return
    ids = [*node.list("subnets[]"), *node.list("subnetMappings[].subnetId")]
    subnets_ = [world.find(id_, "aws:ec2/subnet:Subnet") for id_ in ids]
    if any(
        s is not None and not (s.has("ipv6CidrBlock") or s.truth("ipv6Native")) for s in subnets_
    ):
        yield Fault("ipAddressType", "ipv4, as the subnets have no IPv6 range")
    vpc = world.find(node.get("vpcId"), "aws:ec2/vpc:Vpc") if node.type == _GROUP else None
    if vpc is not None and not has_ipv6(vpc, world):
        yield Fault("ipAddressType", "ipv4, as the network has no IPv6 range")


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


_NAME = Text(
    r"(?!internal-)(?!-)[A-Za-z0-9-]+(?<!-)",
    "letters, digits, hyphens within, not internal-",
    ("a_b", "-a", "a-", "internal-a"),
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
)
