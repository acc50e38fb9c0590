from ipaddress import IPv4Network, IPv6Network
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundplan.engine.plan import Plan
from groundplan.errors import PlanError
from stacks.errors import ArgumentError, StackError
from stacks.network.addresses import MAX_ZONES, zone_ranges
from stacks.network.endpoints import in_zones
from stacks.regions import ZONES
from tests.components.applications import application
from tests.support.foundation import foundation

ROUTE = "aws:ec2/route:Route"
SUBNET = "aws:ec2/subnet:Subnet"
NAT = "aws:ec2/natGateway:NatGateway"


def _tables_of(plan: Plan, tier: str) -> set[str]:
    subnets = {s.id for s in plan.of_type(SUBNET) if s.inputs["tags"]["tier"] == tier}
    links = plan.of_type("aws:ec2/routeTableAssociation:RouteTableAssociation")
    return {link.inputs["routeTableId"] for link in links if link.inputs["subnetId"] in subnets}


def _routes(plan: Plan, tier: str) -> list[dict[str, str]]:
    tables = _tables_of(plan, tier)
    return [dict(r.inputs) for r in plan.of_type(ROUTE) if r.inputs["routeTableId"] in tables]


def test_isolated_subnets_have_their_table_and_no_route_out_of_the_vpc() -> None:
    plan = foundation()
    assert len(_tables_of(plan, "isolated")) == 1
    assert _routes(plan, "isolated") == []


def test_private_subnets_leave_by_the_nat_gateway_of_their_own_zone_in_prod() -> None:
    plan = foundation()
    assert len(plan.of_type(NAT)) == 3
    for zone in ("az1", "az2", "az3"):
        route = plan[f"network-private-default-route-{zone}"].inputs
        nat = plan[f"network-nat-{zone}"]
        assert (route["destinationCidrBlock"], route["natGatewayId"]) == ("0.0.0.0/0", nat.id)
        assert nat.inputs["subnetId"] == plan[f"network-public-{zone}"].id


def test_public_subnets_leave_by_the_internet_gateway() -> None:
    plan = foundation()
    [route] = _routes(plan, "public")
    assert route["gatewayId"] == plan["network-internet"].id


def test_one_nat_gateway_serves_all_zones_in_staging() -> None:
    plan = foundation("staging")
    [nat] = plan.of_type(NAT)
    assert {r["natGatewayId"] for r in _routes(plan, "private")} == {nat.id}


def test_without_nat_tasks_run_in_public_subnets_and_nothing_private_leads_out() -> None:
    plan = foundation("dev", profile="launch")
    assert plan.of_type(NAT) == ()
    assert _routes(plan, "private") == []
    assert plan.outputs["task_subnet_ids"] == plan.outputs["public_subnet_ids"]


def test_with_nat_tasks_run_in_private_subnets() -> None:
    plan = foundation()
    assert plan.outputs["task_subnet_ids"] == plan.outputs["private_subnet_ids"]
    assert len(plan.outputs["task_subnet_ids"]) == 3


def test_no_subnet_gives_public_addresses_by_itself() -> None:
    subnets = foundation().of_type(SUBNET)
    assert len(subnets) == 9
    assert {s.inputs["mapPublicIpOnLaunch"] for s in subnets} == {False}


def test_nat_gateways_and_addresses_wait_for_the_internet_gateway() -> None:
    plan = foundation()
    gateway = plan["network-internet"].urn
    for name in ("network-nat-az1", "network-nat-address-az1"):
        assert gateway in plan[name].depends_on


def test_the_default_security_group_is_emptied() -> None:
    group = foundation()["network-default-group"].inputs
    assert "ingress" not in group
    assert "egress" not in group


def test_private_endpoints_find_dns_in_the_vpc() -> None:
    vpc = foundation()["network-vpc"].inputs
    assert (vpc["enableDnsSupport"], vpc["enableDnsHostnames"]) == (True, True)


