"""The security account: what it keeps, who may write there, what it watches."""

import json
from typing import Any

import pytest

from groundplan.engine.plan import Estate
from groundplan.errors import PlanError
from groundplan.policies.decide import Policies, Principal, Request, decide

ARCHIVES = ("trail", "config", "load-balancer", "cloudfront", "waf", "flow-logs")
MANAGEMENT, SECURITY, PROD = "111111111111", "222222222222", "666666666666"
REGIONS = {"eu-central-1", "eu-west-1", "us-east-1"}
TRAIL = f"arn:aws:cloudtrail:eu-west-1:{MANAGEMENT}:trail/acme-shop-trail"


def writes(estate: Estate, archive: str, service: str, path: str, **context: str) -> bool:
    """Whether a service may put a file into an archive bucket."""
    plan = estate["security/main"]
    bucket = plan[f"archive-{archive}-bucket"].inputs["bucket"]
    policy = json.loads(plan[f"archive-{archive}-policy"].inputs["policy"])
    request = Request(
        principal=Principal(arn=service, kind="service"),
        action="s3:PutObject",
        resource=f"arn:aws:s3:::{bucket}/{path}",
        resource_account=SECURITY,
        context={
            "s3:x-amz-acl": "bucket-owner-full-control",
            **{key.replace("__", ":"): value for key, value in context.items()},
        },
    )
    return decide(request, Policies(resource=policy)).allowed


def test_the_trail_writes_members_and_management_events_and_nobody_else_does(
    company: Estate,
) -> None:
    service = "cloudtrail.amazonaws.com"
    for owner in ("o-abcdefghij", MANAGEMENT):
        path = f"AWSLogs/{owner}/{PROD}/CloudTrail/x.gz"
        assert writes(company, "trail", service, path, aws__SourceArn=TRAIL)
        other = TRAIL.replace(MANAGEMENT, "999999999999")
        assert not writes(company, "trail", service, path, aws__SourceArn=other)
        assert not writes(company, "trail", service, path)
    assert not writes(company, "trail", service, "elsewhere/x.gz", aws__SourceArn=TRAIL)


def test_the_trail_of_the_organization_goes_to_the_bucket_that_admits_it(
    company: Estate,
) -> None:
    trail = company["organization/main"]["trail-trail"].inputs
    bucket = company["security/main"]["archive-trail-bucket"].inputs["bucket"]
    assert trail["s3BucketName"] == bucket == "acme-shop-main-trail-222222222222-eu-west-1"
    assert f":trail/{trail['name']}" in TRAIL
    assert (
        trail["isOrganizationTrail"],
        trail["isMultiRegionTrail"],
        trail["enableLogFileValidation"],
    ) == (True, True, True)
    assert trail["cloudWatchLogsGroupArn"].endswith(":*")
    assert trail["kmsKeyId"].startswith("arn:aws:kms:eu-west-1:111111111111:key/")


def test_a_load_balancer_of_ours_writes_and_a_strangers_does_not(company: Estate) -> None:
    service = "logdelivery.elasticloadbalancing.amazonaws.com"

    def arn(account: str) -> str:
        return f"arn:aws:elasticloadbalancing:eu-west-1:{account}:loadbalancer/app/web/0"

    path = f"api/AWSLogs/{PROD}/elasticloadbalancing/x.gz"
    assert writes(company, "load-balancer", service, path, aws__SourceArn=arn(PROD))
    stranger = arn("999999999999")
    assert not writes(company, "load-balancer", service, path, aws__SourceArn=stranger)


@pytest.mark.parametrize(
    ("archive", "region"),
    [("waf", "us-east-1"), ("cloudfront", "us-east-1"), ("flow-logs", "eu-west-1")],
)
def test_log_delivery_writes_for_our_accounts_only(
    company: Estate, archive: str, region: str
) -> None:
    def delivered(account: str, where: str) -> bool:
        return writes(
            company,
            archive,
            "delivery.logs.amazonaws.com",
            f"AWSLogs/{PROD}/x.gz",
            aws__SourceAccount=account,
            aws__SourceArn=f"arn:aws:logs:{where}:{account}:delivery-source:x",
        )

    assert delivered(PROD, region)
    assert not delivered("999999999999", region)
    assert not delivered(PROD, "ap-southeast-2")


