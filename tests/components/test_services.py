import json
from typing import Any

import pytest

from groundplan.engine.plan import Plan
from groundplan.errors import PlanError
from stacks.compute.alarms import runs_daily
from stacks.compute.fargate import check_size
from stacks.errors import ArgumentError
from tests.components.applications import application, container, policy, service

KEY = "arn:aws:kms:eu-west-1:666666666666:key/0a1b2c3d-0000-4000-8000-000000000001"
SECRET = "arn:aws:secretsmanager:eu-west-1:666666666666:secret:"


def test_a_task_reads_exactly_the_secrets_it_lists_and_the_databases() -> None:
    plan = application()
    api = policy(plan, "api-task-execution-policy")
    assert api["ReadSecrets"]["Resource"] == [
        f"{SECRET}CACHE_LOGIN-AbCdEf",
        f"{SECRET}DATABASE_LOGIN-AbCdEf",
        f"{SECRET}SESSION_SECRET-AbCdEf",
        f"{SECRET}STRIPE_SECRET_KEY-AbCdEf",
    ]
    assert api["DecryptSecrets"] == {
        "Sid": "DecryptSecrets",
        "Effect": "Allow",
        "Action": ["kms:Decrypt"],
        "Resource": [KEY],
        "Condition": {"StringEquals": {"kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com"}},
    }
    assert policy(plan, "mailer-task-execution-policy")["ReadSecrets"]["Resource"] == [
        f"{SECRET}CACHE_LOGIN-AbCdEf",
        f"{SECRET}DATABASE_LOGIN-AbCdEf",
    ]
    assert "ReadSecrets" not in policy(plan, "web-task-execution-policy")


def test_only_signing_in_to_the_registry_is_allowed_on_everything() -> None:
    plan = application()
    wide = [
        (r.name, statement["Action"])
        for r in plan.of_type("aws:iam/rolePolicy:RolePolicy")
        for statement in json.loads(r.inputs["policy"])["Statement"]
        if "*" in _listed(statement["Resource"])
        or any("*" in action for action in _listed(statement["Action"]))
    ]
    assert len(wide) == 5
    assert {tuple(action) for _, action in wide} == {("ecr:GetAuthorizationToken",)}


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def test_the_running_code_gets_its_stores_and_nothing_else() -> None:
    plan = application()
    allowed = {
        action
        for statement in json.loads(plan["api-task-role-policy"].inputs["policy"])["Statement"]
        for action in statement["Action"]
    }
    assert {action.partition(":")[0] for action in allowed} == {"kms", "s3", "sqs"}
    with pytest.raises(KeyError):
        plan["web-task-role-policy"]


def test_tasks_run_in_the_foundations_task_subnets_without_public_addresses() -> None:
    network = application()["api-service"].inputs["networkConfiguration"]
    assert network["assignPublicIp"] is False
    assert network["subnets"] == ["subnet-000000000000task1", "subnet-000000000000task2"]


def test_without_nat_gateways_tasks_get_public_addresses_and_stay_closed() -> None:
    plan = application("dev", profile="launch")
    for name in ("api", "mailer", "web"):
        assert plan[f"{name}-service"].inputs["networkConfiguration"]["assignPublicIp"] is True
    group = plan["api-task-tasks"].id
    admitted = [
        r.inputs
        for r in plan.of_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
        if r.inputs["securityGroupId"] == group
    ]
    assert [r["referencedSecurityGroupId"] for r in admitted] == [plan["alb-security-group"].id]
    assert not any("cidrIpv4" in r or "cidrIpv6" in r for r in admitted)


