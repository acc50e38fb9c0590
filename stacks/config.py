"""Reads ``Pulumi.<env>.yaml`` once and turns it into typed values.

Every key stands under ``groundplan:``. All problems are reported together, each with its
key. Nothing else in ``stacks`` reads Pulumi's config.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from ipaddress import IPv4Network
from typing import Annotated, Any, Literal, Self

import pulumi
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from stacks.context import Context
from stacks.data.database_engines import DEFAULT_VERSIONS, ENGINES, EngineName
from stacks.data.limits import store_problems
from stacks.errors import ConfigError, StackProblem
from stacks.network.addresses import PREFIXES
from stacks.people import BaseEmail, Contact, ContactKind, IdentityCenter
from stacks.recovery.rules import backup_problems
from stacks.regions import ZONES
from stacks.settings import Environment, Profile, Settings, settings_for

NAMESPACE = "groundplan"

LOG_DAYS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557)
"""Retentions CloudWatch takes, among those worth having."""

Slug = Annotated[str, Field(pattern=r"^[a-z](-?[a-z0-9])*$", max_length=20)]
AccountId = Annotated[str, Field(pattern=r"^[0-9]{12}$")]
Region = Annotated[str, Field(pattern=r"^[a-z]{2}-[a-z]+-[0-9]$")]
OrganizationId = Annotated[str, Field(pattern=r"^(o-[a-z0-9]{10,32})?$")]
Overridable = Literal["cache", "database", "network"]
FlowKind = Literal["auth", "payment", "webhook", "admin", "ai", "upload", "data", "notification"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class ServiceConfig(_Model):
    """One thing that runs.

    ``image`` names a finished image; without it the service has a registry of its own and
    ``path`` says where its Dockerfile (or, for ``static``, its files) is in the app.
    """

    name: Slug
    kind: Literal["web", "api", "worker", "cron", "static"]
    image: str = ""
    path: str = ""
    port: int | None = Field(default=None, ge=1, le=65535)
    health_path: str = "/"
    url_paths: tuple[str, ...] = ()
    cpu: int = 256
    memory: int = 512
    schedule: str = ""
    command: tuple[str, ...] = ()
    migration_command: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    environment: dict[str, str] = Field(default_factory=dict)
    """A value such as ``${DATABASE_HOST}`` takes one of the variables of
    `stacks.compute.wiring`."""
    uses: tuple[str, ...] | None = None
    """Stores it uses: ``database``, ``cache``, names of buckets and queues. All of them
    unless told; none for a web front end beside an API."""


class DatabaseConfig(_Model):
    """The application's database. Without ``version``, the one most applications run on."""

    engine: EngineName = "postgres"
    version: str = ""

    @model_validator(mode="after")
    def _version_of_the_engine(self) -> Self:
        engine = ENGINES[self.engine]
        if not self.version:
            object.__setattr__(self, "version", DEFAULT_VERSIONS[self.engine])
        if self.version not in engine.versions:
            raise ValueError(
                f"version {self.version} is not one AWS supports for {self.engine}, "
                f"allowed: {', '.join(engine.versions)}"
            )
        return self


class CacheConfig(_Model):
    """The application's cache."""

    engine: Literal["valkey", "redis"] = "valkey"


class BucketConfig(_Model):
    """A private bucket. ``uploads`` takes files from browsers by presigned URL."""

    name: Slug
    purpose: Literal["uploads", "private"] = "private"


class QueueConfig(_Model):
    """A queue with its dead-letter queue."""

    name: Slug
    fifo: bool = False
    visibility_timeout_seconds: int = Field(default=300, ge=0, le=43200)


class TableConfig(_Model):
    """A DynamoDB table."""

    name: Slug
    hash_key: str = Field(pattern=r"^[A-Za-z0-9_.-]{1,255}$")
    hash_key_type: Literal["S", "N", "B"] = "S"
    range_key: str = Field(default="", pattern=r"^[A-Za-z0-9_.-]{0,255}$")
    range_key_type: Literal["S", "N", "B"] = "S"
    ttl_attribute: str = Field(default="", pattern=r"^[A-Za-z0-9_.-]{0,255}$")


