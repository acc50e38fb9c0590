"""The database as an auditor finds it in each environment's emulated account."""

from typing import Any

import pytest

from groundplan.engine.plan import Plan
from groundplan.pytest_plugin import Account


@pytest.fixture
def database(account: Account, foundation: Plan) -> dict[str, Any]:
    """The one database of the environment."""
    if not foundation.of_type("aws:rds/instance:Instance"):
        pytest.skip("this application has no database")
    [found] = account.client("rds").describe_db_instances()["DBInstances"]
    return dict(found)


def test_the_database_has_no_public_address(database: dict[str, Any]) -> None:
    assert database["PubliclyAccessible"] is False


def test_the_database_is_encrypted_with_a_key_of_the_account(
    account: Account, database: dict[str, Any]
) -> None:
    assert database["StorageEncrypted"] is True
    key = account.client("kms").describe_key(KeyId=database["KmsKeyId"])["KeyMetadata"]
    assert key["KeyManager"] == "CUSTOMER"
    assert key["Arn"].split(":")[4] == account.id


def test_no_subnet_of_the_database_has_a_route_out(
    account: Account, database: dict[str, Any]
) -> None:
    ec2 = account.client("ec2")
    subnets = [s["SubnetIdentifier"] for s in database["DBSubnetGroup"]["Subnets"]]
    assert len(subnets) >= 2
    for subnet in subnets:
        tables = ec2.describe_route_tables(
            Filters=[{"Name": "association.subnet-id", "Values": [subnet]}]
        )["RouteTables"]
        assert len(tables) == 1, f"{subnet} has no route table of its own"
        for route in tables[0]["Routes"]:
            assert "NatGatewayId" not in route
            assert not route.get("GatewayId", "").startswith("igw-")


def test_the_database_admits_only_security_groups_never_addresses(
    account: Account, database: dict[str, Any]
) -> None:
    ec2 = account.client("ec2")
    groups = [g["VpcSecurityGroupId"] for g in database["VpcSecurityGroups"]]
    assert groups
    for group in ec2.describe_security_groups(GroupIds=groups)["SecurityGroups"]:
        for rule in group["IpPermissions"]:
            assert rule["IpRanges"] == []
            assert rule["Ipv6Ranges"] == []
            assert (rule["FromPort"], rule["ToPort"]) == (5432, 5432)
            assert rule["UserIdGroupPairs"]


def test_connections_without_tls_are_refused(account: Account, database: dict[str, Any]) -> None:
    [group] = database["DBParameterGroups"]
    parameters = account.client("rds").describe_db_parameters(
        DBParameterGroupName=group["DBParameterGroupName"]
    )["Parameters"]
    values = {p["ParameterName"]: p["ParameterValue"] for p in parameters}
    assert values["rds.force_ssl"] == "1"
