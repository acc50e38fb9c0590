"""What the documents of a repository leave to the reader, for the estate of the tests."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from groundplan.emulate.deploy import Deployment
from groundplan.repository import PLACEHOLDER_ACCOUNTS

PROD = PLACEHOLDER_ACCOUNTS["prod"]
HOME, ELSEWHERE = "eu-west-1", "eu-central-1"

RESTORED = "acme-shop-dr-prod-database"
"""What the reader calls the database that is restored elsewhere."""

Filling = Mapping[str, Mapping[str, str]]
"""Words of each document that stand for what the reader knows, with what they stand for."""

PROFILES = {
    "runbooks/account.md": "management",
    "runbooks/backup.md#Restore from the backup account": "backup",
}
"""Account a document, or a part of it, is read in, where it is not prod's."""

NOT_EMULATED = {
    "aws application-autoscaling describe-scaling-activities ": "no load scales anything here",
    "aws cloudtrail lookup-events ": "calls are not recorded",
    "aws ecs run-task ": "moto adds up the memory of containers, and these leave it to the task",
    "aws health ": "moto has no Health",
    "aws service-quotas get-service-quota --region eu-central-1 ": "moto's quotas know few regions",
    "aws sqs start-message-move-task ": "moto moves no messages",
    "aws secretsmanager stop-replication-to-replica ": "moto's replicas stay replicas",
}
"""Commands nothing here answers, with the reason."""

EDITS = {
    "> metadata.json": "sed -i -E"
    f""" -e 's/("DBInstanceIdentifier": )"[^"]*"/\\1"{RESTORED}"/'"""
    """ -e 's/("DBSubnetGroupName": )"[^"]*"/\\1"dr"/' metadata.json""",
}
"""What the reader does with an editor behind a line, as a command."""

NOT_HERE = {
    "--db-cluster-identifier": "the estate has no Aurora cluster",
    "/aws/rds/cluster/": "the estate has no Aurora cluster",
    "aws rds describe-db-clusters ": "the estate has no Aurora cluster",
    "$NAME-proxy": "the estate has no pool",
    "COPIED_POINT": "nobody has made a new account",
    "--configuration-recorder-name": "the estate records no configuration",
}
"""Commands about stores that this estate does not have."""


def lines(document: Path) -> Iterator[tuple[str, str]]:
    """Heading and line of what the reader types to ask AWS, or to set a variable."""
    text = re.sub(r"\\\n\s*", " ", document.read_text(encoding="utf-8"))
    heading, inside = "", False
    for line in map(str.strip, text.splitlines()):
        if line.startswith("```"):
            inside = line == "```sh"
        elif not inside and line.startswith("#"):
            heading = line.lstrip("# ")
        elif inside and re.match(r"(aws |read |export [A-Z]|[A-Z_]+=)", line):
            yield heading, line


def filled(line: str, words: Mapping[str, str]) -> str:
    """A line with the reader's part filled in."""
    for word, value in sorted(words.items(), key=lambda item: -len(item[0])):
        line = re.sub(rf"(?<![\w${{]){word}(?![\w=])", lambda _, v=value: v, line)
    return line


