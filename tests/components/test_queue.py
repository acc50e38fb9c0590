"""Queues: nothing is lost in silence, and nobody listens in."""

import json

import pytest

from groundplan.engine.plan import Estate, Plan


@pytest.fixture(scope="module")
def prod(everything: Estate) -> Plan:
    return everything["foundation/prod"]


@pytest.mark.parametrize("name", ["queue-jobs", "queue-orders"])
def test_a_message_that_fails_five_times_is_put_aside(prod: Plan, name: str) -> None:
    queue, aside = prod[f"{name}-queue"], prod[f"{name}-dead-letter"]
    assert json.loads(queue.inputs["redrivePolicy"]) == {
        "deadLetterTargetArn": aside.outputs["arn"],
        "maxReceiveCount": 5,
    }
    assert json.loads(prod[f"{name}-redrive-allow"].inputs["redriveAllowPolicy"]) == {
        "redrivePermission": "byQueue",
        "sourceQueueArns": [queue.outputs["arn"]],
    }


@pytest.mark.parametrize("name", ["queue-jobs", "queue-orders"])
def test_what_is_put_aside_outlives_the_queue(prod: Plan, name: str) -> None:
    kept = prod[f"{name}-queue"].inputs["messageRetentionSeconds"]
    assert prod[f"{name}-dead-letter"].inputs["messageRetentionSeconds"] == 1209600 > kept


@pytest.mark.parametrize("name", ["queue-jobs", "queue-orders"])
def test_messages_are_encrypted_at_rest_and_on_the_way(prod: Plan, name: str) -> None:
    for queue, policy in (
        (f"{name}-queue", f"{name}-policy"),
        (f"{name}-dead-letter", f"{name}-dead-letter-policy"),
    ):
        assert prod[queue].inputs["sqsManagedSseEnabled"] is True
        [statement] = json.loads(prod[policy].inputs["policy"])["Statement"]
        assert statement["Effect"] == "Deny"
        assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
        assert statement["Resource"] == prod[queue].outputs["arn"]


def test_a_fifo_queue_has_a_fifo_dead_letter_queue(prod: Plan) -> None:
    assert prod["queue-orders-queue"].inputs["fifoQueue"] is True
    assert prod["queue-orders-dead-letter"].inputs["fifoQueue"] is True
    assert prod["queue-orders-queue"].inputs["contentBasedDeduplication"] is True
    assert "fifoQueue" not in prod["queue-jobs-queue"].inputs
    for name in ("queue-orders-queue", "queue-orders-dead-letter"):
        assert prod[name].outputs["name"].endswith(".fifo")


def test_somebody_is_told_of_waiting_and_of_failed_messages(prod: Plan) -> None:
    age = prod["queue-jobs-alarms-oldest-message-seconds-max"].inputs
    aside = prod["queue-jobs-dead-letter-alarms-messages-max"].inputs
    assert age["dimensions"] == {"QueueName": prod["queue-jobs-queue"].outputs["name"]}
    assert (age["metricName"], age["threshold"]) == ("ApproximateAgeOfOldestMessage", 900)
    assert aside["dimensions"] == {"QueueName": prod["queue-jobs-dead-letter"].outputs["name"]}
    assert (aside["metricName"], aside["threshold"]) == ("ApproximateNumberOfMessagesVisible", 0)
    assert age["alarmActions"] == [prod["notifications-page"].outputs["arn"]]
    assert aside["alarmActions"] == [prod["notifications-ticket"].outputs["arn"]]


def test_dev_wakes_nobody(everything: Estate) -> None:
    dev = everything["foundation/dev"]
    alarm = dev["queue-jobs-alarms-oldest-message-seconds-max"].inputs
    assert alarm["alarmActions"] == [dev["notifications-ticket"].outputs["arn"]]
