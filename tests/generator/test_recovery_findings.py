"""Each promise that cannot be kept is found, and the demo keeps all of them."""

import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from groundplan.engine.estate import preview
from groundplan.engine.plan import Estate
from groundplan.engine.schema import output_names
from groundplan.recovery.findings import find_problems
from groundplan.recovery.report import assess
from groundplan.recovery.stores import TYPES
from groundplan.repository import open_repository
from tests.support.recovery import changed, whole, without
from tests.support.repositories import ORGANIZATION, build

PROD = "foundation/prod"
PLAN = "backup-plan-plan"


def _codes(estate: Estate) -> set[tuple[str, str, str]]:
    return {(f.stack, f.resource, f.code) for f in find_problems(estate)}


def _rule(inputs: dict[str, Any], name: str = "daily") -> dict[str, Any]:
    [rule] = [r for r in inputs["rules"] if r["ruleName"] == name]
    return rule


def _plan(change: Callable[[dict[str, Any]], object]) -> Estate:
    return changed(whole(), PROD, PLAN, change)


def _drop_statements(inputs: dict[str, Any], start: str) -> None:
    document = json.loads(inputs["policy"])
    kept = [s for s in document["Statement"] if not s["Sid"].startswith(start)]
    assert len(kept) < len(document["Statement"])
    inputs["policy"] = json.dumps({**document, "Statement": kept})


def test_the_demo_keeps_every_promise() -> None:
    assert whole()[PROD].of_type("aws:backup/selection:Selection")
    assert find_problems(whole()) == ()


@pytest.mark.parametrize(
    ("resource", "store"),
    [
        ("database-instance", "database"),
        ("bucket-uploads-bucket", "bucket-uploads"),
        ("table-sessions-table", "table-sessions"),
    ],
)
def test_a_store_without_the_tag_is_in_no_selection(resource: str, store: str) -> None:
    estate = changed(whole(), PROD, resource, lambda i: i.update(tags={}))
    assert _codes(estate) == {(PROD, store, "no-selection")}


@pytest.mark.parametrize(
    "token",
    [
        "aws:docdb/cluster:Cluster",
        "aws:dynamodb/table:Table",
        "aws:ebs/volume:Volume",
        "aws:efs/fileSystem:FileSystem",
        "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
        "aws:neptune/cluster:Cluster",
        "aws:rds/cluster:Cluster",
        "aws:rds/instance:Instance",
        "aws:redshift/cluster:Cluster",
        "aws:s3/bucket:Bucket",
    ],
)
def test_a_store_that_somebody_adds_and_forgets_is_found(token: str) -> None:
    found = assess(_with(token))
    assert ("added", "no-selection") in {(f.resource, f.code) for f in found.findings}
    lost = [o for o in found.objectives if o.store.name == "added" and o.loss_minutes is None]
    assert {o.scenario.name for o in lost} >= {"region", "account", "dr_only"}


@pytest.mark.parametrize(
    "token",
    ["aws:opensearch/domain:Domain", "aws:memorydb/cluster:Cluster", "aws:msk/cluster:Cluster"],
)
def test_a_store_that_aws_backup_cannot_take_needs_a_way_back_or_a_word(token: str) -> None:
    found = assess(_with(token))
    assert _codes(_with(token)) == {(PROD, "added", "no-way-back")}
    assert all(o.loss_minutes is None for o in found.objectives if o.store.name == "added")
    assert _codes(_with(token, tags={"backup": "none"})) == set()


def test_every_type_that_is_known_to_hold_data_is_a_type() -> None:
    assert [token for token in TYPES if not output_names(token)] == []


def _with(token: str, **inputs: Any) -> Estate:
    """The demo with one more resource in prod."""
    plan = whole()[PROD]
    added = replace(
        plan["bucket-uploads-bucket"],
        urn="urn:pulumi:prod::foundation::added",
        type=token,
        name="added",
        parent="",
        id="added",
        inputs=inputs,
        outputs={"arn": "arn:aws:x:eu-west-1:666666666666:added", "bucket": "added"},
    )
    plans = tuple(
        replace(p, resources=(*p.resources, added)) if p is plan else p for p in whole().plans
    )
    return replace(whole(), plans=plans)


def test_a_store_of_another_plan_is_in_no_selection() -> None:
    estate = changed(
        whole(), PROD, "bucket-uploads-bucket", lambda i: i.update(tags={"backup": "another"})
    )
    assert _codes(estate) == {(PROD, "bucket-uploads", "no-selection")}