class _Found:
    """Looks things up in the estate, and puts there what only an incident would."""

    def __init__(self, estate: Deployment) -> None:
        self._estate = estate

    def client(self, service: str, account: str = PROD, region: str = HOME) -> Any:
        return self._estate.client(service, account, region)

    def service(self) -> tuple[str, str]:
        ecs = self.client("ecs")
        [cluster] = ecs.list_clusters()["clusterArns"]
        arn = ecs.list_services(cluster=cluster)["serviceArns"][0]
        return cluster.rpartition("/")[2], arn.rpartition("/")[2]

    def point(self) -> dict[str, Any]:
        [point] = self.client("backup").list_recovery_points_by_backup_vault(
            BackupVaultName="acme-shop-prod-backup"
        )["RecoveryPoints"]
        return dict(point)

    def copied(self, point: str, account: str = PROD, region: str = ELSEWHERE) -> str:
        """The vault of a place, with a copy of the point in it."""
        elsewhere = self.client("backup", account, region)
        [vault] = elsewhere.list_backup_vaults()["BackupVaultList"]
        self.client("backup").start_copy_job(
            RecoveryPointArn=point,
            SourceBackupVaultName="acme-shop-prod-backup",
            DestinationBackupVaultArn=vault["BackupVaultArn"],
            IamRoleArn=f"arn:aws:iam::{PROD}:role/backup",
        )
        return str(vault["BackupVaultArn"])

    def in_the_backup_account(self, point: str) -> str:
        """A copy of the point there."""
        account = PLACEHOLDER_ACCOUNTS["backup"]
        name = self.copied(point, account, HOME).rpartition(":")[2]
        found = self.client("backup", account).list_recovery_points_by_backup_vault(
            BackupVaultName=name
        )
        return str(found["RecoveryPoints"][0]["RecoveryPointArn"])

    def left_over(self, point: str) -> str:
        """What a restore test could not delete."""
        backup = self.client("backup")
        name = "awsbackup-restore-test-1"
        asked = backup.get_recovery_point_restore_metadata(
            BackupVaultName="acme-shop-prod-backup", RecoveryPointArn=point
        )["RestoreMetadata"]
        backup.start_restore_job(
            RecoveryPointArn=point, Metadata={**asked, "DBInstanceIdentifier": name}
        )
        return name

    def foundation_elsewhere(self) -> None:
        """What the reader has deployed in the other region before anything is restored there."""
        ec2 = self.client("ec2", region=ELSEWHERE)
        vpc = ec2.create_vpc(CidrBlock="10.99.0.0/16")["Vpc"]["VpcId"]
        subnets = [
            ec2.create_subnet(
                VpcId=vpc, CidrBlock=f"10.99.{number}.0/24", AvailabilityZone=f"{ELSEWHERE}{zone}"
            )["Subnet"]["SubnetId"]
            for number, zone in enumerate("ab")
        ]
        self.client("rds", region=ELSEWHERE).create_db_subnet_group(
            DBSubnetGroupName="dr", DBSubnetGroupDescription="elsewhere", SubnetIds=subnets
        )

    def key(self, account: str) -> str:
        return str(self.client("kms", account).list_keys()["Keys"][0]["KeyId"])

    def bucket(self) -> str:
        names = [each["Name"] for each in self.client("s3").list_buckets()["Buckets"]]
        return next(name for name in names if "uploads" in name)

    def bucket_made_by_hand(self) -> str:
        s3 = self.client("s3", PLACEHOLDER_ACCOUNTS["management"])
        place = {"LocationConstraint": HOME}
        s3.create_bucket(Bucket="made-by-hand", CreateBucketConfiguration=place)
        s3.put_bucket_policy(Bucket="made-by-hand", Policy='{"Version": "2012-10-17"}')
        return "made-by-hand"

    def object(self, bucket: str) -> dict[str, str]:
        s3 = self.client("s3")
        key = s3.list_objects_v2(Bucket=bucket)["Contents"][0]["Key"]
        s3.put_object(Bucket=bucket, Key=key, Body=b"another version")
        versions = s3.list_object_versions(Bucket=bucket, Prefix=key)["Versions"]
        old = next(each["VersionId"] for each in versions if not each["IsLatest"])
        return {
            "REPLICA_FROM_THE_FIRST_LINE": bucket.replace("uploads-", "uploads-replica-").replace(
                HOME, ELSEWHERE
            ),
            "KEY": key,
            "KEY_FROM_THE_MESSAGE": key,
            "VERSION": "null",
            "ID_OF_THE_DELETE_MARKER": "null",
            "ID_OF_THE_VERSION_TO_KEEP": old,
        }

    def analyzer(self) -> str:
        account = PLACEHOLDER_ACCOUNTS["management"]
        return str(self.client("accessanalyzer", account).list_analyzers()["analyzers"][0]["arn"])

    def user(self) -> str:
        iam = self.client("iam", PLACEHOLDER_ACCOUNTS["management"])
        iam.create_user(UserName="somebody")
        iam.create_login_profile(UserName="somebody", Password="hunter2-Hunter2")
        return "somebody"

    def group(self) -> dict[str, str]:
        account = PLACEHOLDER_ACCOUNTS["management"]
        instance = self.client("sso-admin", account).list_instances()["Instances"][0]
        store = instance["IdentityStoreId"]
        made = self.client("identitystore", account).create_group(
            IdentityStoreId=store, DisplayName="acme-break-glass"
        )
        return {"STORE": store, "GROUP": made["GroupId"]}

    def database_user(self) -> dict[str, str]:
        families = self.client("ecs").list_task_definition_families()["families"]
        ec2 = self.client("ec2")
        return {
            "TASK_DEFINITION": next(name for name in families if "database-user" in name),
            "SUBNETS": ec2.describe_subnets()["Subnets"][0]["SubnetId"],
            "SECURITY_GROUP": ec2.describe_security_groups()["SecurityGroups"][0]["GroupId"],
        }

    def certificate(self) -> str:
        found = self.client("acm").list_certificates()["CertificateSummaryList"]
        return str(found[0]["CertificateArn"])

    def secret(self) -> str:
        return str(self.client("secretsmanager").list_secrets()["SecretList"][0]["Name"])

    def query(self) -> str:
        logs = self.client("logs")
        group = logs.describe_log_groups()["logGroups"][0]["logGroupName"]
        told = logs.start_query(
            logGroupName=group, startTime=0, endTime=1, queryString="fields @message"
        )
        return str(told["queryId"])

    def queue(self) -> dict[str, str]:
        sqs = self.client("sqs")
        url = next(each for each in sqs.list_queues()["QueueUrls"] if "dead-letter" in each)
        arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
        return {"URL": url, "ARN_OF_THE_DEAD_LETTER_QUEUE": arn["Attributes"]["QueueArn"]}

    def variable(self) -> str:
        """A secret of the application, with a value."""
        secrets = self.client("secretsmanager")
        names = [each["Name"] for each in secrets.list_secrets()["SecretList"]]
        name = str(next(name for name in names if name.startswith("acme/shop/prod/STRIPE")))
        secrets.put_secret_value(SecretId=name, SecretString="the first value")
        return name.rpartition("/")[2]

    def table(self) -> str:
        dynamodb = self.client("dynamodb")
        dynamodb.create_table(
            TableName="orders",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
        )
        return "orders"


