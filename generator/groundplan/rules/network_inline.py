"""Rules that stand inside a security group, a network ACL or a route table."""

from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.grammar.address import network
from groundplan.rules.node import Node, listed, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.vpc_route import TARGETS
from groundplan.rules.world import World

_GROUPS = (
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
)
_ACLS = ("aws:ec2/networkAcl:NetworkAcl", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl")
_TABLES = ("aws:ec2/routeTable:RouteTable", "aws:ec2/defaultRouteTable:DefaultRouteTable")
_SOURCES = ("cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups")
_DESTINATIONS = ("cidrBlock", "ipv6CidrBlock", "destinationPrefixListId")
_PORTED = ("tcp", "udp", "6", "17")
_NAMES = (*_PORTED, "icmp", "icmpv6", "-1", "all", "1", "58")


def _entries(node: Node) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for direction in ("ingress", "egress"):
        for place, entry in node.each(f"{direction}[]"):
            if isinstance(entry, Mapping):
                yield place, entry


def _ports(place: str, entry: Mapping[str, Any]) -> Iterator[Fault]:
    """Objections to protocol and ports, which groups and ACLs write alike."""
    kind = str(entry.get("protocol", "")).lower()
    low, high = number(entry.get("fromPort")), number(entry.get("toPort"))
    if kind not in _NAMES and not (kind.isdigit() and int(kind) <= 255):
        yield Fault(f"{place}.protocol", "tcp, udp, icmp, icmpv6, -1 or a number to 255")
    elif kind in _PORTED and (low is None or high is None or not 0 <= low <= high <= 65535):
        yield Fault(f"{place}.fromPort", "ports from 0 to 65535, the lower first")
    elif kind in ("-1", "all") and (low or high):
        yield Fault(f"{place}.fromPort", "0 and 0 with protocol -1")


def _range(place: str, value: Any, version: int) -> Iterator[Fault]:
    found = network(value)
    if found is None or found.version != version:
        yield Fault(place, f"an IPv{version} range with its first address")


@rule(
    "GP-SG-011",
    *_GROUPS,
    title="A rule in the group cannot be read.",
    error="InvalidParameterValue: Invalid CIDR / Invalid value for portRange / from_port and "
    "to_port must both be 0 to use the 'ALL' protocol",
    source="API ec2 IpPermission",
)
def group_entries(node: Node, _: World) -> Iterator[Fault]:
    """Protocol, ports in order, a source at least, ranges with host bits zero."""
    for place, entry in _entries(node):
        yield from _ports(place, entry)
        if not any(listed(entry.get(key)) for key in _SOURCES) and not entry.get("self"):
            yield Fault(place, f"one of {', '.join(_SOURCES)}, self")
        for key, version in (("cidrBlocks", 4), ("ipv6CidrBlocks", 6)):
            for index, value in enumerate(listed(entry.get(key))):
                yield from _range(f"{place}.{key}[{index}]", value, version)


@rule(
    "GP-VPC-030",
    *_ACLS,
    title="An entry of the network ACL cannot be read, or its number is taken.",
    error="InvalidParameterValue / NetworkAclEntryAlreadyExists: The network acl entry identified "
    "by the number already exists.",
    source="API ec2 NetworkAclEntry",
)
def acl_entries(node: Node, _: World) -> Iterator[Fault]:
    """allow or deny, 1 to 32766 once a direction, one range, protocol and ports."""
    seen: set[tuple[str, Any]] = set()
    for place, entry in _entries(node):
        if entry.get("action") not in ("allow", "deny"):
            yield Fault(f"{place}.action", "allow or deny")
        order = number(entry.get("ruleNo"))
        key = (place.partition("[")[0], order)
        if order is None or not 1 <= order <= 32766 or key in seen:
            yield Fault(f"{place}.ruleNo", "1 to 32766, each number once a direction")
        seen.add(key)
        yield from _ports(place, entry)
        if bool(entry.get("cidrBlock")) == bool(entry.get("ipv6CidrBlock")):
            yield Fault(f"{place}.cidrBlock", "one of cidrBlock and ipv6CidrBlock")
        for name, version in (("cidrBlock", 4), ("ipv6CidrBlock", 6)):
            if entry.get(name):
                yield from _range(f"{place}.{name}", entry[name], version)


@rule(
    "GP-VPC-031",
    *_TABLES,
    title="A route in the table lacks where it starts or where it leads.",
    error="InvalidParameterValue / MissingParameter: exactly one destination and one target",
    source="API ec2 CreateRoute",
)
def table_routes(node: Node, _: World) -> Iterator[Fault]:
    """One destination, one target, ranges with host bits zero."""
    for place, entry in node.each("routes[]"):
        if sum(bool(entry.get(key)) for key in _DESTINATIONS) != 1:
            yield Fault(f"{place}.cidrBlock", f"exactly one of {', '.join(_DESTINATIONS)}")
        if sum(bool(entry.get(key)) for key in TARGETS) != 1:
            yield Fault(f"{place}.gatewayId", f"exactly one of {', '.join(TARGETS)}")
        for name, version in (("cidrBlock", 4), ("ipv6CidrBlock", 6)):
            if entry.get(name):
                yield from _range(f"{place}.{name}", entry[name], version)