class ComplianceLockConfig(_Model):
    """What somebody typed before the vaults become irrevocable.

    The lock can be taken back for ``irrevocable_from`` minus ``confirmed_on`` days after
    the first deployment; then nobody can delete a recovery point before its time, nor the
    vaults, AWS support included.
    """

    confirmation: Literal["I understand that nobody can undo this, AWS included"]
    confirmed_on: date
    irrevocable_from: date

    @model_validator(mode="after")
    def _days(self) -> Self:
        # PutBackupVaultLockConfiguration takes 3 days at least.
        if self.changeable_for_days < 3:
            raise ValueError("irrevocable_from must be 3 days or more after confirmed_on")
        return self

    @property
    def changeable_for_days(self) -> int:
        """Days from the first deployment in which the lock can be taken back."""
        return (self.irrevocable_from - self.confirmed_on).days


class FlowConfig(_Model):
    """A part of the app that must not break or be abused."""

    name: Slug
    kind: FlowKind
    paths: tuple[str, ...] = ()


class GitHubIds(_Model):
    """Numbers GitHub never reuses: they survive a rename, and a stranger cannot take them.

    ``owner_id`` and ``repository_id`` come from ``gh api repos/OWNER/NAME``. Without them
    only the classic form of a token's subject is trusted.
    """

    owner_id: str = Field(default="", pattern=r"^[0-9]*$")
    repository_id: str = Field(default="", pattern=r"^[0-9]*$")


class _Document(_Model):
    """Every key a stack's config may hold."""

    organization: Slug
    app: Slug
    environment: Literal["dev", "staging", "prod", "main"]
    profile: Profile = "standard"
    region: Region
    dr_region: Region
    accounts: dict[str, AccountId]
    organization_id: OrganizationId = ""
    """``o-…``; empty until the organization exists."""
    compliance_lock: ComplianceLockConfig | None = None
    domain: str = ""
    dns_delegations: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Name servers of the other environments' zones, by first label; in prod's foundation."""
    dns_delegated: bool = True
    """The registrar names our name servers, so that certificates can be issued. Say false
    to deploy before that: CloudFront then serves its own name."""
    notification_email: str = ""
    repository: str = Field(default="", pattern=r"^$|^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$")
    """GitHub repository of this infrastructure (``owner/name``); empty: no roles for CI."""
    repository_ids: GitHubIds = GitHubIds()
    base_email: BaseEmail = ""
    """Accounts get ``name+<organization>-<role>@domain`` of it."""
    account_emails: dict[str, str] = Field(default_factory=dict)
    """E-mail by account role where plus-addressing is not wanted."""
    adopted: tuple[str, ...] = ()
    """``organization`` and account roles that existed before: imported as they are. Emptied
    after the first run, which then moves the accounts into their units."""
    identity_center: IdentityCenter | None = None
    """Enabled by hand; absent, nobody gets access through it."""
    contacts: dict[ContactKind, Contact] = Field(default_factory=dict)
    trusted_services: tuple[str, ...] = ()
    """Services an adopted organization trusts besides ours; without them here they lose it."""
    organizational_units: dict[str, Annotated[str, Field(pattern=r"^ou-[0-9a-z-]+$")]] = Field(
        default_factory=dict
    )
    """Ids of units that existed before, by our name for them (``security``, ``prod``…)."""
    monthly_budget_usd: dict[str, Annotated[int, Field(ge=1)]] = Field(default_factory=dict)
    """Budget by account role, in place of the default."""
    data_held: tuple[Literal["personal", "payment", "health"], ...] = ()
    services: tuple[ServiceConfig, ...] = ()
    database: DatabaseConfig | None = None
    cache: CacheConfig | None = None
    buckets: tuple[BucketConfig, ...] = ()
    queues: tuple[QueueConfig, ...] = ()
    tables: tuple[TableConfig, ...] = ()
    critical_flows: tuple[FlowConfig, ...] = ()
    secrets: tuple[str, ...] = ()
    releases: dict[str, str] = Field(default_factory=dict)
    """Image tag by service that the deploy workflow writes; a service without one has 0 tasks."""
    settings: dict[str, Any] = Field(default_factory=dict)
    overrides: dict[Overridable, dict[str, dict[str, Any]]] = Field(default_factory=dict)
    """Arguments of a component's children, by component and role, over its defaults."""

    @model_validator(mode="after")
    def _regions_differ(self) -> Self:
        if self.region == self.dr_region:
            raise ValueError("dr_region must differ from region")
        return self


@dataclass(frozen=True, kw_only=True)
class StackConfig:
    """Config of one stack, checked.

    Attributes:
        context: Who and where.
        settings: Sizes and policies by profile and environment.
        zones: Availability zone ids the network uses.
        values: Everything else, as written.
    """

    context: Context
    settings: Settings
    zones: tuple[str, ...]
    values: _Document


