"""Backups: when, how long, copied where, by whom, and how anybody would notice."""

import hashlib
import json
from typing import Any

import pytest

from groundplan.engine.plan import Estate, Plan
from groundplan.errors import PlanError
from groundplan.recovery.report import assess
from stacks.recovery.rules import backup_problems
from stacks.recovery.validation import CODE
from stacks.settings import SETTINGS, settings_for

from .conftest import Make

DR = "arn:aws:backup:eu-central-1:{account}:backup-vault:acme-shop-{env}-backup-dr"
CENTRAL = "arn:aws:backup:eu-west-1:333333333333:backup-vault:acme-shop-central"


@pytest.fixture(scope="module")
def prod(everything: Estate) -> Plan:
    return everything["foundation/prod"]


def _rules(plan: Plan) -> dict[str, dict[str, Any]]:
    return {r["ruleName"]: r for r in plan["backup-plan-plan"].inputs["rules"]}


@pytest.mark.parametrize(
    ("env", "days"),
    [
        ("dev", {"daily": 7}),
        ("staging", {"daily": 14}),
        ("prod", {"daily": 35, "continuous": 35, "weekly": 90, "monthly": 365}),
    ],
)
def test_recovery_points_are_kept_as_the_environment_promises(
    everything: Estate, env: str, days: dict[str, int]
) -> None:
    rules = _rules(everything[f"foundation/{env}"])
    assert {name: r["lifecycle"]["deleteAfter"] for name, r in rules.items()} == days
    assert rules["daily"]["schedule"] == "cron(0 5 * * ? *)"
    assert [n for n, r in rules.items() if r["enableContinuousBackup"]] == [
        n for n in days if n == "continuous"
    ]


def test_copies_cross_the_region_or_the_account_and_never_both(everything: Estate) -> None:
    copies = {
        env: {
            c["destinationVaultArn"]: c["lifecycle"]["deleteAfter"]
            for rule in _rules(everything[f"foundation/{env}"]).values()
            for c in rule["copyActions"]
        }
        for env in ("dev", "staging", "prod")
    }
    assert copies == {
        "dev": {},
        "staging": {DR.format(account="555555555555", env="staging"): 14},
        "prod": {DR.format(account="666666666666", env="prod"): 90, CENTRAL: 90},
    }


def test_no_two_rules_start_within_the_same_hour(prod: Plan) -> None:
    rules = _rules(prod)
    hours = sorted(int(rule["schedule"].split()[1]) for rule in rules.values())
    assert hours == [1, 5, 7, 11]
    assert {rule["startWindow"] for rule in rules.values()} == {60}
    assert all(rule["completionWindow"] > rule["startWindow"] for rule in rules.values())


def test_vaults_encrypt_with_keys_of_their_own_in_their_own_region(prod: Plan) -> None:
    for name, region in (("backup", "eu-west-1"), ("backup-dr", "eu-central-1")):
        vault, key = prod[f"{name}-vault"], prod[f"{name}-key-key"]
        assert vault.inputs["kmsKeyArn"] == key.outputs["arn"]
        assert vault.region == key.region == region
        assert vault.options.protect and key.options.protect
        assert vault.inputs["forceDestroy"] is False


@pytest.mark.parametrize("name", ["data-key", "backup-key-key", "backup-dr-key-key"])
def test_keys_open_for_the_backup_account_where_copies_go_there(
    everything: Estate, prod: Plan, name: str
) -> None:
    def sids(plan: Plan) -> set[str]:
        return {s["Sid"] for s in json.loads(plan[name].inputs["policy"])["Statement"]}

    policy = {s["Sid"]: s for s in json.loads(prod[name].inputs["policy"])["Statement"]}
    for sid in ("BackupAccountUse", "BackupAccountGrant"):
        assert policy[sid]["Principal"] == {"AWS": ["arn:aws:iam::333333333333:root"]}
    assert policy["BackupAccountGrant"]["Condition"] == {
        "Bool": {"kms:GrantIsForAWSResource": "true"}
    }
    staging = everything["foundation/staging"]
    assert not {sid for sid in sids(staging) if sid.startswith("BackupAccount")}


def test_the_backup_account_may_give_recovery_points_back(everything: Estate, prod: Plan) -> None:
    for name in ("backup-policy", "backup-dr-policy"):
        [statement] = json.loads(prod[name].inputs["policy"])["Statement"]
        assert statement["Principal"] == {"AWS": "arn:aws:iam::333333333333:root"}
        assert statement["Action"] == "backup:CopyIntoBackupVault"
    assert "backup-policy" not in {r.name for r in everything["foundation/staging"].resources}


