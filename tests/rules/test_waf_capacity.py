"""Capacity units are those the WAF Developer Guide names for each kind of statement."""

from typing import Any

import pytest

from groundplan.rules.waf_capacity import capacity
from groundplan.rules.world import World
from tests.rules.support.estates import Row, estate, table

ACL = "aws:wafv2/webAcl:WebAcl"
GROUP = "aws:wafv2/ruleGroup:RuleGroup"
GROUP_ARN = "arn:aws:wafv2:eu-west-1:666666666666:regional/rulegroup/own/c1b2c3d4"
PATH = {"uriPath": {}}
LOWER = [{"priority": 0, "type": "LOWERCASE"}]
PLAIN = [{"priority": 0, "type": "NONE"}]


def units(*statements: dict[str, Any]) -> int:
    rules = [{"name": f"r{n}", "statement": each} for n, each in enumerate(statements)]
    group = Row(GROUP, "own", {"name": "own", "capacity": 70}, outputs={"arn": GROUP_ARN})
    world = World(estate(table(Row(ACL, "acl", {"name": "acl", "rules": rules}), group)))
    (acl,) = world.of(ACL)
    return capacity(world, acl)


def match(kind: str, changes: list[dict[str, Any]] = PLAIN, **more: Any) -> dict[str, Any]:
    return {kind: {"fieldToMatch": PATH, "textTransformations": changes, **more}}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ({"geoMatchStatement": {"countryCodes": ["IE"]}}, 1),
        ({"asnMatchStatement": {"asnLists": [64496]}}, 1),
        ({"labelMatchStatement": {"scope": "LABEL", "key": "a"}}, 1),
        ({"ipSetReferenceStatement": {"arn": "x"}}, 1),
        ({"ipSetReferenceStatement": {"ipSetForwardedIpConfig": {"position": "ANY"}}}, 5),
        ({"ipSetReferenceStatement": {"ipSetForwardedIpConfig": {"position": "FIRST"}}}, 1),
        (match("byteMatchStatement", positionalConstraint="EXACTLY"), 2),
        (match("byteMatchStatement", positionalConstraint="STARTS_WITH"), 2),
        (match("byteMatchStatement", positionalConstraint="CONTAINS_WORD"), 10),
        (match("regexMatchStatement"), 3),
        (match("regexMatchStatement", LOWER), 13),
        (match("regexPatternSetReferenceStatement"), 25),
        (match("sizeConstraintStatement"), 1),
        (match("sqliMatchStatement"), 20),
        (match("sqliMatchStatement", sensitivityLevel="HIGH"), 30),
        (match("xssMatchStatement"), 40),
        (match("xssMatchStatement", fieldToMatch={"jsonBody": {"matchScope": "ALL"}}), 80),
        (match("xssMatchStatement", fieldToMatch={"allQueryArguments": {}}), 50),
        ({"rateBasedStatement": {"limit": 100}}, 2),
        (
            {"rateBasedStatement": {"scopeDownStatement": match("regexMatchStatement", LOWER)}},
            15,
        ),
        (
            {
                "rateBasedStatement": {
                    "customKeys": [{"ip": {}}, {"header": {"name": "a", "textTransformations": LOWER}}]
                }
            },
            72,
        ),
        (
            {"notStatement": {"statement": {"labelMatchStatement": {"key": "a"}}}},
            1,
        ),
        ({"managedRuleGroupStatement": {"name": "AWSManagedRulesCommonRuleSet"}}, 700),
        ({"managedRuleGroupStatement": {"name": "AWSManagedRulesAntiDDoSRuleSet"}}, 50),
        ({"ruleGroupReferenceStatement": {"arn": GROUP_ARN}}, 70),
    ],
    ids=str,
)  # fmt: skip
def test_a_statement_costs_what_the_guide_says(statement: dict[str, Any], expected: int) -> None:
    assert units(statement) == expected


def test_a_transformation_of_the_same_part_is_paid_for_once() -> None:
    path = match("regexMatchStatement", LOWER)
    assert units(path, path) == 3 + 3 + 10
    body = match("regexMatchStatement", LOWER, fieldToMatch={"body": {}})
    assert units(path, body) == 3 + 3 + 20
    decoded = [{"priority": 0, "type": "URL_DECODE"}, {"priority": 1, "type": "LOWERCASE"}]
    assert units(path, match("regexMatchStatement", decoded)) == 3 + 3 + 30
