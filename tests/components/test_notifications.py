import json
from typing import Any

import pytest

from groundplan.engine.plan import Plan
from tests.support.foundation import foundation

PUBLISHERS = {
    "s3.amazonaws.com",
    "backup.amazonaws.com",
    "budgets.amazonaws.com",
    "cloudwatch.amazonaws.com",
    "costalerts.amazonaws.com",
    "events.amazonaws.com",
    "events.rds.amazonaws.com",
}
TOPIC = "aws:sns/topic:Topic"


def _statements(plan: Plan, name: str) -> list[dict[str, Any]]:
    return list(json.loads(plan[name].inputs["policy"])["Statement"])


def _service(statement: dict[str, Any]) -> str:
    return str(statement["Principal"].get("Service", ""))


def test_topics_exist_at_home_and_where_cloudfront_reports() -> None:
    plan = foundation()
    assert set(plan.outputs["topics"]) == {"eu-west-1", "us-east-1"}
    assert [t.region for t in plan.of_type(TOPIC)].count("us-east-1") == 2
    assert len(plan.of_type(TOPIC)) == 4


def test_topics_exist_once_where_home_is_us_east_1() -> None:
    plan = foundation(region="us-east-1", dr_region="us-west-2")
    assert set(plan.outputs["topics"]) == {"us-east-1"}
    assert len(plan.of_type(TOPIC)) == 2


def test_each_topic_is_encrypted_with_a_key_of_its_own_region() -> None:
    plan = foundation()
    keys = {k.outputs["arn"]: k.region for k in plan.of_type("aws:kms/key:Key")}
    for topic in plan.of_type(TOPIC):
        assert keys[topic.inputs["kmsMasterKeyId"]] == topic.region


@pytest.mark.parametrize(
    "name", ["notifications-encryption-key", "notifications-edge-encryption-key"]
)
def test_every_publisher_may_use_the_key(name: str) -> None:
    statements = _statements(foundation(), name)
    allowed = {_service(s): s["Action"] for s in statements if _service(s)}
    assert set(allowed) == PUBLISHERS
    assert all(action == ["kms:Decrypt", "kms:GenerateDataKey*"] for action in allowed.values())


@pytest.mark.parametrize("topic", ["page", "ticket", "edge-page", "edge-ticket"])
def test_every_publisher_may_publish_and_nobody_else(topic: str) -> None:
    statements = _statements(foundation(), f"notifications-{topic}-policy")
    assert {_service(s) for s in statements if _service(s)} == PUBLISHERS
    owners = [s for s in statements if not _service(s)]
    assert [s["Principal"] for s in owners] == [{"AWS": "arn:aws:iam::666666666666:root"}]
    assert all(not action.endswith("*") for s in owners for action in s["Action"])


def test_each_service_is_admitted_for_this_account_where_it_tells_the_account() -> None:
    for statement in _statements(foundation(), "notifications-page-policy"):
        service = _service(statement)
        if service in {"events.amazonaws.com", "backup.amazonaws.com"}:
            assert "Condition" not in statement
        elif service:
            assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": "666666666666"}}


def test_both_topics_reach_the_mailbox_of_the_answers() -> None:
    plan = foundation()
    subscriptions = plan.of_type("aws:sns/topicSubscription:TopicSubscription")
    assert len(subscriptions) == 4
    assert {s.inputs["endpoint"] for s in subscriptions} == {"ops@example.com"}


def test_without_a_mailbox_nobody_is_subscribed() -> None:
    plan = foundation(notification_email="")
    assert plan.of_type("aws:sns/topicSubscription:TopicSubscription") == ()
    assert len(plan.of_type(TOPIC)) == 4


def test_a_key_that_is_disabled_or_deleted_wakes_somebody() -> None:
    plan = foundation()
    pattern = json.loads(plan["events-key-deletion"].inputs["eventPattern"])
    assert pattern["detail"]["eventName"] == ["DisableKey", "ScheduleKeyDeletion"]
    target = plan["events-key-deletion-target"].inputs
    assert target["arn"] == plan.outputs["topics"]["eu-west-1"]["page"]


def test_event_targets_carry_no_role() -> None:
    targets = [
        t for t in foundation().resources if t.name.startswith("events-") and "target" in t.name
    ]
    assert len(targets) == 5
    assert all("roleArn" not in t.inputs for t in targets)


def test_event_messages_are_json_text_with_their_runbook() -> None:
    target = foundation()["events-aws-health-target"].inputs["inputTransformer"]
    text = json.loads(target["inputTemplate"])
    assert text.endswith("Runbook: docs/runbooks/events.md#health")
    assert set(target["inputPaths"]) == {"account", "kind", "region", "time"}


def test_certificates_are_watched_in_both_regions_once() -> None:
    names = {r.name for r in foundation().resources if "certificate-expiry" in r.name}
    assert names == {
        "events-certificate-expiry",
        "events-certificate-expiry-target",
        "events-edge-certificate-expiry",
        "events-edge-certificate-expiry-target",
    }