@pytest.mark.parametrize("archive", ARCHIVES)
def test_every_archive_is_private_versioned_encrypted_locked_and_expires(
    company: Estate, archive: str
) -> None:
    plan, name = company["security/main"], f"archive-{archive}"
    bucket = plan[f"{name}-bucket"]
    assert (bucket.inputs["objectLockEnabled"], bucket.options.protect) == (True, True)
    assert {
        key: value
        for key, value in plan[f"{name}-public-access-block"].inputs.items()
        if key.startswith(("block", "ignore", "restrict"))
    } == dict.fromkeys(
        ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"),
        True,
    )
    assert plan[f"{name}-versioning"].inputs["versioningConfiguration"] == {"status": "Enabled"}
    assert plan[f"{name}-encryption"].inputs["rules"] == [
        {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}
    ]
    (rule,) = plan[f"{name}-lifecycle"].inputs["rules"]
    assert rule["expiration"] == {"days": 1095 if archive == "trail" else 365}
    assert len(bucket.inputs["bucket"]) <= 63


def test_waf_delivers_only_to_a_bucket_with_the_name_it_wants(company: Estate) -> None:
    bucket = company["security/main"]["archive-waf-bucket"].inputs["bucket"]
    assert bucket == "aws-waf-logs-acme-shop-main-waf-222222222222-eu-west-1"


def test_the_trail_cannot_be_changed_while_it_is_kept(company: Estate) -> None:
    plan = company["security/main"]
    (lock,) = plan.of_type("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration")
    assert lock.name == "archive-trail-lock"
    assert lock.inputs["rule"] == {"defaultRetention": {"mode": "GOVERNANCE", "days": 1095}}


def test_guardduty_watches_every_account_in_every_region_in_use(company: Estate) -> None:
    plan = company["security/main"]
    kind = "aws:guardduty/organizationConfiguration:OrganizationConfiguration"
    assert {(r.region, r.inputs["autoEnableOrganizationMembers"]) for r in plan.of_type(kind)} == {
        (region, "ALL") for region in REGIONS
    }
    features = plan.of_type(
        "aws:guardduty/organizationConfigurationFeature:OrganizationConfigurationFeature"
    )
    assert len(features) == 12
    assert {f.inputs["autoEnable"] for f in features} == {"ALL"}
    administrators = company["organization/main"].of_type(
        "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount"
    )
    assert {(r.region, r.inputs["adminAccountId"]) for r in administrators} == {
        (region, SECURITY) for region in REGIONS
    }


def test_security_hub_is_configured_centrally_for_every_account(company: Estate) -> None:
    plan = company["security/main"]
    central = plan["detection-hub-organization"].inputs
    assert (central["autoEnable"], central["autoEnableStandards"]) == (False, "NONE")
    assert central["organizationConfiguration"] == {"configurationType": "CENTRAL"}
    kind = "aws:securityhub/configurationPolicyAssociation:ConfigurationPolicyAssociation"
    assert {r.inputs["targetId"] for r in plan.of_type(kind)} == {
        f"{digit}" * 12 for digit in range(1, 7)
    }


def test_analyzers_look_for_strangers_everywhere_and_for_unused_access_once(
    company: Estate,
) -> None:
    analyzers = company["security/main"].of_type("aws:accessanalyzer/analyzer:Analyzer")
    ours = [a for a in analyzers if a.name.startswith("visibility-")]
    found = sorted((a.inputs["type"], a.region) for a in ours)
    assert found == [
        *(("ORGANIZATION", region) for region in sorted(REGIONS)),
        ("ORGANIZATION_UNUSED_ACCESS", "eu-west-1"),
    ]


