"""Addresses: networks, ARNs, mail, names of hosts, time zones."""

import ipaddress
import re
from dataclasses import dataclass
from functools import cache

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_HOST = re.compile(r"(?=.{1,253}\Z)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}", re.I)
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9-]+\.)+[A-Za-z0-9-]{2,}")
REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d")

REGIONS = frozenset(
    "us-east-1 us-east-2 us-west-1 us-west-2 af-south-1 ap-east-1 ap-east-2 ap-south-1 ap-south-2 "
    "ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-southeast-1 ap-southeast-2 ap-southeast-3 "
    "ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1 "
    "eu-central-1 eu-central-2 eu-west-1 eu-west-2 eu-west-3 eu-north-1 eu-south-1 eu-south-2 "
    "il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 cn-north-1 cn-northwest-1 "
    "us-gov-east-1 us-gov-west-1 eusc-de-east-1".split()
)
"""Every region of AWS."""


@dataclass(frozen=True, slots=True)
class Arn:
    """An ARN in its parts."""

    partition: str
    service: str
    region: str
    account: str
    resource: str


def arn(value: object) -> Arn | None:
    """An ARN in its parts; None for what is none."""
    if not isinstance(value, str) or not value.startswith("arn:"):
        return None
    parts = value.split(":", 5)
    return Arn(*parts[1:]) if len(parts) == 6 else None


def network(value: object) -> Network | None:
    """A network written as AWS wants it: the first address and a length; else None."""
    if not isinstance(value, str) or "/" not in value:
        return None
    try:
        return ipaddress.ip_network(value, strict=True)
    except ValueError:
        return None


def network4(value: object) -> ipaddress.IPv4Network | None:
    """Like `network`, IPv4 only."""
    found = network(value)
    return found if isinstance(found, ipaddress.IPv4Network) else None


def address4(value: object) -> ipaddress.IPv4Address | None:
    """One IPv4 address; None for what is none."""
    try:
        return ipaddress.IPv4Address(value) if isinstance(value, str) else None
    except ValueError:
        return None


def is_host(value: str) -> bool:
    """True for a full host name."""
    return _HOST.fullmatch(value.removesuffix(".")) is not None


def is_mail(value: str) -> bool:
    """True for a mail address."""
    return _MAIL.fullmatch(value) is not None and ".." not in value


@cache
def time_zones() -> frozenset[str]:
    """Names of time zones in this Python's database; empty where it has none."""
    import zoneinfo

    return frozenset(zoneinfo.available_timezones())
