"""CloudWatch Logs."""

from groundplan.emulate.spec import Call, Read, Type
from groundplan.emulate.words import answer_of

_GROUP = Read(
    "describe_log_groups",
    {"logGroupNamePrefix": "{name}"},
    "logGroups[?logGroupName=='{name}'] | [0]",
)

TYPES = {
    "aws:cloudwatch/logGroup:LogGroup": Type(
        service="logs",
        create=Call("create_log_group", names={"name": "logGroupName"}, read=_GROUP),
        then=(
            Call(
                "put_retention_policy",
                ("retentionInDays",),
                params={"logGroupName": "{name}"},
                when=lambda w: w.get("retentionInDays"),
                read=_GROUP,
                undo=Call("delete_retention_policy", params={"logGroupName": "{name}"}),
            ),
        ),
        id="{name}",
        outputs={"arn": "arn:aws:logs:{region}:{account}:log-group:{name}"},
        tag_read=Read(
            "list_tags_for_resource",
            {"resourceArn": "arn:aws:logs:{region}:{account}:log-group:{name}"},
            "tags",
        ),
        update=(
            Call(
                "associate_kms_key",
                ("kmsKeyId",),
                params={"logGroupName": "{name}"},
                when=lambda w: w.get("kmsKeyId"),
            ),
            Call(
                "disassociate_kms_key",
                ("kmsKeyId",),
                params={"logGroupName": "{name}"},
                match=False,
                when=lambda w: not w.get("kmsKeyId"),
            ),
        ),
        delete=(Call("delete_log_group", params={"logGroupName": "{name}"}),),
        survives=lambda w: "kept on purpose (skipDestroy)" if w.get("skipDestroy") else "",
        provider_only={"skipDestroy": "how the provider deletes the group"},
    ),
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": Type(
        service="logs",
        create=Call(
            "put_resource_policy",
            read=Read(
                "describe_resource_policies",
                {},
                "resourcePolicies[?policyName=='{policyName}'] | [0]",
            ),
        ),
        id="{policyName}",
        update=(Call("put_resource_policy"),),
        replaces=("policyName",),
        delete=(Call("delete_resource_policy", params={"policyName": "{policyName}"}),),
    ),
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": Type(
        service="logs",
        create=Call(
            "put_metric_filter",
            names={
                "name": "filterName",
                "pattern": "filterPattern",
                "metricTransformation": "metricTransformations",
                "metricTransformation.name": "metricName",
                "metricTransformation.namespace": "metricNamespace",
                "metricTransformation.value": "metricValue",
            },
            read=Read(
                "describe_metric_filters",
                {"logGroupName": "{logGroupName}", "filterNamePrefix": "{name}"},
                "metricFilters[0]",
            ),
        ),
        update=(Call("put_metric_filter"),),
        replaces=("name", "logGroupName"),
        delete=(
            Call(
                "delete_metric_filter",
                params={"logGroupName": "{logGroupName}", "filterName": "{name}"},
            ),
        ),
    ),
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": Type(
        service="logs",
        create=Call(
            "put_subscription_filter",
            names={"name": "filterName", "logGroup": "logGroupName"},
            read=Read(
                "describe_subscription_filters",
                {"logGroupName": "{logGroup}"},
                "subscriptionFilters[?filterName=='{name}'] | [0]",
            ),
        ),
    ),
    "aws:cloudwatch/logDeliverySource:LogDeliverySource": Type(
        service="logs",
        create=Call(
            "put_delivery_source",
            read=Read(
                "get_delivery_source",
                {"name": "{name}"},
                "deliverySource",
                back={"resourceArn": "resourceArns[0]"},
            ),
        ),
        outputs={"arn": "@arn", "service": "@service"},
        update=(Call("put_delivery_source"),),
        replaces=("name", "resourceArn", "logType"),
        delete=(Call("delete_delivery_source", params={"name": "{name}"}),),
    ),
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": Type(
        service="logs",
        create=Call(
            "put_delivery_destination",
            read=Read("get_delivery_destination", {"name": "{name}"}, "deliveryDestination"),
        ),
        outputs={"arn": "@arn"},
        update=(Call("put_delivery_destination"),),
        replaces=("name",),
        delete=(Call("delete_delivery_destination", params={"name": "{name}"}),),
    ),
    "aws:cloudwatch/logDelivery:LogDelivery": Type(
        service="logs",
        create=Call(
            "create_delivery",
            names={"s3DeliveryConfigurations": "s3DeliveryConfiguration"},
            read=Read("get_delivery", {"id": "{id}"}, "delivery"),
        ),
        id=answer_of("create_delivery", "delivery.id"),
        outputs={"arn": "@arn"},
        update=(
            Call(
                "update_delivery_configuration",
                names={"s3DeliveryConfigurations": "s3DeliveryConfiguration"},
                params={"id": "{id}"},
            ),
        ),
        delete=(Call("delete_delivery", params={"id": "{id}"}),),
    ),
}
