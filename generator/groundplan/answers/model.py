"""The answers as one typed model: shapes here, rules between answers in `rules`."""

import shlex
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from groundplan.answers.regions import DR_REGIONS

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

VPC_CIDRS: Mapping[EnvironmentName, str] = {
    "dev": "10.16.0.0/16",
    "staging": "10.32.0.0/16",
    "prod": "10.48.0.0/16",
}
"""Address range by environment where nobody chose one."""


DATABASE_VERSIONS: Mapping[str, tuple[str, ...]] = {
    "postgres": ("17", "16", "18"),
    "aurora-postgresql": ("17", "16", "18"),
    "mysql": ("8.4",),
}
"""Major versions by engine, the default first; those of `stacks/data/database_engines.py`."""


class Model(BaseModel):
    """Base: no unknown key, no change after the check."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _text(value: Any) -> Any:
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
        name: str(item).lower() if isinstance(item, bool) else _text(item)
        for name, item in value.items()
    }


def _named(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


def _engine(value: Any) -> Any:
    """``postgres 16`` as a map; ``none`` as nothing."""
    if not isinstance(value, str):
        return value
    engine, _, version = value.partition(" ")
    if engine == "none":
        return None
    return {"engine": engine, "version": version} if version else {"engine": engine}


def _ids(value: Any) -> Any:
    """`create` is a map without an id; an empty id is one that is created."""
    if value == "create":
        return {}
    if isinstance(value, Mapping):
        return {role: _text(number) for role, number in value.items() if number != "create"}
    return value


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
    version: Annotated[str, BeforeValidator(_text)] = ""
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


class Answers(Model):
    """Everything that was asked. Words are those of the config the stacks read."""

    blueprint: str = "web_app"
    """Which kind of application."""
    organization: Slug = "acme"
    """Short name of the company; it starts every name in AWS."""
    app: Slug = "app"
    """Short name of the application."""
    repository: str = Field(
        default="",
        pattern=r"^$|^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}/[A-Za-z0-9._-]{1,100}$",
        description="owner/name of a GitHub repository",
    )
    """GitHub repository of the infrastructure; its workflows may deploy."""
    domain: str = Field(
        default="example.com",
        pattern=r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$",
        # The first name of a certificate holds 64 characters, and `staging.` stands before it.
        max_length=56,
        description="a domain in lowercase like example.com, at most 56 characters",
    )
    """Domain the customers visit."""
    notification_email: str = Field(
        default="",
        pattern=r"^$|^[A-Za-z0-9._%+-]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}$",
        max_length=64,
        description="an e-mail address of at most 64 characters",
    )
    """Mailbox for alarms and budget warnings."""
    region: str = "eu-west-1"
    """Home region."""
    dr_region: str = ""
    """Region that receives the copies of backups."""
    accounts: Annotated[
        dict[Role, AccountId],
        BeforeValidator(_ids),
        Field(description="`create`, or a map from role to account id"),
    ] = Field(default_factory=dict)
    """Account ids by role, as far as they exist; the others are created."""
    profile: Literal["launch", "standard", "regulated"] = "standard"
    """How much production to buy."""
    data_held: tuple[Literal["personal", "payment", "health"], ...] = ("personal",)
    """What is stored about people."""
    vpc_cidrs: dict[EnvironmentName, str] = Field(default_factory=lambda: dict(VPC_CIDRS))
    """Address range by environment."""
    services: tuple[Service, ...] = Field(
        default=(Service(name="web", kind="web", path=".", port=3000, health_path="/"),),
        description="a YAML list of services",
    )
    """What runs."""
    database: Annotated[Database | None, BeforeValidator(_engine)] = Database(
        version=DATABASE_VERSIONS["postgres"][0]
    )
    """The database, or none."""
    cache: Annotated[Cache | None, BeforeValidator(_engine)] = None
    """The cache, or none."""
    buckets: tuple[Annotated[Bucket, BeforeValidator(_named)], ...] = ()
    """Private buckets."""
    queues: tuple[Annotated[Queue, BeforeValidator(_named)], ...] = ()
    """Queues."""
    tables: tuple[Table, ...] = ()
    """DynamoDB tables."""
    critical_flows: tuple[Flow, ...] = ()
    """What must not break or be abused."""

    @model_validator(mode="before")
    @classmethod
    def _derived(cls, value: Any) -> Any:
        """Defaults that follow from other answers."""
        if not isinstance(value, Mapping):
            return value
        answers = dict(value)
        organization, app = answers.get("organization", "acme"), answers.get("app", "app")
        answers.setdefault("repository", f"{organization}/{app}-infra")
        answers.setdefault("notification_email", f"ops@{answers.get('domain', 'example.com')}")
        answers.setdefault(
            "dr_region", DR_REGIONS.get(str(answers.get("region", "eu-west-1")), "us-west-2")
        )
        if isinstance(cidrs := answers.get("vpc_cidrs"), Mapping):
            answers["vpc_cidrs"] = {**VPC_CIDRS, **cidrs}
        return answers

    def to_data(self) -> dict[str, Any]:
        """Plain data for the template: what was said, and defaults only where they matter."""
        data = self.model_dump(mode="json")
        database, cache = self.database, self.cache
        data["database"] = f"{database.engine} {database.version}" if database else "none"
        data["cache"] = cache.engine if cache else "none"
        data["services"] = [_said(service, Service) for service in data["services"]]
        data["tables"] = [_said(table, Table) for table in data["tables"]]
        return data


def _said(values: Mapping[str, Any], model: type[Model]) -> dict[str, Any]:
    """The values that differ from the model's default."""
    said = {}
    for name, value in values.items():
        default = model.model_fields[name].get_default(call_default_factory=True)
        if value != (list(default) if isinstance(default, tuple) else default):
            said[name] = value
    return said
