"""What each scenario costs each store: data lost at worst, and time until it works."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from groundplan.engine.plan import Estate
from groundplan.recovery import assumptions as a
from groundplan.recovery.elsewhere import Elsewhere, find_elsewhere
from groundplan.recovery.model import Kind, Objective, Rule, Scenario, Store
from groundplan.recovery.stores import find_stores
from groundplan.recovery.world import World, read_world

_DAY = 24 * 60.0
# A continuous rule takes everything else as snapshots.
_CONTINUOUS_TYPES = frozenset({"Aurora", "RDS", "S3"})
Span = tuple[float, float]


def find_objectives(estate: Estate) -> tuple[Objective, ...]:
    """An objective for each store and scenario, by stack, store and scenario."""
    world = read_world(estate)
    return tuple(
        _OF_KIND[store.kind](_Subject(store, world, estate), scenario)
        for store in find_stores(estate)
        for scenario in Scenario
    )


class _Subject:
    """A store with everything known about it, and the answers its kinds share."""

    def __init__(self, store: Store, world: World, estate: Estate) -> None:
        self.store = store
        self.inputs: Mapping[str, Any] = store.resource.inputs
        self.rules = world.rules(store)
        self.elsewhere = find_elsewhere(store, self.rules, world, estate)
        self.rotated = store.resource.outputs.get("arn") in _rotated(store, estate)

    def answer(
        self,
        scenario: Scenario,
        loss: float | None,
        restore: Span | None,
        how: str,
        *names: str,
        kept_days: int = 0,
    ) -> Objective:
        return Objective(
            store=self.store,
            scenario=scenario,
            loss_minutes=loss,
            restore_minutes=restore,
            kept_days=kept_days,
            how=how,
            assumptions=_timed(restore, names),
        )

    def lost(self, scenario: Scenario) -> Objective:
        return self.answer(scenario, None, None, "nothing is left to restore from")

    def from_backup(self, scenario: Scenario, restore: Span, *names: str) -> Objective:
        """Newest recovery point in the vault of the account itself."""
        if not self.rules:
            return self.lost(scenario)
        rule = min(self.rules, key=_loss)
        return self.answer(
            scenario,
            _loss(rule),
            restore,
            f"restore the newest recovery point of rule {rule.name}",
            "job",
            *names,
            kept_days=_kept(self.rules),
        )

    def far_away(self, scenario: Scenario, restore: Span, *names: str) -> Objective:
        """What region or account cannot take along."""
        found: Elsewhere | None = {
            Scenario.region: self.elsewhere.other_region,
            Scenario.account: self.elsewhere.other_account,
            Scenario.dr_only: self.elsewhere.other_region,
        }[scenario]
        if found is None:
            return self.lost(scenario)
        extra, name = (
            (a.ACCOUNT_MINUTES, "account")
            if scenario is Scenario.account or found.foreign
            else (a.REBUILD_MINUTES, "rebuild")
        )
        return self.answer(
            scenario,
            found.loss_minutes,
            _sum(extra, restore if found.restored else (0.0, 0.0)),
            found.how,
            name,
            *(("detected",) if scenario is Scenario.account else ()),
            *found.assumptions,
            *(names if found.restored else ()),
            kept_days=found.kept_days,
        )


def _database(subject: _Subject, scenario: Scenario) -> Objective:
    # What it may have grown to, not what it began with.
    sizes = (subject.inputs.get(name) or 0 for name in ("allocatedStorage", "maxAllocatedStorage"))
    restore, clustered = _restore_span(float(max(sizes))), subject.store.kind is Kind.cluster
    names = ("restore", *(("unsized",) if clustered else ()))
    multi_az = _spread(subject)
    if scenario is Scenario.row:
        return _point_in_time(subject, scenario, restore, *names)
    if scenario in {Scenario.instance, Scenario.zone} and multi_az:
        return subject.answer(
            scenario, 0, a.FAILOVER_MINUTES, "the standby takes over by itself", "failover"
        )
    if scenario is Scenario.instance:
        return subject.answer(
            scenario, 0, a.RESTART_MINUTES, "AWS starts it again by itself", "restart"
        )
    if scenario is Scenario.zone and clustered:
        return subject.answer(
            scenario,
            0,
            a.RESTART_MINUTES,
            "add an instance in another zone: the storage lies in three",
            "instance",
        )
    if scenario is Scenario.zone:
        return _point_in_time(subject, scenario, restore, *names)
    return subject.far_away(scenario, restore, *names)


def _point_in_time(subject: _Subject, scenario: Scenario, restore: Span, *names: str) -> Objective:
    own = int(subject.inputs.get("backupRetentionPeriod") or 0)
    recovery = subject.inputs.get("pointInTimeRecovery") or {}
    if recovery.get("enabled"):
        own = int(recovery.get("recoveryPeriodInDays") or 35)
    continuous = max((r.days for r in subject.rules if r.continuous), default=0)
    if subject.store.backup_type not in _CONTINUOUS_TYPES:
        continuous = 0
    if not own and not continuous:
        return subject.from_backup(scenario, restore, *names)
    return subject.answer(
        scenario,
        a.LOG_MINUTES,
        restore,
        "restore beside it to the second before, and bring the rows over"
        if scenario is Scenario.row
        else "restore to the last five minutes in another zone",
        "logs",
        "detected",
        *names,
        kept_days=max(own, continuous),
    )


def _bucket(subject: _Subject, scenario: Scenario) -> Objective:
    if scenario is Scenario.row:
        days = subject.elsewhere.noncurrent_days
        if days:
            return subject.answer(
                scenario,
                0,
                a.VERSION_MINUTES,
                "bring the previous version back",
                "versions",
                "detected",
                kept_days=days,
            )
        return subject.from_backup(scenario, a.BUCKET_RESTORE_MINUTES, "bucket-restore")
    if scenario in {Scenario.instance, Scenario.zone}:
        return _survives(subject, scenario)
    return subject.far_away(scenario, a.BUCKET_RESTORE_MINUTES, "bucket-restore")


def _table(subject: _Subject, scenario: Scenario) -> Objective:
    restore = a.RESTORE_BASE_MINUTES
    if scenario is Scenario.row:
        return _point_in_time(subject, scenario, restore, "restore")
    if scenario in {Scenario.instance, Scenario.zone}:
        return _survives(subject, scenario)
    return subject.far_away(scenario, restore, "restore")


def _file_system(subject: _Subject, scenario: Scenario) -> Objective:
    if scenario is Scenario.row:
        return subject.from_backup(scenario, a.BUCKET_RESTORE_MINUTES, "bucket-restore")
    if scenario in {Scenario.instance, Scenario.zone}:
        return _survives(subject, scenario)
    return subject.far_away(scenario, a.BUCKET_RESTORE_MINUTES, "bucket-restore")


def _volume(subject: _Subject, scenario: Scenario) -> Objective:
    if scenario is Scenario.instance:
        return subject.answer(
            scenario, 0, a.RESTART_MINUTES, "AWS starts the instance elsewhere with it", "restart"
        )
    restore = _restore_span(float(subject.inputs.get("size") or 0))
    if scenario in {Scenario.row, Scenario.zone}:
        return subject.from_backup(scenario, restore, "restore")
    return subject.far_away(scenario, restore, "restore")


_AWAY = (Scenario.region, Scenario.account, Scenario.dr_only)


def _rotated(store: Store, estate: Estate) -> frozenset[Any]:
    """ARNs of the secrets of a store's stack that get their values from a rotation."""
    plan = next(plan for plan in estate.plans if plan.stack == store.stack)
    rotations = plan.of_type("aws:secretsmanager/secretRotation:SecretRotation")
    return frozenset(rotation.inputs.get("secretId") for rotation in rotations)


