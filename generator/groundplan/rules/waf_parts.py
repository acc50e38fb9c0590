"""WAF: kinds of resource, and the statements in their rules."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.constraint import Text
from groundplan.rules.node import Node, listed

WEB_ACL = "aws:wafv2/webAcl:WebAcl"
RULE_GROUP = "aws:wafv2/ruleGroup:RuleGroup"
ACL_RULE = "aws:wafv2/webAclRule:WebAclRule"
IP_SET = "aws:wafv2/ipSet:IpSet"
REGEX_SET = "aws:wafv2/regexPatternSet:RegexPatternSet"
LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"
HOLDERS = (WEB_ACL, RULE_GROUP, ACL_RULE)
API = "API wafv2 CreateWebACL, Rule"
MANAGED_CAPACITY = {
    "AWSManagedRulesCommonRuleSet": 700,
    "AWSManagedRulesAdminProtectionRuleSet": 100,
    "AWSManagedRulesKnownBadInputsRuleSet": 200,
    "AWSManagedRulesSQLiRuleSet": 200,
    "AWSManagedRulesLinuxRuleSet": 200,
    "AWSManagedRulesUnixRuleSet": 100,
    "AWSManagedRulesWindowsRuleSet": 200,
    "AWSManagedRulesPHPRuleSet": 100,
    "AWSManagedRulesWordPressRuleSet": 100,
    "AWSManagedRulesAmazonIpReputationList": 25,
    "AWSManagedRulesAnonymousIpList": 50,
    "AWSManagedRulesBotControlRuleSet": 50,
    "AWSManagedRulesATPRuleSet": 50,
    "AWSManagedRulesACFPRuleSet": 50,
    "AWSManagedRulesAntiDDoSRuleSet": 50,
}


def rules_of(node: Node) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Rules of an ACL or group with their place; a rule of its own stands nowhere."""
    if node.type == ACL_RULE:
        yield "", node.inputs
    else:
        yield from node.each("rules[]")


def place_in(place: str, key: str) -> str:
    """Place of a key in a rule."""
    return f"{place}.{key}" if place else key


def statements(
    statement: Any, place: str, depth: int = 0, parent: str = ""
) -> Iterator[tuple[str, Mapping[str, Any], int, str]]:
    """A statement and those nested in it: place, statement, depth, what it stands in."""
    if not isinstance(statement, Mapping):
        return
    yield place, statement, depth, parent
    for key in ("andStatement", "orStatement", "notStatement"):
        inner = statement.get(key)
        if isinstance(inner, Mapping):
            for index, child in enumerate(listed(inner.get("statements"))):
                yield from statements(child, f"{place}.{key}.statements[{index}]", depth + 1, key)
            if inner.get("statement"):
                yield from statements(
                    inner["statement"], f"{place}.{key}.statement", depth + 1, key
                )
    for key in ("rateBasedStatement", "managedRuleGroupStatement"):
        inner = (statement.get(key) or {}).get("scopeDownStatement")
        if inner is not None:
            yield from statements(inner, f"{place}.{key}.scopeDownStatement", depth + 1, key)


def all_statements(node: Node) -> Iterator[tuple[str, Mapping[str, Any], int, str]]:
    """Statements of all rules, and those nested in them."""
    for place, item in rules_of(node):
        yield from statements(item.get("statement"), place_in(place, "statement"))


def regex_problem(text: Any) -> str:
    """What is wrong with an expression; empty where nothing is."""
    if not isinstance(text, str) or not 1 <= len(text) <= 512:
        return "1 to 512 characters"
    # Python's expressions lack some signs of PCRE; they stand for one sign here.
    plain = re.sub(r"\\[hHvVzZAGQENXpP](\{[^}]*\})?|\\x\{[^}]*\}", "x", text)
    plain = re.sub(r"\(\?[imsx]+\)", "", plain)
    try:
        re.compile(plain)
    except re.error:
        return "a regular expression"
    outside = re.sub(r"\\.|\[\^?\]?[^\]]*\]", "x", text)
    if re.search(r"\\[1-9CRK]", text) or re.search(
        r"\(\?<?[=!]|\(\?[(R0-9C>+&]|\(\?P[>=]|\(\*[A-Z]|[*+?}]\+", outside
    ):
        return "no references back, no looking around, no atomic groups, no recursion"
    return ""


NAME = Text(r"[\w-]{1,128}", "128 letters, digits, _ -", ("a b", "a.b"), ("a_b-c",), 128)
