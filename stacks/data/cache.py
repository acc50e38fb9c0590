"""The application's cache: Valkey or Redis."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.data.cache_alarms import cache_alarms
from stacks.data.cache_classes import CacheEngine
from stacks.data.home import DataHome
from stacks.data.limits import cache_problems, refuse
from stacks.network.access import SecurityGroup, SecurityGroupArgs
from stacks.observability.alarm import Alarms, AlarmsArgs

PORT = 6379
_LOGS = ("engine-log", "slow-log")


@dataclass(frozen=True, kw_only=True)
class CacheArgs:
    """Settings of a cache. Each node costs its type: about 12 USD a month for t4g.micro."""

    home: DataHome
    """Where it lives."""
    engine: CacheEngine
    """Engine, a row of `cache_classes`."""
    node_type: str
    """ElastiCache node type."""
    nodes: int
    """1: no failover. From 2 on: replicas in other zones, failover within a minute."""
    snapshot_days: int
    """Days of daily snapshots; 0 for none."""
    overrides: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The owner's values by child, over the component's defaults."""


class Cache(Component, token="groundplan:data:Cache"):
    """A replication group in isolated subnets, reached by TLS from groups let in by name.

    It has no password. A token would stand in the state and in every task's environment;
    who may connect is instead decided by the security group, and the wire is encrypted. One
    that lives outside the program can be given to it (``docs/runbooks/cache.md``).
    Clients use ``rediss://``.

    A cache is not a store: what must survive belongs in the database, so deleting it makes no
    last snapshot. Keys leave by least
    recent use once memory is full, and only those that carry an expiry, so jobs that are
    queued here stay.

    ElastiCache's own events (failover, maintenance) go nowhere: it publishes to topics without
    encryption only, and marks an encrypted one inactive. A failover shows as the alarms
    ``engine-cpu-percent-max`` (a node that does not report) and ``replication-lag``; what AWS
    plans arrives as an event of AWS Health.
    https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ElastiCacheSNS.html

    Invariants: encrypted at rest with our key and on the wire, isolated subnets, failover
    to another zone wherever there are two nodes.
    """

    CHILDREN = ("group", "parameters")

    def __init__(
        self, name: str, args: CacheArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts, args.overrides)
        refuse(cache_problems(f"{name}.", args.node_type, args.nodes, args.snapshot_days))
        self._args = args
        child = self._child()
        self.access = SecurityGroup(
            f"{name}-access",
            SecurityGroupArgs(
                context=args.home.context,
                vpc_id=args.home.vpc_id,
                description=f"{args.engine.name} of {args.home.context.app}: services only",
            ),
            child,
        )
        subnets = aws.elasticache.SubnetGroup(
            f"{name}-subnets",
            description=f"Isolated subnets of {args.home.context.prefix}",
            subnet_ids=list(args.home.subnet_ids),
            opts=child,
        )
        parameters = aws.elasticache.ParameterGroup(
            f"{name}-parameters",
            **self._merged(
                "parameters",
                # Nothing else: setting what AWS already has (volatile-lru) would show up in
                # every preview. The group is there so that a later change replaces nothing.
                {"description": f"Parameters of {args.home.context.prefix}"},
                {"family": args.engine.family},
            ),
            opts=child,
        )
        self.group = aws.elasticache.ReplicationGroup(
            f"{name}-group",
            **self._merged(
                "group",
                self._defaults(parameters, self._logs()),
                self._safety(subnets),
            ),
            opts=self._child(
                protect=args.home.protect,
                custom_timeouts=pulumi.CustomTimeouts(create="60m", update="90m", delete="60m"),
            ),
        )
        self._alarms()
        self.register_outputs({"id": self.group.replication_group_id})

    def exported(self) -> dict[str, Any]:
        """What the application layer reads."""
        return {
            "id": self.group.replication_group_id,
            "host": self.group.primary_endpoint_address,
            "port": PORT,
            "security_group_id": self.access.id,
        }

    def _logs(self) -> list[dict[str, Any]]:
        args = self._args
        # Groups under this prefix share one statement of the account's log policy, which
        # holds 5,120 characters.
        prefix = f"/aws/vendedlogs/elasticache/{args.home.context.prefix}"
        groups = {
            log: aws.cloudwatch.LogGroup(
                f"{self._name}-{log}",
                name=f"{prefix}/{log}",
                retention_in_days=args.home.log_days,
                kms_key_id=args.home.logs_key_arn,
                opts=self._child(),
            )
            for log in _LOGS
        }
        return [
            {
                "destination": group.name,
                "destination_type": "cloudwatch-logs",
                "log_format": "json",
                "log_type": log,
            }
            for log, group in groups.items()
        ]

    def _defaults(
        self, parameters: aws.elasticache.ParameterGroup, logs: list[dict[str, Any]]
    ) -> dict[str, Any]:
        args = self._args
        return {
            "description": f"Cache of {args.home.context.prefix}",
            "engine_version": args.engine.version,
            "node_type": args.node_type,
            "num_cache_clusters": args.nodes,
            "parameter_group_name": parameters.name,
            "snapshot_retention_limit": args.snapshot_days,
            "snapshot_window": "03:00-04:00",
            "maintenance_window": args.home.maintenance_window,
            "auto_minor_version_upgrade": True,
            # A change that waits for the window shows up in every preview until then.
            "apply_immediately": True,
            "log_delivery_configurations": logs,
        }

    def _safety(self, subnets: aws.elasticache.SubnetGroup) -> dict[str, Any]:
        args = self._args
        return {
            "replication_group_id": args.home.context.physical(self._name, 40),
            "engine": args.engine.name,
            "port": PORT,
            "subnet_group_name": subnets.name,
            "security_group_ids": [self.access.id],
            # Valkey refuses to start without an explicit word on TLS.
            "transit_encryption_enabled": True,
            "transit_encryption_mode": "required",
            "at_rest_encryption_enabled": True,
            "kms_key_id": args.home.key_arn,
            "automatic_failover_enabled": args.nodes > 1,
            "multi_az_enabled": args.nodes > 1,
        }

    def _alarms(self) -> None:
        args, group_id = self._args, self.group.replication_group_id
        for number in range(1, args.nodes + 1):
            member = f"{number:03}"
            Alarms(
                f"{self._name}-alarms-{member}",
                AlarmsArgs(
                    context=args.home.context,
                    topics=args.home.topics,
                    specs=cache_alarms(node_type=args.node_type, nodes=args.nodes),
                    dimensions={"CacheClusterId": pulumi.Output.concat(group_id, "-", member)},
                    page=args.home.page,
                ),
                self._child(),
            )
