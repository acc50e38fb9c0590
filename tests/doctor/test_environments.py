"""What an environment needs from people: mails, domain, quotas, switches, GitHub."""

import json
from typing import Any

import pytest
from moto.acm.models import acm_backends

from groundplan.emulate.deploy import Deployment
from tests.support.places import REGION, answers, places, resource, states
from tests.support.repositories import ACCOUNTS

PROD = ACCOUNTS["prod"]


def test_the_trail_logs_and_delivers(empty: Deployment) -> None:
    planned = resource("aws:cloudtrail/trail:Trail", name="acme-shop-trail")
    here = places(empty, planned)["management"]
    assert answers("trail", here)[0].what == "there is no trail acme-shop-trail"
    s3 = empty.client("s3", ACCOUNTS["management"], REGION)
    s3.create_bucket(Bucket="acme-trail", CreateBucketConfiguration={"LocationConstraint": REGION})
    cloudtrail = empty.client("cloudtrail", ACCOUNTS["management"], REGION)
    cloudtrail.create_trail(Name="acme-shop-trail", S3BucketName="acme-trail")
    assert answers("trail", here)[0].what == "acme-shop-trail does not log"
    cloudtrail.start_logging(Name="acme-shop-trail")
    assert states("trail", here) == {"ok"}
    status = {"IsLogging": True, "LatestDeliveryError": "AccessDenied"}
    refused = places(empty, planned, get_trail_status=status)["management"]
    assert answers("trail", refused)[0].what == "acme-shop-trail cannot deliver: AccessDenied"


TOPIC = f"arn:aws:sns:{REGION}:{PROD}:acme-shop-prod-page"
MAIL = resource(
    "aws:sns/topicSubscription:TopicSubscription",
    protocol="email",
    endpoint="ops@example.com",
    topic=TOPIC,
)


