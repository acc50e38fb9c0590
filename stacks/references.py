"""What the application layer reads of the foundation: the contract between the two.

`export` writes it, `Foundation` reads it. Names are public API.
"""

from collections.abc import Mapping
from typing import Any

import pulumi

from stacks.errors import StackError, StackProblem

OUTPUTS = (
    "vpc_id",
    "public_subnet_ids",
    "private_subnet_ids",
    "isolated_subnet_ids",
    "task_subnet_ids",
    "data_key_arn",
    "logs_key_arn",
    "topics_key_arn",
    "topics",
    "zone_id",
    "zone_name_servers",
    "database",
    "cache",
    "buckets",
    "queues",
    "secrets",
    "tables",
)
"""Stack outputs of ``foundation/<env>``.

- ``topics``: region to ``{"page": arn, "ticket": arn}`` (home region and us-east-1)
- ``database``: null or ``{identifier, host, reader_host, port, name, secret_arn,
  login_secret_arn, secret_key_arn, security_group_id}``; ``secret_arn`` is the master user's
- ``cache``: null or ``{id, host, port, login_secret_arn, secret_key_arn, security_group_id}``
- ``buckets``: configured name to ``{bucket, arn, key_arn}``
- ``queues``: configured name to ``{name, url, arn, dead_letter_name, dead_letter_arn}``
- ``secrets``: the variable's name to the secret's ARN
- ``tables``: configured name to ``{name, arn, key_arn}``
"""


def export(values: Mapping[str, Any]) -> None:
    """Export the foundation's outputs, exactly those of the contract."""
    if set(values) != set(OUTPUTS):
        raise AssertionError(f"outputs differ: {sorted(set(values) ^ set(OUTPUTS))}")
    for name in OUTPUTS:
        pulumi.export(name, values[name])


class Foundation:
    """Typed view of the foundation stack of the same account and environment."""

    def __init__(self, environment: str, opts: pulumi.ResourceOptions | None = None) -> None:
        # Self-managed backends call every organization "organization".
        self._stack = pulumi.StackReference(f"organization/foundation/{environment}", opts=opts)
        self._environment = environment
        # Asked for again and again: one output each keeps a stack of many services fast.
        self._known: dict[tuple[str, ...], pulumi.Output[Any]] = {}

    def text(self, name: str, *path: str) -> pulumi.Output[str]:
        """One text value, by output name and keys below it."""
        return self._value(name, path)

    def texts(self, name: str, *path: str) -> pulumi.Output[list[str]]:
        """A list of texts, by output name and keys below it."""
        return self._value(name, path)

    def mapping(self, name: str, *path: str) -> pulumi.Output[Mapping[str, str]]:
        """A map of texts, by output name and keys below it."""
        return self._value(name, path)

    def _value(self, name: str, path: tuple[str, ...]) -> pulumi.Output[Any]:
        key = (name, *path)
        if key not in self._known:
            if path:
                above = self._value(name, path[:-1])
                self._known[key] = above.apply(lambda found: self._below(found, key))
            else:
                self._known[key] = self._stack.require_output(name)
        return self._known[key]

    def _below(self, found: Mapping[str, Any] | None, key: tuple[str, ...]) -> Any:
        if found is None or key[-1] not in found:
            raise StackError(
                StackProblem(
                    key=".".join(key),
                    what="is used by the application and is not in its foundation",
                    allowed=", ".join(sorted(found or ())) or "nothing is there",
                    fix=f"add it to foundation/Pulumi.{self._environment}.yaml and deploy "
                    "that layer first",
                )
            )
        return found[key[-1]]
