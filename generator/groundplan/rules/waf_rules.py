"""WAF: what a rule does, counts and reports; AWS's own groups."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.constraint import limit
from groundplan.rules.node import Node, listed, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.waf_parts import (
    ACL_RULE,
    API,
    HOLDERS,
    MANAGED_CAPACITY,
    NAME,
    RULE_GROUP,
    WEB_ACL,
    all_statements,
    place_in,
    rules_of,
)
from groundplan.rules.world import World

_COMMON_RULES = frozenset(
    "NoUserAgent_HEADER UserAgent_BadBots_HEADER SizeRestrictions_QUERYSTRING "
    "SizeRestrictions_Cookie_HEADER SizeRestrictions_BODY SizeRestrictions_URIPATH "
    "EC2MetaDataSSRF_BODY EC2MetaDataSSRF_COOKIE EC2MetaDataSSRF_URIPATH "
    "EC2MetaDataSSRF_QUERYARGUMENTS GenericLFI_QUERYARGUMENTS GenericLFI_URIPATH GenericLFI_BODY "
    "RestrictedExtensions_URIPATH RestrictedExtensions_QUERYARGUMENTS GenericRFI_QUERYARGUMENTS "
    "GenericRFI_BODY GenericRFI_URIPATH CrossSiteScripting_COOKIE CrossSiteScripting_QUERYARGUMENTS "
    "CrossSiteScripting_BODY CrossSiteScripting_URIPATH".split()
)
_GROUP_STATEMENTS = ("managedRuleGroupStatement", "ruleGroupReferenceStatement")


@rule(
    "GP-WAF-003",
    *HOLDERS,
    title="A rule acts by itself or lets its group act, not both, not neither.",
    error="WAFInvalidParameterException: Error reason: A reference in your rule statement is not "
    "valid / Your rule must have exactly one of Action and OverrideAction",
    source=API,
)
def rule_action(node: Node, _: World) -> Iterator[Fault]:
    """Groups take overrideAction, other statements action; each exactly one block."""
    for place, item in rules_of(node):
        statement = item.get("statement") or {}
        grouped = any(statement.get(k) is not None for k in _GROUP_STATEMENTS)
        want, other = ("overrideAction", "action") if grouped else ("action", "overrideAction")
        if item.get(other) is not None:
            yield Fault(place_in(place, other), f"{want} for this statement")
        block = item.get(want)
        if block is None:
            yield Fault(place_in(place, want), "an action")
        elif isinstance(block, Mapping) and sum(v is not None for v in block.values()) != 1:
            yield Fault(place_in(place, want), "exactly one kind of action")
        if (
            want == "overrideAction"
            and isinstance(block, Mapping)
            and set(block) - {"none", "count"}
        ):
            yield Fault(place_in(place, want), "none or count")


@rule(
    "GP-WAF-004",
    *HOLDERS,
    title="A rule looks for nothing, or for two things at once.",
    error="WAFInvalidParameterException: Error reason: You must specify exactly one statement",
    source="API wafv2 Statement",
)
def one_statement(node: Node, _: World) -> Iterator[Fault]:
    """Each statement has exactly one kind; and/or have two parts at least."""
    for place, item in rules_of(node):
        if item.get("statement") is None:
            yield Fault(place_in(place, "statement"), "a statement")
    for place, statement, _depth, _parent in all_statements(node):
        kinds = [k for k, v in statement.items() if v is not None]
        if len(kinds) != 1:
            yield Fault(place, "exactly one kind of statement")
        for key in ("andStatement", "orStatement"):
            inner = statement.get(key)
            if isinstance(inner, Mapping) and len(listed(inner.get("statements"))) < 2:
                yield Fault(f"{place}.{key}.statements", "two statements at least")
        inner = statement.get("notStatement")
        if isinstance(inner, Mapping) and not (inner.get("statement") or inner.get("statements")):
            yield Fault(f"{place}.notStatement.statement", "a statement")


@rule(
    "GP-WAF-005",
    *HOLDERS,
    title="Counting requests and groups of rules stand at the top of a rule only.",
    error="WAFInvalidParameterException: Error reason: You cannot nest a RateBasedStatement / "
    "ManagedRuleGroupStatement",
    source="API wafv2 RateBasedStatement",
)
def nesting(node: Node, _: World) -> Iterator[Fault]:
    """Rate and group statements are not nested."""
    for place, statement, depth, _parent in all_statements(node):
        for key in ("rateBasedStatement", *_GROUP_STATEMENTS):
            if depth and statement.get(key) is not None:
                yield Fault(f"{place}.{key}", "this statement at the top of its rule")
            if (
                node.type == RULE_GROUP
                and key in _GROUP_STATEMENTS
                and statement.get(key) is not None
            ):
                yield Fault(f"{place}.{key}", "no group in a group")


@rule(
    "GP-WAF-006",
    *HOLDERS,
    title="How requests are counted cannot be.",
    error="WAFInvalidParameterException: Error reason: The parameter contains formatting that is not "
    "valid / rate limit out of range / EvaluationWindowSec",
    source="API wafv2 RateBasedStatement",
)
def rates(node: Node, _: World) -> Iterator[Fault]:
    """limit 10 to 2,000,000,000; windows; keys with what they need."""
    for place, statement, _depth, _parent in all_statements(node):
        rate = statement.get("rateBasedStatement")
        if not isinstance(rate, Mapping):
            continue
        here = f"{place}.rateBasedStatement"
        count = number(rate.get("limit"))
        if count is None or not 10 <= count <= 2000000000:
            yield Fault(f"{here}.limit", "10 to 2000000000")
        if (window := rate.get("evaluationWindowSec")) is not None and number(window) not in (
            60,
            120,
            300,
            600,
        ):
            yield Fault(f"{here}.evaluationWindowSec", "60, 120, 300 or 600")
        kind = rate.get("aggregateKeyType", "IP")
        if kind not in ("IP", "FORWARDED_IP", "CUSTOM_KEYS", "CONSTANT"):
            yield Fault(f"{here}.aggregateKeyType", "IP, FORWARDED_IP, CUSTOM_KEYS or CONSTANT")
        if kind == "FORWARDED_IP" and not rate.get("forwardedIpConfig"):
            yield Fault(f"{here}.forwardedIpConfig", "a header and a fallback")
        if kind == "IP" and rate.get("forwardedIpConfig"):
            yield Fault(f"{here}.forwardedIpConfig", "nothing with aggregateKeyType IP")
        if kind == "CONSTANT" and not rate.get("scopeDownStatement"):
            yield Fault(f"{here}.scopeDownStatement", "a statement with CONSTANT")
        if (kind == "CUSTOM_KEYS") != bool(rate.get("customKeys")):
            yield Fault(f"{here}.customKeys", "keys with CUSTOM_KEYS only")
        if len(listed(rate.get("customKeys"))) > 5:
            yield Fault(f"{here}.customKeys", "five keys")


@rule(
    "GP-WAF-009",
    *HOLDERS,
    title="There is no such group of rules at AWS.",
    error="WAFInvalidParameterException: Error reason: The managed rule group could not be found / "
    "WAFNonexistentItemException",
    source="WAF Developer Guide: AWS Managed Rules rule groups list",
)
def managed_groups(node: Node, _: World) -> Iterator[Fault]:
    """Names of AWS's groups and of their rules; what the paid ones need."""
    for place, statement, _depth, _parent in all_statements(node):
        group = statement.get("managedRuleGroupStatement")
        if isinstance(group, Mapping) and str(group.get("name")).startswith("AWSManaged"):
            if group.get("vendorName") not in ("AWS", None):
                yield Fault(f"{place}.managedRuleGroupStatement.vendorName", "AWS")
        if not isinstance(group, Mapping) or group.get("vendorName") != "AWS":
            if isinstance(group, Mapping) and str(group.get("vendorName", "")).lower() in (
                "aws",
                "amazon",
            ):
                yield Fault(f"{place}.managedRuleGroupStatement.vendorName", "AWS")
            continue
        here, name = f"{place}.managedRuleGroupStatement", group.get("name")
        if name not in MANAGED_CAPACITY:
            yield Fault(f"{here}.name", ", ".join(MANAGED_CAPACITY))
        seen: set[Any] = set()
        for index, item in enumerate(listed(group.get("ruleActionOverrides"))):
            rule_name = item.get("name")
            if rule_name in seen or (
                name == "AWSManagedRulesCommonRuleSet" and rule_name not in _COMMON_RULES
            ):
                yield Fault(
                    f"{here}.ruleActionOverrides[{index}].name", "a rule of the group, each once"
                )
            seen.add(rule_name)
            if len([v for v in (item.get("actionToUse") or {}).values() if v is not None]) != 1:
                yield Fault(
                    f"{here}.ruleActionOverrides[{index}].actionToUse", "exactly one action"
                )
        configs = listed(group.get("managedRuleGroupConfigs"))
        needs = {
            "AWSManagedRulesBotControlRuleSet": "awsManagedRulesBotControlRuleSet",
            "AWSManagedRulesATPRuleSet": "awsManagedRulesAtpRuleSet",
            "AWSManagedRulesACFPRuleSet": "awsManagedRulesAcfpRuleSet",
        }
        if name in needs and not any(c.get(needs[name]) for c in configs):
            yield Fault(f"{here}.managedRuleGroupConfigs", needs[name])
        if len(listed(group.get("ruleActionOverrides"))) > 100:
            yield Fault(f"{here}.ruleActionOverrides", "100 rules")


