"""WAF: web ACLs, their rules, sets, logging."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.constraint import OneOf, Range, Text, limit
from groundplan.rules.grammar.address import arn, network
from groundplan.rules.node import Node, listed, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_ACL = "aws:wafv2/webAcl:WebAcl"
_GROUP = "aws:wafv2/ruleGroup:RuleGroup"
_RULE = "aws:wafv2/webAclRule:WebAclRule"
_IPS = "aws:wafv2/ipSet:IpSet"
_REGEX = "aws:wafv2/regexPatternSet:RegexPatternSet"
_LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"
_ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"
_HOLDERS = (_ACL, _GROUP, _RULE)
_API = "API wafv2 CreateWebACL, Rule"
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
_FIELD_COST = {
    "byteMatchStatement": 2,
    "geoMatchStatement": 1,
    "ipSetReferenceStatement": 1,
    "labelMatchStatement": 1,
    "regexMatchStatement": 3,
    "regexPatternSetReferenceStatement": 25,
    "sizeConstraintStatement": 1,
    "sqliMatchStatement": 20,
    "xssMatchStatement": 40,
    "asnMatchStatement": 1,
}


def _rules(node: Node) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if node.type == _RULE:
        yield "", node.inputs
    else:
        yield from node.each("rules[]")


def _at(place: str, key: str) -> str:
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


def _all_statements(node: Node) -> Iterator[tuple[str, Mapping[str, Any], int, str]]:
    for place, item in _rules(node):
        yield from statements(item.get("statement"), _at(place, "statement"))


@rule(
    "GP-WAF-001",
    _ACL,
    _GROUP,
    _IPS,
    _REGEX,
    _LOGGING,
    title="A firewall for CloudFront lives in us-east-1.",
    error="WAFInvalidParameterException: Error reason: The scope is not valid., field: SCOPE_VALUE",
    source="WAF Developer Guide: CLOUDFRONT scope",
)
def scope_region(node: Node, _: World) -> Iterator[Fault]:
    """Scope CLOUDFRONT only in us-east-1."""
    if node.get("scope") == "CLOUDFRONT" and node.region != "us-east-1":
        yield Fault("region" if node.has("region") else "scope", "us-east-1")
    if node.type == _LOGGING:
        found = arn(node.get("resourceArn"))
        if found and found.region != node.region:
            yield Fault("resourceArn", f"a web ACL in {node.region}")


@rule(
    "GP-WAF-002",
    _ACL,
    _GROUP,
    _RULE,
    title="Two rules of the firewall have one place in the order or one name.",
    error="WAFInvalidParameterException: Error reason: You have used the same rule priority / name "
    "in more than one rule",
    source=_API,
)
def priorities(node: Node, world: World) -> Iterator[Fault]:
    """Priorities and names are unique in an ACL."""
    if node.type == _RULE:
        for path in ("priority", "name"):
            for other in world.twins(node, "webAclArn", path):
                yield Fault(path, f"a value {other.name} does not have")
        acl = world.find(node.get("webAclArn"), _ACL)
        for item in acl.list("rules[]") if acl else ():
            if item.get("priority") == node.get("priority") and item.get("name") != node.get(
                "name"
            ):
                yield Fault("priority", f"a number {item.get('name')} does not have")
        return
    seen: dict[str, set[Any]] = {"priority": set(), "name": set()}
    for place, item in _rules(node):
        for key, values in seen.items():
            if item.get(key) in values:
                yield Fault(_at(place, key), "each once")
            values.add(item.get(key))
        if (number(item.get("priority")) or 0) < 0:
            yield Fault(_at(place, "priority"), "0 at least")


@rule(
    "GP-WAF-003",
    *_HOLDERS,
    title="A rule acts by itself or lets its group act, not both, not neither.",
    error="WAFInvalidParameterException: Error reason: A reference in your rule statement is not "
    "valid / Your rule must have exactly one of Action and OverrideAction",
    source=_API,
)
def rule_action(node: Node, _: World) -> Iterator[Fault]:
    """Groups take overrideAction, other statements action; each exactly one block."""
    for place, item in _rules(node):
        statement = item.get("statement") or {}
        grouped = any(statement.get(k) is not None for k in _GROUP_STATEMENTS)
        want, other = ("overrideAction", "action") if grouped else ("action", "overrideAction")
        if item.get(other) is not None:
            yield Fault(_at(place, other), f"{want} for this statement")
        block = item.get(want)
        if block is None:
            yield Fault(_at(place, want), "an action")
        elif isinstance(block, Mapping) and sum(v is not None for v in block.values()) != 1:
            yield Fault(_at(place, want), "exactly one kind of action")
        if (
            want == "overrideAction"
            and isinstance(block, Mapping)
            and set(block) - {"none", "count"}
        ):
            yield Fault(_at(place, want), "none or count")


@rule(
    "GP-WAF-004",
    *_HOLDERS,
    title="A rule looks for nothing, or for two things at once.",
    error="WAFInvalidParameterException: Error reason: You must specify exactly one statement",
    source="API wafv2 Statement",
)
def one_statement(node: Node, _: World) -> Iterator[Fault]:
    """Each statement has exactly one kind; and/or have two parts at least."""
    for place, item in _rules(node):
        if item.get("statement") is None:
            yield Fault(_at(place, "statement"), "a statement")
    for place, statement, _depth, _parent in _all_statements(node):
        kinds = [k for k, v in statement.items() if v is not None]
        if len(kinds) != 1:
            yield Fault(place, "exactly one kind of statement")
        for key in ("andStatement", "orStatement"):
            inner = statement.get(key)
            if isinstance(inner, Mapping) and len(listed(inner.get("statements"))) < 2:
                yield Fault(f"{place}.{key}.statements", "two statements at least")


@rule(
    "GP-WAF-005",
    *_HOLDERS,
    title="Counting requests and groups of rules stand at the top of a rule only.",
    error="WAFInvalidParameterException: Error reason: You cannot nest a RateBasedStatement / "
    "ManagedRuleGroupStatement",
    source="API wafv2 RateBasedStatement",
)
def nesting(node: Node, _: World) -> Iterator[Fault]:
    """Rate and group statements are not nested."""
    for place, statement, depth, _parent in _all_statements(node):
        for key in ("rateBasedStatement", *_GROUP_STATEMENTS):
            if depth and statement.get(key) is not None:
                yield Fault(f"{place}.{key}", "this statement at the top of its rule")
            if node.type == _GROUP and key in _GROUP_STATEMENTS and statement.get(key) is not None:
                yield Fault(f"{place}.{key}", "no group in a group")


@rule(
    "GP-WAF-006",
    *_HOLDERS,
    title="How requests are counted cannot be.",
    error="WAFInvalidParameterException: Error reason: The parameter contains formatting that is not "
    "valid / rate limit out of range / EvaluationWindowSec",
    source="API wafv2 RateBasedStatement",
)
def rates(node: Node, _: World) -> Iterator[Fault]:
    """limit 10 to 2,000,000,000; windows; keys with what they need."""
    for place, statement, _depth, _parent in _all_statements(node):
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


_FIELDS = ("allQueryArguments", "body", "cookies", "headerOrder", "headers", "jsonBody", "method",
           "queryString", "singleHeader", "singleQueryArgument", "uriPath", "ja3Fingerprint",
           "ja4Fingerprint", "uriFragment")  # fmt: skip


@rule(
    "GP-WAF-007",
    *_HOLDERS,
    title="Which part of a request is looked at cannot be read.",
    error="WAFInvalidParameterException: Error reason: You must specify exactly one field to match / "
    "oversize handling / text transformations",
    source="API wafv2 FieldToMatch, TextTransformation",
)
def fields(node: Node, _: World) -> Iterator[Fault]:
    """One field; header names in lowercase; transformations with unique priorities."""
    for place, statement, _depth, _parent in _all_statements(node):
        for kind in ("byteMatchStatement", "regexMatchStatement", "regexPatternSetReferenceStatement",
                     "sizeConstraintStatement", "sqliMatchStatement", "xssMatchStatement"):  # fmt: skip
            inner = statement.get(kind)
            if not isinstance(inner, Mapping):
                continue
            here = f"{place}.{kind}"
            field = inner.get("fieldToMatch")
            given = [k for k in _FIELDS if isinstance(field, Mapping) and field.get(k) is not None]
            if len(given) != 1:
                yield Fault(f"{here}.fieldToMatch", f"exactly one of {', '.join(_FIELDS)}")
            elif isinstance(field, Mapping):
                yield from _field(given[0], field[given[0]], f"{here}.fieldToMatch.{given[0]}")
            yield from _transformations(
                inner.get("textTransformations"), f"{here}.textTransformations"
            )


def _field(kind: str, block: Any, place: str) -> Iterator[Fault]:
    if not isinstance(block, Mapping):
        return
    if kind in ("singleHeader", "singleQueryArgument"):
        name = str(block.get("name", ""))
        most = 64 if kind == "singleHeader" else 30
        if not name or len(name) > most or name != name.lower():
            yield Fault(f"{place}.name", f"{most} characters in lowercase")
    if kind in ("cookies", "headers", "headerOrder", "jsonBody"):
        handling = block.get("oversizeHandling")
        if handling not in ("CONTINUE", "MATCH", "NO_MATCH") and (kind != "jsonBody" or handling):
            yield Fault(f"{place}.oversizeHandling", "CONTINUE, MATCH or NO_MATCH")
    if kind == "body" and block.get("oversizeHandling") not in (
        None,
        "CONTINUE",
        "MATCH",
        "NO_MATCH",
    ):
        yield Fault(f"{place}.oversizeHandling", "CONTINUE, MATCH or NO_MATCH")
    if kind in ("ja3Fingerprint", "ja4Fingerprint") and block.get("fallbackBehavior") not in (
        "MATCH",
        "NO_MATCH",
    ):
        yield Fault(f"{place}.fallbackBehavior", "MATCH or NO_MATCH")


_TRANSFORMATIONS = frozenset(
    "NONE COMPRESS_WHITE_SPACE HTML_ENTITY_DECODE LOWERCASE CMD_LINE URL_DECODE BASE64_DECODE "
    "HEX_DECODE MD5 REPLACE_COMMENTS ESCAPE_SEQ_DECODE SQL_HEX_DECODE CSS_DECODE JS_DECODE "
    "NORMALIZE_PATH NORMALIZE_PATH_WIN REMOVE_NULLS REPLACE_NULLS BASE64_DECODE_EXT "
    "URL_DECODE_UNI UTF8_TO_UNICODE UPPERCASE LINEARIZE".split()
)


def _transformations(rows: Any, place: str) -> Iterator[Fault]:
    seen: set[Any] = set()
    if not listed(rows) or len(listed(rows)) > 10:
        yield Fault(place, "one to ten transformations")
    for index, row in enumerate(listed(rows)):
        if not isinstance(row, Mapping):
            continue
        if row.get("type") not in _TRANSFORMATIONS:
            yield Fault(f"{place}[{index}].type", "NONE, LOWERCASE, URL_DECODE, ...")
        priority = number(row.get("priority"))
        if priority is None or priority < 0 or priority in seen:
            yield Fault(f"{place}[{index}].priority", "0 at least, each once")
        seen.add(priority)


@rule(
    "GP-WAF-008",
    *_HOLDERS,
    title="What is looked for cannot be read.",
    error="WAFInvalidParameterException: Error reason: The parameter contains formatting that is not "
    "valid., field: BYTE_MATCH_STATEMENT / GEO_MATCH / LABEL / REGEX",
    source="API wafv2 ByteMatchStatement and its like",
)
def searches(node: Node, _: World) -> Iterator[Fault]:
    """Texts of 200 bytes; countries; labels; sizes; expressions."""
    for place, statement, _depth, _parent in _all_statements(node):
        byte = statement.get("byteMatchStatement")
        if isinstance(byte, Mapping):
            text = byte.get("searchString")
            if isinstance(text, str) and not 1 <= len(text.encode()) <= 200:
                yield Fault(f"{place}.byteMatchStatement.searchString", "1 to 200 bytes")
            if byte.get("positionalConstraint") not in (
                "EXACTLY",
                "STARTS_WITH",
                "ENDS_WITH",
                "CONTAINS",
                "CONTAINS_WORD",
            ):
                yield Fault(
                    f"{place}.byteMatchStatement.positionalConstraint",
                    "EXACTLY, STARTS_WITH, ENDS_WITH, CONTAINS or CONTAINS_WORD",
                )
        geo = statement.get("geoMatchStatement")
        if isinstance(geo, Mapping):
            codes = listed(geo.get("countryCodes"))
            for index, code in enumerate(codes):
                if not re.fullmatch(r"[A-Z]{2}", str(code)) or code in ("UK", "EU", "EN"):
                    yield Fault(
                        f"{place}.geoMatchStatement.countryCodes[{index}]",
                        "the code of a country, such as IE or GB",
                    )
            if not 1 <= len(codes) <= 50:
                yield Fault(f"{place}.geoMatchStatement.countryCodes", "1 to 50 countries")
        label = statement.get("labelMatchStatement")
        if isinstance(label, Mapping):
            if label.get("scope") not in ("LABEL", "NAMESPACE"):
                yield Fault(f"{place}.labelMatchStatement.scope", "LABEL or NAMESPACE")
            if not re.fullmatch(r"[0-9A-Za-z_\-:]{1,1024}", str(label.get("key", ""))):
                yield Fault(f"{place}.labelMatchStatement.key", "letters, digits, _ - :")
            elif label.get("scope") == "NAMESPACE" and not str(label.get("key")).endswith(":"):
                yield Fault(f"{place}.labelMatchStatement.key", "a namespace that ends with :")
        size = statement.get("sizeConstraintStatement")
        if isinstance(size, Mapping):
            amount = number(size.get("size"))
            if amount is None or not 0 <= amount <= 21474836480:
                yield Fault(f"{place}.sizeConstraintStatement.size", "0 bytes at least")
            if size.get("comparisonOperator") not in ("EQ", "NE", "LE", "LT", "GE", "GT"):
                yield Fault(
                    f"{place}.sizeConstraintStatement.comparisonOperator",
                    "EQ, NE, LE, LT, GE or GT",
                )
        regex = statement.get("regexMatchStatement")
        if isinstance(regex, Mapping) and (wrong := _regex(regex.get("regexString"))):
            yield Fault(f"{place}.regexMatchStatement.regexString", wrong)


def _regex(text: Any) -> str:
    if not isinstance(text, str) or not 1 <= len(text) <= 512:
        return "1 to 512 characters"
    try:
        re.compile(text)
    except re.error:
        return "a regular expression"
    if re.search(r"\\[1-9]|\(\?<?[=!]|\\b|\\B|\(\?\(|\(\?R|\(\?P>", text):
        return "no references back, no looking around, no word borders"
    return ""


@rule(
    "GP-WAF-009",
    *_HOLDERS,
    title="There is no such group of rules at AWS.",
    error="WAFInvalidParameterException: Error reason: The managed rule group could not be found / "
    "WAFNonexistentItemException",
    source="WAF Developer Guide: AWS Managed Rules rule groups list",
)
def managed_groups(node: Node, _: World) -> Iterator[Fault]:
    """Names of AWS's groups and of their rules; what the paid ones need."""
    for place, statement, _depth, _parent in _all_statements(node):
        group = statement.get("managedRuleGroupStatement")
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


