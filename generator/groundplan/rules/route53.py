"""Route 53: zones, records, health checks."""

import ipaddress
import re
from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, Range, Text, limit
from groundplan.rules.grammar.address import is_host
from groundplan.rules.node import Node, listed
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_RECORD = "aws:route53/record:Record"
_ZONE = "aws:route53/zone:Zone"
_CHECK = "aws:route53/healthCheck:HealthCheck"
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


_FIXED_ZONES = {"cloudfront.net": "Z2FDTNDATAQYW2"}
_ALB_ZONES = {
    "us-east-1": "Z35SXDOTRQ7X7K", "us-east-2": "Z3AADJGX6KTTL2", "us-west-1": "Z368ELLRRE2KJ0",
    "us-west-2": "Z1H1FL5HABSF5", "eu-west-1": "Z32O12XQLNTSW2", "eu-west-2": "ZHURV8PSTC4K8",
    "eu-west-3": "Z3Q77PNBQS71R4", "eu-central-1": "Z215JYRZR1TBD5", "eu-north-1": "Z23TAZ6LKFMNIO",
    "ap-southeast-1": "Z1LMS91P8CMLE5", "ap-southeast-2": "Z1GM3OXH4ZPM65",
    "ap-northeast-1": "Z14GRHDCWA56QT", "ca-central-1": "ZQSVJUPU6J1EY", "sa-east-1": "Z2P70J7HTTTPLU",
    "ap-south-1": "ZP97RAFLXTNZK",
}  # fmt: skip


@rule(
    "GP-DNS-006",
    _RECORD,
    title="The name it follows does not lie in the zone told.",
    error="InvalidChangeBatch: Tried to create an alias that targets ..., type A in zone ..., but "
    "that target was not found / the alias target name does not lie within the target zone",
    source="Route 53 API: AliasTarget HostedZoneId",
)
def alias_zone(node: Node, _: World) -> Iterator[Fault]:
    """CloudFront's and load balancers' zones are fixed."""
    for place, alias in node.each("aliases[]"):
        name, zone = str(alias.get("name", "")).removesuffix("."), alias.get("zoneId")
        want = _FIXED_ZONES.get(".".join(name.split(".")[-2:]))
        match = re.fullmatch(
            r"(?:dualstack\.)?[a-z0-9-]+\.([a-z0-9-]+)\.elb\.amazonaws\.com", name, re.I
        )
        if match and not re.search(r"-[0-9a-f]{16}\.elb", name):
            want = _ALB_ZONES.get(match[1])
        if want and zone and zone != want:
            yield Fault(f"{place}.zoneId", want)
        if want == "Z2FDTNDATAQYW2" and alias.get("evaluateTargetHealth") is True:
            yield Fault(f"{place}.evaluateTargetHealth", "false for CloudFront")
        if want and node.get("type") not in ("A", "AAAA", "HTTPS"):
            yield Fault("type", "A or AAAA")
    if len(listed(node.get("aliases"))) > 1:
        yield Fault("aliases", "one target")


@rule(
    "GP-DNS-007",
    _CHECK,
    title="What is checked is missing, or does not fit the kind of check.",
    error="InvalidInput: Invalid parameter: FullyQualifiedDomainName / SearchString / Regions",
    source="API route53 HealthCheckConfig",
)
def health_check(node: Node, _: World) -> Iterator[Fault]:
    """A host or address; a text for STR_MATCH; paths start with a slash; three regions."""
    kind = str(node.get("type"))
    endpoint = kind in ("HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP")
    if endpoint and not node.has("fqdn") and not node.has("ipAddress"):
        yield Fault("fqdn", "a host name, or ipAddress")
    if kind == "TCP" and not node.has("port"):
        yield Fault("port", "1 to 65535")
    fqdn = node.get("fqdn")
    if fqdn is not None and not is_host(str(fqdn)):
        yield Fault("fqdn", "a host name")
    if kind.endswith("STR_MATCH") != node.has("searchString"):
        yield Fault("searchString", "a text with ..._STR_MATCH only")
    path = node.get("resourcePath")
    if path is not None and (kind == "TCP" or len(str(path)) > 255 or " " in str(path)):
        yield Fault("resourcePath", "a path of 255 characters, not with TCP")
    regions = node.list("regions[]")
    if node.has("regions") and len(regions) < 3:
        yield Fault("regions", "three regions at least")
    allowed = ("us-east-1", "us-west-1", "us-west-2", "eu-west-1", "ap-southeast-1",
               "ap-southeast-2", "ap-northeast-1", "sa-east-1")  # fmt: skip
    for place, region in node.each("regions[]"):
        if region not in allowed:
            yield Fault(place, ", ".join(allowed))
    if kind == "CALCULATED" and (
        not node.has("childHealthchecks") or not node.has("childHealthThreshold")
    ):
        yield Fault("childHealthchecks", "checks and childHealthThreshold")
    if kind == "CLOUDWATCH_METRIC" and not (
        node.has("cloudwatchAlarmName") and node.has("cloudwatchAlarmRegion")
    ):
        yield Fault("cloudwatchAlarmName", "an alarm and its region")
    if not endpoint and node.has("requestInterval"):
        yield Fault("requestInterval", f"nothing with type {kind}")


@rule(
    "GP-DNS-008",
    _ZONE,
    title="The zone is not the name of a domain.",
    error="InvalidDomainName: The domain name is not valid",
    source="API route53 CreateHostedZone",
)
def zone_name(node: Node, _: World) -> Iterator[Fault]:
    """A host name."""
    name = node.get("name")
    if isinstance(name, str) and not re.fullmatch(
        r"([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.?",
        name,
        re.I,
    ):
        yield Fault("name", "a domain such as example.com")


LIMITS = (
    limit(
        "GP-DNS-101",
        _CHECK,
        "requestInterval",
        OneOf(10, 30),
        title="Checks run every 10 or 30 seconds.",
        error="InvalidInput: RequestInterval must be 10 or 30",
        source="API route53 HealthCheckConfig",
    ),
    limit(
        "GP-DNS-102",
        _CHECK,
        "failureThreshold",
        Range(1, 10),
        title="One to ten failures count.",
        error="InvalidInput: FailureThreshold",
        source="API route53 HealthCheckConfig",
    ),
    limit(
        "GP-DNS-103",
        _CHECK,
        "port",
        Range(1, 65535),
        title="Ports are 1 to 65535.",
        error="InvalidInput: Port",
        source="API route53 HealthCheckConfig",
    ),
    limit(
        "GP-DNS-104",
        _CHECK,
        "referenceName",
        Text(r"[\w.-]+", "letters, digits, . _ -", ("a b",), ("acme",), 27),
        title="The check's reference is too long.",
        error="InvalidInput: CallerReference",
        source="pulumi-aws route53.HealthCheck",
    ),
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
