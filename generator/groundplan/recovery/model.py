"""Stores, what protects them, and what that is worth when something breaks."""

from dataclasses import dataclass
from enum import StrEnum

from groundplan.engine.plan import Resource


class Kind(StrEnum):
    """What kind of store a resource is."""

    database = "database"
    cluster = "database cluster"
    bucket = "bucket"
    table = "table"
    file_system = "file system"
    volume = "volume"
    secret = "secret"
    queue = "queue"
    cache = "cache"
    other = "other store"


class Scenario(StrEnum):
    """What breaks."""

    row = "a row or object is deleted"
    instance = "an instance dies"
    zone = "a zone dies"
    region = "the region dies"
    account = "the account is taken over"
    dr_only = "the DR region is all that is left"


@dataclass(frozen=True, kw_only=True, slots=True)
class Store:
    """A resource that holds data.

    Attributes:
        kind: What kind of store it is.
        backup_type: AWS Backup's name of its type; empty where AWS Backup cannot take it.
        stack: Stack it belongs to.
        environment: Environment of the stack.
        dr_region: Region the stack's config names for copies.
        name: Name of the component, or of the resource where it has none.
        resource: The resource itself.
    """

    kind: Kind
    backup_type: str
    stack: str
    environment: str
    dr_region: str
    name: str
    resource: Resource


@dataclass(frozen=True, kw_only=True, slots=True)
class Copy:
    """Where a rule copies each recovery point.

    Attributes:
        vault_arn: Vault that receives it.
        account: Twelve digits.
        region: Region of the vault.
        days: Days it is kept there; 0 for ever.
        cold_after_days: Days until it moves to cold storage; 0 for never.
    """

    vault_arn: str
    account: str
    region: str
    days: int
    cold_after_days: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One schedule of a backup plan.

    Attributes:
        stack: Stack of the plan.
        plan: Logical name of the plan.
        name: Name of the rule.
        interval_hours: Longest time between two runs.
        start_minutes: Latest start after the scheduled time.
        days: Days its recovery points are kept; 0 for ever.
        cold_after_days: Days until they move to cold storage; 0 for never.
        continuous: Point-in-time recovery where the type allows.
        vault_arn: Vault that receives them; empty where no such vault is in the account.
        copies: Where they are copied.
        role_arn: Role that makes backup and copy.
    """

    stack: str
    plan: str
    name: str
    interval_hours: float
    start_minutes: float
    days: int
    cold_after_days: int
    continuous: bool
    vault_arn: str
    copies: tuple[Copy, ...]
    role_arn: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Vault:
    """A backup vault.

    Attributes:
        arn: ARN.
        resource: The resource itself.
        key_arn: Key it encrypts with; empty for AWS's own.
        policies: Access policy documents.
        min_days: Shortest retention its lock admits; 0 for any.
        max_days: Longest retention its lock admits; 0 for any.
        locked: It has a lock.
        changeable_for_days: Days in which a compliance lock can be taken back; None for
            governance or no lock.
        irrevocable_from: Day after which it cannot, as somebody typed it; empty for none.
    """

    arn: str
    resource: Resource
    key_arn: str
    policies: tuple[str, ...]
    min_days: int
    max_days: int
    locked: bool
    changeable_for_days: int | None
    irrevocable_from: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """A promise the estate cannot keep.

    Attributes:
        code: Stable name of the kind of finding.
        stack: Stack it is in.
        resource: Logical name of the store, rule or vault.
        what: What is wrong.
        fix: The next step.
    """

    code: str
    stack: str
    resource: str
    what: str
    fix: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Objective:
    """What a scenario costs one store.

    Attributes:
        store: The store.
        scenario: What breaks.
        loss_minutes: Newest data that is lost, at worst; None: all of it.
        restore_minutes: Shortest and longest time until it works again; None: never.
        kept_days: How far back one can go; 0 where that says nothing.
        how: The way back.
        assumptions: Keys of `assumptions.ASSUMPTIONS` the numbers rest on.
    """

    store: Store
    scenario: Scenario
    loss_minutes: float | None
    restore_minutes: tuple[float, float] | None
    kept_days: int
    how: str
    assumptions: tuple[str, ...]
