"""Computed outputs of costexplorer."""

from typing import Any

TYPES: dict[str, dict[str, Any]] = {
    "aws:costexplorer/anomalyMonitor:AnomalyMonitor": {
        "id": "arn:aws:ce::{account}:anomalymonitor/{uuid}",
        "arn": "{id}",
    },
    "aws:costexplorer/anomalySubscription:AnomalySubscription": {
        "id": "arn:aws:ce::{account}:anomalysubscription/{uuid}",
        "arn": "{id}",
    },
}
