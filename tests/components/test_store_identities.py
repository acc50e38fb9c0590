import pytest

from groundplan.engine.plan import Plan
from tests.support.golden import assert_golden
from tests.support.recovery import whole

FOUNDATION = {
    "bucket": "bucket-uploads",
    "bucket_replica": "bucket-uploads-replica",
    "replication": "bucket-uploads-replication",
    "queue": "queue-jobs",
    "secret": "secret-stripe-secret-key",
    "secret_watch": "secret-watch",
    "table": "table-sessions",
    "backup_vault": "backup",
    "backup_vault_dr": "backup-dr",
    "backup_plan": "backup-plan",
    "backup_watch": "backup-watch",
    "backup_opt_in": "backup-opt-in",
    "restore_testing": "restore-testing",
    "data_key_dr": "data-dr",
}


@pytest.mark.parametrize("file", FOUNDATION)
def test_resources_keep_their_type_name_and_parent(file: str) -> None:
    assert_golden(whole()["foundation/prod"], FOUNDATION[file], file)


def test_the_backup_account_keeps_its_vaults() -> None:
    assert_golden(whole()["recovery/main"], "central", "central_vaults")


@pytest.mark.parametrize("stack", ["foundation/prod", "recovery/main"])
def test_no_two_resources_of_a_stack_share_a_name(stack: str) -> None:
    plan: Plan = whole()[stack]
    names = [r.name for r in plan.resources if not r.type.startswith("pulumi:")]
    assert len(names) > 20
    assert sorted(names) == sorted(set(names))
