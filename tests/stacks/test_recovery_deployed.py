"""Backups and alarms, as an auditor finds them in each environment's emulated account."""

from pathlib import Path
from typing import Any

import pytest

from groundplan.engine.plan import Estate, Plan
from groundplan.pytest_plugin import Account


@pytest.fixture
def backup_rules(account: Account) -> list[dict[str, Any]]:
    """Rules of every backup plan of the environment."""
    client = account.client("backup")
    plans = [
        client.get_backup_plan(BackupPlanId=p["BackupPlanId"])["BackupPlan"]
        for p in client.list_backup_plans()["BackupPlansList"]
    ]
    assert plans
    return [rule for plan in plans for rule in plan["Rules"]]


def test_backups_run_every_day(backup_rules: list[dict[str, Any]]) -> None:
    daily = [r for r in backup_rules if r["ScheduleExpression"].endswith("* * ? *)")]
    assert daily
    assert all(rule["Lifecycle"]["DeleteAfterDays"] >= 7 for rule in daily)


def test_backups_go_to_a_vault_of_the_account_that_has_its_own_key(
    account: Account, backup_rules: list[dict[str, Any]]
) -> None:
    client = account.client("backup")
    for name in {rule["TargetBackupVaultName"] for rule in backup_rules}:
        vault = client.describe_backup_vault(BackupVaultName=name)
        key = account.client("kms").describe_key(KeyId=vault["EncryptionKeyArn"])["KeyMetadata"]
        assert key["KeyManager"] == "CUSTOMER"


def test_copies_leave_the_region_where_the_environment_promises_it(
    account: Account, environment: str, backup_rules: list[dict[str, Any]]
) -> None:
    copies = {
        copy["DestinationBackupVaultArn"]
        for rule in backup_rules
        for copy in rule.get("CopyActions", [])
    }
    elsewhere = {arn for arn in copies if arn.split(":")[3] == account.dr_region}
    if environment == "dev":
        assert copies == set()
        return
    [arn] = elsewhere
    vault = account.client("backup", account.dr_region).describe_backup_vault(
        BackupVaultName=arn.rpartition(":")[2]
    )
    assert vault["BackupVaultArn"] == arn


def _alarms(account: Account) -> list[dict[str, Any]]:
    found = []
    for region in dict.fromkeys((account.region, "us-east-1")):
        client = account.client("cloudwatch", region)
        for page in client.get_paginator("describe_alarms").paginate():
            found += [*page["MetricAlarms"], *page.get("CompositeAlarms", [])]
    # Target tracking keeps alarms of its own to start and stop tasks; nobody is told of them.
    return [alarm for alarm in found if not alarm["AlarmName"].startswith("TargetTracking-")]


def test_every_alarm_tells_somebody_when_it_begins_and_when_it_ends(account: Account) -> None:
    alarms = _alarms(account)
    assert alarms
    for alarm in alarms:
        for arn in [*alarm["AlarmActions"], *alarm["OKActions"]]:
            region = alarm["AlarmArn"].split(":")[3]
            assert arn.startswith(f"arn:aws:sns:{region}:{account.id}:"), alarm["AlarmName"]
        assert alarm["AlarmActions"], alarm["AlarmName"]
        assert alarm["OKActions"], alarm["AlarmName"]


def test_every_metric_alarm_says_what_missing_data_means(
    foundation: Plan, application: Plan
) -> None:
    alarms = [
        alarm
        for plan in (foundation, application)
        for alarm in plan.of_type("aws:cloudwatch/metricAlarm:MetricAlarm")
    ]
    assert alarms
    assert [a.name for a in alarms if not a.inputs.get("treatMissingData")] == []


def test_every_alarm_has_a_runbook_that_exists(account: Account, infra_root: Path) -> None:
    folder = infra_root / "docs" / "runbooks"
    if not folder.is_dir():
        pytest.skip("this repository has no docs/runbooks")
    for alarm in _alarms(account):
        place = alarm["AlarmDescription"].rpartition("docs/runbooks/")[2].strip()
        file, _, anchor = place.partition("#")
        text = (folder / file).read_text(encoding="utf-8")
        anchors = {
            line.lstrip("# ").strip().lower().replace(" ", "-")
            for line in text.splitlines()
            if line.startswith("#")
        }
        assert anchor in anchors, f"{alarm['AlarmName']}: {place} has no such heading"