def test_a_service_opens_the_database_and_the_cache_and_a_front_end_beside_an_api_does_not() -> (
    None
):
    plan = application()
    for store, port, owner in (
        ("database", 5432, "sg-0000000000000database"),
        ("cache", 6379, "sg-000000000000000cache"),
    ):
        rule = plan[f"api-task-to-{store}"].inputs
        assert (rule["securityGroupId"], rule["fromPort"], rule["toPort"]) == (owner, port, port)
        assert rule["referencedSecurityGroupId"] == plan["api-task-tasks"].id
    assert not [r.name for r in plan.resources if r.name.startswith("web-task-to-")]


def test_a_web_service_without_an_api_uses_the_stores_itself() -> None:
    plan = application(services=[service("site", "web")], releases={})
    names = {e["name"] for e in container(plan, "site-task-definition")["environment"]}
    assert {"DATABASE_HOST", "CACHE_HOST", "BUCKET_UPLOADS", "QUEUE_JOBS_URL"} <= names


def test_uses_limits_a_service_to_the_stores_it_names() -> None:
    plan = application(services=[service("api", uses=["jobs"])], releases={})
    definition = container(plan, "api-task-definition")
    assert [e["name"] for e in definition["environment"]] == [
        "APP_ENVIRONMENT",
        "APP_URL",
        "PORT",
        "QUEUE_JOBS_URL",
    ]
    assert definition["secrets"] == []
    assert not [r.name for r in plan.resources if r.name.startswith("api-task-to-")]


def test_variables_of_the_app_take_ours_by_name_secrets_too() -> None:
    environment = {
        "POSTGRES_SERVER": "${DATABASE_HOST}",
        "POSTGRES_PASSWORD": "${DATABASE_PASSWORD}",
        "PLAIN": "costs $5",
    }
    plan = application(services=[service("api", environment=environment)], releases={})
    definition = container(plan, "api-task-definition")
    plain = {e["name"]: e["value"] for e in definition["environment"]}
    secret = {e["name"]: e["valueFrom"] for e in definition["secrets"]}
    assert plain["POSTGRES_SERVER"] == plain["DATABASE_HOST"]
    assert plain["PLAIN"] == "costs $5"
    assert secret["POSTGRES_PASSWORD"] == f"{SECRET}DATABASE_LOGIN-AbCdEf:password::"
    assert "POSTGRES_PASSWORD" not in plain


def test_every_service_knows_where_visitors_find_the_application() -> None:
    plan = application(
        services=[service("site", "web", environment={"FRONTEND_HOST": "${APP_URL}"})],
        releases={},
    )
    environment = container(plan, "site-task-definition")["environment"]
    values = {e["name"]: e["value"] for e in environment}
    assert values["FRONTEND_HOST"] == values["APP_URL"] == "https://example.com"
    before = application(dns_delegated=False)
    environment = container(before, "mailer-task-definition")["environment"]
    [url] = [e["value"] for e in environment if e["name"] == "APP_URL"]
    assert url == f"https://{before['cdn-distribution'].outputs['domainName']}"


def test_tables_are_granted_by_name() -> None:
    plan = application(
        services=[service("api", uses=["sessions"])],
        tables=[{"name": "sessions", "hash_key": "id"}],
        releases={},
    )
    environment = container(plan, "api-task-definition")["environment"]
    assert {"name": "TABLE_SESSIONS", "value": "sessions"} in environment
    text = plan["api-task-role-policy"].inputs["policy"]
    assert "arn:aws:dynamodb:eu-west-1:666666666666:table/sessions/index/*" in text


def test_the_container_is_written_as_aws_gives_it_back() -> None:
    definition = container(application(), "api-task-definition")
    names = [e["name"] for e in definition["environment"]]
    assert names == sorted(names)
    assert definition["portMappings"] == [
        {"containerPort": 8000, "hostPort": 8000, "protocol": "tcp"}
    ]
    assert {key: definition[key] for key in ("cpu", "essential", "mountPoints", "volumesFrom")} == {
        "cpu": 0,
        "essential": True,
        "mountPoints": [],
        "volumesFrom": [],
    }
    assert "command" not in definition


