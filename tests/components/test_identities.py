from typing import Any

import pytest

from tests.support.foundation import foundation
from tests.support.golden import assert_golden

COMPONENTS: dict[str, tuple[str, dict[str, Any]]] = {
    "network": ("network", {"profile": "regulated"}),
    "network_with_endpoints": (
        "network",
        {"settings": {"interface_endpoints": ["logs", "secretsmanager"], "nat_gateways": 1}},
    ),
    "network_with_ipv6": ("network", {"settings": {"ipv6_egress": True}}),
    "malware_scan": (
        "bucket-uploads-scan",
        {"buckets": [{"name": "uploads", "purpose": "uploads", "malware_scan": True}]},
    ),
    "notifications": ("notifications", {}),
    "events": ("events", {}),
    "data_key": ("data", {}),
    "database": ("database", {}),
    "database_mysql": ("database", {"database": {"engine": "mysql"}}),
    "database_aurora": ("database", {"database": {"engine": "aurora-postgresql"}}),
    "database_proxy": ("database-proxy", {"settings": {"database_proxy": True}}),
    "cache": ("cache", {}),
    "cache_redis": ("cache", {"cache": {"engine": "redis"}}),
    "cache_login": ("cache-login", {}),
    "cache_rotation": ("cache-rotation", {}),
}


@pytest.mark.parametrize("file", COMPONENTS)
def test_resources_keep_their_type_name_and_parent(file: str) -> None:
    component, change = COMPONENTS[file]
    assert_golden(foundation(**change), component, file)


def test_no_two_resources_of_a_stack_share_a_name() -> None:
    names = [r.name for r in foundation().resources if r.custom]
    assert len(names) > 100
    assert sorted(names) == sorted(set(names))
