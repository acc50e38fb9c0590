"""Objectives follow from what the estate has, number by number."""

import io
from dataclasses import replace
from typing import Any

import pytest
from rich.console import Console

from groundplan.engine.plan import Estate
from groundplan.recovery.assumptions import ASSUMPTIONS
from groundplan.recovery.model import Objective, Scenario
from groundplan.recovery.objectives import find_objectives
from groundplan.recovery.policies import Request, allows
from groundplan.recovery.report import assess, to_json
from groundplan.recovery.schedule import interval_hours
from groundplan.report.recovery import cell, duration, markdown, print_recovery
from tests.support.foundation import foundation
from tests.support.recovery import changed, whole, without

DAY_AND_JOB = 24 * 60 + 60 + 120
"""Daily, started up to an hour late, copied within two."""


def _of(estate: Estate, stack: str, store: str) -> dict[str, Objective]:
    found = {
        o.scenario.name: o
        for o in find_objectives(estate)
        if (o.store.stack, o.store.name) == (stack, store)
    }
    assert set(found) == {s.name for s in Scenario}
    return found


def _clustered(members: int) -> Estate:
    """The demo with Aurora instead, of some instances."""
    plan = foundation(database={"engine": "aurora-postgresql"})
    gone = {f"database-instance-{number}" for number in range(members + 1, 3)}
    kept = tuple(r for r in plan.resources if r.name not in gone)
    plans = (replace(p, resources=kept) if p.stack == plan.stack else p for p in whole().plans)
    return replace(whole(), plans=tuple(plans))


def _losses(objectives: dict[str, Objective]) -> dict[str, float | None]:
    return {name: o.loss_minutes for name, o in objectives.items()}


@pytest.mark.parametrize(
    ("stack", "losses"),
    [
        (
            "foundation/dev",
            {"row": 5, "instance": 0, "zone": 5, "region": None, "account": None, "dr_only": None},
        ),
        (
            "foundation/staging",
            {
                "row": 5,
                "instance": 0,
                "zone": 5,
                "region": DAY_AND_JOB,
                "account": None,
                "dr_only": DAY_AND_JOB,
            },
        ),
        (
            "foundation/prod",
            {
                "row": 5,
                "instance": 0,
                "zone": 0,
                "region": DAY_AND_JOB,
                "account": DAY_AND_JOB,
                "dr_only": DAY_AND_JOB,
            },
        ),
    ],
)
def test_what_a_database_loses(stack: str, losses: dict[str, float | None]) -> None:
    assert _losses(_of(whole(), stack, "database")) == losses


def test_a_standby_takes_minutes_and_a_restore_takes_as_long_as_the_storage_is_large() -> None:
    prod = _of(whole(), "foundation/prod", "database")
    assert prod["zone"].restore_minutes == (1, 2)
    assert prod["row"].restore_minutes == (20, 60 + 500 / 2), "it may have grown to 500 GB"
    fixed = changed(
        whole(), "foundation/prod", "database-instance", lambda i: i.update(maxAllocatedStorage=0)
    )
    assert _of(fixed, "foundation/prod", "database")["row"].restore_minutes == (20, 110)


@pytest.mark.parametrize(("members", "minutes"), [(2, (1, 2)), (1, (5, 30)), (0, (5, 30))])
def test_a_cluster_s_storage_outlives_a_zone(members: int, minutes: tuple[int, int]) -> None:
    estate = _clustered(members)
    zone = _of(estate, "foundation/prod", "database")["zone"]
    assert (zone.loss_minutes, zone.restore_minutes) == (0, minutes)
    assert "unsized" in _of(estate, "foundation/prod", "database")["row"].assumptions


def test_without_a_standby_a_lost_zone_means_a_restore() -> None:
    single = changed(
        whole(), "foundation/prod", "database-instance", lambda i: i.update(multiAz=False)
    )
    objective = _of(single, "foundation/prod", "database")["zone"]
    assert (objective.loss_minutes, objective.restore_minutes) == (5, (20, 310))


def test_a_replicated_bucket_loses_minutes_and_a_copied_one_a_day() -> None:
    prod = _of(whole(), "foundation/prod", "bucket-uploads")
    assert prod["region"].loss_minutes == 15
    assert prod["account"].loss_minutes == DAY_AND_JOB
    assert prod["row"].kept_days == 35
    alone = without(whole(), "foundation/prod", "bucket-uploads-replication-configuration")
    assert _of(alone, "foundation/prod", "bucket-uploads")["region"].loss_minutes == DAY_AND_JOB