def test_s3_and_dynamodb_are_reached_without_nat_from_private_and_isolated_subnets() -> None:
    plan = foundation()
    tables = _tables_of(plan, "private") | _tables_of(plan, "isolated")
    for service in ("s3", "dynamodb"):
        endpoint = plan[f"network-endpoint-{service}"].inputs
        assert endpoint["serviceName"] == f"com.amazonaws.eu-west-1.{service}"
        assert endpoint["vpcEndpointType"] == "Gateway"
        assert set(endpoint["routeTableIds"]) == tables


def test_interface_endpoints_answer_by_private_name_to_the_vpc_alone() -> None:
    plan = foundation(settings={"interface_endpoints": ["ecr.api"]})
    endpoint = plan["network-endpoint-ecr-api"].inputs
    assert endpoint["privateDnsEnabled"] is True
    assert endpoint["securityGroupIds"] == [plan["network-endpoints-group"].id]
    rule = plan["network-endpoints-from-vpc-443"].inputs
    assert (rule["cidrIpv4"], rule["fromPort"], rule["toPort"]) == ("10.48.0.0/16", 443, 443)


def test_the_flow_log_keeps_all_connections_of_prod_encrypted_for_ninety_days() -> None:
    plan = foundation()
    log = plan["network-flow-record"].inputs
    group = plan["network-flow-log"]
    assert log["trafficType"] == "ALL"
    assert log["logDestination"] == group.outputs["arn"]
    assert group.inputs["kmsKeyId"] == plan["logs-key"].outputs["arn"]
    assert group.inputs["retentionInDays"] == 90
    assert log["iamRoleArn"] == plan["network-flow-role"].outputs["arn"]
    assert plan["network-flow-role-policy"].urn in plan["network-flow-record"].depends_on


def test_dev_keeps_refused_connections_only() -> None:
    assert foundation("dev")["network-flow-record"].inputs["trafficType"] == "REJECT"


def test_dns_queries_are_kept_where_the_profile_is_regulated() -> None:
    kind = "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig"
    assert len(foundation(profile="regulated").of_type(kind)) == 1
    assert foundation().of_type(kind) == ()


def test_environments_never_overlap() -> None:
    ranges = [
        IPv4Network(foundation(e)["network-vpc"].inputs["cidrBlock"])
        for e in ("dev", "staging", "prod")
    ]
    assert not any(a.overlaps(b) for a, b in combinations(ranges, 2))


@settings(deadline=None)
@given(
    prefix=st.integers(16, 19),
    block=st.integers(0, 255),
)
def test_subnets_of_all_zones_fit_and_never_overlap(prefix: int, block: int) -> None:
    vpc = IPv4Network((f"10.{block}.0.0", prefix))
    subnets = [
        IPv4Network(cidr)
        for index in range(MAX_ZONES)
        for ranges in (zone_ranges(str(vpc), index),)
        for cidr in (ranges.public, ranges.private, ranges.isolated)
    ]
    assert len(subnets) == 12
    assert all(s.subnet_of(vpc) for s in subnets)
    assert not any(a.overlaps(b) for a, b in combinations(subnets, 2))
    assert all(s.prefixlen <= 24 for s in subnets)


def test_private_subnets_have_room_for_a_deploy_that_doubles_the_tasks() -> None:
    assert zone_ranges("10.48.0.0/16", 0).private == "10.48.0.0/19"
    assert zone_ranges("10.48.0.0/19", 0).private == "10.48.0.0/22"


@pytest.mark.parametrize("cidr", ["10.0.0.0/15", "10.0.0.0/20"])
def test_a_range_that_does_not_hold_the_subnets_is_refused(cidr: str) -> None:
    with pytest.raises(ArgumentError, match="a range from /16 to /19"):
        zone_ranges(cidr, 0)


