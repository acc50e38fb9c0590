"""Regions, accounts and addresses."""

import difflib
from collections.abc import Iterator
from ipaddress import IPv4Network
from itertools import combinations

from groundplan.answers.model import Answers
from groundplan.answers.regions import DR_REGIONS, NEAREST, OTHER_PARTITIONS, REGIONS
from groundplan.errors import Problem

VPC_PREFIXES = range(16, 20)
"""Sizes that hold the subnets, as `stacks/network/addresses.py` lays them out."""
_PRIVATE = tuple(IPv4Network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
# ECS tasks and RDS proxies cannot talk to the address range that Docker's bridge takes.
_DOCKER = IPv4Network("172.17.0.0/16")


def regions_are_offered(answers: Answers) -> Iterator[Problem]:
    """A region has every service that the blueprints use."""
    for question in ("region", "dr_region"):
        region = getattr(answers, question)
        if region not in REGIONS:
            yield Problem(
                what=_why(region),
                where=question,
                got=repr(region),
                allowed=", ".join(REGIONS),
                fix=_nearest(region),
            )


def dr_region_is_another(answers: Answers) -> Iterator[Problem]:
    """Copies in the same region are lost with it."""
    if answers.dr_region == answers.region:
        yield Problem(
            what="is the home region, so a failure there takes the copies too",
            where="dr_region",
            got=answers.dr_region,
            allowed="another region than region",
            fix=f"take {DR_REGIONS[answers.region]}, or leave it out, which means the same"
            if answers.region in DR_REGIONS
            else "",
        )


def accounts_are_separate(answers: Answers) -> Iterator[Problem]:
    """An account holds one role, or one mistake reaches two environments."""
    for (first, number), (second, other) in combinations(answers.accounts.items(), 2):
        if number == other:
            yield Problem(
                what=f"is the same account as {first}",
                where=f"accounts.{second}",
                got=other,
                allowed="an account of its own for each role",
                fix="leave the role out and the account will be created",
            )


def address_ranges_hold_the_subnets(answers: Answers) -> Iterator[Problem]:
    """AWS takes /16 to /28; three tiers over three zones need /19 or more."""
    for environment, text in answers.vpc_cidrs.items():
        where = f"vpc_cidrs.{environment}"
        network = _network(text)
        if network is None:
            yield Problem(
                what="is not an address range",
                where=where,
                got=repr(text),
                allowed="an IPv4 range whose host bits are 0, like 10.16.0.0/16",
                fix=_without_host_bits(text),
            )
        elif network.prefixlen not in VPC_PREFIXES:
            yield Problem(
                what="does not hold the subnets",
                where=where,
                got=text,
                allowed=f"/{VPC_PREFIXES[0]} to /{VPC_PREFIXES[-1]}",
            )
        elif not any(network.subnet_of(private) for private in _PRIVATE):
            yield Problem(
                what="is not a private range",
                where=where,
                got=text,
                allowed="inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16",
            )
        elif network.overlaps(_DOCKER):
            yield Problem(
                what="overlaps the range that Docker uses inside every host",
                where=where,
                got=text,
                allowed="anything private outside 172.17.0.0/16",
            )


def address_ranges_never_overlap(answers: Answers) -> Iterator[Problem]:
    """Overlapping networks can never be joined, and an address can never be traced."""
    networks = {
        environment: network
        for environment, text in answers.vpc_cidrs.items()
        if (network := _network(text)) is not None
    }
    for first, second in combinations(networks, 2):
        if networks[first].overlaps(networks[second]):
            yield Problem(
                what=f"overlaps {first} ({networks[first]})",
                where=f"vpc_cidrs.{second}",
                got=str(networks[second]),
                allowed="a range that overlaps no other environment",
            )


def _why(region: str) -> str:
    if region.startswith(OTHER_PARTITIONS):
        return "belongs to another AWS with accounts of its own, which Groundplan does not build"
    if region in NEAREST:
        return "lacks a service or a third zone that the blueprints use"
    return "is not an AWS region"


def _nearest(region: str) -> str:
    if region in NEAREST:
        return f"the nearest one is {NEAREST[region]}"
    near = difflib.get_close_matches(region.lower(), REGIONS, n=1)
    return f"did you mean {near[0]}?" if near else ""


def _network(text: str) -> IPv4Network | None:
    try:
        return IPv4Network(text) if "/" in text else None
    except ValueError:
        return None


def _without_host_bits(text: str) -> str:
    try:
        return f"did you mean {IPv4Network(text, strict=False)}?" if "/" in text else ""
    except ValueError:
        return ""
