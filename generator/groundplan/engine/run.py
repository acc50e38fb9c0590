"""Runs the Pulumi programs of an infra repository in this process, offline."""

import asyncio
import contextvars
import gc
import logging
import os
import runpy
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pulumi.runtime.config import set_all_config
from pulumi.runtime.mocks import MockEngine, MockSettings
from pulumi.runtime.settings import SETTINGS, configure, set_root_resource
from pulumi.runtime.stack import run_in_stack

from groundplan.engine.cloud import Cloud
from groundplan.engine.failure import causes, explain
from groundplan.engine.monitor import MissingStackError, RecordingMonitor
from groundplan.engine.plan import Plan, Resource
from groundplan.engine.values import mask
from groundplan.errors import PlanError, Problem

# A program that fails leaves coroutines of Pulumi's behind; its error is what counts.
warnings.filterwarnings("ignore", message="coroutine 'Output", category=RuntimeWarning)

_log = logging.getLogger("groundplan.program")


@dataclass(frozen=True, kw_only=True, slots=True)
class Program:
    """One stack to run.

    Attributes:
        stack: ``<layer>/<environment>``.
        layer: Pulumi project.
        environment: Pulumi stack.
        root: Folder of the infra repository; ``stacks`` is imported from there.
        main: The program.
        config_file: Where the config came from, for error texts.
        config: Full key (``groundplan:region``) to text, as Pulumi hands it over.
        account: Account the stack deploys into.
        region: Home region.
    """

    stack: str
    layer: str
    environment: str
    root: Path
    main: Path
    config_file: Path
    config: Mapping[str, str]
    account: str
    region: str


Progress = Callable[[str, Resource], None]
"""Told of each resource: stack name, resource."""


def run_programs(
    programs: Sequence[Program],
    cloud: Cloud,
    *,
    readable: Sequence[Program] = (),
    progress: Progress | None = None,
) -> tuple[Plan, ...]:
    """Run the programs, each after the stacks it reads.

    Args:
        programs: In the order to try; a program that reads a later one waits for it.
        cloud: Answers every registration.
        readable: Further programs, run only if one of the others reads them.
        progress: Told of each resource as it is registered.

    Returns:
        Plans of every program that ran, sorted by stack name.

    Raises:
        PlanError: A program failed, or reads a stack that is not there or reads it back.
    """
    by_stack = {program.stack: program for program in (*readable, *programs)}
    outputs: dict[str, Mapping[str, Any]] = {}
    plans: dict[str, Plan] = {}
    waiting: list[str] = []

    def run(stack: str) -> None:
        waiting.append(stack)
        while stack not in plans:
            try:
                plan, raw = _run_program(by_stack[stack], cloud, outputs, progress)
            except MissingStackError as missing:
                _check_reference(missing.stack, by_stack, waiting)
                run(missing.stack)
            else:
                plans[stack], outputs[stack] = plan, raw
        waiting.pop()

    with _without_collection():
        for program in programs:
            if program.stack not in plans:
                run(program.stack)
    return tuple(plans[stack] for stack in sorted(plans))


def _check_reference(stack: str, known: Mapping[str, Program], waiting: Sequence[str]) -> None:
    if stack not in known:
        raise PlanError(
            Problem(
                what="reads a stack that is not part of this run",
                where=waiting[-1],
                got=stack,
                allowed=", ".join(sorted(known)),
            )
        )
    if stack in waiting:
        raise PlanError(
            Problem(
                what="stacks read each other in a circle",
                where=waiting[-1],
                got=" -> ".join([*waiting, stack]),
                fix="pass the value by a deterministic name instead of a stack reference",
            )
        )


