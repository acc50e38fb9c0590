"""A program becomes real calls, its ids flow on, and everything is read back."""

import pytest

from groundplan.emulate.deploy import Deployment
from groundplan.errors import EmulationError
from tests.emulate.conftest import Up
from tests.emulate.programs import ACCOUNT, REGION

NETWORK = """
vpc = aws.ec2.Vpc("net", cidr_block="10.0.0.0/16", enable_dns_hostnames=True, opts=here)
subnet = aws.ec2.Subnet("one", vpc_id=vpc.id, cidr_block="10.0.0.0/24",
    availability_zone="eu-west-1a", opts=here)
group = aws.ec2.SecurityGroup("door", vpc_id=vpc.id, description="x", opts=here)
aws.vpc.SecurityGroupIngressRule("in", security_group_id=group.id, ip_protocol="tcp",
    from_port=443, to_port=443, cidr_ipv4="10.0.0.0/8", description="inside", opts=here)
pulumi.export("vpc", vpc.id)
"""


def test_ids_of_the_account_flow_into_the_next_resource(up: Up, deployment: Deployment) -> None:
    estate = up(NETWORK)
    ec2 = deployment.client("ec2", ACCOUNT, REGION)
    (subnet,) = ec2.describe_subnets(Filters=[{"Name": "cidr-block", "Values": ["10.0.0.0/24"]}])[
        "Subnets"
    ]
    assert subnet["VpcId"] == estate["foundation/prod"].outputs["vpc"]
    assert {"Key": "app", "Value": "shop"} in subnet["Tags"]


def test_a_new_group_lets_nothing_out_as_the_provider_makes_it(
    up: Up, deployment: Deployment
) -> None:
    up(NETWORK)
    ec2 = deployment.client("ec2", ACCOUNT, REGION)
    (group,) = ec2.describe_security_groups(Filters=[{"Name": "description", "Values": ["x"]}])[
        "SecurityGroups"
    ]
    assert group["IpPermissionsEgress"] == []
    assert group["IpPermissions"][0]["IpRanges"][0]["Description"] == "inside"


def test_every_resource_is_read_back_and_every_leaf_has_a_place(
    up: Up, deployment: Deployment
) -> None:
    up(NETWORK)
    report = deployment.report
    told = report.to_json()
    assert told["resources"] == {"total": 4, "emulated": 4, "read_back": 4}
    assert told["inputs"]["not_emulated"] == 0
    rule = next(r for r in report.resources if r.name == "in")
    assert {"cidrIpv4", "description", "fromPort"} <= set(rule.inputs.sent)


def test_another_account_sees_nothing_of_it(up: Up, deployment: Deployment) -> None:
    up(NETWORK)
    stranger = deployment.client("ec2", "555555555555", REGION)
    blocks = {vpc["CidrBlock"] for vpc in stranger.describe_vpcs()["Vpcs"]}
    assert blocks == {"172.31.0.0/16"}


def test_a_type_nobody_knows_names_the_file_and_the_nearest_type(up: Up) -> None:
    with pytest.raises(EmulationError) as error:
        up('aws.ec2transitgateway.TransitGateway("hub", opts=here)')
    (problem,) = error.value.problems
    assert problem.got == "aws:ec2transitgateway/transitGateway:TransitGateway"
    assert problem.fix.endswith("emulate/overrides/ec2transitgateway.py")
    assert "ateway" in problem.allowed


def test_an_input_nobody_knows_is_refused_and_names_the_file(up: Up) -> None:
    source = 'aws.ec2.Subnet("one", vpc_id="vpc-1", cidr_block="10.0.0.0/24", opts=here,'
    with pytest.raises(EmulationError) as error:
        up(source + " enable_dns64=True)")
    (problem,) = error.value.problems
    assert problem.got == "enableDns64"
    assert problem.fix.endswith("emulate/overrides/ec2.py")


def test_what_the_model_does_not_allow_is_refused_before_the_call(
    up: Up, deployment: Deployment
) -> None:
    source = """
aws.scheduler.Schedule("nightly", schedule_expression="rate(1 day)",
    flexible_time_window={"mode": "SOMETIMES"},
    target={"arn": "arn:aws:sqs:eu-west-1:666666666666:q", "role_arn": "arn:aws:iam::1:role/r"},
    opts=here)
"""
    with pytest.raises(EmulationError, match="not in the enum"):
        up(source)
    assert deployment.gateway.writes == []


def test_what_the_account_refuses_is_told_with_call_and_resource(up: Up) -> None:
    source = 'aws.ec2.Subnet("one", vpc_id="vpc-none", cidr_block="10.0.0.0/24", opts=here)'
    with pytest.raises(EmulationError) as error:
        up(source)
    (problem,) = error.value.problems
    assert problem.what == "ec2.create_subnet failed with InvalidVpcID.NotFound"
    assert problem.where == "foundation/prod: aws:ec2/subnet:Subnet one"


def test_an_account_of_an_unknown_environment_is_an_error(deployment: Deployment) -> None:
    with pytest.raises(KeyError, match="no stack of 'prod'"):
        deployment.account("prod")


def test_a_type_whose_names_tell_everything_takes_no_code(up: Up, deployment: Deployment) -> None:
    up("""
aws.ssm.Parameter("limit", type="String", value="10", opts=here)
aws.signer.SigningProfile("code", platform_id="AWSLambda-SHA384-ECDSA", opts=here)
""")
    sent = {r.name: set(r.inputs.sent) for r in deployment.report.resources}
    assert all(r.read_back for r in deployment.report.resources)
    assert {"name", "type", "value"} <= sent["limit"]
    assert {"name", "platformId"} <= sent["code"]
