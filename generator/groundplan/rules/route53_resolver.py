"""Route 53 Resolver: where the queries of a network are logged."""

from collections.abc import Iterator

from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

CONFIG = "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig"
ASSOCIATION = "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation"


@rule(
    "GP-DNS-009",
    CONFIG,
    title="The log of queries goes to a place that cannot take it.",
    error="InvalidParameterException: DestinationArn is not valid",
    source="API route53resolver CreateResolverQueryLogConfig",
)
def query_log_destination(node: Node, _: World) -> Iterator[Fault]:
    """A log group or a delivery stream of the region, or a bucket."""
    found = arn(node.get("destinationArn"))
    if found is None:
        return
    if found.service not in ("logs", "s3", "firehose"):
        yield Fault("destinationArn", "a log group, a bucket or a delivery stream")
    elif node.region and found.region not in ("", node.region):
        yield Fault("destinationArn", f"a destination in {node.region}")


@rule(
    "GP-DNS-010",
    ASSOCIATION,
    title="A network's queries are logged twice to one place.",
    error="ResourceExistsException: the association already exists",
    source="API route53resolver AssociateResolverQueryLogConfig",
)
def association_once(node: Node, world: World) -> Iterator[Fault]:
    """One association per network and configuration."""
    for other in world.twins(node, "resolverQueryLogConfigId", "resourceId"):
        yield Fault("resourceId", f"a network {other.name} does not log")
