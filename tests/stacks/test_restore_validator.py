"""The function that judges what a restore test restored, against emulated stores."""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import boto3
import pytest
from moto import mock_aws

from groundplan.emulate.speed import fast
from stacks.recovery import validator

REGION, ACCOUNT = "eu-west-1", "123456789012"
PLAN = f"arn:aws:backup:{REGION}:{ACCOUNT}:restore-testing-plan:acme_shop_prod_restore"
NAME, SOURCE = "awsbackup-restore-test-1", "acme-shop-prod"
STARTED = datetime(2026, 1, 4, 10, 0, tzinfo=UTC)


class Backup:
    """AWS Backup's side: one job, what became of earlier ones, and the verdict."""

    def __init__(self, **job: Any) -> None:
        self.job = {
            "RestoreJobId": "job-1",
            "Status": "COMPLETED",
            "CreatedBy": {"RestoreTestingPlanArn": PLAN},
            "CreationDate": STARTED,
            "CompletionDate": STARTED + timedelta(minutes=25),
            **job,
        }
        self.earlier: list[dict[str, Any]] = []
        self.verdicts: list[dict[str, Any]] = []

    def describe_restore_job(self, **asked: Any) -> dict[str, Any]:
        assert asked == {"RestoreJobId": "job-1"}
        return self.job

    def put_restore_validation_result(self, **verdict: Any) -> None:
        self.verdicts.append(verdict)

    def get_paginator(self, name: str) -> "Backup":
        assert name == "list_restore_jobs"
        return self

    def paginate(self, **asked: Any) -> list[dict[str, Any]]:
        assert asked["ByRestoreTestingPlanArn"] == PLAN
        return [{"RestoreJobs": self.earlier}]


Run = Callable[[Backup], list[dict[str, Any]]]
_numbers = count(1)


