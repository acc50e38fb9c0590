"""Runs the Pulumi programs of an infra repository, each after the stacks it reads."""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from groundplan.engine.cache import PlanCache
from groundplan.engine.plan import Plan
from groundplan.engine.program import MissingStackError, Outputs, Program, Ran
from groundplan.errors import PlanError, Problem

Execute = Callable[[Program, Mapping[str, Outputs]], Ran]
"""Runs one program, given the outputs of what ran before it; says which stack is missing."""


def run_programs(
    programs: Sequence[Program],
    execute: Execute,
    *,
    readable: Sequence[Program] = (),
    cache: PlanCache | None = None,
) -> tuple[Plan, ...]:
    """Run the programs, each after the stacks it reads.

    Args:
        programs: In the order to try; a program that reads a later one waits for it.
        execute: Runs one program, given the outputs of what ran before it.
        readable: Further programs, run only if one of the others reads them.
        cache: Where plans of unchanged programs are found, and new ones kept.

    Returns:
        Plans of every program that ran, sorted by stack name.

    Raises:
        PlanError: A program failed, or reads a stack that is not there or reads it back.
    """
    known = {program.stack: program for program in (*readable, *programs)}
    run = _Run(known, execute, cache)
    with _without_collection():
        for program in programs:
            run.need(program.stack)
    return tuple(run.done[stack].plan for stack in sorted(run.done))


class _Run:
    """Which programs ran, and which wait for another."""

    def __init__(
        self, known: Mapping[str, Program], execute: Execute, cache: PlanCache | None
    ) -> None:
        self.done: dict[str, Ran] = {}
        self._known = known
        self._execute = execute
        self._cache = cache
        self._waiting: list[str] = []

    def need(self, stack: str) -> None:
        """Run the stack, or find its plan, unless that happened already."""
        if stack in self.done:
            return
        _check_reference(stack, self._known, self._waiting)
        self._waiting.append(stack)
        program = self._known[stack]
        self.done[stack] = self._recall(program) or self._run(program)
        self._waiting.pop()

    def _recall(self, program: Program) -> Ran | None:
        kept = self._cache.find(program) if self._cache is not None else None
        if kept is None:
            return None
        for stack in kept.ran.reads:
            self.need(stack)
        return kept.ran if kept.holds_after(self.done) else None

    def _run(self, program: Program) -> Ran:
        while True:
            try:
                ran = self._execute(
                    program, {name: each.outputs for name, each in self.done.items()}
                )
            except MissingStackError as missing:
                self.need(missing.stack)
            else:
                if self._cache is not None:
                    self._cache.keep(program, ran, self.done)
                return ran


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
