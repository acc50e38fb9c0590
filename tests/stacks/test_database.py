"""The database's promises, read from each environment's plan."""

import pytest

from groundplan.engine.plan import Estate, Plan, Resource

KINDS = ("aws:rds/instance:Instance", "aws:rds/cluster:Cluster")
TLS = {"rds.force_ssl", "require_secure_transport"}


@pytest.fixture
def database(foundation: Plan) -> Resource:
    """The instance or cluster of the environment."""
    found = foundation.of_type(*KINDS)
    if not found:
        pytest.skip("this application has no database")
    [one] = found
    return one


def test_storage_is_encrypted_with_a_key_of_ours(foundation: Plan, database: Resource) -> None:
    keys = {key.outputs["arn"] for key in foundation.of_type("aws:kms/key:Key")}
    assert database.inputs["storageEncrypted"] is True
    assert database.inputs["kmsKeyId"] in keys


def test_no_instance_is_public(foundation: Plan, database: Resource) -> None:
    instances = foundation.of_type(KINDS[0], "aws:rds/clusterInstance:ClusterInstance")
    assert instances
    assert {i.inputs["publiclyAccessible"] for i in instances} == {False}


def test_aws_keeps_the_master_password(database: Resource) -> None:
    assert database.inputs["manageMasterUserPassword"] is True
    assert not {"password", "masterPassword"} & set(database.inputs)


def test_connections_without_tls_are_refused(foundation: Plan, database: Resource) -> None:
    [group] = foundation.of_type(
        "aws:rds/parameterGroup:ParameterGroup",
        "aws:rds/clusterParameterGroup:ClusterParameterGroup",
    )
    forced = [p["value"] for p in group.inputs["parameters"] if p["name"] in TLS]
    assert forced == ["1"]


def test_nobody_in_the_foundation_may_reach_it(foundation: Plan, database: Resource) -> None:
    [group] = database.inputs["vpcSecurityGroupIds"]
    rules = foundation.of_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    assert [r.name for r in rules if r.inputs["securityGroupId"] == group] == []


def test_every_point_of_the_last_days_can_be_restored(database: Resource) -> None:
    assert 1 <= database.inputs["backupRetentionPeriod"] <= 35


def test_prod_cannot_be_deleted_by_accident(estate: Estate) -> None:
    found = estate["foundation/prod"].of_type(*KINDS)
    if not found:
        pytest.skip("this application has no database")
    [database] = found
    assert database.inputs["deletionProtection"] is True
    assert database.options.protect is True
    assert database.inputs["skipFinalSnapshot"] is False


def test_exported_logs_are_encrypted_and_end(foundation: Plan, database: Resource) -> None:
    groups = foundation.of_type("aws:cloudwatch/logGroup:LogGroup")
    logs = [g for g in groups if g.inputs["name"].startswith("/aws/rds/")]
    assert len(logs) == len(database.inputs["enabledCloudwatchLogsExports"]) >= 1
    for group in logs:
        assert group.inputs["kmsKeyId"]
        assert group.inputs["retentionInDays"] >= 1
        assert group.urn in database.depends_on
