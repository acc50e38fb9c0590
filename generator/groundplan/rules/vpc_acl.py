"""Entries of network ACLs."""

from collections.abc import Iterator

from groundplan.rules.constraint import Range, limit
from groundplan.rules.grammar.address import network
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_ACL_RULE = "aws:ec2/networkAclRule:NetworkAclRule"


@rule(
    "GP-VPC-024",
    _ACL_RULE,
    title="A network ACL has two entries of one number.",
    error="NetworkAclEntryAlreadyExists: The network acl entry identified by the number already "
    "exists.",
    source="API ec2 CreateNetworkAclEntry",
)
def acl_number_once(node: Node, world: World) -> Iterator[Fault]:
    """Numbers are unique per ACL and direction."""
    for other in world.twins(node, "networkAclId", "ruleNumber", "egress"):
        yield Fault("ruleNumber", f"a number {other.name} does not have")


@rule(
    "GP-VPC-025",
    _ACL_RULE,
    title="The entry's addresses or ports cannot be read.",
    error="InvalidParameterValue: Value for parameter cidrBlock / portRange is invalid",
    source="API ec2 CreateNetworkAclEntry",
)
def acl_entry(node: Node, _: World) -> Iterator[Fault]:
    """One range; tcp and udp have ports in order."""
    if node.has("cidrBlock") == node.has("ipv6CidrBlock"):
        yield Fault("cidrBlock", "one of cidrBlock and ipv6CidrBlock")
    text = node.get("cidrBlock") or node.get("ipv6CidrBlock")
    if text is not None and network(text) is None:
        yield Fault("cidrBlock" if node.has("cidrBlock") else "ipv6CidrBlock", "an address range")
    low, high = node.number("fromPort"), node.number("toPort")
    if str(node.get("protocol")) in ("tcp", "udp", "6", "17"):
        if low is None or high is None or not 0 <= low <= high <= 65535:
            yield Fault("fromPort", "ports from 0 to 65535, the lower first")


LIMITS = (
    limit(
        "GP-VPC-102",
        _ACL_RULE,
        "ruleNumber",
        Range(1, 32766),
        title="Entries are numbered 1 to 32766.",
        error="InvalidParameterValue: Value for parameter ruleNumber is invalid",
        source="API ec2 CreateNetworkAclEntry",
    ),
)
