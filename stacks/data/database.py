"""The application's database on one RDS instance: PostgreSQL or MySQL."""

from typing import Any

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.data.database_alarms import database_alarms
from stacks.data.database_classes import memory_bytes
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
from stacks.data.database_watch import watch
from stacks.data.limits import (
    class_problems,
    reader_problems,
    refuse,
    retention_problems,
    storage_problems,
)
from stacks.observability.alarm import Alarms, AlarmsArgs


class Database(Component, token="groundplan:data:Database"):
    """An RDS instance in isolated subnets, reached by TLS from groups let in by name.

    AWS makes the master password, keeps it in Secrets Manager and changes it every seven
    days; no program, state or log ever holds it. Minor versions are installed in the
    maintenance window, major ones by a person (see the runbook).

    Invariants: encrypted with our key, no public address, isolated subnets, TLS forced,
    managed password, automated backups, part of the environment's backup plan.
    """

    CHILDREN = ("instance", "parameters")

    identifier: str
    """Name of the instance, also the dimension of its metrics."""

    def __init__(
        self, name: str, args: DatabaseArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts, args.overrides)
        refuse(
            class_problems(f"{name}.", args.engine, args.instance_class, args.home.context.region),
            storage_problems(f"{name}.", args.storage_gb, args.max_storage_gb),
            retention_problems(f"{name}.", args.backup_days),
            reader_problems(f"{name}.", args.readers, args.engine),
        )
        self._args, self.engine = args, args.engine
        # Fixed, so that endpoint, alarms and runbooks keep their names. What is replaced under
        # a fixed name Pulumi deletes first: protect and deletion_protection are what stops it.
        self.identifier = args.home.context.physical(name, 63)
        child = self._child()
        self.access = access(name, args, child)
        self.subnets = subnet_group(name, args, child)
        self.parameters = aws.rds.ParameterGroup(
            f"{name}-parameters",
            **self._merged(
                "parameters",
                {"description": f"{args.home.context.prefix}: TLS only, slow statements logged"},
                {"family": args.engine.family(args.version), "parameters": parameters(args)},
            ),
            opts=child,
        )
        logs = log_groups(name, args, self.identifier, child)
        role, attachment = monitoring_role(name, args.home.context, child)
        self.instance = aws.rds.Instance(
            f"{name}-instance",
            **self._merged(
                "instance", self._defaults(role), {**self._identity(), **self._safety()}
            ),
            opts=self._child(
                protect=args.home.protect,
                depends_on=[*logs.values(), attachment],
                ignore_changes=ignored(
                    args, retention="backup_retention_period", window="backup_window"
                ),
                custom_timeouts=TIMEOUTS,
            ),
        )
        Alarms(
            f"{name}-alarms",
            AlarmsArgs(
                context=args.home.context,
                topics=args.home.topics,
                specs=database_alarms(
                    engine=args.engine.name,
                    instance_class=args.instance_class,
                    storage_gb=args.storage_gb,
                ),
                # The instance's id is another thing; metrics know its identifier.
                dimensions={"DBInstanceIdentifier": self.instance.identifier},
                page=args.home.page,
            ),
            child,
        )
        watch(
            name,
            args,
            source_type="db-instance",
            source_id=self.instance.identifier,
            log_group=logs[args.engine.logs[0]],
            opts=child,
        )
        self.register_outputs({"identifier": self.instance.identifier})

    def exported(self) -> dict[str, Any]:
        """What the application layer reads."""
        return exported(
            self._args,
            self.access,
            identifier=self.instance.identifier,
            host=self.instance.address,
            reader_host=self.instance.address,
            secrets=self.instance.master_user_secrets,
        )

    @property
    def arn(self) -> pulumi.Output[str]:
        """ARN of the instance, for backup selections."""
        return self.instance.arn

    def _defaults(self, role: aws.iam.Role) -> dict[str, Any]:
        args = self._args
        return {
            "instance_class": args.instance_class,
            "allocated_storage": args.storage_gb,
            "max_allocated_storage": args.max_storage_gb,
            # No iops below 400 GB: AWS refuses them.
            "storage_type": "gp3",
            "multi_az": args.multi_az,
            "backup_retention_period": args.backup_days,
            "backup_window": BACKUP_WINDOW,
            "maintenance_window": args.home.maintenance_window,
            "auto_minor_version_upgrade": True,
            "monitoring_interval": 60,
            "monitoring_role_arn": role.arn,
            **self._insights(),
            **upkeep(args, self.identifier, self.subnets),
        }

    def _insights(self) -> dict[str, Any]:
        # MySQL has no Performance Insights on its smallest classes.
        if (
            self._args.engine.name == "mysql"
            and memory_bytes(self._args.instance_class) < 4 * 2**30
        ):
            return {"performance_insights_enabled": False}
        return {
            **insights(self._args),
            "database_insights_mode": "standard",
        }

    def _identity(self) -> dict[str, Any]:
        args = self._args
        return {
            "identifier": self.identifier,
            "engine": args.engine.name,
            "engine_version": args.version,
            "db_name": args.database_name,
            "username": USERNAME,
            "port": args.engine.port,
            "parameter_group_name": self.parameters.name,
        }

    def _safety(self) -> dict[str, Any]:
        return {
            **safety(self._args, self.access, self.subnets),
            "publicly_accessible": False,
        }
