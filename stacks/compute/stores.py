"""Wires the stores of the foundation to the services that use them."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pulumi

from stacks.compute.wiring import Reach, Wiring
from stacks.config import StackConfig
from stacks.config_keys import ServiceConfig
from stacks.errors import ConfigError, StackProblem
from stacks.references import Foundation


def wire(
    service: ServiceConfig,
    config: StackConfig,
    foundation: Foundation,
    url: pulumi.Input[str] | None,
    *,
    migrating: bool = False,
) -> Wiring:
    """What one service gets, or its migrations get.

    ``uses`` of the service lists it: ``database``, ``cache``, names of buckets, queues and
    tables. Without ``uses`` a service gets all of them, except a web front end beside an
    API, which gets none: it asks the API. ``url`` is where visitors find the application,
    none where they cannot.

    Raises:
        ConfigError: ``uses`` or ``secrets`` names what the foundation does not have, or
            ``secrets`` what the stores give.
    """
    stores = _stores(config, foundation, "secret_arn" if migrating else "login_secret_arn")
    wiring = Wiring(environment={"APP_ENVIRONMENT": config.context.environment})
    for name in _uses(service, config, sorted(stores)):
        wiring += stores[name]()
    if url is not None:
        wiring += Wiring(environment={"APP_URL": url})
    if service.port is not None:
        wiring += Wiring(environment={"PORT": str(service.port)})
    taken = sorted(set(service.secrets) & {*wiring.environment, *wiring.secrets})
    if taken:
        raise ConfigError(
            StackProblem(
                key=f"groundplan:services.{service.name}.secrets",
                what="names variables that the service gets of its stores",
                got=", ".join(taken),
                fix="remove them; a secret of yours beside it takes another name",
            )
        )
    return (wiring + _own_secrets(service, config, foundation)).named_by(service)


def _uses(service: ServiceConfig, config: StackConfig, known: list[str]) -> list[str]:
    if service.uses is None:
        has_api = any(other.kind == "api" for other in config.values.services)
        return [] if service.kind == "web" and has_api else known
    unknown = sorted(set(service.uses) - set(known))
    if unknown:
        raise ConfigError(
            StackProblem(
                key=f"groundplan:services.{service.name}.uses",
                what="names a store that is not configured",
                got=", ".join(unknown),
                allowed=", ".join(known) or "none",
            )
        )
    return sorted(service.uses)


def _stores(
    config: StackConfig, foundation: Foundation, login: str
) -> dict[str, Callable[[], Wiring]]:
    values, region = config.values, config.context.region
    stores: dict[str, Callable[[], Wiring]] = {}
    if values.database is not None:
        stores["database"] = partial(_database, values.database.engine, foundation, login)
    if values.cache is not None:
        stores["cache"] = partial(_cache, foundation)
    for make, configured in (
        (_bucket, values.buckets),
        (_queue, values.queues),
        (_table, values.tables),
    ):
        for store in configured:
            stores[store.name] = partial(make, store.name, region, foundation)
    return stores


def _database(engine: str, foundation: Foundation, login: str) -> Wiring:
    secret = foundation.text("database", login)
    return Wiring(
        environment={
            "DATABASE_HOST": foundation.text("database", "host"),
            "DATABASE_READER_HOST": foundation.text("database", "reader_host"),
            "DATABASE_PORT": _digits(foundation, "database"),
            "DATABASE_NAME": foundation.text("database", "name"),
            # The server refuses connections without TLS anyway; this is the client's half,
            # in the words of each engine's client.
            "DATABASE_SSLMODE": "REQUIRED" if "mysql" in engine else "require",
        },
        # ECS reads one key of a JSON secret as arn:key:version-stage:version-id.
        secrets={
            "DATABASE_USER": pulumi.Output.concat(secret, ":username::"),
            "DATABASE_PASSWORD": pulumi.Output.concat(secret, ":password::"),
        },
        secret_arns=(secret,),
        secret_key_arns=(foundation.text("database", "secret_key_arn"),),
        reaches=(database_reach(foundation),),
    )


def _cache(foundation: Foundation) -> Wiring:
    secret = foundation.text("cache", "login_secret_arn")
    return Wiring(
        environment={
            "CACHE_HOST": foundation.text("cache", "host"),
            "CACHE_PORT": _digits(foundation, "cache"),
            "CACHE_TLS": "true",
        },
        secrets={
            "CACHE_USER": pulumi.Output.concat(secret, ":username::"),
            "CACHE_PASSWORD": pulumi.Output.concat(secret, ":password::"),
            # All of it in one, for clients that take nothing else: rediss://user:password@host:port
            "CACHE_URL": pulumi.Output.concat(secret, ":url::"),
        },
        secret_arns=(secret,),
        secret_key_arns=(foundation.text("cache", "secret_key_arn"),),
        reaches=(_reach(foundation, "cache"),),
    )


def _bucket(name: str, region: str, foundation: Foundation) -> Wiring:
    arn = foundation.text("buckets", name, "arn")
    return Wiring(
        environment={f"BUCKET_{_upper(name)}": foundation.text("buckets", name, "bucket")},
        statements=(
            {"Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": arn},
            {
                "Effect": "Allow",
                "Action": [
                    "s3:AbortMultipartUpload",
                    "s3:DeleteObject",
                    "s3:GetObject",
                    "s3:GetObjectTagging",
                    "s3:PutObject",
                ],
                "Resource": pulumi.Output.concat(arn, "/*"),
            },
            _key_through("s3", region, foundation.text("buckets", name, "key_arn")),
        ),
    )


def _queue(name: str, region: str, foundation: Foundation) -> Wiring:
    return Wiring(
        environment={f"QUEUE_{_upper(name)}_URL": foundation.text("queues", name, "url")},
        statements=(
            {
                "Effect": "Allow",
                "Action": [
                    "sqs:ChangeMessageVisibility",
                    "sqs:DeleteMessage",
                    "sqs:GetQueueAttributes",
                    "sqs:ReceiveMessage",
                    "sqs:SendMessage",
                ],
                "Resource": foundation.text("queues", name, "arn"),
            },
            _key_through("sqs", region, foundation.text("data_key_arn")),
        ),
    )


def _table(name: str, region: str, foundation: Foundation) -> Wiring:
    arn = foundation.text("tables", name, "arn")
    return Wiring(
        environment={f"TABLE_{_upper(name)}": foundation.text("tables", name, "name")},
        statements=(
            {
                "Effect": "Allow",
                "Action": [
                    "dynamodb:BatchGetItem",
                    "dynamodb:BatchWriteItem",
                    "dynamodb:ConditionCheckItem",
                    "dynamodb:DeleteItem",
                    "dynamodb:DescribeTable",
                    "dynamodb:GetItem",
                    "dynamodb:PutItem",
                    "dynamodb:Query",
                    "dynamodb:Scan",
                    "dynamodb:UpdateItem",
                ],
                "Resource": [arn, pulumi.Output.concat(arn, "/index/*")],
            },
            _key_through("dynamodb", region, foundation.text("tables", name, "key_arn")),
        ),
    )


def _own_secrets(service: ServiceConfig, config: StackConfig, foundation: Foundation) -> Wiring:
    listed = config.values.secrets
    unknown = sorted(set(service.secrets) - set(listed)) if listed else []
    if unknown:
        raise ConfigError(
            StackProblem(
                key=f"groundplan:services.{service.name}.secrets",
                what="names a secret that groundplan:secrets does not list",
                got=", ".join(unknown),
                allowed=", ".join(listed),
            )
        )
    arns = {name: foundation.text("secrets", name) for name in sorted(service.secrets)}
    return Wiring(
        secrets=arns,
        secret_arns=tuple(arns.values()),
        secret_key_arns=(foundation.text("data_key_arn"),) if arns else (),
    )


def _key_through(service: str, region: str, key_arn: pulumi.Input[str]) -> dict[str, Any]:
    """The key, but only as the service uses it."""
    return {
        "Effect": "Allow",
        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
        "Resource": key_arn,
        "Condition": {"StringEquals": {"kms:ViaService": f"{service}.{region}.amazonaws.com"}},
    }


def database_reach(foundation: Foundation) -> Reach:
    """The database's port, or that of the pool in front of it."""
    return _reach(foundation, "database")


def _reach(foundation: Foundation, store: str) -> Reach:
    return Reach(
        role=store,
        security_group_id=foundation.text(store, "security_group_id"),
        port=_digits(foundation, store).apply(int),
    )


def _digits(foundation: Foundation, store: str) -> pulumi.Output[str]:
    # Numbers cross the stack boundary as numbers; variables are text.
    return foundation.text(store, "port").apply(lambda port: str(int(port)))


def _upper(name: str) -> str:
    return name.upper().replace("-", "_")
