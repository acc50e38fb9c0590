"""Accounts that begin are empty, whatever was emulated in this process before."""

from groundplan.emulate.deploy import accounts
from tests.emulate.programs import ACCOUNT, REGION


def register() -> int:
    """Revision a new family of tasks gets in fresh accounts, after other services were asked."""
    with accounts() as deployment:
        ecs = deployment.client("ecs", ACCOUNT, REGION)
        ecs.list_clusters()
        # Made anew by every reset, and asks for ECS then, which the reset has passed by then.
        scaling = deployment.client("application-autoscaling", ACCOUNT, REGION)
        scaling.describe_scalable_targets(ServiceNamespace="ecs")
        made = ecs.register_task_definition(
            family="shop", containerDefinitions=[{"name": "web", "image": "web", "memory": 128}]
        )
        return int(made["taskDefinition"]["revision"])


def test_nothing_of_earlier_accounts_is_left() -> None:
    assert [register() for _ in range(3)] == [1, 1, 1]


def test_a_key_has_a_private_one_only_where_aws_gives_it_one() -> None:
    with accounts() as deployment:
        kms = deployment.client("kms", ACCOUNT, REGION)
        pair = kms.create_key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
        assert kms.get_public_key(KeyId=pair)["PublicKey"]
        usual = kms.create_key()["KeyMetadata"]
        assert usual["KeySpec"] == "SYMMETRIC_DEFAULT"
        secret = kms.encrypt(KeyId=usual["KeyId"], Plaintext=b"abc")["CiphertextBlob"]
        assert kms.decrypt(CiphertextBlob=secret)["Plaintext"] == b"abc"
