"""CloudTrail: the record of all calls and its bucket."""

from collections.abc import Iterator

from groundplan.rules.constraint import Text, limit
from groundplan.rules.grammar import policy as grammar
from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node, listed
from groundplan.rules.organizations import ORG
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_TRAIL = "aws:cloudtrail/trail:Trail"


@rule(
    "GP-TRAIL-001",
    _TRAIL,
    title="The record of all calls has half of a setting.",
    error="InvalidParameterCombinationException / InvalidCloudWatchLogsLogGroupArnException: You "
    "must specify a log group ARN ending with :*",
    source="API cloudtrail CreateTrail",
)
def trail(node: Node, world: World) -> Iterator[Fault]:
    """Group with :* and its role; one kind of selectors; the organization's in its account."""
    group, role = node.has("cloudWatchLogsGroupArn"), node.has("cloudWatchLogsRoleArn")
    if group != role:
        yield Fault("cloudWatchLogsRoleArn", "cloudWatchLogsGroupArn and its role together")
    text = node.get("cloudWatchLogsGroupArn")
    found = arn(text)
    if text is not None and (
        found is None or found.service != "logs" or not str(text).endswith(":*")
    ):
        yield Fault("cloudWatchLogsGroupArn", "the ARN of a log group with :* at the end")
    elif found and (found.region, found.account) != (node.region, node.account):
        yield Fault("cloudWatchLogsGroupArn", f"a log group of {node.region} in this account")
    if node.truth("isMultiRegionTrail") and not node.truth(
        "includeGlobalServiceEvents", default=True
    ):
        yield Fault("includeGlobalServiceEvents", "true with isMultiRegionTrail")
    if node.get("eventSelectors") and node.get("advancedEventSelectors"):
        yield Fault("eventSelectors", "one of eventSelectors and advancedEventSelectors")
    if node.truth("isOrganizationTrail") and world.has(ORG):
        for organization_ in world.of(ORG):
            delegated = world.has(
                "aws:cloudtrail/organizationDelegatedAdminAccount:OrganizationDelegatedAdminAccount"
            )
            if organization_.account != node.account and not delegated:
                yield Fault("isOrganizationTrail", "this trail in the management account")
            if "cloudtrail.amazonaws.com" not in organization_.list(
                "awsServiceAccessPrincipals[]"
            ) and not world.has("aws:organizations/awsServiceAccess:AwsServiceAccess"):
                yield Fault(
                    "isOrganizationTrail", "cloudtrail.amazonaws.com in awsServiceAccessPrincipals"
                )
    for place, value in node.each("insightSelectors[].insightType"):
        if value not in ("ApiCallRateInsight", "ApiErrorRateInsight"):
            yield Fault(place, "ApiCallRateInsight or ApiErrorRateInsight")
    prefix = node.get("s3KeyPrefix")
    if isinstance(prefix, str) and (len(prefix) > 200 or prefix.startswith("/")):
        yield Fault("s3KeyPrefix", "200 characters, no slash first")


@rule(
    "GP-TRAIL-002",
    _TRAIL,
    title="The bucket does not let the record of calls in.",
    error="InsufficientS3BucketPolicyException: Incorrect S3 bucket policy is detected for bucket",
    source="CloudTrail User Guide: S3 bucket policy",
)
def trail_bucket(node: Node, world: World) -> Iterator[Fault]:
    """A policy of the bucket lets cloudtrail.amazonaws.com put objects."""
    bucket = world.find(node.get("s3BucketName"), "aws:s3/bucket:Bucket")
    if bucket is None:
        return
    policies = [
        p
        for p in world.of("aws:s3/bucketPolicy:BucketPolicy")
        if world.find(p.get("bucket"), "aws:s3/bucket:Bucket") is bucket
    ]
    if policies and not any(
        value == "cloudtrail.amazonaws.com"
        and statement.get("Effect") == "Allow"
        and any(grammar.matches(str(a), "s3:PutObject") for a in listed(statement.get("Action")))
        for p in policies
        for _, statement in grammar.statements(p.document("policy"))
        for _, _, value in grammar.principals(statement)
    ):
        yield Fault(
            "s3BucketName", "a bucket whose policy lets cloudtrail.amazonaws.com put objects"
        )


LIMITS = (
    limit(
        "GP-TRAIL-101",
        _TRAIL,
        "name",
        Text(
            r"(?!.*[._-]{2})(?!\d+\.\d+\.\d+\.\d+$)[A-Za-z0-9][A-Za-z0-9._-]{1,126}[A-Za-z0-9]",
            "3 to 128 letters, digits, single . _ -",
            ("ab", "a--b", "a b"),
            ("acme",),
            128,
        ),
        named=True,
        title="The trail's name has other signs.",
        error="InvalidTrailNameException",
        source="API cloudtrail CreateTrail",
    ),
)