def test_a_store_that_is_left_out_on_purpose_says_so_in_its_tag() -> None:
    estate = changed(
        whole(), PROD, "bucket-uploads-bucket", lambda i: i.update(tags={"backup": "none"})
    )
    assert _codes(estate) == set()


def test_a_type_that_is_turned_off_is_skipped_in_silence() -> None:
    estate = changed(
        whole(),
        PROD,
        "backup-opt-in-settings",
        lambda i: i["resourceTypeOptInPreference"].update(S3=False),
    )
    assert _codes(estate) == {(PROD, "bucket-uploads", "not-opted-in")}


def test_a_bucket_without_versions_cannot_be_backed_up() -> None:
    estate = without(whole(), PROD, "bucket-uploads-versioning")
    assert _codes(estate) == {(PROD, "bucket-uploads", "not-versioned")}


def test_a_role_without_the_s3_policy_backs_up_no_bucket() -> None:
    estate = without(whole(), PROD, "backup-plan-role-s3-backup")
    assert _codes(estate) == {(PROD, "bucket-uploads", "role-lacks-policy")}


def test_a_role_without_the_backup_policy_backs_up_nothing() -> None:
    estate = without(whole(), PROD, "backup-plan-role-backup")
    assert _codes(estate) == {
        (PROD, store, "role-lacks-policy")
        for store in ("bucket-uploads", "database", "table-sessions")
    }


@pytest.mark.parametrize(
    ("gone", "code"), [("eu-central-1", "no-copy-region"), ("333333333333", "no-copy-account")]
)
def test_prod_without_a_copy_elsewhere_is_found_for_every_store(gone: str, code: str) -> None:
    def drop(inputs: dict[str, Any]) -> None:
        rule = _rule(inputs)
        rule["copyActions"] = [
            c for c in rule["copyActions"] if gone not in c["destinationVaultArn"]
        ]

    assert _codes(_plan(drop)) == {
        (PROD, store, code) for store in ("bucket-uploads", "database", "table-sessions")
    }


def test_dev_and_staging_may_go_without_a_copy() -> None:
    estate = changed(whole(), "foundation/staging", PLAN, lambda i: _rule(i).update(copyActions=[]))
    assert _codes(estate) == set()


@pytest.mark.parametrize("key", [None, "alias/aws/rds", "arn:aws:kms:eu-west-1:1:alias/aws/rds"])
def test_a_database_under_the_default_key_cannot_leave_its_account(key: str | None) -> None:
    estate = changed(whole(), PROD, "database-instance", lambda i: i.update(kmsKeyId=key))
    assert _codes(estate) == {(PROD, "database", "default-key")}


def test_a_vault_under_the_default_key_cannot_be_copied_from() -> None:
    estate = changed(whole(), PROD, "backup-vault", lambda i: i.update(kmsKeyArn=None))
    assert _codes(estate) == {
        (PROD, "bucket-uploads", "default-key"),
        (PROD, "table-sessions", "default-key"),
    }


def test_a_central_vault_under_the_default_key_cannot_be_copied_into() -> None:
    estate = changed(
        whole(), "recovery/main", "central-home-vault", lambda i: i.update(kmsKeyArn=None)
    )
    assert _codes(estate) == {(PROD, f"{PLAN} rule daily", "default-key")}


def test_a_data_key_closed_to_the_backup_account_is_found_for_the_database() -> None:
    estate = changed(whole(), PROD, "data-key", lambda i: _drop_statements(i, "BackupAccount"))
    assert _codes(estate) == {(PROD, "database", "key-policy")}


def test_a_vault_key_closed_to_the_backup_account_is_found_for_what_backup_stores() -> None:
    estate = changed(
        whole(), PROD, "backup-key-key", lambda i: _drop_statements(i, "BackupAccount")
    )
    assert _codes(estate) == {
        (PROD, "bucket-uploads", "key-policy"),
        (PROD, "table-sessions", "key-policy"),
    }


def test_a_key_without_the_right_to_grant_names_what_is_missing() -> None:
    estate = changed(whole(), PROD, "data-key", lambda i: _drop_statements(i, "BackupAccountGrant"))
    [finding] = find_problems(estate)
    assert "refuses kms:CreateGrant" in finding.what
    assert "kms:Decrypt" not in finding.what


def test_a_central_key_closed_to_the_environment_is_found() -> None:
    estate = changed(
        whole(), "recovery/main", "central-home-key-key", lambda i: _drop_statements(i, "Source")
    )
    assert _codes(estate) == {(PROD, f"{PLAN} rule daily", "key-policy")}


