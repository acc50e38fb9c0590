"""Security groups and their rules."""

import re
from collections.abc import Iterator

from groundplan.rules.constraint import Text, limit
from groundplan.rules.grammar.address import network
from groundplan.rules.node import Node
from groundplan.rules.reference_row import SG
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_GROUP = "aws:ec2/securityGroup:SecurityGroup"
_IN = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
_OUT = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
_DEFAULT = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
_SOURCES = ("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId")
_DOC = "API ec2 AuthorizeSecurityGroupIngress"
_NAMED = ("tcp", "udp", "icmp", "icmpv6", "-1", "all")
_PORTED = ("tcp", "udp", "6", "17")
CLOUDFRONT_LIST_WEIGHT = 55
"""Entries the origin-facing prefix list of CloudFront counts as."""


@rule(
    "GP-SG-001",
    _IN,
    _OUT,
    title="A rule admits one kind of source.",
    error="InvalidParameterCombination: exactly one of cidr, prefix list, security group",
    source=_DOC,
)
def one_source(node: Node, _: World) -> Iterator[Fault]:
    """Exactly one source or destination."""
    if sum(node.has(path) for path in _SOURCES) != 1:
        given = [p for p in _SOURCES if node.has(p)]
        yield Fault(given[-1] if given else _SOURCES[0], f"exactly one of {', '.join(_SOURCES)}")


@rule(
    "GP-SG-002",
    _IN,
    _OUT,
    title="The address range cannot be read.",
    error="InvalidParameterValue: CIDR block is malformed",
    source=_DOC,
)
def source_range(node: Node, _: World) -> Iterator[Fault]:
    """A network of its family, host bits zero."""
    for path, version in (("cidrIpv4", 4), ("cidrIpv6", 6)):
        text = node.get(path)
        found = network(text)
        if text is not None and (found is None or found.version != version):
            yield Fault(path, f"an IPv{version} range with its first address")


@rule(
    "GP-SG-003",
    _IN,
    _OUT,
    title="The protocol does not exist.",
    error="InvalidParameterValue: Invalid value for IP protocol. Unknown protocol.",
    source=_DOC,
)
def protocol(node: Node, _: World) -> Iterator[Fault]:
    """A name, -1 or a number to 255."""
    value = str(node.get("ipProtocol", "-1")).lower()
    if value not in _NAMED and not (value.isdigit() and int(value) <= 255):
        yield Fault("ipProtocol", "tcp, udp, icmp, icmpv6, -1 or a number to 255")


@rule(
    "GP-SG-004",
    _IN,
    _OUT,
    title="The ports are missing, out of range or the wrong way round.",
    error="InvalidParameterValue: Invalid value for portRange. Must specify both from and to "
    "ports with TCP/UDP. / Invalid TCP/UDP port range",
    source=_DOC,
)
def ports(node: Node, _: World) -> Iterator[Fault]:
    """tcp and udp have two ports from 0 to 65535 in order."""
    kind = str(node.get("ipProtocol", "")).lower()
    low, high = node.number("fromPort"), node.number("toPort")
    if kind in _PORTED:
        if low is None or high is None:
            yield Fault("fromPort" if low is None else "toPort", "both ports")
        elif not 0 <= low <= 65535:
            yield Fault("fromPort", "0 to 65535")
        elif not low <= high <= 65535:
            yield Fault("toPort", f"{low:.0f} to 65535")
    elif kind in ("icmp", "1", "icmpv6", "58"):
        for path, value in (("fromPort", low), ("toPort", high)):
            if value is not None and not -1 <= value <= 255:
                yield Fault(path, "-1 to 255")


@rule(
    "GP-SG-005",
    _IN,
    _OUT,
    title="A rule for every protocol has no ports.",
    error="InvalidParameterValue: You may not specify all protocols and specific ports. Please "
    "specify each protocol and port range combination individually, or all protocols and no port "
    "range.",
    source="API ec2 ModifySecurityGroupRules",
)
def no_ports_for_all(node: Node, _: World) -> Iterator[Fault]:
    """Protocol -1 has no ports."""
    for path in ("fromPort", "toPort") if str(node.get("ipProtocol")) == "-1" else ():
        if node.number(path) not in (-1, 0, None):
            yield Fault(path, "no ports with ipProtocol -1")


