"""DynamoDB tables: restorable to any second, and hard to lose."""

import pytest

from groundplan.engine.plan import Estate


@pytest.mark.parametrize(
    ("env", "days", "protected"),
    [("dev", 7, False), ("staging", 14, True), ("prod", 35, True)],
)
def test_a_table_can_be_restored_to_any_second(
    everything: Estate, env: str, days: int, protected: bool
) -> None:
    plan = everything[f"foundation/{env}"]
    inputs = plan["table-sessions-table"].inputs
    assert inputs["pointInTimeRecovery"] == {"enabled": True, "recoveryPeriodInDays": days}
    assert inputs["serverSideEncryption"] == {
        "enabled": True,
        "kmsKeyArn": plan["data-key"].outputs["arn"],
    }
    assert inputs["deletionProtectionEnabled"] is protected
    assert inputs["tags"] == {"backup": f"acme-shop-{env}-backup"}


def test_a_table_has_the_keys_that_config_names(everything: Estate) -> None:
    inputs = everything["foundation/prod"]["table-sessions-table"].inputs
    assert inputs["hashKey"] == "id"
    assert inputs["attributes"] == [{"name": "id", "type": "S"}]
    assert "rangeKey" not in inputs
    assert inputs["ttl"] == {"attributeName": "expires", "enabled": True}
    assert inputs["billingMode"] == "PAY_PER_REQUEST"


@pytest.mark.parametrize("kind", ["read", "write"])
def test_somebody_is_told_of_throttled_requests(everything: Estate, kind: str) -> None:
    plan = everything["foundation/prod"]
    inputs = plan[f"table-sessions-alarms-{kind}-throttles-sum"].inputs
    assert inputs["metricName"] == f"{kind.title()}ThrottleEvents"
    assert inputs["dimensions"] == {"TableName": plan["table-sessions-table"].outputs["name"]}
    assert inputs["treatMissingData"] == "notBreaching"