def capacity(node: Node) -> int:
    """Web ACL capacity units of the rules, as far as they can be counted."""
    total = 0
    for place, item in _rules(node):
        for _p, statement, _depth, _parent in statements(
            item.get("statement"), _at(place, "statement")
        ):
            managed = statement.get("managedRuleGroupStatement")
            if isinstance(managed, Mapping):
                total += MANAGED_CAPACITY.get(str(managed.get("name")), 0)
            if statement.get("rateBasedStatement") is not None:
                total += 2 + 30 * len(listed(statement["rateBasedStatement"].get("customKeys")))
            for kind, cost in _FIELD_COST.items():
                inner = statement.get(kind)
                if isinstance(inner, Mapping):
                    total += _statement_cost(kind, cost, inner)
    return total


def _statement_cost(kind: str, cost: int, inner: Mapping[str, Any]) -> int:
    if kind == "byteMatchStatement" and inner.get("positionalConstraint") in (
        "CONTAINS",
        "CONTAINS_WORD",
    ):
        cost = 10
    field = inner.get("fieldToMatch") or {}
    if field.get("allQueryArguments") is not None:
        cost += 10
    if field.get("jsonBody") is not None:
        cost *= 2
    changes = [t for t in listed(inner.get("textTransformations")) if t.get("type") != "NONE"]
    return cost + 10 * len(changes)


