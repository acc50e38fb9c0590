"""A changed estate on the accounts that hold the old one: all that would fail is told."""

from pathlib import Path
from typing import Any

import pytest

from groundplan import replacement
from groundplan.emulate.deploy import Deployment
from groundplan.errors import EmulationError
from groundplan.replacement import Verdict, verdict, verdict_of_change
from tests.emulate.conftest import Up
from tests.emulate.programs import program

QUEUE = 'aws.sqs.Queue("{name}", visibility_timeout_seconds=60, opts={options})'
NETWORK = """
vpc = aws.ec2.Vpc("net", cidr_block="10.0.0.0/16", opts={options})
aws.ec2.Subnet("one", vpc_id=vpc.id, cidr_block="{subnet}", opts=here)
"""
COMPONENT = """
class Shelf(pulumi.ComponentResource):
    def __init__(self, name, **options):
        super().__init__("test:x:Shelf", name, None, pulumi.ResourceOptions(**options))
        aws.sqs.Queue(f"{name}-jobs", opts=pulumi.ResourceOptions(parent=self, provider=provider))

"""
GUARDED = "pulumi.ResourceOptions(provider=provider, protect=True)"


def actions(deployment: Deployment) -> dict[str, str]:
    return {r.name: r.action for r in deployment.report.resources}


def test_a_resource_that_says_its_former_name_is_not_made_again(
    up: Up, deployment: Deployment
) -> None:
    up(QUEUE.format(name="jobs", options="here"))
    calls = deployment.gateway.calls
    alias = "pulumi.ResourceOptions(provider=provider, aliases=[pulumi.Alias(name='jobs')])"
    up(QUEUE.format(name="work", options=alias))
    assert deployment.gateway.calls == calls
    assert actions(deployment) == {"work": "unchanged"}


def test_an_alias_written_as_a_whole_urn_is_followed(up: Up, deployment: Deployment) -> None:
    up(QUEUE.format(name="jobs", options="here"))
    urn = "urn:pulumi:prod::foundation::aws:sqs/queue:Queue::jobs"
    alias = f"pulumi.ResourceOptions(provider=provider, aliases=['{urn}'])"
    up(QUEUE.format(name="work", options=alias))
    assert actions(deployment) == {"work": "unchanged"}


def test_children_go_with_a_component_that_says_its_former_name(
    up: Up, deployment: Deployment
) -> None:
    up(COMPONENT + 'Shelf("old")')
    calls = deployment.gateway.calls
    up(COMPONENT + 'Shelf("new", aliases=[pulumi.Alias(name="old")])')
    assert deployment.gateway.calls == calls
    assert actions(deployment) == {"new-jobs": "unchanged"}


def test_a_resource_that_moves_below_a_component_says_it_had_no_parent(
    up: Up, deployment: Deployment
) -> None:
    up(QUEUE.format(name="jobs", options="here"))
    moved = """
shelf = pulumi.ComponentResource("test:x:Shelf", "shelf")
aws.sqs.Queue("jobs", visibility_timeout_seconds=60, opts=pulumi.ResourceOptions(
    provider=provider, parent=shelf, aliases=[pulumi.Alias(parent=None)]))
"""
    up(moved)
    assert actions(deployment) == {"jobs": "unchanged"}


def test_without_an_alias_a_renamed_resource_is_another_one(up: Up, deployment: Deployment) -> None:
    up(QUEUE.format(name="jobs", options="here"))
    up(QUEUE.format(name="work", options="here"))
    assert actions(deployment) == {"work": "created"}
    assert len(deployment.report.deleted) == 1


def test_everything_that_would_fail_is_told_and_what_needs_it_is_not_tried(
    deployment: Deployment, tmp_path: Path
) -> None:
    stuck = 'aws.ec2.Subnet("lost", vpc_id="vpc-none", cidr_block="10.9.0.0/24", opts=here)'
    before = NETWORK.format(options=GUARDED, subnet="10.0.1.0/24")
    deployment.up([program(tmp_path, before)])
    deployment.gateway.writes.clear()
    deployment.up([program(tmp_path, before.replace("10.0.", "10.1.") + stuck)], find_all=True)
    report = deployment.report
    assert [problem.where.rpartition(" ")[2] for problem in report.refusals] == ["net", "lost"]
    assert "refuses to replace a protected one" in report.refusals[0].what
    assert report.refusals[1].what.endswith("InvalidVpcID.NotFound")
    assert report.waiting == ("foundation/prod one",)
    assert deployment.gateway.writes == []


def test_what_is_protected_cannot_just_be_dropped(up: Up) -> None:
    up(QUEUE.format(name="jobs", options=GUARDED))
    with pytest.raises(EmulationError, match="protected, and Pulumi refuses to delete it"):
        up("")


def test_a_bucket_that_may_hold_something_cannot_just_be_dropped(up: Up) -> None:
    up('aws.s3.Bucket("files", opts=here)')
    with pytest.raises(EmulationError, match="deleted only while it is empty"):
        up("")