def test_a_bucket_without_versions_goes_back_to_its_last_backup() -> None:
    alone = without(whole(), "foundation/prod", "bucket-uploads-versioning")
    objective = _of(alone, "foundation/prod", "bucket-uploads")["row"]
    assert objective.loss_minutes == 24 * 60 + 60


def test_a_copy_into_a_vault_that_does_not_exist_counts_for_nothing() -> None:
    alone = without(whole(), "recovery/main")
    assert _of(alone, "foundation/prod", "database")["account"].loss_minutes is None


def test_only_a_lock_nobody_can_lift_survives_a_taken_over_account() -> None:
    alone = without(whole(), "recovery/main")
    locked = changed(
        alone, "foundation/prod", "backup-lock", lambda i: i.update(changeableForDays=7)
    )
    objective = _of(locked, "foundation/prod", "database")["account"]
    assert objective.loss_minutes == 24 * 60 + 60
    assert "nobody can empty" in objective.how


def test_a_secret_is_replicated_or_issued_again() -> None:
    name = "secret-stripe-secret-key"
    prod = _of(whole(), "foundation/prod", name)
    dev = _of(whole(), "foundation/dev", name)
    assert (prod["region"].loss_minutes, "promote" in prod["region"].how) == (1, True)
    assert "new value" in dev["region"].how
    assert prod["row"].kept_days == 30


def test_a_secret_that_a_rotation_fills_is_deployed_again() -> None:
    for stack in ("foundation/prod", "foundation/dev"):
        found = _of(whole(), stack, "cache-login")
        for scenario in ("region", "dr_only"):
            assert found[scenario].loss_minutes == 0
            assert found[scenario].how == "deployed again, its rotation fills it"
        assert found["account"].restore_minutes == (240, 1440)
        assert found["zone"].restore_minutes == (0, 0)
        # In dev it is gone at once; elsewhere a deletion can be taken back.
        assert ("rotation" in found["row"].how) is (stack == "foundation/dev")


def test_a_cache_fails_over_where_it_has_a_replica() -> None:
    assert _of(whole(), "foundation/prod", "cache")["instance"].restore_minutes == (1, 2)
    assert _of(whole(), "foundation/dev", "cache")["instance"].restore_minutes == (5, 30)


def test_a_cache_that_dies_is_empty_and_says_so() -> None:
    prod, dev = _of(whole(), "foundation/prod", "cache"), _of(whole(), "foundation/dev", "cache")
    assert cell(prod["region"]) == "all of it / 1 to 3 h"
    assert cell(dev["instance"]) == "all of it / 5 to 30 min"
    assert "rebuildable" in dev["instance"].assumptions


def test_a_thief_who_is_noticed_too_late_has_spoilt_every_copy() -> None:
    answers = _of(whole(), "foundation/prod", "database")
    assert "detected" in answers["account"].assumptions
    assert "detected" not in answers["region"].assumptions


def test_a_table_can_be_restored_to_any_second() -> None:
    row = _of(whole(), "foundation/prod", "table-sessions")["row"]
    assert (row.loss_minutes, row.kept_days) == (5, 35)
    off = changed(
        whole(),
        "foundation/prod",
        "table-sessions-table",
        lambda i: i.update(pointInTimeRecovery={"enabled": False}),
    )
    # The plan's continuous rule does not reach tables.
    assert _of(off, "foundation/prod", "table-sessions")["row"].loss_minutes == 24 * 60 + 60


def test_replicas_and_dead_letters_are_no_stores_of_their_own() -> None:
    names = {o.store.resource.name for o in find_objectives(whole())}
    assert "bucket-uploads-bucket" in names and "queue-jobs-queue" in names
    assert "bucket-uploads-replica-bucket" not in names
    assert "queue-jobs-dead-letter" not in names


def test_every_number_names_assumptions_that_exist() -> None:
    objectives = find_objectives(whole())
    assert {name for o in objectives for name in o.assumptions} <= set(ASSUMPTIONS)
    assert all(
        o.assumptions for o in objectives if o.restore_minutes and o.restore_minutes != (0, 0)
    )


def test_the_report_is_the_same_from_run_to_run_and_tells_irrevocable_vaults() -> None:
    report = assess(whole())
    assert to_json(report) == to_json(assess(whole()))
    assert to_json(report)["irrevocable_vaults"] == []
    locked = changed(
        whole(), "foundation/prod", "backup-lock", lambda i: i.update(changeableForDays=14)
    )
    [vault] = to_json(assess(locked))["irrevocable_vaults"]
    assert vault["changeable_for_days"] == 14
    assert vault["arn"].endswith(":backup-vault:acme-shop-prod-backup")


