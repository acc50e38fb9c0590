"""The cache's promises, read from each environment's plan."""

import json
from fnmatch import fnmatch

import pytest

from groundplan.engine.plan import Plan, Resource


@pytest.fixture
def cache(foundation: Plan) -> Resource:
    """The replication group of the environment."""
    found = foundation.of_type("aws:elasticache/replicationGroup:ReplicationGroup")
    if not found:
        pytest.skip("this application has no cache")
    [one] = found
    return one


def test_the_cache_is_encrypted_at_rest_and_on_the_wire(foundation: Plan, cache: Resource) -> None:
    keys = {key.outputs["arn"] for key in foundation.of_type("aws:kms/key:Key")}
    assert cache.inputs["atRestEncryptionEnabled"] is True
    assert cache.inputs["kmsKeyId"] in keys
    assert cache.inputs["transitEncryptionEnabled"] is True
    assert cache.inputs["transitEncryptionMode"] == "required"


def test_the_cache_lives_in_the_isolated_subnets(foundation: Plan, cache: Resource) -> None:
    [group] = foundation.of_type("aws:elasticache/subnetGroup:SubnetGroup")
    assert cache.inputs["subnetGroupName"] == group.outputs["name"]
    assert group.inputs["subnetIds"] == foundation.outputs["isolated_subnet_ids"]


def test_more_than_one_node_means_failover_to_another_zone(cache: Resource) -> None:
    several = cache.inputs["numCacheClusters"] > 1
    assert cache.inputs["automaticFailoverEnabled"] is several
    assert cache.inputs["multiAzEnabled"] is several


def test_nobody_gets_in_without_a_password(foundation: Plan, cache: Resource) -> None:
    users = {u.inputs["userId"]: u for u in foundation.of_type("aws:elasticache/user:User")}
    [group] = foundation.of_type("aws:elasticache/userGroup:UserGroup")
    assert cache.inputs["userGroupIds"] == [group.inputs["userGroupId"]]
    assert group.inputs["userIds"]
    for member in group.inputs["userIds"]:
        rights = users[member].inputs["accessString"].split()
        waits = users[member].inputs.get("authenticationMode") == {"type": "iam"}
        assert rights[0] == "off" or waits, f"{member} gets in without a password"


def test_no_role_comes_to_the_cache_without_its_password(foundation: Plan) -> None:
    # A user who waits for its first password is closed because nobody may log in by IAM.
    policies = [
        statement
        for role in foundation.of_type("aws:iam/rolePolicy:RolePolicy")
        for statement in json.loads(role.inputs["policy"])["Statement"]
        if statement["Effect"] == "Allow"
    ]
    actions = {
        a
        for s in policies
        for a in ([s["Action"]] if isinstance(s["Action"], str) else s["Action"])
    }
    assert actions
    assert [a for a in actions if fnmatch("elasticache:Connect", a)] == []


def test_the_program_gives_the_login_no_value_and_a_rotation_does(
    foundation: Plan, cache: Resource
) -> None:
    login = foundation.outputs["cache"]["login_secret_arn"]
    values = foundation.of_type("aws:secretsmanager/secretVersion:SecretVersion")
    assert [v.name for v in values if v.inputs["secretId"] == login] == []
    [rotation] = [
        r
        for r in foundation.of_type("aws:secretsmanager/secretRotation:SecretRotation")
        if r.inputs["secretId"] == login
    ]
    assert rotation.inputs["rotateImmediately"] is True
    assert cache.urn in rotation.depends_on
