"""Preparing accounts: what is made, what is written, and what happens when it is cut short."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from moto import mock_aws
from typer.testing import CliRunner

from groundplan.bootstrap import accounts as accounts_module
from groundplan.bootstrap.accounts import bootstrap_accounts, show_accounts
from groundplan.bootstrap.caller import Caller, caller
from groundplan.bootstrap.organization import bootstrap_organization
from groundplan.bootstrap.state import prepare_state, state_alias, state_bucket
from groundplan.cli.app import build_app
from groundplan.emulate.speed import fast
from groundplan.errors import BootstrapError
from groundplan.repository import Repository, open_repository
from stacks.account import state
from stacks.context import Context

MANAGEMENT = "123456789012"
REGION = "eu-west-1"
BASE = """\
# Config of this layer.
config:
  groundplan:environment: main
  groundplan:organization: acme
  groundplan:app: shop
  groundplan:region: eu-west-1
  groundplan:dr_region: eu-central-1
  groundplan:base_email: aws@example.com
  # AWS account ids by role, always in quotes.
  groundplan:accounts: {}
  groundplan:data_held: ["personal"]  # what the app keeps
  groundplan:services:
  # The front end.
  - name: web
    kind: web
    paths: [/, "/api/*"]
"""
UNITS = {"security": "Security", "backup": "Infrastructure", "prod": "Workloads/Prod"}


class PlugPulledError(Exception):
    """Somebody pulled the plug."""


@pytest.fixture(autouse=True)
def emulated(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Emulated AWS; the credentials at hand are those of the management account."""
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("MOTO_S3_ALLOW_CROSSACCOUNT_ACCESS", "false")
    emulation = mock_aws()
    with fast():
        emulation.start()
        yield emulation
        emulation.stop()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository whose accounts nobody has created yet."""
    (tmp_path / ".copier-answers.yml").write_text("organization: acme\n")
    for layer in ("organization", "security"):
        home = tmp_path / layer
        home.mkdir()
        (home / "__main__.py").write_text("")
        (home / "Pulumi.main.yaml").write_text(BASE)
    return open_repository(tmp_path)


def at(show: Any = lambda _: None, *, dry_run: bool = False) -> Caller:
    return caller(REGION, show, dry_run=dry_run)


def create_accounts(roles: tuple[str, ...] = ("security", "backup", "prod")) -> dict[str, str]:
    """What the first `pulumi up` of the organization leaves behind."""
    organizations = boto3.client("organizations", region_name="us-east-1")
    organizations.create_organization(FeatureSet="ALL")
    root = organizations.list_roots()["Roots"][0]["Id"]
    tags = [
        {"Key": "managed-by", "Value": "pulumi"},
        {"Key": "organization", "Value": "acme"},
    ]
    found = {}
    for role in roles:
        parent = root
        for name in UNITS[role].split("/"):
            parent = organizations.create_organizational_unit(
                ParentId=parent, Name=name, Tags=tags
            )["OrganizationalUnit"]["Id"]
        status = organizations.create_account(
            Email=f"aws+acme-{role}@example.com", AccountName=f"acme-{role}"
        )
        found[role] = status["CreateAccountStatus"]["AccountId"]
        organizations.move_account(
            AccountId=found[role], SourceParentId=root, DestinationParentId=parent
        )
    return found


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only one account, to keep what is repeated often short."""
    monkeypatch.setattr(accounts_module, "UNIT_OF_ACCOUNT", {"prod": "Workloads/Prod"})


def inside(account: str, service: str) -> Any:
    """A client in an account, as its administrator."""
    return at().within(account)._client(service)


def state_of(account: str) -> dict[str, Any]:
    """An account's state bucket and keys, as an auditor reads them."""
    s3, kms = inside(account, "s3"), inside(account, "kms")
    bucket = f"acme-state-{account}-{REGION}"
    aliases = [a for a in kms.list_aliases()["Aliases"] if a["AliasName"] == "alias/acme-state"]
    (key,) = [a["TargetKeyId"] for a in aliases]
    rule = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"][0]
    encryption = rule["ApplyServerSideEncryptionByDefault"]
    policy = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"]
    return {
        "versioned": s3.get_bucket_versioning(Bucket=bucket)["Status"],
        "private": set(
            s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values()
        ),
        "encrypted": (encryption["SSEAlgorithm"], encryption["KMSMasterKeyID"].endswith(key)),
        "policy": [(s["Effect"], s["Condition"]) for s in policy],
        "keys": len(kms.list_keys()["Keys"]),
        "rotates": kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"],
        "kept": s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"][0][
            "NoncurrentVersionExpiration"
        ],
    }


