"""WAF: web ACLs and rule groups as a whole, and what they cost."""

from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.constraint import OneOf, Range, Text, limit
from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.waf_capacity import capacity
from groundplan.rules.waf_parts import (
    ACL_RULE,
    API,
    IP_SET,
    LOGGING,
    NAME,
    REGEX_SET,
    RULE_GROUP,
    WEB_ACL,
    place_in,
    rules_of,
)
from groundplan.rules.world import World


@rule(
    "GP-WAF-001",
    WEB_ACL,
    RULE_GROUP,
    IP_SET,
    REGEX_SET,
    LOGGING,
    title="A firewall for CloudFront lives in us-east-1.",
    error="WAFInvalidParameterException: Error reason: The scope is not valid., field: SCOPE_VALUE",
    source="WAF Developer Guide: CLOUDFRONT scope",
)
def scope_region(node: Node, _: World) -> Iterator[Fault]:
    """Scope CLOUDFRONT only in us-east-1."""
    if node.get("scope") == "CLOUDFRONT" and node.region != "us-east-1":
        yield Fault("region" if node.has("region") else "scope", "us-east-1")
    if node.type == LOGGING:
        found = arn(node.get("resourceArn"))
        if found and found.region != node.region:
            yield Fault("resourceArn", f"a web ACL in {node.region}")


@rule(
    "GP-WAF-002",
    WEB_ACL,
    RULE_GROUP,
    ACL_RULE,
    title="Two rules of the firewall have one place in the order or one name.",
    error="WAFInvalidParameterException: Error reason: You have used the same rule priority / name "
    "in more than one rule",
    source=API,
)
def priorities(node: Node, world: World) -> Iterator[Fault]:
    """Priorities and names are unique in an ACL."""
    if node.type == ACL_RULE:
        for path in ("priority", "name"):
            for other in world.twins(node, "webAclArn", path):
                yield Fault(path, f"a value {other.name} does not have")
        acl = world.find(node.get("webAclArn"), WEB_ACL)
        for item in acl.list("rules[]") if acl else ():
            if item.get("priority") == node.get("priority") and item.get("name") != node.get(
                "name"
            ):
                yield Fault("priority", f"a number {item.get('name')} does not have")
        return
    seen: dict[str, set[Any]] = {"priority": set(), "name": set()}
    for place, item in rules_of(node):
        for key, values in seen.items():
            if item.get(key) in values:
                yield Fault(place_in(place, key), "each once")
            values.add(item.get(key))
        if (number(item.get("priority")) or 0) < 0:
            yield Fault(place_in(place, "priority"), "0 at least")


@rule(
    "GP-WAF-010",
    WEB_ACL,
    title="The firewall's rules cost more than a firewall may hold.",
    error="WAFLimitsExceededException: AWS WAF couldn't perform the operation because you exceeded "
    "your resource limit. (5000 capacity units)",
    source="WAF Developer Guide: web ACL capacity units",
)
def capacity_limit(node: Node, world: World) -> Iterator[Fault]:
    """5,000 units with the separate rules of the ACL."""
    total = capacity(world, node, *world.pointing(ACL_RULE, "webAclArn", node))
    if total > 5000:
        yield Fault("rules", f"5000 units, they need {total}")


@rule(
    "GP-WAF-017",
    WEB_ACL,
    title="What happens to other requests is not told, or told twice.",
    error="WAFInvalidParameterException: Error reason: You must specify exactly one default action",
    source="API wafv2 DefaultAction",
)
def default_action(node: Node, _: World) -> Iterator[Fault]:
    """allow or block."""
    block = node.get("defaultAction")
    if isinstance(block, Mapping) and len([v for v in block.values() if v is not None]) != 1:
        yield Fault("defaultAction", "one of allow and block")
    used: set[str] = set()
    for _place, item in rules_of(node):
        response = ((item.get("action") or {}).get("block") or {}).get("customResponse") or {}
        if response.get("customResponseBodyKey"):
            used.add(str(response["customResponseBodyKey"]))
        code = number(response.get("responseCode"))
        if code is not None and not 200 <= code <= 599:
            yield Fault(f"{_place}.action.block.customResponse.responseCode", "200 to 599")
    keys = set(node.list("customResponseBodies[].key"))
    for missing in sorted(used - keys):
        yield Fault("customResponseBodies", f"a body with the key {missing}")
    for place, body in node.each("customResponseBodies[]"):
        if len(str(body.get("content", "")).encode()) > 4096:
            yield Fault(f"{place}.content", "4096 bytes")