def _run_program(
    program: Program,
    cloud: Cloud,
    references: Mapping[str, Mapping[str, Any]],
    progress: Progress | None,
) -> tuple[Plan, Mapping[str, Any]]:
    tell = None if progress is None else (lambda resource: progress(program.stack, resource))
    monitor = RecordingMonitor(
        stack=program.stack,
        account=program.account,
        region=program.region,
        cloud=cloud,
        references=references,
        on_resource=tell,
    )
    # Pulumi keeps its state in context variables: a copied context is a fresh process.
    contextvars.copy_context().run(_execute, program, monitor)
    recording = monitor.recording
    plan = Plan(
        stack=program.stack,
        layer=program.layer,
        environment=program.environment,
        account=program.account,
        region=program.region,
        resources=tuple(recording.resources[urn] for urn in sorted(recording.resources)),
        outputs=mask(dict(sorted(recording.outputs.items()))),
        config=dict(sorted(program.config.items())),
    )
    return plan, recording.outputs


def _execute(program: Program, monitor: RecordingMonitor) -> None:
    loop = asyncio.new_event_loop()
    # One worker keeps registrations in one order; the answers come from one process anyway.
    # Pulumi wants a loop in that thread too, and never closes the one it would make.
    worker_loop = asyncio.new_event_loop()
    loop.set_default_executor(
        ThreadPoolExecutor(1, initializer=asyncio.set_event_loop, initargs=(worker_loop,))
    )
    asyncio.set_event_loop(loop)
    try:
        configure(
            MockSettings(
                monitor=monitor,
                monitor_features=set(monitor.features()),
                engine=MockEngine(_log),
                project=program.layer,
                stack=program.environment,
                root_directory=str(program.main.parent),
                dry_run=False,
                organization="organization",
                callbacks=None,
                outputs=set(),
            )
        )
        set_root_resource(None)  # type: ignore[arg-type]
        set_all_config(dict(program.config), secret_keys=[])
        with _import_path(program.root), _strict_output_text():
            loop.run_until_complete(run_in_stack(lambda: _deploy(program.main)))
    except Exception as error:
        for link in causes(error):
            if isinstance(link, MissingStackError):
                raise link from None
        raise explain(error, program.stack, program.config_file, program.root) from error
    finally:
        _drain(loop)
        worker_loop.close()
        asyncio.set_event_loop(None)


async def _deploy(main: Path) -> None:
    """Run the program, and wait for what it registered.

    Pulumi itself wakes after each of the waiting outputs and looks at all the others,
    which is quadratic; waiting for them together first leaves it nothing to wait for.
    """
    runpy.run_path(str(main), run_name="__main__")
    seen: set[asyncio.Task[Any]] = set()
    while waiting := set(SETTINGS.outputs) - seen:
        done, left = await asyncio.wait(waiting, return_when=asyncio.FIRST_EXCEPTION)
        if left:
            return
        seen |= done


def _drain(loop: asyncio.AbstractEventLoop) -> None:
    """End what a failed program left behind, without a word on the terminal."""
    loop.set_exception_handler(lambda *_: None)
    pending = asyncio.all_tasks(loop)
    for task in pending:
        task.cancel()
    if pending:
        loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


@contextmanager
def _without_collection() -> Iterator[None]:
    """Leave cyclic garbage until the end: looking for it takes 40 % of a run.

    Pulumi keeps hundreds of thousands of small objects alive while a program runs, and
    each collection walks through all of them to find next to nothing.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def _import_path(root: Path) -> Iterator[None]:
    """Let ``import stacks`` find the repository's own copy, not another one's."""
    loaded = sys.modules.get("stacks")
    place = Path(getattr(loaded, "__file__", None) or "/").resolve().parent.parent
    if loaded is not None and place != root.resolve():
        for name in [n for n in sys.modules if n == "stacks" or n.startswith("stacks.")]:
            del sys.modules[name]
    sys.path.insert(0, str(root))
    try:
        yield
    finally:
        sys.path.remove(str(root))


@contextmanager
def _strict_output_text() -> Iterator[None]:
    """Make ``str(output)`` an error: it would end as a sentence inside a policy."""
    before = os.environ.get("PULUMI_ERROR_OUTPUT_STRING")
    os.environ["PULUMI_ERROR_OUTPUT_STRING"] = "true"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PULUMI_ERROR_OUTPUT_STRING"]
        else:
            os.environ["PULUMI_ERROR_OUTPUT_STRING"] = before
