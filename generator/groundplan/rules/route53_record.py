"""Route 53: records, their values and names."""

import ipaddress
import re
from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, Range, limit
from groundplan.rules.grammar.address import is_host
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_RECORD = "aws:route53/record:Record"
_ZONE = "aws:route53/zone:Zone"
_API = "API route53 ChangeResourceRecordSets"
_POLICIES = ("weightedRoutingPolicies", "failoverRoutingPolicies", "geolocationRoutingPolicies",
             "latencyRoutingPolicies", "cidrRoutingPolicy", "geoproximityRoutingPolicy")  # fmt: skip
_LABEL = re.compile(r"(\*|[a-z0-9_!#$%&'()+,/:;<=>?@^`{|}~\\-]{1,63})", re.IGNORECASE)


@rule(
    "GP-DNS-001",
    _RECORD,
    title="A record has values with a time to live, or follows another name.",
    error="InvalidChangeBatch: Invalid XML / TTL and alias are exclusive",
    source=_API,
)
def values_or_alias(node: Node, _: World) -> Iterator[Fault]:
    """records and ttl, or aliases."""
    alias = bool(node.get("aliases"))
    values = node.has("records") and node.get("records") != []
    if alias and (node.has("records") or node.has("ttl")):
        yield Fault("records" if node.has("records") else "ttl", "nothing with aliases")
    if not alias and not values:
        yield Fault("records", "values, or aliases")
    if not alias and not node.has("ttl"):
        yield Fault("ttl", "seconds")
    if alias and node.get("type") in ("NS", "SOA"):
        yield Fault("aliases", f"nothing with type {node.get('type')}")
    values_ = [str(v) for v in node.list("records[]")]
    if len(values_) != len(set(values_)):
        yield Fault("records", "each value once")


_FORMS = {
    "CNAME": "a host name",
    "A": "an IPv4 address",
    "AAAA": "an IPv6 address",
    "MX": "a priority and a host name",
    "NS": "a host name",
    "CAA": '0 issue "ca.example.net"',
    "SRV": "priority weight port host",
    "PTR": "a host name",
    "TXT": "texts of 255 characters each",
}


@rule(
    "GP-DNS-002",
    _RECORD,
    title="The record's value does not fit its type.",
    error="InvalidChangeBatch: [Invalid Resource Record: FATAL problem: ... encountered]",
    source="Route 53 Developer Guide: supported DNS record types",
)
def value_form(node: Node, _: World) -> Iterator[Fault]:
    """Values by type."""
    kind = str(node.get("type"))
    for place, value in node.each("records[]"):
        if kind in _FORMS and not _fits(kind, str(value)):
            yield Fault(place, _FORMS[kind])
    if (
        kind == "CNAME"
        and len(node.list("records[]")) > 1
        and not any(node.has(p) for p in _POLICIES)
    ):
        yield Fault("records", "one value")


def _fits(kind: str, value: str) -> bool:
    if kind in ("A", "AAAA"):
        try:
            return ipaddress.ip_address(value).version == (4 if kind == "A" else 6)
        except ValueError:
            return False
    if kind in ("CNAME", "NS", "PTR"):
        return is_host(value) and not _is_ip(value)
    if kind == "MX":
        match = re.fullmatch(r"(\d{1,5}) (\S+)", value)
        return (
            bool(match) and int(match[1]) <= 65535 and (match[2] == "." or is_host(match[2]))
            if match
            else False
        )
    if kind == "SRV":
        match = re.fullmatch(r"(\d{1,5}) (\d{1,5}) (\d{1,5}) (\S+)", value)
        return match is not None and all(int(match[i]) <= 65535 for i in (1, 2, 3))
    if kind == "CAA":
        return (
            re.fullmatch(
                r'\d{1,3} (issue|issuewild|iodef|issuemail|issuevmc|contactemail|contactphone) "[^"]*"',
                value,
            )
            is not None
        )
    parts = re.split(r'"\s*"|" "', value.strip('"'))
    return all(len(part) <= 255 for part in parts)


