"""Every IAM policy the stacks emit, as an outside judge sees it."""

import pytest

from groundplan.engine.plan import Estate, Plan, Resource

parliament = pytest.importorskip("parliament", reason="parliament judges IAM policies")

POLICY_TYPES = {
    "aws:iam/policy:Policy": "policy",
    "aws:iam/rolePolicy:RolePolicy": "policy",
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": "inlinePolicy",
}

EXPLAINED = {
    ("boundary-policy", "MISMATCHED_TYPE_BUT_USABLE"): (
        "IAM's user guide compares iam:PermissionsBoundary with string operators"
    ),
    ("boundary-policy", "UNKNOWN_CONDITION_FOR_ACTION"): (
        "kms:ResourceAliases holds for every action on a key since 2020"
    ),
    ("github-deploy-policy", "MISMATCHED_TYPE_BUT_USABLE"): (
        "IAM's user guide compares iam:PermissionsBoundary with string operators"
    ),
    ("github-deploy-policy", "RESOURCE_STAR"): "reading how access is set up changes nothing",
    ("github-plan-policy", "UNKNOWN_CONDITION_FOR_ACTION"): (
        "kms:ResourceAliases holds for every action on a key since 2020"
    ),
    ("network-flow-role-policy", "RESOURCE_MISMATCH"): (
        "logs:DescribeLogGroups takes log groups by now; the judge's list is older"
    ),
}
"""Findings that are no faults, by policy and issue, and why."""


def findings(plan: Plan) -> set[tuple[str, str]]:
    """Policy and issue of everything the judge says about a plan."""
    return {
        (resource.name, finding.issue)
        for resource, text in policies(plan)
        for finding in parliament.analyze_policy_string(text).findings
    }


def policies(plan: Plan) -> list[tuple[Resource, str]]:
    """Resources with an identity policy, and its text."""
    return [(r, r.inputs[POLICY_TYPES[r.type]]) for r in plan.of_type(*POLICY_TYPES)]


def test_a_judge_finds_nothing_that_is_not_explained(company: Estate) -> None:
    found: set[tuple[str, str]] = set()
    for plan in company.plans:
        found |= findings(plan)
    assert found - set(EXPLAINED) == set()


def test_every_explanation_still_explains_something(company: Estate) -> None:
    assert set(EXPLAINED) - findings(company["foundation/prod"]) == set()


def test_the_judge_has_something_to_judge(company: Estate) -> None:
    assert {plan.stack for plan in company.plans if policies(plan)} == {
        "foundation/dev",
        "foundation/prod",
        "organization/main",
        "security/main",
    }


def test_policies_are_within_iams_limits(company: Estate) -> None:
    for plan in company.plans:
        for resource, text in policies(plan):
            # White space is not counted; managed policies take 6,144, a role's inline 10,240.
            limit = 6144 if resource.type == "aws:iam/policy:Policy" else 10240
            assert len("".join(text.split())) <= limit * 0.8, resource.name


def test_trust_policies_are_within_iams_limit(company: Estate) -> None:
    count = 0
    for plan in company.plans:
        for role in plan.of_type("aws:iam/role:Role"):
            count += 1
            assert len("".join(role.inputs["assumeRolePolicy"].split())) <= 2048, role.name
    assert count > 10
