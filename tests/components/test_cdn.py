import json

from tests.components.applications import application, policy, service

CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
ALL_VIEWER = "216adef6-5c7f-47e4-b989-5492eafa07d3"
SITE = service("site", "static", path="frontend")


def test_everything_is_redirected_to_https_and_carries_the_security_headers() -> None:
    plan = application(services=[SITE, service("api")], releases={})
    inputs = plan["cdn-distribution"].inputs
    behaviours = [inputs["defaultCacheBehavior"], *inputs["orderedCacheBehaviors"]]
    assert len(behaviours) == 2
    assert {b["viewerProtocolPolicy"] for b in behaviours} == {"redirect-to-https"}
    assert {b["responseHeadersPolicyId"] for b in behaviours} == {plan["headers-policy"].id}


def test_it_serves_the_public_names_with_a_modern_tls_only() -> None:
    inputs = application()["cdn-distribution"].inputs
    assert inputs["aliases"] == ["example.com", "www.example.com"]
    certificate = inputs["viewerCertificate"]
    assert certificate["minimumProtocolVersion"] == "TLSv1.2_2025"
    assert certificate["sslSupportMethod"] == "sni-only"
    assert ":us-east-1:" in certificate["acmCertificateArn"]
    assert (inputs["httpVersion"], inputs["isIpv6Enabled"]) == ("http2and3", True)


def test_requests_to_services_are_never_cached_and_arrive_whole() -> None:
    behaviour = application()["cdn-distribution"].inputs["defaultCacheBehavior"]
    assert behaviour["cachePolicyId"] == CACHING_DISABLED
    assert behaviour["originRequestPolicyId"] == ALL_VIEWER
    assert len(behaviour["allowedMethods"]) == 7


def test_the_load_balancer_is_reached_by_a_vpc_origin_over_tls() -> None:
    plan = application()
    [origin] = plan["cdn-distribution"].inputs["origins"]
    vpc_origin = plan["cdn-origin-https"]
    assert origin["vpcOriginConfig"]["vpcOriginId"] == vpc_origin.id
    assert "customOriginConfig" not in origin
    endpoint = vpc_origin.inputs["vpcOriginEndpointConfig"]
    assert endpoint["originProtocolPolicy"] == "https-only"
    assert endpoint["originSslProtocols"] == {"items": ["TLSv1.2"], "quantity": 1}
    assert endpoint["arn"] == plan["alb-load-balancer"].outputs["arn"]
    assert vpc_origin.options.custom_timeouts["create"] == "45m"


def test_cloudfront_waits_no_longer_than_the_load_balancer_keeps_a_connection() -> None:
    plan = application()
    [origin] = plan["cdn-distribution"].inputs["origins"]
    idle = plan["alb-load-balancer"].inputs["idleTimeout"]
    assert origin["vpcOriginConfig"]["originReadTimeout"] <= idle
    assert origin["vpcOriginConfig"]["originKeepaliveTimeout"] < idle


def test_both_certificates_cover_the_names_and_share_one_set_of_records() -> None:
    plan = application()
    edge, home = plan["certificates-edge-certificate"], plan["certificates-home-certificate"]
    assert (edge.region, home.region) == ("us-east-1", "eu-west-1")
    for certificate in (edge, home):
        assert certificate.inputs["domainName"] == "example.com"
        assert certificate.inputs["subjectAlternativeNames"] == ["www.example.com"]
        assert certificate.inputs["validationMethod"] == "DNS"
    records = [r for r in plan.of_type("aws:route53/record:Record") if r.inputs["type"] == "CNAME"]
    assert [r.name for r in records] == [
        "certificates-validation-main",
        "certificates-validation-www",
    ]
    for issued in ("certificates-edge-issued", "certificates-home-issued"):
        assert {r.urn for r in records} <= set(plan[issued].depends_on)


def test_names_point_to_it_over_both_ip_versions() -> None:
    plan = application()
    records = {
        (r.inputs["name"], r.inputs["type"])
        for r in plan.of_type("aws:route53/record:Record")
        if "aliases" in r.inputs
    }
    names = ("example.com", "www.example.com")
    assert records == {(name, kind) for name in names for kind in ("A", "AAAA")}
    assert application("dev")["cdn-distribution"].inputs["aliases"] == ["dev.example.com"]


