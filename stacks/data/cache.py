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
ACCESS = "on ~* +@all -@admin"
"""What the services may do: every key and channel, every command but those of administrators.

INFO, EVAL, SCAN, FLUSHDB and publish/subscribe are in. Out are CONFIG, MONITOR, SLOWLOG, CLIENT
LIST and CLIENT KILL, most of which ElastiCache refuses anyway. AWS may write a string in which
one rule says what another does in fewer words, which would show up in every preview. So it names
no channels: all are allowed as long as ``acl-pubsub-default`` is ``allchannels``, as it is unless
the owner's parameters say otherwise.
https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html
"""
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

    Whoever connects logs in as its one user, whose password `CacheRotation` sets and keeps in
    Secrets Manager: neither this program nor the state ever holds it. Clients use ``rediss://``.

    A cache is not a store: what must survive belongs in the database, so deleting it makes no
    last snapshot. Keys leave by least
    recent use once memory is full, and only those that carry an expiry, so jobs that are
    queued here stay.

    ElastiCache's own events (failover, maintenance) go nowhere: it publishes to topics without
    encryption only, and marks an encrypted one inactive. A failover shows as the alarms
    ``engine-cpu-percent-max`` (a node that does not report) and ``replication-lag``; what AWS
    plans arrives as an event of AWS Health.
    https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ElastiCacheSNS.html

    Invariants: encrypted at rest with our key and on the wire, isolated subnets, nobody in
    without a password, failover to another zone wherever there are two nodes.
    """

    CHILDREN = ("group", "parameters", "user")

    user_id: pulumi.Output[str]
    """Id of the user of the services, and the name it logs in by."""
    user_arn: pulumi.Output[str]
    """ARN of that user."""
    host: pulumi.Output[str]
    """Name of the node that takes writes, now and after a failover."""

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
        users = self._users()
        self.group = aws.elasticache.ReplicationGroup(
            f"{name}-group",
            **self._merged(
                "group",
                self._defaults(parameters, self._logs()),
                self._safety(subnets, users),
            ),
            opts=self._child(
                protect=args.home.protect,
                custom_timeouts=pulumi.CustomTimeouts(create="60m", update="90m", delete="60m"),
            ),
        )
        self.host = self.group.primary_endpoint_address
        self._alarms()
        self.register_outputs({"id": self.group.replication_group_id})

    def exported(self) -> dict[str, Any]:
        """What the application layer reads."""
        return {
            "id": self.group.replication_group_id,
            "host": self.host,
            "port": PORT,
            "security_group_id": self.access.id,
        }

    def _users(self) -> aws.elasticache.UserGroup:
        """Who may log in: the services' user, in a group that is the cache's."""
        args, context = self._args, self._args.home.context
        user_id = context.physical(f"{self._name}-app", 40)
        user = aws.elasticache.User(
            f"{self._name}-user",
            **self._merged(
                "user",
                {"access_string": ACCESS},
                {
                    "user_id": user_id,
                    # AWS wants them equal for a user who comes with IAM.
                    "user_name": user_id,
                    "engine": args.engine.name,
                    # Closed until the first rotation sets a password: to log in by IAM takes
                    # elasticache:Connect, which no role of a task or a function has.
                    "authentication_mode": {"type": "iam"},
                },
            ),
            # The rotation makes it password, with passwords that nobody here knows.
            opts=self._child(ignore_changes=["authentication_mode"]),
        )
        self.user_id, self.user_arn = user.user_id, user.arn
        members: list[pulumi.Input[str]] = [user.user_id]
        if args.engine.default_user:
            members.append(self._nobody().user_id)
        return aws.elasticache.UserGroup(
            f"{self._name}-users",
            # With the engine in its name: a cache of Redis that becomes one of Valkey takes the
            # new group in and lets the old one go.
            user_group_id=context.physical(f"{self._name}-{args.engine.name}", 40),
            engine=args.engine.name,
            user_ids=members,
            opts=self._child(),
        )

    def _nobody(self) -> aws.elasticache.User:
        """Whom Redis takes clients for that do not log in: one who may do nothing.

        ``off`` alone closes it. ``authentication_mode`` would say the same and show up in every
        preview: AWS tells ``no-password`` where it was told ``no-password-required``.
        """
        return aws.elasticache.User(
            f"{self._name}-nobody",
            user_id=self._args.home.context.physical(f"{self._name}-nobody", 40),
            user_name="default",
            engine=self._args.engine.name,
            access_string="off -@all",
            no_password_required=True,
            opts=self._child(),
        )

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

    def _safety(
        self, subnets: aws.elasticache.SubnetGroup, users: aws.elasticache.UserGroup
    ) -> dict[str, Any]:
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
            "user_group_ids": [users.user_group_id],
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
