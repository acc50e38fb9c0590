"""DynamoDB tables: encrypted, protected, restorable to any second."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context
from stacks.data.key import Key
from stacks.data.table_alarms import TABLE_ALARMS
from stacks.observability.alarm import Alarms, AlarmsArgs
from stacks.observability.notifications import Topics

AttributeType = Literal["S", "N", "B"]


@dataclass(frozen=True, kw_only=True)
class TableArgs:
    """Settings of a table. Paid by request and by GB; point-in-time recovery 0.20 USD per GB."""

    context: Context
    """Who and where."""
    key: Key
    """Key of the items."""
    topics: Topics
    """Where its alarms go."""
    page: bool
    """False sends pages to the ticket topic too."""
    hash_key: str
    """Partition key."""
    recovery_days: int
    """Days of point-in-time recovery, 1 to 35."""
    hash_key_type: AttributeType = "S"
    """Text, number or bytes."""
    range_key: str = ""
    """Sort key; none by default."""
    range_key_type: AttributeType = "S"
    """Text, number or bytes."""
    ttl_attribute: str = ""
    """Attribute with the second an item expires; none by default."""
    deletion_protection: bool = False
    """AWS refuses to delete the table."""
    protect: bool = False
    """Pulumi refuses to delete or replace the table."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """Tags beside the provider's, such as the one that selects it for backup."""


class Table(Component, token="groundplan:data:Table"):
    """A table paid by request.

    Invariants: point-in-time recovery; encryption with the given key. Keys cannot change
    in place: a new key means a new, empty table.
    """

    CHILDREN = ("table",)

    name: pulumi.Output[str]
    """Physical name, the dimension of its metrics."""
    arn: pulumi.Output[str]
    """ARN of the table."""

    def __init__(
        self,
        name: str,
        args: TableArgs,
        opts: pulumi.ResourceOptions | None = None,
        overrides: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        super().__init__(name, opts, overrides)
        self._args = args
        attributes = [{"name": args.hash_key, "type": args.hash_key_type}]
        if args.range_key:
            attributes.append({"name": args.range_key, "type": args.range_key_type})
        table = aws.dynamodb.Table(
            f"{name}-table",
            **self._merged(
                "table",
                {
                    "billing_mode": "PAY_PER_REQUEST",
                    "deletion_protection_enabled": args.deletion_protection,
                    "tags": dict(args.tags),
                    "attributes": attributes,
                },
                {
                    "hash_key": args.hash_key,
                    "range_key": args.range_key or None,
                    "ttl": {"attribute_name": args.ttl_attribute, "enabled": True}
                    if args.ttl_attribute
                    else None,
                    "point_in_time_recovery": {
                        "enabled": True,
                        "recovery_period_in_days": args.recovery_days,
                    },
                    "server_side_encryption": {"enabled": True, "kms_key_arn": args.key.arn},
                    "region": args.context.region,
                },
            ),
            opts=self._child(protect=args.protect, retain_on_delete=args.protect),
        )
        self.name, self.arn = table.name, table.arn
        Alarms(
            f"{name}-alarms",
            AlarmsArgs(
                context=args.context,
                topics=args.topics,
                specs=TABLE_ALARMS,
                dimensions={"TableName": self.name},
                page=args.page,
            ),
            self._child(),
        )
        self.register_outputs({"name": self.name, "arn": self.arn})

    def exported(self) -> dict[str, pulumi.Input[str]]:
        """What the application layer reads."""
        return {"name": self.name, "arn": self.arn, "key_arn": self._args.key.arn}

    def grant_read(self) -> list[dict[str, Any]]:
        """Policy statements that let a role read items."""
        return self._grant(["BatchGetItem", "GetItem", "Query"], ["kms:Decrypt"])

    def grant_write(self) -> list[dict[str, Any]]:
        """Policy statements that let a role write and delete items."""
        return self._grant(
            ["BatchWriteItem", "DeleteItem", "PutItem", "UpdateItem"],
            ["kms:Decrypt", "kms:GenerateDataKey"],
        )

    def _grant(self, operations: list[str], key_actions: list[str]) -> list[dict[str, Any]]:
        return [
            {
                "Effect": "Allow",
                "Action": [f"dynamodb:{operation}" for operation in operations],
                "Resource": [self.arn, pulumi.Output.concat(self.arn, "/index/*")],
            },
            {"Effect": "Allow", "Action": key_actions, "Resource": [self._args.key.arn]},
        ]
