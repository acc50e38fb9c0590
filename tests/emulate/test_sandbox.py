"""A sandbox of a small repository, used as a shell would use it."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from groundplan.emulate.sandbox import process
from groundplan.emulate.sandbox.profiles import variables
from groundplan.emulate.sandbox.state import Place, State
from tests.support.commands import Command
from tests.support.repositories import FOUNDATION, build


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    return build(folder, layers={"foundation": FOUNDATION}, environments=("dev",))


@pytest.fixture(scope="module")
def state(root: Path) -> Iterator[State]:
    yield process.up(root, port=0, seed=True)
    process.down(root)


@pytest.fixture
def groundplan(capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(capsys)


@pytest.fixture
def profile(root: Path, state: State, monkeypatch: pytest.MonkeyPatch) -> Any:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in variables(Place.of(root), state).items():
        monkeypatch.setenv(name, value)

    def client(service: str, role: str = "dev") -> Any:
        session = boto3.session.Session(profile_name=role)
        return session.client(service, config=Config(retries={"max_attempts": 1}))

    return client


def test_each_profile_leads_into_the_account_of_its_role(profile: Any, state: State) -> None:
    asked = {
        role: profile("sts", role).get_caller_identity()["Account"]
        for role in ("dev", "prod", "management")
    }
    assert asked == {"dev": "444444444444", "prod": "666666666666", "management": "111111111111"}
    # By the name that day 0 gives it, as runbooks ask.
    assert profile("sts", "acme-prod").get_caller_identity()["Account"] == asked["prod"]


def test_the_estate_is_in_its_own_account_only(profile: Any) -> None:
    [instance] = profile("rds").describe_db_instances()["DBInstances"]
    assert instance["DBInstanceIdentifier"] == "acme-shop-dev-database"
    assert instance["StorageEncrypted"] is True
    assert profile("rds", "prod").describe_db_instances()["DBInstances"] == []


def test_our_own_back_ends_answer_over_http_as_well(profile: Any) -> None:
    [analyzer] = profile("accessanalyzer").list_analyzers()["analyzers"]
    assert analyzer["name"] == "acme-shop-dev-account"


def test_members_that_moto_forgets_are_mended_over_http(profile: Any) -> None:
    [instance] = profile("rds").describe_db_instances()["DBInstances"]
    assert instance["PerformanceInsightsEnabled"] is True


def test_a_function_at_the_edge_is_changed_and_published_over_http(profile: Any) -> None:
    edge = profile("cloudfront")
    config = {"Comment": "", "Runtime": "cloudfront-js-2.0"}
    edge.create_function(Name="seen", FunctionConfig=config, FunctionCode=b"old")
    etag = edge.describe_function(Name="seen")["ETag"]
    edge.publish_function(Name="seen", IfMatch=etag)
    changed = edge.update_function(
        Name="seen", IfMatch=etag, FunctionConfig=config, FunctionCode=b"new"
    )
    assert changed["ETag"] != etag
    codes = [
        edge.get_function(Name="seen", Stage=stage)["FunctionCode"].read()
        for stage in ("LIVE", "DEVELOPMENT")
    ]
    assert codes == [b"old", b"new"]


def test_a_bucket_made_by_anyone_starts_as_on_aws(profile: Any) -> None:
    s3 = profile("s3")
    s3.create_bucket(
        Bucket="made-by-hand", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    [rule] = s3.get_bucket_encryption(Bucket="made-by-hand")["ServerSideEncryptionConfiguration"][
        "Rules"
    ]
    assert rule["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    block = s3.get_public_access_block(Bucket="made-by-hand")["PublicAccessBlockConfiguration"]
    assert len(block) == 4
    assert set(block.values()) == {True}
    [control] = s3.get_bucket_ownership_controls(Bucket="made-by-hand")["OwnershipControls"][
        "Rules"
    ]
    assert control == {"ObjectOwnership": "BucketOwnerEnforced"}


def test_objects_go_in_and_come_out_unchanged(profile: Any) -> None:
    s3 = profile("s3")
    s3.create_bucket(
        Bucket="round-trip", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    body = bytes(range(256)) * 5000
    s3.put_object(Bucket="round-trip", Key="a folder/ü%2F.bin", Body=body, Metadata={"who": "me"})
    found = s3.get_object(Bucket="round-trip", Key="a folder/ü%2F.bin")
    assert found["Body"].read() == body
    assert found["Metadata"] == {"who": "me"}


def test_buckets_of_the_estate_take_objects_though_plain_http_is_denied_there(
    profile: Any,
) -> None:
    s3 = profile("s3")
    [uploads] = [b["Name"] for b in s3.list_buckets()["Buckets"] if "uploads" in b["Name"]]
    assert "aws:SecureTransport" in s3.get_bucket_policy(Bucket=uploads)["Policy"]
    s3.put_object(Bucket=uploads, Key="zz/mine", Body=b"mine")
    assert s3.get_object(Bucket=uploads, Key="zz/mine")["Body"].read() == b"mine"
    s3.delete_object(Bucket=uploads, Key="zz/mine")


def test_a_vpc_made_by_anyone_has_a_default_group_that_talks_to_itself(profile: Any) -> None:
    ec2 = profile("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.99.0.0/16")["Vpc"]["VpcId"]
    [group] = ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [vpc]}])[
        "SecurityGroups"
    ]
    [rule] = group["IpPermissions"]
    assert rule["UserIdGroupPairs"][0]["GroupId"] == group["GroupId"]
    assert rule["IpProtocol"] == "-1"


def test_services_nobody_enabled_answer_as_in_a_fresh_account(profile: Any) -> None:
    told = profile("inspector2").batch_get_account_status(accountIds=["444444444444"])
    assert [a["state"]["status"] for a in told["accounts"]] == ["DISABLED"]
    with pytest.raises(ClientError, match="EntityNotFoundException"):
        profile("glue").get_resource_policy()
    clusters = profile("emr").get_block_public_access_configuration()
    assert clusters["BlockPublicAccessConfiguration"]["BlockPublicSecurityGroupRules"] is True


def test_a_call_nothing_emulates_is_a_named_error_and_is_counted(
    profile: Any, state: State
) -> None:
    with pytest.raises(ClientError) as caught:
        profile("xray").get_sampling_rules()
    assert caught.value.response["Error"] == {
        "Code": "NotImplemented",
        "Message": "xray:GetSamplingRules is not emulated",
    }
    assert process.ask_status(state)["not_emulated"]["xray:GetSamplingRules"] >= 1


def test_a_key_from_elsewhere_is_refused(profile: Any, state: State) -> None:
    sts = boto3.client(
        "sts",
        aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="example",
        region_name="eu-west-1",
    )
    with pytest.raises(ClientError, match="knows its own profiles only") as caught:
        sts.get_caller_identity()
    assert caught.value.response["Error"]["Code"] == "InvalidClientTokenId"


def test_roles_can_be_assumed_across_accounts(profile: Any) -> None:
    keys = profile("sts").assume_role(
        RoleArn="arn:aws:iam::666666666666:role/anything", RoleSessionName="test"
    )["Credentials"]
    sts = boto3.client(
        "sts",
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )
    assert sts.get_caller_identity()["Account"] == "666666666666"


def test_seed_data_gives_the_runbooks_something_to_show(profile: Any, state: State) -> None:
    backup = profile("backup")
    [vault] = {
        job["BackupVaultName"] for job in backup.list_backup_jobs(ByState="COMPLETED")["BackupJobs"]
    }
    [point] = backup.list_recovery_points_by_backup_vault(BackupVaultName=vault)["RecoveryPoints"]
    assert point["ResourceArn"] == "arn:aws:rds:eu-west-1:444444444444:db:acme-shop-dev-database"
    history = profile("cloudwatch").describe_alarm_history()["AlarmHistoryItems"]
    assert [item["HistorySummary"] for item in history] == [
        "Alarm updated from ALARM to OK",
        "Alarm updated from OK to ALARM",
    ]
    s3 = profile("s3")
    [uploads] = [b["Name"] for b in s3.list_buckets()["Buckets"] if "uploads" in b["Name"]]
    keys = [item["Key"] for item in s3.list_objects_v2(Bucket=uploads)["Contents"]]
    assert keys == ["avatars/7.svg", "invoices/2026/11/1042.txt", "invoices/2026/11/1043.txt"]
    assert "recovery points: 1" in state.seeded


def test_the_go_sdks_protocol_is_spoken(profile: Any, state: State) -> None:
    """CloudWatch's binary protocol, as Terraform sends it; botocore prefers JSON."""
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.httpsession import URLLib3Session

    from groundplan.emulate.models import service_model
    from groundplan.emulate.sandbox import cbor

    model = service_model("cloudwatch")
    operation = model.operation_model("DescribeAlarms")
    prefix = model.metadata["targetPrefix"]
    request = AWSRequest(
        "POST",
        f"{state.endpoint}/service/{prefix}/operation/DescribeAlarms",
        headers=dict(cbor.HEADERS),
        data=b"\xa1\x6fAlarmNamePrefix\x73acme-shop-dev-queue",
    )
    keys = boto3.session.Session(profile_name="dev").get_credentials()
    SigV4Auth(keys, "monitoring", "eu-west-1").add_auth(request)
    response = URLLib3Session().send(request.prepare())
    assert response.status_code == 200
    parser: Any = cbor._parser
    found = parser.parse(
        {"body": response.content, "headers": response.headers, "status_code": 200},
        operation.output_shape,
    )
    by_json = profile("cloudwatch").describe_alarms(AlarmNamePrefix="acme-shop-dev-queue")
    assert len(by_json["MetricAlarms"]) > 1
    assert [alarm["AlarmArn"] for alarm in found["MetricAlarms"]] == [
        alarm["AlarmArn"] for alarm in by_json["MetricAlarms"]
    ]


