"""Config that cannot be deployed: each mistake in words, with its key and what is allowed."""

from typing import Any

import pytest

from groundplan.errors import PlanError
from stacks.data.limits import window_problems
from tests.support.foundation import foundation

AURORA = {"engine": "aurora-postgresql"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"database": AURORA, "settings": {"aurora_class": "db.t4g.micro"}},
            r"settings\.aurora_class: .*'db\.t4g\.micro' \(allowed: for aurora-postgresql: ",
        ),
        ({"settings": {"database_storage_gb": 5}}, r"database_storage_gb: .*20 to 65536"),
        ({"settings": {"database_storage_gb": 70000}}, r"database_storage_gb: .*20 to 65536"),
        (
            {"settings": {"database_backup_days": 0}},
            r"database_backup_days: switches off .*got 0 \(allowed: 1 to 35\)",
        ),
        ({"settings": {"backup_daily_days": 0}}, "leaves the environment without backups"),
        ({"settings": {"backup_copy_days": 10}}, r"less time than .*0, or 35 and more"),
        ({"settings": {"availability_zones": 5}}, r"availability_zones: .*allowed: 2, 3"),
        ({"settings": {"vpc_cidr": "10.48.0.0/22"}}, "does not hold the subnets, got 10.48"),
        ({"settings": {"vpc_cidr": "10.48.0.0/99"}}, r"is no address range, .*10\.48\.0\.0/16"),
        ({"settings": {"vpc_cidr": "10.48.0.1/16"}}, "from its first address on"),
        ({"settings": {"vpc_cidr": "8.8.0.0/16"}}, "belongs to somebody on the internet"),
        ({"buckets": [{"name": "Up_Loads"}]}, r"buckets\.0\.name: must be .*got 'Up_Loads'"),
        ({"buckets": [{"name": "a--b"}]}, "lowercase letters, digits and single hyphens"),
        ({"settings": {"database_max_storage_gb": 70000}}, "max_storage_gb: .*up to 65536"),
        ({"settings": {"backup_weekly_days": 7}}, "weekly backup for less time than the daily"),
        ({"settings": {"backup_monthly_days": -1}}, "backup_monthly_days: .*0, or 35 and more"),
        ({"settings": {"maintenance_window": "sunday"}}, "maintenance_window: .*ddd:hh:mm"),
        ({"settings": {"maintenance_window": "sun:09:00-sun:09:20"}}, "30 minutes to 24 hours"),
        *(
            ({"settings": {"maintenance_window": window}}, "in the hours of the backups")
            for window in (
                "sun:02:00-sun:03:00",
                "sun:01:30-sun:02:30",
                "sat:23:00-sun:03:00",
                "sun:06:30-sun:07:30",
                "sun:23:00-mon:02:30",
            )
        ),
        (
            {"buckets": [{"name": "files"}, {"name": "files"}]},
            r"buckets\.1\.name: is the name of another of the buckets too",
        ),
        (
            {"buckets": [{"name": "jobs"}], "queues": [{"name": "jobs"}]},
            r"queues\.0\.name: is the name of another of the buckets too",
        ),
        ({"queues": [{"name": "cache"}]}, r"queues\.0\.name: is the name of the cache too"),
        ({"secrets": ["A", "A"]}, "secrets: names a secret twice, got A"),
        ({"dr_region": "eu-west-1"}, r"groundplan:config: dr_region must differ from region;"),
        ({"database": {"engine": "postgres", "version": "9.6"}}, r"9\.6 is not one .*16, 17, 18"),
    ],
)
def test_a_mistake_is_refused_in_words(change: dict[str, Any], words: str) -> None:
    with pytest.raises(PlanError, match=words) as caught:
        foundation(**change)
    assert "{" not in str(caught.value), "a whole section was printed"


@pytest.mark.parametrize("days", [-1, 0, 36])
def test_one_mistake_is_told_once(days: int) -> None:
    with pytest.raises(PlanError) as caught:
        foundation(settings={"database_backup_days": days})
    assert str(caught.value).count("backup_days:") == 1
    assert "backup_continuous_days" not in str(caught.value)


@pytest.mark.parametrize(
    "window", ["mon:01:00-mon:02:00", "sun:07:00-sun:08:00", "sun:23:30-mon:01:00"]
)
def test_a_window_beside_the_backups_is_taken(window: str) -> None:
    assert list(window_problems("settings.", window)) == []
