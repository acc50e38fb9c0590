"""The cache's users and their login as an auditor finds them in each emulated account."""

import json
from typing import Any

import pytest

from groundplan.engine.plan import Plan
from groundplan.pytest_plugin import Account


@pytest.fixture
def cache(account: Account, foundation: Plan) -> dict[str, Any]:
    """The one cache of the environment."""
    if not foundation.of_type("aws:elasticache/replicationGroup:ReplicationGroup"):
        pytest.skip("this application has no cache")
    [found] = account.client("elasticache").describe_replication_groups()["ReplicationGroups"]
    return dict(found)


def test_the_cache_admits_one_group_of_users_over_encrypted_connections(
    account: Account, cache: dict[str, Any]
) -> None:
    assert cache["TransitEncryptionEnabled"] is True
    [group] = cache["UserGroupIds"]
    client = account.client("elasticache")
    [found] = client.describe_user_groups(UserGroupId=group)["UserGroups"]
    assert found["UserIds"]
    for user in found["UserIds"]:
        [told] = client.describe_users(UserId=user)["Users"]
        closed = told["AccessString"].split()[0] == "off"
        assert closed or told["Authentication"]["Type"] != "no-password"


def test_the_login_has_no_value_but_the_one_its_rotation_gives_it(
    account: Account, cache: dict[str, Any], foundation: Plan
) -> None:
    login = foundation.outputs["cache"]["login_secret_arn"].rpartition("-")[0]
    secrets = account.client("secretsmanager")
    name = login.partition(":secret:")[2]
    told = secrets.describe_secret(SecretId=name)
    assert told["RotationEnabled"] is True
    assert told["RotationRules"]["ScheduleExpression"].startswith("cron(0 ")
    # No function runs in an emulated account.
    assert secrets.list_secret_version_ids(SecretId=name)["Versions"] == []
    key = account.client("kms").describe_key(KeyId=told["KmsKeyId"])["KeyMetadata"]
    assert key["KeyManager"] == "CUSTOMER"


def test_only_secrets_manager_runs_the_function_and_only_for_this_secret(
    account: Account, cache: dict[str, Any], foundation: Plan
) -> None:
    login = foundation.outputs["cache"]["login_secret_arn"].rpartition("-")[0]
    name = login.partition(":secret:")[2]
    told = account.client("secretsmanager").describe_secret(SecretId=name)
    policy = account.client("lambda").get_policy(FunctionName=told["RotationLambdaARN"])["Policy"]
    [statement] = json.loads(policy)["Statement"]
    assert statement["Principal"] == {"Service": "secretsmanager.amazonaws.com"}
    assert statement["Condition"] == {
        "ArnLike": {"AWS:SourceArn": told["ARN"]},
        "StringEquals": {"AWS:SourceAccount": account.id},
    }