def test_somebody_confirmed_the_address_of_each_topic(
    empty: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = places(empty, MAIL)["prod"]
    assert answers("mails", here)[0].what == "there is no topic acme-shop-prod-page in eu-west-1"
    sns = empty.client("sns", PROD, REGION)
    sns.create_topic(Name="acme-shop-prod-page")
    (found,) = answers("mails", here)
    assert found.what == "ops@example.com is not subscribed to acme-shop-prod-page in eu-west-1"
    sns.subscribe(TopicArn=TOPIC, Protocol="email", Endpoint="ops@example.com")
    assert states("mails", here) == {"ok"}
    # The emulation confirms at once; AWS waits for the click.
    pending = {"SubscriptionArn": "PendingConfirmation", "Endpoint": "ops@example.com"}
    monkeypatch.setattr(type(here.aws), "pages", lambda *_, **__: iter([pending]))
    (found,) = answers("mails", here)
    assert (found.state, "has not confirmed" in found.what) == ("missing", True)
    assert f"--topic-arn {TOPIC}" in found.fix


def test_aws_backup_may_back_up_what_holds_data(empty: Deployment) -> None:
    planned = resource(
        "aws:backup/regionSettings:RegionSettings",
        resourceTypeOptInPreference={"Aurora": True, "S3": True, "FSx": False},
    )
    backup = empty.client("backup", PROD, REGION)
    here = places(empty, planned)["prod"]
    backup.update_region_settings(ResourceTypeOptInPreference={"Aurora": True, "S3": False})
    assert answers("backup-opt-in", here)[0].what == "off in eu-west-1: S3"
    backup.update_region_settings(ResourceTypeOptInPreference={"Aurora": True, "S3": True})
    assert states("backup-opt-in", here) == {"ok"}


def test_the_organization_backs_prod_up_as_well(empty: Deployment) -> None:
    (found,) = answers("backup-policy", places(empty)["prod"])
    assert (found.state, "protected_environments[0]' prod" in found.fix) == ("missing", True)
    named = {"protected_environments": ["prod"]}
    refused = {"describe_effective_policy": "EffectivePolicyNotFoundException"}
    assert states("backup-policy", places(empty, config=named, **refused)["prod"]) == {"missing"}
    content = json.dumps({"plans": {"acme-shop-prod-organization": {}}})
    told = {"describe_effective_policy": {"EffectivePolicy": {"PolicyContent": content}}}
    (found,) = answers("backup-policy", places(empty, config=named, **told)["prod"])
    assert (found.state, found.what) == (
        "ok",
        "the organization backs it up by acme-shop-prod-organization",
    )


def zone(deployment: Deployment, role: str, name: str) -> tuple[str, list[str]]:
    """Make a zone; its id and its name servers."""
    route53 = deployment.client("route53", ACCOUNTS[role], "us-east-1")
    made = route53.create_hosted_zone(Name=name, CallerReference=name)
    return made["HostedZone"]["Id"], made["DelegationSet"]["NameServers"]


def test_dev_is_delegated_from_the_zone_of_prod(empty: Deployment) -> None:
    here = places(empty, resource("aws:route53/zone:Zone", name="dev.example.com"))["dev"]
    assert answers("domain", here)[0].what == "there is no zone dev.example.com"
    _, servers = zone(empty, "dev", "dev.example.com")
    assert answers("domain", here)[0].what.startswith("prod has no zone example.com")
    parent, _ = zone(empty, "prod", "example.com")
    assert answers("domain", here)[0].what == "example.com names no server for dev.example.com"

    def delegate(names: list[str]) -> None:
        record = {
            "Name": "dev.example.com",
            "Type": "NS",
            "TTL": 300,
            "ResourceRecords": [{"Value": name} for name in names],
        }
        empty.client("route53", PROD, "us-east-1").change_resource_record_sets(
            HostedZoneId=parent,
            ChangeBatch={"Changes": [{"Action": "UPSERT", "ResourceRecordSet": record}]},
        )

    delegate(["ns-1.example.org", "ns-2.example.org"])
    assert states("domain", here) == {"missing"}
    delegate(servers)
    assert states("domain", here) == {"ok"}


def test_the_registrar_names_the_servers_of_prod(empty: Deployment) -> None:
    planned = resource("aws:route53/zone:Zone", name="example.com")
    _, servers = zone(empty, "prod", "example.com")
    elsewhere = places(empty, planned, get_domain_detail="InvalidInput")["prod"]
    assert states("domain", elsewhere) == {"by-hand"}
    for names, state in ((servers, "ok"), (["ns.example.org"], "missing")):
        detail = {"Nameservers": [{"Name": f"{name}."} for name in names]}
        here = places(empty, planned, get_domain_detail=detail)["prod"]
        assert states("domain", here) == {state}


def test_a_certificate_counts_when_it_is_issued(empty: Deployment) -> None:
    planned = resource(
        "aws:acm/certificate:Certificate", region="us-east-1", domainName="a.example"
    )
    here = places(empty, planned)["prod"]
    assert answers("certificates", here)[0].what == "a.example has no certificate in us-east-1"
    acm = empty.client("acm", PROD, "us-east-1")
    acm.request_certificate(DomainName="a.example", ValidationMethod="DNS")
    (found,) = answers("certificates", here)
    assert (found.state, found.what) == ("missing", "a.example in us-east-1 is pending validation")


def test_an_issued_certificate_is_fine(empty: Deployment) -> None:
    planned = resource(
        "aws:acm/certificate:Certificate", region="us-east-1", domainName="a.example"
    )
    acm = empty.client("acm", PROD, "us-east-1")
    arn = acm.request_certificate(DomainName="a.example", ValidationMethod="DNS")["CertificateArn"]
    # In the emulation a minute passes before the certificate is issued.
    acm_backends[PROD]["us-east-1"]._certificates[arn].status = "ISSUED"
    assert states("certificates", places(empty, planned)["prod"]) == {"ok"}


@pytest.mark.parametrize(
    ("answers_of_aws", "state"),
    [
        ({"get_service_quota": {"Quota": {"Value": 5.0}}}, "ok"),
        ({"get_service_quota": {"Quota": {"Value": 1.0}}}, "missing"),
        (
            {
                "get_service_quota": "NoSuchResourceException",
                "get_aws_default_service_quota": {"Quota": {"Value": 5.0}},
            },
            "ok",
        ),
        (
            {
                "get_service_quota": "NoSuchResourceException",
                "get_aws_default_service_quota": "NoSuchResourceException",
            },
            "unseen",
        ),
    ],
)
def test_quotas_are_held_against_what_the_plans_ask_for(
    empty: Deployment, answers_of_aws: dict[str, Any], state: str
) -> None:
    addresses = [resource("aws:ec2/eip:Eip", domain="vpc", n=str(n)) for n in range(3)]
    here = places(empty, *addresses, **answers_of_aws)["prod"]
    assert states("quotas", here) == {state}


def test_a_quota_that_falls_short_comes_with_the_request(empty: Deployment) -> None:
    told = {"get_service_quota": {"Quota": {"Value": 0.0}}}
    planned = resource("aws:ec2/eip:Eip", domain="vpc")
    (found,) = answers("quotas", places(empty, planned, **told)["prod"])
    assert found.fix == (
        "aws service-quotas request-service-quota-increase --service-code ec2 --quota-code"
        " L-0263D0A3 --desired-value 1 --region eu-west-1 --profile acme-prod"
    )


def test_services_have_their_roles_before_their_first_call(empty: Deployment) -> None:
    planned = [
        resource("aws:ecs/service:Service", name="api"),
        resource("aws:rds/instance:Instance", identifier="db"),
    ]
    here = places(empty, *planned)["prod"]
    iam = empty.client("iam", PROD, "us-east-1")
    iam.create_service_linked_role(AWSServiceName="ecs.amazonaws.com")
    assert answers("service-roles", here)[0].what == "no role yet for rds.amazonaws.com"
    iam.create_service_linked_role(AWSServiceName="rds.amazonaws.com")
    assert states("service-roles", here) == {"ok"}


@pytest.mark.parametrize(
    ("config", "state"),
    [
        ({}, "missing"),
        ({"repository": "acme/infra"}, "missing"),
        ({"repository": "acme/infra", "repository_ids": {"owner_id": "1"}}, "missing"),
        (
            {
                "repository": "acme/infra",
                "repository_ids": {"owner_id": "1", "repository_id": "2"},
            },
            "ok",
        ),
    ],
)
def test_the_config_knows_githubs_numbers(
    empty: Deployment, config: dict[str, Any], state: str
) -> None:
    assert states("github-numbers", places(empty, config=config)["prod"]) == {state}


def test_what_github_alone_knows_is_for_a_person_to_look_at(empty: Deployment) -> None:
    here = places(empty, config={"repository": "acme/infra"})["prod"]
    assert states("github-protection", here) == {"by-hand"}


def trusting(subject: str) -> str:
    issuer = "token.actions.githubusercontent.com"
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": f"arn:aws:iam::{PROD}:oidc-provider/{issuer}"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {f"{issuer}:sub": subject}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_githubs_roles_trust_what_the_plan_says(empty: Deployment) -> None:
    planned = resource("aws:iam/role:Role", name="deploy", assumeRolePolicy=trusting("repo:a/b:x"))
    here = places(empty, planned)["prod"]
    assert answers("github-roles", here)[0].what == "there is no role deploy"
    iam = empty.client("iam", PROD, "us-east-1")
    iam.create_role(RoleName="deploy", AssumeRolePolicyDocument=trusting("repo:a/old:x"))
    assert states("github-roles", here) == {"missing"}
    iam.update_assume_role_policy(RoleName="deploy", PolicyDocument=trusting("repo:a/b:x"))
    assert states("github-roles", here) == {"ok"}