def test_everything_tagged_is_selected_by_a_role_that_can_do_the_work(prod: Plan) -> None:
    selection = prod["backup-plan-selection"]
    assert selection.inputs["selectionTags"] == [
        {"type": "STRINGEQUALS", "key": "backup", "value": "acme-shop-prod-backup"}
    ]
    assert selection.inputs["iamRoleArn"] == prod["backup-plan-role"].outputs["arn"]
    attached = {
        r.inputs["policyArn"]
        for r in prod.of_type("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
        if r.inputs["role"] == prod["backup-plan-role"].outputs["name"]
    }
    assert attached == {
        "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
        "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup",
    }


@pytest.mark.parametrize("type_", ["Aurora", "DynamoDB", "EBS", "EFS", "RDS", "S3"])
def test_aws_backup_is_turned_on_in_both_regions(prod: Plan, type_: str) -> None:
    for name, region in (
        ("backup-opt-in-settings", "eu-west-1"),
        ("backup-dr-opt-in-settings", "eu-central-1"),
    ):
        assert prod[name].region == region
        assert prod[name].inputs["resourceTypeOptInPreference"][type_] is True
        # Without full management a backup of a table can be copied nowhere.
        assert prod[name].inputs["resourceTypeManagementPreference"]["DynamoDB"] is True


def test_recovery_points_of_prod_are_locked_and_the_lock_can_be_lifted(
    everything: Estate, prod: Plan
) -> None:
    home, dr = prod["backup-lock"].inputs, prod["backup-dr-lock"].inputs
    assert (home["minRetentionDays"], home["maxRetentionDays"]) == (35, 365)
    assert (dr["minRetentionDays"], dr["maxRetentionDays"]) == (35, 90)
    assert "changeableForDays" not in home and "changeableForDays" not in dr
    for env in ("dev", "staging"):
        plan = everything[f"foundation/{env}"]
        assert plan.of_type("aws:backup/vault:Vault")
        assert plan.of_type("aws:backup/vaultLockConfiguration:VaultLockConfiguration") == ()


def test_a_compliance_lock_needs_somebody_to_have_typed_it(make_estate: Make) -> None:
    with pytest.raises(PlanError, match="nobody has confirmed it"):
        make_estate("foundation/prod", settings={"vault_lock": "compliance"})


def test_a_confirmed_compliance_lock_can_be_taken_back_until_the_typed_day(
    make_estate: Make,
) -> None:
    confirmed = {
        "confirmation": "I understand that nobody can undo this, AWS included",
        "confirmed_on": "2026-11-02",
        "irrevocable_from": "2026-11-16",
    }
    estate = make_estate(
        "foundation/prod", settings={"vault_lock": "compliance"}, compliance_lock=confirmed
    )
    assert estate["foundation/prod"]["backup-lock"].inputs["changeableForDays"] == 14
    assert {v.irrevocable_from for v in assess(estate).irrevocable} == {"2026-11-16"}
    with pytest.raises(PlanError, match="3 days or more"):
        make_estate(
            "foundation/prod",
            settings={"vault_lock": "compliance"},
            compliance_lock={**confirmed, "irrevocable_from": "2026-11-04"},
        )


@pytest.mark.parametrize(
    ("setting", "days", "message"),
    [
        ("backup_daily_days", 0, "leaves the environment without backups"),
        ("backup_continuous_days", 36, "is outside what point-in-time recovery keeps"),
        ("backup_continuous_days", 20, "differs from database_backup_days"),
        ("backup_copy_days", 30, "keeps the copy for less time than the original"),
        ("backup_account_copy_days", 30, "keeps the copy for less time than the original"),
    ],
)
def test_a_promise_that_cannot_be_kept_is_a_problem(setting: str, days: int, message: str) -> None:
    settings = settings_for("standard", "prod", {setting: days})
    found = [str(p) for p in backup_problems(settings, locked=False)]
    assert any(f"settings.{setting}: {message}" in text for text in found), found


def test_the_settings_as_they_are_have_no_problem() -> None:
    for profile, environments in SETTINGS.items():
        for env, settings in environments.items():
            found = list(backup_problems(settings, locked=False))
            assert found == [], (profile, env)


@pytest.mark.parametrize(
    ("kind", "key", "states"),
    [
        ("backup", "state", ["ABORTED", "EXPIRED", "FAILED", "PARTIAL"]),
        ("copy", "state", ["FAILED", "PARTIAL"]),
        ("restore", "status", ["ABORTED", "FAILED"]),
    ],
)
def test_failed_jobs_are_told(prod: Plan, kind: str, key: str, states: list[str]) -> None:
    rule = prod[f"backup-watch-{kind}-failed-rule"]
    target = prod[f"backup-watch-{kind}-failed-target"]
    assert json.loads(rule.inputs["eventPattern"]) == {
        "source": ["aws.backup"],
        "detail-type": [f"{kind.title()} Job State Change"],
        "detail": {key: states},
    }
    assert target.inputs["arn"] == prod["notifications-ticket"].outputs["arn"]
    assert "roleArn" not in target.inputs
    assert target.inputs["inputTransformer"]["inputPaths"]["state"] == f"$.detail.{key}"
    assert f"backup.md#failed-{kind}" in target.inputs["inputTransformer"]["inputTemplate"]


@pytest.mark.parametrize(
    ("alarm", "hours", "dimension", "value"),
    [
        *(
            (
                f"backup-watch-saved-{type_}-alarms-completed-jobs-26-hours-min",
                26,
                "RuleName",
                f"acme-shop-prod-backup-watch-saved-{type_}",
            )
            for type_ in ("rds", "s3", "dynamodb")
        ),
        *(
            (
                f"backup-watch-copied-{vault}-{type_}-alarms-completed-copies-26-hours-min",
                26,
                "RuleName",
                f"acme-shop-prod-backup-watch-copied-{vault}-{type_}",
            )
            for vault in ("dr-region", "backup-account")
            for type_ in ("rds", "s3", "dynamodb")
        ),
        *(
            (
                f"restore-testing-validation-{type_.lower()}-alarms-validated-restores-5-days-min",
                120,
                "Type",
                type_,
            )
            for type_ in ("RDS", "S3", "DynamoDB")
        ),
    ],
)
def test_silence_is_an_alarm(
    prod: Plan, alarm: str, hours: int, dimension: str, value: str
) -> None:
    inputs = prod[alarm].inputs
    assert (inputs["period"], inputs["evaluationPeriods"]) == (3600, hours)
    assert inputs["datapointsToAlarm"] == hours
    assert inputs["treatMissingData"] == "breaching"
    assert inputs["dimensions"] == {dimension: value}
    # CloudWatch looks back 7 days at most.
    assert inputs["period"] * inputs["evaluationPeriods"] <= 604800


@pytest.mark.parametrize("type_", ["RDS", "S3", "DynamoDB"])
def test_backups_are_counted_by_type_so_that_none_hides_behind_another(
    prod: Plan, type_: str
) -> None:
    rule = prod[f"backup-watch-saved-{type_.lower()}-rule"]
    assert json.loads(rule.inputs["eventPattern"])["detail"] == {
        "state": ["COMPLETED"],
        "backupVaultName": ["acme-shop-prod-backup"],
        "resourceType": [type_],
    }


@pytest.mark.parametrize("type_", ["RDS", "S3", "DynamoDB"])
def test_arrived_copies_are_counted_by_destination_and_type(prod: Plan, type_: str) -> None:
    patterns = {
        destination: json.loads(
            prod[f"backup-watch-copied-{destination}-{type_.lower()}-rule"].inputs["eventPattern"]
        )["detail"]
        for destination in ("dr-region", "backup-account")
    }
    arrived = {"state": ["COMPLETED"], "resourceType": [type_]}
    assert patterns == {
        "dr-region": {
            **arrived,
            "destinationBackupVaultArn": [DR.format(account="666666666666", env="prod")],
        },
        "backup-account": {**arrived, "destinationBackupVaultArn": [CENTRAL]},
    }


@pytest.mark.parametrize("type_", ["RDS", "S3", "DynamoDB"])
def test_every_kind_of_store_is_restored_again_and_again(prod: Plan, type_: str) -> None:
    plan = prod["restore-testing-plan"]
    selection = prod[f"restore-testing-{type_.lower()}"].inputs
    assert plan.inputs["scheduleExpression"] == "cron(0 10 ? * WED,SUN *)"
    assert plan.inputs["recoveryPointSelection"]["includeVaults"] == [
        prod["backup-vault"].outputs["arn"]
    ]
    assert selection["protectedResourceType"] == type_
    assert selection["protectedResourceConditions"] == {
        "stringEquals": [{"key": "aws:ResourceTag/backup", "value": "acme-shop-prod-backup"}]
    }
    assert selection["restoreTestingPlanName"] == plan.outputs["name"]
    for name in (plan.inputs["name"], selection["name"]):
        assert name.replace("_", "").isalnum() and len(name) <= 50


def test_a_restored_database_stands_where_nobody_reaches_it(prod: Plan) -> None:
    metadata = prod["restore-testing-rds"].inputs["restoreMetadataOverrides"]
    closed = prod["restore-testing-security-group"]
    assert json.loads(metadata["vpcSecurityGroupIds"]) == [closed.id]
    assert "ingress" not in closed.inputs and "egress" not in closed.inputs
    assert metadata["publiclyAccessible"] == "false"
    assert metadata["dbSubnetGroupName"] == prod["database-subnets"].outputs["name"]


def test_an_aurora_cluster_is_restored_as_a_cluster(make_estate: Make) -> None:
    plan = make_estate("foundation/prod", database={"engine": "aurora-postgresql"})[
        "foundation/prod"
    ]
    selection = plan["restore-testing-aurora"].inputs
    assert selection["protectedResourceType"] == "Aurora"
    assert set(selection["restoreMetadataOverrides"]) == {
        "dbSubnetGroupName",
        "vpcSecurityGroupIds",
    }


def test_what_a_test_restored_is_judged_by_a_function_that_only_reads(prod: Plan) -> None:
    name = "restore-testing-validation"
    pattern = json.loads(prod[f"{name}-rule"].inputs["eventPattern"])
    assert pattern["detail"] == {
        "status": ["COMPLETED"],
        "restoreTestingPlanArn": [prod["restore-testing-plan"].outputs["arn"]],
    }
    function, permission = prod[f"{name}-function"], prod[f"{name}-permission"].inputs
    assert prod[f"{name}-target"].inputs["arn"] == function.outputs["arn"]
    assert permission["sourceArn"] == prod[f"{name}-rule"].outputs["arn"]
    assert permission["principal"] == "events.amazonaws.com"
    log = prod[f"{name}-log"].inputs
    assert log["name"] == f"/aws/lambda/{function.inputs['name']}"
    assert log["kmsKeyId"] == prod["logs-key"].outputs["arn"]
    assert function.inputs["environment"] == {
        "variables": {"KEY_ARN": prod["data-key"].outputs["arn"]}
    }
    shipped = hashlib.sha256(CODE.read_bytes()).hexdigest()
    assert function.inputs["code"] == {"assets": {"validator.py": {"sha256": shipped}}}
    statements = json.loads(prod[f"{name}-role-policy"].inputs["policy"])["Statement"]
    actions = {action for s in statements for action in s["Action"]}
    assert actions == {
        "backup:DescribeRestoreJob",
        "backup:ListRestoreJobs",
        "backup:PutRestoreValidationResult",
        "cloudwatch:GetMetricStatistics",
        "dynamodb:DescribeTable",
        "dynamodb:Scan",
        "kms:Decrypt",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "rds:DescribeDBClusters",
        "rds:DescribeDBInstances",
        "s3:GetObject",
        "s3:ListBucket",
    }
    for statement in statements:
        if {"dynamodb:Scan", "s3:GetObject"} & set(statement["Action"]):
            assert all("awsbackup-restore-test-" in arn for arn in statement["Resource"])


@pytest.mark.parametrize(
    ("alarm", "namespace", "metric"),
    [
        ("function-alarms-bad-restores-max", "AWS/Lambda", "Errors"),
        ("left-over-alarms-left-over-max", "Groundplan/acme-shop-prod", "RestoreTestsLeftOver"),
    ],
)
def test_a_bad_restore_and_one_left_behind_are_alarms(
    prod: Plan, alarm: str, namespace: str, metric: str
) -> None:
    inputs = prod[f"restore-testing-validation-{alarm}"].inputs
    assert (inputs["namespace"], inputs["metricName"]) == (namespace, metric)
    assert (inputs["comparisonOperator"], inputs["threshold"]) == ("GreaterThanThreshold", 0)
    assert inputs["treatMissingData"] == "notBreaching"


def test_verdicts_are_counted_by_the_type_their_alarm_watches(prod: Plan) -> None:
    counted = prod["restore-testing-validation-validated"].inputs
    assert counted["pattern"] == '{ $.validation = "SUCCESSFUL" }'
    transformation = counted["metricTransformation"]
    assert transformation["dimensions"] == {"Type": "$.type"}
    for type_ in ("rds", "s3", "dynamodb"):
        alarm = prod[
            f"restore-testing-validation-{type_}-alarms-validated-restores-5-days-min"
        ].inputs
        assert (alarm["namespace"], alarm["metricName"]) == (
            transformation["namespace"],
            transformation["name"],
        )


def test_an_environment_that_stores_nothing_restores_nothing(make_estate: Make) -> None:
    nothing = {key: [] for key in ("buckets", "tables", "queues", "secrets")}
    plan = make_estate("foundation/prod", database=None, cache=None, **nothing)["foundation/prod"]
    assert plan.of_type("aws:backup/restoreTestingPlan:RestoreTestingPlan") == ()


def test_only_prod_restores_as_a_test(everything: Estate) -> None:
    for env in ("dev", "staging"):
        plan = everything[f"foundation/{env}"]
        assert plan.of_type("aws:backup/plan:Plan")
        assert plan.of_type("aws:backup/restoreTestingPlan:RestoreTestingPlan") == ()
