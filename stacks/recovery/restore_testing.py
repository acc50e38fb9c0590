"""Restore tests: what was backed up is restored, checked and thrown away."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context
from stacks.observability.notifications import Topics
from stacks.recovery.plan import RESTORE_POLICIES, service_role
from stacks.recovery.tags import BACKUP_TAG, plan_name
from stacks.recovery.validation import RestoreValidation, RestoreValidationArgs
from stacks.recovery.vault import BackupVault


@dataclass(frozen=True, kw_only=True)
class DatabaseRestore:
    """Where a restored database goes.

    Without it AWS Backup restores into the default VPC, which a hardened account does not
    have: the test fails.
    """

    vpc_id: pulumi.Input[str]
    """Network of the restored database."""
    subnet_group_name: pulumi.Input[str]
    """Isolated subnets."""
    instance_class: str = ""
    """Class of the restored instance, the smallest will do; empty for a cluster of Aurora,
    which is restored without instances."""

    @property
    def resource_type(self) -> str:
        """AWS Backup's name of the database's type."""
        return "RDS" if self.instance_class else "Aurora"


@dataclass(frozen=True, kw_only=True)
class RestoreTestingArgs:
    """Settings of restore testing.

    Paid: each tested recovery point, the restored GB of buckets and tables, and what the
    restored resource costs until it is removed.
    """

    context: Context
    """Who and where."""
    vault: BackupVault
    """Vault whose recovery points are restored."""
    data_key_arn: pulumi.Input[str]
    """Key of the stores, which restored databases must carry too."""
    topics: Topics
    """Where alarms go."""
    page: bool
    """False sends pages to the ticket topic too."""
    log_days: int
    """Days the verdicts are kept."""
    logs_key_arn: pulumi.Input[str]
    """Key of the verdicts' log group."""
    database: DatabaseRestore | None = None
    """Restore the database; not tested without."""
    buckets: bool = False
    """Restore buckets."""
    tables: bool = False
    """Restore DynamoDB tables."""


class RestoreTesting(Component, token="groundplan:recovery:RestoreTesting"):
    """Restores the latest recovery point of every store, Wednesdays and Sundays.

    Twice a week, because CloudWatch looks back 7 days at most: the absence of a weekly
    test could not be told from its lateness. What was restored is checked (see
    `RestoreValidation`), then AWS Backup removes it, after ``validation_window_hours`` at
    the latest.

    Invariants: everything with the environment's backup tag is tested; a restored
    database admits nobody.
    """

    CHILDREN = ("plan", "role")

    def __init__(
        self, name: str, args: RestoreTestingArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._args = args
        plan = aws.backup.RestoreTestingPlan(
            f"{name}-plan",
            # Letters, digits and underscores only, 50 at most.
            name=args.context.physical("restore", 50).replace("-", "_"),
            schedule_expression="cron(0 10 ? * WED,SUN *)",
            schedule_expression_timezone="Etc/UTC",
            start_window_hours=1,
            recovery_point_selection={
                "algorithm": "LATEST_WITHIN_WINDOW",
                "include_vaults": [args.vault.arn],
                "recovery_point_types": ["CONTINUOUS", "SNAPSHOT"],
                "selection_window_days": 7,
            },
            region=args.context.region,
            opts=self._child(),
        )
        role, attachments = service_role(
            self,
            f"{name}-role",
            args.context.physical("restore-service", 64),
            RESTORE_POLICIES,
        )
        metadata = self._metadata(name)
        for resource_type, overrides in metadata.items():
            self._select(name, plan, role, attachments, resource_type, overrides)
        RestoreValidation(
            f"{name}-validation",
            RestoreValidationArgs(
                context=args.context,
                plan_arn=plan.arn,
                resource_types=list(metadata),
                key_arns=[args.data_key_arn, args.vault.key.arn],
                topics=args.topics,
                page=args.page,
                log_days=args.log_days,
                logs_key_arn=args.logs_key_arn,
            ),
            self._child(),
        )
        self.register_outputs({})

    def _metadata(self, name: str) -> dict[str, dict[str, pulumi.Input[str]]]:
        """Settings of the restore by type of what is restored."""
        args = self._args
        found: dict[str, dict[str, pulumi.Input[str]]] = {}
        if args.database:
            found[args.database.resource_type] = self._database_metadata(name, args.database)
        if args.buckets:
            found["S3"] = {}
        if args.tables:
            found["DynamoDB"] = {}
        return found

    def _database_metadata(
        self, name: str, database: DatabaseRestore
    ) -> dict[str, pulumi.Input[str]]:
        closed = aws.ec2.SecurityGroup(
            f"{name}-security-group",
            description="Databases restored by a test: nobody reaches them",
            vpc_id=database.vpc_id,
            tags={"Name": self._args.context.physical("restore-test")},
            region=self._args.context.region,
            opts=self._child(),
        )
        place: dict[str, pulumi.Input[str]] = {
            "dbSubnetGroupName": database.subnet_group_name,
            "vpcSecurityGroupIds": pulumi.Output.json_dumps([closed.id]),
        }
        if not database.instance_class:
            return place
        return {
            **place,
            "dbInstanceClass": database.instance_class,
            "multiAz": "false",
            "publiclyAccessible": "false",
        }

    def _select(
        self,
        name: str,
        plan: aws.backup.RestoreTestingPlan,
        role: aws.iam.Role,
        attachments: list[pulumi.Resource],
        resource_type: str,
        metadata: dict[str, pulumi.Input[str]],
    ) -> None:
        aws.backup.RestoreTestingSelection(
            f"{name}-{resource_type.lower()}",
            # Pulumi's own name would have a hyphen, which AWS refuses.
            name=f"tagged_{resource_type.lower()}",
            restore_testing_plan_name=plan.name,
            protected_resource_type=resource_type,
            # Without ARNs the conditions choose among all resources of the type; the AWS
            # provider refuses both together ("exactly one of these attributes").
            protected_resource_conditions={
                "string_equals": [
                    {
                        "key": f"aws:ResourceTag/{BACKUP_TAG}",
                        "value": plan_name(self._args.context),
                    }
                ]
            },
            restore_metadata_overrides=metadata or None,
            iam_role_arn=role.arn,
            validation_window_hours=4,
            region=self._args.context.region,
            opts=self._child(depends_on=attachments),
        )
