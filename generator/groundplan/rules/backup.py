"""AWS Backup: vaults, plans, selections, restore testing."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.constraint import OneOf, Range, Text, limit
from groundplan.rules.grammar.address import arn, time_zones
from groundplan.rules.grammar.schedule import minutes_of, schedule_fault
from groundplan.rules.node import Node, listed, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_PLAN = "aws:backup/plan:Plan"
_VAULT = "aws:backup/vault:Vault"
_AIR_GAPPED = "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault"
_LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
_SELECTION = "aws:backup/selection:Selection"
_TESTING = "aws:backup/restoreTestingPlan:RestoreTestingPlan"
_TEST = "aws:backup/restoreTestingSelection:RestoreTestingSelection"
_GLOBAL = "aws:backup/globalSettings:GlobalSettings"
_REGION = "aws:backup/regionSettings:RegionSettings"
_NOTIFY = "aws:backup/vaultNotifications:VaultNotifications"
_API = "API backup BackupRuleInput, Lifecycle"
_TYPES = ("Aurora", "DSQL", "DocumentDB", "DynamoDB", "EBS", "EC2", "EFS", "EKS", "FSx", "Neptune",
          "RDS", "Redshift", "Redshift Serverless", "S3", "SAP HANA on Amazon EC2", "Storage Gateway",
          "Timestream", "VirtualMachine", "CloudFormation")  # fmt: skip


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


def _locks(node: Node, world: World, name: Any, region: str, account: str) -> Iterator[Node]:
    for lock in world.of(_LOCK):
        if (lock.account, lock.region) == (account, region) and lock.get("backupVaultName") == name:
            yield lock
    del node


@rule(
    "GP-BACKUP-006",
    _PLAN,
    title="The vault is locked to keep backups longer or shorter than this rule does.",
    error="InvalidParameterValueException: Retention days specified is outside the range of vault "
    "lock (the job fails)",
    source="API backup PutBackupVaultLockConfiguration",
)
def vault_lock(node: Node, world: World) -> Iterator[Fault]:
    """Retention lies between the lock's bounds, at the vault and at each copy."""
    for place, item in node.each("rules[]"):
        days = number((item.get("lifecycle") or {}).get("deleteAfter"))
        name = item.get("targetVaultName")
        yield from _outside(
            _locks(node, world, name, node.region, node.account), days, f"{place}.lifecycle"
        )
        for index, copy in enumerate(listed(item.get("copyActions"))):
            target = arn(copy.get("destinationVaultArn"))
            if target is None:
                continue
            kept = number((copy.get("lifecycle") or {}).get("deleteAfter"))
            vault = target.resource.removeprefix("backup-vault:")
            found = _locks(node, world, vault, target.region, target.account)
            yield from _outside(found, kept, f"{place}.copyActions[{index}].lifecycle")


def _outside(locks: Iterator[Node], days: float | None, place: str) -> Iterator[Fault]:
    for lock in locks:
        low, high = lock.number("minRetentionDays"), lock.number("maxRetentionDays")
        if (low and days is not None and days < low) or (high and (days is None or days > high)):
            yield Fault(f"{place}.deleteAfter", f"{low or 1:.0f} to {high or 36500:.0f} days")


@rule(
    "GP-BACKUP-007",
    _LOCK,
    title="The bounds of the lock are the wrong way round or cannot be.",
    error="InvalidParameterValueException: MinRetentionDays must be less than MaxRetentionDays / "
    "ChangeableForDays must be at least 3",
    source="API backup PutBackupVaultLockConfiguration",
)
def lock_bounds(node: Node, _: World) -> Iterator[Fault]:
    """min from 1 and at most max; max to 36500; changeable from 3."""
    low, high = node.number("minRetentionDays"), node.number("maxRetentionDays")
    if low is not None and not 1 <= low <= 36500:
        yield Fault("minRetentionDays", "1 to 36500 days")
    if high is not None and not 1 <= high <= 36500:
        yield Fault("maxRetentionDays", "1 to 36500 days")
    if low is not None and high is not None and low > high:
        yield Fault("minRetentionDays", f"at most {high:.0f}")
    changeable = node.number("changeableForDays")
    if changeable is not None and not 3 <= changeable <= 36500:
        yield Fault("changeableForDays", "3 days at least, or nothing for governance")


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
    "GP-BACKUP-009",
    _SELECTION,
    title="What is to be saved is not named, or not as an ARN.",
    error="InvalidParameterValueException: Invalid resource ARN / selection must have resources or "
    "tags",
    source="API backup BackupSelection",
)
def selection(node: Node, _: World) -> Iterator[Fault]:
    """ARNs or *, tags, or conditions over aws:ResourceTag/."""
    for path in ("resources[]", "notResources[]"):
        for place, value in node.each(path):
            if value != "*" and (arn(value) is None):
                yield Fault(place, 'an ARN, with wildcards if wanted, or "*"')
    if (
        not node.list("resources[]")
        and not node.list("selectionTags[]")
        and not node.get("conditions")
    ):
        if not node.has("resources"):
            yield Fault("resources", "ARNs, or selectionTags")
    for place, kind in node.each("selectionTags[].type"):
        if kind != "STRINGEQUALS":
            yield Fault(place, "STRINGEQUALS")
    for kind in ("stringEquals", "stringLikes", "stringNotEquals", "stringNotLikes"):
        for place, key in node.each(f"conditions[].{kind}[].key"):
            if not str(key).startswith("aws:ResourceTag/"):
                yield Fault(place, "aws:ResourceTag/<key>")


