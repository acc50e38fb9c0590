"""The VPC of one environment: three tiers of subnets, and the ways in and out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context
from stacks.errors import ArgumentError
from stacks.network.addresses import Tier, zone_ranges, zone_suffix
from stacks.network.dns_log import DnsLog, DnsLogArgs
from stacks.network.endpoints import gateway_endpoints, interface_endpoints
from stacks.network.flow_log import FlowLog, FlowLogArgs
from stacks.network.ipv6 import ipv6_egress, subnet_arguments
from stacks.network.nat import nat_gateway
from stacks.observability.notifications import Topics

TIERS: tuple[Tier, ...] = ("public", "private", "isolated")


@dataclass(frozen=True, kw_only=True)
class NetworkArgs:
    """Settings of a network.

    A NAT gateway costs about 33 USD a month and 0.045 USD a GB, an interface endpoint
    about 7.30 USD a month in each zone; the rest is free but for the flow log's storage.
    """

    context: Context
    """Who and where."""
    cidr: str
    """Range of the VPC, /16 to /19. A change replaces the VPC and all that is in it."""
    zones: tuple[str, ...]
    """Availability zone ids, in the region's fixed order; 2 to 4."""
    nat_gateways: int
    """0: tasks run in the public subnets; 1: all zones share one; else one per zone."""
    flow_log_traffic: Literal["ALL", "REJECT"]
    """Which connections the flow log keeps."""
    log_days: int
    """Days the flow log is kept."""
    logs_key_arn: pulumi.Input[str]
    """Key of the flow log's group."""
    ipv6_egress: bool = False
    """Private subnets get IPv6 addresses too, and a way out for them that is free."""
    dns_query_log: bool = False
    """Keep every DNS query of the VPC."""
    interface_endpoints: tuple[str, ...] = ()
    """AWS services reached without NAT: ``ecr.api``, ``secretsmanager``."""
    topics: Topics
    """Where alarms on the NAT gateways go."""
    page: bool
    """Whether severe alarms wake somebody."""
    overrides: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The owner's values by child, over the component's defaults."""


class Network(Component, token="groundplan:network:Network"):
    """A VPC with public, private and isolated subnets in each zone.

    Public subnets hold the load balancer and the NAT gateways, private ones the tasks,
    isolated ones the database and the cache. Nothing gets a public address by itself.
    Network ACLs stay as AWS makes them: they know no security group and no connection, so
    they would only repeat, coarsely, what routes and groups already decide. VPC Block Public
    Access stays off: it would cut the internet gateway off from the load balancer and NAT.

    Invariants: the isolated route table has no route but the VPC's own and the gateway
    endpoints; the default security group admits and sends nothing; DNS support and host
    names are on (private endpoints need both).
    """

    CHILDREN = ("vpc",)

    vpc_id: pulumi.Output[str]
    """Id of the VPC."""
    subnet_ids: dict[Tier, list[pulumi.Output[str]]]
    """Subnet ids by tier, in the order of the zones."""

    def __init__(
        self,
        name: str,
        args: NetworkArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts, args.overrides)
        _check(name, args)
        self._args = args
        self.vpc = aws.ec2.Vpc(
            f"{name}-vpc",
            **self._merged(
                "vpc",
                {"tags": self._tags("vpc")},
                {
                    "cidr_block": args.cidr,
                    "enable_dns_support": True,
                    "enable_dns_hostnames": True,
                    **({"assign_generated_ipv6_cidr_block": True} if args.ipv6_egress else {}),
                },
            ),
            opts=self._child(),
        )
        self.vpc_id = self.vpc.id
        # Adopts the group AWS makes with the VPC and, without rules here, empties it.
        aws.ec2.DefaultSecurityGroup(
            f"{name}-default-group", vpc_id=self.vpc_id, opts=self._child()
        )
        self.internet_gateway = aws.ec2.InternetGateway(
            f"{name}-internet", vpc_id=self.vpc_id, tags=self._tags("internet"), opts=self._child()
        )
        self._subnets = {
            tier: {
                zone_suffix(zone): self._subnet(tier, zone, index)
                for index, zone in enumerate(args.zones)
            }
            for tier in TIERS
        }
        self.subnet_ids = {
            tier: [subnet.id for subnet in subnets.values()]
            for tier, subnets in self._subnets.items()
        }
        tables = self._tables()
        gateway_endpoints(
            name,
            region=args.context.region,
            vpc_id=self.vpc_id,
            route_table_ids=[table.id for table in tables],
            opts=self._child(),
        )
        if args.interface_endpoints:
            interface_endpoints(
                name,
                args.interface_endpoints,
                context=args.context,
                vpc_id=self.vpc_id,
                cidr=args.cidr,
                subnets=list(self._subnets["private"].values()),
                opts=self._child(),
            )
        FlowLog(
            f"{name}-flow",
            FlowLogArgs(
                context=args.context,
                vpc_id=self.vpc_id,
                traffic=args.flow_log_traffic,
                log_days=args.log_days,
                logs_key_arn=args.logs_key_arn,
            ),
            self._child(),
        )
        if args.dns_query_log:
            DnsLog(
                f"{name}-dns",
                DnsLogArgs(
                    context=args.context,
                    vpc_id=self.vpc_id,
                    log_days=args.log_days,
                    logs_key_arn=args.logs_key_arn,
                ),
                self._child(),
            )
        self.register_outputs({"vpc_id": self.vpc_id})

    @property
    def zone_names(self) -> list[pulumi.Output[str]]:
        """Zones by the names this account knows them by, in the order of the subnets."""
        return [subnet.availability_zone for subnet in self._subnets["isolated"].values()]

    @property
    def task_subnet_ids(self) -> list[pulumi.Output[str]]:
        """Where tasks run: private subnets, or public ones where there is no NAT gateway."""
        return self.subnet_ids["private" if self._args.nat_gateways else "public"]

    def _subnet(self, tier: Tier, zone: str, index: int) -> aws.ec2.Subnet:
        suffix = zone_suffix(zone)
        dual = self._args.ipv6_egress and tier == "private"
        return aws.ec2.Subnet(
            f"{self._name}-{tier}-{suffix}",
            vpc_id=self.vpc_id,
            cidr_block=getattr(zone_ranges(self._args.cidr, index), tier),
            availability_zone_id=zone,
            map_public_ip_on_launch=False,
            tags={**self._tags(f"{tier}-{suffix}"), "tier": tier},
            opts=self._child(),
            **(subnet_arguments(self.vpc, index) if dual else {}),
        )

    def _tables(self) -> list[aws.ec2.RouteTable]:
        """Route tables of all tiers; the private and isolated ones are returned."""
        public = self._table("public", "")
        self._default_route("public", "", public, gateway_id=self.internet_gateway.id)
        isolated = self._table("isolated", "")
        private = {zone: self._table("private", zone) for zone in self._subnets["private"]}
        for zone in self._subnets["public"]:
            self._associate("public", zone, public)
            self._associate("private", zone, private[zone])
            self._associate("isolated", zone, isolated)
        nats = self._nat_gateways()
        for index, (zone, table) in enumerate(private.items()):
            if nats:
                nat = nats[index % len(nats)]
                self._default_route("private", zone, table, nat_gateway_id=nat.id)
        if self._args.ipv6_egress:
            ipv6_egress(
                self._name,
                vpc_id=self.vpc_id,
                tables=private,
                tags=self._tags("egress-only"),
                opts=self._child(),
            )
        return [*private.values(), isolated]

    def _nat_gateways(self) -> list[aws.ec2.NatGateway]:
        args = self._args
        return [
            nat_gateway(
                self._name,
                zone,
                context=args.context,
                subnet_id=self._subnets["public"][zone].id,
                topics=args.topics,
                page=args.page,
                parent=self,
                after=self.internet_gateway,
            )
            for zone in list(self._subnets["public"])[: args.nat_gateways]
        ]

    def _table(self, tier: Tier, zone: str) -> aws.ec2.RouteTable:
        return aws.ec2.RouteTable(
            _joined(self._name, tier, "table", zone),
            vpc_id=self.vpc_id,
            tags=self._tags(_joined(tier, zone)),
            opts=self._child(),
        )

    def _associate(self, tier: Tier, zone: str, table: aws.ec2.RouteTable) -> None:
        aws.ec2.RouteTableAssociation(
            f"{self._name}-{tier}-association-{zone}",
            subnet_id=self._subnets[tier][zone].id,
            route_table_id=table.id,
            opts=self._child(),
        )

    def _default_route(
        self, tier: Tier, zone: str, table: aws.ec2.RouteTable, **target: pulumi.Output[str]
    ) -> None:
        aws.ec2.Route(
            _joined(self._name, tier, "default-route", zone),
            route_table_id=table.id,
            destination_cidr_block="0.0.0.0/0",
            opts=self._child(),
            **target,
        )

    def _tags(self, role: str) -> dict[str, str]:
        return {"Name": f"{self._args.context.prefix}-{role}"}


def _joined(*parts: str) -> str:
    return "-".join(part for part in parts if part)


def _check(name: str, args: NetworkArgs) -> None:
    if not 2 <= len(args.zones) <= 4:
        raise ArgumentError(f"{name}.zones", len(args.zones), "2 to 4 availability zones")
    if not 0 <= args.nat_gateways <= len(args.zones):
        raise ArgumentError(
            f"{name}.nat_gateways", args.nat_gateways, f"0 to {len(args.zones)}, the zones"
        )