def _secret(subject: _Subject, scenario: Scenario) -> Objective:
    gone = subject.inputs.get("recoveryWindowInDays") == 0 and scenario is Scenario.row
    if subject.rotated and (gone or scenario in _AWAY):
        span = a.ACCOUNT_MINUTES if scenario is Scenario.account else a.REBUILD_MINUTES
        name = "account" if scenario is Scenario.account else "rebuild"
        return subject.answer(scenario, 0, span, "deployed again, its rotation fills it", name)
    if scenario is Scenario.row:
        days = subject.inputs.get("recoveryWindowInDays")
        if days == 0:
            return subject.answer(
                scenario,
                0,
                a.REISSUE_MINUTES,
                "have a new value issued: a deleted secret is gone at once",
                "reissue",
            )
        return subject.answer(
            scenario,
            0,
            a.VERSION_MINUTES,
            "move the label AWSCURRENT back to the previous version, or cancel the deletion",
            "versions",
            kept_days=30 if days is None else int(days),
        )
    if scenario in {Scenario.instance, Scenario.zone}:
        return _survives(subject, scenario)
    replicas = subject.inputs.get("replicas") or ()
    if scenario is not Scenario.account and replicas:
        return subject.answer(
            scenario, 1, a.REBUILD_MINUTES, "promote the replica in the DR region", "rebuild"
        )
    return subject.answer(
        scenario,
        0,
        a.REISSUE_MINUTES,
        "have a new value issued and put it in; no copy of a secret leaves the account",
        "reissue",
    )


