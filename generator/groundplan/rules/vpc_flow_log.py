"""Flow logs."""

from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, limit
from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_FLOW = "aws:ec2/flowLog:FlowLog"


@rule(
    "GP-VPC-022",
    _FLOW,
    title="A flow log watches one thing.",
    error="InvalidParameter: exactly one resource",
    source="API ec2 CreateFlowLogs",
)
def flow_log_subject(node: Node, _: World) -> Iterator[Fault]:
    """One of VPC, subnet, interface, transit gateway."""
    paths = ("vpcId", "subnetId", "eniId", "transitGatewayId", "transitGatewayAttachmentId",
             "regionalNatGatewayId")  # fmt: skip
    if sum(node.has(p) for p in paths) != 1:
        yield Fault("vpcId", f"exactly one of {', '.join(paths)}")
    transit = node.has("transitGatewayId") or node.has("transitGatewayAttachmentId")
    if transit and node.has("trafficType"):
        yield Fault("trafficType", "nothing for a transit gateway")
    if not transit and not node.has("trafficType"):
        yield Fault("trafficType", "ACCEPT, REJECT or ALL")


@rule(
    "GP-VPC-023",
    _FLOW,
    title="The flow log's destination does not fit its kind.",
    error="InvalidParameter: LogDestination / DeliverLogsPermissionArn",
    source="API ec2 CreateFlowLogs",
)
def flow_log_destination(node: Node, _: World) -> Iterator[Fault]:
    """A log group with a role, a bucket or a stream without one."""
    kind = node.get("logDestinationType", "cloud-watch-logs")
    service = {"cloud-watch-logs": "logs", "s3": "s3", "kinesis-data-firehose": "firehose"}
    found = arn(node.get("logDestination"))
    if not node.has("logDestination"):
        yield Fault("logDestination", "the ARN of the destination")
    elif kind in service and (found is None or found.service != service[kind]):
        if node.get("logDestination") is not None:
            yield Fault("logDestination", f"the ARN of a destination of {service[kind]}")
    elif found is not None and found.service == "logs" and found.region != node.region:
        yield Fault("logDestination", f"a log group in {node.region}")
    if kind == "cloud-watch-logs" and not node.has("iamRoleArn"):
        yield Fault("iamRoleArn", "a role that vpc-flow-logs.amazonaws.com takes on")
    if kind == "s3" and node.has("iamRoleArn"):
        yield Fault("iamRoleArn", "nothing with logDestinationType s3")
    if node.has("destinationOptions") and kind != "s3":
        yield Fault("destinationOptions", "nothing unless logDestinationType is s3")


@rule(
    "GP-VPC-029",
    _FLOW,
    title="The role cannot be taken on by flow logs.",
    error="AccessDenied: the flow log stays in status FAILED",
    source="VPC User Guide: flow logs to CloudWatch Logs",
    probable=True,
)
def flow_log_role(node: Node, world: World) -> Iterator[Fault]:
    """The role trusts vpc-flow-logs.amazonaws.com."""
    from groundplan.rules.roles import trusts

    if trusts(world.find(node.get("iamRoleArn")), "vpc-flow-logs.amazonaws.com") is False:
        yield Fault("iamRoleArn", "a role that vpc-flow-logs.amazonaws.com takes on")


LIMITS = (
    limit(
        "GP-VPC-101",
        _FLOW,
        "maxAggregationInterval",
        OneOf(60, 600),
        title="Flow logs gather for one or ten minutes.",
        error="InvalidParameter: MaxAggregationInterval must be 60 or 600",
        source="API ec2 CreateFlowLogs",
    ),
)
