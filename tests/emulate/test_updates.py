"""A changed input becomes the calls that the provider makes, and is read back."""

import pytest

from groundplan.emulate.deploy import Deployment
from groundplan.emulate.gateway import CallError, Made
from groundplan.errors import EmulationError
from tests.emulate.conftest import Up
from tests.emulate.programs import ACCOUNT, REGION
from tests.emulate.update_programs import NETWORK
from tests.emulate.updates import Case
from tests.emulate.updates_of_accounts import ACCOUNTS
from tests.emulate.updates_of_stores import STORES

CASES = (*ACCOUNTS, *STORES)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_change_is_made_in_place_and_read_back(
    case: Case, up: Up, deployment: Deployment
) -> None:
    up(case.before)
    deployment.gateway.writes.clear()
    up(case.after)
    (changed,) = [r for r in deployment.report.resources if r.action != "unchanged"]
    assert (changed.name, changed.action) == ("it", "updated")
    assert changed.compared > 0
    assert tuple(method for _, method, _ in deployment.gateway.writes) == case.calls
    assert deployment.report.notes == ()
    calls = deployment.gateway.calls
    up(case.after)
    assert deployment.gateway.calls == calls


def test_a_subnet_goes_over_to_another_route_table_under_another_id(
    up: Up, deployment: Deployment
) -> None:
    source = (
        NETWORK
        + """
aws.ec2.RouteTableAssociation("it", subnet_id=one.id, route_table_id=first.id, opts=here)
"""
    )
    ids = []
    for text in (source, source.replace("=first.id", "=second.id"), source):
        up(text)
        ids += [r.id for r in deployment.report.resources if r.name == "it"]
    assert len(set(ids)) == 3
    up(NETWORK)
    ec2 = deployment.client("ec2", ACCOUNT, REGION)
    tables = ec2.describe_route_tables()["RouteTables"]
    assert [a for table in tables for a in table["Associations"] if not a["Main"]] == []


def test_a_gateway_endpoint_leads_from_the_tables_it_has_now(
    up: Up, deployment: Deployment
) -> None:
    source = (
        NETWORK
        + """
aws.ec2.VpcEndpoint("it", vpc_id=vpc.id, service_name="com.amazonaws.eu-west-1.s3",
    route_table_ids=[first.id], opts=here)
"""
    )
    up(source)
    up(source.replace("[first.id]", "[second.id]"))
    ec2 = deployment.client("ec2", ACCOUNT, REGION)
    leading = [
        {tag["Value"] for tag in table["Tags"]} | {table["RouteTableId"]}
        for table in ec2.describe_route_tables()["RouteTables"]
        if any("DestinationPrefixListId" in route for route in table["Routes"])
    ]
    ids = {r.name: r.id for r in deployment.report.resources}
    assert [ids["second"] in table for table in leading] == [True]


def test_a_policy_that_changes_often_keeps_the_five_versions_aws_has_room_for(
    up: Up, deployment: Deployment
) -> None:
    source = """
aws.iam.Policy("it", policy=json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::NUMBER"}]}), opts=here)
"""
    for number in range(8):
        up(source.replace("NUMBER", f"bucket-{number}"))
    (arn,) = [r.id for r in deployment.report.resources]
    versions = deployment.client("iam", ACCOUNT, "us-east-1").list_policy_versions(PolicyArn=arn)
    assert {v["VersionId"] for v in versions["Versions"]} == {"v4", "v5", "v6", "v7", "v8"}


def test_a_firewall_loses_no_rule_when_something_else_of_it_changes(
    up: Up, deployment: Deployment
) -> None:
    source = """
seen = {"cloudwatch_metrics_enabled": False, "sampled_requests_enabled": False,
    "metric_name": "it"}
aws.wafv2.WebAcl("it", name="it", scope="REGIONAL", default_action={"allow": {}},
    description="turn NUMBER", visibility_config=seen, rules=[{"name": "slow", "priority": 0,
    "action": {"block": {"custom_response": {"response_code": 429,
        "custom_response_body_key": "wait"}}}, "visibility_config": seen,
    "statement": {"rate_based_statement": {"limit": 500, "aggregate_key_type": "IP"}}}],
    custom_response_bodies=[{"key": "wait", "content": "wait", "content_type": "TEXT_PLAIN"}],
    opts=here)
"""
    for number in range(3):
        up(source.replace("NUMBER", f"{number}"))
    up(source.replace('description="turn NUMBER",', ""))
    waf = deployment.client("wafv2", ACCOUNT, REGION)
    (told,) = waf.list_web_acls(Scope="REGIONAL")["WebACLs"]
    acl = waf.get_web_acl(Name="it", Id=told["Id"], Scope="REGIONAL")["WebACL"]
    assert [rule["Name"] for rule in acl["Rules"]] == ["slow"]
    assert deployment.report.notes == ()