def test_more_nat_gateways_than_zones_are_refused() -> None:
    with pytest.raises(PlanError, match="nat_gateways"):
        foundation(settings={"nat_gateways": 4})


def test_an_override_of_what_the_network_guarantees_is_refused() -> None:
    with pytest.raises(PlanError, match="enable_dns_support"):
        foundation(overrides={"network": {"vpc": {"enable_dns_support": False}}})


@pytest.mark.parametrize("region", sorted(ZONES))
def test_every_region_names_its_zones_apart(region: str) -> None:
    suffixes = [zone.rpartition("-")[2] for zone in ZONES[region]]
    assert len(set(suffixes)) == len(suffixes) >= 3


IPV6 = {"settings": {"ipv6_egress": True}}
EGRESS_ONLY = "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway"


def test_ipv6_is_off_unless_asked_for() -> None:
    plan = foundation()
    assert plan.of_type(EGRESS_ONLY) == ()
    assert "assignGeneratedIpv6CidrBlock" not in plan["network-vpc"].inputs


def test_ipv6_leads_out_of_private_subnets_and_never_in() -> None:
    plan = foundation(**IPV6)
    [gateway] = plan.of_type(EGRESS_ONLY)
    routes = [
        r.inputs
        for r in plan.of_type("aws:ec2/route:Route")
        if r.inputs.get("destinationIpv6CidrBlock")
    ]
    assert {r["destinationIpv6CidrBlock"] for r in routes} == {"::/0"}
    assert {r["egressOnlyGatewayId"] for r in routes} == {gateway.id}
    assert {r["routeTableId"] for r in routes} == _tables_of(plan, "private")
    assert not {r["routeTableId"] for r in routes} & _tables_of(plan, "isolated")


def test_only_private_subnets_have_ipv6_ranges_and_each_its_own() -> None:
    plan = foundation(**IPV6)
    ranges = {
        s.name: IPv6Network(s.inputs["ipv6CidrBlock"])
        for s in plan.of_type(SUBNET)
        if "ipv6CidrBlock" in s.inputs
    }
    assert set(ranges) == {f"network-private-az{n}" for n in (1, 2, 3)}
    whole = IPv6Network(plan["network-vpc"].outputs["ipv6CidrBlock"])
    assert whole.prefixlen == 56
    assert len(set(ranges.values())) == 3
    assert all(r.prefixlen == 64 and r.subnet_of(whole) for r in ranges.values())


def test_ipv6_egress_without_private_tasks_is_refused() -> None:
    with pytest.raises(PlanError, match=r"settings\.ipv6_egress.*nothing runs in them"):
        foundation(settings={"ipv6_egress": True, "nat_gateways": 0})


def test_tasks_may_call_ipv6_addresses_where_the_network_leads_there() -> None:
    rules = {
        on: [
            r.inputs["cidrIpv6"]
            for r in application(settings={"ipv6_egress": on}).resources
            if r.name == "api-task-out-ipv6"
        ]
        for on in (False, True)
    }
    assert rules == {False: [], True: ["::/0"]}


def test_an_endpoint_stands_where_its_service_is() -> None:
    plan = foundation(settings={"interface_endpoints": ["ecr.api"]})
    private = plan.outputs["private_subnet_ids"]
    assert plan["network-endpoint-ecr-api"].inputs["subnetIds"] == private
    subnets = [{"id": "subnet-a", "zone": "eu-west-1a"}, {"id": "subnet-b", "zone": "eu-west-1b"}]
    assert in_zones("email-smtp", subnets, ["eu-west-1b", "eu-west-1c"]) == ["subnet-b"]


def test_a_service_in_none_of_the_zones_is_refused_in_words() -> None:
    subnets = [{"id": "subnet-a", "zone": "eu-west-1a"}]
    with pytest.raises(StackError, match=r"none of the network's zones, got qldb, .*eu-west-1c"):
        in_zones("qldb", subnets, ["eu-west-1c"])