def _queue(subject: _Subject, scenario: Scenario) -> Objective:
    if scenario in {Scenario.instance, Scenario.zone}:
        return _survives(subject, scenario)
    days = float(subject.inputs.get("messageRetentionSeconds") or 4 * 86400) / 86400
    if scenario is Scenario.row:
        return subject.answer(
            scenario, days * _DAY, (0, 0), "a deleted message is gone; send it again", "resend"
        )
    far = a.ACCOUNT_MINUTES if scenario is Scenario.account else a.REBUILD_MINUTES
    return subject.answer(
        scenario,
        days * _DAY,
        far,
        "made again, empty, with the stack",
        "resend",
        "account" if scenario is Scenario.account else "rebuild",
    )


def _cache(subject: _Subject, scenario: Scenario) -> Objective:
    if scenario in {Scenario.instance, Scenario.zone} and subject.inputs.get(
        "automaticFailoverEnabled"
    ):
        return subject.answer(
            scenario, 1, a.FAILOVER_MINUTES, "a replica takes over by itself", "failover"
        )
    if scenario is Scenario.row:
        return subject.answer(scenario, 0, (0, 0), "the application fills it again", "rebuildable")
    far: Mapping[Scenario, tuple[Span, str]] = {
        Scenario.instance: (a.RESTART_MINUTES, "restart"),
        Scenario.zone: (a.RESTORE_BASE_MINUTES, "restore"),
        Scenario.region: (a.REBUILD_MINUTES, "rebuild"),
        Scenario.account: (a.ACCOUNT_MINUTES, "account"),
        Scenario.dr_only: (a.REBUILD_MINUTES, "rebuild"),
    }
    span, name = far[scenario]
    return subject.answer(
        scenario, None, span, "made again, empty; the application fills it", "rebuildable", name
    )


def _other(subject: _Subject, scenario: Scenario) -> Objective:
    """A store of which only the backups are known: what it survives by itself is not."""
    restore = a.RESTORE_BASE_MINUTES
    if scenario in {Scenario.row, Scenario.instance, Scenario.zone}:
        return subject.from_backup(scenario, restore, "restore", "unsized")
    return subject.far_away(scenario, restore, "restore", "unsized")


def _timed(restore: Span | None, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names, and that somebody must act where nothing happens by itself."""
    by_itself = not restore or not restore[1] or {"failover", "restart"} & set(names)
    return names if by_itself else ("clock", *names)


def _survives(subject: _Subject, scenario: Scenario) -> Objective:
    return subject.answer(scenario, 0, (0, 0), "AWS keeps it in three zones; nothing to do")


def _spread(subject: _Subject) -> bool:
    if subject.store.kind is Kind.cluster:
        return subject.elsewhere.cluster_members > 1
    return bool(subject.inputs.get("multiAz"))


def _restore_span(gigabytes: float) -> Span:
    low, high = a.RESTORE_BASE_MINUTES
    return low, high + a.RESTORE_MINUTES_PER_GB * gigabytes


def _loss(rule: Rule) -> float:
    return rule.interval_hours * 60 + rule.start_minutes


def _kept(rules: Iterable[Rule]) -> int:
    return max((rule.days for rule in rules), default=0)


def _sum(one: Span, other: Span) -> Span:
    return one[0] + other[0], one[1] + other[1]


_OF_KIND: Mapping[Kind, Callable[[_Subject, Scenario], Objective]] = {
    Kind.database: _database,
    Kind.cluster: _database,
    Kind.bucket: _bucket,
    Kind.table: _table,
    Kind.file_system: _file_system,
    Kind.volume: _volume,
    Kind.secret: _secret,
    Kind.queue: _queue,
    Kind.cache: _cache,
    Kind.other: _other,
}
