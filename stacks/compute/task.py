"""What runs: task definition, roles, log group and security group of one service."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.compute.container import Container
from stacks.compute.fargate import check_size
from stacks.compute.task_roles import execution_statements, role_arguments
from stacks.compute.wiring import Wiring
from stacks.context import Context


@dataclass(frozen=True, kw_only=True)
class TaskArgs:
    """Settings of a task. Fargate bills CPU and memory by the second, ARM 20 % below x86."""

    context: Context
    """Who and where."""
    image: pulumi.Input[str]
    """Image with tag or digest."""
    wiring: Wiring
    """Variables, secrets, permissions and ports."""
    vpc_id: pulumi.Input[str]
    """Network."""
    logs_key_arn: pulumi.Input[str]
    """Key of the log group."""
    log_days: int
    """Days logs are kept."""
    repository_arn: pulumi.Input[str] | None = None
    """Registry the image is pulled from; none for a public image."""
    cpu: int = 256
    """CPU units, 1024 are one vCPU."""
    memory: int = 512
    """Memory in MB."""
    port: int | None = None
    """Port the container listens on."""
    command: tuple[str, ...] = ()
    """Replaces the image's command."""
    migration_command: tuple[str, ...] = ()
    """Command of the one-off task that migrates the database before a release; none by default."""
    migration_wiring: Wiring | None = None
    """What that task gets in place of ``wiring``: secrets the running service must not read."""
    architecture: Literal["ARM64", "X86_64"] = "ARM64"
    """Processor the image is built for; another one fails with "exec format error"."""
    ipv6_egress: bool = False
    """It may open connections to IPv6 addresses too."""
    readonly_root: bool = False
    """The root file system cannot be written, except ``/tmp``."""


