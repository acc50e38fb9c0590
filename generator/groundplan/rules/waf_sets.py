"""WAF: sets of addresses and of expressions."""

from collections.abc import Iterator, Mapping

from groundplan.rules.constraint import OneOf, limit
from groundplan.rules.grammar.address import arn, network
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.waf_parts import (
    ACL_RULE,
    API,
    HOLDERS,
    IP_SET,
    REGEX_SET,
    WEB_ACL,
    all_statements,
    regex_problem,
)
from groundplan.rules.world import World


@rule(
    "GP-WAF-011",
    *HOLDERS,
    title="The firewall refers to a set of another place than its own.",
    error="WAFInvalidParameterException: Error reason: The ARN isn't valid. A valid ARN begins with "
    "arn: and includes other information; scope mismatch",
    source=API,
)
def set_scope(node: Node, world: World) -> Iterator[Fault]:
    """Sets and groups are of the ACL's scope and region."""
    acl = world.find(node.get("webAclArn"), WEB_ACL) if node.type == ACL_RULE else node
    scope = acl.get("scope") if acl else None
    for place, statement, _depth, _parent in all_statements(node):
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
    "GP-WAF-014",
    IP_SET,
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
    REGEX_SET,
    title="An expression of the set cannot be read.",
    error="WAFInvalidParameterException / WAFLimitsExceededException: REGEX_PATTERN",
    source="WAF quotas: regex pattern sets",
)
def expressions(node: Node, _: World) -> Iterator[Fault]:
    """Ten expressions of 200 signs."""
    rows = list(node.each("regularExpressions[].regexString"))
    for place, text in rows:
        if wrong := regex_problem(text):
            yield Fault(place, wrong)
    if len(rows) > 10:
        yield Fault("regularExpressions", "ten expressions")


LIMITS = (
    limit(
        "GP-WAF-104",
        IP_SET,
        "ipAddressVersion",
        OneOf("IPV6", "IPV4"),
        title="A set is IPV4 or IPV6.",
        error="WAFInvalidParameterException: IP_ADDRESS_VERSION",
        source="API wafv2 IPAddressVersion",
    ),
)
