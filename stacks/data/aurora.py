"""The application's database on Aurora PostgreSQL: provisioned or serverless v2."""

from typing import Any

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.data.database_alarms import busy, database_alarms, local_storage, replica_lag
from stacks.data.database_classes import SERVERLESS
from stacks.data.database_parts import (
    BACKUP_WINDOW,
    TIMEOUTS,
    USERNAME,
    DatabaseArgs,
    access,
    exported,
    ignored,
    insights,
    log_groups,
    monitoring_role,
    parameters,
    safety,
    subnet_group,
    upkeep,
)
from stacks.data.database_watch import tell_events, watch
from stacks.data.limits import (
    capacity_problems,
    class_problems,
    reader_problems,
    refuse,
    retention_problems,
)
from stacks.observability.alarm import Alarms, AlarmsArgs


class Aurora(Component, token="groundplan:data:Aurora"):
    """An Aurora cluster in isolated subnets: one writer, and readers in other zones.

    Storage lies in three zones whatever the number of instances; a reader takes over from
    a lost writer in about a minute, without one a new writer takes some ten minutes.
    ``db.serverless`` grows and shrinks between its two bounds and bills by the second.
    AWS makes, keeps and changes the master password, which is why there is no global database:
    AWS refuses the two together. The DR region has the copies of the backups.

    Invariants: encrypted with our key, no public address, isolated subnets, TLS forced,
    managed password, automated backups, part of the environment's backup plan.
    """

    CHILDREN = ("cluster", "instance", "parameters")

    identifier: str
    """Name of the cluster, also the dimension of its metrics."""

    def __init__(
        self, name: str, args: DatabaseArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts, args.overrides)
        refuse(
            class_problems(f"{name}.", args.engine, args.instance_class, args.home.context.region),
            retention_problems(f"{name}.", args.backup_days),
            reader_problems(f"{name}.", args.readers, args.engine),
            capacity_problems(f"{name}.", args.min_acu, args.max_acu),
        )
        self._args, self.engine = args, args.engine
        context = args.home.context
        # Leaves room for the ends of the instances' names.
        self.identifier = context.physical(name, 59)
        child = self._child()
        self.access = access(name, args, child)
        self.subnets = subnet_group(name, args, child)
        self.parameters = aws.rds.ClusterParameterGroup(
            f"{name}-parameters",
            **self._merged(
                "parameters",
                {"description": f"{context.prefix}: TLS only, slow statements logged"},
                {"family": args.engine.family(args.version), "parameters": parameters(args)},
            ),
            opts=child,
        )
        logs = log_groups(name, args, self.identifier, child)
        role, attachment = monitoring_role(name, context, child)
        self.cluster = aws.rds.Cluster(
            f"{name}-cluster",
            **self._merged(
                "cluster",
                self._defaults(),
                {**self._identity(), **safety(args, self.access, self.subnets)},
            ),
            opts=self._child(
                protect=args.home.protect,
                depends_on=list(logs.values()),
                ignore_changes=ignored(
                    args, retention="backup_retention_period", window="preferred_backup_window"
                ),
                custom_timeouts=TIMEOUTS,
            ),
        )
        instances = [
            self._instance(number, role, attachment) for number in range(_readers(args) + 1)
        ]
        self._alarms()
        self._watch_instances(instances)
        watch(
            name,
            args,
            source_type="db-cluster",
            source_id=self.cluster.cluster_identifier,
            log_group=logs[args.engine.logs[0]],
            opts=child,
        )
        self.register_outputs({"identifier": self.cluster.cluster_identifier})

    def exported(self) -> dict[str, Any]:
        """What the application layer reads."""
        return exported(
            self._args,
            self.access,
            identifier=self.cluster.cluster_identifier,
            host=self.cluster.endpoint,
            # Without a reader it leads to the writer.
            reader_host=self.cluster.reader_endpoint,
            secrets=self.cluster.master_user_secrets,
        )

    @property
    def arn(self) -> pulumi.Output[str]:
        """ARN of the cluster, for backup selections."""
        return self.cluster.arn

    def _instance(
        self, number: int, role: aws.iam.Role, attachment: aws.iam.RolePolicyAttachment
    ) -> aws.rds.ClusterInstance:
        args, zones = self._args, self._args.home.zone_names
        # Numbered, not named writer and reader: a failover swaps the roles.
        return aws.rds.ClusterInstance(
            f"{self._name}-instance-{number + 1}",
            **self._merged(
                "instance",
                {
                    "instance_class": args.instance_class,
                    "auto_minor_version_upgrade": True,
                    "apply_immediately": False,
                    "preferred_maintenance_window": args.home.maintenance_window,
                    "monitoring_interval": 60,
                    "monitoring_role_arn": role.arn,
                    **insights(args),
                    # 0 and 1 are the first to take over; all are equal here.
                    "promotion_tier": 1,
                },
                {
                    "identifier": f"{self.identifier}-{number + 1}",
                    # Left to itself AWS may put a reader beside its writer.
                    "availability_zone": zones[number % len(zones)],
                    "cluster_identifier": self.cluster.cluster_identifier,
                    "engine": args.engine.name,
                    "db_subnet_group_name": self.subnets.name,
                    "publicly_accessible": False,
                },
            ),
            opts=self._child(
                protect=args.home.protect, depends_on=[attachment], custom_timeouts=TIMEOUTS
            ),
        )

    def _defaults(self) -> dict[str, Any]:
        args = self._args
        scaling = {"min_capacity": args.min_acu, "max_capacity": args.max_acu}
        return {
            **({"serverlessv2_scaling_configuration": scaling} if _is_serverless(args) else {}),
            "backup_retention_period": args.backup_days,
            "preferred_backup_window": BACKUP_WINDOW,
            "preferred_maintenance_window": args.home.maintenance_window,
            **upkeep(args, self.identifier, self.subnets),
        }

    def _identity(self) -> dict[str, Any]:
        args = self._args
        return {
            "cluster_identifier": self.identifier,
            "engine": args.engine.name,
            # Serverless v2 is a provisioned cluster whose instances scale.
            "engine_mode": "provisioned",
            "engine_version": args.version,
            "database_name": args.database_name,
            "master_username": USERNAME,
            "port": args.engine.port,
            "db_cluster_parameter_group_name": self.parameters.name,
        }

    def _alarms(self) -> None:
        args, home = self._args, self._args.home
        rows = database_alarms(
            engine=args.engine.name,
            instance_class=args.instance_class,
            min_acu=args.min_acu,
            max_acu=args.max_acu,
        )
        cluster = self.cluster.cluster_identifier
        by_role = {"alarms": ("WRITER", rows)}
        if _readers(args):
            by_role["reader-alarms"] = ("READER", (replica_lag(aurora=True), busy()))
        for suffix, (role, specs) in by_role.items():
            Alarms(
                f"{self._name}-{suffix}",
                AlarmsArgs(
                    context=home.context,
                    topics=home.topics,
                    specs=specs,
                    # By role, so that a failover does not move the alarms to the reader.
                    dimensions={"DBClusterIdentifier": cluster, "Role": role},
                    page=home.page,
                ),
                self._child(),
            )

    def _watch_instances(self, instances: list[aws.rds.ClusterInstance]) -> None:
        """What the cluster does not tell: restarts, patches, and each instance's own disk."""
        args, home = self._args, self._args.home
        tell_events(
            f"{self._name}-instance-events",
            args,
            source_type="db-instance",
            source_ids=[instance.identifier for instance in instances],
            opts=self._child(),
        )
        row = local_storage(instance_class=args.instance_class, min_acu=args.min_acu)
        for number, instance in enumerate(instances, 1):
            Alarms(
                f"{self._name}-instance-{number}-alarms",
                AlarmsArgs(
                    context=home.context,
                    topics=home.topics,
                    specs=(row,),
                    # Not reported by role.
                    dimensions={"DBInstanceIdentifier": instance.identifier},
                    page=home.page,
                ),
                self._child(),
            )


def _readers(args: DatabaseArgs) -> int:
    return max(args.readers, 1 if args.multi_az else 0)


def _is_serverless(args: DatabaseArgs) -> bool:
    return args.instance_class == SERVERLESS
