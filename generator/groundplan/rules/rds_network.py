"""RDS: zones, subnets, security groups and ports."""

from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, Text, limit
from groundplan.rules.node import Node
from groundplan.rules.rds_parts import GUIDE, INSTANCE, SUBNETS
from groundplan.rules.reference_row import SG
from groundplan.rules.rule import Fault, rule
from groundplan.rules.vpc import zones_of
from groundplan.rules.world import World

_CACHE = "aws:elasticache/replicationGroup:ReplicationGroup"
_CACHE_SUBNETS = "aws:elasticache/subnetGroup:SubnetGroup"


@rule(
    "GP-RDS-015",
    INSTANCE,
    title="A standby in another zone and a fixed zone exclude each other.",
    error="InvalidParameterCombination: Requesting a specific availability zone is not valid for "
    "Multi-AZ instances.",
    source="API rds CreateDBInstance",
)
def multi_az(node: Node, _: World) -> Iterator[Fault]:
    """multiAz and availabilityZone conflict; the zone is in the region."""
    zone = node.get("availabilityZone")
    if node.truth("multiAz") and zone:
        yield Fault("availabilityZone", "nothing with multiAz")
    if zone and not str(zone).startswith(node.region):
        yield Fault("availabilityZone", f"a zone of {node.region}")


@rule(
    "GP-RDS-016",
    SUBNETS,
    "aws:elasticache/subnetGroup:SubnetGroup",
    title="The subnets lie in too few zones.",
    error="DBSubnetGroupDoesNotCoverEnoughAZs: The DB subnet group doesn't meet Availability Zone "
    "(AZ) coverage requirement. Current AZ coverage: 1. Add subnets to cover at least 2 AZs.",
    source="RDS User Guide: working with a DB instance in a VPC",
)
def subnet_zones(node: Node, world: World) -> Iterator[Fault]:
    """Two zones for databases; one network for both."""
    subnets = node.list("subnetIds[]")
    if node.type == SUBNETS and len(zones_of(subnets, world)) < 2:
        yield Fault("subnetIds", "subnets in two zones at least")
    found = [world.find(s, "aws:ec2/subnet:Subnet") for s in subnets]
    networks = {s.get("vpcId") for s in found if s}
    if len(networks) > 1:
        yield Fault("subnetIds", "subnets of one network")


@rule(
    "GP-RDS-067",
    INSTANCE,
    _CACHE,
    title="Without a group of subnets it stands in the default network, its firewall does not.",
    error="InvalidParameterCombination: The DB instance and EC2 security group are in different "
    "VPCs.",
    source="RDS User Guide: working with a DB instance in a VPC; API elasticache",
)
def default_network(node: Node, world: World) -> Iterator[Fault]:
    """Groups of a planned network need a group of its subnets."""
    database = node.type == INSTANCE
    path = "dbSubnetGroupName" if database else "subnetGroupName"
    if node.has(path) or node.has("replicateSourceDb") or node.has("globalReplicationGroupId"):
        return
    for place, value in node.each("vpcSecurityGroupIds[]" if database else "securityGroupIds[]"):
        group = world.find(value, "aws:ec2/securityGroup:SecurityGroup")
        if group and world.find(group.get("vpcId"), "aws:ec2/vpc:Vpc"):
            yield Fault(path, f"a group of subnets of the network of {place}")
            return


@rule(
    "GP-RDS-032",
    INSTANCE,
    title="The port is used by something else or out of range.",
    error="InvalidParameterValue: The port is invalid: 1150-65535",
    source="API rds CreateDBInstance, Port",
)
def port(node: Node, _: World) -> Iterator[Fault]:
    """1150 to 65535."""
    value = node.number("port")
    if value is not None and not 1150 <= value <= 65535:
        yield Fault("port", "1150 to 65535")


@rule(
    "GP-RDS-033",
    INSTANCE,
    _CACHE,
    title="A group and the database lie in different networks.",
    error="InvalidParameterCombination: The DB instance and EC2 security group are in different "
    "VPCs.",
    source=GUIDE,
)
def groups_in_vpc(node: Node, world: World) -> Iterator[Fault]:
    """Security groups are of the subnet group's VPC."""
    database = node.type == INSTANCE
    name = node.get("dbSubnetGroupName" if database else "subnetGroupName")
    group = world.near(node, name, SUBNETS if database else _CACHE_SUBNETS)
    if group is None:
        return
    subnets = [world.find(s, "aws:ec2/subnet:Subnet") for s in group.list("subnetIds[]")]
    networks = {s.get("vpcId") for s in subnets if s}
    for place, id_ in node.each("vpcSecurityGroupIds[]" if database else "securityGroupIds[]"):
        found = world.find(id_, *SG)
        if found and networks and found.get("vpcId") not in networks:
            yield Fault(place, "a group of the database's network")


LIMITS = (
    limit(
        "GP-RDS-111",
        INSTANCE,
        "networkType",
        OneOf("IPV4", "DUAL"),
        title="The network is IPV4 or DUAL.",
        error="InvalidParameterValue: NetworkType",
        source=GUIDE,
    ),
    limit(
        "GP-RDS-112",
        SUBNETS,
        "name",
        Text(
            r"(?!default$)[a-z0-9][a-z0-9 ._-]*",
            "lowercase letters, digits, space . _ -, not default",
            ("Acme!", "default"),
            ("acme-db",),
            255,
        ),
        named=True,
        title="The group's name has other signs.",
        error="InvalidParameterValue: The parameter DBSubnetGroupName is not a valid identifier.",
        source=GUIDE,
    ),
)