def test_a_read_only_root_leaves_tmp_to_write() -> None:
    plan = application(settings={"task_readonly_root": True})
    definition = container(plan, "api-task-definition")
    assert definition["readonlyRootFilesystem"] is True
    assert [m["containerPath"] for m in definition["mountPoints"]] == ["/tmp"]
    assert plan["api-task-definition"].inputs["volumes"] == [{"name": "tmp"}]


def test_targets_are_drained_before_tasks_are_killed() -> None:
    plan = application()
    stop = container(plan, "api-task-definition")["stopTimeout"]
    assert 0 < plan["api-tg"].inputs["deregistrationDelay"] <= stop <= 120


def test_a_deployment_that_fails_or_alarms_is_rolled_back() -> None:
    plan = application()
    inputs = plan["api-service"].inputs
    assert inputs["deploymentCircuitBreaker"] == {"enable": True, "rollback": True}
    [alarm] = inputs["alarms"]["alarmNames"]
    assert inputs["alarms"]["rollback"] is True
    [made] = [
        r
        for r in plan.of_type("aws:cloudwatch/metricAlarm:MetricAlarm")
        if r.inputs["name"] == alarm
    ]
    assert made.urn in plan["api-service"].depends_on


def test_the_service_waits_for_its_listener_rule_and_its_policies() -> None:
    plan = application()
    waits = set(plan["api-service"].depends_on)
    for name in ("alb-api-api-all", "api-task-execution-policy", "api-task-role-policy"):
        assert plan[name].urn in waits


def test_autoscaling_owns_the_count() -> None:
    plan = application()
    assert plan["api-service"].options.ignore_changes == ("desiredCount",)
    target = plan["api-autoscaling-target"].inputs
    assert (target["minCapacity"], target["maxCapacity"]) == (2, 10)
    assert target["resourceId"] == "service/acme-shop-prod/api"
    label = plan["api-autoscaling-requests"].inputs["targetTrackingScalingPolicyConfiguration"][
        "predefinedMetricSpecification"
    ]["resourceLabel"]
    assert label.startswith("app/acme-shop-prod-alb/")
    assert "/targetgroup/api-tg-" in label


def test_a_service_that_was_never_released_runs_nothing_and_watches_no_life() -> None:
    plan = application(releases={"web": "v1"})
    assert plan["api-service"].inputs["desiredCount"] == 0
    assert plan["api-autoscaling-target"].inputs["minCapacity"] == 0
    assert plan["web-autoscaling-target"].inputs["minCapacity"] == 2
    assert plan["nightly-schedule"].inputs["state"] == "DISABLED"
    alarms = {r.name for r in plan.of_type("aws:cloudwatch/metricAlarm:MetricAlarm")}
    assert "api-alarms-tasks-missing" not in alarms
    assert "api-target-alarms-healthy-targets-min" not in alarms
    assert {"web-alarms-tasks-missing", "web-target-alarms-healthy-targets-min"} <= alarms


def test_a_finished_image_needs_no_registry_and_no_release() -> None:
    plan = application(
        services=[service("api", image="public.ecr.aws/nginx/nginx:1.27")], releases={}
    )
    assert not plan.of_type("aws:ecr/repository:Repository")
    assert plan["api-service"].inputs["desiredCount"] == 2
    assert "Pull" not in policy(plan, "api-task-execution-policy")


def test_tags_never_move_and_images_are_scanned_and_encrypted() -> None:
    repository = application()["api-registry-repository"]
    assert repository.inputs["imageTagMutability"] == "IMMUTABLE"
    assert repository.inputs["imageScanningConfiguration"] == {"scanOnPush": True}
    assert repository.inputs["encryptionConfigurations"] == [
        {"encryptionType": "KMS", "kmsKey": KEY}
    ]
    assert repository.options.protect is True


