"""The engine: programs of a small repository, run offline."""

import json
from pathlib import Path

import pytest

from groundplan.engine.estate import preview
from groundplan.engine.plan import SECRET, Estate, to_json
from groundplan.errors import ConfigError, PlanError, RepositoryError
from groundplan.repository import open_repository
from tests.support.repositories import ACCOUNTS, build

PROGRAM = """
import pulumi
import pulumi_aws as aws
from stacks import config
from stacks.component import Component
from stacks.layers.provider import account_provider, with_provider


class Box(Component, token="groundplan:test:Box"):
    CHILDREN = ("queue",)

    def __init__(self, name, opts=None):
        super().__init__(name, opts)
        {body}


settings = config.load()
Box("box", with_provider(account_provider(settings.context)))
"""


def repository_with(tmp_path: Path, body: str, layer: str = "foundation") -> Path:
    build(tmp_path)
    (tmp_path / layer / "__main__.py").write_text(PROGRAM.format(body=body))
    return tmp_path


def run(folder: Path, *names: str) -> Estate:
    return preview(open_repository(folder), names)


def test_a_resource_keeps_type_parent_region_account_and_camel_case_inputs(tmp_path: Path) -> None:
    body = 'aws.sqs.Queue("box-queue", visibility_timeout_seconds=30, region="us-east-1", opts=self._child(protect=True))'  # noqa: E501
    plan = run(repository_with(tmp_path, body), "foundation/prod")["foundation/prod"]
    queue = plan["box-queue"]
    assert queue.type == "aws:sqs/queue:Queue"
    assert plan.by_urn()[queue.parent].name == "box"
    assert (queue.account, queue.region) == (ACCOUNTS["prod"], "us-east-1")
    assert queue.inputs["visibilityTimeoutSeconds"] == 30
    assert queue.options.protect


def test_real_looking_ids_flow_into_the_next_resource_and_its_dependencies(tmp_path: Path) -> None:
    body = (
        'v = aws.ec2.Vpc("box-vpc", cidr_block="10.0.0.0/16", opts=self._child()); '
        'aws.ec2.Subnet("box-subnet", vpc_id=v.id, cidr_block="10.0.0.0/20", opts=self._child())'
    )
    plan = run(repository_with(tmp_path, body), "foundation/dev")["foundation/dev"]
    assert plan["box-subnet"].inputs["vpcId"] == plan["box-vpc"].id
    assert plan["box-vpc"].id.startswith("vpc-")
    assert plan["box-vpc"].urn in plan["box-subnet"].depends_on
    assert plan["box-subnet"].property_dependencies["vpcId"] == (plan["box-vpc"].urn,)


def test_the_json_has_the_same_bytes_from_run_to_run_and_sorted_stacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GROUNDPLAN_CACHE", "off")
    folder = build(tmp_path, environments=("dev",))
    first, second = (json.dumps(to_json(run(folder)), sort_keys=True) for _ in range(2))
    assert first == second
    names = [stack["name"] for stack in json.loads(first)["stacks"]]
    assert names == ["application/dev", "foundation/dev"]


def test_a_secret_is_masked_wherever_it_goes(tmp_path: Path) -> None:
    body = (
        's = pulumi.Output.secret("hunter2-not-for-print"); '
        'p = aws.ssm.Parameter("box-parameter", type="String", value=s, opts=self._child()); '
        'pulumi.export("value", p.value); pulumi.export("joined", pulumi.Output.concat("x", s))'
    )
    plan = run(repository_with(tmp_path, body), "foundation/dev")["foundation/dev"]
    assert plan["box-parameter"].inputs["value"] == SECRET
    assert plan.outputs == {"value": SECRET, "joined": SECRET}
    assert "hunter2" not in repr(plan)


def test_an_output_nobody_answers_is_an_error_that_names_the_file_to_extend(tmp_path: Path) -> None:
    body = (
        'q = aws.sfn.StateMachine("box-machine", definition="{}", role_arn="r", '
        "opts=self._child()); "
        'aws.sqs.Queue("box-queue", name=q.creation_date, opts=self._child())'
    )
    with pytest.raises(PlanError) as caught:
        run(repository_with(tmp_path, body), "foundation/dev")
    [problem] = caught.value.problems
    assert "box-queue.name" in problem.where
    assert "creationDate" in problem.got
    assert "engine/synthetic" in problem.fix


