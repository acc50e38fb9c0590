"""RDS: backups, their copies and the windows they are made in."""

from collections.abc import Iterator

from groundplan.rules.constraint import Range, limit
from groundplan.rules.grammar.schedule import daily_window, weekly_window, windows_overlap
from groundplan.rules.node import Node
from groundplan.rules.rds_parts import (
    CLUSTER,
    GUIDE,
    INSTANCE,
    MEMBER,
    NOT_AN_IDENTIFIER,
    snapshot_identifier,
)
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_REPLICATION = "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication"


@rule(
    "GP-RDS-008",
    INSTANCE,
    CLUSTER,
    MEMBER,
    title="The window is not written the way AWS reads it, or is too short.",
    error="InvalidParameterValue: Invalid backup window / maintenance window format",
    source=GUIDE,
)
def windows(node: Node, _: World) -> Iterator[Fault]:
    """hh:mm-hh:mm and ddd:hh:mm-ddd:hh:mm, 30 minutes at least, a week's at most a day."""
    day = "backupWindow" if node.type == INSTANCE else "preferredBackupWindow"
    week = "maintenanceWindow" if node.type == INSTANCE else "preferredMaintenanceWindow"
    if (text := node.get(day)) is not None:
        found = daily_window(str(text))
        if found is None or found[1] < 30:
            yield Fault(day, "hh:mm-hh:mm in UTC, 30 minutes at least")
    if (text := node.get(week)) is not None:
        found = weekly_window(str(text))
        if found is None or not 30 <= found[1] <= 1440:
            yield Fault(week, "ddd:hh:mm-ddd:hh:mm in UTC, 30 minutes to 24 hours")


@rule(
    "GP-RDS-009",
    INSTANCE,
    CLUSTER,
    title="Backups and maintenance want the same hour.",
    error="InvalidParameterValue: The backup window and maintenance window must not overlap.",
    source=GUIDE,
)
def windows_apart(node: Node, _: World) -> Iterator[Fault]:
    """The two windows do not overlap."""
    day = "backupWindow" if node.type == INSTANCE else "preferredBackupWindow"
    week = "maintenanceWindow" if node.type == INSTANCE else "preferredMaintenanceWindow"
    if windows_overlap(str(node.get(day, "")), str(node.get(week, ""))):
        yield Fault(day, f"a window apart from {node.get(week)}")


@rule(
    "GP-RDS-024",
    INSTANCE,
    CLUSTER,
    title="A last snapshot is asked for, but it has no name.",
    error="InvalidParameterCombination: FinalDBSnapshotIdentifier is required unless "
    "SkipFinalSnapshot is specified. (at destroy)",
    source="pulumi-aws rds.Instance",
    probable=True,
)
def final_snapshot(node: Node, _: World) -> Iterator[Fault]:
    """finalSnapshotIdentifier unless skipFinalSnapshot."""
    if not node.truth("skipFinalSnapshot") and not node.has("finalSnapshotIdentifier"):
        yield Fault("finalSnapshotIdentifier", "a name, or skipFinalSnapshot")


@rule(
    "GP-RDS-028",
    _REPLICATION,
    title="Copies of the backups go to another region, with a key of that region.",
    error="InvalidParameterValue / KMSKeyNotAccessibleFault: cross-region replication",
    source="API rds StartDBInstanceAutomatedBackupsReplication",
)
def backup_replication(node: Node, world: World) -> Iterator[Fault]:
    """Made in the destination region, source in another and with backups, key given."""
    from groundplan.rules.grammar.address import arn

    source = arn(node.get("sourceDbInstanceArn"))
    if source and source.region == node.region:
        yield Fault("sourceDbInstanceArn", f"an instance outside {node.region}")
    key = arn(node.get("kmsKeyId"))
    if key and key.region != node.region:
        yield Fault("kmsKeyId", f"a key in {node.region}")
    found = world.find(node.get("sourceDbInstanceArn"), INSTANCE)
    if found:
        if found.truth("storageEncrypted") and not node.has("kmsKeyId"):
            yield Fault("kmsKeyId", f"a key in {node.region}, as the source is encrypted")
        if found.has("backupRetentionPeriod") and not found.number("backupRetentionPeriod"):
            yield Fault("sourceDbInstanceArn", "an instance with automated backups")


LIMITS = (
    limit(
        "GP-RDS-102",
        INSTANCE,
        "finalSnapshotIdentifier",
        snapshot_identifier(),
        title="The snapshot's name has other signs or is too long.",
        error=NOT_AN_IDENTIFIER,
        source=GUIDE,
    ),
    limit(
        "GP-RDS-106",
        INSTANCE,
        "backupRetentionPeriod",
        Range(0, 35),
        title="Backups are kept 0 to 35 days.",
        error="InvalidParameterValue: Invalid backup retention period. Must be between 0 and 35.",
        source=GUIDE,
    ),
    limit(
        "GP-RDS-114",
        _REPLICATION,
        "retentionPeriod",
        Range(1, 35),
        title="Copies are kept 1 to 35 days.",
        error="InvalidParameterValue: BackupRetentionPeriod",
        source=GUIDE,
    ),
)