def _database(estate: Estate, environment: str) -> dict[str, Any]:
    plan: Plan = estate[f"foundation/{environment}"]
    found = plan.of_type("aws:rds/instance:Instance")
    if not found:
        pytest.skip("this application has no database")
    return dict(found[0].inputs)


def test_prod_differs_from_dev_where_it_must(estate: Estate) -> None:
    dev, prod = _database(estate, "dev"), _database(estate, "prod")
    assert prod["backupRetentionPeriod"] == 35 > dev["backupRetentionPeriod"]
    assert prod["deletionProtection"] is True
    assert estate["foundation/prod"].of_type("aws:backup/restoreTestingPlan:RestoreTestingPlan")
    assert not estate["foundation/dev"].of_type("aws:backup/restoreTestingPlan:RestoreTestingPlan")


def test_what_holds_data_in_prod_is_protected_from_deletion(estate: Estate) -> None:
    types = (
        "aws:rds/instance:Instance",
        "aws:backup/vault:Vault",
        "aws:dynamodb/table:Table",
    )
    stateful = estate["foundation/prod"].of_type(*types)
    assert stateful
    assert [r.name for r in stateful if not r.options.protect] == []


def test_the_database_can_be_restored_beside_itself_as_the_recovery_page_says(
    account: Account, environment: str, estate: Estate
) -> None:
    if not estate[f"foundation/{environment}"].of_type("aws:rds/instance:Instance"):
        pytest.skip("this application has no database on an instance")
    rds = account.client("rds")
    [source] = [
        d
        for d in rds.describe_db_instances()["DBInstances"]
        if d["DBInstanceIdentifier"].endswith(f"{environment}-database")
    ]
    name = f"{source['DBInstanceIdentifier']}-restored"
    try:
        rds.restore_db_instance_to_point_in_time(
            SourceDBInstanceIdentifier=source["DBInstanceIdentifier"],
            TargetDBInstanceIdentifier=name,
            UseLatestRestorableTime=True,
            DBSubnetGroupName=source["DBSubnetGroup"]["DBSubnetGroupName"],
            VpcSecurityGroupIds=[g["VpcSecurityGroupId"] for g in source["VpcSecurityGroups"]],
            PubliclyAccessible=False,
        )
        [restored] = rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"]
        assert restored["StorageEncrypted"] is True
        assert restored["KmsKeyId"] == source["KmsKeyId"]
        assert restored["DBSubnetGroup"]["VpcId"] == source["DBSubnetGroup"]["VpcId"]
        rds.modify_db_instance(
            DBInstanceIdentifier=name,
            ManageMasterUserPassword=True,
            MasterUserSecretKmsKeyId=source["KmsKeyId"],
        )
        [restored] = rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"]
        login = restored["MasterUserSecret"]
        assert login["KmsKeyId"] == source["KmsKeyId"]
        assert login["SecretArn"] != source["MasterUserSecret"]["SecretArn"]
        account.client("secretsmanager").get_secret_value(SecretId=login["SecretArn"])
    finally:
        rds.modify_db_instance(DBInstanceIdentifier=name, DeletionProtection=False)
        rds.delete_db_instance(DBInstanceIdentifier=name, SkipFinalSnapshot=True)


def test_recovery_points_can_be_found_in_the_vaults_the_recovery_page_names(
    account: Account, environment: str, estate: Estate
) -> None:
    plan = estate[f"foundation/{environment}"]
    prefix = f"{plan.config['groundplan:organization']}-{plan.config['groundplan:app']}"
    regions = {"backup": account.region}
    if plan.of_type("aws:backup/vault:Vault")[1:]:
        regions["backup-dr"] = account.dr_region
    for role, region in regions.items():
        name = f"{prefix}-{environment}-{role}"
        vault = account.client("backup", region).describe_backup_vault(BackupVaultName=name)
        assert vault["EncryptionKeyArn"].split(":")[3] == region
