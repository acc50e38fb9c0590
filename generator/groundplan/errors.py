"""Every error Groundplan raises on purpose.

GroundplanError
└── UserError            somebody can mend it: exit code 1, no traceback
    ├── AnswerError      a question's answer
    ├── ConfigError      a Pulumi.<env>.yaml
    ├── RepositoryError  a folder that is not an infra repository, or a damaged one
    ├── TemplateError    a blueprint that cannot be rendered
    ├── PlanError        a Pulumi program that failed
    ├── EmulationError   a plan that could not be emulated
    ├── SandboxError     a sandbox that cannot be started, asked or ended
    ├── StoppedError     Ctrl-C: exit code 130
    └── BootstrapError   an AWS account that is not what it should be
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that is wrong, told so that it can be mended.

    Attributes:
        what: What is wrong, one clause, lowercase, no full stop.
        where: File and key, or question, or stack and component.
        got: The value found, as the person wrote it; empty when there is none.
        allowed: What would have been accepted; empty when ``what`` says it.
        fix: The next step; empty when ``allowed`` is enough.
    """

    what: str
    where: str = ""
    got: str = ""
    allowed: str = ""
    fix: str = ""

    def __str__(self) -> str:
        """Text of one line, for logs and tests."""
        text = f"{self.where}: {self.what}" if self.where else self.what
        if self.got:
            text += f", got {self.got}"
        if self.allowed:
            text += f" (allowed: {self.allowed})"
        if self.fix:
            text += f"; fix: {self.fix}"
        return text


class GroundplanError(Exception):
    """Root of all errors raised on purpose."""


class UserError(GroundplanError):
    """Something a person can mend; carries every problem found, not only the first."""

    exit_code = 1

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[Any, ...]:
        """How it is sent from one process to another."""
        return type(self), (self.problems,)


class AnswerError(UserError):
    """Answers that no estate can be made from."""


class ConfigError(UserError):
    """A stack's config file that cannot be used."""


class RepositoryError(UserError):
    """A folder that is not an infra repository, or one that is damaged."""


class TemplateError(UserError):
    """A blueprint that could not be rendered."""


class PlanError(UserError):
    """A Pulumi program that did not run to its end."""


class EmulationError(UserError):
    """A plan that could not be deployed into the emulated accounts."""


class SandboxError(UserError):
    """A sandbox that could not be started, asked or ended."""


class BootstrapError(UserError):
    """An AWS account, or credentials, that are not what they should be."""


class StoppedError(UserError):
    """Somebody pressed Ctrl-C; says what that left behind."""

    exit_code = 130
