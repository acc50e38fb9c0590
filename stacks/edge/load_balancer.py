"""The load balancer: private, and open to CloudFront only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.compute.container import STOP_TIMEOUT_SECONDS
from stacks.compute.task import Task
from stacks.context import Context
from stacks.edge import paths
from stacks.edge.access_logs import LOAD_BALANCER_PREFIX, AccessLogs
from stacks.edge.alarms import LOAD_BALANCER
from stacks.observability.alarm import Alarms, AlarmsArgs
from stacks.observability.notifications import Topics

TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06"
ORIGIN_FACING = "com.amazonaws.global.cloudfront.origin-facing"
IDLE_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class LoadBalancerArgs:
    """Settings of the load balancer. About 20 USD a month and its traffic."""

    context: Context
    """Who and where."""
    vpc_id: pulumi.Input[str]
    """Network."""
    subnet_ids: pulumi.Input[Sequence[str]]
    """Private subnets, at least two zones."""
    certificate_arn: pulumi.Input[str] | None
    """Issued certificate of the public names; none before the domain is delegated."""
    access_logs: AccessLogs
    """Where requests are logged."""
    deletion_protection: bool
    """AWS refuses to delete it."""
    topics: Topics
    """Where alarms go."""
    page: bool
    """Severe alarms wake somebody."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where the load balancer sends the requests of one service."""

    group_arn: pulumi.Output[str]
    """ARN of the target group."""
    group_suffix: pulumi.Output[str]
    """Its name in metrics."""
    load_balancer_suffix: pulumi.Output[str]
    """The load balancer's name in metrics."""
    resource_label: pulumi.Output[str]
    """Both, as autoscaling takes them."""
    rules: Sequence[pulumi.Resource]
    """Listener rules that use the group."""