def test_every_event_has_a_filter_an_alarm_and_somebody_to_tell(company: Estate) -> None:
    plan = company["organization/main"]
    filters = plan.of_type("aws:cloudwatch/logMetricFilter:LogMetricFilter")
    alarms = plan.of_type("aws:cloudwatch/metricAlarm:MetricAlarm")
    assert len(filters) == 16
    assert {f.inputs["metricTransformation"]["name"] for f in filters} == {
        a.inputs["metricName"] for a in alarms
    }
    assert {f.inputs["logGroupName"] for f in filters} == {"/acme/trail"}
    for alarm in alarms:
        assert alarm.inputs["treatMissingData"] == "notBreaching"
        assert alarm.inputs["alarmActions"] == alarm.inputs["okActions"]
        assert "docs/runbooks/account.md#" in alarm.inputs["alarmDescription"]


def test_attacks_page_at_once_and_noise_comes_once_a_day(company: Estate) -> None:
    alarms = company["organization/main"].of_type("aws:cloudwatch/metricAlarm:MetricAlarm")
    pages = {a.inputs["metricName"] for a in alarms if a.inputs["name"].endswith("-page")}
    assert pages == {
        "break-glass",
        "key-deletion",
        "root-use",
        "sign-in-without-mfa",
        "trail-changed",
    }
    for alarm in alarms:
        topic = alarm.inputs["alarmActions"][0].rpartition("-")[2]
        expected = ("page", 300) if alarm.inputs["metricName"] in pages else ("ticket", 86400)
        assert (topic, alarm.inputs["period"]) == expected, alarm.name


def test_without_an_organization_the_security_layer_says_what_to_run(make_estate: Any) -> None:
    # Previews put a made-up organization in place; a deployment has none to put.
    plan = make_estate("security/main", organization_id="")["security/main"]
    assert plan.config["groundplan:organization_id"] == "o-groundplan00"


def test_two_roles_with_one_account_are_refused(make_estate: Any) -> None:
    accounts = {"management": MANAGEMENT, "security": SECURITY, "prod": SECURITY}
    with pytest.raises(PlanError, match=r"accounts\.security: is the account of prod too"):
        make_estate("security/main", accounts=accounts)


def recorded(estate: Estate, stack: str) -> dict[str, Any]:
    """Recording group by region, of a stack's recorders."""
    recorders = estate[stack].of_type("aws:cfg/recorder:Recorder")
    return {r.region: r.inputs["recordingGroup"] for r in recorders}


def test_what_security_hub_judges_is_recorded_in_prod_and_global_things_once(
    company: Estate,
) -> None:
    for stack in ("security/main", "foundation/prod"):
        found = recorded(company, stack)
        assert set(found) == REGIONS
        assert {group["allSupported"] for group in found.values()} == {True}
        everywhere = {r for r, group in found.items() if group["includeGlobalResourceTypes"]}
        assert everywhere == {"eu-west-1"}
    assert recorded(company, "foundation/dev") == {}


def test_records_go_into_the_archive_that_admits_them(company: Estate) -> None:
    bucket = company["security/main"]["archive-config-bucket"].inputs["bucket"]
    for stack in ("security/main", "foundation/prod"):
        channels = company[stack].of_type("aws:cfg/deliveryChannel:DeliveryChannel")
        assert {c.inputs["s3BucketName"] for c in channels} == {bucket}
    path = f"AWSLogs/{PROD}/Config/eu-west-1/x.gz"
    service = "config.amazonaws.com"
    assert writes(company, "config", service, path, aws__SourceAccount=PROD)
    assert not writes(company, "config", service, path, aws__SourceAccount="999999999999")


def test_a_recorder_starts_after_its_channel(company: Estate) -> None:
    plan = company["foundation/prod"]
    for region in REGIONS:
        channel = plan[f"recorder-{region}-channel"]
        assert plan[f"recorder-{region}"].urn in channel.depends_on
        assert channel.urn in plan[f"recorder-{region}-status"].depends_on