def test_copies_into_a_vault_no_stack_makes_are_found() -> None:
    estate = without(whole(), "recovery/main")
    assert _codes(estate) == {(PROD, f"{PLAN} rule daily", "vault-absent")}


def test_backups_into_a_vault_no_stack_makes_are_found() -> None:
    estate = _plan(lambda i: _rule(i).update(targetVaultName="elsewhere"))
    assert (PROD, f"{PLAN} rule daily", "vault-absent") in _codes(estate)


def test_a_central_vault_that_admits_nobody_is_found() -> None:
    estate = without(whole(), "recovery/main", "central-home-policy")
    assert _codes(estate) == {(PROD, f"{PLAN} rule daily", "vault-policy")}


def test_a_central_vault_that_admits_another_role_is_found() -> None:
    def rename(inputs: dict[str, Any]) -> None:
        inputs["policy"] = inputs["policy"].replace("prod-backup-service", "prod-other")

    estate = changed(whole(), "recovery/main", "central-home-policy", rename)
    assert _codes(estate) == {(PROD, f"{PLAN} rule daily", "vault-policy")}


@pytest.mark.parametrize(
    ("lock", "code"),
    [
        ({"maxRetentionDays": 34}, "retention-over-vault"),
        ({"minRetentionDays": 36}, "retention-under-vault"),
    ],
)
def test_a_lock_that_refuses_the_backup_is_found(lock: dict[str, int], code: str) -> None:
    estate = changed(whole(), PROD, "backup-lock", lambda i: i.update(lock))
    assert (PROD, f"{PLAN} rule daily", code) in _codes(estate)


@pytest.mark.parametrize(
    ("lock", "code"),
    [
        ({"maxRetentionDays": 89}, "retention-over-vault"),
        ({"minRetentionDays": 91}, "retention-under-vault"),
    ],
)
def test_a_lock_that_refuses_the_copy_is_found(lock: dict[str, int], code: str) -> None:
    estate = changed(whole(), "recovery/main", "central-home-lock", lambda i: i.update(lock))
    assert _codes(estate) == {(PROD, f"{PLAN} rule daily", code)}


def test_a_copy_kept_for_less_time_than_the_original_is_found() -> None:
    def shorten(inputs: dict[str, Any]) -> None:
        _rule(inputs)["lifecycle"]["deleteAfter"] = 91

    assert (PROD, f"{PLAN} rule daily", "copy-shorter") in _codes(_plan(shorten))


def test_continuous_backups_beyond_35_days_are_found() -> None:
    estate = _plan(lambda i: _rule(i, "continuous")["lifecycle"].update(deleteAfter=36))
    assert _codes(estate) == {(PROD, f"{PLAN} rule continuous", "continuous-retention")}


@pytest.mark.parametrize(
    ("rule", "lifecycle"),
    [
        ("monthly", {"coldStorageAfter": 300, "deleteAfter": 365}),
        ("continuous", {"coldStorageAfter": 1, "deleteAfter": 35}),
        ("daily", {"coldStorageAfter": 1, "deleteAfter": 91}),
    ],
)
def test_broken_rules_of_cold_storage_are_found(rule: str, lifecycle: dict[str, int]) -> None:
    estate = _plan(lambda i: _rule(i, rule)["lifecycle"].update(lifecycle))
    assert (PROD, f"{PLAN} rule {rule}", "cold-storage") in _codes(estate)


def test_cold_storage_within_the_rules_is_no_finding() -> None:
    estate = _plan(
        lambda i: _rule(i, "monthly")["lifecycle"].update(coldStorageAfter=30, deleteAfter=365)
    )
    assert _codes(estate) == set()


def test_every_finding_says_what_to_do() -> None:
    estate = without(whole(), "recovery/main")
    assert all(f.what and f.fix for f in find_problems(estate))
    assert find_problems(estate)


@pytest.fixture(scope="module")
def organized() -> Estate:
    """The demo estate with the organization it belongs to."""
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), layers={"organization": ORGANIZATION})
        organization = preview(open_repository(Path(folder)))
    return replace(whole(), plans=(*organization.plans, *whole().plans))


def test_an_organization_that_lets_accounts_share_backups_is_no_finding(organized: Estate) -> None:
    assert organized["organization/main"]["backup-sharing-settings"].account == "111111111111"
    assert _codes(organized) == set()


def test_an_organization_that_does_not_let_accounts_share_backups_is_found(
    organized: Estate,
) -> None:
    estate = without(organized, "organization/main", "backup-sharing-settings")
    assert _codes(estate) == {(PROD, f"{PLAN} rule daily", "sharing-off")}
