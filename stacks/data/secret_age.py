"""Tells how late the owners of secrets are in changing them, by dates alone.

The code of the function that `secret_watch` makes: it runs in AWS Lambda, where boto3 is
part of the runtime, and imports nothing of `stacks`. Only its text is read here.

What counts is when the current *value* was put in. ``LastChangedDate`` of the secret will
not do: it moves with every tag and description, so an update of this repository would make
old values look new.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import boto3

GRACE_DAYS = 1
"""Secrets Manager rotates at some hour of the day it names, and tries again when it fails."""


def handler(event: Mapping[str, Any], _context: object) -> int:
    """Look at each secret and write one line for it.

    Lines are written once every secret has answered: where one cannot be looked at, the
    function fails and says nothing, and its silence is an alarm.

    Args:
        event: ``secrets``, names or ARNs; ``max_days``, how old a value may be that people
            change.

    Returns:
        Days that the latest is late; 0 where none is.
    """
    client, now = boto3.client("secretsmanager"), datetime.now(UTC)
    found = [_look_at(client, secret, event["max_days"], now) for secret in event["secrets"]]
    for line in found:
        print(json.dumps(line, sort_keys=True))
    return max((line["days_late"] for line in found), default=0)


def _look_at(client: Any, secret: str, max_days: int, now: datetime) -> dict[str, Any]:
    described = client.describe_secret(SecretId=secret)
    line: dict[str, Any] = {"secret": described["Name"], "days_late": 0}
    due = described.get("NextRotationDate")
    if described.get("RotationEnabled") and due:
        late = _days(due, now) - GRACE_DAYS
        return {**line, "rotation_due": due.date().isoformat(), "days_late": max(late, 0)}
    put_in = _put_in(client, secret)
    if put_in is None:
        # Its tasks do not start, which nobody overlooks.
        return {**line, "value": "none yet"}
    days = _days(put_in, now)
    return {**line, "days": days, "days_late": max(days - max_days, 0)}


def _put_in(client: Any, secret: str) -> datetime | None:
    """When the current value was put in; versions without a label are not listed."""
    versions = client.list_secret_version_ids(SecretId=secret)["Versions"]
    dates: list[datetime] = [
        version["CreatedDate"]
        for version in versions
        if "AWSCURRENT" in version.get("VersionStages", ())
    ]
    return max(dates, default=None)


def _days(since: datetime, now: datetime) -> int:
    return (now - since).days
