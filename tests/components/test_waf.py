import json
from typing import Any

import pytest

from stacks.config_keys import FlowConfig
from stacks.edge.waf_rules import BODY_SIZE_LABEL, web_acl_rules
from tests.components.applications import application, policy

GROUPS = [
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesSQLiRuleSet",
]


def _rules(environment: str = "prod", **change: Any) -> list[dict[str, Any]]:
    rules = application(environment, **change)["waf-web-acl"].inputs["rules"]
    return sorted(rules, key=lambda rule: rule["priority"])


def test_rules_are_asked_in_this_order() -> None:
    assert [rule["name"] for rule in _rules()] == [
        "rate",
        "rate-login",
        "rate-checkout",
        "ip-reputation",
        "known-bad-inputs",
        "webhooks",
        "common",
        "sql-injection",
        "uploads",
        "body-size",
    ]
    assert len({rule["priority"] for rule in _rules()}) == 10


def test_the_managed_groups_are_awss_four() -> None:
    found = [
        rule["statement"]["managedRuleGroupStatement"]
        for rule in _rules()
        if "managedRuleGroupStatement" in rule["statement"]
    ]
    assert [group["name"] for group in found] == GROUPS
    assert {group["vendorName"] for group in found} == {"AWS"}


@pytest.mark.parametrize(
    ("environment", "action", "override", "body"),
    [
        ("dev", "count", "count", "count"),
        ("staging", "block", "none", "count"),
        ("prod", "block", "none", "block"),
    ],
)
def test_dev_counts_and_the_others_block(
    environment: str, action: str, override: str, body: str
) -> None:
    rules = {rule["name"]: rule for rule in _rules(environment)}
    for name in ("rate", "rate-login", "rate-checkout"):
        assert rules[name]["action"] == {action: {}}
    for name in ("ip-reputation", "known-bad-inputs", "common", "sql-injection"):
        assert rules[name]["overrideAction"] == {override: {}}
        assert "action" not in rules[name]
    assert rules["body-size"]["action"] == {body: {}}


def test_addresses_are_limited_and_flows_that_guess_far_more() -> None:
    rules = {rule["name"]: rule["statement"] for rule in _rules()}
    blanket = rules["rate"]["rateBasedStatement"]
    login = rules["rate-login"]["rateBasedStatement"]
    assert (blanket["limit"], blanket["evaluationWindowSec"]) == (2000, 300)
    assert "scopeDownStatement" not in blanket
    assert (login["limit"], login["aggregateKeyType"]) == (100, "IP")
    match = login["scopeDownStatement"]["regexMatchStatement"]
    assert match["regexString"] == "^(/api/auth/.*)$"
    assert match["fieldToMatch"] == {"uriPath": {}}
    assert [t["type"] for t in match["textTransformations"]] == ["NORMALIZE_PATH", "LOWERCASE"]


def test_large_bodies_are_labelled_by_the_group_and_judged_by_the_last_rule() -> None:
    rules = {rule["name"]: rule for rule in _rules()}
    common = rules["common"]["statement"]["managedRuleGroupStatement"]
    assert common["ruleActionOverrides"] == [
        {"name": "SizeRestrictions_BODY", "actionToUse": {"count": {}}}
    ]
    label = rules["body-size"]["statement"]["labelMatchStatement"]
    assert label == {"scope": "LABEL", "key": BODY_SIZE_LABEL}
    assert rules["body-size"]["priority"] > rules["common"]["priority"]


def test_webhooks_pass_before_the_groups_that_read_bodies_and_after_the_others() -> None:
    rules = {rule["name"]: rule for rule in _rules()}
    webhooks = rules["webhooks"]
    assert webhooks["action"] == {"allow": {}}
    assert webhooks["statement"]["regexMatchStatement"]["regexString"] == "^(/api/webhooks/.*)$"
    for stricter in ("rate", "ip-reputation", "known-bad-inputs"):
        assert rules[stricter]["priority"] < webhooks["priority"]
    for reader in ("common", "sql-injection", "body-size"):
        assert rules[reader]["priority"] > webhooks["priority"]


def test_uploads_are_excepted_from_the_body_size_and_from_nothing_else() -> None:
    rules = {rule["name"]: rule for rule in _rules()}
    assert rules["uploads"]["action"] == {"allow": {}}
    after = [n for n, r in rules.items() if r["priority"] > rules["uploads"]["priority"]]
    assert after == ["body-size"]


def test_without_flows_there_are_no_exceptions() -> None:
    rules = web_acl_rules(
        (), mode="block", body_size_mode="block", rate_limit=2000, auth_rate_limit=100
    )
    assert [rule["name"] for rule in rules] == [
        "rate",
        "ip-reputation",
        "known-bad-inputs",
        "common",
        "sql-injection",
        "body-size",
    ]
    assert not [rule for rule in rules if rule.get("action") == {"allow": {}}]


def test_ai_flows_get_three_times_the_limit_of_a_login() -> None:
    flow = FlowConfig(name="chat", kind="ai", paths=("/api/chat",))
    rules = web_acl_rules(
        (flow,), mode="block", body_size_mode="block", rate_limit=2000, auth_rate_limit=100
    )
    assert rules[1]["statement"]["rate_based_statement"]["limit"] == 300


def test_no_rule_is_written_with_a_negation() -> None:
    assert "notStatement" not in json.dumps(_rules())
    assert "not_statement" not in json.dumps(_rules())


def test_the_web_acl_is_cloudfronts_and_attached() -> None:
    plan = application()
    acl = plan["waf-web-acl"]
    assert (acl.inputs["scope"], acl.region) == ("CLOUDFRONT", "us-east-1")
    assert plan["cdn-distribution"].inputs["webAclId"] == acl.outputs["arn"]


def test_its_log_keeps_what_was_stopped_without_credentials_for_a_year() -> None:
    plan = application()
    logging = plan["waf-logging"].inputs
    assert [f["singleHeader"]["name"] for f in logging["redactedFields"]] == [
        "authorization",
        "cookie",
    ]
    [keep] = logging["loggingFilter"]["filters"]
    assert logging["loggingFilter"]["defaultBehavior"] == "DROP"
    assert {c["actionCondition"]["action"] for c in keep["conditions"]} == {
        "BLOCK",
        "COUNT",
        "EXCLUDED_AS_COUNT",
    }
    group = plan["waf-logs-group"]
    assert group.inputs["name"] == "aws-waf-logs-acme-shop-prod"
    assert (group.region, group.inputs["retentionInDays"]) == ("us-east-1", 365)
    assert group.inputs["kmsKeyId"] == plan["waf-logs-key"].outputs["arn"]
    assert plan["waf-logs-key"].region == "us-east-1"


def test_only_the_log_service_of_this_account_may_write_the_log() -> None:
    statement = policy(application(), "waf-logs-policy")["WafLogs"]
    assert statement["Principal"] == {"Service": "delivery.logs.amazonaws.com"}
    assert statement["Resource"] == (
        "arn:aws:logs:us-east-1:666666666666:log-group:aws-waf-logs-acme-shop-prod:*"
    )
    assert statement["Condition"]["StringEquals"] == {"aws:SourceAccount": "666666666666"}
