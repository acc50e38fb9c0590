"""What runs, as the plan of each environment has it, whatever services are configured."""

import json
from typing import Any

import pytest

from groundplan.engine.plan import Plan, Resource

EXECUTION_ROLE = "executionRoleArn"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
METRIC_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
COMPOSITE_ALARM = "aws:cloudwatch/compositeAlarm:CompositeAlarm"


def _definitions(plan: Plan) -> list[Resource]:
    found = list(plan.of_type("aws:ecs/taskDefinition:TaskDefinition"))
    if not found:
        pytest.skip("no service runs a task")
    return found


def _services(plan: Plan) -> list[Resource]:
    found = list(plan.of_type("aws:ecs/service:Service"))
    if not found:
        pytest.skip("no service runs all the time")
    return found


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _statements(plan: Plan, role_arn: str) -> list[dict[str, Any]]:
    roles = {r.outputs["arn"]: r.outputs["name"] for r in plan.of_type("aws:iam/role:Role")}
    return [
        statement
        for policy in plan.of_type("aws:iam/rolePolicy:RolePolicy")
        if policy.inputs["role"] == roles[role_arn]
        for statement in json.loads(policy.inputs["policy"])["Statement"]
    ]


def test_ecs_reads_exactly_the_secrets_each_task_names(application: Plan) -> None:
    for definition in _definitions(application):
        [container] = json.loads(definition.inputs["containerDefinitions"])
        # arn:aws:secretsmanager:region:account:secret:name, then the key inside it.
        named = {":".join(s["valueFrom"].split(":")[:7]) for s in container["secrets"]}
        granted = {
            arn
            for statement in _statements(application, definition.inputs[EXECUTION_ROLE])
            if "secretsmanager:GetSecretValue" in statement["Action"]
            for arn in _listed(statement["Resource"])
        }
        # The owner's own variable of a name takes the place of ours, never the other way.
        assert named <= granted, definition.name
        database = {arn for arn in granted if ":secret:rds!" in arn}
        assert granted - named <= database, definition.name


def test_running_code_has_no_permission_on_everything(application: Plan) -> None:
    for definition in _definitions(application):
        for statement in _statements(application, definition.inputs["taskRoleArn"]):
            assert "*" not in _listed(statement["Resource"]), definition.name
            assert not [a for a in _listed(statement["Action"]) if "*" in a], definition.name


def test_tasks_admit_the_load_balancer_and_no_address(application: Plan) -> None:
    balancers = {
        group
        for balancer in application.of_type("aws:lb/loadBalancer:LoadBalancer")
        for group in balancer.inputs["securityGroups"]
    }
    tasks = {
        group
        for service in _services(application)
        for group in service.inputs["networkConfiguration"]["securityGroups"]
    }
    for rule in application.of_type(INGRESS):
        if rule.inputs["securityGroupId"] in tasks:
            assert rule.inputs["referencedSecurityGroupId"] in balancers, rule.name


def test_tasks_have_public_addresses_only_where_nothing_else_leads_out(
    application: Plan, foundation: Plan
) -> None:
    nat = bool(foundation.of_type("aws:ec2/natGateway:NatGateway"))
    for service in _services(application):
        assert service.inputs["networkConfiguration"]["assignPublicIp"] is not nat, service.name


def test_a_deployment_that_fails_brings_the_former_release_back(application: Plan) -> None:
    for service in _services(application):
        assert service.inputs["deploymentCircuitBreaker"] == {"enable": True, "rollback": True}


def test_every_alarm_of_the_application_notifies_in_its_own_region(application: Plan) -> None:
    alarms = application.of_type(METRIC_ALARM, COMPOSITE_ALARM)
    assert alarms
    for alarm in alarms:
        [action] = alarm.inputs["alarmActions"]
        assert action.split(":")[3] == alarm.region, alarm.name
        assert "Runbook: docs/runbooks/" in alarm.inputs["alarmDescription"], alarm.name


def test_every_metric_alarm_says_what_missing_data_means(application: Plan) -> None:
    for alarm in application.of_type(METRIC_ALARM):
        assert alarm.inputs["treatMissingData"] in {"breaching", "notBreaching"}, alarm.name