def load(account_role: str = "") -> StackConfig:
    """Read and check the config of the running stack.

    Args:
        account_role: Key of ``accounts`` the stack deploys into; its environment unless told.

    Raises:
        ConfigError: With every problem found.
    """
    document = _parse(_read())
    environment: Environment = "prod" if document.environment == "main" else document.environment
    settings = settings_for(document.profile, environment, document.settings)
    role = account_role or document.environment
    _check(document, settings, role)
    return StackConfig(
        context=Context(
            organization=document.organization,
            app=document.app,
            environment=document.environment,
            region=document.region,
            dr_region=document.dr_region,
            account=document.accounts[role],
            accounts=document.accounts,
        ),
        settings=settings,
        zones=ZONES[document.region][: settings.availability_zones],
        values=document,
    )


def _read() -> dict[str, Any]:
    config = pulumi.Config(NAMESPACE)
    found: dict[str, Any] = {}
    for key in _Document.model_fields:
        text = config.get(key)
        if text is not None:
            found[key] = _plain(text)
    return found


def _plain(text: str) -> Any:
    """Objects and lists arrive as JSON text, everything else as itself."""
    if text.startswith(("[", "{")) or text == "null":
        return json.loads(text)
    return text


def _parse(values: dict[str, Any]) -> _Document:
    try:
        return _Document.model_validate(values)
    except ValidationError as error:
        raise ConfigError(
            StackProblem(
                key=f"{NAMESPACE}:" + ".".join(str(part) for part in problem["loc"]),
                what=problem["msg"].lower().removeprefix("value error, "),
                got="" if problem["type"] == "missing" else repr(problem["input"]),
            )
            for problem in error.errors()
        ) from None


def _shared_accounts(document: _Document) -> list[StackProblem]:
    """One account in two roles: the walls between them would not exist."""
    roles: dict[str, str] = {}
    problems = []
    for role, account in sorted(document.accounts.items()):
        if account in roles:
            problems.append(
                StackProblem(
                    key=f"{NAMESPACE}:accounts.{role}",
                    what=f"is the account of {roles[account]} too",
                    got=account,
                    allowed="a different account for each role",
                    fix="leave it out, and `groundplan bootstrap accounts` writes the created one",
                )
            )
        roles.setdefault(account, role)
    return problems


def _site_problems(settings: Settings, *, zones: int) -> Iterator[StackProblem]:
    """Problems of the settings of the network and the logs, by config key."""
    allowed: dict[str, Sequence[int]] = {
        "availability_zones": range(2, zones + 1),
        "nat_gateways": range(settings.availability_zones + 1),
        "log_days": LOG_DAYS,
        "audit_log_days": LOG_DAYS,
    }
    for name, values in allowed.items():
        if getattr(settings, name) not in values:
            yield StackProblem(
                key=f"{NAMESPACE}:settings.{name}",
                what="has a value that is not accepted",
                got=str(getattr(settings, name)),
                allowed=", ".join(map(str, values)),
            )


def _check(document: _Document, settings: Settings, role: str) -> None:
    problems = list(backup_problems(settings, locked=document.compliance_lock is not None))
    if role not in document.accounts:
        problems.append(
            StackProblem(
                key=f"{NAMESPACE}:accounts.{role}",
                what="has no account id yet",
                fix="run `groundplan bootstrap accounts`, or write the id here in quotes",
            )
        )
    problems.extend(_shared_accounts(document))
    problems.extend(
        store_problems(
            settings,
            region=document.region,
            engine=ENGINES[document.database.engine] if document.database else None,
            cache=document.cache is not None,
        )
    )
    problems.extend(_site_problems(settings, zones=len(ZONES.get(document.region, ())) or 3))
    problems.extend(
        StackProblem(
            key=f"{NAMESPACE}:{key}",
            what="is not a region Groundplan deploys into",
            got=value,
            allowed=", ".join(sorted(ZONES)),
        )
        for key, value in (("region", document.region), ("dr_region", document.dr_region))
        if value not in ZONES
    )
    try:
        network = IPv4Network(settings.vpc_cidr)
    except ValueError as error:
        problems.append(
            StackProblem(
                key=f"{NAMESPACE}:settings.vpc_cidr", what=str(error), got=settings.vpc_cidr
            )
        )
    else:
        if network.prefixlen not in PREFIXES:
            problems.append(
                StackProblem(
                    key=f"{NAMESPACE}:settings.vpc_cidr",
                    what="does not hold the subnets",
                    got=settings.vpc_cidr,
                    allowed=f"a range from /{PREFIXES.start} to /{PREFIXES.stop - 1}",
                )
            )
    if problems:
        raise ConfigError(problems)
