"""Cost anomalies: monitors and subscriptions, which moto lacks."""

from datetime import UTC, datetime
from typing import Any

from groundplan.emulate.backends import BackendError, Document, Request, answers, new_id
from groundplan.emulate.own_tags import Tags, keeps_tags


def _table(request: Request, kind: str) -> dict[str, Document]:
    """Cost Explorer is one for all regions."""
    return request.store.table(request.account, "", f"ce:{kind}")


def _tag(request: Request, arn: str) -> None:
    tags = request.params.get("ResourceTags") or ()
    _table(request, "tags")[arn] = {tag["Key"]: tag["Value"] for tag in tags}


def _find(request: Request, kind: str, arn: Any) -> Document:
    found = _table(request, kind).get(str(arn))
    if found is None:
        raise BackendError("UnknownMonitorException", f"{arn} does not exist")
    return found


@answers("ce", "CreateAnomalyMonitor")
def create_monitor(request: Request) -> Document:
    """Keep a monitor; AWS has room for one by service in an account."""
    monitor = dict(request.params["AnomalyMonitor"])
    same = [
        kept
        for kept in _table(request, "monitor").values()
        if kept["MonitorType"] == "DIMENSIONAL"
        and kept.get("MonitorDimension") == monitor.get("MonitorDimension")
    ]
    if monitor["MonitorType"] == "DIMENSIONAL" and same:
        raise BackendError(
            "ValidationException", f"limit exceeded: a monitor of {monitor['MonitorDimension']}"
        )
    arn = request.arn(f"anomalymonitor/{new_id()}", regional=False)
    _table(request, "monitor")[arn] = {
        **monitor,
        "MonitorArn": arn,
        "CreationDate": datetime.now(UTC).date().isoformat(),
    }
    _tag(request, arn)
    return {"MonitorArn": arn}


@answers("ce", "GetAnomalyMonitors")
def get_monitors(request: Request) -> Document:
    """Monitors by ARN, or all."""
    wanted = request.params.get("MonitorArnList")
    table = _table(request, "monitor")
    return {"AnomalyMonitors": [m for arn, m in table.items() if not wanted or arn in wanted]}


@answers("ce", "UpdateAnomalyMonitor")
def update_monitor(request: Request) -> Document:
    """Rename a monitor."""
    monitor = _find(request, "monitor", request.params["MonitorArn"])
    monitor["MonitorName"] = request.params.get("MonitorName", monitor["MonitorName"])
    return {"MonitorArn": monitor["MonitorArn"]}


@answers("ce", "DeleteAnomalyMonitor")
def delete_monitor(request: Request) -> Document:
    """Forget a monitor."""
    _find(request, "monitor", request.params["MonitorArn"])
    del _table(request, "monitor")[request.params["MonitorArn"]]
    return {}


@answers("ce", "CreateAnomalySubscription")
def create_subscription(request: Request) -> Document:
    """Keep who hears of anomalies."""
    subscription = dict(request.params["AnomalySubscription"])
    for arn in subscription["MonitorArnList"]:
        _find(request, "monitor", arn)
    arn = request.arn(f"anomalysubscription/{new_id()}", regional=False)
    _table(request, "subscription")[arn] = {
        "AccountId": request.account,
        **subscription,
        "SubscriptionArn": arn,
    }
    _tag(request, arn)
    return {"SubscriptionArn": arn}


@answers("ce", "GetAnomalySubscriptions")
def get_subscriptions(request: Request) -> Document:
    """Subscriptions by ARN, or all."""
    wanted = request.params.get("SubscriptionArnList")
    table = _table(request, "subscription")
    return {"AnomalySubscriptions": [s for arn, s in table.items() if not wanted or arn in wanted]}


@answers("ce", "UpdateAnomalySubscription")
def update_subscription(request: Request) -> Document:
    """Change who hears of anomalies."""
    found = _find(request, "subscription", request.params["SubscriptionArn"])
    found.update(request.params)
    return {"SubscriptionArn": found["SubscriptionArn"]}


@answers("ce", "DeleteAnomalySubscription")
def delete_subscription(request: Request) -> Document:
    """Forget a subscription."""
    _find(request, "subscription", request.params["SubscriptionArn"])
    del _table(request, "subscription")[request.params["SubscriptionArn"]]
    return {}


def _tags(request: Request, arn: str) -> Tags | None:
    return _table(request, "tags").get(arn)


keeps_tags("ce", _tags)
