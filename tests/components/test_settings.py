from typing import Any

import pytest

from groundplan.errors import PlanError
from tests.support.foundation import foundation


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"nat_gateways": "many"}, "settings.nat_gateways"),
        ({"flow_log_traffic": "SOME"}, "settings.flow_log_traffic"),
        ({"no_such_setting": 1}, "settings.no_such_setting"),
        ({"availability_zones": 1}, "settings.availability_zones"),
        ({"availability_zones": 4}, "settings.availability_zones"),
        ({"log_days": 91}, "settings.log_days"),
        ({"interface_endpoints": ["s3"]}, "settings.interface_endpoints"),
        ({"interface_endpoints": ["Not A Service"]}, "settings.interface_endpoints"),
        ({"vpc_cidr": "10.0.0.0/24"}, "settings.vpc_cidr"),
        ({"vpc_cidr": "10.0.0.1/16"}, "settings.vpc_cidr"),
        ({"database_class": "db.t9.huge"}, "settings.database_class"),
        ({"cache_nodes": 9}, "settings.cache_nodes"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_by_its_key(
    settings: dict[str, Any], message: str
) -> None:
    with pytest.raises(PlanError, match=f"groundplan:{message}"):
        foundation(settings=settings)


def test_all_wrong_settings_are_told_at_once() -> None:
    with pytest.raises(PlanError) as caught:
        foundation(settings={"cache_nodes": 9, "database_class": "db.t9.huge", "log_days": 91})
    for name in ("cache_nodes", "database_class", "log_days"):
        assert f"settings.{name}" in str(caught.value)
