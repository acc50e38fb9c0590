"""CloudWatch Logs: delivery of a resource's logs, from a source to a destination."""

import re
from collections.abc import Iterator

from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_SOURCE = "aws:cloudwatch/logDeliverySource:LogDeliverySource"
_DESTINATION = "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination"
_DELIVERY = "aws:cloudwatch/logDelivery:LogDelivery"


@rule(
    "GP-LOGS-008",
    _SOURCE,
    _DESTINATION,
    _DELIVERY,
    title="The delivery of a distribution's logs is set up in us-east-1.",
    error="ValidationException: Resource is not in the region",
    source="pulumi-aws cloudfront.Distribution, logging v2",
)
def delivery_region(node: Node, world: World) -> Iterator[Fault]:
    """CloudFront's delivery source is in us-east-1, and its delivery beside it."""
    if node.type == _SOURCE:
        found = arn(node.get("resourceArn"))
        if found and found.service == "cloudfront" and node.region != "us-east-1":
            yield Fault("region", "us-east-1")
        elif found and found.region and found.region != node.region:
            yield Fault("resourceArn", f"a resource of {node.region}")
        silent = ("iam", "sns", "sqs", "ecs", "ecr", "logs", "s3", "kms", "acm", "secretsmanager")
        if found and found.service in silent:
            yield Fault("resourceArn", "a resource that delivers logs, such as a distribution")
        kinds = {"cloudfront": ("ACCESS_LOGS", "CONNECTION_LOGS"), "wafv2": ("WAF_LOGS",)}
        if found and found.service in kinds and node.get("logType") not in kinds[found.service]:
            yield Fault("logType", ", ".join(kinds[found.service]))
    elif node.type == _DELIVERY:
        found = arn(node.get("deliveryDestinationArn"))
        if found and found.region != node.region:
            yield Fault("deliveryDestinationArn", f"a destination in {node.region}")
        elif node.get("deliverySourceName") and world.has(_SOURCE):
            if not any(
                s.get("name") == node.get("deliverySourceName") and s.region == node.region
                for s in world.of(_SOURCE)
            ):
                yield Fault("deliverySourceName", f"a source in {node.region}")


@rule(
    "GP-LOGS-009",
    _SOURCE,
    _DESTINATION,
    title="Two sources or destinations of logs have one name.",
    error="ConflictException: name already exists",
    source="API logs PutDeliverySource",
)
def delivery_once(node: Node, world: World) -> Iterator[Fault]:
    """Names are unique per account and region; one source a resource and log type."""
    for other in world.twins(node, "name"):
        yield Fault("name", f"a name {other.name} does not have")
    if node.type == _SOURCE:
        for other in world.twins(node, "resourceArn", "logType"):
            yield Fault("resourceArn", f"a resource {other.name} does not read")
    elif node.get("outputFormat") == "parquet":
        target = arn(node.get("deliveryDestinationConfiguration.destinationResourceArn"))
        if target and target.service != "s3":
            yield Fault("outputFormat", "another format unless the destination is a bucket")


@rule(
    "GP-LOGS-013",
    _DELIVERY,
    title="The delivered logs are to have fields that nobody writes.",
    error="ValidationException: The record fields are not supported for the log type",
    source="CloudWatch Logs API: CreateDelivery; CloudFront guide: standard logging v2 fields",
)
def delivery_fields(node: Node, world: World) -> Iterator[Fault]:
    """Fields of the distribution's logs."""
    source = next(
        (
            s
            for s in world.near_of(node, _SOURCE)
            if s.get("name") == node.get("deliverySourceName")
        ),
        None,
    )
    found = arn(source.get("resourceArn")) if source else None
    if found is None or found.service != "cloudfront" or source is None:
        return
    for place, value in node.each("recordFields[]"):
        if source.get("logType") == "ACCESS_LOGS" and not _is_field(str(value)):
            yield Fault(place, "a field of CloudFront's access logs, such as sc-status")


def _is_field(name: str) -> bool:
    return name in _FIELDS or re.fullmatch(r"timestamp\(\w+\)", name) is not None


_FIELDS = frozenset(
    "date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) "
    "cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header "
    "cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher "
    "x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields c-port "
    "time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start "
    "sc-range-end timestamp timestamp(ms) DistributionId asn c-country cs-accept-encoding "
    "cs-accept cache-behavior-path-pattern cs-headers cs-header-names cs-headers-count origin-fbl "
    "origin-lbl primary-distribution-id primary-distribution-dns-name viewer-asn "
    "distribution-tenant-id connection-id".split()
)


@rule(
    "GP-LOGS-012",
    _DELIVERY,
    _DESTINATION,
    title="Where delivered logs are put cannot be.",
    error="ValidationException: suffixPath / destinationResourceArn is not valid",
    source="CloudWatch Logs API: S3DeliveryConfiguration, DeliveryDestinationConfiguration",
)
def delivery_place(node: Node, world: World) -> Iterator[Fault]:
    """256 signs with variables that exist; a bucket of the estate, a group or a stream."""
    for place, text in node.each("s3DeliveryConfigurations[].suffixPath"):
        names = re.findall(r"\{([^{}]*)\}", str(text))
        if len(str(text)) > 256 or re.sub(r"\{[^{}]*\}", "", str(text)).strip("{}") != re.sub(
            r"\{[^{}]*\}", "", str(text)
        ):
            yield Fault(place, "256 characters with variables in braces")
        elif set(names) - _VARIABLES:
            yield Fault(place, f"variables out of {', '.join(sorted(_VARIABLES))}")
    path = "deliveryDestinationConfiguration.destinationResourceArn"
    tracing = node.get("deliveryDestinationType") == "XRAY"
    if node.type == _DESTINATION and not tracing and not node.has(path):
        yield Fault(path, "the ARN of a bucket, a log group or a delivery stream")
    found = arn(node.get(path))
    if found is not None and found.service not in ("s3", "logs", "firehose"):
        yield Fault(path, "a bucket, a log group or a delivery stream")
    elif found is not None and found.service == "s3":
        bucket = found.resource.partition("/")[0]
        if world.has(_BUCKET) and world.find(bucket, _BUCKET) is None:
            yield Fault(path, "a bucket of the estate")


_BUCKET = "aws:s3/bucket:Bucket"
_VARIABLES = frozenset(
    ("DistributionId", "distributionid", "yyyy", "MM", "dd", "HH", "accountid", "account-id",
     "region", "WebACLName", "webaclname", "resourceid", "id", "bedrock")
)  # fmt: skip
