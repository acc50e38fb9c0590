"""Alarms: composite alarms."""

from datetime import UTC, datetime

from groundplan.emulate.backends import Document, Request, answers, mends
from groundplan.emulate.own_tags import keeps_tags, table_of_tags

keeps_tags("cloudwatch", table_of_tags)

_KIND = "composite"


@answers("cloudwatch", "PutCompositeAlarm")
def put_composite(request: Request) -> Document:
    """Keep a composite alarm."""
    name = str(request.params["AlarmName"])
    now = datetime.now(UTC)
    params = {key: value for key, value in request.params.items() if key != "Tags"}
    arn = request.arn(f"alarm:{name}")
    request.table(_KIND)[name] = {
        "ActionsEnabled": True,
        "OKActions": [],
        "AlarmActions": [],
        "InsufficientDataActions": [],
        **params,
        "AlarmArn": arn,
        "AlarmConfigurationUpdatedTimestamp": now,
        "StateValue": "OK",
        "StateReason": "no alarm of the rule is in ALARM",
        "StateUpdatedTimestamp": now,
    }
    tags = request.params.get("Tags")
    if tags is not None or arn not in request.table("tags"):
        request.table("tags")[arn] = {t["Key"]: t["Value"] for t in tags or ()}
    return {}


@mends("cloudwatch", "DescribeAlarms")
def add_composites(request: Request, answer: Document) -> None:
    """Put our composite alarms where AWS lists them; only for those who ask."""
    params = request.params
    # AWS returns composite alarms only to callers that name the type.
    if "CompositeAlarm" not in (params.get("AlarmTypes") or ()):
        return
    names, prefix = params.get("AlarmNames"), params.get("AlarmNamePrefix") or ""
    answer["CompositeAlarms"] = [
        alarm
        for name, alarm in request.table(_KIND).items()
        if (not names or name in names) and name.startswith(prefix)
    ]
    if "MetricAlarm" not in params["AlarmTypes"]:
        answer["MetricAlarms"] = []


@mends("cloudwatch", "DeleteAlarms")
def delete_composites(request: Request, _: Document) -> None:
    """Forget composite alarms that are deleted."""
    for name in request.params.get("AlarmNames") or ():
        request.table(_KIND).pop(name, None)
