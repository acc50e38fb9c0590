"""What of a store exists outside its region or its account."""

from collections.abc import Iterable
from dataclasses import dataclass

from groundplan.engine.plan import Estate, Plan
from groundplan.recovery import assumptions as a
from groundplan.recovery.model import Copy, Kind, Rule, Store
from groundplan.recovery.world import World


@dataclass(frozen=True, kw_only=True, slots=True)
class Elsewhere:
    """The best thing that survives.

    Attributes:
        loss_minutes: Newest data it lacks, at worst.
        kept_days: How far back it goes; 0 where it holds the present only.
        how: The way back.
        restored: It must be restored first; False for a living replica.
        foreign: It is in another account.
        assumptions: Names the numbers rest on.
    """

    loss_minutes: float
    kept_days: int
    how: str
    restored: bool
    foreign: bool
    assumptions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Surroundings:
    """What stands beside a store and decides what it survives.

    Attributes:
        other_region: Best thing outside the region; None where nothing is.
        other_account: Best thing outside the account; None where nothing is.
        noncurrent_days: Days a bucket keeps old versions; 0 for none.
        cluster_members: Instances of a database cluster.
    """

    other_region: Elsewhere | None
    other_account: Elsewhere | None
    noncurrent_days: int
    cluster_members: int


def find_elsewhere(
    store: Store, rules: Iterable[Rule], world: World, estate: Estate
) -> Surroundings:
    """What of a store survives its region and its account.

    A copy counts only where its vault exists. A vault in the store's own account counts
    after a take-over only under a compliance lock: whoever owns the account removes a
    governance lock.
    """
    plan, here = estate[store.stack], store.resource
    copies = [(r, c) for r in rules for c in r.copies if c.vault_arn in world.vaults]
    replica = _replica(plan, store)
    away = [_copied(r, c, here.account) for r, c in copies if c.region != here.region]
    foreign = [_copied(r, c, here.account) for r, c in copies if c.account != here.account]
    foreign += [_kept_by_lock(r) for r in rules if _irrevocable(world, r)]
    return Surroundings(
        other_region=replica or _best(away),
        other_account=_best(foreign),
        noncurrent_days=_noncurrent_days(plan, store) if store.kind is Kind.bucket else 0,
        cluster_members=sum(
            1
            for r in plan.of_type("aws:rds/clusterInstance:ClusterInstance")
            if r.inputs.get("clusterIdentifier") in {here.id, here.outputs.get("clusterIdentifier")}
        ),
    )


def _copied(rule: Rule, copy: Copy, account: str) -> Elsewhere:
    name = copy.vault_arn.rpartition(":")[2]
    return Elsewhere(
        loss_minutes=rule.interval_hours * 60 + rule.start_minutes + a.COPY_MINUTES,
        kept_days=copy.days,
        how=f"restore the newest copy in vault {name}, account {copy.account}, {copy.region}",
        restored=True,
        foreign=copy.account != account,
        assumptions=("job",),
    )


def _kept_by_lock(rule: Rule) -> Elsewhere:
    name = rule.vault_arn.rpartition(":")[2]
    return Elsewhere(
        loss_minutes=rule.interval_hours * 60 + rule.start_minutes,
        kept_days=rule.days,
        how=f"restore from vault {name}, which nobody can empty, once the account is ours again",
        restored=True,
        foreign=False,
        assumptions=("job",),
    )


def _irrevocable(world: World, rule: Rule) -> bool:
    vault = world.vaults.get(rule.vault_arn)
    return vault is not None and vault.locked and vault.changeable_for_days is not None


def _best(found: list[Elsewhere]) -> Elsewhere | None:
    return min(found, key=lambda e: (e.loss_minutes, e.foreign, -e.kept_days), default=None)


def _replica(plan: Plan, store: Store) -> Elsewhere | None:
    """A living replica in another region, which loses minutes instead of a day."""
    here = store.resource
    if store.kind is Kind.bucket:
        for r in plan.of_type("aws:s3/bucketReplicationConfig:BucketReplicationConfig"):
            if r.inputs.get("bucket") == here.outputs.get("bucket"):
                return Elsewhere(
                    loss_minutes=a.REPLICATION_MINUTES,
                    kept_days=0,
                    how="point the application at the replica bucket in the DR region",
                    restored=False,
                    foreign=False,
                    assumptions=("replication",),
                )
    if store.kind is Kind.database:
        token = "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication"
        for r in plan.of_type(token):
            if r.inputs.get("sourceDbInstanceArn") == here.outputs.get("arn"):
                return Elsewhere(
                    loss_minutes=a.REPLICATION_MINUTES,
                    kept_days=int(r.inputs.get("retentionPeriod") or 7),
                    how="restore the replicated backups in the DR region to the last minutes",
                    restored=True,
                    foreign=False,
                    assumptions=("logs",),
                )
    return None


def _noncurrent_days(plan: Plan, store: Store) -> int:
    bucket = store.resource.outputs.get("bucket")
    versioned = any(
        r.inputs.get("bucket") == bucket
        and (r.inputs.get("versioningConfiguration") or {}).get("status") == "Enabled"
        for r in plan.of_type("aws:s3/bucketVersioning:BucketVersioning")
    )
    days = [
        int((rule.get("noncurrentVersionExpiration") or {}).get("noncurrentDays") or 0)
        for r in plan.of_type("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")
        if r.inputs.get("bucket") == bucket
        for rule in r.inputs.get("rules") or ()
    ]
    return max((d for d in days if d), default=36500) if versioned else 0
