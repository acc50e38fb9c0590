"""What the engine is asked to run, and what it gives back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from groundplan.engine.cloud import Cloud
from groundplan.engine.plan import Plan, Resource


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


class MissingStackError(Exception):
    """A program reads a stack that has not been run yet."""

    def __init__(self, stack: str) -> None:
        self.stack = stack
        super().__init__(stack)


Outputs = Mapping[str, Any]
"""Outputs of a stack as other stacks read them, secrets still wrapped."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ran:
    """What one run of a program gave.

    Attributes:
        plan: The stack's resource graph.
        outputs: Its outputs.
        reads: Stacks whose outputs the program read, sorted.
    """

    plan: Plan
    outputs: Outputs
    reads: tuple[str, ...]


class Runner(Protocol):
    """Runs programs, one after the other."""

    def expect(self, programs: Sequence[Program]) -> None:
        """Hear which programs are to come, in this order, unless one fails before."""
        ...

    def __call__(
        self,
        program: Program,
        cloud: Cloud,
        before: Mapping[str, Outputs],
        progress: Progress | None,
    ) -> Ran:
        """Run a program: what answers it, what ran before it, who is told of each resource.

        Raises:
            MissingStackError: It reads a stack that is not in ``before``.
            UserError: The program failed.
        """
        ...
