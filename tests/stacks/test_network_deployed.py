"""The network as an auditor finds it in each environment's emulated account."""

from typing import Any

import pytest

from groundplan.engine.plan import Plan
from groundplan.pytest_plugin import Account

ANYWHERE = "0.0.0.0/0"


@pytest.fixture
def vpc(account: Account, foundation: Plan) -> str:
    """Id of the environment's VPC."""
    [found] = foundation.of_type("aws:ec2/vpc:Vpc")
    [answer] = account.client("ec2").describe_vpcs(
        Filters=[{"Name": "cidr", "Values": [found.inputs["cidrBlock"]]}]
    )["Vpcs"]
    return str(answer["VpcId"])


def _tables(account: Account, vpc: str, tier: str) -> list[dict[str, Any]]:
    ec2 = account.client("ec2")
    filters = [{"Name": "vpc-id", "Values": [vpc]}, {"Name": "tag:tier", "Values": [tier]}]
    subnets = [s["SubnetId"] for s in ec2.describe_subnets(Filters=filters)["Subnets"]]
    assert len(subnets) >= 2
    return list(
        ec2.describe_route_tables(Filters=[{"Name": "association.subnet-id", "Values": subnets}])[
            "RouteTables"
        ]
    )


def test_isolated_subnets_lead_nowhere_but_the_vpc_and_gateway_endpoints(
    account: Account, vpc: str
) -> None:
    for table in _tables(account, vpc, "isolated"):
        for route in table["Routes"]:
            assert route.get("DestinationCidrBlock") != ANYWHERE
            assert "NatGatewayId" not in route
            assert route.get("GatewayId", "local").startswith(("local", "vpce-"))


def test_private_subnets_leave_by_nat_or_not_at_all(account: Account, vpc: str) -> None:
    for table in _tables(account, vpc, "private"):
        for route in table["Routes"]:
            assert not route.get("GatewayId", "").startswith("igw-")
            if route.get("DestinationCidrBlock") == ANYWHERE:
                assert route["NatGatewayId"].startswith("nat-")


def test_the_default_security_group_admits_and_sends_nothing(account: Account, vpc: str) -> None:
    [group] = account.client("ec2").describe_security_groups(
        Filters=[
            {"Name": "vpc-id", "Values": [vpc]},
            {"Name": "group-name", "Values": ["default"]},
        ]
    )["SecurityGroups"]
    assert group["IpPermissions"] == []
    assert group["IpPermissionsEgress"] == []


def test_connections_are_logged(account: Account, vpc: str) -> None:
    logs = account.client("ec2").describe_flow_logs(
        Filters=[{"Name": "resource-id", "Values": [vpc]}]
    )["FlowLogs"]
    assert len(logs) == 1
    assert logs[0]["FlowLogStatus"] == "ACTIVE"


def test_private_names_resolve_inside_the_vpc(account: Account, vpc: str) -> None:
    ec2 = account.client("ec2")
    support = ec2.describe_vpc_attribute(VpcId=vpc, Attribute="enableDnsSupport")
    names = ec2.describe_vpc_attribute(VpcId=vpc, Attribute="enableDnsHostnames")
    assert support["EnableDnsSupport"] == {"Value": True}
    assert names["EnableDnsHostnames"] == {"Value": True}


def test_topics_are_encrypted_with_keys_of_the_account(account: Account, foundation: Plan) -> None:
    topics = foundation.of_type("aws:sns/topic:Topic")
    assert topics
    for region in {topic.region for topic in topics}:
        sns, kms = account.client("sns", region), account.client("kms", region)
        arns = [t["TopicArn"] for t in sns.list_topics()["Topics"]]
        assert len(arns) >= 2
        for arn in arns:
            key = sns.get_topic_attributes(TopicArn=arn)["Attributes"]["KmsMasterKeyId"]
            metadata = kms.describe_key(KeyId=key)["KeyMetadata"]
            assert metadata["KeyManager"] == "CUSTOMER"


def test_the_cache_is_encrypted_both_ways(account: Account, foundation: Plan) -> None:
    if not foundation.of_type("aws:elasticache/replicationGroup:ReplicationGroup"):
        pytest.skip("this application has no cache")
    [group] = account.client("elasticache").describe_replication_groups()["ReplicationGroups"]
    assert group["AtRestEncryptionEnabled"] is True
    assert group["TransitEncryptionEnabled"] is True
