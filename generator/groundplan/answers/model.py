"""The answers as one typed model: shapes here, rules between answers in `rules`."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from groundplan.answers.regions import DR_REGIONS
from groundplan.answers.shapes import (
    DATABASE_VERSIONS,
    AccountId,
    Bucket,
    Cache,
    Database,
    EnvironmentName,
    Flow,
    Model,
    Queue,
    Role,
    Service,
    Slug,
    Table,
    engine_of,
    named,
    text_of,
)

VPC_CIDRS: Mapping[EnvironmentName, str] = {
    "dev": "10.16.0.0/16",
    "staging": "10.32.0.0/16",
    "prod": "10.48.0.0/16",
}
"""Address range by environment where nobody chose one."""


def _ids(value: Any) -> Any:
    """An account to create is one without an id, so `create` is no map entry at all."""
    if value == "create":
        return {}
    if isinstance(value, Mapping):
        return {role: text_of(number) for role, number in value.items() if number != "create"}
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
    base_email: str = Field(
        default="",
        pattern=r"^$|^[A-Za-z0-9._%-]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}$",
        max_length=64,
        description="an e-mail address without a plus sign",
    )
    """Address that the AWS accounts' own addresses are made from, as in aws+acme-prod@…"""
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
    database: Annotated[Database | None, BeforeValidator(engine_of)] = Database(
        version=DATABASE_VERSIONS["postgres"][0]
    )
    """The database, or none."""
    cache: Annotated[Cache | None, BeforeValidator(engine_of)] = None
    """The cache, or none."""
    buckets: tuple[Annotated[Bucket, BeforeValidator(named)], ...] = ()
    """Private buckets."""
    queues: tuple[Annotated[Queue, BeforeValidator(named)], ...] = ()
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
        answers.setdefault("base_email", f"aws@{answers.get('domain', 'example.com')}")
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