@rule(
    "GP-SG-006",
    _IN,
    _OUT,
    title="The same rule stands in the group twice.",
    error="InvalidPermission.Duplicate: the specified rule already exists",
    source=_DOC,
)
def rule_once(node: Node, world: World) -> Iterator[Fault]:
    """Rules are unique per group."""
    paths = ("securityGroupId", "ipProtocol", "fromPort", "toPort", *_SOURCES)
    for other in world.twins(node, *paths):
        yield Fault("", f"a rule that differs from {other.name}")


@rule(
    "GP-SG-007",
    _IN,
    _OUT,
    title="The group has more rules than AWS allows.",
    error="RulesPerSecurityGroupLimitExceeded: The maximum number of rules per security group has "
    "been reached.",
    source="VPC quotas: 60 rules per group and direction, a prefix list counts with its size",
)
def rules_per_group(node: Node, world: World) -> Iterator[Fault]:
    """60 rules per direction and family; CloudFront's prefix list weighs 55."""
    group = [
        n for n in world.peers(node) if n.get("securityGroupId") == node.get("securityGroupId")
    ]
    if group[0] is not node and min(n.resource.urn for n in group) != node.resource.urn:
        return
    for skipped in ("cidrIpv6", "cidrIpv4"):
        weight = sum(
            CLOUDFRONT_LIST_WEIGHT if n.has("prefixListId") else 1
            for n in group
            if not n.has(skipped)
        )
        if weight > 60:
            yield Fault(
                "securityGroupId",
                f"60 rules, these weigh {weight}",
                "one port per group for CloudFront's list, or a second group",
            )
            return


@rule(
    "GP-SG-008",
    _IN,
    _OUT,
    title="The two groups are in different networks.",
    error="InvalidGroup.NotFound: You have specified two resources that belong to different "
    "networks.",
    source=_DOC,
)
def groups_of_one_vpc(node: Node, world: World) -> Iterator[Fault]:
    """A referenced group is in the group's VPC."""
    mine = world.find(node.get("securityGroupId"), *SG)
    theirs = world.find(node.get("referencedSecurityGroupId"), *SG)
    if mine and theirs and mine.get("vpcId") != theirs.get("vpcId"):
        yield Fault("referencedSecurityGroupId", "a group of the same network")


@rule(
    "GP-SG-009",
    _GROUP,
    title="Two groups of a network have one name.",
    error="InvalidGroup.Duplicate: The security group already exists for VPC",
    source="API ec2 CreateSecurityGroup",
)
def group_once(node: Node, world: World) -> Iterator[Fault]:
    """Names are unique per VPC."""
    if node.get("name"):
        for other in world.twins(node, "name", "vpcId"):
            yield Fault("name", f"a name {other.name} does not have")


@rule(
    "GP-SG-010",
    _GROUP,
    title="The group's name is taken by AWS or has signs it does not take.",
    error="InvalidParameterValue: Invalid value for groupName. Character sets beyond ASCII are "
    "not supported. / sg- prefix is reserved",
    source="API ec2 CreateSecurityGroup",
)
def group_name(node: Node, _: World) -> Iterator[Fault]:
    """Up to 255 signs, not default, not sg-."""
    name = node.output("name")
    if not isinstance(name, str):
        return
    if name.lower().startswith("sg-") or name.lower() == "default" or len(name) > 255:
        yield Fault("name", "up to 255 characters, not default, not starting with sg-")
    elif not re.fullmatch(r"[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]+", name) or name != name.strip():
        yield Fault("name", "letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*")


_SIGNS = r"[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]*"
_DESCRIPTION = Text(_SIGNS, "letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*",
                    ("a > b", "it's", "caf\u00e9"), ("a.b (c)",), 255)  # fmt: skip
_ERROR = ("InvalidParameterValue: Invalid security group description. Valid descriptions are "
          "strings less than 256 characters from a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*")  # fmt: skip
LIMITS = (
    limit(
        "GP-SG-101",
        _GROUP,
        "description",
        _DESCRIPTION,
        title="The description has signs AWS does not take.",
        error=_ERROR,
        source="API ec2 CreateSecurityGroup",
    ),
    limit(
        "GP-SG-102",
        _IN,
        "description",
        _DESCRIPTION,
        title="The description has signs AWS does not take.",
        error=_ERROR,
        source=_DOC,
    ),
    limit(
        "GP-SG-103",
        _OUT,
        "description",
        _DESCRIPTION,
        title="The description has signs AWS does not take.",
        error=_ERROR,
        source=_DOC,
    ),
)
