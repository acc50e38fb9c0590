"""What a service gets of the foundation: variables, secrets, permissions, ways in.

A service that uses the database finds ``DATABASE_HOST``, ``DATABASE_PORT``,
``DATABASE_NAME``, ``DATABASE_SSLMODE`` and, as secrets read at start, ``DATABASE_USER``
and ``DATABASE_PASSWORD``: of a user that reads and writes rows, in the services, and of
the master user, who may change tables, in their migrations. ``DATABASE_READER_HOST``
takes reads that may be milliseconds old off the writer, where Aurora has readers
(``aurora_readers``); elsewhere it is the same server. The cache gives
``CACHE_HOST``, ``CACHE_PORT`` and ``CACHE_TLS`` and, as secrets, ``CACHE_USER``,
``CACHE_PASSWORD`` and ``CACHE_URL``, which is all of them in one
(``rediss://user:password@host:port``); a bucket ``BUCKET_<NAME>``; a queue
``QUEUE_<NAME>_URL``; a table ``TABLE_<NAME>``. All get ``APP_ENVIRONMENT`` and
``APP_URL``, a service with a port ``PORT``.

Where the app calls one of them otherwise, its ``environment`` says so, for secrets too:
``POSTGRES_SERVER: ${DATABASE_HOST}``, ``REDIS_URL: ${CACHE_URL}`` (the whole value).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi

from stacks.config_keys import ServiceConfig
from stacks.errors import ConfigError, StackProblem


@dataclass(frozen=True, kw_only=True)
class Reach:
    """A port of a store that a service may open."""

    role: str
    """Which store: ``database``."""
    security_group_id: pulumi.Input[str]
    """Security group of the store."""
    port: pulumi.Input[int]
    """Port it listens on."""


@dataclass(frozen=True, kw_only=True)
class Wiring:
    """Everything of the foundation one service, or one store, brings to a task."""

    environment: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """Plain variables."""
    secrets: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """Variable to ``valueFrom``."""
    secret_arns: tuple[pulumi.Input[str], ...] = ()
    """Secrets the variables come from."""
    secret_key_arns: tuple[pulumi.Input[str], ...] = ()
    """Keys of those secrets."""
    statements: tuple[dict[str, Any], ...] = ()
    """Permissions of the running code."""
    reaches: tuple[Reach, ...] = ()
    """Ports it may open."""

    def __add__(self, other: "Wiring") -> "Wiring":
        """Both together."""
        return Wiring(
            environment={**self.environment, **other.environment},
            secrets={**self.secrets, **other.secrets},
            secret_arns=(*self.secret_arns, *other.secret_arns),
            secret_key_arns=(*self.secret_key_arns, *other.secret_key_arns),
            statements=(*self.statements, *other.statements),
            reaches=(*self.reaches, *other.reaches),
        )

    def named_by(self, service: ServiceConfig) -> "Wiring":
        """With the service's own variables, where ``${NAME}`` stands for one of ours.

        Raises:
            ConfigError: A name is not there, or one variable is plain and secret at once.
        """
        environment, secrets = dict(self.environment), dict(self.secrets)
        problems: list[StackProblem] = []
        for variable, value in service.environment.items():
            key = f"groundplan:services.{service.name}.environment.{variable}"
            if variable in service.secrets:
                problems.append(StackProblem(key=key, what="is one of the secrets too"))
                continue
            environment.pop(variable, None)
            secrets.pop(variable, None)
            reference = re.fullmatch(r"\$\{(\w+)\}", value)
            if reference is None:
                environment[variable] = value
            elif reference[1] in self.environment:
                environment[variable] = self.environment[reference[1]]
            elif reference[1] in self.secrets:
                secrets[variable] = self.secrets[reference[1]]
            else:
                known = ", ".join(sorted({*self.environment, *self.secrets}))
                problems.append(
                    StackProblem(
                        key=key,
                        what="names a variable that is not there",
                        got=value,
                        allowed=known,
                    )
                )
        if problems:
            raise ConfigError(problems)
        return Wiring(
            environment=environment,
            secrets=secrets,
            secret_arns=self.secret_arns,
            secret_key_arns=self.secret_key_arns,
            statements=self.statements,
            reaches=self.reaches,
        )
