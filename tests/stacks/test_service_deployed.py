"""What runs, as an auditor finds it in each environment's emulated account."""

from typing import Any

import pytest

from groundplan.pytest_plugin import Account


@pytest.fixture
def services(account: Account) -> list[dict[str, Any]]:
    """Every ECS service of the account."""
    ecs = account.client("ecs")
    found = [
        service
        for cluster in ecs.list_clusters()["clusterArns"]
        for arn in ecs.list_services(cluster=cluster, maxResults=100)["serviceArns"]
        for service in ecs.describe_services(cluster=cluster, services=[arn])["services"]
    ]
    if not found:
        pytest.skip("no service runs all the time")
    return found


def test_no_shell_can_be_opened_in_a_task(services: list[dict[str, Any]]) -> None:
    assert not [s["serviceName"] for s in services if s.get("enableExecuteCommand")]


def test_services_are_rolled_back_when_a_deployment_fails(services: list[dict[str, Any]]) -> None:
    for service in services:
        breaker = service["deploymentConfiguration"]["deploymentCircuitBreaker"]
        assert breaker == {"enable": True, "rollback": True}, service["serviceName"]


def test_tasks_run_on_fargate_with_roles_of_their_own(
    account: Account, services: list[dict[str, Any]]
) -> None:
    ecs = account.client("ecs")
    roles: list[str] = []
    for service in services:
        definition = ecs.describe_task_definition(taskDefinition=service["taskDefinition"])
        found = definition["taskDefinition"]
        assert found["requiresCompatibilities"] == ["FARGATE"]
        assert found["taskRoleArn"] != found["executionRoleArn"]
        roles += [found["taskRoleArn"], found["executionRoleArn"]]
    assert len(roles) == len(set(roles))


def test_logs_of_every_task_are_encrypted_and_end(
    account: Account, services: list[dict[str, Any]]
) -> None:
    ecs, logs = account.client("ecs"), account.client("logs")
    for service in services:
        definition = ecs.describe_task_definition(taskDefinition=service["taskDefinition"])
        for container in definition["taskDefinition"]["containerDefinitions"]:
            name = container["logConfiguration"]["options"]["awslogs-group"]
            found = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
            [group] = [g for g in found if g["logGroupName"] == name]
            assert group["retentionInDays"] > 0
            assert group["kmsKeyId"]


def test_registries_keep_a_tag_for_ever_and_scan_what_arrives(account: Account) -> None:
    for repository in account.client("ecr").describe_repositories()["repositories"]:
        assert repository["imageTagMutability"] == "IMMUTABLE"
        assert repository["imageScanningConfiguration"] == {"scanOnPush": True}
        assert repository["encryptionConfiguration"]["encryptionType"] == "KMS"
