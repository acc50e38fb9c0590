"""Inputs that exclude each other, and inputs that need another: what the provider itself says."""

from collections.abc import Iterator

from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_EXCLUDE: dict[str, tuple[tuple[str, ...], ...]] = {
    "aws:acm/certificate:Certificate": (
        ("domainName", "privateKey"),
        ("earlyRenewalDuration", "validationMethod"),
        ("certificateAuthorityArn", "validationMethod"),
    ),
    "aws:budgets/budget:Budget": (("costFilters", "filterExpression"), ("costTypes", "metrics")),
    "aws:cloudtrail/trail:Trail": (("eventSelectors", "advancedEventSelectors"),),
    "aws:cloudwatch/eventRule:EventRule": (("state", "isEnabled"),),
    "aws:cloudwatch/eventTarget:EventTarget": (
        ("input", "inputPath"),
        ("input", "inputTransformer"),
        ("inputPath", "inputTransformer"),
    ),
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": (
        ("metricTransformation.defaultValue", "metricTransformation.dimensions"),
    ),
    "aws:cloudwatch/metricAlarm:MetricAlarm": (
        ("evaluationCriteria", "metricName"),
        ("evaluationCriteria", "metricQueries"),
        ("statistic", "extendedStatistic"),
    ),
    "aws:ec2/eip:Eip": (("instance", "networkInterface"),),
    "aws:ec2/natGateway:NatGateway": (
        ("secondaryPrivateIpAddressCount", "secondaryPrivateIpAddresses"),
    ),
    "aws:ec2/subnet:Subnet": (
        ("availabilityZone", "availabilityZoneId"),
        ("cidrBlock", "ipv4NetmaskLength"),
        ("ipv6CidrBlock", "ipv6NetmaskLength"),
    ),
    "aws:ec2/vpc:Vpc": (
        ("cidrBlock", "ipv4NetmaskLength"),
        ("ipv6CidrBlock", "ipv6NetmaskLength"),
        ("assignGeneratedIpv6CidrBlock", "ipv6IpamPoolId"),
    ),
    "aws:elasticache/replicationGroup:ReplicationGroup": (
        ("authToken", "authTokenWo"),
        ("authToken", "userGroupIds"),
        ("numCacheClusters", "numNodeGroups"),
        ("numCacheClusters", "replicasPerNodeGroup"),
        ("nodeGroupConfigurations", "preferredCacheClusterAzs"),
    ),
    "aws:iam/role:Role": (("name", "namePrefix"),),
    "aws:lambda/function:Function": (
        ("s3ObjectVersion", "code"),
        ("s3ObjectVersion", "imageUri"),
        ("s3Key", "code"),
        ("sourceKmsKeyArn", "imageUri"),
    ),
    "aws:lambda/permission:Permission": (("statementId", "statementIdPrefix"),),
    "aws:rds/instance:Instance": (
        ("password", "passwordWo"),
        ("domain", "domainFqdn"),
        ("domain", "domainOu"),
        ("domain", "domainAuthSecretArn"),
        ("domainFqdn", "domainIamRoleName"),
        ("snapshotIdentifier", "restoreToPointInTime"),
        ("snapshotIdentifier", "s3Import"),
        ("replicateSourceDb", "restoreToPointInTime"),
        ("replicateSourceDb", "s3Import"),
    ),
    "aws:route53/zone:Zone": (("vpcs", "delegationSetId"),),
    "aws:s3/bucket:Bucket": (("acl", "grants"),),
    "aws:wafv2/webAcl:WebAcl": (("rules", "ruleJson"),),
}
_NEED: dict[str, tuple[tuple[str, str], ...]] = {
    "aws:acm/certificate:Certificate": (
        ("certificateBody", "privateKey"),
        ("certificateChain", "certificateBody"),
    ),
    "aws:budgets/budget:Budget": (("filterExpression", "metrics"),),
    "aws:cloudwatch/metricAlarm:MetricAlarm": (("evaluationCriteria", "evaluationInterval"),),
    "aws:ec2/natGateway:NatGateway": (("vpcId", "availabilityMode"),),
    "aws:ec2/vpc:Vpc": (
        ("ipv4NetmaskLength", "ipv4IpamPoolId"),
        ("ipv6NetmaskLength", "ipv6IpamPoolId"),
        ("ipv6CidrBlock", "ipv6IpamPoolId"),
        ("ipv6CidrBlockNetworkBorderGroup", "assignGeneratedIpv6CidrBlock"),
    ),
    "aws:elasticache/replicationGroup:ReplicationGroup": (
        ("nodeGroupConfigurations", "numNodeGroups"),
        ("authTokenWo", "authTokenWoVersion"),
    ),
    "aws:kms/key:Key": (
        ("xksKeyId", "customKeyStoreId"),
        ("rotationPeriodInDays", "enableKeyRotation"),
    ),
    "aws:lambda/function:Function": (
        ("s3Bucket", "s3Key"),
        ("s3Key", "s3Bucket"),
        ("s3ObjectVersion", "s3Bucket"),
        ("replacementSecurityGroupIds", "replaceSecurityGroupsOnDestroy"),
    ),
    "aws:rds/instance:Instance": (
        ("passwordWo", "passwordWoVersion"),
        ("domain", "domainIamRoleName"),
        ("domainFqdn", "domainAuthSecretArn"),
    ),
}


@rule(
    "GP-MODEL-009",
    *_EXCLUDE,
    title="Two inputs are given of which only one may be.",
    error="Conflicting configuration arguments: conflicts with",
    source="pulumi-aws: each input's description, 'Conflicts with'",
)
def excluded(node: Node, _: World) -> Iterator[Fault]:
    """At most one of each pair; an empty list counts as nothing."""
    for first, second in _EXCLUDE[node.type]:
        if _given(node, first) and _given(node, second):
            yield Fault(second, f"nothing with {first}")


@rule(
    "GP-MODEL-010",
    *_NEED,
    title="An input is given that means nothing without another.",
    error="Missing required argument: all of these must be specified",
    source="pulumi-aws: each input's description, 'Required if'",
)
def needed(node: Node, _: World) -> Iterator[Fault]:
    """Where one is given, so is the other."""
    for first, second in _NEED[node.type]:
        if _given(node, first) and not _given(node, second):
            yield Fault(first, f"{second} with it")


def _given(node: Node, path: str) -> bool:
    return node.has(path) and node.get(path) not in ([], {}, False)