PREPARED = {
    "versioned": "Enabled",
    "private": {True},
    "encrypted": ("aws:kms", True),
    "policy": [("Deny", {"Bool": {"aws:SecureTransport": "false"}})],
    "keys": 1,
    "rotates": True,
    "kept": {"NoncurrentDays": 180},
}


def test_the_management_account_gets_a_private_versioned_encrypted_state(
    repository: Repository,
) -> None:
    bootstrap_organization(repository, at())
    assert state_of(MANAGEMENT) == PREPARED


def test_the_second_run_changes_nothing(repository: Repository) -> None:
    bootstrap_organization(repository, at())
    shown: list[str] = []
    bootstrap_organization(open_repository(repository.root), at(shown.append))
    assert shown == []


def test_a_dry_run_shows_every_call_and_makes_none(repository: Repository) -> None:
    shown: list[str] = []
    bootstrap_organization(repository, at(shown.append, dry_run=True))
    assert boto3.client("s3").list_buckets()["Buckets"] == []
    assert (repository.root / "security/Pulumi.main.yaml").read_text() == BASE
    made: list[str] = []
    bootstrap_organization(repository, at(made.append))
    assert [line.split()[:4] for line in shown] == [line.split()[:4] for line in made]
    assert len(made) == 14


def test_the_instance_of_identity_center_is_found_and_written_down(
    repository: Repository,
) -> None:
    bootstrap_organization(repository, at())
    (instance,) = boto3.client("sso-admin", REGION).list_instances()["Instances"]
    config = open_repository(repository.root).stacks[0].config
    assert config["groundplan:identity_center"] == {
        "instance_arn": instance["InstanceArn"],
        "identity_store_id": instance["IdentityStoreId"],
        "region": REGION,
    }


def test_an_instance_that_somebody_wrote_down_is_kept(repository: Repository) -> None:
    file = repository.stacks[0].config_file
    file.write_text(BASE + "  groundplan:identity_center: {region: us-east-1}\n")
    bootstrap_organization(open_repository(repository.root), at())
    config = open_repository(repository.root).stacks[0].config
    assert config["groundplan:identity_center"] == {"region": "us-east-1"}


@pytest.mark.parametrize(
    "change", [{"OwnerAccountId": "999999999999"}, {"Status": "CREATE_FAILED"}]
)
def test_an_instance_that_is_not_ours_or_not_ready_is_not_written(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, change: dict[str, str]
) -> None:
    instance = {"InstanceArn": "arn", "IdentityStoreId": "d-1", "Status": "ACTIVE", **change}
    look = Caller.look

    def told(self: Caller, service: str, operation: str, /, **arguments: Any) -> Any:
        if operation == "list_instances":
            return {"Instances": [instance]}
        return look(self, service, operation, **arguments)

    monkeypatch.setattr(Caller, "look", told)
    bootstrap_organization(repository, at())
    assert "groundplan:identity_center" not in open_repository(repository.root).stacks[0].config