@rule(
    "GP-WAF-010",
    _ACL,
    title="The firewall's rules cost more than a firewall may hold.",
    error="WAFLimitsExceededException: AWS WAF couldn't perform the operation because you exceeded "
    "your resource limit. (5000 capacity units)",
    source="WAF Developer Guide: web ACL capacity units",
)
def capacity_limit(node: Node, world: World) -> Iterator[Fault]:
    """5,000 units with the separate rules of the ACL."""
    total = capacity(node) + sum(capacity(r) for r in world.pointing(_RULE, "webAclArn", node))
    if total > 5000:
        yield Fault("rules", f"5000 units, they need {total}")


@rule(
    "GP-WAF-011",
    *_HOLDERS,
    title="The firewall refers to a set of another place than its own.",
    error="WAFInvalidParameterException: Error reason: The ARN isn't valid. A valid ARN begins with "
    "arn: and includes other information; scope mismatch",
    source=_API,
)
def set_scope(node: Node, world: World) -> Iterator[Fault]:
    """Sets and groups are of the ACL's scope and region."""
    acl = world.find(node.get("webAclArn"), _ACL) if node.type == _RULE else node
    scope = acl.get("scope") if acl else None
    for place, statement, _depth, _parent in _all_statements(node):
        for kind, word in (
            ("ipSetReferenceStatement", "ipset"),
            ("regexPatternSetReferenceStatement", "regexpatternset"),
            ("ruleGroupReferenceStatement", "rulegroup"),
        ):
            inner = statement.get(kind)
            if not isinstance(inner, Mapping) or not isinstance(inner.get("arn"), str):
                continue
            found = arn(inner["arn"])
            prefix = {"CLOUDFRONT": "global", "REGIONAL": "regional"}.get(str(scope), "")
            if found is None or found.service != "wafv2" or f"/{word}/" not in f"{found.resource}/":
                yield Fault(f"{place}.{kind}.arn", f"the ARN of a {word}")
            elif (prefix and not found.resource.startswith(prefix)) or found.region != node.region:
                yield Fault(f"{place}.{kind}.arn", f"a {word} with scope {scope} in {node.region}")


