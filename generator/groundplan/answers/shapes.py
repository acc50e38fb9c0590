"""Shapes of the parts of the answers: services, stores and flows."""

import shlex
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Slug = Annotated[
    str,
    Field(
        pattern=r"^[a-z](-?[a-z0-9])*$",
        max_length=20,
        description="1 to 20 lowercase letters, digits and single hyphens, a letter first",
    ),
]
UrlPath = Annotated[
    str,
    Field(
        # What the load balancer's path conditions and CloudFront's path patterns both take.
        pattern=r"^/[A-Za-z0-9_\-.$/~\"'@:+&*?]*$",
        max_length=128,
        description="a path that starts with /, * for any characters, at most 128 of them",
    ),
]
HealthPath = Annotated[
    str,
    Field(
        pattern=r"^/[A-Za-z0-9_\-.$/~\"'@:+&%?=,;]*$",
        max_length=1024,
        description="a path that starts with /, without spaces",
    ),
]
VariableName = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z_][A-Za-z0-9_]*$",
        max_length=128,
        description="the name of an environment variable: letters, digits and underscores",
    ),
]
AccountId = Annotated[
    str,
    Field(pattern=r"^[0-9]{12}$", description='12 digits in quotes, like "111122223333"'),
]
Role = Literal["management", "security", "backup", "dev", "staging", "prod"]
EnvironmentName = Literal["dev", "staging", "prod"]
ServiceKind = Literal["web", "api", "worker", "cron", "static"]
FlowKind = Literal["auth", "payment", "webhook", "admin", "ai", "upload", "data", "notification"]


DATABASE_VERSIONS: Mapping[str, tuple[str, ...]] = {
    "postgres": ("17", "16", "18"),
    "aurora-postgresql": ("17", "16", "18"),
    "mysql": ("8.4",),
}
"""Major versions by engine, the default first; those of `stacks/data/database_engines.py`."""


class Model(BaseModel):
    """Base: no unknown key, no change after the check."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def text_of(value: Any) -> Any:
    """A whole number that stands where a text belongs, as the person wrote it."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _not_truth(value: Any) -> Any:
    """True and false are no numbers, though Python counts them as 1 and 0."""
    return str(value).lower() if isinstance(value, bool) else value


def _words(value: Any) -> Any:
    """A command written as one text instead of a list."""
    if isinstance(value, str):
        try:
            return shlex.split(value)
        except ValueError:
            return value
    return value


def _variables(value: Any) -> Any:
    """Values of environment variables are texts; YAML reads 1 and true as something else."""
    if not isinstance(value, Mapping):
        return value
    return {
        name: str(item).lower() if isinstance(item, bool) else text_of(item)
        for name, item in value.items()
    }


def named(value: Any) -> Any:
    """A name alone, as the map it stands for."""
    return {"name": value} if isinstance(value, str) else value


def engine_of(value: Any) -> Any:
    """``postgres 16`` as a map; ``none`` as nothing."""
    if not isinstance(value, str):
        return value
    engine, _, version = value.partition(" ")
    if engine == "none":
        return None
    return {"engine": engine, "version": version} if version else {"engine": engine}


Whole = Annotated[int, BeforeValidator(_not_truth)]
Command = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], BeforeValidator(_words)]
Variables = Annotated[dict[VariableName, str], BeforeValidator(_variables)]


class Service(Model):
    """One thing that runs."""

    name: Slug
    """Name in AWS and in the URL of its registry."""
    kind: ServiceKind
    """web and api answer requests, worker runs always, cron on schedule, static is files."""
    image: str = Field(default="", pattern=r"^(\S+)?$", max_length=500, description="an image name")
    """A finished image; without it the service gets a registry of its own."""
    path: str = ""
    """Where its Dockerfile is in the application, or for static its built files."""
    port: Annotated[Whole, Field(ge=1, le=65535, description="a number from 1 to 65535")] | None = (
        None
    )
    """Where web and api listen."""
    health_path: HealthPath = "/"
    """Answers 200 while the service is fit to work."""
    url_paths: tuple[UrlPath, ...] = ()
    """Paths it answers; without any it answers what nobody else does."""
    cpu: Whole = 256
    """CPU units, 1024 to a vCPU."""
    memory: Whole = 512
    """Memory in MiB."""
    schedule: str = ""
    """When a cron runs: cron(minute hour day month weekday year) or rate(5 minutes), in UTC."""
    command: Command = ()
    """Replaces the image's own command."""
    migration_command: Command = ()
    """Runs once before each release, with the same image and variables."""
    secrets: tuple[VariableName, ...] = ()
    """Variables whose values are set in AWS and never stand in a file."""
    environment: Variables = Field(default_factory=dict)
    """Variables whose values anybody may read; ``${DATABASE_HOST}`` takes one of AWS's."""
    uses: tuple[str, ...] | None = None
    """Stores it uses: database, cache, names of buckets and queues. All of them unless told;
    none for a web front end beside an API."""


class Database(Model):
    """The application's database."""

    engine: Literal["postgres", "aurora-postgresql", "mysql"] = "postgres"
    version: Annotated[str, BeforeValidator(text_of)] = ""
    """Major version; without it the one most applications run on."""

    @model_validator(mode="before")
    @classmethod
    def _version_by_engine(cls, value: Any) -> Any:
        """Names the version, so that an update of Groundplan changes no database."""
        if not isinstance(value, Mapping) or value.get("version"):
            return value
        engine = str(value.get("engine", "postgres"))
        return {**value, "version": DATABASE_VERSIONS.get(engine, ("17",))[0]}


class Cache(Model):
    """The application's cache."""

    engine: Literal["valkey", "redis"] = "valkey"


class Bucket(Model):
    """A private bucket."""

    name: Slug
    purpose: Literal["uploads", "private"] = "private"
    malware_scan: bool = False


class Queue(Model):
    """A queue with its dead-letter queue."""

    name: Slug
    fifo: bool = False
    visibility_timeout_seconds: Whole = Field(
        default=300, ge=0, le=43200, description="seconds from 0 to 43200"
    )


AttributeName = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_.-]{1,255}$",
        description="an attribute: letters, digits, underscore, hyphen and dot",
    ),
]
OptionalAttributeName = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_.-]{0,255}$",
        description="an attribute: letters, digits, underscore, hyphen and dot",
    ),
]


class Table(Model):
    """A DynamoDB table."""

    name: Slug
    hash_key: AttributeName
    hash_key_type: Literal["S", "N", "B"] = "S"
    range_key: OptionalAttributeName = ""
    range_key_type: Literal["S", "N", "B"] = "S"
    ttl_attribute: OptionalAttributeName = ""


class Flow(Model):
    """A part of the application that must not break or be abused."""

    name: Slug
    kind: FlowKind
    paths: tuple[UrlPath, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _kind_by_name(cls, value: Any) -> Any:
        """A flow named as its kind needs no kind."""
        if isinstance(value, Mapping) and "kind" not in value and "name" in value:
            return {**value, "kind": value["name"]}
        return value
