"""AWS Backup: vaults, their locks and their notifications."""

from collections.abc import Iterator
from typing import Any

from groundplan.rules.constraint import Text, limit
from groundplan.rules.grammar.address import arn
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
_NOTIFY = "aws:backup/vaultNotifications:VaultNotifications"


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
)
