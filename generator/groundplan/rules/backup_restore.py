"""AWS Backup: restore testing."""

import json
from collections.abc import Iterator
from typing import Any

from groundplan.rules.constraint import OneOf, Range, Text, limit
from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_TESTING = "aws:backup/restoreTestingPlan:RestoreTestingPlan"
_TEST = "aws:backup/restoreTestingSelection:RestoreTestingSelection"


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


LIMITS = (
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
)
