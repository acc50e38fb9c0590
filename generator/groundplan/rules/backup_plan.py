"""AWS Backup: plans, when they run, how long they keep and where they copy to."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.constraint import Text, limit
from groundplan.rules.grammar.address import arn, time_zones
from groundplan.rules.grammar.schedule import minutes_of, schedule_fault
from groundplan.rules.node import Node, listed, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_PLAN = "aws:backup/plan:Plan"
_TESTING = "aws:backup/restoreTestingPlan:RestoreTestingPlan"
_API = "API backup BackupRuleInput, Lifecycle"


def _lifecycles(node: Node) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield from node.each("rules[].lifecycle")
    yield from node.each("rules[].copyActions[].lifecycle")


@rule(
    "GP-BACKUP-001",
    _PLAN,
    title="Backups in cold storage stay there 90 days at least.",
    error="InvalidParameterValueException: DeleteAfterDays cannot be less than 90 days apart from "
    "MoveToColdStorageAfterDays",
    source=_API,
)
def cold_storage(node: Node, _: World) -> Iterator[Fault]:
    """deleteAfter is coldStorageAfter and 90 more."""
    for place, life in _lifecycles(node):
        cold, end = number(life.get("coldStorageAfter")), number(life.get("deleteAfter"))
        if cold and end is not None and 0 < end < cold + 90:
            yield Fault(
                f"{place}.deleteAfter", f"{cold + 90:.0f} days at least, or no coldStorageAfter"
            )
        if cold is not None and cold < 0:
            yield Fault(f"{place}.coldStorageAfter", "1 day at least")
        if end is not None and (end < 1 or end > 36500) and end != 0:
            yield Fault(f"{place}.deleteAfter", "1 to 36500 days")
        if life.get("optInToArchiveForSupportedResources") and not cold:
            yield Fault(f"{place}.optInToArchiveForSupportedResources", "coldStorageAfter with it")


@rule(
    "GP-BACKUP-002",
    _PLAN,
    title="Backups to the second are kept 1 to 35 days and never in cold storage.",
    error="InvalidParameterValueException: Lifecycle for continuous backup must be between 1 and 35 "
    "days",
    source="AWS Backup Developer Guide: point-in-time recovery",
)
def continuous(node: Node, _: World) -> Iterator[Fault]:
    """enableContinuousBackup: deleteAfter 1 to 35, no cold storage."""
    for place, item in node.each("rules[]"):
        if not item.get("enableContinuousBackup"):
            continue
        life = item.get("lifecycle") or {}
        days = number(life.get("deleteAfter"))
        if days is None or not 1 <= days <= 35:
            yield Fault(f"{place}.lifecycle.deleteAfter", "1 to 35 days")
        if life.get("coldStorageAfter"):
            yield Fault(
                f"{place}.lifecycle.coldStorageAfter", "nothing with enableContinuousBackup"
            )


@rule(
    "GP-BACKUP-003",
    _PLAN,
    _TESTING,
    title="When it runs cannot be read.",
    error="InvalidParameterValueException: Invalid cron expression. Please provide a valid cron "
    "expression.",
    source="AWS Backup Developer Guide: backup frequency",
)
def schedule(node: Node, _: World) -> Iterator[Fault]:
    """cron(...) of six fields, once an hour at most."""
    path = "rules[].schedule" if node.type == _PLAN else "scheduleExpression"
    for place, text in node.each(path):
        wrong = schedule_fault(str(text), "cron")
        if wrong:
            yield Fault(place, wrong)
        elif minutes_of(str(text)) > 1:
            yield Fault(place, "once an hour at most")


@rule(
    "GP-BACKUP-004",
    _PLAN,
    title="A backup must be over later than it may start.",
    error="InvalidParameterValueException: Completion window must be at least 60 minutes greater "
    "than start window / StartWindow 60 at least",
    source=_API,
)
def backup_windows(node: Node, _: World) -> Iterator[Fault]:
    """startWindow from 60; completionWindow beyond it."""
    for place, item in node.each("rules[]"):
        start = number(item.get("startWindow"))
        end = number(item.get("completionWindow"))
        if start is not None and not 60 <= start <= 52560:
            yield Fault(f"{place}.startWindow", "60 minutes at least")
        elif end is not None and end < (start or 480) + 60:
            yield Fault(f"{place}.completionWindow", f"{(start or 480) + 60:.0f} minutes at least")


@rule(
    "GP-BACKUP-005",
    _PLAN,
    title="Two rules of the plan have one name.",
    error="InvalidParameterValueException: Duplicate rule names",
    source=_API,
)
def rule_names(node: Node, _: World) -> Iterator[Fault]:
    """Rule names are unique in a plan."""
    seen: set[str] = set()
    for place, name in node.each("rules[].ruleName"):
        if name in seen:
            yield Fault(place, "a name of its own")
        seen.add(name)


@rule(
    "GP-BACKUP-008",
    _PLAN,
    title="A copy goes to a vault that is none, or to the one it comes from.",
    error="InvalidParameterValueException: Invalid destination vault ARN",
    source="API backup CopyAction",
)
def copy_target(node: Node, _: World) -> Iterator[Fault]:
    """Destinations are vault ARNs other than the rule's own, each once."""
    for place, item in node.each("rules[]"):
        seen: set[str] = set()
        for index, copy in enumerate(listed(item.get("copyActions"))):
            here = f"{place}.copyActions[{index}].destinationVaultArn"
            text = copy.get("destinationVaultArn")
            target = arn(text)
            if (
                target is None
                or target.service != "backup"
                or not re.fullmatch(r"backup-vault:[A-Za-z0-9_-]{2,50}", target.resource)
                or not re.fullmatch(r"\d{12}", target.account)
            ):
                yield Fault(here, "the ARN of a vault")
                continue
            own = (node.region, node.account, f"backup-vault:{item.get('targetVaultName')}")
            if (target.region, target.account, target.resource) == own:
                yield Fault(here, "another vault than the rule's own")
            if target.resource == "backup-vault:Default" and target.account != node.account:
                yield Fault(here, "a vault other than Default in another account")
            if text in seen:
                yield Fault(here, "each vault once")
            seen.add(str(text))


@rule(
    "GP-BACKUP-016",
    _PLAN,
    _TESTING,
    title="There is no such time zone.",
    error="InvalidParameterValueException: Invalid timezone",
    source="API backup ScheduleExpressionTimezone",
)
def time_zone(node: Node, _: World) -> Iterator[Fault]:
    """Names of the time zone database."""
    path = (
        "rules[].scheduleExpressionTimezone" if node.type == _PLAN else "scheduleExpressionTimezone"
    )
    for place, value in node.each(path):
        if time_zones() and value not in time_zones():
            yield Fault(place, "a time zone such as Europe/Dublin or Etc/UTC")


LIMITS = (
    limit(
        "GP-BACKUP-108",
        _PLAN,
        "rules[].ruleName",
        Text(r"[a-zA-Z0-9_.-]{1,50}", "letters, digits, - _ .", ("a b",), ("a_b-c",), 50),
        title="The rule's name has other signs or is too long.",
        error="InvalidParameterValueException: Invalid rule name",
        source="API backup BackupRuleName",
    ),
    limit(
        "GP-BACKUP-109",
        _PLAN,
        "name",
        Text(r"[a-zA-Z0-9_.-]{1,50}", "letters, digits, - _ .", ("a b",), ("a_b-c",), 50),
        named=True,
        title="The plan's name has other signs or is too long.",
        error="InvalidParameterValueException: Invalid backup plan name",
        source="AWS Backup Developer Guide: creating a plan",
    ),
)
