"""What a change does to each resource, told from two runs of the programs."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from groundplan.cli.app import build_app
from groundplan.diff.compare import Action, Change, compare
from groundplan.engine.estate import preview
from groundplan.engine.plan import Estate
from groundplan.errors import RepositoryError
from groundplan.history import at_ref
from groundplan.repository import open_repository
from tests.support.repositories import ROOT, build

HEAD = """
import pulumi
import pulumi_aws as aws
from stacks import config
from stacks.layers.provider import account_provider

settings = config.load()
provider = account_provider(settings.context)
here = pulumi.ResourceOptions(provider=provider)
"""
DATABASE = """
key = aws.kms.Key("key", {key}opts=here)
aws.rds.Instance("store", instance_class="{size}", engine="{engine}", allocated_storage=20,
    kms_key_id=key.arn, storage_encrypted=True, username="u", password="p",
    skip_final_snapshot=True, opts=pulumi.ResourceOptions(provider=provider, protect={protect}))
"""


def source(engine: str = "postgres", size: str = "db.t4g.micro", *, key: str = "") -> str:
    return HEAD + DATABASE.format(engine=engine, size=size, key=key, protect=False)


def estate(folder: Path, program: str, stack: str = "foundation/dev") -> Estate:
    folder.mkdir(exist_ok=True)
    if not (folder / "stacks").exists():
        build(folder)
    (folder / "foundation/__main__.py").write_text(program)
    return preview(open_repository(folder), [stack])


def changes(folder: Path, old: str, new: str) -> dict[str, Change]:
    found = compare(estate(folder, old), estate(folder, new))
    return {change.name: change for change in found}


def test_nothing_changes_where_nothing_did(tmp_path: Path) -> None:
    assert changes(tmp_path, source(), source()) == {}


def test_an_input_that_only_a_new_one_can_take_replaces_and_loses_the_data(tmp_path: Path) -> None:
    found = changes(tmp_path, source(), source("mysql"))
    store = found["store"]
    assert list(found) == ["store"]
    assert (store.action, store.forced_by) == (Action.replaced, ("engine",))
    assert store.loses_data and store.data.startswith("postgres")


def test_another_size_is_an_update_in_place(tmp_path: Path) -> None:
    store = changes(tmp_path, source(), source(size="db.t4g.small"))["store"]
    assert (store.action, store.inputs) == (Action.updated, ("instanceClass",))
    assert store.outage == "in its next maintenance window"
    assert not store.loses_data


def test_an_update_without_a_restart_is_no_outage_and_one_at_once_says_so(tmp_path: Path) -> None:
    at_once = source(size="db.t4g.small").replace("password=", "apply_immediately=True, password=")
    old = source().replace("password=", "apply_immediately=True, password=")
    assert changes(tmp_path, old, at_once)["store"].outage == "at once"
    larger = source().replace("allocated_storage=20", "allocated_storage=40")
    assert changes(tmp_path, source(), larger)["store"].outage == ""


def test_what_names_a_replaced_resource_goes_with_it(tmp_path: Path) -> None:
    found = changes(tmp_path, source(), source(key='key_usage="SIGN_VERIFY", '))
    assert found["key"].forced_by == ("keyUsage",)
    assert (found["store"].action, found["store"].forced_by) == (Action.replaced, ("kmsKeyId",))


def test_what_is_no_longer_asked_for_is_deleted_unless_pulumi_leaves_it(tmp_path: Path) -> None:
    queue = 'aws.sqs.Queue("jobs", opts={})'
    kept = "pulumi.ResourceOptions(provider=provider, retain_on_delete=True)"
    found = changes(tmp_path, HEAD + queue.format("here"), HEAD)
    assert (found["jobs"].action, found["jobs"].loses_data) == (Action.deleted, True)
    assert changes(tmp_path, HEAD + queue.format(kept), HEAD) == {}


def test_an_alias_says_that_it_is_the_same_one(tmp_path: Path) -> None:
    queue = (
        'aws.sqs.Queue("{}", delay_seconds={}, opts=pulumi.ResourceOptions(provider=provider{}))'
    )
    old = HEAD + queue.format("jobs", 1, "")
    new = HEAD + queue.format("work", 2, ', aliases=[pulumi.Alias(name="jobs")]')
    found = changes(tmp_path, old, new)
    assert {n: (c.action, c.inputs) for n, c in found.items()} == {
        "work": (Action.updated, ("delaySeconds",))
    }


def test_an_ignored_input_changes_nothing(tmp_path: Path) -> None:
    queue = HEAD + 'aws.sqs.Queue("jobs", delay_seconds={}, opts={})'
    ignoring = "pulumi.ResourceOptions(provider=provider, ignore_changes=['delaySeconds'])"
    old, new = queue.format(1, "here"), queue.format(2, ignoring)
    assert changes(tmp_path, old, new) == {}


def test_a_trigger_that_changes_replaces_what_it_stands_on(tmp_path: Path) -> None:
    queue = HEAD + (
        'host, jobs = "{}", pulumi.ResourceOptions(provider=provider, replacement_trigger="{}")\n'
        'aws.sqs.Queue("jobs", opts=jobs)'
    )
    found = changes(tmp_path, queue.format("x", "old"), queue.format("x", "new"))
    assert {n: (c.action, c.forced_by) for n, c in found.items()} == {
        "jobs": (Action.replaced, ("replacementTrigger",))
    }
    assert changes(tmp_path, queue.format("x", "old"), queue.format("y", "old")) == {}


def test_a_stack_of_one_estate_only_is_made_or_deleted_whole(tmp_path: Path) -> None:
    there = estate(tmp_path, source())
    nowhere = replace(there, plans=())
    assert {c.action for c in compare(nowhere, there)} == {Action.created}
    gone = compare(there, nowhere)
    assert {c.action for c in gone} == {Action.deleted}
    assert [c.name for c in gone if c.loses_data] == ["store"]


@pytest.mark.parametrize("format_", ["text", "json"])
def test_preview_shouts_what_a_change_since_a_ref_takes_with_it(
    tmp_path: Path, format_: str
) -> None:
    build(tmp_path)
    (tmp_path / "stacks").unlink()
    shutil.copytree(ROOT / "stacks", tmp_path / "stacks", ignore=shutil.ignore_patterns("*.pyc"))
    program = tmp_path / "foundation/__main__.py"
    program.write_text(source().replace("protect=False", "protect=True"))
    _commit(tmp_path)
    program.write_text(source("mysql").replace("protect=False", "protect=True"))
    call = ["-C", str(tmp_path), "preview", "--stack", "foundation/dev", "--format", format_]
    told = CliRunner().invoke(build_app(), [*call, "--from", "HEAD"])
    assert told.exit_code == 1
    if format_ == "json":
        assert '"action": "replaced"' in told.output
        return
    assert "Against HEAD: 0 created, 0 updated, 1 replaced, 0 deleted" in told.output
    forced = "replaced: foundation/dev store (Instance), as only a new one can take another engine"
    assert f"{forced}; protected: Pulumi refuses it" in told.output
    assert "DATA LOST: 1 that hold data would not survive this change" in told.output
    assert "Against" not in CliRunner().invoke(build_app(), call).output


def test_a_link_out_of_the_repository_is_told(tmp_path: Path) -> None:
    build(tmp_path)
    _commit(tmp_path)
    told = "leads out of the repository, got HEAD: stacks"
    with pytest.raises(RepositoryError, match=told), at_ref(tmp_path, "HEAD"):
        pass


def _commit(folder: Path) -> None:
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "one")):
        identity = ("-c", "user.email=a@example.com", "-c", "user.name=a")
        subprocess.run(["git", "-C", str(folder), *identity, *command], check=True)
