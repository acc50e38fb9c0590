"""The cache's promises, read from each environment's plan."""

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