@rule(
    "GP-WAF-012",
    _LOGGING,
    title="The firewall's log goes to a place whose name starts with aws-waf-logs-.",
    error="WAFInvalidParameterException: Error reason: The ARN isn't valid. ... field: "
    "LOG_DESTINATION, parameter",
    source="WAF Developer Guide: logging destinations",
)
def log_destination(node: Node, _: World) -> Iterator[Fault]:
    """One destination of logs, firehose or s3 named aws-waf-logs-, in the region."""
    targets = list(node.each("logDestinationConfigs[]"))
    if len(targets) != 1:
        yield Fault("logDestinationConfigs", "one destination")
    for place, value in targets:
        found = arn(value)
        name = (
            found.resource.removeprefix("log-group:").removeprefix("deliverystream/")
            if found
            else ""
        )
        if found is None or found.service not in ("logs", "firehose", "s3"):
            yield Fault(place, "the ARN of a log group, a delivery stream or a bucket")
        elif not name.startswith("aws-waf-logs-"):
            yield Fault(place, "a name that starts with aws-waf-logs-")
        elif found.region and found.region != node.region:
            yield Fault(place, f"a destination in {node.region}")
    for place, field in node.each("redactedFields[]"):
        given = [k for k, v in field.items() if v is not None]
        if len(given) != 1 or given[0] not in ("method", "queryString", "singleHeader", "uriPath"):
            yield Fault(place, "one of method, queryString, singleHeader, uriPath")
        elif (
            given == ["singleHeader"]
            and (name := str(field["singleHeader"].get("name"))) != name.lower()
        ):
            yield Fault(f"{place}.singleHeader.name", "a name in lowercase")
    for place, item in node.each("loggingFilter.filters[]"):
        if item.get("behavior") not in ("KEEP", "DROP") or item.get("requirement") not in (
            "MEETS_ALL",
            "MEETS_ANY",
        ):
            yield Fault(place, "behavior KEEP or DROP, requirement MEETS_ALL or MEETS_ANY")
    if node.has("loggingFilter") and node.get("loggingFilter.defaultBehavior") not in (
        "KEEP",
        "DROP",
    ):
        yield Fault("loggingFilter.defaultBehavior", "KEEP or DROP")


