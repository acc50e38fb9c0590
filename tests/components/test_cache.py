from typing import Any

import pytest

from groundplan.engine.plan import Plan
from groundplan.errors import PlanError
from tests.support.foundation import foundation

TIMEOUT = [{"name": "timeout", "value": "300"}]


def _plan(engine: str) -> Plan:
    if engine == "valkey":
        return foundation()
    parameters = {"cache": {"parameters": {"parameters": TIMEOUT}}}
    return foundation(cache={"engine": engine}, overrides=parameters)


def _group(environment: str = "prod", **change: Any) -> dict[str, Any]:
    return dict(foundation(environment, **change)["cache-group"].inputs)


@pytest.mark.parametrize("engine", ["valkey", "redis"])
def test_the_cache_is_encrypted_at_rest_and_on_the_wire(engine: str) -> None:
    plan = _plan(engine)
    inputs = plan["cache-group"].inputs
    assert inputs["engine"] == engine
    assert inputs["transitEncryptionEnabled"] is True
    assert inputs["transitEncryptionMode"] == "required"
    assert inputs["atRestEncryptionEnabled"] is True
    assert inputs["kmsKeyId"] == plan["data-key"].outputs["arn"]


def test_the_cache_lives_in_isolated_subnets_behind_its_own_security_group() -> None:
    plan = foundation()
    assert plan["cache-subnets"].inputs["subnetIds"] == plan.outputs["isolated_subnet_ids"]
    assert plan["cache-group"].inputs["securityGroupIds"] == [plan["cache-access-group"].id]


def test_prod_fails_over_to_another_zone_and_dev_does_not_pretend_to() -> None:
    names = ("numCacheClusters", "automaticFailoverEnabled", "multiAzEnabled")
    assert tuple(_group()[n] for n in names) == (2, True, True)
    assert tuple(_group("dev")[n] for n in names) == (1, False, False)


@pytest.mark.parametrize(
    ("engine", "version", "family"), [("valkey", "8.1", "valkey8"), ("redis", "7.1", "redis7")]
)
def test_versions_are_major_and_minor_and_fit_the_family(
    engine: str, version: str, family: str
) -> None:
    plan = _plan(engine)
    assert plan["cache-group"].inputs["engineVersion"] == version
    assert plan["cache-parameters"].inputs["family"] == family


def test_aws_evicts_only_keys_with_an_expiry_because_nothing_says_otherwise() -> None:
    assert "parameters" not in foundation()["cache-parameters"].inputs


def test_an_owner_may_set_a_parameter() -> None:
    assert _plan("redis")["cache-parameters"].inputs["parameters"] == TIMEOUT


def test_snapshots_and_maintenance_do_not_overlap() -> None:
    inputs = _group()
    assert (inputs["snapshotWindow"], inputs["maintenanceWindow"]) == (
        "03:00-04:00",
        "sun:09:00-sun:10:00",
    )


def test_logs_have_an_end_and_a_key() -> None:
    plan = foundation()
    destinations = {
        d["logType"]: d["destination"]
        for d in plan["cache-group"].inputs["logDeliveryConfigurations"]
    }
    assert set(destinations) == {"engine-log", "slow-log"}
    for log, name in destinations.items():
        group = plan[f"cache-{log}"].inputs
        assert (group["name"], group["retentionInDays"]) == (name, 90)
        assert group["kmsKeyId"] == plan["logs-key"].outputs["arn"]


def test_each_node_has_its_own_alarms_that_wait_for_it() -> None:
    plan = foundation()
    for member in ("001", "002"):
        alarm = plan[f"cache-alarms-{member}-engine-cpu-percent-max"]
        assert alarm.inputs["dimensions"] == {"CacheClusterId": f"acme-shop-prod-cache-{member}"}
        assert plan["cache-group"].urn in alarm.depends_on


def test_replication_is_watched_where_there_is_a_replica() -> None:
    def lag(environment: str) -> list[str]:
        return [r.name for r in foundation(environment).resources if "replication-lag" in r.name]

    assert len(lag("prod")) == 2
    assert lag("dev") == []


def test_an_override_of_what_the_cache_guarantees_is_refused() -> None:
    fixed = ("at_rest_encryption_enabled", "subnet_group_name", "transit_encryption_enabled")
    with pytest.raises(PlanError, match=", ".join(fixed)):
        foundation(overrides={"cache": {"group": dict.fromkeys(fixed, False)}})


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"cache_class": "cache.t1.micro"}, "cache.t4g.micro"),
        ({"cache_nodes": 0}, "1 to 6"),
        ({"cache_snapshot_days": 36}, "0 to 35"),
    ],
)
def test_what_aws_would_refuse_is_refused_before(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(PlanError, match=message):
        foundation(settings=settings)
