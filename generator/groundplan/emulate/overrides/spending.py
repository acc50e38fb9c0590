"""Budgets and cost anomalies."""

import json
from typing import Any

from groundplan.emulate.spec import Call, Read, Type, Words

_BUDGET = {"AccountId": "{account}", "BudgetName": "{name}"}
_BUDGET_NAMES = {
    "name": "BudgetName",
    "limitAmount": "BudgetLimit.Amount",
    "limitUnit": "BudgetLimit.Unit",
    "costFilters": "CostFilters",
}
_SUBSCRIPTION_NAMES = {
    "name": "SubscriptionName",
    "thresholdExpression.dimension": "Dimensions",
    "thresholdExpression.ands.dimension": "Dimensions",
    "thresholdExpression.ors.dimension": "Dimensions",
    "thresholdExpression.ands": "And",
    "thresholdExpression.ors": "Or",
    "monitorArnLists": "MonitorArnList",
}


def _notification(n: Words) -> dict[str, Any]:
    return {
        "NotificationType": n["notificationType"],
        "ComparisonOperator": n["comparisonOperator"],
        "Threshold": float(n["threshold"]),
        "ThresholdType": n["thresholdType"],
    }


def _filters(filters: list[dict[str, Any]]) -> dict[str, Any]:
    return {f["name"]: f["values"] for f in filters}


def _subscribers(n: Words) -> list[dict[str, str]]:
    return [
        *(
            {"SubscriptionType": "EMAIL", "Address": address}
            for address in n.get("subscriberEmailAddresses") or ()
        ),
        *(
            {"SubscriptionType": "SNS", "Address": address}
            for address in n.get("subscriberSnsTopicArns") or ()
        ),
    ]


TYPES = {
    "aws:budgets/budget:Budget": Type(
        service="budgets",
        create=Call(
            "create_budget",
            wrap="Budget",
            names={**_BUDGET_NAMES, "tags": "^ResourceTags"},
            convert={"costFilters": _filters},
            params={
                "AccountId": "{account}",
            },
            read=Read(
                "describe_budget",
                {"AccountId": "{account}", "BudgetName": "{name}"},
                "Budget",
                elsewhere={
                    "ResourceTags": Read(
                        "list_tags_for_resource",
                        {"ResourceARN": "arn:aws:budgets::{account}:budget/{name}"},
                    ),
                },
            ),
        ),
        then=(
            Call(
                "create_notification",
                ("notifications",),
                each="notifications",
                params={
                    **_BUDGET,
                    "Notification": lambda w: _notification(w["each"]),
                    "Subscribers": lambda w: _subscribers(w["each"]),
                },
                read=Read(
                    "describe_subscribers_for_notification",
                    {**_BUDGET, "Notification": lambda w: _notification(w["each"])},
                ),
                undo=Call(
                    "delete_notification",
                    params={**_BUDGET, "Notification": lambda w: _notification(w["each"])},
                ),
                anew=True,
            ),
        ),
        update=(
            Call(
                "update_budget",
                wrap="NewBudget",
                names=_BUDGET_NAMES,
                convert={"costFilters": _filters},
                params={"AccountId": "{account}"},
                whole=True,
            ),
        ),
        id="{account}:{name}",
        outputs={"arn": "arn:aws:budgets::{account}:budget/{name}"},
        delete=(Call("delete_budget", params={"AccountId": "{account}", "BudgetName": "{name}"}),),
    ),
    "aws:costexplorer/anomalyMonitor:AnomalyMonitor": Type(
        service="ce",
        create=Call(
            "create_anomaly_monitor",
            wrap="AnomalyMonitor",
            names={"name": "MonitorName", "tags": "^ResourceTags"},
            convert={"monitorSpecification": json.loads},
            read=Read(
                "get_anomaly_monitors",
                {"MonitorArnList": ["{id}"]},
                "AnomalyMonitors[0]",
                elsewhere={"ResourceTags": Read("list_tags_for_resource", {"ResourceArn": "{id}"})},
            ),
        ),
        id="{MonitorArn}",
        outputs={"arn": "{id}"},
        update=(
            Call(
                "update_anomaly_monitor",
                ("name",),
                names={"name": "MonitorName"},
                params={"MonitorArn": "{id}"},
            ),
        ),
        delete=(Call("delete_anomaly_monitor", params={"MonitorArn": "{id}"}),),
    ),
    "aws:costexplorer/anomalySubscription:AnomalySubscription": Type(
        service="ce",
        create=Call(
            "create_anomaly_subscription",
            wrap="AnomalySubscription",
            names={**_SUBSCRIPTION_NAMES, "accountId": "AccountId", "tags": "^ResourceTags"},
            read=Read(
                "get_anomaly_subscriptions",
                {"SubscriptionArnList": ["{id}"]},
                "AnomalySubscriptions[0]",
                elsewhere={"ResourceTags": Read("list_tags_for_resource", {"ResourceArn": "{id}"})},
            ),
        ),
        id="{SubscriptionArn}",
        outputs={"arn": "{id}"},
        update=(
            Call(
                "update_anomaly_subscription",
                names=_SUBSCRIPTION_NAMES,
                params={"SubscriptionArn": "{id}"},
            ),
        ),
        delete=(Call("delete_anomaly_subscription", params={"SubscriptionArn": "{id}"}),),
    ),
}