@rule(
    "GP-WAF-016",
    *HOLDERS,
    title="The rule's numbers have no name, or one that is taken by AWS.",
    error="WAFInvalidParameterException: Error reason: The parameter contains formatting that is not "
    "valid., field: METRIC_NAME",
    source="API wafv2 VisibilityConfig",
)
def metric_names(node: Node, _: World) -> Iterator[Fault]:
    """1 to 128 of letters, digits, _ -; not All nor Default_Action."""
    places = [("visibilityConfig", node.get("visibilityConfig"))] if node.type != ACL_RULE else []
    places += [
        (place_in(p, "visibilityConfig"), item.get("visibilityConfig"))
        for p, item in rules_of(node)
    ]
    for place, config in places:
        if not isinstance(config, Mapping):
            yield Fault(place, "a metric name")
            continue
        name = str(config.get("metricName", ""))
        if not re.fullmatch(r"[\w-]{1,128}", name, re.ASCII) or name in (
            "All",
            "Default_Action",
        ):
            yield Fault(f"{place}.metricName", "128 letters, digits and _ -")


@rule(
    "GP-WAF-020",
    *HOLDERS,
    title="The rule's label has signs or words that belong to AWS.",
    error="WAFInvalidParameterException: Error reason: Your label contains a reserved word",
    source="WAF Developer Guide: label syntax and naming",
)
def labels(node: Node, _: World) -> Iterator[Fault]:
    """Parts between colons are none of the names AWS uses in its own labels."""
    reserved = {
        "awswaf",
        "aws",
        "waf",
        "rulegroup",
        "webacl",
        "regexpatternset",
        "ipset",
        "managed",
    }
    for place, item in rules_of(node):
        for index, label in enumerate(listed(item.get("ruleLabels"))):
            if reserved & set(str(label.get("name", "")).lower().split(":")):
                yield Fault(
                    f"{place_in(place, 'ruleLabels')}[{index}].name",
                    f"no part out of {', '.join(sorted(reserved))}",
                )


LIMITS = (
    limit(
        "GP-WAF-103",
        WEB_ACL,
        "rules[].name",
        NAME,
        title="The rule's name has other signs or is too long.",
        error="WAFInvalidParameterException: field: NAME",
        source="API wafv2 EntityName",
    ),
)
