"""Route 53: zones and the alias targets of AWS."""

import re
from collections.abc import Iterator

from groundplan.rules.constraint import Text, limit
from groundplan.rules.node import Node, listed
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_RECORD = "aws:route53/record:Record"
_ZONE = "aws:route53/zone:Zone"
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
        want = _FIXED_ZONES.get(".".join(name.lower().split(".")[-2:]))
        match = re.fullmatch(
            r"(?:dualstack\.)?[a-z0-9-]+\.([a-z0-9-]+)\.elb\.amazonaws\.com", name, re.I
        )
        if match and not re.search(r"-[0-9a-f]{16}\.elb", name):
            want = _ALB_ZONES.get(match[1])
        if want and zone and zone != want:
            yield Fault(f"{place}.zoneId", want)
        if zone == "Z2FDTNDATAQYW2" and not want:
            yield Fault(f"{place}.name", "the name of a distribution: ....cloudfront.net")
        elif zone in _ALB_ZONES.values() and not name.endswith(".amazonaws.com"):
            yield Fault(f"{place}.name", "the name of a load balancer: ....elb.amazonaws.com")
        if want == "Z2FDTNDATAQYW2" and alias.get("evaluateTargetHealth") is True:
            yield Fault(f"{place}.evaluateTargetHealth", "false for CloudFront")
        if want and node.get("type") not in ("A", "AAAA", "HTTPS"):
            yield Fault("type", "A or AAAA")
    if len(listed(node.get("aliases"))) > 1:
        yield Fault("aliases", "one target")


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
    if isinstance(name, str) and len(name.removesuffix(".")) > 253:
        yield Fault("name", "253 characters")
    elif isinstance(name, str) and not re.fullmatch(
        r"([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.?",
        name,
        re.I,
    ):
        yield Fault("name", "a domain such as example.com")


LIMITS = (
    limit(
        "GP-DNS-107",
        _ZONE,
        "comment",
        Text(r".*", "any text", (), ("a",), 256),
        title="The comment is too long.",
        error="InvalidInput: Member must have length less than or equal to 256",
        source="API route53 HostedZoneConfig",
    ),
)
