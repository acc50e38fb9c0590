"""The rules of the WAF, in the order they are asked.

Exceptions are rules that let a request pass, placed right before what they are excepted
from. So no rule needs a negation, which pulumi-aws writes in two ways (its types for rules
inside and outside a web ACL share names), and reading from the top tells what happens.

Capacity (AWS allows 1,500 units before it costs more): blanket rate 2, each flow rate 5
(rate 2, regular expression 3), each exception 3, the two transformations of the path 20 once
for all rules, IpReputation 25, KnownBadInputs 200, Common 700, SQLi 200, body size 1: 1,154
with both exceptions, and room for 69 flows.

The rules stand inside the web ACL, not as resources of their own: they change together,
so there is no moment with half of them. AWS gives them back as a set; their numbers and
names are fixed here.
"""

from collections.abc import Sequence
from typing import Any, Literal

from stacks.config_keys import FlowConfig
from stacks.edge import paths

Mode = Literal["count", "block"]

FLOW_RATES = {"auth": 1, "admin": 1, "payment": 1, "ai": 3}
"""Kinds of flows with a rate of their own, in multiples of ``waf_auth_rate_limit``: where
passwords and cards are tried out, and where each request costs money."""

UNINSPECTED = ("webhook",)
"""Kinds whose bodies another company's server writes: their signature is the check, and
texts such as ``<script>`` in a customer's name are no attack. Rate limits, the reputation
of the sender and known bad inputs still apply."""

LARGE_BODIES = ("upload",)
"""Kinds whose bodies may be larger than 8 KB."""

BODY_SIZE_LABEL = "awswaf:managed:aws:core-rule-set:SizeRestrictions_Body"


def web_acl_rules(
    flows: Sequence[FlowConfig],
    *,
    mode: Mode,
    body_size_mode: Mode,
    rate_limit: int,
    auth_rate_limit: int,
) -> list[dict[str, Any]]:
    """Rules from first to last; the first that blocks ends it.

    Args:
        flows: Critical flows of the application.
        mode: ``count`` lets everything pass and only tells what would be blocked.
        body_size_mode: The same for bodies over 8 KB outside uploads and webhooks.
        rate_limit: Requests per five minutes and address.
        auth_rate_limit: The same on paths that guess.
    """
    rules = [_rate("rate", rate_limit, mode)]
    for flow in flows:
        if flow.kind in FLOW_RATES and flow.paths:
            limit = auth_rate_limit * FLOW_RATES[flow.kind]
            rules.append(_rate(f"rate-{flow.name}", limit, mode, flow.paths))
    rules += [
        _group("ip-reputation", "AWSManagedRulesAmazonIpReputationList", mode),
        _group("known-bad-inputs", "AWSManagedRulesKnownBadInputsRuleSet", mode),
        *_pass("webhooks", _patterns(flows, UNINSPECTED)),
        # Counted, the rule only labels large bodies; the last rule decides on them.
        _group("common", "AWSManagedRulesCommonRuleSet", mode, counted=("SizeRestrictions_BODY",)),
        _group("sql-injection", "AWSManagedRulesSQLiRuleSet", mode),
        *_pass("uploads", _patterns(flows, LARGE_BODIES)),
        _body_size(body_size_mode if mode == "block" else "count"),
    ]
    return [{**rule, "priority": 10 * n} for n, rule in enumerate(rules, start=1)]


def _patterns(flows: Sequence[FlowConfig], kinds: Sequence[str]) -> list[str]:
    return sorted(path for flow in flows if flow.kind in kinds for path in flow.paths)


def _rate(name: str, limit: int, mode: Mode, patterns: Sequence[str] = ()) -> dict[str, Any]:
    scope = {"scope_down_statement": _on(patterns)} if patterns else {}
    return {
        "name": name,
        "action": {mode: {}},
        "statement": {
            "rate_based_statement": {
                "limit": limit,
                "evaluation_window_sec": 300,
                "aggregate_key_type": "IP",
                **scope,
            }
        },
        "visibility_config": _visible(name),
    }


def _group(name: str, group: str, mode: Mode, *, counted: Sequence[str] = ()) -> dict[str, Any]:
    statement: dict[str, Any] = {"vendor_name": "AWS", "name": group}
    if counted:
        statement["rule_action_overrides"] = [
            {"name": rule, "action_to_use": {"count": {}}} for rule in counted
        ]
    return {
        "name": name,
        # A group has an override where a rule has an action; none keeps the group's own.
        "override_action": {"none" if mode == "block" else "count": {}},
        "statement": {"managed_rule_group_statement": statement},
        "visibility_config": _visible(name),
    }


def _pass(name: str, patterns: Sequence[str]) -> list[dict[str, Any]]:
    """A rule that ends the questions for some paths; none without paths."""
    if not patterns:
        return []
    return [
        {
            "name": name,
            "action": {"allow": {}},
            "statement": _on(patterns),
            "visibility_config": _visible(name),
        }
    ]


def _body_size(mode: Mode) -> dict[str, Any]:
    return {
        "name": "body-size",
        "action": {mode: {}},
        "statement": {"label_match_statement": {"scope": "LABEL", "key": BODY_SIZE_LABEL}},
        "visibility_config": _visible("body-size"),
    }


def _on(patterns: Sequence[str]) -> dict[str, Any]:
    return {
        "regex_match_statement": {
            "regex_string": paths.regex("groundplan:critical_flows", patterns),
            "field_to_match": {"uri_path": {}},
            # /API//auth/../auth is the same page to most servers.
            "text_transformations": [
                {"priority": 0, "type": "NORMALIZE_PATH"},
                {"priority": 1, "type": "LOWERCASE"},
            ],
        }
    }


def _visible(name: str) -> dict[str, Any]:
    return {
        "metric_name": name,
        "cloudwatch_metrics_enabled": True,
        "sampled_requests_enabled": True,
    }
