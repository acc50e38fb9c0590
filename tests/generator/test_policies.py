"""The evaluator against AWS's own rules, one sentence each."""

from typing import Any

import pytest

from groundplan.policies.conditions import UnsupportedPolicyError, arn_like, holds, like
from groundplan.policies.decide import Policies, Principal, Request, decide

HERE, THERE = "111111111111", "222222222222"
ROLE = Principal(arn=f"arn:aws:iam::{HERE}:role/app", account=HERE, organization="o-1")
BUCKET = "arn:aws:s3:::data/x"


def policy(effect: str = "Allow", **parts: Any) -> dict[str, Any]:
    return {"Statement": [{"Effect": effect, "Action": "*", "Resource": "*", **parts}]}


def allowed(policies: Policies, **request: Any) -> bool:
    asked = {"principal": ROLE, "action": "s3:GetObject", "resource": BUCKET, **request}
    return decide(Request(**asked), policies).allowed


EVERYTHING = policy()


def test_nothing_is_allowed_unless_something_allows_it() -> None:
    assert not allowed(Policies())
    assert allowed(Policies(identity=(EVERYTHING,)))


def test_a_denial_anywhere_wins_and_is_named() -> None:
    denial = policy("Deny", Sid="No")
    for where in ("identity", "resource_controls"):
        decision = decide(
            Request(principal=ROLE, action="s3:GetObject", resource=BUCKET),
            Policies(**{"identity": (EVERYTHING,), where: (EVERYTHING, denial)}),
        )
        assert (decision.allowed, decision.why.endswith("No")) == (False, True)


def test_every_level_of_service_control_policies_must_allow() -> None:
    nothing = {"Statement": []}
    assert allowed(Policies(identity=(EVERYTHING,), service_controls=((EVERYTHING,),) * 2))
    assert not allowed(
        Policies(identity=(EVERYTHING,), service_controls=((EVERYTHING,), (nothing,)))
    )


def test_a_boundary_is_the_most_and_grants_nothing() -> None:
    reads = policy(Action="s3:Get*")
    assert allowed(Policies(identity=(EVERYTHING,), boundary=reads))
    assert not allowed(Policies(identity=(EVERYTHING,), boundary=reads), action="s3:PutObject")
    assert not allowed(Policies(boundary=EVERYTHING))


def test_across_accounts_both_sides_must_allow() -> None:
    opened = policy(Principal={"AWS": f"arn:aws:iam::{HERE}:root"})
    both = Policies(identity=(EVERYTHING,), resource=opened)
    assert allowed(both, resource_account=THERE)
    assert not allowed(Policies(identity=(EVERYTHING,)), resource_account=THERE)
    assert not allowed(Policies(resource=opened), resource_account=THERE)


def test_in_one_account_a_resource_may_admit_a_role_by_name_alone() -> None:
    assert allowed(Policies(resource=policy(Principal={"AWS": ROLE.arn})), resource_account=HERE)
    other = policy(Principal={"AWS": f"arn:aws:iam::{HERE}:role/other"})
    assert not allowed(Policies(resource=other), resource_account=HERE)


def test_a_key_is_used_by_nobody_its_policy_does_not_admit() -> None:
    key = {"action": "kms:Decrypt", "resource": "arn:aws:kms:eu-west-1:111111111111:key/1"}
    silent = policy(Principal={"AWS": "arn:aws:iam::999999999999:root"})
    delegating = policy(Principal={"AWS": f"arn:aws:iam::{HERE}:root"})
    assert not allowed(Policies(identity=(EVERYTHING,), resource=silent), **key)
    assert allowed(Policies(identity=(EVERYTHING,), resource=delegating), **key)
    assert not allowed(Policies(resource=delegating), **key)


def test_a_role_is_assumed_by_nobody_its_trust_does_not_name() -> None:
    target = {
        "action": "sts:AssumeRole",
        "resource": f"arn:aws:iam::{HERE}:role/admin",
        "resource_account": HERE,
    }
    assert not allowed(Policies(identity=(EVERYTHING,)), **target)
    named = {
        "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": ROLE.arn}, "Action": "sts:AssumeRole"}
        ]
    }
    assert allowed(Policies(identity=(EVERYTHING,), resource=named), **target)


