from pathlib import Path

import pytest

from groundplan.engine.estate import preview
from groundplan.engine.plan import Plan
from groundplan.errors import PlanError
from groundplan.repository import open_repository
from tests.support.repositories import build

HEAD = """
from stacks import config
from stacks.layers.provider import account_provider, with_provider
from stacks.network.access import SecurityGroup, SecurityGroupArgs

context = config.load().context
opts = with_provider(account_provider(context))


def group(name, description="What it guards"):
    args = SecurityGroupArgs(context=context, vpc_id="vpc-1", description=description)
    return SecurityGroup(name, args, opts)

"""


def _plan(folder: Path, sentences: str) -> Plan:
    build(folder, layers={"foundation": {}}, environments=("prod",))
    (folder / "foundation" / "__main__.py").write_text(HEAD + sentences)
    return preview(open_repository(folder))["foundation/prod"]


def test_a_group_without_sentences_admits_and_sends_nothing(tmp_path: Path) -> None:
    plan = _plan(tmp_path, "group('api')")
    inputs = plan["api-group"].inputs
    assert "ingress" not in inputs
    assert "egress" not in inputs
    assert [r.type for r in plan.aws()] == ["aws:ec2/securityGroup:SecurityGroup"]


def test_allow_from_admits_the_other_group_on_one_port(tmp_path: Path) -> None:
    plan = _plan(tmp_path, "group('db').allow_from(group('api'), 5432, 'The API reads orders')")
    rule = plan["db-from-api-5432"].inputs
    assert rule["securityGroupId"] == plan["db-group"].id
    assert rule["referencedSecurityGroupId"] == plan["api-group"].id
    assert (rule["ipProtocol"], rule["fromPort"], rule["toPort"]) == ("tcp", 5432, 5432)
    assert rule["description"] == "The API reads orders"
    assert "cidrIpv4" not in rule


def test_may_reach_opens_a_group_of_another_stack_known_by_its_id(tmp_path: Path) -> None:
    plan = _plan(tmp_path, "group('api').may_reach('database', 'sg-1', 5432, 'The API')")
    rule = plan["api-to-database-5432"].inputs
    assert rule["securityGroupId"] == "sg-1"
    assert rule["referencedSecurityGroupId"] == plan["api-group"].id


def test_may_send_to_names_one_group_and_one_port(tmp_path: Path) -> None:
    plan = _plan(tmp_path, "group('pool').may_send_to(group('db'), 5432, 'To its database')")
    rule = plan["pool-to-db-5432-out"].inputs
    assert rule["securityGroupId"] == plan["pool-group"].id
    assert rule["referencedSecurityGroupId"] == plan["db-group"].id


def test_may_send_anywhere_names_no_ports_because_aws_refuses_them(tmp_path: Path) -> None:
    plan = _plan(tmp_path, "group('api').may_send_anywhere('Image pulls and other APIs')")
    rule = plan["api-to-anywhere"].inputs
    assert (rule["ipProtocol"], rule["cidrIpv4"]) == ("-1", "0.0.0.0/0")
    assert "fromPort" not in rule
    assert "toPort" not in rule


def test_prefix_lists_and_ranges_are_admitted_by_name(tmp_path: Path) -> None:
    plan = _plan(
        tmp_path,
        "g = group('alb')\n"
        "g.allow_from_prefix_list('cloudfront', 'pl-1', 443, 'CloudFront')\n"
        "g.allow_from_range('office', '198.51.100.0/24', 443, 'Office')\n",
    )
    assert plan["alb-from-cloudfront-443"].inputs["prefixListId"] == "pl-1"
    assert plan["alb-from-office-443"].inputs["cidrIpv4"] == "198.51.100.0/24"


@pytest.mark.parametrize("description", ["the app's rule", "api -> db", ""])
def test_a_description_ec2_refuses_is_refused_before(tmp_path: Path, description: str) -> None:
    with pytest.raises(PlanError, match=r"api\.description"):
        _plan(tmp_path, f"group('api', {description!r})")
