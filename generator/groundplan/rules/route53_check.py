"""Route 53: health checks."""

from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, Range, Text, limit
from groundplan.rules.grammar.address import is_host
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_CHECK = "aws:route53/healthCheck:HealthCheck"


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
)
