import re

import pytest

from groundplan.engine.plan import Plan, Resource
from tests.components.applications import application
from tests.support.golden import assert_golden
from tests.support.repositories import ROOT

METRIC = "aws:cloudwatch/metricAlarm:MetricAlarm"
COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
RUNBOOKS = ROOT / "blueprints" / "_shared" / "docs" / "runbooks"
GATED = (
    "target-5xx-percent-max",
    "latency-p95-seconds-max",
    "balancer-5xx-percent-max",
    "5xx-percent-max",
)


def _alarms(plan: Plan) -> list[Resource]:
    found = [*plan.of_type(METRIC), *plan.of_type(COMPOSITE)]
    assert len(found) > 30
    return found


def _anchors(file: str) -> set[str]:
    text = (RUNBOOKS / f"{file}.jinja").read_text()
    titles = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)
    return {title.lower().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
def test_every_alarm_notifies_a_topic_of_its_own_region_both_ways(environment: str) -> None:
    for alarm in _alarms(application(environment)):
        [action] = alarm.inputs["alarmActions"]
        assert alarm.inputs["okActions"] == [action]
        assert action.split(":")[3] == alarm.region


def test_every_alarm_has_a_runbook_whose_heading_exists() -> None:
    for alarm in _alarms(application()):
        place = alarm.inputs["alarmDescription"].rpartition("docs/runbooks/")[2]
        file, _, anchor = place.partition("#")
        assert anchor in _anchors(file), place


def test_every_metric_alarm_says_what_missing_data_means() -> None:
    alarms = application().of_type(METRIC)
    missing = {a.name: a.inputs["treatMissingData"] for a in alarms}
    assert set(missing.values()) == {"breaching", "notBreaching"}
    life = {name for name, rule in missing.items() if rule == "breaching"}
    assert {re.sub(r"^.*alarms-", "", name) for name in life} == {
        "tasks-missing",
        "healthy-targets-min",
        "runs-in-26-hours-min",
    }


def test_every_percentage_and_percentile_stays_silent_at_low_traffic() -> None:
    found = [a for a in application().of_type(METRIC) if a.name.endswith(GATED)]
    assert len(found) == 6
    for alarm in found:
        [result] = [q for q in alarm.inputs["metricQueries"] if q["returnData"]]
        assert result["expression"].startswith("IF(requests >= 50")


def test_an_outage_pages_once_and_its_symptoms_are_tickets() -> None:
    plan = application()
    outage = plan["outage-alarm"].inputs
    assert outage["alarmActions"] == ["arn:aws:sns:eu-west-1:666666666666:acme-shop-prod-page"]
    names = re.findall(r'ALARM\("([^"]+)"\)', outage["alarmRule"])
    made = {a.inputs["name"]: a for a in plan.of_type(METRIC)}
    assert len(names) == 14
    for name in names:
        assert made[name].inputs["alarmActions"][0].endswith("-ticket")
        assert made[name].urn in plan["outage-alarm"].depends_on
    pages = [a.name for a in made.values() if a.inputs["alarmActions"][0].endswith("-page")]
    assert pages == ["cdn-alarms-5xx-percent-max"]


@pytest.mark.parametrize("environment", ["dev", "staging"])
def test_nobody_is_woken_for_an_environment_without_customers(environment: str) -> None:
    for alarm in _alarms(application(environment)):
        assert alarm.inputs["alarmActions"][0].endswith("-ticket")


def test_alarms_on_cloudfront_and_its_waf_live_where_their_metrics_are() -> None:
    plan = application()
    cdn, waf = plan["cdn-alarms-5xx-percent-max"], plan["waf-alarms-blocked-requests-max"]
    assert cdn.region == waf.region == "us-east-1"
    [metric, *_] = [q["metric"] for q in cdn.inputs["metricQueries"] if "metric" in q]
    assert metric["dimensions"] == {
        "DistributionId": plan["cdn-distribution"].id,
        "Region": "Global",
    }
    acl = plan["waf-web-acl"].inputs
    assert waf.inputs["dimensions"] == {
        "WebACL": acl["visibilityConfig"]["metricName"],
        "Rule": "ALL",
    }


def test_target_alarms_carry_both_dimensions_aws_needs() -> None:
    plan = application()
    alarm = plan["api-target-alarms-healthy-targets-min"].inputs
    assert alarm["dimensions"] == {
        "LoadBalancer": plan["alb-load-balancer"].outputs["arnSuffix"],
        "TargetGroup": plan["api-tg"].outputs["arnSuffix"],
    }


def test_without_container_insights_running_tasks_are_counted_by_their_samples() -> None:
    with_insights = application()["mailer-alarms-tasks-missing"].inputs
    without = application("dev")["mailer-alarms-tasks-missing"].inputs
    assert with_insights["metricQueries"][-1]["expression"] == "desired - running"
    assert (without["metricName"], without["statistic"]) == ("CPUUtilization", "SampleCount")


@pytest.mark.parametrize(
    ("component", "file"),
    [
        ("access-logs", "access_logs"),
        ("alb", "load_balancer"),
        ("api", "service"),
        ("api-registry", "registry"),
        ("api-task", "task"),
        ("cdn", "cdn"),
        ("certificates", "certificates"),
        ("cluster", "cluster"),
        ("headers", "headers"),
        ("nightly", "scheduled_job"),
        ("outage", "outage"),
        ("waf", "waf"),
    ],
)
def test_resources_keep_their_type_name_and_parent(component: str, file: str) -> None:
    assert_golden(application(), component, file)


def test_a_static_site_keeps_its_identities() -> None:
    site = {"name": "site", "kind": "static", "path": "frontend"}
    assert_golden(application(services=[site], releases={}), "site", "static_site")


def test_no_two_resources_of_a_stack_share_a_name() -> None:
    names = [r.name for r in application().resources if r.custom]
    assert len(names) > 100
    assert sorted(names) == sorted(set(names))
