"""What the application layer reads of the foundation: the contract between the two.

`export` writes it, `Foundation` reads it. Names are public API.
"""

from collections.abc import Mapping
from typing import Any

import pulumi

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
- ``database``: null or ``{identifier, host, port, name, secret_arn, secret_key_arn,
  security_group_id}``
- ``cache``: null or ``{id, host, port, security_group_id}``
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
        def pick(value: Any) -> Any:
            for key in path:
                value = value[key]
            return value

        return self._stack.require_output(name).apply(pick)
