"""Runs programs in this process; Pulumi is imported with the first one."""

from collections.abc import Mapping, Sequence

from groundplan.engine.cloud import Cloud
from groundplan.engine.program import Outputs, Program, Progress, Ran, Runner


class _Here:
    """A `Runner` that needs nothing beside it."""

    def expect(self, programs: Sequence[Program]) -> None:
        """Needs no preparation."""

    def __call__(
        self,
        program: Program,
        cloud: Cloud,
        before: Mapping[str, Outputs],
        progress: Progress | None,
    ) -> Ran:
        """Run a program."""
        from groundplan.engine.execute import execute

        return execute(program, cloud, before, progress)


here: Runner = _Here()
"""Runs programs in this process."""
