import json

import pytest

from groundplan.errors import PlanError
from tests.components.applications import application, policy, service

INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"


def test_the_load_balancer_is_private_and_stands_in_private_subnets() -> None:
    inputs = application()["alb-load-balancer"].inputs
    assert inputs["internal"] is True
    assert inputs["subnets"] == ["subnet-000000000000priv1", "subnet-000000000000priv2"]
    assert inputs["dropInvalidHeaderFields"] is True
    assert len(inputs["name"]) <= 32


def test_only_cloudfront_may_open_a_connection_to_it_and_on_one_port() -> None:
    plan = application()
    group = plan["alb-security-group"].id
    [rule] = [r.inputs for r in plan.of_type(INGRESS) if r.inputs["securityGroupId"] == group]
    assert rule["prefixListId"].startswith("pl-")
    assert (rule["ipProtocol"], rule["fromPort"], rule["toPort"]) == ("tcp", 443, 443)
    assert not {"cidrIpv4", "cidrIpv6", "referencedSecurityGroupId"} & set(rule)


def test_it_speaks_modern_tls_with_the_issued_certificate() -> None:
    plan = application()
    listener = plan["alb-listener"].inputs
    assert (listener["port"], listener["protocol"]) == (443, "HTTPS")
    assert listener["sslPolicy"] == "ELBSecurityPolicy-TLS13-1-2-2021-06"
    assert plan["certificates-home-issued"].urn in plan["alb-listener"].depends_on


def test_a_request_no_rule_knows_never_reaches_a_service() -> None:
    [action] = application()["alb-listener"].inputs["defaultActions"]
    assert action["type"] == "fixed-response"
    assert action["fixedResponse"]["statusCode"] == "404"


def test_the_more_specific_rule_is_asked_first() -> None:
    plan = application()
    rules = {
        r.inputs["conditions"][0]["pathPattern"]["values"][0]: r.inputs["priority"]
        for r in plan.of_type("aws:lb/listenerRule:ListenerRule")
    }
    assert set(rules) == {"/api/*", "/*"}
    assert rules["/api/*"] < rules["/*"]


def test_access_logs_are_on_and_their_bucket_is_ready_before() -> None:
    plan = application()
    balancer = plan["alb-load-balancer"]
    assert balancer.inputs["accessLogs"]["enabled"] is True
    assert plan["access-logs-policy"].urn in balancer.depends_on
    [rule] = plan["access-logs-encryption"].inputs["rules"]
    assert rule["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "AES256"}
    block = plan["access-logs-public-access-block"].inputs
    assert [block[k] for k in sorted(block) if k.startswith(("block", "ignore", "restrict"))] == [
        True
    ] * 4


def test_the_access_log_bucket_admits_aws_writers_of_this_account_only() -> None:
    statements = policy(application(), "access-logs-policy")
    bucket = "arn:aws:s3:::acme-shop-prod-access-logs-666666666666-eu-west-1"
    allowed = {sid: s for sid, s in statements.items() if s["Effect"] == "Allow"}
    assert {sid: s["Principal"] for sid, s in allowed.items()} == {
        "LoadBalancerService": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
        "LoadBalancerAWS": {"AWS": "arn:aws:iam::156460612806:root"},
        "Cdn": {"Service": "delivery.logs.amazonaws.com"},
        "CdnLooks": {"Service": "delivery.logs.amazonaws.com"},
    }
    assert allowed["LoadBalancerService"]["Resource"] == (
        f"{bucket}/load-balancer/AWSLogs/666666666666/*"
    )
    assert statements["RefusePlainHttp"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_prod_and_staging_refuse_to_delete_it() -> None:
    assert application()["alb-load-balancer"].inputs["enableDeletionProtection"] is True
    assert application("dev")["alb-load-balancer"].inputs["enableDeletionProtection"] is False


def test_before_delegation_it_speaks_http_to_cloudfront_and_nobody_else_hears_it() -> None:
    plan = application(dns_delegated=False)
    assert not plan.of_type("aws:acm/certificate:Certificate")
    listener = plan["alb-listener"].inputs
    assert (listener["port"], listener["protocol"]) == (80, "HTTP")
    assert plan["alb-load-balancer"].inputs["internal"] is True
    rule = plan["alb-from-cloudfront"].inputs
    assert (rule["fromPort"], rule["toPort"]) == (80, 80)
    assert rule["prefixListId"].startswith("pl-")


def test_an_application_without_public_services_has_no_way_in() -> None:
    plan = application(services=[service("mailer", "worker")], releases={}, critical_flows=[])
    for type_ in (
        "aws:lb/loadBalancer:LoadBalancer",
        "aws:cloudfront/distribution:Distribution",
        "aws:wafv2/webAcl:WebAcl",
    ):
        assert not plan.of_type(type_)
    assert plan.outputs["url"] == ""
    assert json.dumps(plan.outputs["services"]) == '{"mailer": "mailer"}'


def test_a_path_with_too_many_wildcards_names_its_key() -> None:
    with pytest.raises(PlanError, match=r"services\.api\.url_paths"):
        application(services=[service("api", url_paths=["/*/*/*/*/*/*"])], releases={})