def test_every_account_gets_its_own_state_and_every_file_its_ids(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    created = create_accounts()
    monkeypatch.setattr(accounts_module, "UNIT_OF_ACCOUNT", UNITS)
    rows = bootstrap_accounts(repository, at())
    assert {row.role: (row.id, row.unit, row.missing) for row in rows} == {
        role: (created[role], UNITS[role], ()) for role in UNITS
    }
    for account in created.values():
        assert state_of(account) == PREPARED
    organization = boto3.client("organizations").describe_organization()["Organization"]["Id"]
    ids = {"management": MANAGEMENT, **created}
    lines = "".join(f'    {role}: "{number}"\n' for role, number in ids.items())
    expected = BASE.replace("accounts: {}\n", f"accounts:\n{lines}")
    expected += f'  groundplan:organization_id: "{organization}"\n'
    for layer in ("organization", "security"):
        assert (repository.root / layer / "Pulumi.main.yaml").read_text() == expected


@pytest.mark.usefixtures("few")
def test_a_run_cut_short_after_any_call_is_finished_by_the_next(
    repository: Repository, emulated: Any
) -> None:
    files = {s.config_file: s.config_file.read_text() for s in repository.stacks}
    for point in range(40):
        emulated.stop()
        emulated.start()
        for file, text in files.items():
            file.write_text(text)
        created = create_accounts(("prod",))
        ended = cut_short(repository, after=point)
        bootstrap_accounts(open_repository(repository.root), at())
        for account in created.values():
            assert state_of(account) == PREPARED, point
        if ended:
            break
    # Two files, and eleven calls in the account.
    assert point == 13


@pytest.mark.parametrize("point", range(5))
def test_preparing_the_management_account_is_finished_by_the_next_run_too(
    repository: Repository, point: int
) -> None:
    """After each file it writes; what comes then is the state, as in the test above."""
    # An organization from before is adopted, whenever the run ends.
    boto3.client("organizations", region_name="us-east-1").create_organization(FeatureSet="ALL")
    assert not cut_short(repository, after=point, run=bootstrap_organization)
    bootstrap_organization(open_repository(repository.root), at())
    config = open_repository(repository.root).stacks[0].config
    assert config["groundplan:accounts"] == {"management": MANAGEMENT}
    assert config["groundplan:adopted"] == ["organization"]
    assert set(config["groundplan:identity_center"]) == {
        "instance_arn",
        "identity_store_id",
        "region",
    }
    assert state_of(MANAGEMENT) == PREPARED


def cut_short(repository: Repository, *, after: int, run: Any = bootstrap_accounts) -> bool:
    """Run until that many changes are made; whether the run came to its end before."""
    left = after

    def pull_the_plug(_: str) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise PlugPulledError

    try:
        run(open_repository(repository.root), at(pull_the_plug))
    except PlugPulledError:
        return False
    return True


def test_accounts_before_the_organization_is_an_error_that_says_what_to_run(
    repository: Repository,
) -> None:
    with pytest.raises(BootstrapError, match=r"no organization yet.*pulumi up"):
        bootstrap_accounts(repository, at())


def test_accounts_that_are_missing_are_named_all_at_once_and_the_others_prepared(
    repository: Repository,
) -> None:
    created = create_accounts(("security",))
    with pytest.raises(BootstrapError) as caught:
        bootstrap_accounts(repository, at())
    assert [p.where for p in caught.value.problems] == [
        "account backup",
        "account dev",
        "account staging",
        "account prod",
    ]
    assert state_of(created["security"]) == PREPARED


def write_accounts(repository: Repository, **ids: str) -> Repository:
    for stack in repository.stacks:
        lines = "".join(f'    {role}: "{number}"\n' for role, number in ids.items())
        text = BASE.replace("accounts: {}\n", f"accounts:\n{lines}")
        stack.config_file.write_text(text)
    return open_repository(repository.root)


def test_credentials_of_another_account_are_refused(repository: Repository) -> None:
    changed = write_accounts(repository, management="999999999999")
    for run in (bootstrap_organization, bootstrap_accounts):
        with pytest.raises(BootstrapError, match=r"got 123456789012 .*allowed: 999999999999"):
            run(changed, at())
    assert boto3.client("s3").list_buckets()["Buckets"] == []


def test_credentials_of_prod_are_refused_by_name(repository: Repository) -> None:
    changed = write_accounts(repository, prod=MANAGEMENT)
    with pytest.raises(BootstrapError, match="the credentials are of the account prod"):
        bootstrap_organization(changed, at())


def test_the_management_account_given_as_prod_is_refused(repository: Repository) -> None:
    create_accounts(("security",))
    changed = write_accounts(repository, management=MANAGEMENT, prod=MANAGEMENT)
    with pytest.raises(BootstrapError, match=r"accounts\.prod: is the management account"):
        bootstrap_accounts(changed, at())


def test_an_id_that_is_no_account_of_the_organization_is_refused(repository: Repository) -> None:
    create_accounts(("security",))
    changed = write_accounts(repository, management=MANAGEMENT, prod="888888888888")
    with pytest.raises(BootstrapError, match=r"accounts\.prod: is no account of this org"):
        bootstrap_accounts(changed, at())


def test_an_organization_without_an_address_for_accounts_is_refused(
    repository: Repository,
) -> None:
    file = repository.stacks[0].config_file
    file.write_text(BASE.replace("  groundplan:base_email: aws@example.com\n", ""))
    with pytest.raises(BootstrapError, match="no address to make the accounts' own"):
        bootstrap_organization(open_repository(repository.root), at())


def test_no_credentials_is_an_error_with_a_next_step(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    boto3.DEFAULT_SESSION = None
    with pytest.raises(BootstrapError, match="there are no AWS credentials; fix: sign in"):
        at()


def test_a_profile_that_is_not_there_is_an_error_with_a_next_step() -> None:
    with pytest.raises(BootstrapError, match=r"no profile nobody; fix: .*list-profiles"):
        caller(REGION, lambda _: None, dry_run=False, profile="nobody")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (EndpointConnectionError(endpoint_url="https://sts.example"), "AWS cannot be reached"),
        (
            ClientError({"Error": {"Code": "ExpiredToken", "Message": "old"}}, "x"),
            "does not accept the credentials: ExpiredToken: old",
        ),
    ],
)
def test_credentials_that_cannot_be_used_say_why(
    monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("boto3.Session.client", refuse)
    with pytest.raises(BootstrapError, match=words):
        at()


def test_a_bucket_name_somebody_else_has_is_an_error(repository: Repository) -> None:
    other = at().within("777777777777")
    other._client("s3").create_bucket(
        Bucket=f"acme-state-{MANAGEMENT}-{REGION}",
        CreateBucketConfiguration={"LocationConstraint": REGION},
    )
    with pytest.raises(BootstrapError, match="name of the state bucket is taken"):
        prepare_state(at(), "acme")


def test_an_organization_that_was_there_is_adopted_and_its_units_are_left_alone(
    repository: Repository,
) -> None:
    organizations = boto3.client("organizations", region_name="us-east-1")
    organizations.create_organization(FeatureSet="ALL")
    root = organizations.list_roots()["Roots"][0]["Id"]
    for name in ("Sandbox", "Security"):
        organizations.create_organizational_unit(ParentId=root, Name=name)
    organizations.enable_aws_service_access(ServicePrincipal="ram.amazonaws.com")
    found = bootstrap_organization(repository, at())
    assert found.others == ("Sandbox",)
    config = open_repository(repository.root).stacks[0].config
    assert config["groundplan:organization_id"] == found.id
    assert config["groundplan:adopted"] == ["organization"]
    assert config["groundplan:trusted_services"] == ["ram.amazonaws.com"]
    assert list(config["groundplan:organizational_units"]) == ["security"]
    names = organizations.list_organizational_units_for_parent(ParentId=root)
    assert sorted(u["Name"] for u in names["OrganizationalUnits"]) == ["Sandbox", "Security"]


def test_our_own_organization_is_not_adopted_by_a_second_bootstrap(
    repository: Repository,
) -> None:
    create_accounts(("security",))
    bootstrap_organization(repository, at())
    assert "groundplan:adopted" not in open_repository(repository.root).stacks[0].config


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"State": "PENDING_ACTIVATION"}, "is pending_activation"),
        ({"State": "SUSPENDED"}, "is suspended"),
        ({"State": "ACTIVE"}, ""),
    ],
)
def test_an_account_is_judged_by_its_state_now_that_aws_sends_no_status(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, change: dict[str, str], words: str
) -> None:
    created = create_accounts(("security",))
    changed = write_accounts(repository, management=MANAGEMENT, **created)
    pages = Caller.pages

    def without_status(self: Caller, *names: str, **arguments: Any) -> Iterator[Any]:
        for row in pages(self, *names, **arguments):
            row.pop("Status", None)
            yield {**row, **change} if "State" in row else row

    monkeypatch.setattr(Caller, "pages", without_status)
    (row,) = [r for r in show_accounts(changed, at()) if r.role == "security"]
    assert [m for m in row.missing if m.startswith("is ")] == ([words] if words else [])