class Task(Component, token="groundplan:compute:Task"):
    """A Fargate task definition with everything it needs.

    Invariants: the execution role, with which ECS starts the task, reads exactly the
    secrets this task names and writes to its log group only; the task role, which the
    running code has, gets what the stores grant and nothing else; nothing outside the VPC
    can open a connection to it; ECS Exec is off, since it is a shell in production.

    The root file system is writable unless ``readonly_root`` says otherwise: many
    frameworks write caches and process ids beside their code and would not start. A
    read-only root excludes ECS Exec, and an image that does not run as root must own
    ``/tmp`` (``VOLUME /tmp`` in its Dockerfile).

    Outgoing connections are open: an application talks to payment, mail and AI services
    whose addresses nobody can list. What it may reach inside is decided by the stores'
    security groups.
    """

    CHILDREN = ("logs", "task")

    security_group_id: pulumi.Output[str]
    """Security group of the running tasks."""
    family: str
    """Family of the task definition; its newest revision is what runs."""
    definition_arn: pulumi.Output[str]
    """ARN of the newest revision."""
    role_arns: list[pulumi.Output[str]]
    """Roles that whoever starts the task must be allowed to pass."""

    def __init__(
        self,
        name: str,
        args: TaskArgs,
        opts: pulumi.ResourceOptions | None = None,
        overrides: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        check_size(f"groundplan:services.{name.removesuffix('-task')}", args.cpu, args.memory)
        super().__init__(name, opts, overrides)
        self._args = args
        self._service = name.removesuffix("-task")
        self.family = f"{args.context.prefix}-{self._service}"
        context = args.context
        self._log_group = aws.cloudwatch.LogGroup(
            f"{name}-logs",
            **self._merged(
                "logs",
                {"retention_in_days": args.log_days},
                {
                    "name": f"/{context.organization}/{context.app}/{context.environment}"
                    f"/{self._service}",
                    "kms_key_id": args.logs_key_arn,
                    "region": context.region,
                },
            ),
            opts=self._child(),
        )
        self._roles(name)
        self._network(name)
        definition = self._definition(
            f"{name}-definition", self.family, args.command, args.wiring, self._execution_role
        )
        self.definition_arn = definition.arn
        self.migration_family = ""
        if args.migration_command:
            self._migration(name, args.migration_wiring or args.wiring)
        self.register_outputs({"definition_arn": self.definition_arn})

    def admit(self, role: str, security_group_id: pulumi.Input[str]) -> None:
        """Let members of a security group open the container's port."""
        aws.vpc.SecurityGroupIngressRule(
            f"{self._name}-from-{role}",
            security_group_id=self.security_group_id,
            referenced_security_group_id=security_group_id,
            ip_protocol="tcp",
            from_port=self._args.port,
            to_port=self._args.port,
            description=f"Requests from the {role}",
            region=self._args.context.region,
            opts=self._child(),
        )

    def _migration(self, name: str, wiring: Wiring) -> None:
        self.migration_family = f"{self.family}-migrate"
        # A role of its own: what starts the service cannot read the migration's secrets.
        execution, _ = self._execution(
            f"{name}-migrate-execution", f"Starts migrations of {self._service}", wiring
        )
        self._definition(
            f"{name}-migrate",
            self.migration_family,
            self._args.migration_command,
            wiring,
            execution,
        )

    def _execution(
        self, name: str, description: str, wiring: Wiring
    ) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
        args = self._args
        role = aws.iam.Role(name, **role_arguments(args.context, description), opts=self._child())
        policy = aws.iam.RolePolicy(
            f"{name}-policy",
            role=role.name,
            policy=pulumi.Output.json_dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": execution_statements(
                        log_group_arn=self._log_group.arn,
                        repository_arn=args.repository_arn,
                        wiring=wiring,
                        region=args.context.region,
                    ),
                }
            ),
            opts=self._child(),
        )
        return role, policy

    def _roles(self, name: str) -> None:
        args = self._args
        execution, self.execution_policy = self._execution(
            f"{name}-execution", f"Starts tasks of {self._service}", args.wiring
        )
        task = aws.iam.Role(
            f"{name}-role",
            **role_arguments(args.context, f"What the code of {self._service} may do"),
            opts=self._child(),
        )
        self.policies: list[pulumi.Resource] = [self.execution_policy]
        if args.wiring.statements:
            self.policies.append(
                aws.iam.RolePolicy(
                    f"{name}-role-policy",
                    role=task.name,
                    policy=pulumi.Output.json_dumps(
                        {"Version": "2012-10-17", "Statement": list(args.wiring.statements)}
                    ),
                    opts=self._child(),
                )
            )
        self._execution_role, self._task_role = execution, task
        self.role_arns = [execution.arn, task.arn]

    def _network(self, name: str) -> None:
        args = self._args
        region = args.context.region
        group = aws.ec2.SecurityGroup(
            f"{name}-tasks",
            vpc_id=args.vpc_id,
            description=f"Tasks of {self._service}",
            tags={"Name": f"{args.context.prefix}-{self._service}"},
            region=region,
            opts=self._child(),
        )
        self.security_group_id = group.id
        aws.vpc.SecurityGroupEgressRule(
            f"{name}-out",
            security_group_id=group.id,
            ip_protocol="-1",
            cidr_ipv4="0.0.0.0/0",
            description="Services the application calls",
            region=region,
            opts=self._child(),
        )
        if args.ipv6_egress:
            aws.vpc.SecurityGroupEgressRule(
                f"{name}-out-ipv6",
                security_group_id=group.id,
                ip_protocol="-1",
                cidr_ipv6="::/0",
                description="Services the application calls",
                region=region,
                opts=self._child(),
            )
        for reach in args.wiring.reaches:
            aws.vpc.SecurityGroupIngressRule(
                f"{name}-to-{reach.role}",
                security_group_id=reach.security_group_id,
                referenced_security_group_id=group.id,
                ip_protocol="tcp",
                from_port=reach.port,
                to_port=reach.port,
                description=f"Tasks of {self._service}",
                region=region,
                opts=self._child(),
            )

    def _definition(
        self,
        name: str,
        family: str,
        command: tuple[str, ...],
        wiring: Wiring,
        execution: aws.iam.Role,
    ) -> aws.ecs.TaskDefinition:
        args = self._args
        container = Container(
            name=self._service,
            image=args.image,
            log_group=self._log_group.name,
            region=args.context.region,
            port=args.port,
            command=command,
            environment=wiring.environment,
            secrets=wiring.secrets,
            readonly_root=args.readonly_root,
        )
        arguments = self._merged(
            "task",
            {"cpu": str(args.cpu), "memory": str(args.memory)},
            {
                "family": family,
                "requires_compatibilities": ["FARGATE"],
                "network_mode": "awsvpc",
                "runtime_platform": {
                    "cpu_architecture": args.architecture,
                    "operating_system_family": "LINUX",
                },
                "execution_role_arn": execution.arn,
                "task_role_arn": self._task_role.arn,
                "container_definitions": container.definitions(),
                "volumes": container.volumes(),
                # The revision before stays, or a rollback has nothing to go back to.
                "skip_destroy": True,
                "region": args.context.region,
            },
        )
        return aws.ecs.TaskDefinition(name, **arguments, opts=self._child())