def profile_of(role: str) -> str:
    """Name of the profile that ``docs/day-0.md`` makes for an account."""
    return f"acme-{role}"


def stale(root: Path, filling: Filling) -> list[str]:
    """What the tables here say of documents that say it no more."""
    texts = {
        file.relative_to(root / "docs").as_posix(): [line for _, line in lines(file)]
        for file in (root / "docs").rglob("*.md")
    }
    everything = [line for found in texts.values() for line in found]
    parts = (*NOT_EMULATED, *NOT_HERE, *EDITS)
    gone = [part for part in parts if not any(part in line for line in everything)]
    return gone + [
        f"{name}: {word}"
        for name, found in filling.items()
        for word in found
        if all(filled(line, {word: ""}) == line for line in texts[name])
    ]


def runs(root: Path, filling: Filling) -> Iterator[tuple[str, list[str]]]:
    """Document and lines of what a reader types, by the account it is typed in."""
    for document in sorted((root / "docs").rglob("*.md")):
        name = document.relative_to(root / "docs").as_posix()
        by_profile: dict[str, list[str]] = {}
        for heading, line in lines(document):
            if any(part in line for part in NOT_HERE):
                continue
            profile = PROFILES.get(f"{name}#{heading}", PROFILES.get(name, "prod"))
            typed = by_profile.setdefault(profile, [])
            typed.append(filled(line, filling.get(name, {})))
            typed += [edit for part, edit in EDITS.items() if part in line]
        for profile, typed in by_profile.items():
            yield name, [f"export AWS_PROFILE={profile_of(profile)}", *typed]


def words(estate: Deployment) -> Filling:
    """The reader's part of each document; puts into the estate what an incident would."""
    made = _Found(estate)
    cluster, service = made.service()
    point = made.point()
    made.foundation_elsewhere()
    key, bucket = made.key(PROD), made.bucket()
    task = {"CLUSTER": cluster, "SERVICE": service}
    return {
        "disaster-recovery.md": {"KEY": key, "RESTORED": RESTORED},
        "runbooks/account.md": {
            "ACCOUNT": PLACEHOLDER_ACCOUNTS["management"],
            "ANALYZER": made.analyzer(),
            "BUCKET": made.bucket_made_by_hand(),
            "EVENT": "CreateRole",
            "KEY": made.key(PLACEHOLDER_ACCOUNTS["management"]),
            "NAME": "somebody",
            "USER": made.user(),
            **made.group(),
        },
        "runbooks/backup.md": {
            "DATABASE": made.left_over(point["RecoveryPointArn"]),
            "NEW_ACCOUNT": PROD,
            "POINT": point["RecoveryPointArn"],
            "CENTRAL_POINT": made.in_the_backup_account(point["RecoveryPointArn"]),
            "RESOURCE": point["ResourceArn"],
            "ROLE_IN_BACKUP_ACCOUNT": f"arn:aws:iam::{PROD}:role/backup",
            "VAULT": made.copied(point["RecoveryPointArn"]),
        },
        "runbooks/bucket.md": {
            "BUCKET_FROM_THE_MESSAGE": bucket,
            "BUCKET": bucket,
            **made.object(bucket),
        },
        "runbooks/cache.md": {"SERVICE": service},
        "runbooks/database.md": {**task, **made.database_user()},
        "runbooks/events.md": {
            "ARN": made.certificate(),
            "KEY": key,
            "SECRET": made.secret(),
        },
        "runbooks/network.md": {"ID": made.query()},
        "runbooks/queue.md": made.queue(),
        "runbooks/secret.md": {**task, "VARIABLE": made.variable(), "SECRET": made.secret()},
        "runbooks/table.md": {"TABLE": made.table()},
    }
