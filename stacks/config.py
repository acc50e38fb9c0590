"""Reads ``Pulumi.<env>.yaml`` once and turns it into typed values.

Every key stands under ``groundplan:``. All problems are reported together, each with its
key. Nothing else in ``stacks`` reads Pulumi's config.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pydantic import ValidationError

from stacks.config_keys import Document
from stacks.context import Context
from stacks.data.database_engines import ENGINES
from stacks.data.limits import store_problems
from stacks.errors import ConfigError, StackProblem
from stacks.network.addresses import range_problems
from stacks.network.endpoints import GATEWAYS
from stacks.recovery.rules import backup_problems
from stacks.regions import ZONES
from stacks.settings import Environment, Settings, settings_for

NAMESPACE = "groundplan"

LOG_DAYS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557)
"""Retentions CloudWatch takes, among those worth having."""


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
    values: Document


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
    for key in Document.model_fields:
        text = config.get(key)
        if text is not None:
            found[key] = _plain(text)
    return found


def _plain(text: str) -> Any:
    """Objects and lists arrive as JSON text, everything else as itself."""
    if text.startswith(("[", "{")) or text == "null":
        return json.loads(text)
    return text


def _parse(values: dict[str, Any]) -> Document:
    try:
        return Document.model_validate(values)
    except ValidationError as error:
        raise ConfigError(
            StackProblem(
                key=f"{NAMESPACE}:" + (".".join(map(str, problem["loc"])) or "config"),
                what=_words(problem["msg"]),
                got="" if problem["type"] == "missing" else _short(problem["input"]),
            )
            for problem in error.errors()
        ) from None


def _words(message: str) -> str:
    """Pydantic's message within a sentence; our own as it was written."""
    ours = message.removeprefix("Value error, ")
    return ours if ours != message else f"{message[:1].lower()}{message[1:]}"


def _short(value: Any) -> str:
    """A value as it was got, unless it is a whole section, which says nothing."""
    return "" if isinstance(value, Mapping) else repr(value)


def _shared_accounts(document: Document) -> list[StackProblem]:
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


def _shared_names(document: Document) -> Iterator[StackProblem]:
    """Two stores of one name: a service that uses it could not say which."""
    taken: dict[str, str] = {"cache": "the cache", "database": "the database"}
    for section in ("buckets", "queues", "tables"):
        for index, store in enumerate(getattr(document, section)):
            if store.name in taken:
                yield StackProblem(
                    key=f"{NAMESPACE}:{section}.{index}.name",
                    what=f"is the name of {taken[store.name]} too",
                    got=store.name,
                    allowed="a name of its own for each bucket, queue and table",
                )
            taken.setdefault(store.name, f"another of the {section}")
    for variable in sorted({s for s in document.secrets if document.secrets.count(s) > 1}):
        yield StackProblem(key=f"{NAMESPACE}:secrets", what="names a secret twice", got=variable)


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
    if settings.ipv6_egress and not settings.nat_gateways:
        yield StackProblem(
            key=f"{NAMESPACE}:settings.ipv6_egress",
            what="is the way out of the private subnets, and without a NAT gateway nothing "
            "runs in them",
            got="true",
            allowed="false, or nat_gateways of 1 and more",
        )
    for service in settings.interface_endpoints:
        if service in GATEWAYS or not re.fullmatch(r"[a-z0-9.-]+", service):
            yield StackProblem(
                key=f"{NAMESPACE}:settings.interface_endpoints",
                what="names a service that has no interface endpoint here",
                got=service,
                allowed="services as in com.amazonaws.<region>.<service>, but for "
                f"{' and '.join(GATEWAYS)}, which have a free gateway",
            )


def _check(document: Document, settings: Settings, role: str) -> None:
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
    problems.extend(range_problems(settings.vpc_cidr, f"{NAMESPACE}:settings.vpc_cidr"))
    problems.extend(_shared_names(document))
    if problems:
        raise ConfigError(problems)
