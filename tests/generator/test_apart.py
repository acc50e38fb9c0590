"""Programs that run in processes of their own give what they give in this one."""

import pickle
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from groundplan.engine.apart import apart, beside
from groundplan.engine.cloud import Answer, Registration
from groundplan.engine.estate import run_estate
from groundplan.engine.here import here
from groundplan.engine.plan import SECRET, Estate, Resource
from groundplan.engine.program import Progress, Runner
from groundplan.engine.synthesize import SyntheticCloud
from groundplan.errors import EmulationError, PlanError, Problem
from groundplan.repository import open_repository, programs
from tests.support.repositories import build

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks")

WRITES = """
import pulumi
import pulumi_aws as aws

queue = aws.sqs.Queue("jobs", visibility_timeout_seconds=30)
value = pulumi.Output.secret("hunter2-not-for-print")
aws.ssm.Parameter("kept", type="String", value=value)
pulumi.export("url", queue.url)
pulumi.export("value", value)
"""
READS = """
import pulumi
import pulumi_aws as aws

account = aws.get_caller_identity().account_id
there = pulumi.StackReference("organization/foundation/dev")
aws.ssm.Parameter("url", type="String", value=there.get_output("url"))
aws.ssm.Parameter("value", type="String", value=there.get_output("value"))
aws.ssm.Parameter("account", type="String", value=account)
"""


@pytest.fixture(scope="module")
def run() -> Iterator[Runner]:
    with beside() as runner:
        yield runner


class Noting(SyntheticCloud):
    """Notes what was asked, and may refuse a resource."""

    def __init__(self, refuse: Mapping[str, Exception] | None = None) -> None:
        self.asked: list[str] = []
        self._refuse = refuse or {}

    def create(self, registration: Registration) -> Answer:
        self.asked.append(registration.name)
        if registration.name in self._refuse:
            raise self._refuse[registration.name]
        return super().create(registration)


def estate(
    folder: Path,
    run: Runner,
    *,
    foundation: str = WRITES,
    application: str = READS,
    cloud: Noting | None = None,
    progress: Progress | None = None,
) -> Estate:
    if not (folder / "foundation").exists():
        build(folder, environments=("dev",))
    for layer, source in (("foundation", foundation), ("application", application)):
        (folder / layer / "__main__.py").write_text(source)
    repository = open_repository(folder)
    chosen = programs(repository, repository.stacks)
    return run_estate(chosen, cloud or Noting(), run=run, progress=progress)


def test_the_estate_and_the_order_of_questions_are_those_of_one_process(
    tmp_path: Path, run: Runner
) -> None:
    one, other = Noting(), Noting()
    assert estate(tmp_path, run, cloud=one) == estate(tmp_path, here, cloud=other)
    # `application` comes first by name, and waits for the one it reads.
    assert one.asked == other.asked
    assert set(one.asked) == {"jobs", "kept", "url", "value", "account"}


def test_secrets_arrive_open_where_they_are_needed_and_masked_in_the_plan(
    tmp_path: Path, run: Runner
) -> None:
    seen: dict[str, Any] = {}

    class Looking(Noting):
        def create(self, registration: Registration) -> Answer:
            seen[registration.name] = registration.inputs.get("value")
            return super().create(registration)

    plan = estate(tmp_path, run, cloud=Looking())["application/dev"]
    assert seen["kept"] == seen["value"] == "hunter2-not-for-print"
    assert plan["value"].inputs["value"] == SECRET
    assert "hunter2" not in repr(plan)


def test_progress_is_told_of_each_resource(tmp_path: Path, run: Runner) -> None:
    told: list[tuple[str, str]] = []

    def tell(stack: str, resource: Resource) -> None:
        told.append((stack, resource.name))

    estate(tmp_path, run, progress=tell)
    assert {("foundation/dev", "jobs"), ("application/dev", "account")} <= set(told)


def test_an_error_in_a_program_is_the_same_error(tmp_path: Path, run: Runner) -> None:
    problems = []
    for runner in (run, here):
        with pytest.raises(PlanError) as caught:
            estate(tmp_path, runner, foundation=f"{WRITES}\nqueue.bogus\n")
        problems.append(caught.value.problems)
    assert problems[0] == problems[1]
    assert "bogus" in problems[0][0].what


def test_what_the_cloud_refuses_comes_back_as_it_was(tmp_path: Path, run: Runner) -> None:
    refusal = EmulationError([Problem(what="no", where="here"), Problem(what="nor this")])
    with pytest.raises(EmulationError) as caught:
        estate(tmp_path, run, cloud=Noting({"kept": refusal}))
    assert caught.value.problems == refusal.problems


def test_an_error_that_cannot_leave_its_process_is_told_in_words(
    tmp_path: Path, run: Runner
) -> None:
    class LocalError(Exception):
        pass

    with pytest.raises(PlanError, match="LocalError: only here"):
        estate(tmp_path, run, cloud=Noting({"kept": LocalError("only here")}))


@pytest.mark.parametrize(
    "source", ["import os; os._exit(3)", f"{WRITES}\nimport os; os._exit(3)"], ids=["first", "last"]
)
def test_a_program_that_ends_its_process_is_named(tmp_path: Path, run: Runner, source: str) -> None:
    with pytest.raises(PlanError, match=r"foundation/dev.*ended before the program did"):
        estate(tmp_path, run, foundation=source)


def test_a_program_runs_after_an_earlier_list_was_left_in_the_middle(
    tmp_path: Path, run: Runner
) -> None:
    with pytest.raises(PlanError):
        estate(tmp_path, run, application="raise ValueError('not today')")
    assert estate(tmp_path, run)["application/dev"]["account"]


def test_nothing_runs_on_behind_the_context(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    source = f"import os, time\nopen({str(note)!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)"
    build(tmp_path, environments=("dev",))
    (tmp_path / "foundation" / "__main__.py").write_text(source)
    repository = open_repository(tmp_path)
    with beside() as run:
        run.expect(programs(repository, repository.select(["foundation/dev"])))
        until = time.monotonic() + 30
        while not (note.exists() and note.read_text()) and time.monotonic() < until:
            time.sleep(0.05)
        pid = int(note.read_text())
        assert _runs(pid)
    until = time.monotonic() + 30
    while _runs(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _runs(pid)


def _runs(pid: int) -> bool:
    """True for a process that is there and has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_where_pulumi_is_loaded_programs_run_here() -> None:
    code = (
        "import pulumi; from groundplan.engine.apart import apart\nwith apart() as run: print(run)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "_Here" in told.stdout
    with apart() as chosen:
        assert (chosen is here) == ("pulumi" in sys.modules)


def test_errors_keep_their_problems_on_the_way() -> None:
    error = EmulationError([Problem(what="one", got="1"), Problem(what="two")])
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), copy.problems, str(copy)) == (EmulationError, error.problems, str(error))
