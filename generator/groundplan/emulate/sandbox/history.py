"""What happened to alarms and caches, as runbooks look it up. Loaded by a sandbox only."""

import json
from datetime import UTC, datetime
from typing import Any

from groundplan.emulate.backends import Document, Request, answers, mends, sends

_ALARMS, _STATES = "alarm-history", "alarm-states"


@sends("cloudwatch", "SetAlarmState")
def remember_before(request: Request, params: Document) -> None:
    """Keep the state an alarm leaves."""
    name = str(params["AlarmName"])
    found = request.call("cloudwatch", "describe_alarms", AlarmNames=[name])["MetricAlarms"]
    if found:
        request.table(_STATES)[name] = {"StateValue": found[0].get("StateValue", "")}


@mends("cloudwatch", "SetAlarmState")
def remember_change(request: Request, _: Document) -> None:
    """Put a change of state into the alarm's history."""
    name, state = str(request.params["AlarmName"]), request.params["StateValue"]
    before = request.table(_STATES).get(name, {}).get("StateValue") or "INSUFFICIENT_DATA"
    if before == state:
        return
    data = {
        "version": "1.0",
        "oldState": {"stateValue": before},
        "newState": {"stateValue": state, "stateReason": request.params["StateReason"]},
    }
    kept = request.table(_ALARMS)
    kept[f"{len(kept):06}"] = {
        "AlarmName": name,
        "AlarmType": "MetricAlarm",
        "Timestamp": datetime.now(UTC),
        "HistoryItemType": "StateUpdate",
        "HistorySummary": f"Alarm updated from {before} to {state}",
        "HistoryData": json.dumps(data),
    }


@answers("cloudwatch", "DescribeAlarmHistory")
def describe_history(request: Request) -> Document:
    """Changes of state, newest first."""
    params = request.params
    found = [
        item
        for item in request.table(_ALARMS).values()
        if params.get("AlarmName") in {None, item["AlarmName"]}
        and params.get("HistoryItemType") in {None, item["HistoryItemType"]}
        and _within(item["Timestamp"], params.get("StartDate"), params.get("EndDate"))
    ]
    if params.get("ScanBy") != "TimestampAscending":
        found.reverse()
    return {"AlarmHistoryItems": found[: params.get("MaxRecords") or 100]}


@answers("elasticache", "DescribeEvents")
def cache_events(_: Request) -> Document:
    """Nothing happens to a cache that does not run."""
    return {"Events": []}


def _within(moment: datetime, start: Any, end: Any) -> bool:
    return (start is None or moment >= start) and (end is None or moment <= end)