def test_before_delegation_it_serves_its_own_name() -> None:
    plan = application(dns_delegated=False)
    inputs = plan["cdn-distribution"].inputs
    assert inputs["aliases"] == []
    assert inputs["viewerCertificate"] == {"cloudfrontDefaultCertificate": True}
    assert not plan.of_type("aws:route53/record:Record")
    endpoint = plan["cdn-origin-http"].inputs["vpcOriginEndpointConfig"]
    assert endpoint["originProtocolPolicy"] == "http-only"
    assert plan.outputs["url"].endswith(".cloudfront.net")


def test_an_application_without_domain_is_the_same_as_one_before_delegation() -> None:
    plan = application(domain="")
    assert plan["cdn-distribution"].inputs["viewerCertificate"] == {
        "cloudfrontDefaultCertificate": True
    }


def test_static_files_are_read_by_this_distribution_only() -> None:
    plan = application(services=[SITE, service("api")], releases={})
    block = plan["site-public-access-block"].inputs
    assert block["blockPublicPolicy"] is True
    assert block["restrictPublicBuckets"] is True
    statements = policy(plan, "site-policy")
    assert statements["CloudFrontReads"]["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert statements["CloudFrontReads"]["Action"] == "s3:GetObject"
    assert statements["CloudFrontReads"]["Condition"] == {
        "StringEquals": {"AWS:SourceArn": plan["cdn-distribution"].outputs["arn"]}
    }


def test_static_files_are_the_default_and_the_api_has_its_path() -> None:
    plan = application(services=[SITE, service("api")], releases={})
    inputs = plan["cdn-distribution"].inputs
    default = inputs["defaultCacheBehavior"]
    assert (default["targetOriginId"], default["cachePolicyId"]) == (
        "static-site",
        CACHING_OPTIMIZED,
    )
    # A host name that S3 does not know breaks its signature.
    assert "originRequestPolicyId" not in default
    [api] = inputs["orderedCacheBehaviors"]
    assert (api["pathPattern"], api["targetOriginId"]) == ("/api/*", "load-balancer")
    assert inputs["defaultRootObject"] == "index.html"
    [site] = [o for o in inputs["origins"] if o["originId"] == "static-site"]
    assert site["originAccessControlId"] == plan["site-access"].id


def test_routes_of_a_page_are_answered_without_touching_the_errors_of_the_api() -> None:
    plan = application(services=[SITE, service("api")], releases={})
    inputs = plan["cdn-distribution"].inputs
    assert "customErrorResponses" not in inputs
    [function] = inputs["defaultCacheBehavior"]["functionAssociations"]
    assert function["eventType"] == "viewer-request"
    assert "functionAssociations" not in inputs["orderedCacheBehaviors"][0]


def test_a_static_site_alone_needs_no_load_balancer() -> None:
    plan = application(services=[SITE], releases={}, critical_flows=[])
    assert not plan.of_type("aws:lb/loadBalancer:LoadBalancer")
    assert len(plan["cdn-distribution"].inputs["origins"]) == 1
    assert list(plan.outputs["static_buckets"]) == ["site"]


def test_hsts_lasts_two_years_and_binds_no_other_name() -> None:
    headers = application()["headers-policy"].inputs["securityHeadersConfig"]
    assert headers["strictTransportSecurity"] == {
        "accessControlMaxAgeSec": 63072000,
        "includeSubdomains": False,
        "preload": False,
        "override": True,
    }
    assert headers["contentTypeOptions"] == {"override": True}
    assert headers["frameOptions"]["frameOption"] == "DENY"


def test_requests_are_logged_by_resources_in_us_east_1() -> None:
    plan = application()
    for name in ("cdn-log-source", "cdn-log-destination", "cdn-log-delivery"):
        assert plan[name].region == "us-east-1"
    assert plan["cdn-log-source"].inputs["resourceArn"] == plan["cdn-distribution"].outputs["arn"]
    destination = plan["cdn-log-destination"].inputs["deliveryDestinationConfiguration"]
    assert destination["destinationResourceArn"].endswith(
        ":::" + json.loads(json.dumps(plan["access-logs-bucket"].inputs["bucket"])) + "/cdn"
    )