def test_the_document_has_a_table_for_each_environment_and_every_way_back() -> None:
    text = markdown(assess(whole()))
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## dev",
        "## staging",
        "## prod",
        "## What the numbers rest on",
        "## Findings",
    ]
    assert "restore the newest copy in vault acme-shop-central" in text
    [row] = [
        line for line in text.split("## prod")[1].splitlines() if line.startswith("| database |")
    ]
    assert row.count("|") == len(Scenario) + 2
    assert "5 min / 20 min to 5.2 h" in row


@pytest.mark.parametrize("width", [60, 80, 100, 140, 200])
def test_a_narrow_terminal_shows_every_name_and_number_in_full(width: int) -> None:
    out = io.StringIO()
    print_recovery(assess(whole()), Console(file=out, width=width))
    text = out.getvalue()
    assert "\u2026" not in text
    assert max(map(len, text.splitlines())) <= width
    letters = "".join(character for character in text if character.isalnum() or character in "-.")
    for wanted in ("secret-stripe-secret-key", "20minto5.2h", "4.3to29.2h"):
        assert width > 120 or wanted in letters


def test_stores_that_fare_alike_stand_together_and_others_do_not() -> None:
    text = markdown(assess(whole())).split("## prod")[1]
    [row] = [line for line in text.splitlines() if line.startswith("| secret database-login")]
    assert "secret-session-secret, secret-stripe-secret-key |" in row
    assert sum(line.startswith("| bucket-uploads |") for line in text.splitlines()) == 1


def test_times_count_from_when_somebody_acts_unless_aws_does() -> None:
    answers = _of(whole(), "foundation/prod", "database")
    assert "clock" in answers["region"].assumptions
    assert "clock" not in answers["instance"].assumptions


def test_a_secret_that_dies_at_once_must_be_issued_again() -> None:
    assert "reissue" in _of(whole(), "foundation/dev", "database-login")["row"].assumptions
    assert "versions" in _of(whole(), "foundation/prod", "database-login")["row"].assumptions


def test_cells_say_what_a_person_would_say() -> None:
    objectives = _of(whole(), "foundation/dev", "database")
    assert cell(objectives["region"]) == "all of it / never"
    assert cell(objectives["instance"]) == "nothing / 5 to 30 min"
    assert cell(_of(whole(), "foundation/dev", "bucket-uploads")["zone"]) == "nothing / no break"
    assert [duration(m) for m in (5, 90, 1620, 5760)] == ["5 min", "1.5 h", "27 h", "4 d"]


@pytest.mark.parametrize(
    ("expression", "hours"),
    [
        ("cron(0 5 * * ? *)", 24),
        ("cron(0 */6 * * ? *)", 6),
        ("cron(0 0,12 * * ? *)", 12),
        ("cron(0 7 ? * SUN *)", 168),
        ("cron(0 7 ? * WED,SUN *)", 96),
        ("cron(0 7 ? * 2-6 *)", 48),
        ("cron(0 11 1 * ? *)", 744),
        ("nonsense", 744),
    ],
)
def test_schedules_are_read(expression: str, hours: float) -> None:
    assert interval_hours(expression) == hours


@pytest.mark.parametrize(
    ("statement", "allowed"),
    [
        ({"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "kms:*"}, True),
        ({"Effect": "Allow", "Principal": {"AWS": "222222222222"}, "Action": ["kms:D*"]}, True),
        ({"Effect": "Allow", "Principal": {"AWS": "111111111111"}, "Action": "kms:*"}, False),
        ({"Effect": "Allow", "Principal": {"Service": "*"}, "Action": "kms:*"}, False),
        ({"Effect": "Allow", "Principal": "*", "Action": "kms:Encrypt"}, False),
        (
            {
                "Effect": "Allow",
                "Principal": "*",
                "Action": "kms:*",
                "Condition": {"StringEquals": {"kms:ViaService": "rds.eu-west-1.amazonaws.com"}},
            },
            False,
        ),
    ],
)
def test_a_policy_admits_only_what_is_understood(statement: dict[str, Any], allowed: bool) -> None:
    import json

    request = Request(account="222222222222", principal_arn="", action="kms:Decrypt")
    document = json.dumps({"Statement": [statement]})
    deny = json.dumps({"Statement": [{**statement, "Effect": "Deny"}]})
    assert allows([document], request) is allowed
    assert allows([document, deny], request) is False
    assert allows(["not json"], request) is False
