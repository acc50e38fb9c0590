"""References and quotas row by row; the tables match the packages they were made from."""

import dataclasses
import re

import pytest

from groundplan.rules.judge import all_rules
from groundplan.rules.node import Node
from groundplan.rules.quotas import QUOTAS, Quota, _rule
from groundplan.rules.references import ROWS, Reference
from groundplan.rules.world import World
from tests.rules.support import build_actions, build_shapes, build_tables
from tests.rules.support.estates import Row, Rows, also, changed, estate, faults, put
from tests.rules.support.sample import ACL_US, FLOW_LOGS, KEY_DR, VPC, A, sample
from tests.rules.support.sample_application import metric

EXTRA = also(
    Row(
        "aws:cloudfront/publicKey:PublicKey",
        "signer",
        {"encodedKey": "-----BEGIN PUBLIC KEY-----"},
        id="K1",
        stack="application/prod",
    ),
    Row(
        "aws:cloudfront/keyGroup:KeyGroup",
        "signers",
        {"name": "signers", "items": ["K1"]},
        id="11111111-2222-3333-4444-555555555551",
        stack="application/prod",
    ),
    Row(
        "aws:cloudfront/continuousDeploymentPolicy:ContinuousDeploymentPolicy",
        "trial",
        {"enabled": False},
        id="11111111-2222-3333-4444-555555555552",
        stack="application/prod",
    ),
    Row("aws:cloudwatch/eventBus:EventBus", "bus", {"name": "bus"}, id="bus"),
    Row("aws:scheduler/scheduleGroup:ScheduleGroup", "jobs-group", {"name": "jobs"}, id="jobs-1"),
    Row(
        "aws:elasticache/user:User",
        "user",
        {
            "userId": "app",
            "userName": "app",
            "engine": "valkey",
            "accessString": "on ~* +@all",
            "authenticationMode": {"type": "iam"},
        },
    ),
    Row(
        "aws:elasticache/userGroup:UserGroup",
        "users",
        {"userGroupId": "app", "engine": "valkey", "userIds": ["app"]},
        id="app",
    ),
    Row(
        "aws:cfg/recorderStatus:RecorderStatus",
        "recorder-status",
        {"name": "default", "isEnabled": True},
        stack="security/main",
    ),
    Row("aws:rds/globalCluster:GlobalCluster", "world", {}, id="acme-world"),
    Row(
        "aws:rds/proxyTarget:ProxyTarget",
        "proxy-instance",
        {"dbProxyName": "acme-proxy", "dbInstanceIdentifier": "acme-prod-db"},
    ),
    Row(
        "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
        "uploads-lock",
        {"bucket": f"acme-prod-uploads-{A}"},
    ),
    Row("aws:cloudfront/vpcOrigin:VpcOrigin", "inside", {}, id="vo_1", stack="application/prod"),
    Row(
        "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
        "six-out",
        {"vpcId": VPC},
        id="eigw-0a1b2c3d4e5f60001",
    ),
    Row(
        "aws:ec2/route:Route",
        "six-route",
        {
            "routeTableId": "rtb-0a1b2c3d4e5f60002",
            "destinationIpv6CidrBlock": "::/0",
            "egressOnlyGatewayId": "eigw-0a1b2c3d4e5f60001",
        },
    ),
    Row(
        "aws:cloudfront/monitoringSubscription:MonitoringSubscription",
        "numbers",
        {"distributionId": "E1ABCDEFGHIJKL", "monitoringSubscription": {}},
        stack="application/prod",
    ),
    Row(
        "aws:wafv2/webAclRule:WebAclRule",
        "extra",
        {
            "webAclArn": ACL_US,
            "name": "extra",
            "priority": 99,
            "action": {"count": {}},
            "statement": {"geoMatchStatement": {"countryCodes": ["IE"]}},
            "visibilityConfig": metric("extra"),
            "region": "us-east-1",
        },
        region="us-east-1",
        stack="application/prod",
    ),
)
USES = (
    put("cdn", "defaultCacheBehavior.trustedKeyGroups", ["11111111-2222-3333-4444-555555555551"]),
    put("cdn", "orderedCacheBehaviors[0].trustedKeyGroups", ["11111111-2222-3333-4444-555555555551"]),
    put("cdn", "continuousDeploymentPolicyId", "11111111-2222-3333-4444-555555555552"),
    put("www", "healthCheckId", "abcdef11-2222-3333-4444-555555fedcba"),
    put("alb", "connectionLogs", {"bucket": f"acme-prod-logs-{A}", "enabled": True}),
    put("alb", "healthCheckLogs", {"bucket": f"acme-prod-logs-{A}", "enabled": True}),
    put("backup-failed", "eventBusName", "bus"),
    put("backup-failed-target", "eventBusName", "bus"),
    put("backup-failed-target", "deadLetterConfig", {"arn": f"arn:aws:sqs:eu-west-1:{A}:jobs-dead"}),
    put("backup-failed-target", "roleArn", f"arn:aws:iam::{A}:role/scheduler"),
    put("nightly", "groupName", "jobs"),
    put("nightly", "target.ecsParameters.networkConfiguration.securityGroups", ["sg-0a1b2c3d4e5f60002"]),
    put("cache", "userGroupIds", ["app"]),
    put("aurora", "globalClusterIdentifier", "acme-world"),
    put("aurora", "dbInstanceParameterGroupName", "acme-prod-postgres17"),
    put("cache", "logDeliveryConfigurations", [{"destination": FLOW_LOGS, "destinationType": "cloudwatch-logs", "logFormat": "json", "logType": "slow-log"}]),
    put("stripe", "replicas", [{"region": "eu-central-1", "kmsKeyId": KEY_DR}]),
    put("cdn", "origins[1]", {"originId": "site", "domainName": "in.example.com", "vpcOriginConfig": {"vpcOriginId": "vo_1"}}),
    put("alb-in", "referencedSecurityGroupId", "sg-0a1b2c3d4e5f60001"),
    put("task-out", "referencedSecurityGroupId", "sg-0a1b2c3d4e5f60001"),
    put("https", "defaultActions[0].targetGroupArn", "arn:aws:elasticloadbalancing:eu-west-1:666666666666:targetgroup/api/73e2d6bc24d8a067"),
    put("cpu", "okActions", ["arn:aws:sns:eu-west-1:666666666666:acme-prod-page"]),
    put("flow-group", "kmsKeyId", "arn:aws:kms:eu-west-1:666666666666:key/11111111-2222-3333-4444-555555555555"),
)  # fmt: skip
RULES = {rule.id: rule for rule in all_rules()}
WITH_ALL: Rows = sample()
BARE: Rows = sample()
EXTRA(WITH_ALL)
for _use in USES:
    _use(WITH_ALL)


