"""Watches backups, copies and restores: failures as events, silence as alarms."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context
from stacks.observability.alarm import Alarms, AlarmsArgs, AlarmSpec
from stacks.observability.notifications import Topics
from stacks.recovery.alarms import BACKUP_ALARMS, COPY_ALARMS


@dataclass(frozen=True, kw_only=True)
class _Job:
    """A kind of job and how its events tell the state."""

    event: str
    state_key: str
    failed: tuple[str, ...]
    subject: str


# Backup and copy events say `state`, restore events `status`, as the API does.
_JOBS: Mapping[str, _Job] = {
    "backup": _Job(
        event="Backup Job State Change",
        state_key="state",
        failed=("ABORTED", "EXPIRED", "FAILED", "PARTIAL"),
        subject="resourceArn",
    ),
    "copy": _Job(
        event="Copy Job State Change",
        state_key="state",
        failed=("FAILED", "PARTIAL"),
        subject="resourceArn",
    ),
    "restore": _Job(
        event="Restore Job State Change",
        state_key="status",
        failed=("ABORTED", "FAILED"),
        subject="sourceResourceArn",
    ),
}


@dataclass(frozen=True, kw_only=True)
class BackupWatchArgs:
    """Settings of the watch. Alarms cost 0.10 USD a month each, events nothing."""

    context: Context
    """Who and where."""
    topics: Topics
    """Where failures and alarms go, in the vault's region."""
    page: bool
    """False sends pages to the ticket topic too."""
    vault_name: pulumi.Input[str]
    """Vault that receives the backups."""
    resource_types: Sequence[str]
    """What is backed up, by AWS Backup's names: ``RDS``, ``S3``."""
    copies: Mapping[str, pulumi.Input[str]]
    """ARN of each vault that receives copies, by a short name."""
    log_days: int
    """Days the record of backups and copies is kept."""
    logs_key_arn: pulumi.Input[str]
    """Key of that record."""


class BackupWatch(Component, token="groundplan:recovery:BackupWatch"):
    """Tells of every failed backup, copy and restore, and of backups that never happened.

    EventBridge delivers such events as well as it can, so backups and copies have an alarm
    on their absence too (restore tests have theirs in `validation`). Both are counted by
    the rules that record them, one for each type of store, for its backups and for each of
    their destinations: the success of one must not hide the silence of another.
    """

    def __init__(
        self, name: str, args: BackupWatchArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._args = args
        for kind, job in _JOBS.items():
            self._tell(f"{name}-{kind}-failed", job, kind)
        if args.resource_types:
            self._record(name)
        self.register_outputs({})

    def _tell(self, name: str, job: _Job, kind: str) -> None:
        rule = self._rule(
            name,
            f"{kind} jobs that did not succeed",
            {"detail-type": [job.event], "detail": {job.state_key: list(job.failed)}},
        )
        aws.cloudwatch.EventTarget(
            f"{name}-target",
            rule=rule.name,
            arn=self._args.topics.ticket,
            # No role: EventBridge publishes to SNS by the topic's own policy.
            input_transformer={
                "input_paths": {
                    "state": f"$.detail.{job.state_key}",
                    "resource": f"$.detail.{job.subject}",
                    "type": "$.detail.resourceType",
                    "reason": "$.detail.statusMessage",
                    "time": "$.time",
                },
                "input_template": json.dumps(
                    f"{self._args.context.prefix}: {kind} job of <type> <resource> is <state> "
                    f"at <time>: <reason>. Runbook: docs/runbooks/backup.md#failed-{kind}"
                ),
            },
            region=self._args.context.region,
            opts=self._child(),
        )

    def _record(self, name: str) -> None:
        args = self._args
        log_group = aws.cloudwatch.LogGroup(
            f"{name}-log",
            # EventBridge writes to groups below this prefix only.
            name=f"/aws/events/{args.context.physical('backup')}",
            retention_in_days=args.log_days,
            kms_key_id=args.logs_key_arn,
            region=args.context.region,
            opts=self._child(),
        )
        permission = aws.cloudwatch.LogResourcePolicy(
            f"{name}-log-policy",
            policy_name=args.context.physical("backup-events"),
            policy_document=pulumi.Output.json_dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Principal": {
                                "Service": ["delivery.logs.amazonaws.com", "events.amazonaws.com"]
                            },
                            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                            "Resource": pulumi.Output.concat(log_group.arn, ":*"),
                        }
                    ],
                }
            ),
            region=args.context.region,
            opts=self._child(),
        )
        for type_ in args.resource_types:
            self._count(
                f"{name}-saved-{type_.lower()}",
                f"backups that succeeded: {type_}",
                {
                    "detail-type": [_JOBS["backup"].event],
                    "detail": {
                        "state": ["COMPLETED"],
                        "backupVaultName": [args.vault_name],
                        "resourceType": [type_],
                    },
                },
                BACKUP_ALARMS,
                log_group,
                permission,
            )
            for destination, vault_arn in sorted(args.copies.items()):
                self._count(
                    f"{name}-copied-{destination}-{type_.lower()}",
                    f"copies that arrived: {type_}, {destination}",
                    {
                        "detail-type": [_JOBS["copy"].event],
                        "detail": {
                            "state": ["COMPLETED"],
                            "destinationBackupVaultArn": [vault_arn],
                            "resourceType": [type_],
                        },
                    },
                    COPY_ALARMS,
                    log_group,
                    permission,
                )

    def _count(
        self,
        name: str,
        description: str,
        pattern: Mapping[str, Any],
        specs: Sequence[AlarmSpec],
        log_group: aws.cloudwatch.LogGroup,
        permission: pulumi.Resource,
    ) -> None:
        rule = self._rule(name, description, pattern)
        aws.cloudwatch.EventTarget(
            f"{name}-target",
            rule=rule.name,
            arn=log_group.arn,
            region=self._args.context.region,
            opts=self._child(depends_on=[permission]),
        )
        self._alarm(name, specs, {"RuleName": rule.name})

    def _rule(
        self, name: str, description: str, pattern: Mapping[str, Any]
    ) -> aws.cloudwatch.EventRule:
        return aws.cloudwatch.EventRule(
            f"{name}-rule",
            name=self._args.context.physical(name, 64),
            description=f"AWS Backup: {description}",
            event_pattern=pulumi.Output.json_dumps({"source": ["aws.backup"], **pattern}),
            region=self._args.context.region,
            opts=self._child(),
        )

    def _alarm(
        self, name: str, specs: Sequence[AlarmSpec], dimensions: Mapping[str, pulumi.Input[str]]
    ) -> None:
        Alarms(
            f"{name}-alarms",
            AlarmsArgs(
                context=self._args.context,
                topics=self._args.topics,
                specs=specs,
                dimensions=dimensions,
                page=self._args.page,
            ),
            self._child(),
        )
