"""Reads ``Pulumi.<env>.yaml`` once and turns it into typed values.

Every key stands under ``groundplan:``. All problems are reported together, each with its
key. Nothing else in ``stacks`` reads Pulumi's config.
"""

import json
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Annotated, Any, Literal, Self

import pulumi
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from stacks.context import Context
from stacks.data.database_engines import DEFAULT_VERSIONS, ENGINES, EngineName
from stacks.errors import ConfigError, StackProblem
from stacks.network.addresses import PREFIXES
from stacks.regions import ZONES
from stacks.settings import Environment, Profile, Settings, settings_for

NAMESPACE = "groundplan"

Slug = Annotated[str, Field(pattern=r"^[a-z](-?[a-z0-9])*$", max_length=20)]
AccountId = Annotated[str, Field(pattern=r"^[0-9]{12}$")]
Region = Annotated[str, Field(pattern=r"^[a-z]{2}-[a-z]+-[0-9]$")]
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


class FlowConfig(_Model):
    """A part of the app that must not break or be abused."""

    name: Slug
    kind: FlowKind
    paths: tuple[str, ...] = ()


class _Document(_Model):
    """Every key a stack's config may hold."""

    organization: Slug
    app: Slug
    environment: Literal["dev", "staging", "prod", "main"]
    profile: Profile = "standard"
    region: Region
    dr_region: Region
    accounts: dict[str, AccountId]
    domain: str = ""
    dns_delegated: bool = True
    """The registrar names our name servers, so that certificates can be issued. Say false
    to deploy before that: CloudFront then serves its own name."""
    notification_email: str = ""
    repository: str = ""
    data_held: tuple[Literal["personal", "payment", "health"], ...] = ()
    services: tuple[ServiceConfig, ...] = ()
    database: DatabaseConfig | None = None
    cache: CacheConfig | None = None
    buckets: tuple[BucketConfig, ...] = ()
    queues: tuple[QueueConfig, ...] = ()
    critical_flows: tuple[FlowConfig, ...] = ()
    secrets: tuple[str, ...] = ()
    releases: dict[str, str] = Field(default_factory=dict)
    """Image tag by service that the deploy workflow writes; a service without one has 0 tasks."""
    settings: dict[str, Any] = Field(default_factory=dict)

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


def load() -> StackConfig:
    """Read and check the config of the running stack.

    Raises:
        ConfigError: With every problem found.
    """
    document = _parse(_read())
    environment: Environment = "prod" if document.environment == "main" else document.environment
    settings = settings_for(document.profile, environment, document.settings)
    _check(document, settings)
    return StackConfig(
        context=Context(
            organization=document.organization,
            app=document.app,
            environment=document.environment,
            region=document.region,
            dr_region=document.dr_region,
            account=document.accounts[document.environment],
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
    if text[:1] in "[{" or text == "null":
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


def _check(document: _Document, settings: Settings) -> None:
    problems: list[StackProblem] = []
    if document.environment not in document.accounts:
        problems.append(
            StackProblem(
                key=f"{NAMESPACE}:accounts.{document.environment}",
                what="has no account id yet",
                fix="run `groundplan bootstrap accounts`, or write the id here in quotes",
            )
        )
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
