"""Address plan of a VPC: which subnet gets which range, by zone, for ever.

Half of the range is private (tasks), an eighth public (load balancer, NAT), an eighth
isolated (database, cache); the last quarter stays free. Each tier has room for four
zones, so adding a zone never moves a subnet: a changed range replaces everything in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Literal

from stacks.errors import ArgumentError, StackProblem

Tier = Literal["public", "private", "isolated"]
MAX_ZONES = 4
PREFIXES = range(16, 20)
"""Prefix lengths of a VPC: AWS takes none wider than /16, and below /19 the private
subnets would be smaller than /22, too few for a deploy that doubles every task."""


_ALLOWED = (
    f"a private range from /{PREFIXES.start} to /{PREFIXES.stop - 1}, from its first address on: "
    "10.48.0.0/16"
)


def range_problems(cidr: str, key: str) -> Iterator[StackProblem]:
    """Problems of a VPC's range.

    Args:
        cidr: The range, as written.
        key: Config key it stands under.
    """
    try:
        network = IPv4Network(cidr)
    except ValueError:
        yield StackProblem(key=key, what="is no address range", got=cidr, allowed=_ALLOWED)
        return
    if network.prefixlen not in PREFIXES:
        yield StackProblem(key=key, what="does not hold the subnets", got=cidr, allowed=_ALLOWED)
    if not network.is_private:
        # AWS takes it, and then whoever owns these addresses cannot be reached.
        yield StackProblem(
            key=key, what="belongs to somebody on the internet", got=cidr, allowed=_ALLOWED
        )


@dataclass(frozen=True, kw_only=True)
class ZoneRanges:
    """Ranges of the three subnets of one zone."""

    public: str
    private: str
    isolated: str


def zone_ranges(cidr: str, index: int) -> ZoneRanges:
    """Ranges of the zone at a position in the region's fixed list.

    Args:
        cidr: Range of the VPC.
        index: Position of the zone, from 0.

    Raises:
        ArgumentError: The range does not hold the subnets.
    """
    network = IPv4Network(cidr)
    if network.prefixlen not in PREFIXES:
        raise ArgumentError(
            "vpc_cidr", cidr, f"a range from /{PREFIXES.start} to /{PREFIXES.stop - 1}"
        )
    if not 0 <= index < MAX_ZONES:
        raise ArgumentError("availability_zones", index + 1, f"1 to {MAX_ZONES}")
    eighths = list(network.subnets(prefixlen_diff=3))
    return ZoneRanges(
        private=str(eighths[index]),
        public=str(list(eighths[4].subnets(prefixlen_diff=2))[index]),
        isolated=str(list(eighths[5].subnets(prefixlen_diff=2))[index]),
    )


def zone_suffix(zone_id: str) -> str:
    """``az1`` of ``euw1-az1``: short, and the same building in every account."""
    return zone_id.rpartition("-")[2]
