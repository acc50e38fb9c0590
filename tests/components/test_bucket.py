"""Buckets: what makes them private, and what survives a deleted object or region."""

import json
from typing import Any

import pytest

from groundplan.engine.plan import Estate, Plan

BUCKETS = ("bucket-uploads", "bucket-exports", "bucket-uploads-replica", "bucket-exports-replica")


@pytest.fixture(scope="module")
def prod(everything: Estate) -> Plan:
    return everything["foundation/prod"]


@pytest.mark.parametrize("name", BUCKETS)
def test_nothing_about_the_bucket_can_be_made_public(prod: Plan, name: str) -> None:
    block = prod[f"{name}-public-access-block"].inputs
    assert {k: v for k, v in block.items() if k not in {"bucket", "region"}} == {
        "blockPublicAcls": True,
        "blockPublicPolicy": True,
        "ignorePublicAcls": True,
        "restrictPublicBuckets": True,
    }
    assert prod[f"{name}-ownership"].inputs["rule"] == {"objectOwnership": "BucketOwnerEnforced"}


@pytest.mark.parametrize("name", BUCKETS)
def test_objects_are_encrypted_with_a_key_of_the_bucket_region(prod: Plan, name: str) -> None:
    bucket, [rule] = prod[f"{name}-bucket"], prod[f"{name}-encryption"].inputs["rules"]
    wanted = rule["applyServerSideEncryptionByDefault"]
    key = prod["data-dr-key" if name.endswith("replica") else "data-key"]
    assert wanted == {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": key.outputs["arn"]}
    assert rule["bucketKeyEnabled"] is True
    assert key.region == bucket.region


@pytest.mark.parametrize("name", BUCKETS)
def test_requests_without_modern_tls_are_refused(prod: Plan, name: str) -> None:
    arn = prod[f"{name}-bucket"].outputs["arn"]
    statements = json.loads(prod[f"{name}-policy"].inputs["policy"])["Statement"]
    assert [(s["Effect"], s["Principal"], s["Condition"]) for s in statements] == [
        ("Deny", "*", {"Bool": {"aws:SecureTransport": "false"}}),
        ("Deny", "*", {"NumericLessThan": {"s3:TlsVersion": "1.2"}}),
    ]
    assert all(s["Resource"] == [arn, f"{arn}/*"] for s in statements)


@pytest.mark.parametrize("name", BUCKETS)
def test_the_policy_waits_for_the_public_access_block(prod: Plan, name: str) -> None:
    block = prod[f"{name}-public-access-block"].urn
    assert block in prod[f"{name}-policy"].depends_on
    assert prod[f"{name}-versioning"].urn in prod[f"{name}-lifecycle"].depends_on


@pytest.mark.parametrize(("env", "days"), [("dev", 7), ("staging", 14), ("prod", 35)])
def test_old_versions_are_kept_as_long_as_the_environment_promises(
    everything: Estate, env: str, days: int
) -> None:
    plan = everything[f"foundation/{env}"]
    assert plan["bucket-uploads-versioning"].inputs["versioningConfiguration"] == {
        "status": "Enabled"
    }
    rules: dict[str, Any] = {r["id"]: r for r in plan["bucket-uploads-lifecycle"].inputs["rules"]}
    assert rules["old-versions"]["noncurrentVersionExpiration"] == {"noncurrentDays": days}
    assert rules["unfinished-uploads"]["abortIncompleteMultipartUpload"] == {
        "daysAfterInitiation": 1
    }
    assert all(rule["filter"] == {} for rule in rules.values())


@pytest.mark.parametrize(
    ("env", "host"),
    [("dev", "dev.example.com"), ("staging", "staging.example.com"), ("prod", "example.com")],
)
def test_only_pages_of_the_environment_may_upload(everything: Estate, env: str, host: str) -> None:
    plan = everything[f"foundation/{env}"]
    [rule] = plan["bucket-uploads-cors"].inputs["corsRules"]
    assert rule["allowedOrigins"] == [f"https://{host}", f"https://*.{host}"]
    assert rule["allowedMethods"] == ["PUT"]
    assert "bucket-exports-cors" not in {r.name for r in plan.resources}


def test_only_prod_replicates_to_the_dr_region(everything: Estate, prod: Plan) -> None:
    replica = prod["bucket-uploads-replica-bucket"]
    [rule] = prod["bucket-uploads-replication-configuration"].inputs["rules"]
    assert replica.region == "eu-central-1"
    assert rule["destination"]["bucket"] == replica.outputs["arn"]
    assert rule["destination"]["encryptionConfiguration"] == {
        "replicaKmsKeyId": prod["data-dr-key"].outputs["arn"]
    }
    assert rule["sourceSelectionCriteria"] == {"sseKmsEncryptedObjects": {"status": "Enabled"}}
    assert rule["deleteMarkerReplication"] == {"status": "Enabled"}
    for env in ("dev", "staging"):
        names = {r.name for r in everything[f"foundation/{env}"].resources}
        assert "bucket-uploads-bucket" in names
        assert not {n for n in names if "replica" in n}


def test_replication_waits_until_both_sides_are_versioned_and_the_role_can_work(
    prod: Plan,
) -> None:
    waits = set(prod["bucket-uploads-replication-configuration"].depends_on)
    assert {
        prod["bucket-uploads-versioning"].urn,
        prod["bucket-uploads-replica-versioning"].urn,
        prod["bucket-uploads-replication-policy"].urn,
    } <= waits


def test_the_replication_role_reads_one_bucket_and_writes_the_other(prod: Plan) -> None:
    statements = json.loads(prod["bucket-uploads-replication-policy"].inputs["policy"])["Statement"]
    source = prod["bucket-uploads-bucket"].outputs["arn"]
    target = prod["bucket-uploads-replica-bucket"].outputs["arn"]
    reach = {resource for s in statements for resource in s["Resource"]}
    keys = {prod["data-key"].outputs["arn"], prod["data-dr-key"].outputs["arn"]}
    assert reach == {source, f"{source}/*", f"{target}/*"} | keys
    assert not any("*" in action for s in statements for action in s["Action"])


def test_data_is_protected_in_prod_and_disposable_in_dev(everything: Estate, prod: Plan) -> None:
    dev = everything["foundation/dev"]["bucket-uploads-bucket"]
    bucket = prod["bucket-uploads-bucket"]
    assert (dev.inputs["forceDestroy"], dev.options.protect) == (True, False)
    assert (bucket.inputs["forceDestroy"], bucket.options.protect) == (False, True)
    assert bucket.inputs["bucket"] == "acme-shop-prod-uploads-666666666666-eu-west-1"


def test_an_object_that_does_not_arrive_in_the_dr_region_is_told(prod: Plan) -> None:
    notification = prod["bucket-uploads-replication-notification"]
    [topic] = notification.inputs["topics"]
    assert topic["topicArn"] == prod["notifications-ticket"].outputs["arn"]
    assert topic["events"] == [
        "s3:Replication:OperationFailedReplication",
        "s3:Replication:OperationMissedThreshold",
    ]
    # S3 sends a test message to the topic before it takes the configuration.
    assert prod["notifications-ticket-policy"].urn in notification.depends_on
    assert notification.inputs["eventbridge"] is True