def test_accounts_shows_what_is_missing(repository: Repository) -> None:
    created = create_accounts(("security",))
    rows = {row.role: row.missing for row in show_accounts(repository, at())}
    assert rows["security"] == ("id not in the config", "no state bucket")
    assert rows["prod"] == ("not created",)
    organizations = boto3.client("organizations", region_name="us-east-1")
    root = organizations.list_roots()["Roots"][0]["Id"]
    parent = organizations.list_parents(ChildId=created["security"])["Parents"][0]["Id"]
    organizations.move_account(
        AccountId=created["security"], SourceParentId=parent, DestinationParentId=root
    )
    rows = {row.role: row.missing for row in show_accounts(repository, at())}
    assert rows["security"][0] == "belongs into Security"


def test_the_command_ends_with_the_exact_next_commands(repository: Repository) -> None:
    result = CliRunner().invoke(
        build_app(), ["-C", str(repository.root), "bootstrap", "organization"]
    )
    assert result.exit_code == 0, result.output
    assert "pulumi login 's3://acme-state-123456789012-eu-west-1?region=eu-west-1'" in result.output
    assert "--secrets-provider='awskms://alias/acme-state?region=eu-west-1'" in result.output


def test_the_accounts_command_exits_1_while_something_is_missing(repository: Repository) -> None:
    create_accounts(("security",))
    result = CliRunner().invoke(
        build_app(), ["-C", str(repository.root), "accounts", "--format", "json"]
    )
    assert result.exit_code == 1
    assert [row["role"] for row in json.loads(result.output)] == [
        "security",
        "backup",
        "dev",
        "staging",
        "prod",
    ]


def test_bootstrap_and_stacks_agree_on_the_names_of_the_state() -> None:
    context = Context(
        organization="acme",
        app="shop",
        environment="prod",
        region=REGION,
        dr_region="eu-central-1",
        account=MANAGEMENT,
        accounts={},
    )
    assert state.state_bucket(context) == state_bucket("acme", MANAGEMENT, REGION)
    assert state.state_key_alias(context) == state_alias("acme")
