"""Errors of the stacks: every problem at once, each with the config key to mend."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class StackProblem:
    """One thing that is wrong.

    Attributes:
        key: Config key (``database.storage_gb``) or component argument.
        what: What is wrong, one clause, lowercase, no full stop.
        got: The value found.
        allowed: What is accepted.
        fix: The next step.
    """

    key: str
    what: str
    got: str = ""
    allowed: str = ""
    fix: str = ""

    def __str__(self) -> str:
        """Text of one line."""
        text = f"{self.key}: {self.what}"
        if self.got:
            text += f", got {self.got}"
        if self.allowed:
            text += f" (allowed: {self.allowed})"
        if self.fix:
            text += f"; fix: {self.fix}"
        return text


class StackError(Exception):
    """Something the owner of the repository can mend."""

    def __init__(self, problems: StackProblem | Iterable[StackProblem]) -> None:
        self.problems = (problems,) if isinstance(problems, StackProblem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ConfigError(StackError):
    """A value of ``Pulumi.<env>.yaml`` that cannot be used."""


class ArgumentError(StackError):
    """An argument of a component that AWS or the component would refuse."""

    def __init__(self, key: str, got: object, allowed: str, fix: str = "") -> None:
        super().__init__(
            StackProblem(
                key=key,
                what="has a value that is not accepted",
                got=repr(got),
                allowed=allowed,
                fix=fix,
            )
        )
