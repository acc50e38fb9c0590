"""Security groups as sentences: who may reach whom, on which port, and why."""

import re
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context
from stacks.errors import ArgumentError

_DESCRIPTION = re.compile(r"^[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]{1,255}$")


@dataclass(frozen=True, kw_only=True)
class SecurityGroupArgs:
    """Settings of a security group. Free."""

    context: Context
    """Who and where."""
    vpc_id: pulumi.Input[str]
    """VPC the group belongs to."""
    description: str
    """What it guards. AWS replaces the group when it changes."""


class SecurityGroup(Component, token="groundplan:network:SecurityGroup"):
    """A security group that admits and sends nothing until a sentence says so.

    Rules are separate resources, one per sentence, named after it. Inside the VPC they
    name the other group, never an address range.
    """

    id: pulumi.Output[str]
    """Id of the group."""

    def __init__(
        self, name: str, args: SecurityGroupArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._region = args.context.region
        # No inline rules: the provider then removes AWS's rule that lets everything out.
        self.group = aws.ec2.SecurityGroup(
            f"{name}-group",
            vpc_id=args.vpc_id,
            description=_described(name, args.description),
            tags={"Name": f"{args.context.prefix}-{name}"},
            opts=self._child(),
        )
        self.id = self.group.id
        self.register_outputs({"id": self.id})

    def allow_from(self, source: "SecurityGroup", port: int, description: str) -> None:
        """``source`` may reach this group on a TCP port."""
        self._admit(
            f"from-{source._name}-{port}",
            description,
            port,
            referenced_security_group_id=source.id,
        )

    def allow_from_prefix_list(
        self, role: str, prefix_list_id: pulumi.Input[str], port: int, description: str
    ) -> None:
        """The addresses of a prefix list may reach this group on a TCP port.

        CloudFront's origin-facing list counts as 55 of the 60 rules of a group, so a group
        takes it for one port only.
        """
        self._admit(f"from-{role}-{port}", description, port, prefix_list_id=prefix_list_id)

    def allow_from_range(self, role: str, cidr: str, port: int, description: str) -> None:
        """An IPv4 range may reach this group on a TCP port."""
        self._admit(f"from-{role}-{port}", description, port, cidr_ipv4=cidr)

    def may_reach(
        self, role: str, security_group_id: pulumi.Input[str], port: int, description: str
    ) -> None:
        """This group may reach another one, known by its id alone, on a TCP port.

        For groups of another stack: the application's services reach the foundation's
        database with it. The rule belongs to the caller's stack.

        Args:
            role: What is reached, end of the rule's name: ``database``.
            security_group_id: The group that is reached.
            port: TCP port.
            description: Why.
        """
        aws.vpc.SecurityGroupIngressRule(
            f"{self._name}-to-{role}-{port}",
            security_group_id=security_group_id,
            referenced_security_group_id=self.id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            description=_described(self._name, description),
            opts=self._child(),
        )

    def may_send_to(self, target: "SecurityGroup", port: int, description: str) -> None:
        """This group may open connections to ``target`` on a TCP port, and nowhere else."""
        aws.vpc.SecurityGroupEgressRule(
            f"{self._name}-to-{target._name}-{port}-out",
            security_group_id=self.id,
            referenced_security_group_id=target.id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            description=_described(self._name, description),
            opts=self._child(),
        )

    def may_send_anywhere(self, description: str) -> None:
        """This group may open connections to any address: image pulls, AWS, other APIs."""
        aws.vpc.SecurityGroupEgressRule(
            f"{self._name}-to-anywhere",
            security_group_id=self.id,
            cidr_ipv4="0.0.0.0/0",
            ip_protocol="-1",
            description=_described(self._name, description),
            opts=self._child(),
        )

    def _admit(
        self,
        role: str,
        description: str,
        port: int,
        *,
        referenced_security_group_id: pulumi.Input[str] | None = None,
        prefix_list_id: pulumi.Input[str] | None = None,
        cidr_ipv4: str | None = None,
    ) -> None:
        aws.vpc.SecurityGroupIngressRule(
            f"{self._name}-{role}",
            security_group_id=self.id,
            referenced_security_group_id=referenced_security_group_id,
            prefix_list_id=prefix_list_id,
            cidr_ipv4=cidr_ipv4,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            description=_described(self._name, description),
            opts=self._child(),
        )


def _described(name: str, description: str) -> str:
    if not _DESCRIPTION.match(description):
        raise ArgumentError(
            f"{name}.description",
            description,
            "1 to 255 letters, digits, spaces and . _ - : / ( ) # , @ [ ] + = & ; { } ! $ *",
        )
    return description