class LoadBalancer(Component, token="groundplan:edge:LoadBalancer"):
    """An internal application load balancer that CloudFront reaches by a VPC origin.

    Invariants: it has no public address; its security group admits CloudFront's
    origin-facing addresses on one port and nobody else (AWS counts that prefix list as 55
    of the 60 rules of a group, so a second port would not fit); a request no rule knows
    gets 404 from the load balancer itself; headers that are no valid HTTP are dropped.

    With a certificate it speaks TLS 1.2 and 1.3 on 443. Without one (before the domain is
    delegated) it speaks HTTP on 80: requests are encrypted from the browser to CloudFront
    and cross AWS's private network in the clear, because AWS issues no certificate for a
    domain it cannot verify. Turning ``dns_delegated`` on moves it to 443, with some
    minutes in which CloudFront still asks the old port.

    VPC origins carry no WebSockets and no gRPC (AWS: Restrict access with VPC origins). An
    app that needs them runs a public load balancer in ``stacks/local.py``, closed by the
    same prefix list and a secret header.
    """

    CHILDREN = ("load-balancer", "listener")

    arn: pulumi.Output[str]
    """ARN of the load balancer."""
    dns_name: pulumi.Output[str]
    """Name CloudFront asks."""
    alarm_names: list[str]
    """Alarms that are symptoms of an outage."""
    alarms: Alarms
    """What makes them."""

    def __init__(
        self,
        name: str,
        args: LoadBalancerArgs,
        opts: pulumi.ResourceOptions | None = None,
        overrides: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        super().__init__(name, opts, overrides)
        self._args = args
        self.secure = args.certificate_arn is not None
        self._group = self._security_group(name)
        self._balancer = self._load_balancer(name)
        self._listener = self._listen(name)
        self.arn, self.dns_name = self._balancer.arn, self._balancer.dns_name
        self.alarms = Alarms(
            f"{name}-alarms",
            AlarmsArgs(
                context=args.context,
                topics=args.topics,
                specs=LOAD_BALANCER,
                dimensions={"LoadBalancer": self._balancer.arn_suffix},
                page=args.page,
            ),
            self._child(),
        )
        self.alarm_names = [self.alarms.names["balancer-5xx-percent-max"]]
        self.register_outputs({"arn": self.arn})

    def send(
        self, service: str, task: Task, *, port: int, health_path: str, rules: Mapping[str, int]
    ) -> Target:
        """Send requests to a service's tasks, and let them in there.

        Args:
            service: Name of the service.
            task: Its task.
            port: Port of the container.
            health_path: Path that answers 200 to 399 when the task can work.
            rules: Listener priority by path pattern.
        """
        region = self._args.context.region
        task.admit("load-balancer", self._group.id)
        aws.vpc.SecurityGroupEgressRule(
            f"{self._name}-to-{service}",
            security_group_id=self._group.id,
            referenced_security_group_id=task.security_group_id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            description=f"Tasks of {service}",
            region=region,
            opts=self._child(),
        )
        group = aws.lb.TargetGroup(
            # Named by Pulumi, 32 characters at most: a target group in use can be replaced
            # only by one of another name. Hence the short logical name.
            f"{service}-tg",
            target_type="ip",
            protocol="HTTP",
            port=port,
            vpc_id=self._args.vpc_id,
            # Less than the tasks wait before they are killed.
            deregistration_delay=STOP_TIMEOUT_SECONDS // 2,
            health_check={
                "enabled": True,
                "protocol": "HTTP",
                "path": health_path,
                "port": "traffic-port",
                "matcher": "200-399",
                "interval": 15,
                "timeout": 5,
                "healthy_threshold": 2,
                "unhealthy_threshold": 3,
            },
            region=region,
            opts=self._child(),
        )
        listener_rules = [
            aws.lb.ListenerRule(
                f"{self._name}-{service}-{paths.role(pattern)}",
                listener_arn=self._listener.arn,
                priority=priority,
                conditions=[{"path_pattern": {"values": [pattern]}}],
                actions=[{"type": "forward", "target_group_arn": group.arn}],
                region=region,
                opts=self._child(),
            )
            for pattern, priority in sorted(rules.items())
        ]
        suffix = self._balancer.arn_suffix
        return Target(
            group_arn=group.arn,
            group_suffix=group.arn_suffix,
            load_balancer_suffix=suffix,
            resource_label=pulumi.Output.concat(suffix, "/", group.arn_suffix),
            rules=listener_rules,
        )

    def _security_group(self, name: str) -> aws.ec2.SecurityGroup:
        args = self._args
        region = args.context.region
        group = aws.ec2.SecurityGroup(
            f"{name}-security-group",
            vpc_id=args.vpc_id,
            description="Load balancer behind CloudFront",
            tags={"Name": f"{args.context.prefix}-{name}"},
            region=region,
            opts=self._child(),
        )
        # Of IPv4, as the load balancer is; IPv6 has a list of its own.
        prefix_list = aws.ec2.get_managed_prefix_list_output(
            name=ORIGIN_FACING, region=region, opts=pulumi.InvokeOutputOptions(parent=self)
        )
        port = 443 if self.secure else 80
        aws.vpc.SecurityGroupIngressRule(
            f"{name}-from-cloudfront",
            security_group_id=group.id,
            prefix_list_id=prefix_list.id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            description="CloudFront origin-facing addresses",
            region=region,
            opts=self._child(),
        )
        return group

    def _load_balancer(self, name: str) -> aws.lb.LoadBalancer:
        args = self._args
        return aws.lb.LoadBalancer(
            f"{name}-load-balancer",
            **self._merged(
                "load-balancer",
                {
                    "enable_deletion_protection": args.deletion_protection,
                    "idle_timeout": IDLE_SECONDS,
                    "enable_http2": True,
                },
                {
                    "name": args.context.physical("alb", 32),
                    "load_balancer_type": "application",
                    "internal": True,
                    "ip_address_type": "ipv4",
                    "subnets": args.subnet_ids,
                    "security_groups": [self._group.id],
                    "drop_invalid_header_fields": True,
                    "desync_mitigation_mode": "defensive",
                    "access_logs": {
                        "enabled": True,
                        "bucket": args.access_logs.bucket,
                        "prefix": LOAD_BALANCER_PREFIX,
                    },
                    "region": args.context.region,
                },
            ),
            # AWS writes a test object when the attribute is set.
            opts=self._child(depends_on=[args.access_logs.policy]),
        )

    def _listen(self, name: str) -> aws.lb.Listener:
        args = self._args
        secure = {
            "port": 443,
            "protocol": "HTTPS",
            "ssl_policy": TLS_POLICY,
            "certificate_arn": args.certificate_arn,
        }
        return aws.lb.Listener(
            f"{name}-listener",
            **self._merged(
                "listener",
                {},
                {
                    "load_balancer_arn": self._balancer.arn,
                    "default_actions": [
                        {
                            "type": "fixed-response",
                            "fixed_response": {
                                "content_type": "text/plain",
                                "message_body": "Not found",
                                "status_code": "404",
                            },
                        }
                    ],
                    **(secure if self.secure else {"port": 80, "protocol": "HTTP"}),
                    "region": args.context.region,
                },
            ),
            opts=self._child(),
        )
