"""Every key a stack's config may hold, and the form of its value.

Rules that look at several keys, or at the settings, stand in `config`.
"""

import re
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from stacks.data.database_engines import DEFAULT_VERSIONS, ENGINES, EngineName
from stacks.people import BaseEmail, Contact, ContactKind, IdentityCenter
from stacks.settings import Profile


def _slug(text: str) -> str:
    """Part of names in AWS, of buckets too, which take no capitals and no underscores."""
    if len(text) > 20 or not re.fullmatch("[a-z](-?[a-z0-9])*", text):
        raise ValueError(
            "must be 1 to 20 lowercase letters, digits and single hyphens, a letter first"
        )
    return text


Slug = Annotated[str, AfterValidator(_slug)]


def _account_id(text: str) -> str:
    if not re.fullmatch("[0-9]{12}", text):
        # Without quotes YAML reads a number, and drops the zeros it starts with.
        raise ValueError('must be 12 digits in quotes, as in "012345678901"')
    return text


AccountId = Annotated[str, AfterValidator(_account_id)]
Region = Annotated[str, Field(pattern=r"^[a-z]{2}-[a-z]+-[0-9]$")]
OrganizationId = Annotated[str, Field(pattern=r"^(o-[a-z0-9]{10,32})?$")]
DATABASE_LOGIN = "DATABASE_LOGIN"
"""Secret with the login of the services: ``{"username": …, "password": …}``."""
CACHE_LOGIN = "CACHE_LOGIN"
"""Secret with the login to the cache, which a rotation fills: ``{"username": …, "password": …,
"host": …, "port": …, "url": …}``."""
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
    """Stores it uses: ``database``, ``cache``, names of buckets, queues and tables. All of
    them unless told; none for a web front end beside an API."""


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
    """A private bucket. ``uploads`` takes files from browsers by presigned URL.

    ``malware_scan`` has GuardDuty look at each new object, for about 0.09 USD a GB.
    """

    name: Slug
    purpose: Literal["uploads", "private"] = "private"
    malware_scan: bool = False


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


class Document(_Model):
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
    identity_center: Annotated[IdentityCenter | None, BeforeValidator(lambda v: v or None)] = None
    """Enabled by hand; empty until `groundplan bootstrap organization` has found it, and then
    nobody gets access through it."""
    contacts: dict[ContactKind, Contact] = Field(default_factory=dict)
    trusted_services: tuple[str, ...] = ()
    """Services an adopted organization trusts besides ours; without them here they lose it."""
    protected_environments: tuple[Literal["dev", "staging", "prod"], ...] = ()
    """Environments that the organization backs up besides their own plan. Named once their
    foundation is deployed: AWS wants role and vault to be there first."""
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
    def _login_is_ours(self) -> Self:
        for name, store in ((DATABASE_LOGIN, "database"), (CACHE_LOGIN, "cache")):
            if name in self.secrets:
                raise ValueError(f"secrets must not name {name}, which is made with the {store}")
        return self

    @model_validator(mode="after")
    def _regions_differ(self) -> Self:
        if self.region == self.dr_region:
            raise ValueError("dr_region must differ from region")
        return self