def _place(row: Reference) -> tuple[str, str, str]:
    """A resource of some estate that has the input, the path, and what stands there."""
    for rows in (BARE, WITH_ALL):
        world = World(estate(rows))
        for node in world.of(row.type):
            for path, value in node.each(row.path):
                return node.name, path, str(value)
    raise AssertionError(f"no resource of the sample has {row.type} {row.path}")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.number)
def test_what_is_named_must_exist_and_be_of_its_kind(row: Reference) -> None:
    name, path, value = _place(row)
    key = f"GP-REF-{row.number}"
    made_up = f"{value[:-4]}beef" if len(value) > 6 else f"{value}beef"
    if value.startswith("arn:aws:iam::aws:policy/"):
        made_up = f"arn:aws:iam::{A}:policy/beef"
    rows = BARE if _has(BARE, row) else WITH_ALL
    assert faults(RULES[key], changed(rows, put(name, path, made_up))) == [(name, path)]
    assert faults(RULES[key], changed(rows)) == []


def _has(rows: Rows, row: Reference) -> bool:
    return any(next(Node.each(node, row.path), None) for node in World(estate(rows)).of(row.type))


@pytest.mark.parametrize("quota", QUOTAS, ids=lambda quota: quota.number)
def test_a_quota_that_falls_short_is_a_warning_with_the_request(quota: Quota) -> None:
    world = World(estate(WITH_ALL))
    nodes = world.of(*quota.types)
    assert nodes
    short = _rule(dataclasses.replace(quota, default=0))
    faults = [fault for node in nodes for fault in short.check(node, world)]
    assert faults
    if quota.code:
        assert all(f.fix.startswith("aws service-quotas ") for f in faults)
        assert all(f"--quota-code {quota.code} " in f.fix for f in faults)
    else:
        assert all(f.fix == quota.instead for f in faults)
    assert short.severity == "warning"
    enough = _rule(dataclasses.replace(quota, default=10**9))
    assert [fault for node in nodes for fault in enough.check(node, world)] == []


def test_a_quota_without_a_code_says_what_else_to_do() -> None:
    assert all(re.fullmatch(r"L-[0-9A-F]{8}", quota.code) or quota.instead for quota in QUOTAS)
    codes = [quota.code for quota in QUOTAS if quota.code]
    assert len(codes) == len(set(codes))


def test_shapes_are_what_the_packages_say_today() -> None:
    assert {n: (build_shapes.FOLDER / n).read_text() for n in build_shapes.build()} == (
        build_shapes.build()
    )


def test_tables_are_what_the_packages_say_today() -> None:
    built = build_tables.build()
    assert {name: (build_tables.FOLDER / name).read_text() for name in built} == built
    assert build_actions.FILE.read_text() == build_actions.build()
