"""Topics, their policies and subscriptions."""

from groundplan.emulate.spec import Call, Read, Type, Words

_TOPIC = {"TopicArn": "{id}"}
_ATTRIBUTES = {
    "displayName": "DisplayName",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "signatureVersion": "SignatureVersion",
    "tracingConfig": "TracingConfig",
    "deliveryPolicy": "DeliveryPolicy",
    "policy": "Policy",
    "fifoTopic": "FifoTopic",
    "contentBasedDeduplication": "ContentBasedDeduplication",
}
_SUBSCRIPTION = {
    "rawMessageDelivery": "RawMessageDelivery",
    "filterPolicy": "FilterPolicy",
    "filterPolicyScope": "FilterPolicyScope",
    "redrivePolicy": "RedrivePolicy",
    "deliveryPolicy": "DeliveryPolicy",
    "subscriptionRoleArn": "SubscriptionRoleArn",
}


def _of(w: Words, names: dict[str, str]) -> dict[str, str]:
    return {
        member: str(w[name]).lower() if isinstance(w[name], bool) else str(w[name])
        for name, member in names.items()
        if w.get(name) not in (None, False, "")
    }


TYPES = {
    "aws:sns/topic:Topic": Type(
        service="sns",
        create=Call(
            "create_topic",
            names=dict.fromkeys(_ATTRIBUTES, ""),
            params={"Attributes": lambda w: _of(w, _ATTRIBUTES)},
            read=Read(
                "get_topic_attributes",
                _TOPIC,
                back={"Name": lambda d: d["Attributes"]["TopicArn"].split(":")[-1]},
            ),
        ),
        id="{TopicArn}",
        outputs={"arn": "{id}", "owner": "{account}"},
        tag_read=Read("list_tags_for_resource", {"ResourceArn": "{id}"}, "Tags"),
        delete=(Call("delete_topic", params=_TOPIC),),
    ),
    "aws:sns/topicPolicy:TopicPolicy": Type(
        service="sns",
        create=Call(
            "set_topic_attributes",
            names={"arn": "TopicArn", "policy": "AttributeValue"},
            params={"AttributeName": "Policy"},
            read=Read(
                "get_topic_attributes",
                {"TopicArn": "{arn}"},
                "Attributes",
                back={"AttributeValue": "Policy"},
            ),
        ),
        update=(
            Call(
                "set_topic_attributes",
                ("policy",),
                names={"policy": "AttributeValue"},
                params={"AttributeName": "Policy", "TopicArn": "{arn}"},
            ),
        ),
        id="{arn}",
        outputs={"owner": "{account}"},
    ),
    "aws:sns/topicSubscription:TopicSubscription": Type(
        service="sns",
        create=Call(
            "subscribe",
            names={"topic": "TopicArn", **dict.fromkeys(_SUBSCRIPTION, "")},
            params={
                "ReturnSubscriptionArn": True,
                "Attributes": lambda w: _of(w, _SUBSCRIPTION) or None,
            },
            read=Read(
                "get_subscription_attributes",
                {"SubscriptionArn": "{id}"},
                "Attributes",
                back={"Attributes": "@"},
            ),
        ),
        id="{SubscriptionArn}",
        outputs={"arn": "{id}"},
        delete=(Call("unsubscribe", params={"SubscriptionArn": "{id}"}),),
        provider_only={
            "confirmationTimeoutInMinutes": "how long the provider waits",
            "endpointAutoConfirms": "whether the provider waits",
        },
    ),
}