def test_a_call_that_is_sent_again_is_not_made_twice(profile: Any, state: State) -> None:
    """The answer of the first attempt was lost on its way, as an SDK sees it."""
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.httpsession import URLLib3Session

    trust = quote(json.dumps({"Version": "2012-10-17", "Statement": []}))
    body = f"Action=CreateRole&Version=2010-05-08&RoleName=r&AssumeRolePolicyDocument={trust}"
    keys = boto3.session.Session(profile_name="dev").get_credentials()

    def send(call: str) -> int:
        kind = "application/x-www-form-urlencoded"
        headers = {"amz-sdk-invocation-id": call, "Content-Type": kind}
        request = AWSRequest("POST", f"{state.endpoint}/", headers, body)
        SigV4Auth(keys, "iam", "us-east-1").add_auth(request)
        return int(URLLib3Session().send(request.prepare()).status_code)

    assert [send("one"), send("one"), send("two")] == [200, 200, 409]


@pytest.mark.skipif(not shutil.which("aws"), reason="the AWS CLI is not installed")
def test_the_aws_cli_works_after_eval_of_env(
    groundplan: Command, root: Path, state: State, tmp_path: Path
) -> None:
    result = groundplan("-C", root, "sandbox", "env", "--profile", "dev")
    script = f"{result.out}\naws sts get-caller-identity --query Account --output text"
    environment = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "AWS_ACCESS_KEY_ID": "real"}
    done = subprocess.run(
        ["sh", "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("444444444444\n", "")


def test_status_tells_what_it_is_and_what_it_is_not(
    groundplan: Command, root: Path, state: State
) -> None:
    result = groundplan("-C", root, "sandbox", "status", "--format", "json")
    told = json.loads(result.out)
    assert result.code == 0
    assert told["endpoint"] == f"http://127.0.0.1:{state.port}"
    assert told["pid"] == state.pid
    assert told["accounts"]["dev"]["id"] == "444444444444"
    assert told["accounts"]["dev"]["resources"] > 50
    assert told["accounts"]["prod"]["resources"] == 0
    assert "never enforced" in " ".join(told["is_not"])
    text = groundplan("-C", root, "sandbox", "status").out
    assert "Not AWS" in text
    assert "No permission is checked" in text


def test_a_second_sandbox_of_the_repository_is_refused(
    groundplan: Command, root: Path, state: State
) -> None:
    result = groundplan("-C", root, "sandbox", "up", "--port", "0")
    assert result.code == 1
    assert "a sandbox of this repository is already running" in result.err
    assert process.find(root) == state


def test_only_loopback_is_listened_on(state: State) -> None:
    table = Path("/proc/net/tcp")
    if not table.exists():
        pytest.skip("no /proc/net/tcp to look at")
    rows = [line.split() for line in table.read_text().splitlines()[1:]]
    port = f":{state.port:04X}"
    assert {row[1] for row in rows if row[1].endswith(port) and row[3] == "0A"} == {
        f"0100007F{port}"
    }
    if Path("/proc/net/tcp6").exists():
        assert port not in Path("/proc/net/tcp6").read_text()


def test_a_page_that_reaches_loopback_by_another_name_is_not_served(state: State) -> None:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", state.port, timeout=10)
    connection.request("GET", "/", headers={"Host": "evil.example.com"})
    assert connection.getresponse().status == 403
    connection.close()


def test_files_with_keys_are_the_owners_alone(root: Path, state: State) -> None:
    place = Place.of(root)
    assert place.credentials.stat().st_mode & 0o777 == 0o600
    assert place.folder.stat().st_mode & 0o777 == 0o700
    assert (place.folder / ".gitignore").read_text() == "*\n"


def back_up(backup: Any, arn: str) -> str:
    """A recovery point of a store."""
    vault = backup.list_backup_vaults()["BackupVaultList"][0]["BackupVaultName"]
    told = backup.start_backup_job(
        BackupVaultName=vault, ResourceArn=arn, IamRoleArn="arn:aws:iam::444444444444:role/backup"
    )
    return str(told["RecoveryPointArn"])


def restored(backup: Any, point: str, **changed: str) -> dict[str, Any]:
    """The job of a restore, asked as it was with some values changed."""
    vault = backup.list_backup_vaults()["BackupVaultList"][0]["BackupVaultName"]
    asked = backup.get_recovery_point_restore_metadata(
        BackupVaultName=vault, RecoveryPointArn=point
    )["RestoreMetadata"]
    job = backup.start_restore_job(RecoveryPointArn=point, Metadata={**asked, **changed})
    return dict(backup.describe_restore_job(RestoreJobId=job["RestoreJobId"]))


def test_an_instance_comes_back_as_it_was_under_another_name(profile: Any) -> None:
    rds, backup = profile("rds"), profile("backup")
    [was] = rds.describe_db_instances()["DBInstances"]
    point = back_up(backup, was["DBInstanceArn"])
    job = restored(backup, point, DBInstanceIdentifier="again")
    assert job["Status"] == "COMPLETED"
    [now] = rds.describe_db_instances(DBInstanceIdentifier="again")["DBInstances"]
    assert now["DBInstanceArn"] == job["CreatedResourceArn"]
    for same in ("Engine", "EngineVersion", "KmsKeyId", "StorageEncrypted", "DBInstanceClass"):
        assert now[same] == was[same]
    rds.delete_db_instance(DBInstanceIdentifier="again", SkipFinalSnapshot=True)


def test_a_restore_that_aws_would_give_up_is_a_job_that_failed(profile: Any) -> None:
    rds, backup = profile("rds"), profile("backup")
    [was] = rds.describe_db_instances()["DBInstances"]
    point = back_up(backup, was["DBInstanceArn"])
    # Asked as it was, it would have to take the name of the one that lives.
    job = restored(backup, point)
    assert (job["Status"], job["PercentDone"]) == ("FAILED", "0.00%")
    assert "already exists" in job["StatusMessage"]
    failed = backup.list_restore_jobs(ByStatus="FAILED")["RestoreJobs"]
    assert job["RestoreJobId"] in {each["RestoreJobId"] for each in failed}


def test_a_cluster_and_a_table_come_back(profile: Any) -> None:
    rds, backup, dynamodb = profile("rds"), profile("backup"), profile("dynamodb")
    cluster = rds.create_db_cluster(
        DBClusterIdentifier="aurora",
        Engine="aurora-postgresql",
        MasterUsername="owner",
        MasterUserPassword="hunter2-hunter2",
    )["DBCluster"]
    point = back_up(backup, cluster["DBClusterArn"])
    assert restored(backup, point, DBClusterIdentifier="aurora-again")["Status"] == "COMPLETED"
    [now] = rds.describe_db_clusters(DBClusterIdentifier="aurora-again")["DBClusters"]
    assert now["Engine"] == "aurora-postgresql"
    table = dynamodb.create_table(
        TableName="orders",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )["TableDescription"]
    point = back_up(backup, table["TableArn"])
    assert restored(backup, point, targetTableName="orders-again")["Status"] == "COMPLETED"
    again = dynamodb.describe_table(TableName="orders-again")["Table"]
    assert again["KeySchema"] == table["KeySchema"]


def test_a_restore_that_is_not_emulated_says_so(profile: Any) -> None:
    backup = profile("backup")
    point = back_up(backup, "arn:aws:s3:::made-by-hand")
    with pytest.raises(ClientError, match="restores of S3 are not emulated"):
        backup.start_restore_job(RecoveryPointArn=point, Metadata={"NewBucket": "false"})


@pytest.mark.parametrize(
    ("service", "method", "params"),
    [
        ("secretsmanager", "list_secret_version_ids", {"SecretId": "nobody-has-it"}),
        ("logs", "get_query_results", {"queryId": "nobody-asked"}),
    ],
)
def test_what_is_not_there_is_not_found(
    profile: Any, service: str, method: str, params: dict[str, str]
) -> None:
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        getattr(profile(service), method)(**params)