@rule(
    "GP-WAF-018",
    WEB_ACL,
    IP_SET,
    REGEX_SET,
    RULE_GROUP,
    title="Two firewalls or sets have one name.",
    error="WAFDuplicateItemException: AWS WAF couldn't perform the operation because some resource "
    "in your request is a duplicate of an existing one.",
    source="API wafv2 CreateWebACL",
)
def name_once(node: Node, world: World) -> Iterator[Fault]:
    """Names are unique per scope and region."""
    mine = (node.output("name"), node.get("scope"))
    for other in world.peers(node):
        if (
            mine[0]
            and mine == (other.output("name"), other.get("scope"))
            and other.resource.urn < node.resource.urn
        ):
            yield Fault("name", f"a name {other.name} does not have")


@rule(
    "GP-WAF-019",
    RULE_GROUP,
    title="The group's rules cost more than it reserves.",
    error="WAFInvalidParameterException / WAFLimitsExceededException: capacity",
    source="API wafv2 CreateRuleGroup",
)
def group_capacity(node: Node, world: World) -> Iterator[Fault]:
    """capacity covers the rules and is at most 5,000."""
    reserved = node.number("capacity")
    if reserved is not None and not 1 <= reserved <= 5000:
        yield Fault("capacity", "1 to 5000")
    elif reserved is not None and (needed := capacity(world, node)) > reserved:
        yield Fault("capacity", f"{needed} at least")


LIMITS = (
    limit(
        "GP-WAF-101",
        WEB_ACL,
        "name",
        NAME,
        named=True,
        title="The firewall's name has other signs or is too long.",
        error="WAFInvalidParameterException: field: NAME",
        source="API wafv2 EntityName",
    ),
    limit(
        "GP-WAF-102",
        WEB_ACL,
        "scope",
        OneOf("REGIONAL", "CLOUDFRONT"),
        title="A firewall is REGIONAL or for CLOUDFRONT.",
        error="WAFInvalidParameterException: SCOPE_VALUE",
        source="API wafv2 Scope",
    ),
    limit(
        "GP-WAF-105",
        WEB_ACL,
        "description",
        Text(
            r"[\w+=:#@/\-,.][\w+=:#@/\-,.\s]+[\w+=:#@/\-,.]",
            "letters, digits, spaces and +=:#@/-,.",
            ("a (b)", "what?"),
            ("edge of acme",),
            256,
        ),
        title="The description has other signs.",
        error="WAFInvalidParameterException: DESCRIPTION",
        source="API wafv2 EntityDescription",
    ),
    limit(
        "GP-WAF-109",
        WEB_ACL,
        "customResponseBodies[].key",
        Text(r"[\w-]+", "letters, digits, _ -", ("a b",), ("a_b-1",), 128),
        title="The answer's key has other signs or is too long.",
        error="WAFInvalidParameterException: CUSTOM_RESPONSE_BODY",
        source="API wafv2 EntityName",
    ),
    limit(
        "GP-WAF-107",
        WEB_ACL,
        "challengeConfig.immunityTimeProperty.immunityTime",
        Range(300, 259200),
        title="A passed challenge counts for 300 to 259200 seconds.",
        error="WAFInvalidParameterException: immunity time",
        source="API wafv2 ImmunityTimeProperty",
    ),
    limit(
        "GP-WAF-108",
        WEB_ACL,
        "customResponseBodies[].contentType",
        OneOf("TEXT_PLAIN", "TEXT_HTML", "APPLICATION_JSON"),
        title="There is no such kind of answer.",
        error="WAFInvalidParameterException: CUSTOM_RESPONSE_BODY",
        source="API wafv2 ResponseContentType",
    ),
    limit(
        "GP-WAF-106",
        WEB_ACL,
        "captchaConfig.immunityTimeProperty.immunityTime",
        Range(60, 259200),
        title="A solved puzzle counts for 60 to 259200 seconds.",
        error="WAFInvalidParameterException: immunity time",
        source="API wafv2 ImmunityTimeProperty",
    ),
)
