"""Alarms reach somebody: every topic, key and alarm of each environment's foundation."""

import json

from groundplan.engine.plan import Plan

TOPIC = "aws:sns/topic:Topic"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def test_every_alarm_tells_a_topic_of_its_own_region(foundation: Plan) -> None:
    alarms = foundation.of_type(ALARM)
    topics = {t.outputs["arn"]: t.region for t in foundation.of_type(TOPIC)}
    assert alarms
    for alarm in alarms:
        assert alarm.inputs["alarmActions"], alarm.name
        assert {topics[arn] for arn in alarm.inputs["alarmActions"]} == {alarm.region}
        assert "docs/runbooks/" in alarm.inputs["alarmDescription"]
        assert alarm.inputs["treatMissingData"]


def test_alarms_and_event_rules_may_use_the_topics_key(foundation: Plan) -> None:
    keys = {k.outputs["arn"]: k for k in foundation.of_type("aws:kms/key:Key")}
    topics = foundation.of_type(TOPIC)
    assert len(topics) >= 2
    for topic in topics:
        statements = json.loads(keys[topic.inputs["kmsMasterKeyId"]].inputs["policy"])["Statement"]
        services = {s["Principal"].get("Service") for s in statements}
        assert {"cloudwatch.amazonaws.com", "events.amazonaws.com"} <= services