def _is_ip(value: str) -> bool:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return True


@rule(
    "GP-DNS-003",
    _RECORD,
    title="The record's name is not in its zone, or is no name.",
    error="InvalidChangeBatch: RRSet with DNS name is not permitted in zone / FATAL problem: "
    "DomainLabelTooLong",
    source=_API,
)
def record_name(node: Node, world: World) -> Iterator[Fault]:
    """Labels to 63 signs; a CNAME not at the zone's top."""
    name = node.get("name")
    if not isinstance(name, str) or not name:
        return
    plain = name.removesuffix(".")
    if len(plain) > 255 or not all(_LABEL.fullmatch(part) for part in plain.split(".")):
        yield Fault("name", "labels of 63 letters, digits, hyphens, underscores")
    zone = world.find(node.get("zoneId"), _ZONE)
    top = str(zone.get("name")).removesuffix(".").lower() if zone else ""
    if top and node.get("type") == "CNAME" and plain.lower() == top:
        yield Fault("type", "A with aliases at the top of the zone")


@rule(
    "GP-DNS-004",
    _RECORD,
    title="Two records have one name and type.",
    error="InvalidChangeBatch: Tried to create resource record set but it already exists",
    source=_API,
)
def record_once(node: Node, world: World) -> Iterator[Fault]:
    """Unique per zone, name, type and set; a CNAME stands alone."""
    mine = (node.get("zoneId"), str(node.get("name", "")).lower().removesuffix("."))
    for other in world.peers(node):
        theirs = (other.get("zoneId"), str(other.get("name", "")).lower().removesuffix("."))
        if mine != theirs or other.resource.urn >= node.resource.urn or not mine[0]:
            continue
        kinds = {node.get("type"), other.get("type")}
        if len(kinds) == 1 and node.get("setIdentifier") == other.get("setIdentifier"):
            if not node.truth("allowOverwrite"):
                yield Fault("name", f"a name {other.name} does not have")
        elif "CNAME" in kinds and len(kinds) == 2:
            yield Fault("type", f"no CNAME beside {other.name}")


@rule(
    "GP-DNS-005",
    _RECORD,
    title="How an answer is chosen is missing half of itself.",
    error="InvalidInput: SetIdentifier is required with routing policies",
    source=_API,
)
def routing(node: Node, _: World) -> Iterator[Fault]:
    """A policy and a set identifier together; one policy; values in range."""
    given = [p for p in _POLICIES if node.get(p)]
    multi = node.truth("multivalueAnswerRoutingPolicy")
    if len(given) + multi > 1:
        yield Fault(given[-1], "one routing policy")
    if bool(given or multi) != node.has("setIdentifier"):
        yield Fault("setIdentifier", "a name with a routing policy, nothing without")
    for place, weight in node.each("weightedRoutingPolicies[].weight"):
        if not 0 <= float(weight) <= 255:
            yield Fault(place, "0 to 255")
    for place, kind in node.each("failoverRoutingPolicies[].type"):
        if kind not in ("PRIMARY", "SECONDARY"):
            yield Fault(place, "PRIMARY or SECONDARY")


LIMITS = (
    limit(
        "GP-DNS-105",
        _RECORD,
        "type",
        OneOf(
            "A",
            "AAAA",
            "CAA",
            "CNAME",
            "DS",
            "HTTPS",
            "MX",
            "NAPTR",
            "NS",
            "PTR",
            "SOA",
            "SPF",
            "SRV",
            "SSHFP",
            "SVCB",
            "TLSA",
            "TXT",
            "A",
        ),
        title="There is no such type of record.",
        error="InvalidInput: Invalid XML; Type",
        source=_API,
    ),
    limit(
        "GP-DNS-106",
        _RECORD,
        "ttl",
        Range(0, 2147483647),
        title="A time to live is 0 seconds at least.",
        error="InvalidInput: TTL",
        source=_API,
    ),
)
