"""Seed data, so that the commands of the runbooks have something to show."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from groundplan.emulate.deploy import Deployment

_OBJECTS = {
    "invoices/2026/11/1042.txt": b"Invoice 1042, paid\n",
    "invoices/2026/11/1043.txt": b"Invoice 1043, open\n",
    "avatars/7.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>\n',
}
_LINES = (
    "INFO started, listening",
    "INFO GET /healthz 200 3ms",
    "ERROR POST /api/checkout 502 upstream timed out after 10000ms",
)
_LOG_BUCKETS = ("log", "trail", "config", "state")


def seed(deployment: Deployment) -> tuple[str, ...]:
    """Put seed data into every account that belongs to an environment.

    Returns:
        What was put in, in words.
    """
    done: Counter[str] = Counter()
    for account, region in sorted(
        {
            (plan.account, plan.region)
            for plan in deployment.estate.plans
            if plan.layer in {"foundation", "application"}
        }
    ):
        place = _Place(deployment, account, region)
        done["recovery points"] += place.back_up()
        done["alarms with a history"] += place.raise_alarm()
        done["objects"] += place.put_objects()
        done["log lines"] += place.write_logs()
        done["messages in dead-letter queues"] += place.send_messages()
    return tuple(f"{what}: {count}" for what, count in done.items() if count)


class _Place:
    """An account in its home region."""

    def __init__(self, deployment: Deployment, account: str, region: str) -> None:
        self.gateway, self.account, self.region = deployment.gateway, account, region

    def client(self, service: str) -> Any:
        return self.gateway.client(service, self.account, self.region)

    def back_up(self) -> int:
        """One recovery point of each database, as the backup plan would have made it."""
        backup = self.client("backup")
        vaults = backup.list_backup_vaults()["BackupVaultList"]
        if not vaults:
            return 0
        instances = self.client("rds").describe_db_instances()["DBInstances"]
        for instance in instances:
            backup.start_backup_job(
                BackupVaultName=vaults[0]["BackupVaultName"],
                ResourceArn=instance["DBInstanceArn"],
                IamRoleArn=f"arn:aws:iam::{self.account}:role/sandbox",
                Lifecycle={"DeleteAfterDays": 35},
            )
        return len(instances)

    def raise_alarm(self) -> int:
        """An alarm that rang and is quiet again."""
        cloudwatch = self.client("cloudwatch")
        alarms = cloudwatch.describe_alarms()["MetricAlarms"]
        # Those of target tracking belong to Application Auto Scaling.
        names = sorted(
            alarm["AlarmName"]
            for alarm in alarms
            if not alarm["AlarmName"].startswith("TargetTracking-")
        )
        for name in names[:1]:
            for state, reason in (
                ("ALARM", "Threshold crossed: 3 datapoints were above the threshold"),
                ("OK", "Threshold not crossed: 3 datapoints were below the threshold"),
            ):
                cloudwatch.set_alarm_state(AlarmName=name, StateValue=state, StateReason=reason)
        return len(names[:1])

    def put_objects(self) -> int:
        """A few objects in each bucket that is not for logs."""
        s3 = self.client("s3")
        names = [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
        count = 0
        for name in names:
            if not any(word in name for word in _LOG_BUCKETS):
                for key, body in _OBJECTS.items():
                    s3.put_object(Bucket=name, Key=key, Body=body)
                    count += 1
        return count

    def write_logs(self) -> int:
        """A few lines in the log of each service."""
        logs = self.client("logs")
        names = [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]]
        groups = [name for name in names if not name.startswith(("/aws/", "/vpc/"))]
        count = 0
        now = datetime.now(UTC)
        for group in groups:
            logs.create_log_stream(logGroupName=group, logStreamName="sandbox/1")
            events = [
                {
                    "timestamp": int((now - timedelta(minutes=len(_LINES) - i)).timestamp() * 1000),
                    "message": line,
                }
                for i, line in enumerate(_LINES)
            ]
            logs.put_log_events(logGroupName=group, logStreamName="sandbox/1", logEvents=events)
            count += len(events)
        return count

    def send_messages(self) -> int:
        """A message in each dead-letter queue."""
        sqs = self.client("sqs")
        urls = [url for url in sqs.list_queues().get("QueueUrls", ()) if "dead-letter" in url]
        for url in urls:
            sqs.send_message(QueueUrl=url, MessageBody='{"job": "send-receipt", "order": 1042}')
        return len(urls)