@rule(
    "GP-BACKUP-010",
    _TEST,
    title="What is to be restored as a test is not named, or named twice.",
    error="InvalidParameterValueException: ProtectedResourceArns and ProtectedResourceConditions",
    source="API backup CreateRestoreTestingSelection",
)
def test_resources(node: Node, _: World) -> Iterator[Fault]:
    """Up to 30 ARNs of the type, or "*" with conditions."""
    arns = node.list("protectedResourceArns[]")
    conditions = node.get("protectedResourceConditions")
    if not arns and not conditions:
        yield Fault("protectedResourceArns", 'ARNs, or ["*"] with conditions')
    if conditions and arns and arns != ["*"]:
        yield Fault("protectedResourceArns", '["*"] with conditions')
    if len(arns) > 30:
        yield Fault("protectedResourceArns", "30 ARNs")
    service = {"RDS": "rds", "Aurora": "rds", "S3": "s3", "DynamoDB": "dynamodb", "EBS": "ec2",
               "EC2": "ec2", "EFS": "elasticfilesystem", "FSx": "fsx"}  # fmt: skip
    want = service.get(str(node.get("protectedResourceType")))
    for place, value in node.each("protectedResourceArns[]"):
        found = arn(value)
        if value != "*" and (found is None or (want and found.service != want)):
            yield Fault(place, f"the ARN of a resource of {node.get('protectedResourceType')}")


_METADATA = {
    "RDS": frozenset(
        ("allocatedStorage", "autoMinorVersionUpgrade", "availabilityZone", "backupTarget",
         "copyTagsToSnapshot", "customIamInstanceProfile", "dbInstanceClass",
         "dbInstanceIdentifier", "dbName", "dbParameterGroupName", "dbSnapshotIdentifier",
         "dbSubnetGroupName", "dedicatedLogVolume", "deletionProtection", "domain",
         "domainIAMRoleName", "enableCloudwatchLogsExports", "enableCustomerOwnedIp",
         "enableIAMDatabaseAuthentication", "engine", "iops", "licenseModel", "multiAz",
         "networkType", "optionGroupName", "port", "processorFeatures", "publiclyAccessible",
         "storageThroughput", "storageType", "tdeCredentialArn", "useDefaultProcessorFeatures",
         "vpcSecurityGroupIds", "backupRetentionPeriod")
    ),
    "S3": frozenset(("destinationBucketName", "encrypted", "encryptionType", "kmsKey", "newBucket",
                     "restoreACLs", "restoreTime", "itemsToRestore", "creationToken")),
    "DynamoDB": frozenset(("encryptionType", "kmsMasterKeyArn", "targetTableName",
                           "onDemandThroughput")),
}  # fmt: skip


@rule(
    "GP-BACKUP-011",
    _TEST,
    title="A setting of the test restore does not exist or is written wrongly.",
    error="InvalidParameterValueException: Invalid restore metadata / the test fails with invalid "
    "restore metadata",
    source="AWS Backup Developer Guide: restore testing inferred metadata",
)
def test_metadata(node: Node, _: World) -> Iterator[Fault]:
    """Keys by resource type in their own letter case; lists as JSON; switches as text."""
    given = node.get("restoreMetadataOverrides") or {}
    known = _METADATA.get(str(node.get("protectedResourceType")))
    low = {k.lower() for k in known or ()}
    for key, value in given.items():
        place = f"restoreMetadataOverrides.{key}"
        if known and key.lower() not in low:
            yield Fault(place, ", ".join(sorted(known)))
        elif key == "vpcSecurityGroupIds" and not _is_list(value):
            yield Fault(place, 'a JSON list as text: ["sg-..."]')
        elif key in ("multiAz", "publiclyAccessible", "deletionProtection") and str(value) not in (
            "true",
            "false",
        ):
            yield Fault(place, '"true" or "false"')
    if len(given) > 50:
        yield Fault("restoreMetadataOverrides", "50 settings")