def test_the_scheduler_starts_this_job_and_passes_its_roles_and_nothing_else() -> None:
    plan = application()
    statements = policy(plan, "nightly-scheduler-policy")
    family = "arn:aws:ecs:eu-west-1:666666666666:task-definition/acme-shop-prod-nightly"
    assert statements["Start"]["Action"] == "ecs:RunTask"
    assert statements["Start"]["Resource"] == [family, f"{family}:*"]
    assert statements["Start"]["Condition"]["ArnEquals"] == {
        "ecs:cluster": "arn:aws:ecs:eu-west-1:666666666666:cluster/acme-shop-prod"
    }
    passed = statements["PassRoles"]["Resource"]
    assert len(passed) == 2
    assert all("role/nightly-task-" in arn for arn in passed)
    trust = json.loads(plan["nightly-scheduler"].inputs["assumeRolePolicy"])["Statement"][0]
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": "666666666666"}}


def test_a_schedule_follows_the_newest_revision_and_keeps_what_failed() -> None:
    plan = application()
    target = plan["nightly-schedule"].inputs["target"]
    assert target["ecsParameters"]["taskDefinitionArn"].endswith(
        ":task-definition/acme-shop-prod-nightly"
    )
    assert target["deadLetterConfig"]["arn"] == plan["nightly-failures"].outputs["arn"]
    pattern = json.loads(plan["nightly-failed"].inputs["eventPattern"])
    assert pattern["detail"]["group"] == ["family:acme-shop-prod-nightly"]


@pytest.mark.parametrize(
    ("schedule", "daily"),
    [
        ("cron(0 3 * * ? *)", True),
        ("cron(*/5 * * * ? *)", True),
        ("cron(0 3 ? * MON *)", False),
        ("cron(0 3 1 * ? *)", False),
        ("cron(0 3 * 12 ? *)", False),
        ("rate(1 hour)", True),
        ("rate(1 day)", True),
        ("rate(2 days)", False),
    ],
)
def test_silence_is_watched_only_of_jobs_that_run_daily(schedule: str, daily: bool) -> None:
    assert runs_daily(schedule) is daily


def test_the_migration_is_a_task_of_the_same_image_and_its_own_command() -> None:
    plan = application()
    migrate, runs = container(plan, "api-task-migrate"), container(plan, "api-task-definition")
    assert migrate["command"] == ["python", "-m", "app.migrate"]
    assert migrate["image"] == runs["image"]
    assert plan.outputs["migrations"]["api"]["task_definition"] == "acme-shop-prod-api-migrate"


def _logins(plan: Plan, definition: str) -> dict[str, str]:
    return {
        e["name"]: e["valueFrom"].removeprefix(SECRET)
        for e in container(plan, definition)["secrets"]
        if e["name"] in ("DATABASE_USER", "DATABASE_PASSWORD")
    }


def test_only_migrations_log_in_as_the_master_user() -> None:
    plan = application()
    assert _logins(plan, "api-task-definition") == {
        "DATABASE_USER": "DATABASE_LOGIN-AbCdEf:username::",
        "DATABASE_PASSWORD": "DATABASE_LOGIN-AbCdEf:password::",
    }
    assert _logins(plan, "api-task-migrate") == {
        "DATABASE_USER": "rds!db-1-AbCdEf:username::",
        "DATABASE_PASSWORD": "rds!db-1-AbCdEf:password::",
    }
    for role, readable in (("api-task", "DATABASE_LOGIN"), ("api-task-migrate", "rds!db-1")):
        secrets = policy(plan, f"{role}-execution-policy")["ReadSecrets"]["Resource"]
        database = [arn for arn in secrets if "DATABASE_LOGIN" in arn or "rds!" in arn]
        assert database == [f"{SECRET}{readable}-AbCdEf"]
    assert (
        plan["api-task-migrate"].inputs["executionRoleArn"]
        == plan["api-task-migrate-execution"].outputs["arn"]
        != plan["api-task-definition"].inputs["executionRoleArn"]
    )


