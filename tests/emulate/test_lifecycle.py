"""Programs that run again change what differs, in Pulumi's order."""

import pytest

from groundplan.emulate.deploy import Deployment
from groundplan.errors import EmulationError
from tests.emulate.conftest import Up
from tests.emulate.programs import ACCOUNT, REGION

QUEUE = """
queue = aws.sqs.Queue("jobs", visibility_timeout_seconds=60, opts=here)
"""
NETWORK = """
vpc = aws.ec2.Vpc("net", cidr_block="10.0.0.0/16", tags={"Name": "one"}, opts=here)
first = aws.ec2.Subnet("one", vpc_id=vpc.id, cidr_block="10.0.1.0/24",
    availability_zone="eu-west-1a", opts=here)
second = aws.ec2.Subnet("two", vpc_id=vpc.id, cidr_block="10.0.2.0/24",
    availability_zone="eu-west-1b", opts=here)
group = aws.rds.SubnetGroup("group", subnet_ids=[first.id, second.id], opts=here)
"""
DATABASE = """
aws.rds.Instance("db", engine="postgres", instance_class="db.t4g.micro", allocated_storage=20,
    username="app", manage_master_user_password=True, deletion_protection=True,
    skip_final_snapshot=True, db_subnet_group_name=group.name, opts=here)
"""


def _actions(deployment: Deployment) -> dict[str, str]:
    return {r.name: r.action for r in deployment.report.resources}


def test_a_second_run_without_a_change_makes_no_call(up: Up, deployment: Deployment) -> None:
    up(NETWORK + QUEUE)
    calls = deployment.gateway.calls
    up(NETWORK + QUEUE)
    assert deployment.gateway.calls == calls
    assert set(_actions(deployment).values()) == {"unchanged"}


def test_a_changed_input_is_an_update_call(up: Up, deployment: Deployment) -> None:
    up(QUEUE)
    deployment.gateway.writes.clear()
    up(QUEUE.replace("=60", "=90"))
    assert deployment.gateway.writes == [("sqs", "set_queue_attributes", ACCOUNT)]
    sqs = deployment.client("sqs", ACCOUNT, REGION)
    (url,) = sqs.list_queues()["QueueUrls"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])
    assert found["Attributes"] == {"VisibilityTimeout": "90"}


def test_changed_tags_are_a_call_of_their_own(up: Up, deployment: Deployment) -> None:
    up(NETWORK)
    deployment.gateway.writes.clear()
    up(NETWORK.replace('"Name": "one"', '"Name": "other"'))
    assert deployment.gateway.writes == [("ec2", "create_tags", ACCOUNT)]


def test_a_replacement_comes_before_the_old_one_goes_and_dependents_follow(
    up: Up, deployment: Deployment
) -> None:
    up(NETWORK)
    deployment.gateway.writes.clear()
    up(NETWORK.replace("10.0.2.0/24", "10.0.3.0/24"))
    assert [method for _, method, _ in deployment.gateway.writes] == [
        "create_subnet",
        "modify_db_subnet_group",
        "delete_subnet",
    ]
    assert _actions(deployment)["two"] == "replaced"


def test_a_fixed_name_goes_before_it_comes_again(up: Up, deployment: Deployment) -> None:
    source = 'aws.sqs.Queue("jobs", name="jobs.fifo", fifo_queue=True, opts=here)'
    up(source)
    deployment.gateway.writes.clear()
    up(source.replace("opts=here", "region='eu-central-1', opts=here"))
    assert [m for _, m, _ in deployment.gateway.writes] == ["delete_queue", "create_queue"]


def test_a_protected_resource_is_not_replaced(up: Up) -> None:
    source = """
aws.ec2.Vpc("net", cidr_block="10.0.0.0/16",
    opts=pulumi.ResourceOptions(provider=provider, protect=True))
"""
    up(source)
    with pytest.raises(EmulationError, match="refuses to replace a protected one"):
        up(source.replace("10.0.0.0/16", "10.1.0.0/16"))


def test_what_a_program_no_longer_asks_for_is_deleted(up: Up, deployment: Deployment) -> None:
    up(NETWORK + QUEUE)
    up(NETWORK)
    assert deployment.report.deleted == ("foundation/prod aws:sqs/queue:Queue jobs",)
    assert deployment.client("sqs", ACCOUNT, REGION).list_queues().get("QueueUrls", []) == []


def test_destroying_goes_backwards_and_keeps_what_a_survivor_needs(
    up: Up, deployment: Deployment
) -> None:
    up(NETWORK + DATABASE + QUEUE)
    deployment.destroy()
    report = deployment.report
    assert report.deleted == ("foundation/prod aws:sqs/queue:Queue jobs",)
    reasons = {s.name: s.reason for s in report.survivors}
    assert reasons["db"].startswith("AWS refuses: InvalidParameterCombination")
    assert reasons["group"] == "db needs it"
    assert {"one", "two", "net"} <= set(reasons)


def test_destroying_what_holds_nothing_back_leaves_nothing(up: Up, deployment: Deployment) -> None:
    up(NETWORK + QUEUE)
    deployment.destroy()
    assert deployment.report.survivors == ()
    names = [line.rpartition(" ")[2] for line in deployment.report.deleted]
    assert names.index("group") < names.index("one") < names.index("net")


def test_what_pulumi_lets_go_of_holds_nothing_back_and_what_it_protects_does(
    up: Up, deployment: Deployment
) -> None:
    up("""
kept = pulumi.ResourceOptions(provider=provider, retain_on_delete=True)
guarded = pulumi.ResourceOptions(provider=provider, protect=True)
one = aws.ec2.Vpc("one", cidr_block="10.1.0.0/16", opts=here)
aws.ec2.InternetGateway("gate", vpc_id=one.id, opts=kept)
two = aws.ec2.Vpc("two", cidr_block="10.2.0.0/16", opts=here)
aws.ec2.RouteTable("table", vpc_id=two.id, opts=guarded)
""")
    deployment.destroy()
    reasons = {s.name: s.reason for s in deployment.report.survivors}
    assert reasons["gate"] == "kept on purpose: Pulumi lets go of it"
    assert reasons["table"] == "protected: Pulumi refuses to delete it"
    assert reasons["two"] == "table needs it"