@pytest.fixture(autouse=True)
def _own_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names of this test alone: where an estate is deployed meanwhile, moto forgets nothing."""
    number = next(_numbers)
    here = sys.modules[__name__]
    monkeypatch.setattr(here, "NAME", f"awsbackup-restore-test-{number}")
    monkeypatch.setattr(here, "SOURCE", f"acme-shop-source-{number}")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Runs the function as Lambda would, and gives back the lines of its log."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": REGION,
    }.items():
        monkeypatch.setenv(name, value)
    real = boto3.client
    with fast(), mock_aws():
        key = real("kms").create_key()["KeyMetadata"]["Arn"]
        monkeypatch.setenv("KEY_ARN", key)

        def once(backup: Backup) -> list[dict[str, Any]]:
            def client(service: str) -> Any:
                return backup if service == "backup" else real(service)

            monkeypatch.setattr(validator.boto3, "client", client)
            try:
                validator.handler({"detail": {"restoreJobId": "job-1"}}, None)
            finally:
                monkeypatch.setattr(validator.boto3, "client", real)
            return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

        yield once


def _database(name: str, key: str, **more: Any) -> str:
    made = boto3.client("rds").create_db_instance(
        **{
            "DBInstanceIdentifier": name,
            "DBInstanceClass": "db.t4g.medium",
            "Engine": "postgres",
            "AllocatedStorage": 100,
            "MasterUsername": "dbadmin",
            "ManageMasterUserPassword": True,
            "StorageEncrypted": True,
            "KmsKeyId": key,
            "PubliclyAccessible": False,
            **more,
        }
    )
    return str(made["DBInstance"]["DBInstanceArn"])


def _free(name: str, gib: float) -> None:
    boto3.client("cloudwatch").put_metric_data(
        Namespace="AWS/RDS",
        MetricData=[
            {
                "MetricName": "FreeStorageSpace",
                "Dimensions": [{"Name": "DBInstanceIdentifier", "Value": name}],
                "Value": gib * 1024**3,
                "Timestamp": datetime.now(UTC) - timedelta(minutes=2),
            }
        ],
    )


def _key() -> str:
    return str(validator.os.environ["KEY_ARN"])


def _restored_database(**more: Any) -> Backup:
    restored, source = _database(NAME, _key(), **more), _database(SOURCE, _key())
    return Backup(ResourceType="RDS", CreatedResourceArn=restored, SourceResourceArn=source)


def _bad(run: Run, backup: Backup, *, match: str) -> None:
    with pytest.raises(validator.RestoreTestFailedError, match=match):
        run(backup)
    [verdict] = backup.verdicts
    assert verdict["ValidationStatus"] == "FAILED"


def test_a_database_that_is_up_encrypted_and_full_is_good(run: Run) -> None:
    backup = _restored_database()
    _free(NAME, 60)
    _free(SOURCE, 58)
    [line] = run(backup)
    assert backup.verdicts == [
        {
            "RestoreJobId": "job-1",
            "ValidationStatus": "SUCCESSFUL",
            "ValidationStatusMessage": line["message"],
        }
    ]
    assert (line["validation"], line["type"], line["minutes"]) == ("SUCCESSFUL", "RDS", 25)
    assert "it holds 40.0 GiB, the source 42.0 GiB" in line["message"]


def test_a_database_that_does_not_report_its_size_yet_is_not_bad_for_it(run: Run) -> None:
    [line] = run(_restored_database())
    assert "its size is not known yet" in line["message"]


def test_a_database_that_came_back_nearly_empty_is_bad(run: Run) -> None:
    backup = _restored_database()
    _free(NAME, 97)
    _free(SOURCE, 58)
    _bad(run, backup, match="holds 3.0 GiB, the source 42.0 GiB")


@pytest.mark.parametrize(
    ("made", "match"),
    [
        ({"StorageEncrypted": False, "KmsKeyId": ""}, "not encrypted"),
        ({"PubliclyAccessible": True}, "public address"),
    ],
)
def test_a_database_that_lost_its_protection_is_bad(
    run: Run, made: dict[str, Any], match: str
) -> None:
    _bad(run, _restored_database(**made), match=match)


def test_a_database_under_another_key_is_bad(run: Run) -> None:
    other = boto3.client("kms").create_key()["KeyMetadata"]["Arn"]
    _bad(run, _restored_database(KmsKeyId=other), match="not with our key")


def test_a_cluster_is_looked_at_as_a_cluster(run: Run) -> None:
    made = boto3.client("rds").create_db_cluster(
        DBClusterIdentifier=NAME,
        Engine="aurora-postgresql",
        MasterUsername="dbadmin",
        MasterUserPassword="only-emulated",
        StorageEncrypted=True,
        KmsKeyId=_key(),
    )
    backup = Backup(ResourceType="Aurora", CreatedResourceArn=made["DBCluster"]["DBClusterArn"])
    [line] = run(backup)
    assert line["validation"] == "SUCCESSFUL"


def _table(name: str, key: str = "id", items: int = 0) -> str:
    client = boto3.client("dynamodb")
    made = client.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    for number in range(items):
        client.put_item(TableName=name, Item={key: {"S": str(number)}})
    return str(made["TableDescription"]["TableArn"])


@pytest.mark.parametrize(
    ("restored", "match"),
    [
        ({"items": 2}, ""),
        ({"items": 0}, "it is empty, the source holds 3 items"),
        ({"items": 2, "key": "name"}, "keys are not those of the source"),
    ],
)
def test_a_table_answers_with_items_under_the_keys_of_its_source(
    run: Run, restored: dict[str, Any], match: str
) -> None:
    backup = Backup(
        ResourceType="DynamoDB",
        CreatedResourceArn=_table(NAME, **restored),
        SourceResourceArn=_table(SOURCE, items=3),
    )
    if match:
        _bad(run, backup, match=match)
    else:
        assert run(backup)[0]["validation"] == "SUCCESSFUL"


@pytest.mark.parametrize(
    ("objects", "size", "match"),
    [(1, 5000, ""), (0, 0, ""), (0, 5000, "it is empty, the backup holds 5000 bytes")],
)
def test_a_bucket_gives_an_object_back_unless_its_backup_was_empty(
    run: Run, objects: int, size: int, match: str
) -> None:
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket=NAME, CreateBucketConfiguration={"LocationConstraint": REGION})
    for number in range(objects):
        s3.put_object(Bucket=NAME, Key=str(number), Body=b"hello", ServerSideEncryption="aws:kms")
    backup = Backup(
        ResourceType="S3", CreatedResourceArn=f"arn:aws:s3:::{NAME}", BackupSizeInBytes=size
    )
    if match:
        _bad(run, backup, match=match)
    else:
        assert run(backup)[0]["validation"] == "SUCCESSFUL"


@pytest.mark.parametrize(
    "job",
    [
        {"ResourceType": "EFS", "CreatedResourceArn": "arn:aws:elasticfilesystem:x:1:fs-1"},
        {"ResourceType": "RDS"},
        {"ResourceType": "RDS", "CreatedResourceArn": f"arn:aws:rds:{REGION}:{ACCOUNT}:db:gone"},
    ],
    ids=["unknown type", "nothing restored", "gone before it was looked at"],
)
def test_what_cannot_be_looked_at_is_bad(run: Run, job: dict[str, Any]) -> None:
    _bad(run, Backup(**job), match="nobody knows|names nothing|could not be looked at")


@pytest.mark.parametrize(
    "job",
    [
        {"Status": "RUNNING"},
        {"CreatedBy": {}},
        {"ValidationStatus": "SUCCESSFUL"},
        {"ValidationStatus": "FAILED"},
    ],
    ids=["still running", "a person's restore", "judged before", "refused before"],
)
def test_a_second_event_or_somebody_elses_restore_changes_nothing(
    run: Run, job: dict[str, Any]
) -> None:
    backup = Backup(ResourceType="RDS", CreatedResourceArn="arn:x", **job)
    assert run(backup) == []
    assert backup.verdicts == []


def test_what_earlier_tests_left_behind_is_told(run: Run) -> None:
    backup = Backup(
        ResourceType="S3", CreatedResourceArn=f"arn:aws:s3:::{NAME}", BackupSizeInBytes=0
    )
    boto3.client("s3").create_bucket(
        Bucket=NAME, CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    left = "arn:aws:s3:::awsbackup-restore-test-0"
    backup.earlier = [
        {"RestoreJobId": "a", "CreatedResourceArn": left, "DeletionStatus": "FAILED"},
        {"RestoreJobId": "b", "CreatedResourceArn": "arn:b", "DeletionStatus": "SUCCESSFUL"},
    ]
    assert run(backup)[1:] == [{"left_over": left}]