@pytest.mark.parametrize(("cpu", "memory"), [(300, 512), (256, 4096), (4096, 4096), (1024, 2500)])
def test_sizes_fargate_does_not_sell_are_refused(cpu: int, memory: int) -> None:
    with pytest.raises(ArgumentError, match=r"services\.api\.(cpu|memory)"):
        check_size("groundplan:services.api", cpu, memory)


@pytest.mark.parametrize(
    ("services", "text"),
    [
        ([{"name": "api", "kind": "api", "path": "x"}], "services.api.port: is missing"),
        ([service("api"), service("api", "worker")], "services.api.name: is the name of two"),
        ([service("cdn", "worker")], "is the name of a part of the platform"),
        ([service("api", health_path="health")], "health_path: does not start with a slash"),
        ([service("job", "cron")], "services.job.schedule: is missing"),
        ([service("a", "web"), service("b", "web")], "claims a path that a has"),
        ([service("api", uses=["nothing"])], "names a store that is not configured"),
        (
            [service("api", environment={"X": "${NOTHING}"})],
            "environment.X: names a variable that is not there",
        ),
        (
            [service("api", environment={"SESSION_SECRET": "v"}, secrets=["SESSION_SECRET"])],
            "environment.SESSION_SECRET: is one of the secrets too",
        ),
        ([service("api", cpu=256, memory=8192)], "services.api.memory"),
        (
            [service("api", secrets=["UNKNOWN"])],
            "secrets.UNKNOWN: is used by the application and is not in its foundation",
        ),
    ],
)
def test_mistakes_name_their_key(services: list[dict[str, Any]], text: str) -> None:
    with pytest.raises(PlanError) as error:
        application(services=services, releases={})
    assert text in str(error.value).replace("groundplan:", "")


def test_a_service_that_uses_the_cache_logs_in_with_what_the_rotation_keeps() -> None:
    plan = application()
    given = container(plan, "api-task-definition")
    secrets = {e["name"]: e["valueFrom"] for e in given["secrets"]}
    assert {name: value for name, value in secrets.items() if name.startswith("CACHE_")} == {
        "CACHE_USER": f"{SECRET}CACHE_LOGIN-AbCdEf:username::",
        "CACHE_PASSWORD": f"{SECRET}CACHE_LOGIN-AbCdEf:password::",
        "CACHE_URL": f"{SECRET}CACHE_LOGIN-AbCdEf:url::",
    }
    plain = {e["name"]: e["value"] for e in given["environment"]}
    assert {name: value for name, value in plain.items() if name.startswith("CACHE_")} == {
        "CACHE_HOST": "master.cache-1.abcdef.eu-west-1.cache.amazonaws.com",
        "CACHE_PORT": "6379",
        "CACHE_TLS": "true",
    }


def test_the_cache_s_url_goes_by_the_name_the_app_knows() -> None:
    environment = {"REDIS_URL": "${CACHE_URL}"}
    plan = application(services=[service("api", environment=environment, uses=["cache"])])
    secrets = {e["name"]: e["valueFrom"] for e in container(plan, "api-task-definition")["secrets"]}
    assert secrets["REDIS_URL"] == f"{SECRET}CACHE_LOGIN-AbCdEf:url::"


def test_a_service_without_the_cache_reads_nothing_of_it() -> None:
    plan = application(services=[service("api", uses=["database"])])
    assert policy(plan, "api-task-execution-policy")["ReadSecrets"]["Resource"] == [
        f"{SECRET}DATABASE_LOGIN-AbCdEf"
    ]


def test_a_secret_that_would_hide_what_a_store_gives_is_refused() -> None:
    own = service("api", secrets=["CACHE_PASSWORD"], uses=["cache"])
    with pytest.raises(PlanError, match="gets of its stores"):
        application(services=[own], secrets=["CACHE_PASSWORD"])
