"""Every policy the stacks emit, as an outside judge sees it."""

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Any

import pytest

from groundplan.engine.plan import Estate, Plan, Resource

parliament = pytest.importorskip("parliament", reason="parliament judges IAM policies")

POLICY_INPUTS = ("accessPolicy", "content", "inlinePolicy", "policy", "policyDocument")
"""Inputs that hold a policy. Trust policies name no resource, which this judge does not
know: `test_oidc` and `test_organization_guardrails` judge those."""

IDENTITY = {
    "aws:iam/policy:Policy": 6144,
    "aws:iam/rolePolicy:RolePolicy": 10240,
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": 10240,
}
"""What a role or a person may do, and IAM's limit of characters."""


@dataclass(frozen=True)
class Explained:
    """A finding that is no fault.

    Attributes:
        policy: Type and name of the resource, as a pattern.
        issue: What the judge calls it.
        about: Part of what it says.
        why: Why it is no fault.
    """

    policy: str
    issue: str
    about: str
    why: str

    def covers(self, policy: str, issue: str, detail: str) -> bool:
        """Whether it explains a finding."""
        return self.issue == issue and self.about in detail and fnmatch(policy, self.policy)


_BOUNDARY = "IAM's user guide compares iam:PermissionsBoundary with string operators"
_ALIASES = "kms:ResourceAliases holds for every action on a key since 2020"
_UNTIL = "the judge's list is older than the key"
EXPLAINED = (
    Explained("*Policy boundary-policy", "MISMATCHED_TYPE_BUT_USABLE", "given Arn", _BOUNDARY),
    Explained(
        "*Policy boundary-policy", "UNKNOWN_CONDITION_FOR_ACTION", "ResourceAliases", _ALIASES
    ),
    Explained(
        "*Policy github-deploy-policy",
        "MISMATCHED_TYPE_BUT_USABLE",
        "given Arn",
        _BOUNDARY,
    ),
    Explained(
        "*Policy github-deploy-policy",
        "RESOURCE_STAR",
        "iam:Get",
        "reading how access is set up changes nothing",
    ),
    Explained(
        "*Policy github-plan-policy", "UNKNOWN_CONDITION_FOR_ACTION", "ResourceAliases", _ALIASES
    ),
    Explained(
        "*Policy network-flow-role-policy",
        "RESOURCE_MISMATCH",
        "logs:DescribeLogGroups",
        "it takes log groups by now; the judge's list is older",
    ),
    Explained("*:Key *", "RESOURCE_STAR", "kms:", 'in a key policy "*" is the key itself'),
    Explained(
        "*:Key *",
        "MISMATCHED_TYPE",
        "ArnLike",
        "the user guide of CloudWatch Logs compares the context's ARN with ArnLike",
    ),
    Explained(
        "*:Key *",
        "UNKNOWN_CONDITION_FOR_ACTION",
        "kms:EncryptionContext:aws:logs:arn for action kms:DescribeKey",
        "the statement AWS prescribes for log groups has both",
    ),
    Explained(
        "*:VaultPolicy *",
        "RESOURCE_STAR",
        "backup:CopyIntoBackupVault",
        'in a vault\'s policy "*" is what is copied into this vault',
    ),
    Explained(
        "*:BucketPolicy *",
        "MISMATCHED_TYPE",
        "s3:TlsVersion requires a value of type Numeric",
        "a number in quotes is a number to IAM",
    ),
    Explained(
        "*:BucketPolicy *",
        "UNKNOWN_CONDITION_FOR_ACTION",
        "s3:TlsVersion",
        "the statement denies every action, those that do not know the key too",
    ),
    Explained(
        "*:Policy guardrails-resource-perimeter",
        "UNKNOWN_CONDITION_FOR_ACTION",
        "aws:SourceOrgID",
        f"global since 2023; {_UNTIL}",
    ),
    Explained(
        "*:Policy guardrails-resource-perimeter",
        "UNKNOWN_CONDITION_FOR_ACTION",
        "token.actions.githubusercontent.com:sub",
        "a claim of the identity provider",
    ),
    Explained(
        "*:Policy guardrails-service-data",
        "UNKNOWN_CONDITION_FOR_ACTION",
        "rds:",
        "RDS's user guide denies CreateDBInstance by its engine and storage",
    ),
    Explained(
        "*:Policy guardrails-service-foundation",
        "UNKNOWN_PREFIX",
        "awsbillingconsole",
        "AWS's own example of the statement exempts it",
    ),
)


def findings(plans: Iterable[Plan]) -> set[tuple[str, str, str]]:
    """Policy, issue and detail of everything the judge says."""
    return {
        (f"{resource.type} {resource.name}", finding.issue, str(finding.detail))
        for plan in plans
        for resource, text in policies(plan)
        for finding in parliament.analyze_policy_string(text).findings
    }


def unexplained(plans: Iterable[Plan]) -> set[tuple[str, str, str]]:
    """Findings that nothing explains."""
    return {found for found in findings(plans) if not any(row.covers(*found) for row in EXPLAINED)}


def policies(plan: Plan) -> list[tuple[Resource, str]]:
    """Resources with a policy, and its text."""
    return [
        (resource, text)
        for resource in plan.aws()
        for name in POLICY_INPUTS
        if '"Statement"' in (text := str(resource.inputs.get(name, "")))
    ]


@pytest.fixture(scope="module")
def every(company: Estate, make_estate: Any) -> tuple[Plan, ...]:
    """Plans of every layer but the application's."""
    return (*company.plans, make_estate("recovery/main")["recovery/main"])


def test_a_judge_finds_nothing_that_is_not_explained(every: tuple[Plan, ...]) -> None:
    assert unexplained(every) == set()


def test_every_explanation_still_explains_something(every: tuple[Plan, ...]) -> None:
    found = findings(every)
    assert [row for row in EXPLAINED if not any(row.covers(*f) for f in found)] == []


def test_the_judge_finds_what_is_wrong() -> None:
    text = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObjekt",'
    wrong = f'{text} "Resource": "*"}}]}}'
    assert {f.issue for f in parliament.analyze_policy_string(wrong).findings} == {"UNKNOWN_ACTION"}


def test_the_judge_has_something_to_judge_in_every_layer(every: tuple[Plan, ...]) -> None:
    judged = {(plan.layer, r.type) for plan in every for r, _ in policies(plan)}
    assert {layer for layer, _ in judged} == {"organization", "security", "recovery", "foundation"}
    assert {
        *IDENTITY,
        "aws:backup/vaultPolicy:VaultPolicy",
        "aws:kms/key:Key",
        "aws:organizations/policy:Policy",
        "aws:s3/bucketPolicy:BucketPolicy",
        "aws:sns/topicPolicy:TopicPolicy",
        "aws:sqs/queuePolicy:QueuePolicy",
    } - {token for _, token in judged} == set()


def test_policies_are_within_iams_limits(every: tuple[Plan, ...]) -> None:
    for plan in every:
        for resource, text in policies(plan):
            # White space is not counted.
            limit = IDENTITY.get(resource.type, 20480)
            assert len("".join(text.split())) <= limit * 0.8, resource.name


def test_trust_policies_are_within_iams_limit(every: tuple[Plan, ...]) -> None:
    count = 0
    for plan in every:
        for role in plan.of_type("aws:iam/role:Role"):
            count += 1
            assert len("".join(role.inputs["assumeRolePolicy"].split())) <= 2048, role.name
    assert count > 10