@rule(
    "GP-WAF-013",
    _ASSOCIATION,
    title="That resource cannot have this firewall.",
    error="WAFInvalidParameterException: The ARN isn't valid / CLOUDFRONT web ACLs are set on the "
    "distribution",
    source="API wafv2 AssociateWebACL",
)
def association(node: Node, world: World) -> Iterator[Fault]:
    """Regional ACLs on load balancers, APIs and their like of the region; one each."""
    acl, target = arn(node.get("webAclArn")), arn(node.get("resourceArn"))
    if acl and not acl.resource.startswith("regional/webacl/"):
        yield Fault("webAclArn", "a web ACL with scope REGIONAL")
    services = (
        "elasticloadbalancing",
        "apigateway",
        "appsync",
        "cognito-idp",
        "apprunner",
        "ec2",
        "amplify",
    )
    if node.get("resourceArn") and (target is None or target.service not in services):
        yield Fault("resourceArn", "a load balancer, an API, ... (CloudFront takes webAclId)")
    elif (
        target and target.service == "elasticloadbalancing" and "/app/" not in f"/{target.resource}"
    ):
        yield Fault("resourceArn", "an application load balancer")
    elif target and acl and target.region and target.region != acl.region:
        yield Fault("resourceArn", f"a resource in {acl.region}")
    for other in world.twins(node, "resourceArn"):
        yield Fault("resourceArn", f"a resource without {other.name}")


