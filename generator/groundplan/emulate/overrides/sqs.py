"""Queues."""

from typing import Any

from groundplan.emulate.spec import Call, Read, Type, Words

_QUEUE = {"QueueUrl": "{id}"}
_ATTRIBUTES = {
    "visibilityTimeoutSeconds": "VisibilityTimeout",
    "messageRetentionSeconds": "MessageRetentionPeriod",
    "maxMessageSize": "MaximumMessageSize",
    "delaySeconds": "DelaySeconds",
    "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
    "sqsManagedSseEnabled": "SqsManagedSseEnabled",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "kmsDataKeyReusePeriodSeconds": "KmsDataKeyReusePeriodSeconds",
    "fifoQueue": "FifoQueue",
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "deduplicationScope": "DeduplicationScope",
    "fifoThroughputLimit": "FifoThroughputLimit",
    "policy": "Policy",
    "redrivePolicy": "RedrivePolicy",
    "redriveAllowPolicy": "RedriveAllowPolicy",
}


def _attributes(w: Words) -> dict[str, str]:
    found = {}
    for name, member in _ATTRIBUTES.items():
        value: Any = w.get(name)
        # AWS refuses FifoQueue=false: only FIFO queues have the attribute.
        if value is None or (name == "fifoQueue" and not value):
            continue
        found[member] = str(value).lower() if isinstance(value, bool) else str(value)
    return found


def _set(name: str, member: str, url: str = "queueUrl") -> Type:
    params = {"QueueUrl": f"{{{url}}}"}
    put = Call(
        "set_queue_attributes",
        names={name: "", url: "QueueUrl"},
        params={**params, "Attributes": lambda w: {member: w[name]}},
        read=Read("get_queue_attributes", {**params, "AttributeNames": [member]}),
    )
    return Type(
        service="sqs",
        create=put,
        update=(Call("set_queue_attributes", (name,), params=put.params, match=False),),
        id=f"{{{url}}}",
        delete=(Call("set_queue_attributes", params={**params, "Attributes": {member: ""}}),),
    )


TYPES = {
    "aws:sqs/queue:Queue": Type(
        service="sqs",
        create=Call(
            "create_queue",
            names={"name": "QueueName", **dict.fromkeys(_ATTRIBUTES, "")},
            params={"Attributes": _attributes},
            read=Read(
                "get_queue_attributes",
                {**_QUEUE, "AttributeNames": ["All"]},
                back={"QueueName": lambda d: d["Attributes"]["QueueArn"].split(":")[-1]},
            ),
        ),
        update=(
            Call(
                "set_queue_attributes",
                tuple(_ATTRIBUTES),
                params={**_QUEUE, "Attributes": _attributes},
                match=False,
            ),
        ),
        replaces=("fifoQueue",),
        id="{QueueUrl}",
        outputs={"arn": "@Attributes.QueueArn", "url": "{id}"},
        tag_read=Read("list_queue_tags", _QUEUE, "Tags"),
        delete=(Call("delete_queue", params=_QUEUE),),
    ),
    "aws:sqs/redrivePolicy:RedrivePolicy": _set("redrivePolicy", "RedrivePolicy"),
    "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": _set(
        "redriveAllowPolicy", "RedriveAllowPolicy"
    ),
    "aws:sqs/queuePolicy:QueuePolicy": _set("policy", "Policy"),
}
