"""The network's promises, read from each environment's plan."""

from ipaddress import IPv4Network
from itertools import combinations

from groundplan.engine.plan import Estate, Plan

SUBNET = "aws:ec2/subnet:Subnet"
ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"


def test_isolated_subnets_have_no_route_out(foundation: Plan) -> None:
    isolated = set(foundation.outputs["isolated_subnet_ids"])
    assert len(isolated) >= 2
    links = foundation.of_type(ASSOCIATION)
    tables = {a.inputs["routeTableId"] for a in links if a.inputs["subnetId"] in isolated}
    assert tables
    routes = foundation.of_type("aws:ec2/route:Route")
    assert [r.name for r in routes if r.inputs["routeTableId"] in tables] == []


def test_every_subnet_has_exactly_one_route_table(foundation: Plan) -> None:
    subnets = sorted(s.id for s in foundation.of_type(SUBNET))
    assert subnets
    assert sorted(a.inputs["subnetId"] for a in foundation.of_type(ASSOCIATION)) == subnets


def test_every_tier_spans_two_zones_or_more(foundation: Plan) -> None:
    zones: dict[str, set[str]] = {}
    for subnet in foundation.of_type(SUBNET):
        zones.setdefault(subnet.inputs["tags"]["tier"], set()).add(
            subnet.inputs["availabilityZoneId"]
        )
    assert set(zones) == {"public", "private", "isolated"}
    assert all(len(found) >= 2 for found in zones.values())


def test_subnets_give_no_public_address_by_themselves(foundation: Plan) -> None:
    subnets = foundation.of_type(SUBNET)
    assert {s.inputs["mapPublicIpOnLaunch"] for s in subnets} == {False}


def test_default_security_groups_are_empty(foundation: Plan) -> None:
    [vpc] = foundation.of_type("aws:ec2/vpc:Vpc")
    groups = foundation.of_type("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup")
    assert vpc.id in {g.inputs["vpcId"] for g in groups}
    for group in groups:
        assert not group.inputs.get("ingress")
        assert not group.inputs.get("egress")


def test_connections_are_logged_and_the_log_is_encrypted(foundation: Plan) -> None:
    [log] = foundation.of_type("aws:ec2/flowLog:FlowLog")
    [vpc] = foundation.of_type("aws:ec2/vpc:Vpc")
    groups = foundation.of_type("aws:cloudwatch/logGroup:LogGroup")
    [group] = [g for g in groups if g.outputs["arn"] == log.inputs["logDestination"]]
    assert log.inputs["vpcId"] == vpc.id
    assert group.inputs["kmsKeyId"]
    assert group.inputs["retentionInDays"] >= 1


def test_the_ranges_of_the_environments_never_overlap(estate: Estate) -> None:
    plans = [plan for plan in estate.plans if plan.layer == "foundation"]
    ranges = [
        IPv4Network(vpc.inputs["cidrBlock"])
        for plan in plans
        for vpc in plan.of_type("aws:ec2/vpc:Vpc")
    ]
    assert len(ranges) == len(plans) >= 2
    assert not any(a.overlaps(b) for a, b in combinations(ranges, 2))