def test_what_is_live_at_the_edge_is_the_new_code(up: Up, deployment: Deployment) -> None:
    source = """
aws.cloudfront.Function("it", name="it", runtime="cloudfront-js-2.0", code="old",
    publish=True, opts=here)
"""
    live = []
    for text in (source, source.replace("old", "new")):
        up(text)
        edge = deployment.client("cloudfront", ACCOUNT, "us-east-1")
        live.append(edge.get_function(Name="it", Stage="LIVE")["FunctionCode"].read())
    assert live == [b"old", b"new"]


def test_an_organization_has_all_features_only_once_a_person_finalizes_it(
    up: Up, deployment: Deployment
) -> None:
    source = 'aws.organizations.Organization("it", feature_set="SET", opts=here)'
    up(source.replace("SET", "CONSOLIDATED_BILLING"))
    deployment.gateway.writes.clear()
    with pytest.raises(EmulationError, match="FeatureSet is read back differently"):
        up(source.replace("SET", "ALL"))
    assert [m for _, m, _ in deployment.gateway.writes] == ["enable_all_features"]


def test_a_network_keeps_ipv6_while_a_subnet_has_it(up: Up, deployment: Deployment) -> None:
    source = """
vpc = aws.ec2.Vpc("it", cidr_block="10.0.0.0/16", assign_generated_ipv6_cidr_block=True,
    opts=here)
"""
    subnet = """
aws.ec2.Subnet("one", vpc_id=vpc.id, cidr_block="10.0.1.0/24", opts=here,
    ipv6_cidr_block=vpc.ipv6_cidr_block.apply(lambda whole: (whole or "").replace("/56", "/64")))
"""
    up(source + subnet)
    without = source.replace("assign_generated_ipv6_cidr_block=True,", "")
    with pytest.raises(EmulationError, match=r"InvalidCidrBlock\.InUse"):
        up(without + subnet)
    up(source)
    up(without)
    assert {r.name: r.action for r in deployment.report.resources} == {"it": "updated"}


def test_a_change_that_failed_half_way_is_made_to_the_end_by_the_next_run(
    up: Up, deployment: Deployment
) -> None:
    (case,) = (case for case in CASES if case.name == "what a topic hears of databases")
    up(case.before)
    failed: list[Made] = []

    def fail_once(made: Made) -> None:
        if made.method == "add_source_identifier_to_subscription" and not failed:
            failed.append(made)
            raise CallError(made.service, made.method, "InternalFailure", "try again", status=500)

    deployment.gateway.before.append(fail_once)
    with pytest.raises(EmulationError, match="InternalFailure"):
        up(case.after)
    up(case.after)
    rds = deployment.client("rds", ACCOUNT, REGION)
    (found,) = rds.describe_event_subscriptions()["EventSubscriptionsList"]
    assert (found["SourceIdsList"], found["Enabled"]) == (["two"], False)


def test_a_scan_of_another_bucket_is_another_scan(up: Up, deployment: Deployment) -> None:
    (case,) = (case for case in CASES if case.name == "which files are scanned")
    other = 'aws.s3.Bucket("other", bucket="another-bucket", opts=here)\n'
    up(other + case.before)
    up(other + case.given + case.program.replace("bucket.id", '"another-bucket"'))
    assert {r.action for r in deployment.report.resources if r.name == "it"} == {"replaced"}


def test_what_nothing_takes_back_is_told(up: Up, deployment: Deployment) -> None:
    source = (
        NETWORK
        + """
aws.lb.TargetGroup("it", port=80, protocol="HTTP", vpc_id=vpc.id, deregistration_delay=30,
    opts=here)
"""
    )
    up(source)
    up(source.replace("deregistration_delay=30,", ""))
    assert [note.partition(": ")[2] for note in deployment.report.notes] == [
        "aws:lb/targetGroup:TargetGroup it: deregistrationDelay was taken away and stays here as "
        "it was; on AWS the provider may set its default"
    ]
