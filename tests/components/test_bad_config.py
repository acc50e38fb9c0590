"""Config that cannot be deployed: each mistake in words, with its key and what is allowed."""

from typing import Any

import pytest

from groundplan.errors import PlanError
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
        ({"settings": {"database_backup_days": 0}}, r"database_backup_days: .*got 0"),
        ({"settings": {"backup_daily_days": 0}}, "leaves the environment without backups"),
        ({"settings": {"backup_copy_days": 10}}, r"less time than .*0, or 35 and more"),
        ({"settings": {"availability_zones": 5}}, r"availability_zones: .*allowed: 2, 3"),
        ({"settings": {"vpc_cidr": "10.48.0.0/22"}}, "does not hold the subnets, got 10.48"),
        ({"settings": {"vpc_cidr": "10.48.0.0/99"}}, r"is no address range, .*10\.48\.0\.0/16"),
        ({"settings": {"vpc_cidr": "10.48.0.1/16"}}, "from its first address on"),
        ({"settings": {"vpc_cidr": "8.8.0.0/16"}}, "belongs to somebody on the internet"),
        ({"buckets": [{"name": "Up_Loads"}]}, r"buckets\.0\.name: string should match"),
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


def test_one_mistake_is_told_once() -> None:
    with pytest.raises(PlanError) as caught:
        foundation(settings={"database_backup_days": 0})
    assert "backup_continuous_days" not in str(caught.value)