def _is_list(text: Any) -> bool:
    try:
        found = json.loads(text)
    except (TypeError, ValueError):
        return False
    return isinstance(found, list) and all(isinstance(item, str) for item in found)


@rule(
    "GP-BACKUP-012",
    _TESTING,
    title="Which backups are tested cannot be read.",
    error="InvalidParameterValueException: RecoveryPointSelection",
    source="API backup RestoreTestingRecoveryPointSelection",
)
def test_points(node: Node, _: World) -> Iterator[Fault]:
    """Vault ARNs or *; 1 to 365 days; windows of 1 to 168 hours."""
    for path in ("includeVaults", "excludeVaults"):
        for place, value in node.each(f"recoveryPointSelection.{path}[]"):
            found = arn(value)
            if value != "*" and (found is None or found.service != "backup"):
                yield Fault(place, 'the ARN of a vault, or "*"')
    days = node.number("recoveryPointSelection.selectionWindowDays")
    if days is not None and not 1 <= days <= 365:
        yield Fault("recoveryPointSelection.selectionWindowDays", "1 to 365")
    if node.has("recoveryPointSelection") and not node.list(
        "recoveryPointSelection.includeVaults[]"
    ):
        yield Fault("recoveryPointSelection.includeVaults", "at least one vault")
    if node.has("recoveryPointSelection") and not node.list(
        "recoveryPointSelection.recoveryPointTypes[]"
    ):
        yield Fault("recoveryPointSelection.recoveryPointTypes", "SNAPSHOT, CONTINUOUS or both")


@rule(
    "GP-BACKUP-013",
    _GLOBAL,
    title="That setting of backups does not exist, or this account cannot set it.",
    error="InvalidParameterValueException / AccessDenied: only the management account may change "
    "global settings",
    source="API backup UpdateGlobalSettings",
)
def global_settings(node: Node, world: World) -> Iterator[Fault]:
    """Known keys with true or false as text, in the management account."""
    known = ("isCrossAccountBackupEnabled", "isMpaEnabled", "isDelegatedAdministratorEnabled")
    for key, value in (node.get("globalSettings") or {}).items():
        if key not in known:
            yield Fault(f"globalSettings.{key}", ", ".join(known))
        elif str(value).lower() not in ("true", "false"):
            yield Fault(f"globalSettings.{key}", "true or false")
    organizations = world.of("aws:organizations/organization:Organization")
    if organizations and all(o.account != node.account for o in organizations):
        yield Fault("globalSettings", "this resource in the management account")


@rule(
    "GP-BACKUP-014",
    _REGION,
    _PLAN,
    title="AWS Backup does not save that kind of resource.",
    error="InvalidParameterValueException: Unsupported resource type",
    source="API backup UpdateRegionSettings; AWS Backup Developer Guide: supported services",
)
def resource_types(node: Node, _: World) -> Iterator[Fault]:
    """Types in the service's own spelling."""
    if node.type == _PLAN:
        for place, item in node.each("advancedBackupSettings[]"):
            if item.get("resourceType") not in ("EC2", "S3"):
                yield Fault(f"{place}.resourceType", "EC2 or S3")
        return
    for key in node.get("resourceTypeOptInPreference") or {}:
        if key not in _TYPES:
            yield Fault(f"resourceTypeOptInPreference.{key}", ", ".join(_TYPES))
    for key in node.get("resourceTypeManagementPreference") or {}:
        if key not in ("CloudFormation", "DynamoDB", "EFS"):
            yield Fault(f"resourceTypeManagementPreference.{key}", "CloudFormation, DynamoDB, EFS")


@rule(
    "GP-BACKUP-015",
    _VAULT,
    _PLAN,
    _SELECTION,
    _TESTING,
    _TEST,
    title="Two vaults, plans or selections have one name.",
    error="AlreadyExistsException: Backup vault / plan / selection with the same name exists",
    source="API backup CreateBackupVault",
)
def names_once(node: Node, world: World) -> Iterator[Fault]:
    """Names are unique per account and region; selections per plan."""
    mine = (node.output("name"), node.get("planId"), node.get("restoreTestingPlanName"))
    for other in world.peers(node):
        theirs = (other.output("name"), other.get("planId"), other.get("restoreTestingPlanName"))
        if mine[0] and mine == theirs and other.resource.urn < node.resource.urn:
            yield Fault("name", f"a name {other.name} does not have")


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