@rule(
    "GP-WAF-014",
    _IPS,
    title="An address of the set cannot be read.",
    error="WAFInvalidParameterException: Error reason: The parameter contains formatting that is not "
    "valid., field: IP_ADDRESS",
    source="API wafv2 CreateIPSet",
)
def addresses(node: Node, _: World) -> Iterator[Fault]:
    """Ranges of the set's version, not /0."""
    version = {"IPV4": 4, "IPV6": 6}.get(str(node.get("ipAddressVersion")))
    for place, value in node.each("addresses[]"):
        found = network(value)
        if found is None or (version and found.version != version) or found.prefixlen == 0:
            yield Fault(place, f"an IPv{version} range, /1 at least")
    if len(node.list("addresses[]")) > 10000:
        yield Fault("addresses", "10000 ranges")


@rule(
    "GP-WAF-015",
    _REGEX,
    title="An expression of the set cannot be read.",
    error="WAFInvalidParameterException / WAFLimitsExceededException: REGEX_PATTERN",
    source="WAF quotas: regex pattern sets",
)
def expressions(node: Node, _: World) -> Iterator[Fault]:
    """Ten expressions of 200 signs."""
    rows = list(node.each("regularExpressions[].regexString"))
    for place, text in rows:
        if wrong := _regex(text):
            yield Fault(place, wrong)
    if len(rows) > 10:
        yield Fault("regularExpressions", "ten expressions")


