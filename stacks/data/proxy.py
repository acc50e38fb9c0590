"""A pool of connections in front of the database: RDS Proxy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.data.database_engines import Engine
from stacks.data.home import DataHome
from stacks.network.access import SecurityGroup, SecurityGroupArgs
from stacks.observability.alarm import Alarms, AlarmsArgs, AlarmSpec, Metric
from stacks.trust import service_trust


@dataclass(frozen=True, kw_only=True)
class ProxyArgs:
    """Settings of a proxy. About 22 USD a month for the smallest database, more with its size."""

    home: DataHome
    """Where it lives."""
    engine: Engine
    """Engine of the database."""
    access: SecurityGroup
    """Security group of the database."""
    secret_arns: Sequence[pulumi.Input[str]]
    """Secrets (JSON with ``username`` and ``password``) of the users that may come through."""
    instance: pulumi.Input[str] | None = None
    """The RDS instance, unless it is a cluster."""
    cluster: pulumi.Input[str] | None = None
    """The Aurora cluster, unless it is an instance."""


class Proxy(Component, token="groundplan:data:Proxy"):
    """Keeps connections to the database open and lends them to the services.

    Worth its price where many short-lived tasks connect, where the sum of all pools
    exceeds what the class allows, or where a failover must not break connections. A
    service that keeps a pool of its own in a few long-lived tasks needs none: statements
    that set session state pin a connection, and then the proxy only adds a step.

    Invariants: TLS on both sides, isolated subnets, only the proxy itself may read the
    users' secrets through its role.
    """

    def __init__(
        self, name: str, args: ProxyArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._args = args
        context, port = args.home.context, args.engine.port
        self.access = SecurityGroup(
            f"{name}-access",
            SecurityGroupArgs(
                context=context,
                vpc_id=args.home.vpc_id,
                description=f"Connection pool of {context.app}: services only",
            ),
            self._child(),
        )
        self.access.may_send_to(args.access, port, "The pool reaches its database")
        args.access.allow_from(self.access, port, "The pool reaches its database")
        physical = context.physical(name, 63)
        log = aws.cloudwatch.LogGroup(
            f"{name}-log",
            name=f"/aws/rds/proxy/{physical}",
            retention_in_days=args.home.log_days,
            kms_key_id=args.home.logs_key_arn,
            opts=self._child(),
        )
        role, policy = self._role(name)
        self.proxy = aws.rds.Proxy(
            f"{name}-pool",
            name=physical,
            engine_family="MYSQL" if args.engine.name == "mysql" else "POSTGRESQL",
            require_tls=True,
            auths=[
                {"auth_scheme": "SECRETS", "iam_auth": "DISABLED", "secret_arn": arn}
                for arn in args.secret_arns
            ],
            role_arn=role.arn,
            vpc_subnet_ids=list(args.home.subnet_ids),
            vpc_security_group_ids=[self.access.id],
            idle_client_timeout=1800,
            # Debug logs hold the text of statements.
            debug_logging=False,
            opts=self._child(depends_on=[log, policy]),
        )
        group = aws.rds.ProxyDefaultTargetGroup(
            f"{name}-connections",
            db_proxy_name=self.proxy.name,
            connection_pool_config={
                # The rest is for people and migrations, who come past the pool.
                "max_connections_percent": 80,
                "max_idle_connections_percent": 40,
                "connection_borrow_timeout": 30,
            },
            opts=self._child(),
        )
        aws.rds.ProxyTarget(
            f"{name}-target",
            db_proxy_name=self.proxy.name,
            target_group_name=group.name,
            db_instance_identifier=args.instance,
            db_cluster_identifier=args.cluster,
            opts=self._child(),
        )
        Alarms(
            f"{name}-alarms",
            AlarmsArgs(
                context=context,
                topics=args.home.topics,
                specs=(_WAITING,),
                dimensions={"ProxyName": self.proxy.name},
                page=args.home.page,
            ),
            self._child(),
        )
        self.register_outputs({"endpoint": self.proxy.endpoint})

    def exported(self) -> dict[str, Any]:
        """What takes the database's place in the application.

        Reads go to the writer too: the pool has no endpoint of its own for readers.
        """
        return {
            "host": self.proxy.endpoint,
            "reader_host": self.proxy.endpoint,
            "security_group_id": self.access.id,
        }

    def _role(self, name: str) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
        context = self._args.home.context
        role = aws.iam.Role(
            f"{name}-role",
            assume_role_policy=service_trust("rds", context),
            opts=self._child(),
        )
        policy = aws.iam.RolePolicy(
            f"{name}-role-policy",
            role=role.name,
            policy=pulumi.Output.json_dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Sid": "ReadTheLogin",
                            "Effect": "Allow",
                            "Action": [
                                "secretsmanager:DescribeSecret",
                                "secretsmanager:GetSecretValue",
                            ],
                            "Resource": list(self._args.secret_arns),
                        },
                        {
                            "Sid": "DecryptTheLogin",
                            "Effect": "Allow",
                            "Action": "kms:Decrypt",
                            "Resource": self._args.home.key_arn,
                            "Condition": {
                                "StringEquals": {
                                    "kms:ViaService": (
                                        f"secretsmanager.{context.region}.amazonaws.com"
                                    )
                                }
                            },
                        },
                    ],
                }
            ),
            opts=self._child(),
        )
        return role, policy


_WAITING = AlarmSpec(
    role="borrow-latency-microseconds-max",
    metric=Metric(
        namespace="AWS/RDS", name="DatabaseConnectionsBorrowLatency", statistic="Average"
    ),
    comparison=">",
    threshold=1_000_000,
    period_seconds=60,
    periods=5,
    datapoints=5,
    missing="notBreaching",
    severity="page",
    summary="Services wait more than a second for a connection from the pool.",
    runbook="database.md#pool",
)
