"""Examples of the rules of roles, backups, logs, alarms, events and containers."""

import json
from typing import Any

from tests.rules.support.estates import GLOBAL, Change, Row, Rows, also, drop, own, put
from tests.rules.support.examples import Example, example
from tests.rules.support.sample import (
    CLUSTER,
    LOGS,
    PRIVATE,
    PUBLIC,
    TG,
    TOPIC,
    TOPIC_US,
    VAULT,
    A,
    allow,
    policy,
    role_arn,
    trust,
)

APP = "application/prod"


def container(**changes: Any) -> Change:
    """Change the container of the api task; None takes a key away."""

    def change(rows: Rows) -> None:
        inputs = own(rows, "api-task").inputs
        found = json.loads(inputs["containerDefinitions"])
        found[0] = {k: v for k, v in {**found[0], **changes}.items() if v is not None}
        inputs["containerDefinitions"] = json.dumps(found)

    return change


def _log(**options: str) -> dict[str, Any]:
    base = {
        "awslogs-group": "/acme/prod/api",
        "awslogs-region": "eu-west-1",
        "awslogs-stream-prefix": "api",
    }
    return {"logDriver": "awslogs", "options": {**base, **options}}


def _inline(**statement: Any) -> Change:
    return put(
        "task-policy",
        "policy",
        policy({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", **statement}),
    )


def _role(**inputs: Any) -> Row:
    return Row(
        "aws:iam/role:Role",
        "zz",
        {"name": "zz", "assumeRolePolicy": trust("ecs-tasks.amazonaws.com"), **inputs},
        id="zz",
        outputs={"arn": role_arn("zz")},
    )


def _attachment(name: str, arn: str) -> Row:
    return Row(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        name,
        {"role": "execution", "policyArn": arn},
    )


_AWS = "arn:aws:iam::aws:policy/"
_MANAGED = (
    "ReadOnlyAccess",
    "ViewOnlyAccess",
    "SecurityAudit",
    "PowerUserAccess",
    "AdministratorAccess",
    "AmazonS3FullAccess",
    "AmazonS3ReadOnlyAccess",
    "AmazonSQSFullAccess",
    "AmazonSNSFullAccess",
    "AmazonEC2FullAccess",
)


def _row(type_: str, name: str, /, **inputs: Any) -> Row:
    return Row(type_, name, inputs, stack=APP)


_FILTER = "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter"
_TARGET = "aws:cloudwatch/eventTarget:EventTarget"
_SERVICE_TG: dict[str, Any] = {"targetGroupArn": TG, "containerName": "api", "containerPort": 8000}

EXAMPLES: dict[str, Example] = {
    "GP-IAM-001": example(
        "task-policy.policy", put("task-policy", "policy", "{"), _inline(Sid="A")
    ),
    "GP-IAM-002": example(
        "task-policy.policy",
        put(
            "task-policy",
            "policy",
            '{"Version":"2020-01-01","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}',
        ),
        put(
            "task-policy",
            "policy",
            '{"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}',
        ),
    ),
    "GP-IAM-003": example("task-policy.policy", _inline(Effect="allow"), _inline(Effect="Deny")),
    "GP-IAM-004": example(
        "task-policy.policy", _inline(Sid="read objects"), _inline(Sid="ReadObjects1")
    ),
    "GP-IAM-005": example(
        "task-policy.policy", _inline(Action="GetObject"), _inline(Action="s3:Get*")
    ),
    "GP-IAM-006": example(
        "task-policy.policy", _inline(Resource="bucket"), _inline(Resource=["arn:aws:s3:::x/*"])
    ),
    "GP-IAM-007": example(
        "task-policy.policy", _inline(Principal="*"), _inline(Resource="arn:aws:s3:::x")
    ),
    "GP-IAM-008": example(
        "task-policy.policy",
        _inline(Condition={"StringEqual": {"aws:SourceAccount": A}}),
        _inline(Condition={"ForAnyValue:StringLikeIfExists": {"aws:TagKeys": ["a"]}}),
    ),
    "GP-IAM-009": example(
        "task.assumeRolePolicy",
        put(
            "task",
            "assumeRolePolicy",
            policy(
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "ecs-tasks.amazonaws.com"},
                    "Action": "s3:GetObject",
                }
            ),
        ),
        put(
            "task",
            "assumeRolePolicy",
            policy(
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "ecs-tasks.amazonaws.com"},
                    "Action": ["sts:AssumeRole", "sts:TagSession"],
                }
            ),
        ),
    ),
    "GP-IAM-010": example(
        "task.assumeRolePolicy",
        put("task", "assumeRolePolicy", trust("ecs-task.amazonaws.com")),
        put("deploy", "description", "x"),
    ),
    "GP-IAM-011": example(
        "deploy.assumeRolePolicy",
        put(
            "deploy",
            "assumeRolePolicy",
            policy(
                {
                    "Effect": "Allow",
                    "Principal": {
                        "Federated": f"arn:aws:iam::{A}:oidc-provider/token.actions.githubusercontent.com"
                    },
                    "Action": "sts:AssumeRole",
                }
            ),
        ),
    ),
    "GP-IAM-012": example(
        "zz.assumeRolePolicy",
        also(
            _role(
                assumeRolePolicy=policy(
                    *[
                        {
                            "Effect": "Allow",
                            "Principal": {"Service": "ecs-tasks.amazonaws.com"},
                            "Action": "sts:AssumeRole",
                            "Condition": {"StringEquals": {"aws:SourceAccount": "1" * 300}},
                        }
                    ]
                    * 6
                )
            )
        ),
        also(_role()),
    ),
    "GP-IAM-013": example(
        "boundary.policy",
        put(
            "boundary",
            "policy",
            policy(*[allow("s3:GetObject", f"arn:aws:s3:::{'x' * 60}/*")] * 60),
        ),
    ),
    "GP-IAM-014": example(
        "task-policy.policy",
        put(
            "task-policy",
            "policy",
            policy(*[allow("s3:GetObject", f"arn:aws:s3:::{'x' * 60}/*")] * 90),
        ),
    ),
    "GP-IAM-015": example(
        "task-policy.policy",
        put(
            "task-policy",
            "policy",
            '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::\u65e5"}]}',
        ),
        put(
            "task-policy",
            "policy",
            '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::\u00e9"}]}',
        ),
    ),
    "GP-IAM-016": example(
        "execution-attachment.role",
        also(*[_attachment(f"z{i}", f"{_AWS}{n}") for i, n in enumerate(_MANAGED[:10])]),
        also(_attachment("z0", f"{_AWS}{_MANAGED[0]}")),
    ),
    "GP-IAM-017": example("zz.name", also(_role(name="TASK")), also(_role())),
    "GP-IAM-018": example(
        "execution-attachment.policyArn",
        put("execution-attachment", "policyArn", f"{_AWS}AmazonECSTaskExecutionRolePolicy"),
        put("execution-attachment", "policyArn", f"{_AWS}ReadOnlyAccess"),
    ),
    "GP-IAM-019": example(
        "passwords.hardExpiry",
        (put("passwords", "hardExpiry", True), drop("passwords", "maxPasswordAge")),
        put("passwords", "hardExpiry", True),
    ),
    "GP-IAM-020": example(
        "zz.url",
        also(
            Row(
                "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
                "zz",
                {"url": "https://token.actions.githubusercontent.com", "clientIdLists": ["x"]},
            )
        ),
    ),
    "GP-IAM-021": example(
        "z0.policyArn",
        also(_attachment("z0", f"{_AWS}service-role/AmazonECSTaskExecutionRolePolicy")),
    ),
    "GP-IAM-022": example(
        "api-task.executionRoleArn",
        put("api-task", "executionRoleArn", role_arn("backup")),
        put("api-task", "executionRoleArn", role_arn("task")),
    ),
    "GP-IAM-023": example(
        "api-task.taskRoleArn",
        put("api-task", "taskRoleArn", "task"),
        put("api-task", "taskRoleArn", role_arn("execution")),
    ),
    "GP-BACKUP-001": example(
        "plan.rules[1].lifecycle.deleteAfter",
        put("plan", "rules[1].lifecycle.deleteAfter", 119),
        put("plan", "rules[1].lifecycle.deleteAfter", 120),
    ),
    "GP-BACKUP-002": example(
        "plan.rules[0].lifecycle.deleteAfter",
        put("plan", "rules[0].lifecycle.deleteAfter", 36),
        put("plan", "rules[0].lifecycle.deleteAfter", 7),
    ),
    "GP-BACKUP-003": example(
        "plan.rules[0].schedule",
        put("plan", "rules[0].schedule", "cron(0 5 * * *)"),
        put("plan", "rules[0].schedule", "cron(0 5 ? * MON-FRI *)"),
    ),
    "GP-BACKUP-004": example(
        "plan.rules[0].completionWindow",
        put("plan", "rules[0].completionWindow", 90),
        put("plan", "rules[0].completionWindow", 120),
    ),
    "GP-BACKUP-005": example(
        "plan.rules[1].ruleName",
        put("plan", "rules[1].ruleName", "continuous"),
        put("plan", "rules[1].ruleName", "Continuous"),
    ),
    "GP-BACKUP-006": example(
        "plan.rules[1].lifecycle.deleteAfter",
        put("vault-lock", "maxRetentionDays", 300),
        put("vault-lock", "maxRetentionDays", 365),
    ),
    "GP-BACKUP-007": example(
        "vault-lock.changeableForDays",
        put("vault-lock", "changeableForDays", 2),
        put("vault-lock", "minRetentionDays", 1),
    ),
    "GP-BACKUP-008": example(
        "plan.rules[0].copyActions[0].destinationVaultArn",
        put("plan", "rules[0].copyActions[0].destinationVaultArn", VAULT),
    ),
    "GP-BACKUP-009": example(
        "selection.resources[0]",
        put("selection", "resources", ["acme-prod-db"]),
        put("selection", "resources", ["arn:aws:rds:*:*:db:*"]),
    ),
    "GP-BACKUP-010": example(
        "testing-db.protectedResourceArns",
        (put("testing-db", "protectedResourceArns", [])),
        put("testing-db", "protectedResourceArns", ["*"]),
    ),
    "GP-BACKUP-011": example(
        "testing-db.restoreMetadataOverrides.vpcSecurityGroupIds",
        put("testing-db", "restoreMetadataOverrides.vpcSecurityGroupIds", "sg-1"),
        put("testing-db", "restoreMetadataOverrides", {"dbInstanceClass": "db.t4g.micro"}),
    ),
    "GP-BACKUP-012": example(
        "testing.recoveryPointSelection.selectionWindowDays",
        put("testing", "recoveryPointSelection.selectionWindowDays", 366),
        put("testing", "recoveryPointSelection.includeVaults", ["*"]),
    ),
    "GP-BACKUP-013": example(
        "backup-global.globalSettings.crossAccount",
        put("backup-global", "globalSettings.crossAccount", "true"),
        put("backup-global", "globalSettings.isMpaEnabled", "false"),
    ),
    "GP-BACKUP-014": example(
        "backup-region.resourceTypeOptInPreference.Rds",
        put("backup-region", "resourceTypeOptInPreference", {"Rds": True}),
        put("backup-region", "resourceTypeOptInPreference", {"Aurora": False}),
    ),
    "GP-BACKUP-015": example(
        "zz.name", also(Row("aws:backup/vault:Vault", "zz", {"name": "acme-prod"}))
    ),
    "GP-BACKUP-016": example(
        "plan.rules[0].scheduleExpressionTimezone",
        put("plan", "rules[0].scheduleExpressionTimezone", "Europe/Dublim"),
        put("plan", "rules[0].scheduleExpressionTimezone", "Etc/UTC"),
    ),
    "GP-BACKUP-017": example(
        "vault-notifications.snsTopicArn", put("vault-notifications", "snsTopicArn", TOPIC_US)
    ),
    "GP-BACKUP-018": example(
        "zz.minRetentionDays",
        also(
            Row(
                "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault",
                "zz",
                {"name": "zz", "minRetentionDays": 6, "maxRetentionDays": 30},
            )
        ),
        also(
            Row(
                "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault",
                "zz",
                {"name": "zz", "minRetentionDays": 7, "maxRetentionDays": 7},
            )
        ),
    ),
    "GP-LOGS-001": example(
        "zz.name",
        also(_row("aws:cloudwatch/logGroup:LogGroup", "zz", name="aws/acme")),
        also(_row("aws:cloudwatch/logGroup:LogGroup", "zz", name="/aws/acme/a.b_c#1")),
    ),
    "GP-LOGS-002": example(
        "zz.name", also(_row("aws:cloudwatch/logGroup:LogGroup", "zz", name="/acme/prod/api"))
    ),
    "GP-LOGS-003": example(
        "api-group.retentionInDays",
        put("api-group", "logGroupClass", "DELIVERY"),
        put("flow-group", "logGroupClass", "INFREQUENT_ACCESS"),
    ),
    "GP-LOGS-004": example(
        "error-lines.pattern",
        put("error-lines", "pattern", '{ $.level == "error" }'),
        put("error-lines", "pattern", '?ERROR ?WARN -"not found"'),
    ),
    "GP-LOGS-005": example(
        "error-lines.metricTransformation.defaultValue",
        put("error-lines", "metricTransformation.dimensions", {"path": "$.path"}),
        put("error-lines", "metricTransformation.value", "$.size"),
    ),
    "GP-LOGS-006": example(
        "zz.destinationArn",
        also(
            _row(
                _FILTER,
                "zz",
                name="zz",
                logGroup="/acme/prod/api",
                filterPattern="",
                destinationArn=TOPIC,
            )
        ),
        also(
            _row(
                _FILTER,
                "zz",
                name="zz",
                logGroup="/acme/prod/api",
                filterPattern="",
                destinationArn=f"arn:aws:lambda:eu-west-1:{A}:function:checker",
            )
        ),
    ),
    "GP-LOGS-007": example(
        "waf-log-policy.policyDocument",
        put(
            "waf-log-policy",
            "policyDocument",
            policy(
                *[
                    allow(
                        "logs:PutLogEvents",
                        f"{LOGS}{'x' * 100}",
                        Principal={"Service": "delivery.logs.amazonaws.com"},
                    )
                ]
                * 30
            ),
        ),
    ),
    "GP-LOGS-008": example("cdn-source.region", put("cdn-source", "region", "eu-west-1")),
    "GP-LOGS-009": example(
        "zz.name",
        also(
            _row(
                "aws:cloudwatch/logDeliverySource:LogDeliverySource",
                "zz",
                name="acme-prod-cdn",
                logType="CONNECTION_LOGS",
                resourceArn="arn:aws:cloudfront::666666666666:distribution/E1ABCDEFGHIJKL",
                region=GLOBAL,
            )
        ),
        put("cdn-destination", "outputFormat", "parquet"),
    ),
    "GP-LOGS-010": example(
        "zz.name",
        also(
            _row(
                "aws:cloudwatch/logMetricFilter:LogMetricFilter",
                "zz",
                name="error-lines",
                logGroupName="/acme/prod/api",
                pattern="",
                metricTransformation={"name": "a", "namespace": "b", "value": "1"},
            )
        ),
        also(
            _row(
                "aws:cloudwatch/logMetricFilter:LogMetricFilter",
                "zz",
                name="z",
                logGroupName="/acme/prod/api",
                pattern="",
                metricTransformation={"name": "a", "namespace": "b", "value": "1"},
            )
        ),
    ),
    "GP-ALARM-001": example("cpu.period", put("cpu", "period", 90), put("cpu", "period", 10)),
    "GP-ALARM-002": example(
        "cpu.evaluationPeriods",
        put("cpu", "evaluationPeriods", 1441),
        put("cpu", "evaluationPeriods", 1440),
    ),
    "GP-ALARM-003": example(
        "cpu.datapointsToAlarm",
        put("cpu", "datapointsToAlarm", 6),
        put("cpu", "datapointsToAlarm", 5),
    ),
    "GP-ALARM-004": example(
        "latency.statistic",
        put("latency", "statistic", "Average"),
        (put("latency", "statistic", "Average"), drop("latency", "extendedStatistic")),
    ),
    "GP-ALARM-005": example(
        "latency.extendedStatistic",
        put("latency", "extendedStatistic", "p101"),
        put("latency", "extendedStatistic", "tm99.9"),
    ),
    "GP-ALARM-006": example(
        "errors.metricQueries[2].expression",
        put("errors", "metricQueries[2].expression", "errors / total"),
        put("errors", "metricQueries[2].expression", "FILL(errors, 0) / (requests + 1)"),
    ),
    "GP-ALARM-007": example(
        "errors.metricQueries",
        put("errors", "metricQueries[0].returnData", True),
        put("errors", "metricQueries[0].label", "x"),
    ),
    "GP-ALARM-008": example(
        "cpu.thresholdMetricId",
        put("cpu", "comparisonOperator", "GreaterThanUpperThreshold"),
        put("cpu", "threshold", 0),
    ),
    "GP-ALARM-009": example(
        "cpu.alarmActions[0]",
        put("cpu", "alarmActions", [TOPIC_US]),
        put("cpu", "alarmActions", []),
    ),
    "GP-ALARM-010": example("latency.name", put("latency", "name", "acme-prod-cpu")),
    "GP-ALARM-011": example(
        "cpu.region",
        put("cpu", "namespace", "AWS/CloudFront"),
        put("edge-errors", "metricName", "Requests"),
    ),
    "GP-ALARM-012": example(
        "outage.alarmRule",
        put("outage", "alarmRule", 'ALARM("acme-prod-cpu") && ALARM("acme-prod-errors")'),
        put("outage", "alarmRule", "NOT (ALARM(acme-prod-cpu) OR FALSE)"),
    ),
    "GP-ALARM-013": example(
        "outage.alarmRule",
        put("outage", "alarmRule", 'ALARM("acme-prod-disk")'),
        put("outage", "alarmRule", f'OK("arn:aws:cloudwatch:eu-west-1:{A}:alarm:acme-prod-cpu")'),
    ),
    "GP-ALARM-014": example(
        "outage.actionsSuppressor.waitPeriod",
        put("outage", "actionsSuppressor", {"alarm": "acme-prod-cpu", "extensionPeriod": 60}),
        put(
            "outage",
            "actionsSuppressor",
            {"alarm": "acme-prod-cpu", "extensionPeriod": 60, "waitPeriod": 0},
        ),
    ),
    "GP-ALARM-015": example(
        "dashboard.dashboardBody",
        put(
            "dashboard",
            "dashboardBody",
            '{"widgets":[{"type":"metric","x":20,"width":12,"properties":{"region":"eu-west-1","metrics":[["A","b"]]}}]}',
        ),
        put(
            "dashboard",
            "dashboardBody",
            '{"widgets":[{"type":"text","x":12,"width":12,"properties":{"markdown":"x"}}]}',
        ),
    ),
    "GP-ALARM-016": example(
        "cpu.dimensions.DBInstanceIdentifier", put("cpu", "dimensions.DBInstanceIdentifier", "")
    ),
    "GP-ALARM-017": example(
        "cpu.dimensions.DBInstanceIdentifier",
        put("cpu", "dimensions.DBInstanceIdentifier", "db-ABC"),
    ),
    "GP-EVENT-001": example(
        "backup-failed.eventPattern",
        drop("backup-failed", "eventPattern"),
        (
            drop("backup-failed", "eventPattern"),
            put("backup-failed", "scheduleExpression", "rate(1 day)"),
        ),
    ),
    "GP-EVENT-002": example(
        "backup-failed.eventPattern",
        put("backup-failed", "eventPattern", '{"source": "aws.backup"}'),
        put(
            "backup-failed",
            "eventPattern",
            '{"detail": {"n": [{"numeric": [">", 0, "<=", 5]}, {"exists": false}]}}',
        ),
    ),
    "GP-EVENT-003": example(
        "backup-failed.scheduleExpression",
        put("backup-failed", "scheduleExpression", "rate(1 days)"),
        put("backup-failed", "scheduleExpression", "cron(0/5 8-17 ? * 2#1 *)"),
    ),
    "GP-EVENT-004": example(
        "backup-failed-target.arn", put("backup-failed-target", "arn", TOPIC_US)
    ),
    "GP-EVENT-005": example(
        "backup-failed-target.roleArn", put("backup-failed-target", "roleArn", role_arn("task"))
    ),
    "GP-EVENT-006": example(
        "backup-failed-target.inputPath",
        (
            put("backup-failed-target", "input", '"x"'),
            put("backup-failed-target", "inputPath", "$.detail"),
        ),
        put("backup-failed-target", "inputPath", "$.detail"),
    ),
    "GP-EVENT-007": example(
        "zz.targetId",
        also(_row(_TARGET, "zz", rule="backup-failed", arn=TOPIC, targetId="page")),
        also(_row(_TARGET, "zz", rule="backup-failed", arn=TOPIC, targetId="page2")),
    ),
    "GP-EVENT-008": example(
        "zz.name",
        also(
            _row(
                "aws:cloudwatch/eventRule:EventRule",
                "zz",
                name="backup-failed",
                scheduleExpression="rate(5 minutes)",
            )
        ),
    ),
    "GP-EVENT-009": example(
        "backup-failed-target.arn",
        put(
            "page-policy",
            "policy",
            policy(allow("sns:Publish", TOPIC, Principal={"Service": "cloudwatch.amazonaws.com"})),
        ),
    ),
    "GP-SCHED-001": example(
        "nightly.scheduleExpression",
        put("nightly", "scheduleExpression", "cron(0 3 * * * *)"),
        put("nightly", "scheduleExpression", "at(2030-01-01T00:00:00)"),
    ),
    "GP-SCHED-002": example(
        "nightly.scheduleExpressionTimezone",
        put("nightly", "scheduleExpressionTimezone", "GMT+25"),
        put("nightly", "scheduleExpressionTimezone", "UTC"),
    ),
    "GP-SCHED-003": example(
        "nightly.flexibleTimeWindow.maximumWindowInMinutes",
        put("nightly", "flexibleTimeWindow.mode", "FLEXIBLE"),
        put("nightly", "flexibleTimeWindow", {"mode": "FLEXIBLE", "maximumWindowInMinutes": 1440}),
    ),
    "GP-SCHED-004": example(
        "nightly.target.ecsParameters",
        drop("nightly", "target.ecsParameters"),
        put("nightly", "target.input", "{}"),
    ),
    "GP-SCHED-005": example(
        "nightly.endDate",
        (
            put("nightly", "startDate", "2030-01-02T00:00:00Z"),
            put("nightly", "endDate", "2030-01-01T00:00:00Z"),
        ),
        put("nightly", "endDate", "2030-01-01T00:00:00Z"),
    ),
    "GP-SCHED-006": example(
        "zz.name",
        also(
            _row(
                "aws:scheduler/schedule:Schedule",
                "zz",
                name="nightly",
                scheduleExpression="rate(1 hour)",
                flexibleTimeWindow={"mode": "OFF"},
                target={"arn": f"arn:aws:sqs:eu-west-1:{A}:jobs", "roleArn": role_arn("scheduler")},
            )
        ),
    ),
    "GP-ECS-001": example(
        "api-task.memory", put("api-task", "memory", "8192"), put("api-task", "memory", "4096")
    ),
    "GP-ECS-002": example("api-task.networkMode", put("api-task", "networkMode", "bridge")),
    "GP-ECS-003": example(
        "api-task.containerDefinitions", container(images="x"), container(dockerLabels={"a": "b"})
    ),
    "GP-ECS-004": example(
        "api-task.containerDefinitions",
        container(portMappings=[{"containerPort": 8000, "hostPort": 80}]),
        container(portMappings=[{"containerPort": 8000}]),
    ),
    "GP-ECS-005": example(
        "api-task.containerDefinitions",
        container(logConfiguration={"logDriver": "json-file"}),
        container(logConfiguration=_log(mode="non-blocking")),
    ),
    "GP-ECS-006": example(
        "api-task.containerDefinitions", container(stopTimeout=121), container(stopTimeout=120)
    ),
    "GP-ECS-007": example(
        "api-task.containerDefinitions", container(privileged=True), container(privileged=False)
    ),
    "GP-ECS-008": example(
        "api-task.containerDefinitions", container(cpu=1024), container(cpu=512, memory=1024)
    ),
    "GP-ECS-009": example(
        "api-task.containerDefinitions",
        container(environment=[{"name": "STRIPE", "value": "x"}]),
        container(environment=[{"name": "EMPTY", "value": ""}]),
    ),
    "GP-ECS-010": example(
        "api-task.containerDefinitions",
        container(mountPoints=[{"sourceVolume": "data", "containerPath": "/data"}]),
        container(mountPoints=[]),
    ),
    "GP-ECS-011": example(
        "api.launchType",
        put("api", "capacityProviderStrategies", [{"capacityProvider": "FARGATE", "weight": 1}]),
        (
            drop("api", "launchType"),
            put(
                "api",
                "capacityProviderStrategies",
                [{"capacityProvider": "FARGATE_SPOT", "weight": 1}],
            ),
        ),
    ),
    "GP-ECS-012": example(
        "api.networkConfiguration.subnets",
        put("api", "networkConfiguration.subnets", []),
        put("api", "networkConfiguration.subnets", list(PUBLIC)),
    ),
    "GP-ECS-013": example(
        "api.loadBalancers[0].containerPort",
        put("api", "loadBalancers[0].containerPort", 80),
        put("api", "loadBalancers", [_SERVICE_TG]),
    ),
    "GP-ECS-014": example(
        "api.loadBalancers[0].targetGroupArn",
        put(
            "api-rule",
            "actions",
            [{"type": "redirect", "redirect": {"statusCode": "HTTP_301", "path": "/x"}}],
        ),
    ),
    "GP-ECS-015": example(
        "api.deploymentMaximumPercent",
        put("api", "deploymentMaximumPercent", 100),
        (
            put("api", "deploymentMaximumPercent", 100),
            put("api", "deploymentMinimumHealthyPercent", 0),
        ),
    ),
    "GP-ECS-016": example(
        "api.platformVersion",
        put("api", "platformVersion", "1.5.0"),
        put("api", "platformVersion", "LATEST"),
    ),
    "GP-ECS-017": example(
        "zz.name",
        also(
            _row(
                "aws:ecs/service:Service",
                "zz",
                name="api",
                cluster=CLUSTER,
                taskDefinition="api",
                launchType="FARGATE",
                networkConfiguration={"subnets": list(PRIVATE)},
            )
        ),
    ),
    "GP-ECS-018": example(
        "cluster-providers.defaultCapacityProviderStrategies[0].capacityProvider",
        put("cluster-providers", "capacityProviders", ["FARGATE_SPOT"]),
        put("cluster-providers", "capacityProviders", ["FARGATE"]),
    ),
    "GP-ECS-019": example(
        "api-task.containerDefinitions",
        container(logConfiguration=_log(**{"awslogs-group": "/acme/prod/web"})),
        container(logConfiguration=_log(**{"awslogs-group": "/x", "awslogs-create-group": "true"})),
    ),
    "GP-ECS-020": example(
        "api.loadBalancers[0].advancedConfiguration",
        put("api", "deploymentConfiguration", {"strategy": "BLUE_GREEN"}),
        put("api", "deploymentConfiguration", {"strategy": "ROLLING"}),
    ),
    "GP-ECS-021": example(
        "api-task.ephemeralStorage.sizeInGib",
        put("api-task", "ephemeralStorage", {"sizeInGib": 20}),
        put("api-task", "ephemeralStorage", {"sizeInGib": 21}),
    ),
    "GP-ECS-022": example(
        "api.networkConfiguration.subnets", put("api", "networkConfiguration.subnets", [PRIVATE[0]])
    ),
    "GP-SCALE-001": example(
        "api-scaling.maxCapacity",
        put("api-scaling", "maxCapacity", 1),
        put("api-scaling", "maxCapacity", 2),
    ),
    "GP-SCALE-002": example(
        "api-scaling.resourceId", put("api-scaling", "resourceId", "service/api")
    ),
    "GP-SCALE-003": example(
        "zz.resourceId",
        also(
            _row(
                "aws:appautoscaling/target:Target",
                "zz",
                minCapacity=1,
                maxCapacity=2,
                resourceId="service/acme-prod/api",
                scalableDimension="ecs:service:DesiredCount",
                serviceNamespace="ecs",
            )
        ),
    ),
    "GP-SCALE-004": example(
        "api-requests.stepScalingPolicyConfiguration",
        put("api-requests", "policyType", "StepScaling"),
    ),
    "GP-SCALE-005": example(
        "api-requests.targetTrackingScalingPolicyConfiguration.predefinedMetricSpecification.resourceLabel",
        put(
            "api-requests",
            "targetTrackingScalingPolicyConfiguration.predefinedMetricSpecification.resourceLabel",
            TG,
        ),
        (
            put(
                "api-requests",
                "targetTrackingScalingPolicyConfiguration.predefinedMetricSpecification",
                {"predefinedMetricType": "ECSServiceAverageCPUUtilization"},
            ),
            put("api-requests", "targetTrackingScalingPolicyConfiguration.targetValue", 60),
        ),
    ),
    "GP-SCALE-006": example(
        "zz.stepScalingPolicyConfiguration.stepAdjustments",
        also(
            _row(
                "aws:appautoscaling/policy:Policy",
                "zz",
                name="zz",
                policyType="StepScaling",
                resourceId="service/acme-prod/api",
                scalableDimension="ecs:service:DesiredCount",
                serviceNamespace="ecs",
                stepScalingPolicyConfiguration={
                    "adjustmentType": "ChangeInCapacity",
                    "stepAdjustments": [
                        {"metricIntervalUpperBound": "1", "scalingAdjustment": 1},
                        {"metricIntervalLowerBound": "2", "scalingAdjustment": 2},
                    ],
                },
            )
        ),
    ),
    "GP-SCALE-007": example(
        "zz.schedule",
        also(
            _row(
                "aws:appautoscaling/scheduledAction:ScheduledAction",
                "zz",
                name="zz",
                resourceId="service/acme-prod/api",
                scalableDimension="ecs:service:DesiredCount",
                serviceNamespace="ecs",
                schedule="cron(0 8 * * *)",
                scalableTargetAction={"minCapacity": 1},
            )
        ),
        also(
            _row(
                "aws:appautoscaling/scheduledAction:ScheduledAction",
                "zz",
                name="zz",
                resourceId="service/acme-prod/api",
                scalableDimension="ecs:service:DesiredCount",
                serviceNamespace="ecs",
                schedule="cron(0 8 * * ? *)",
                scalableTargetAction={"minCapacity": 1},
            )
        ),
    ),
    "GP-ECR-001": example(
        "registry-lifecycle.policy",
        put(
            "registry-lifecycle",
            "policy",
            '{"rules":[{"rulePriority":1,"selection":{"tagStatus":"tagged","countType":"imageCountMoreThan","countNumber":5},"action":{"type":"expire"}}]}',
        ),
        put(
            "registry-lifecycle",
            "policy",
            '{"rules":[{"rulePriority":1,"selection":{"tagStatus":"tagged","tagPrefixList":["v"],"countType":"imageCountMoreThan","countNumber":5},"action":{"type":"expire"}}]}',
        ),
    ),
    "GP-ECR-002": example(
        "registry.encryptionConfigurations[0].kmsKey",
        put("registry", "encryptionConfigurations[0].encryptionType", "AES256"),
        put("registry", "encryptionConfigurations", [{"encryptionType": "AES256"}]),
    ),
    "GP-ECR-003": example(
        "zz.name", also(_row("aws:ecr/repository:Repository", "zz", name="acme/api"))
    ),
    "GP-ECR-004": example(
        "zz.rules[0].scanFrequency",
        also(
            _row(
                "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
                "zz",
                scanType="BASIC",
                rules=[
                    {
                        "scanFrequency": "CONTINUOUS_SCAN",
                        "repositoryFilters": [{"filter": "*", "filterType": "WILDCARD"}],
                    }
                ],
            )
        ),
        also(
            _row(
                "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
                "zz",
                scanType="ENHANCED",
                rules=[
                    {
                        "scanFrequency": "CONTINUOUS_SCAN",
                        "repositoryFilters": [{"filter": "*", "filterType": "WILDCARD"}],
                    }
                ],
            )
        ),
    ),
    "GP-LAMBDA-001": example(
        "checker.handler", drop("checker", "handler"), put("checker", "handler", "x.main")
    ),
    "GP-LAMBDA-002": example(
        "checker-target.arn",
        put(
            "checker-permission",
            "sourceArn",
            "arn:aws:events:eu-west-1:666666666666:rule/another",
        ),
        put("checker-permission", "action", "lambda:InvokeFunction"),
    ),
    "GP-LAMBDA-003": example(
        "checker-permission.sourceArn",
        drop("checker-permission", "sourceArn"),
        (
            drop("checker-permission", "sourceArn"),
            put("checker-permission", "sourceAccount", "666666666666"),
        ),
    ),
    "GP-LAMBDA-004": example(
        "checker.runtime",
        put("checker", "runtime", "python3.7"),
        put("checker", "runtime", "python3.14"),
    ),
    "GP-MODEL-001": example(
        "db-subnets.subnetIds", drop("db-subnets", "subnetIds"), drop("db", "dbName")
    ),
    "GP-MODEL-002": example("db.multiAZ", put("db", "multiAZ", True), put("db", "multiAz", False)),
    "GP-MODEL-003": example(
        "jobs.delaySeconds", put("jobs", "delaySeconds", "soon"), put("jobs", "delaySeconds", "5")
    ),
    "GP-MODEL-004": example(
        "cpu.comparisonOperator",
        put("cpu", "comparisonOperator", "GreaterThan"),
        put("cpu", "comparisonOperator", "LessThanThreshold"),
    ),
    "GP-MODEL-005": example(
        "certificate.domainName",
        put("certificate", "domainName", "example_com"),
        put("certificate", "domainName", "*.example.com"),
    ),
    "GP-MODEL-006": example(
        "contact.title", put("contact", "title", "x" * 51), put("contact", "title", "x" * 50)
    ),
}