def test_an_unknown_provider_function_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="getPolicyDocument"):
        run(
            repository_with(
                tmp_path, "aws.iam.get_policy_document(opts=pulumi.InvokeOptions(parent=self))"
            ),
            "foundation/dev",
        )


def test_an_error_in_a_program_names_stack_component_and_line(tmp_path: Path) -> None:
    with pytest.raises(PlanError) as caught:
        run(repository_with(tmp_path, 'aws.sqs.Queue("box-queue", bogus=1)'), "foundation/prod")
    [problem] = caught.value.problems
    assert problem.where.startswith("foundation/prod, component box (Box), foundation/__main__.py:")
    assert "bogus" in problem.what


def test_a_wrong_config_value_names_the_key_and_the_file(tmp_path: Path) -> None:
    folder = build(tmp_path, change={"region": "eu-wst-1", "profile": "huge"})
    with pytest.raises(PlanError) as caught:
        run(folder, "foundation/prod")
    [problem] = caught.value.problems
    assert "foundation/Pulumi.prod.yaml: groundplan:profile" in problem.where
    assert problem.got == "'huge'"


def test_an_unknown_setting_lists_the_known_ones(tmp_path: Path) -> None:
    folder = build(tmp_path, change={"settings": {"nat_gatways": 1}})
    with pytest.raises(PlanError) as caught:
        run(folder, "foundation/dev")
    assert "groundplan:settings.nat_gatways" in caught.value.problems[0].where
    assert "nat_gateways" in caught.value.problems[0].allowed


def test_stacks_that_read_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    folder = build(tmp_path)
    for layer, other in (("foundation", "application"), ("application", "foundation")):
        (folder / layer / "__main__.py").write_text(
            "import pulumi\n"
            f"r = pulumi.StackReference('organization/{other}/' + pulumi.get_stack())\n"
            "pulumi.export('x', r.require_output('x'))\n"
        )
    with pytest.raises(PlanError, match="in a circle"):
        run(folder)


def test_a_stack_that_is_read_runs_first_and_its_outputs_arrive(tmp_path: Path) -> None:
    folder = build(tmp_path)
    (folder / "foundation" / "__main__.py").write_text(
        "import pulumi\npulumi.export('x', {'a': [1, 'b']})\n"
    )
    (folder / "application" / "__main__.py").write_text(
        "import pulumi\n"
        "r = pulumi.StackReference('organization/foundation/' + pulumi.get_stack())\n"
        "pulumi.export('y', r.require_output('x'))\n"
    )
    estate = run(folder, "application/prod")
    assert [plan.stack for plan in estate.plans] == ["application/prod"]
    assert estate["application/prod"].outputs == {"y": {"a": [1, "b"]}}


def test_accounts_nobody_created_yet_are_made_up_and_named(tmp_path: Path) -> None:
    folder = build(tmp_path, change={"accounts": {"dev": "444444444444"}})
    estate = run(folder, "foundation/prod", "foundation/dev")
    assert "prod" in estate.placeholder_accounts
    assert "dev" not in estate.placeholder_accounts
    assert estate["foundation/prod"].account == "666666666666"


def test_a_near_stack_name_is_suggested(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError) as caught:
        run(build(tmp_path), "foundation/prd")
    assert caught.value.problems[0].fix == "did you mean foundation/prod?"


def test_a_folder_without_answers_is_not_a_repository(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError, match=r"no \.copier-answers\.yml"):
        open_repository(tmp_path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("config: [", "cannot be read as YAML at line"),
        ("- a\n", "is not a YAML map"),
        ("name: x\n", "has no `config:` map"),
        ("", "is not a YAML map"),
        ("\x00", "cannot be read as YAML"),
    ],
)
def test_a_broken_config_file_is_named(tmp_path: Path, text: str, says: str) -> None:
    folder = build(tmp_path)
    (folder / "foundation" / "Pulumi.prod.yaml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        open_repository(folder)
    [problem] = caught.value.problems
    assert problem.where == "foundation/Pulumi.prod.yaml"
    assert says in problem.what