@rule(
    "GP-BACKUP-017",
    _NOTIFY,
    title="The vault cannot tell that topic.",
    error="InvalidParameterValueException: FIFO topics and topics of other regions are not supported",
    source="AWS Backup Developer Guide: notification options",
)
def notification_topic(node: Node, _: World) -> Iterator[Fault]:
    """A standard topic of the same region."""
    found = arn(node.get("snsTopicArn"))
    if node.get("snsTopicArn") and (found is None or found.service != "sns"):
        yield Fault("snsTopicArn", "the ARN of a topic")
    elif found and (found.region != node.region or found.resource.endswith(".fifo")):
        yield Fault("snsTopicArn", f"a standard topic in {node.region}")


@rule(
    "GP-BACKUP-018",
    _AIR_GAPPED,
    title="The vault's bounds cannot be.",
    error="InvalidParameterValueException: MinRetentionDays must be at least 7",
    source="API backup CreateLogicallyAirGappedBackupVault",
)
def air_gapped(node: Node, _: World) -> Iterator[Fault]:
    """min from 7, max from min to 36500."""
    low, high = node.number("minRetentionDays"), node.number("maxRetentionDays")
    if low is not None and low < 7:
        yield Fault("minRetentionDays", "7 days at least")
    if low is not None and high is not None and not low <= high <= 36500:
        yield Fault("maxRetentionDays", f"{low:.0f} to 36500 days")


_NAME = r"[a-zA-Z0-9_-]{2,50}"
LIMITS = (
    limit(
        "GP-BACKUP-101",
        _VAULT,
        "name",
        Text(_NAME, "2 to 50 letters, digits, - _", ("a", "a b", "a.b"), ("a_b-c",), 50),
        named=True,
        title="The vault's name has other signs or is too long.",
        error="InvalidParameterValueException: Invalid vault name",
        source="API backup BackupVaultName",
    ),
    limit(
        "GP-BACKUP-102",
        _TESTING,
        "name",
        Text(r"[a-zA-Z0-9_]{1,50}", "letters, digits, _", ("a-b",), ("a_b",), 50),
        named=True,
        title="The test plan's name has letters, digits and underscores only.",
        error="ValidationException: restoreTestingPlanName",
        source="API backup RestoreTestingPlanForCreate",
    ),
    limit(
        "GP-BACKUP-103",
        _TEST,
        "name",
        Text(r"[a-zA-Z0-9_]{1,50}", "letters, digits, _", ("a-b",), ("a_b",), 50),
        named=True,
        title="The test's name has letters, digits and underscores only.",
        error="ValidationException: restoreTestingSelectionName",
        source="API backup RestoreTestingSelectionForCreate",
    ),
    limit(
        "GP-BACKUP-104",
        _TEST,
        "protectedResourceType",
        OneOf(
            "Aurora", "DocumentDB", "DynamoDB", "EBS", "EC2", "EFS", "FSx", "Neptune", "S3", "RDS"
        ),
        title="That kind of resource cannot be restored as a test.",
        error="InvalidParameterValueException: ProtectedResourceType",
        source="API backup CreateRestoreTestingSelection",
    ),
    limit(
        "GP-BACKUP-105",
        _TEST,
        "validationWindowHours",
        Range(0, 168),
        title="Tests are kept 0 to 168 hours for checking.",
        error="InvalidParameterValueException: ValidationWindowHours",
        source="API backup CreateRestoreTestingSelection",
    ),
    limit(
        "GP-BACKUP-106",
        _TESTING,
        "startWindowHours",
        Range(1, 168),
        title="A test starts within 1 to 168 hours.",
        error="InvalidParameterValueException: StartWindowHours",
        source="API backup RestoreTestingPlanForCreate",
    ),
    limit(
        "GP-BACKUP-107",
        _SELECTION,
        "name",
        Text(r"[a-zA-Z0-9_.-]{1,50}", "letters, digits, - _ .", ("a b",), ("a_b-c",), 50),
        named=True,
        title="The selection's name has other signs or is too long.",
        error="InvalidParameterValueException: Invalid selection name",
        source="API backup BackupSelectionName",
    ),
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
