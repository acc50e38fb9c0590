"""Whatever breaks on the way, the report is clear and a repeated run completes."""

import signal
from collections import Counter
from pathlib import Path

import pytest

from groundplan.emulate import faults
from groundplan.emulate.deploy import Deployment, accounts
from groundplan.emulate.interrupt import stopped_by_hand
from groundplan.engine.plan import Resource
from groundplan.errors import EmulationError, StoppedError
from tests.emulate.conftest import Up
from tests.emulate.programs import ACCOUNT, program

SOURCE = """
role = aws.iam.Role("runner", name="runner", assume_role_policy=json.dumps({
    "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
    "Principal": {"Service": "scheduler.amazonaws.com"}}]}), opts=here)
bucket = aws.s3.Bucket("files", tags={"a": "b"}, opts=here)
aws.s3.BucketVersioning("versions", bucket=bucket.id,
    versioning_configuration={"status": "Enabled"}, opts=here)
queue = aws.sqs.Queue("jobs", opts=here)
aws.scheduler.Schedule("nightly", schedule_expression="rate(1 day)",
    flexible_time_window={"mode": "OFF"},
    target={"arn": queue.arn, "role_arn": role.arn}, opts=here)
"""


def test_each_call_may_fail_once_and_the_next_run_completes(tmp_path: Path) -> None:
    stack = program(tmp_path, SOURCE)
    with accounts() as whole:
        whole.up([stack])
        calls = whole.gateway.calls
    assert calls > 10
    for number in range(1, calls + 1):
        with accounts() as deployment:
            deployment.gateway.before.append(faults.fail_call(number))
            with pytest.raises(EmulationError, match="failed with InternalFailure"):
                deployment.up([stack])
            deployment.up([stack])
            assert all(r.read_back for r in deployment.report.resources), number
            made = Counter(m for _, m, _ in deployment.gateway.writes if m.startswith("create_"))
            assert made["create_bucket"] <= 2


def test_a_crash_behind_any_call_leaves_nothing_twice(tmp_path: Path) -> None:
    stack = program(tmp_path, SOURCE)
    with accounts() as whole:
        whole.up([stack])
        calls = whole.gateway.calls
    for number in range(1, calls + 1):
        with accounts() as deployment:
            deployment.gateway.after.append(faults.fail_call(number))
            with pytest.raises(EmulationError, match="Interrupted"):
                deployment.up([stack])
            deployment.up([stack])
            made = Counter(m for _, m, _ in deployment.gateway.writes if m.startswith("create_"))
            assert set(made.values()) == {1}, number


def test_a_lost_answer_is_told_with_the_way_to_adopt_what_may_be_there(tmp_path: Path) -> None:
    stack = program(tmp_path, SOURCE)
    with accounts() as whole:
        whole.up([stack])
        calls = whole.gateway.calls
    ends = Counter[str]()
    for number in range(1, calls + 1):
        with accounts() as deployment:
            deployment.gateway.after.append(faults.lose_answer(number))
            with pytest.raises(EmulationError, match="was sent and its answer lost") as stop:
                deployment.up([stack])
            making = "pulumi import --stack prod aws:" in str(stop.value)
            try:
                deployment.up([stack])
            except EmulationError as error:
                # A second one of that name cannot be, and Pulumi does not know the first.
                assert making, number
                codes = ("AlreadyOwnedByYou", "AlreadyExists", "ConflictException")
                assert any(code in str(error) for code in codes), error
                assert "pulumi import --stack prod aws:" in str(error), number
                ends["refused"] += 1
            else:
                assert all(r.read_back for r in deployment.report.resources), number
                ends["told" if deployment.report.notes else "completed"] += 1
                assert bool(deployment.report.notes) == making, number
    assert min(ends["refused"], ends["told"], ends["completed"]) > 0, ends


def test_too_many_requests_are_tried_again_as_the_provider_does(
    up: Up, deployment: Deployment
) -> None:
    deployment.gateway.before.append(faults.throttle(3))
    up(SOURCE)
    assert deployment.report.to_json()["resources"]["read_back"] == 5


def test_endless_throttling_is_told(up: Up, deployment: Deployment) -> None:
    deployment.gateway.before.append(faults.throttle(100))
    with pytest.raises(EmulationError, match="failed with ThrottlingException"):
        up(SOURCE)


def test_a_role_that_is_not_everywhere_yet_is_waited_for(up: Up, deployment: Deployment) -> None:
    deployment.gateway.before.append(faults.late_roles(2))
    up(SOURCE)
    scheduler = deployment.client("scheduler", ACCOUNT, "eu-west-1")
    assert len(scheduler.list_schedules()["Schedules"]) == 1


def test_a_missing_permission_names_the_service_and_a_later_run_goes_on(
    up: Up, deployment: Deployment
) -> None:
    deployment.gateway.before.append(faults.deny("sqs"))
    with pytest.raises(EmulationError, match="not authorized to perform: sqs:create_queue"):
        up(SOURCE)
    deployment.gateway.before.clear()
    up(SOURCE)
    assert all(r.read_back for r in deployment.report.resources)


def test_an_interruption_ends_between_two_resources_and_says_what_stood(
    deployment: Deployment, tmp_path: Path
) -> None:
    stack = program(tmp_path, SOURCE)

    def press(_: str, resource: Resource) -> None:
        if resource.name == "files":
            signal.raise_signal(signal.SIGINT)

    with (
        pytest.raises(StoppedError, match=r"\d resources stood .*nothing is left") as error,
        stopped_by_hand(deployment.cloud),
    ):
        # The progress is told in another thread; the signal arrives in this one.
        deployment.up([stack], progress=press)
    assert error.value.exit_code == 130
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