def test_replacing_what_has_no_name_of_its_own_would_delete_the_new_one(up: Up) -> None:
    source = """
repository = aws.ecr.Repository("images", opts=here)
aws.ecr.LifecyclePolicy("clean", repository=repository.name, policy=json.dumps({"rules": [{
    "rulePriority": 1, "action": {"type": "expire"},
    "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 5}}]}),
    opts=OPTIONS)
"""
    late = source.replace("OPTIONS", "here")
    up(late)
    with pytest.raises(EmulationError, match="deleting the old one"):
        up(late.replace(": 5", ": 9"))


def test_with_the_option_the_old_one_goes_first(up: Up, deployment: Deployment) -> None:
    source = """
role = aws.iam.Role("runner", assume_role_policy='{"Version": "2012-10-17", "Statement": []}',
    opts=here)
aws.iam.RolePolicyAttachment("may", role=role.name,
    policy_arn="arn:aws:iam::aws:policy/ReadOnlyAccess", opts=here)
"""
    up(source)
    deployment.gateway.writes.clear()
    up(source.replace("ReadOnlyAccess", "SecurityAudit"))
    assert [m for _, m, _ in deployment.gateway.writes][:1] == ["detach_role_policy"]


def test_what_names_a_resource_that_goes_first_goes_before_it(
    up: Up, deployment: Deployment
) -> None:
    source = """
first = pulumi.ResourceOptions(provider=provider, delete_before_replace=True)
vpc = aws.ec2.Vpc("net", cidr_block="10.0.0.0/16", opts=first)
aws.ec2.Subnet("one", vpc_id=vpc.id, cidr_block="10.0.1.0/24", opts=here)
"""
    up(source)
    deployment.gateway.writes.clear()
    up(source.replace("10.0.", "10.1."))
    assert [m for _, m, _ in deployment.gateway.writes] == [
        "delete_subnet",
        "delete_vpc",
        "create_vpc",
        "create_subnet",
    ]


def test_a_trigger_that_changes_makes_a_new_one(up: Up, deployment: Deployment) -> None:
    source = """
vpc = aws.ec2.Vpc("net", cidr_block="10.0.0.0/16", opts=here)
tied = pulumi.ResourceOptions(provider=provider, replacement_trigger=vpc.id)
aws.sqs.Queue("jobs", opts=tied)
"""
    up(source)
    deployment.gateway.writes.clear()
    up(source)
    assert deployment.gateway.writes == []
    up(source.replace("10.0.", "10.1."))
    made = [m for _, m, _ in deployment.gateway.writes if m.endswith("_queue")]
    assert made == ["create_queue", "delete_queue"]


def test_a_new_one_that_cannot_be_made_leaves_the_old_one(up: Up, deployment: Deployment) -> None:
    source = """
vpc = aws.ec2.Vpc("net", cidr_block="10.0.0.0/16", opts=here)
aws.ec2.Subnet("one", vpc_id=vpc.id, cidr_block="10.0.1.0/24",
    availability_zone="eu-west-1a", opts=here)
"""
    up(source)
    with pytest.raises(EmulationError, match="Conflict"):
        # The same addresses in another zone: both cannot be there at once.
        up(source.replace("eu-west-1a", "eu-west-1b"))
    ids = {r.id for r in deployment.report.resources if r.name == "one"}
    up(source)
    assert {r.id for r in deployment.report.resources if r.name == "one"} == ids


def test_the_providers_own_plans_say_what_forces_a_replacement() -> None:
    assert verdict("aws:ec2/vpc:Vpc", "cidrBlock") is Verdict.replaced
    assert verdict("aws:rds/instance:Instance", "instanceClass") is Verdict.updated
    assert verdict("aws:ssm/parameter:Parameter", "value") is Verdict.unknown


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ({"source": "b", "kept": [{"days": 1}]}, Verdict.replaced),
        ({"source": "a", "kept": [{"days": 2}]}, Verdict.updated),
        ({"source": "a", "kept": [{"days": 1}, {"days": 1}]}, Verdict.updated),
        ({"source": "a", "kept": [{"days": 1, "place": "x"}]}, Verdict.unknown),
        (None, Verdict.replaced),
    ],
)
def test_a_part_of_an_input_can_force_a_replacement_by_itself(
    monkeypatch: pytest.MonkeyPatch, after: Any, expected: Verdict
) -> None:
    table = ({"aws:a/b:C": ["origin.source"]}, {"aws:a/b:C": ["origin.kept.place"]})
    monkeypatch.setattr(replacement, "_table", lambda: table)
    before = {"source": "a", "kept": [{"days": 1}]}
    assert verdict_of_change("aws:a/b:C", "origin", before, after) is expected
    assert verdict("aws:a/b:C", "origin") is Verdict.unknown
