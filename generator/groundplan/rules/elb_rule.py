"""Listener rules: conditions and priorities."""

import re
from collections.abc import Iterator

from groundplan.rules.constraint import Range, limit
from groundplan.rules.grammar.address import network
from groundplan.rules.node import Node, listed
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_RULE = "aws:lb/listenerRule:ListenerRule"


@rule(
    "GP-ELB-012",
    _RULE,
    title="A condition of the rule cannot be read.",
    error="ValidationError: Condition values / A rule can have at most five condition values",
    source="ALB guide: rule conditions, quotas",
)
def conditions(node: Node, _: World) -> Iterator[Fault]:
    """One kind each; values by kind; at most five values and five wildcards."""
    kinds = (
        "hostHeader",
        "httpHeader",
        "httpRequestMethod",
        "pathPattern",
        "queryStrings",
        "sourceIp",
    )
    total = wildcards = 0
    seen: list[str] = []
    for place, condition in node.each("conditions[]"):
        given = [k for k in kinds if condition.get(k)]
        if len(given) != 1:
            yield Fault(place, f"exactly one of {', '.join(kinds)}")
            continue
        kind = given[0]
        if kind in seen and kind in ("hostHeader", "pathPattern", "httpRequestMethod", "sourceIp"):
            yield Fault(f"{place}.{kind}", "each kind once; put all values in one condition")
        seen.append(kind)
        block = condition[kind]
        values = (
            [str(q.get("value", "")) for q in listed(block)]
            if kind == "queryStrings"
            else [str(v) for v in listed(block.get("values")) + listed(block.get("regexValues"))]
        )
        if not values:
            yield Fault(f"{place}.{kind}.values", "a value")
        total += len(values)
        regex = kind != "queryStrings" and bool(block.get("regexValues"))
        wildcards += 0 if regex else sum(v.count("*") + v.count("?") for v in values)
        for index, value in enumerate(values):
            if wrong := _condition(kind, value, regex):
                yield Fault(
                    f"{place}.{kind}.values[{index}]"
                    if kind != "queryStrings"
                    else f"{place}.{kind}",
                    wrong,
                )
        if kind == "httpHeader" and (
            not re.fullmatch(
                r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,40}", str(block.get("httpHeaderName", ""))
            )
            or str(block.get("httpHeaderName")).lower() == "host"
        ):
            yield Fault(
                f"{place}.httpHeader.httpHeaderName",
                "the name of a header other than Host, to 40 characters",
            )
    if total > 5:
        yield Fault("conditions", f"five values in all, there are {total}")
    elif wildcards > 6:
        yield Fault("conditions", f"six wildcards in all, there are {wildcards}")
    if node.has("conditions") and not node.list("conditions[]"):
        yield Fault("conditions", "a condition")


def _condition(kind: str, value: str, regex: bool) -> str:
    if regex:
        return ""
    if kind == "pathPattern" and (
        not re.fullmatch(r"[A-Za-z0-9_.$/~\"'@:+&*?%=,;!()#\[\]-]*", value)
        or len(value) > 128
        or not value.startswith(("/", "*", "?"))
    ):
        return "a path of 128 characters that starts with / or *"
    if kind == "hostHeader" and (
        len(value) > 128 or not re.fullmatch(r"[A-Za-z0-9.*?-]+", value) or "." not in value
    ):
        return "a host name of 128 characters"
    if kind == "httpRequestMethod" and not re.fullmatch(r"[A-Z_-]{1,40}", value):
        return "a method in capitals"
    if kind == "sourceIp" and network(value) is None:
        return "an address range"
    if kind in ("httpHeader", "queryStrings") and not 0 < len(value) <= 128:
        return "128 characters"
    return ""


@rule(
    "GP-ELB-013",
    _RULE,
    title="Two rules of a listener have one place in the order.",
    error="PriorityInUse: Priority is currently in use",
    source="API elbv2 CreateRule",
)
def priority_once(node: Node, world: World) -> Iterator[Fault]:
    """Priorities are unique per listener."""
    if node.has("priority"):
        for other in world.twins(node, "listenerArn", "priority"):
            yield Fault("priority", f"a number {other.name} does not have")
    group = [n for n in world.peers(node) if n.get("listenerArn") == node.get("listenerArn")]
    if len(group) > 100:
        yield Fault("listenerArn", f"100 rules, there are {len(group)}")


LIMITS = (
    limit(
        "GP-ELB-114",
        _RULE,
        "priority",
        Range(1, 50000),
        title="Rules have places 1 to 50000.",
        error="ValidationError: Priority must be between 1 and 50000",
        source="API elbv2 CreateRule",
    ),
)