def test_services_are_bound_by_resource_controls_and_not_by_service_controls() -> None:
    service = Principal(arn="cloudtrail.amazonaws.com", kind="service")
    opened = policy(Principal={"Service": "cloudtrail.amazonaws.com"})
    nothing = policy("Deny")
    assert allowed(Policies(resource=opened, service_controls=((nothing,),)), principal=service)
    assert not allowed(Policies(resource=opened, resource_controls=(nothing,)), principal=service)


@pytest.mark.parametrize(
    ("condition", "context", "expected"),
    [
        ({"StringEquals": {"k": "a"}}, {"k": "a"}, True),
        ({"StringEquals": {"k": "a"}}, {"k": "A"}, False),
        ({"StringEquals": {"k": ["a", "b"]}}, {"k": "b"}, True),
        ({"StringEquals": {"k": "a"}}, {}, False),
        ({"StringEqualsIfExists": {"k": "a"}}, {}, True),
        ({"StringNotEquals": {"k": "a"}}, {}, True),
        ({"StringNotEquals": {"k": ["a", "b"]}}, {"k": "a"}, False),
        ({"StringLike": {"k": "repo:a/*"}}, {"k": "repo:a/b:c"}, True),
        ({"StringNotLike": {"k": ["a*", "b*"]}}, {"k": "c"}, True),
        ({"ArnLike": {"k": "arn:aws:iam::*:role/x"}}, {"k": "arn:aws:iam::1:role/x"}, True),
        ({"ArnNotLike": {"k": "arn:aws:iam::*:role/x"}}, {"k": "arn:aws:iam::1:role/x"}, False),
        ({"Bool": {"k": "true"}}, {"k": "true"}, True),
        ({"Bool": {"k": True}}, {"k": "true"}, True),
        ({"Bool": {"k": "false"}}, {}, False),
        ({"BoolIfExists": {"k": "false"}}, {}, True),
        ({"Null": {"k": "true"}}, {}, True),
        ({"Null": {"k": "true"}}, {"k": "a"}, False),
        ({"Null": {"k": "false"}}, {"k": "a"}, True),
        ({"NumericLessThan": {"k": "10"}}, {"k": "9"}, True),
        ({"ForAllValues:StringEquals": {"k": ["a", "b"]}}, {"k": ["a", "b"]}, True),
        ({"ForAllValues:StringEquals": {"k": "a"}}, {"k": ["a", "c"]}, False),
        ({"ForAllValues:StringEquals": {"k": "a"}}, {}, True),
        ({"ForAnyValue:StringEquals": {"k": "a"}}, {"k": ["a", "c"]}, True),
        ({"ForAnyValue:StringEquals": {"k": "a"}}, {}, False),
        ({"StringEquals": {"K": "a"}}, {"k": "a"}, True),
        ({"StringEquals": {"k": "a", "l": "b"}}, {"k": "a"}, False),
    ],
)
def test_a_condition_holds_as_aws_documents_it(
    condition: dict[str, Any], context: dict[str, Any], expected: bool
) -> None:
    assert holds(condition, context) is expected


def test_a_star_crosses_slashes_and_in_an_arn_no_colon() -> None:
    assert like("arn:aws:s3:::a/*", "arn:aws:s3:::a/b/c")
    assert arn_like("arn:aws:iam::*:role/a/*", "arn:aws:iam::1:role/a/b/c")
    assert not arn_like("arn:aws:iam::*:role/x", "arn:aws:iam::1:user:role/x")
    assert like("a[1]?", "a[1]b")
    assert not like("a[1]", "a1")


@pytest.mark.parametrize(
    "statement",
    [
        {"Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}},
        {"Condition": {"DateLessThan": {"aws:CurrentTime": "2030-01-01"}}},
        {"Resource": "arn:aws:s3:::${aws:username}/*"},
        {"NotPrincipal": {"AWS": "x"}},
    ],
)
def test_what_is_not_modelled_is_an_error_and_never_an_answer(statement: dict[str, Any]) -> None:
    with pytest.raises(UnsupportedPolicyError):
        allowed(Policies(identity=(policy(**statement),)))
