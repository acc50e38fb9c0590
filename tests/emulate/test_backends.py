"""Back ends of ours answer only what moto does not, and step aside when it does."""

from pathlib import Path

import pytest

from groundplan.emulate import backends
from groundplan.emulate.backends import Request, Store, moto_implements, own_operations
from groundplan.emulate.deploy import Deployment
from groundplan.emulate.models import service_model
from tests.emulate.programs import program


def _request(service: str, operation: str) -> Request:
    return Request(
        service=service,
        operation=operation,
        params={},
        account="666666666666",
        region="eu-west-1",
        store=Store(),
        call=lambda *_, **__: {},
    )


def test_every_operation_of_ours_exists_in_aws() -> None:
    found = own_operations()
    assert len(found) > 60
    for service, operation in found:
        assert operation in service_model(service).operation_names, f"{service}.{operation}"


def test_the_installed_moto_implements_none_of_them() -> None:
    # One that appears here can be deleted: moto has learned it.
    assert [key for key in own_operations() if moto_implements(*key)] == []


def test_ours_step_aside_once_moto_implements_an_operation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request = _request("backup", "DescribeRegionSettings")
    assert backends.answer(request) is not None
    monkeypatch.setattr(backends, "moto_implements", lambda *_: True)
    assert backends.answer(request) is None


def test_an_error_of_ours_is_raised_as_the_clients_own_exception(deployment: Deployment) -> None:
    backup = deployment.client("backup", "666666666666", "eu-west-1")
    with pytest.raises(backup.exceptions.ResourceNotFoundException):
        backup.get_backup_vault_access_policy(BackupVaultName="none")


def test_accounts_and_regions_are_apart(deployment: Deployment) -> None:
    here = deployment.client("accessanalyzer", "666666666666", "eu-west-1")
    here.create_analyzer(analyzerName="a", type="ACCOUNT")
    there = deployment.client("accessanalyzer", "555555555555", "eu-west-1")
    elsewhere = deployment.client("accessanalyzer", "666666666666", "us-east-1")
    names = [
        [a["name"] for a in client.list_analyzers()["analyzers"]]
        for client in (here, there, elsewhere)
    ]
    assert names == [["a"], [], []]


def test_a_new_bucket_is_as_aws_makes_it(deployment: Deployment) -> None:
    s3 = deployment.client("s3", "666666666666", "us-east-1")
    s3.create_bucket(Bucket="fresh-bucket")
    rule = s3.get_bucket_encryption(Bucket="fresh-bucket")["ServerSideEncryptionConfiguration"]
    assert rule["Rules"][0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    block = s3.get_public_access_block(Bucket="fresh-bucket")["PublicAccessBlockConfiguration"]
    assert set(block.values()) == {True}


def test_a_replicated_key_stays_the_primary_one(deployment: Deployment) -> None:
    kms = deployment.client("kms", "666666666666", "eu-west-1")
    key = kms.create_key(MultiRegion=True)["KeyMetadata"]["KeyId"]
    kms.replicate_key(KeyId=key, ReplicaRegion="eu-central-1", Description="copy")
    there = deployment.client("kms", "666666666666", "eu-central-1")
    kinds = [
        client.describe_key(KeyId=key)["KeyMetadata"]["MultiRegionConfiguration"][
            "MultiRegionKeyType"
        ]
        for client in (kms, there)
    ]
    assert kinds == ["PRIMARY", "REPLICA"]
    assert there.describe_key(KeyId=key)["KeyMetadata"]["Description"] == "copy"


def test_aws_policies_are_there_and_made_up_ones_are_not(deployment: Deployment) -> None:
    iam = deployment.client("iam", "666666666666", "us-east-1")
    trust = '{"Version":"2012-10-17","Statement":[]}'
    iam.create_role(RoleName="r", AssumeRolePolicyDocument=trust)
    iam.attach_role_policy(RoleName="r", PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    with pytest.raises(iam.exceptions.NoSuchEntityException):
        iam.attach_role_policy(RoleName="r", PolicyArn="arn:aws:iam::aws:policy/NoSuchPolicy")


def test_what_nobody_asked_for_is_as_aws_has_it(deployment: Deployment, tmp_path: Path) -> None:
    source = (
        HEAD_WITHOUT_TAGS
        + """
aws.s3.Bucket("files", opts=plain)
aws.kms.Key("key", opts=plain)
vpc = aws.ec2.Vpc("net", cidr_block="10.0.0.0/16", opts=plain)
table = aws.ec2.RouteTable("table", vpc_id=vpc.id, opts=plain)
aws.ec2.VpcEndpoint("door", vpc_id=vpc.id, service_name="com.amazonaws.eu-west-1.s3",
    route_table_ids=[table.id], opts=plain)
"""
    )
    deployment.up([program(tmp_path, source)])
    kms = deployment.client("kms", "666666666666", "eu-west-1")
    (key,) = kms.list_keys()["Keys"]
    assert kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]["KeyUsage"] == "ENCRYPT_DECRYPT"
    ec2 = deployment.client("ec2", "666666666666", "eu-west-1")
    (endpoint,) = ec2.describe_vpc_endpoints()["VpcEndpoints"]
    assert (endpoint["VpcEndpointType"], endpoint["PrivateDnsEnabled"]) == ("Gateway", False)


def test_an_instance_with_enhanced_monitoring_says_where_its_metrics_go(
    deployment: Deployment,
) -> None:
    rds = deployment.client("rds", "666666666666", "eu-west-1")
    role = {"MonitoringRoleArn": "arn:aws:iam::666666666666:role/monitoring"}
    for name, seconds in (("watched", 60), ("plain", 0)):
        rds.create_db_instance(
            DBInstanceIdentifier=name,
            Engine="postgres",
            DBInstanceClass="db.t4g.micro",
            AllocatedStorage=20,
            MonitoringInterval=seconds,
            **(role if seconds else {}),
        )
    found = {i["DBInstanceIdentifier"]: i for i in rds.describe_db_instances()["DBInstances"]}
    assert ":log-group:RDSOSMetrics:" in found["watched"]["EnhancedMonitoringResourceArn"]
    assert "EnhancedMonitoringResourceArn" not in found["plain"]


HEAD_WITHOUT_TAGS = """
bare = aws.Provider("bare", region="eu-west-1", allowed_account_ids=["666666666666"])
plain = pulumi.ResourceOptions(provider=bare)
"""
