"""What every kind of database needs around it: subnets, access, logs, parameters, a role."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from stacks.context import Context
from stacks.data.database_engines import Engine, apply_method
from stacks.data.home import DataHome
from stacks.network.access import SecurityGroup, SecurityGroupArgs
from stacks.recovery.tags import backup_tags
from stacks.trust import service_trust

USERNAME = "dbadmin"
"""Name of the master user; ``admin`` and ``root`` are reserved by some engines."""

TIMEOUTS = pulumi.CustomTimeouts(create="90m", update="120m", delete="90m")
"""A Multi-AZ instance, or one made from a snapshot, takes longer than the default."""


@dataclass(frozen=True, kw_only=True)
class DatabaseArgs:
    """Settings of a database, of whatever engine.

    What it costs is the class (twice with a standby), 0.115 USD a GB and month of gp3
    storage, and the logs.
    """

    home: DataHome
    """Where it lives."""
    engine: Engine
    """Engine, a row of `database_engines`."""
    version: str
    """Major version."""
    instance_class: str
    """RDS class; ``db.serverless`` for Aurora that scales by itself."""
    database_name: str
    """Name of the database inside the engine; a change replaces everything."""
    storage_gb: int = 0
    """Storage at creation; not for Aurora."""
    max_storage_gb: int = 0
    """Where automatic growth stops; 0 for no growth; not for Aurora."""
    multi_az: bool
    """A standby in another zone; for Aurora, at least one reader."""
    readers: int = 0
    """Aurora's instances for reading. RDS makes no read replica of a PostgreSQL or MySQL
    instance whose master password it manages, so the other engines have none."""
    min_acu: float = 0.5
    """Least capacity of ``db.serverless``, in units of 2 GiB."""
    max_acu: float = 4
    """Most capacity of ``db.serverless``."""
    backup_days: int
    """Days of point-in-time recovery, 1 to 35."""
    backup_elsewhere: bool
    """AWS Backup keeps continuous backups and from then on owns the retention and the
    window, so changes of these two are ignored."""
    deletion_protection: bool
    """AWS refuses to delete it."""
    disposable: bool
    """Deleted without a last snapshot and with its backups: for environments made to throw
    away."""
    overrides: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The owner's values by child, over the component's defaults."""


# 02:00 lies three hours before the daily AWS Backup job, which cannot start in this
# window or within the hour before it.
BACKUP_WINDOW = "02:00-02:30"


def access(name: str, args: DatabaseArgs, opts: pulumi.ResourceOptions) -> SecurityGroup:
    """Security group that admits nobody until the application says who."""
    return SecurityGroup(
        f"{name}-access",
        SecurityGroupArgs(
            context=args.home.context,
            vpc_id=args.home.vpc_id,
            description=f"{args.engine.name} of {args.home.context.app}: services only",
        ),
        opts,
    )


def subnet_group(
    name: str, args: DatabaseArgs, opts: pulumi.ResourceOptions
) -> aws.rds.SubnetGroup:
    """The isolated subnets, as RDS takes them."""
    return aws.rds.SubnetGroup(
        f"{name}-subnets",
        description=f"Isolated subnets of {args.home.context.prefix}",
        subnet_ids=list(args.home.subnet_ids),
        opts=opts,
    )


def parameters(args: DatabaseArgs) -> list[dict[str, str]]:
    """Parameters in the form both kinds of parameter group take."""
    return [
        {"name": name, "value": value, "apply_method": apply_method(name)}
        for name, value in args.engine.parameters_of(args.version).items()
    ]


def log_groups(
    name: str, args: DatabaseArgs, identifier: str, opts: pulumi.ResourceOptions
) -> dict[str, aws.cloudwatch.LogGroup]:
    """Groups of the exported logs, made before RDS would make them without key and end."""
    kind = "cluster" if args.engine.clustered else "instance"
    return {
        log: aws.cloudwatch.LogGroup(
            f"{name}-log-{log}",
            name=f"/aws/rds/{kind}/{identifier}/{log}",
            retention_in_days=args.home.log_days,
            kms_key_id=args.home.logs_key_arn,
            opts=opts,
        )
        for log in args.engine.logs
    }


