"""What faces the internet, as an auditor finds it in each environment's emulated account."""

from typing import Any

import pytest

from groundplan.engine.plan import Plan
from groundplan.pytest_plugin import Account

MODERN_TLS = {"TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"}
EDGE_REGION = "us-east-1"


@pytest.fixture
def distribution(account: Account) -> dict[str, Any]:
    """Config of the environment's one distribution."""
    client = account.client("cloudfront", EDGE_REGION)
    [found] = client.list_distributions()["DistributionList"]["Items"]
    return dict(client.get_distribution_config(Id=found["Id"])["DistributionConfig"])


@pytest.fixture
def web_acl(account: Account, distribution: dict[str, Any]) -> dict[str, Any]:
    """The web ACL in front of the distribution."""
    client = account.client("wafv2", EDGE_REGION)
    arn = distribution["WebACLId"]
    assert arn, "the distribution has no web ACL"
    name, acl_id = arn.split("/")[-2:]
    return dict(client.get_web_acl(Name=name, Id=acl_id, Scope="CLOUDFRONT")["WebACL"])


def test_every_path_redirects_to_https(distribution: dict[str, Any]) -> None:
    behaviors = [
        distribution["DefaultCacheBehavior"],
        *distribution.get("CacheBehaviors", {}).get("Items", []),
    ]
    assert {b["ViewerProtocolPolicy"] for b in behaviors} == {"redirect-to-https"}


def test_browsers_need_a_modern_tls(distribution: dict[str, Any]) -> None:
    certificate = distribution["ViewerCertificate"]
    if not distribution["Aliases"]["Quantity"]:
        pytest.skip("dns_delegated is false: CloudFront's own name, whose TLS cannot be chosen")
    assert certificate["MinimumProtocolVersion"] in MODERN_TLS
    assert certificate["SSLSupportMethod"] == "sni-only"


def test_the_certificate_of_the_cdn_lives_in_us_east_1(
    account: Account, distribution: dict[str, Any]
) -> None:
    arn = distribution["ViewerCertificate"].get("ACMCertificateArn")
    if not arn:
        pytest.skip("dns_delegated is false: no certificate yet")
    found = account.client("acm", EDGE_REGION).describe_certificate(CertificateArn=arn)
    names = found["Certificate"]["SubjectAlternativeNames"]
    assert set(distribution["Aliases"]["Items"]) <= set(names)


def test_the_load_balancer_has_no_public_address_and_admits_only_the_cdn(
    account: Account,
) -> None:
    balancers = account.client("elbv2").describe_load_balancers()["LoadBalancers"]
    assert balancers
    ec2 = account.client("ec2")
    for balancer in balancers:
        assert balancer["Scheme"] == "internal"
        groups = ec2.describe_security_groups(GroupIds=balancer["SecurityGroups"])
        rules = [rule for g in groups["SecurityGroups"] for rule in g["IpPermissions"]]
        assert rules
        for rule in rules:
            assert rule["IpRanges"] == []
            assert rule["Ipv6Ranges"] == []
            assert rule["PrefixListIds"], "admits something other than CloudFront's prefix list"


def test_the_waf_has_the_managed_groups_and_the_rate_limit(web_acl: dict[str, Any]) -> None:
    statements = [rule["Statement"] for rule in web_acl["Rules"]]
    groups = {
        s["ManagedRuleGroupStatement"]["Name"]
        for s in statements
        if "ManagedRuleGroupStatement" in s
    }
    assert groups >= {
        "AWSManagedRulesAmazonIpReputationList",
        "AWSManagedRulesCommonRuleSet",
        "AWSManagedRulesKnownBadInputsRuleSet",
        "AWSManagedRulesSQLiRuleSet",
    }
    limits = [s["RateBasedStatement"]["Limit"] for s in statements if "RateBasedStatement" in s]
    assert 2000 in limits


def test_the_waf_blocks_where_the_environment_says_so(
    environment: str, web_acl: dict[str, Any]
) -> None:
    rates = [rule for rule in web_acl["Rules"] if "RateBasedStatement" in rule["Statement"]]
    assert rates
    expected = "Count" if environment == "dev" else "Block"
    assert {next(iter(rule["Action"])) for rule in rates} == {expected}
    groups = [rule for rule in web_acl["Rules"] if "ManagedRuleGroupStatement" in rule["Statement"]]
    override = "Count" if environment == "dev" else "None"
    assert {next(iter(rule["OverrideAction"])) for rule in groups} == {override}


def test_the_waf_logs_without_the_callers_credentials(
    account: Account, web_acl: dict[str, Any]
) -> None:
    found = account.client("wafv2", EDGE_REGION).get_logging_configuration(
        ResourceArn=web_acl["ARN"]
    )["LoggingConfiguration"]
    [destination] = found["LogDestinationConfigs"]
    assert destination.split(":")[6].startswith("aws-waf-logs-")
    hidden = {f["SingleHeader"]["Name"] for f in found["RedactedFields"] if "SingleHeader" in f}
    assert hidden >= {"authorization", "cookie"}


def test_no_bucket_is_public_and_every_bucket_is_encrypted(account: Account) -> None:
    s3 = account.client("s3")
    names = [b["Name"] for b in s3.list_buckets()["Buckets"]]
    assert names
    for name in names:
        block = s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
        assert set(block.values()) == {True}, name
        rules = s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"]
        assert rules, name


def test_the_edge_exists_in_every_environment(application: Plan) -> None:
    assert len(application.of_type("aws:cloudfront/distribution:Distribution")) == 1
