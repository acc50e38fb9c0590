"""Runs one Pulumi program in this process, offline."""

import asyncio
import contextvars
import logging
import os
import runpy
import sys
import warnings
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from pulumi.runtime import resource as runtime_resource
from pulumi.runtime.config import set_all_config
from pulumi.runtime.mocks import MockEngine, MockSettings
from pulumi.runtime.proto import source_pb2
from pulumi.runtime.settings import SETTINGS, configure, set_root_resource
from pulumi.runtime.stack import run_in_stack

from groundplan.engine.cloud import Cloud
from groundplan.engine.failure import causes, explain
from groundplan.engine.monitor import RecordingMonitor
from groundplan.engine.plan import Plan
from groundplan.engine.program import MissingStackError, Outputs, Program, Progress, Ran
from groundplan.engine.sdk import load_on_demand
from groundplan.engine.secret import mask
from groundplan.engine.watch import watching

# A program that fails leaves coroutines of Pulumi's behind; its error is what counts.
warnings.filterwarnings("ignore", message="coroutine 'Output", category=RuntimeWarning)

_log = logging.getLogger("groundplan.program")


def execute(
    program: Program,
    cloud: Cloud,
    before: Mapping[str, Outputs],
    progress: Progress | None = None,
) -> Ran:
    """Run one program.

    Args:
        program: The stack to run.
        cloud: Answers every registration.
        before: Outputs of the stacks it may read.
        progress: Told of each resource as it is registered.

    Raises:
        MissingStackError: It reads a stack that is not in ``before``.
        UserError: The program failed.
    """
    monitor = RecordingMonitor(
        stack=program.stack,
        account=program.account,
        region=program.region,
        cloud=cloud,
        references=before,
        on_resource=None if progress is None else partial(progress, program.stack),
    )
    load_on_demand()
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
    return Ran(plan=plan, outputs=recording.outputs, reads=tuple(sorted(recording.reads)))


def _execute(program: Program, monitor: RecordingMonitor) -> None:
    loop = asyncio.new_event_loop()
    # One worker keeps registrations in one order; the answers come from one process anyway.
    loop.set_default_executor(ThreadPoolExecutor(1))
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
        with (
            import_path(program.root),
            _strict_output_text(),
            watching(program.root, program.layer),
            _without_positions(),
        ):
            loop.run_until_complete(run_in_stack(lambda: _deploy(program.main)))
    except Exception as error:
        for link in causes(error):
            if isinstance(link, MissingStackError):
                raise link from None
        raise explain(error, program.stack, program.config_file, program.root) from error
    finally:
        _drain(loop)
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


_loaded: dict[str, object] = {}
"""Which files the modules of ``stacks`` were imported from."""


def _code_of(folder: Path) -> object:
    """The files of a package as they are now: names, times and sizes."""
    files = [(file, file.stat()) for file in sorted(folder.rglob("*.py"))]
    return [(str(file), found.st_mtime_ns, found.st_size) for file, found in files]


@contextmanager
def import_path(root: Path) -> Iterator[None]:
    """Let ``import stacks`` find the repository's own copy as it is now, not another one's."""
    package = root / "stacks"
    code = _code_of(package.resolve())
    if _loaded.get("stacks") != code:
        for name in [n for n in sys.modules if n == "stacks" or n.startswith("stacks.")]:
            del sys.modules[name]
        if package.is_symlink():
            _import_from(package.resolve())
        _loaded["stacks"] = code
    sys.path.insert(0, str(root))
    try:
        yield
    finally:
        sys.path.remove(str(root))


def _import_from(package: Path) -> None:
    """Import a package from where it is: a link to it may be gone when the next one asks."""
    spec = spec_from_file_location(
        package.name, package / "__init__.py", submodule_search_locations=[str(package)]
    )
    if spec is None or spec.loader is None:
        return
    module = sys.modules[package.name] = module_from_spec(spec)
    spec.loader.exec_module(module)


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


@contextmanager
def _without_positions() -> Iterator[None]:
    """Spare Pulumi the search for the source line of each registration.

    It walks the whole stack and reads the files in it, a tenth of a run, for an engine
    that is not here. Without the function, in another version, nothing is spared.
    """
    before = getattr(runtime_resource, "_get_stack_trace", None)
    if before is None:
        yield
        return
    nowhere = source_pb2.StackTrace()
    runtime_resource._get_stack_trace = lambda: nowhere
    try:
        yield
    finally:
        runtime_resource._get_stack_trace = before