def monitoring_role(
    name: str, context: Context, opts: pulumi.ResourceOptions
) -> tuple[aws.iam.Role, aws.iam.RolePolicyAttachment]:
    """Role with which RDS reports the operating system's metrics."""
    instances = f"arn:aws:rds:{context.region}:{context.account}:db:*"
    role = aws.iam.Role(
        f"{name}-monitoring",
        assume_role_policy=service_trust("monitoring.rds", context, instances),
        opts=opts,
    )
    attachment = aws.iam.RolePolicyAttachment(
        f"{name}-monitoring-policy",
        role=role.name,
        policy_arn="arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
        opts=opts,
    )
    return role, attachment


def upkeep(args: DatabaseArgs, identifier: str, subnets: aws.rds.SubnetGroup) -> dict[str, Any]:
    """Arguments by which a database of whatever kind is kept up and saved, the owner's to change.

    ``ca_cert_identifier`` is not among them: unset, a database takes the account's default
    authority (rds-ca-rsa2048-g1, valid until 2061), and RDS renews the server's own certificate
    before it ends. A pinned one would have to be changed by hand in every repository the day
    AWS retires it, with a restart on engines that cannot reload it. Who must pin it does so by
    an override of the instance.

    Args:
        args: Settings.
        identifier: Name of the instance or cluster.
        subnets: Its subnet group.
    """
    return {
        "allow_major_version_upgrade": False,
        "apply_immediately": False,
        # Past the end of standard support AWS would bill by the core; upgrade instead.
        "engine_lifecycle_support": "open-source-rds-extended-support-disabled",
        "enabled_cloudwatch_logs_exports": list(args.engine.logs),
        "copy_tags_to_snapshot": True,
        "deletion_protection": args.deletion_protection,
        "delete_automated_backups": args.disposable,
        "skip_final_snapshot": args.disposable,
        "final_snapshot_identifier": None
        if args.disposable
        else final_snapshot(identifier, subnets),
    }


def insights(args: DatabaseArgs) -> dict[str, Any]:
    """Arguments of an instance that has Performance Insights."""
    return {
        "performance_insights_enabled": True,
        "performance_insights_retention_period": 7,
        "performance_insights_kms_key_id": args.home.key_arn,
    }


def safety(
    args: DatabaseArgs, group: SecurityGroup, subnets: aws.rds.SubnetGroup
) -> dict[str, Any]:
    """Arguments no override may change: key, network, password, backup.

    Args:
        args: Settings.
        group: Security group of the database.
        subnets: Its subnet group.
    """
    return {
        "tags": backup_tags(args.home.context),
        "storage_encrypted": True,
        "kms_key_id": args.home.key_arn,
        "db_subnet_group_name": subnets.name,
        "vpc_security_group_ids": [group.id],
        "manage_master_user_password": True,
        "master_user_secret_kms_key_id": args.home.key_arn,
        "iam_database_authentication_enabled": True,
    }


def exported(
    args: DatabaseArgs,
    group: SecurityGroup,
    *,
    identifier: pulumi.Output[str],
    host: pulumi.Output[str],
    reader_host: pulumi.Output[str],
    secrets: pulumi.Output[Any],
) -> dict[str, Any]:
    """What the application layer reads of a database.

    Args:
        args: Settings.
        group: Security group of the database.
        identifier: Name of the instance or cluster.
        host: Name it answers under.
        reader_host: Name under which it answers reads, which may be milliseconds old.
        secrets: What RDS says of the master user's secret.
    """
    return {
        "identifier": identifier,
        "host": host,
        "reader_host": reader_host,
        "port": args.engine.port,
        "name": args.database_name,
        "secret_arn": secrets.apply(lambda found: found[0].secret_arn),
        "secret_key_arn": args.home.key_arn,
        "security_group_id": group.id,
    }


def final_snapshot(identifier: str, subnets: aws.rds.SubnetGroup) -> pulumi.Output[str]:
    """Name of the last snapshot, new for each life of the database.

    Its end is the random end of the subnet group's name: a second deletion would
    otherwise fail on the first one's snapshot.
    """
    return subnets.name.apply(lambda name: f"{identifier}-final-{name.rpartition('-')[2]}")


def ignored(args: DatabaseArgs, *, retention: str, window: str) -> list[str]:
    """Inputs whose change is not an update."""
    taken = [retention, window] if args.backup_elsewhere else []
    return ["final_snapshot_identifier", *taken]