@rule(
    "GP-WAF-016",
    *_HOLDERS,
    title="The rule's numbers have no name, or one that is taken by AWS.",
    error="WAFInvalidParameterException: Error reason: The parameter contains formatting that is not "
    "valid., field: METRIC_NAME",
    source="API wafv2 VisibilityConfig",
)
def metric_names(node: Node, _: World) -> Iterator[Fault]:
    """1 to 255 of letters, digits, _#:.-/; not All nor Default_Action."""
    places = [("visibilityConfig", node.get("visibilityConfig"))] if node.type != _RULE else []
    places += [
        (_at(p, "visibilityConfig"), item.get("visibilityConfig")) for p, item in _rules(node)
    ]
    for place, config in places:
        if not isinstance(config, Mapping):
            yield Fault(place, "a metric name")
            continue
        name = str(config.get("metricName", ""))
        if not re.fullmatch(r"[\w#:./-]{1,255}", name, re.ASCII) or name in (
            "All",
            "Default_Action",
        ):
            yield Fault(f"{place}.metricName", "255 letters, digits and _ # : . - /")


@rule(
    "GP-WAF-017",
    _ACL,
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
    for _place, item in _rules(node):
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
    _ACL,
    _IPS,
    _REGEX,
    _GROUP,
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
    _GROUP,
    title="The group's rules cost more than it reserves.",
    error="WAFInvalidParameterException / WAFLimitsExceededException: capacity",
    source="API wafv2 CreateRuleGroup",
)
def group_capacity(node: Node, _: World) -> Iterator[Fault]:
    """capacity covers the rules and is at most 5,000."""
    reserved = node.number("capacity")
    if reserved is not None and not 1 <= reserved <= 5000:
        yield Fault("capacity", "1 to 5000")
    elif reserved is not None and capacity(node) > reserved:
        yield Fault("capacity", f"{capacity(node)} at least")


_NAME = Text(r"[\w-]{1,128}", "128 letters, digits, _ -", ("a b", "a.b"), ("a_b-c",), 128)
LIMITS = (
    limit(
        "GP-WAF-101",
        _ACL,
        "name",
        _NAME,
        named=True,
        title="The firewall's name has other signs or is too long.",
        error="WAFInvalidParameterException: field: NAME",
        source="API wafv2 EntityName",
    ),
    limit(
        "GP-WAF-102",
        _ACL,
        "scope",
        OneOf("REGIONAL", "CLOUDFRONT"),
        title="A firewall is REGIONAL or for CLOUDFRONT.",
        error="WAFInvalidParameterException: SCOPE_VALUE",
        source="API wafv2 Scope",
    ),
    limit(
        "GP-WAF-103",
        _ACL,
        "rules[].name",
        _NAME,
        title="The rule's name has other signs or is too long.",
        error="WAFInvalidParameterException: field: NAME",
        source="API wafv2 EntityName",
    ),
    limit(
        "GP-WAF-104",
        _IPS,
        "ipAddressVersion",
        OneOf("IPV6", "IPV4"),
        title="A set is IPV4 or IPV6.",
        error="WAFInvalidParameterException: IP_ADDRESS_VERSION",
        source="API wafv2 IPAddressVersion",
    ),
    limit(
        "GP-WAF-105",
        _ACL,
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
        "GP-WAF-106",
        _ACL,
        "captchaConfig.immunityTimeProperty.immunityTime",
        Range(60, 259200),
        title="A solved puzzle counts for 60 to 259200 seconds.",
        error="WAFInvalidParameterException: immunity time",
        source="API wafv2 ImmunityTimeProperty",
    ),
)
