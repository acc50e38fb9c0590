"""Limits on one value, each with values just outside and just inside it for its tests."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from groundplan.rules.node import Node, known, number
from groundplan.rules.rule import Fault, Rule, Sample, Severity
from groundplan.rules.world import World


class Constraint(Protocol):
    """A limit on one value."""

    def accepts(self, value: Any) -> bool:
        """True where AWS takes the value."""
        ...

    def words(self) -> str:
        """What is allowed."""
        ...

    def outside(self) -> tuple[Any, ...]:
        """Values that are refused."""
        ...

    def inside(self) -> tuple[Any, ...]:
        """Their neighbours that are accepted."""
        ...


@dataclass(frozen=True)
class Range:
    """A number between two bounds, in steps."""

    low: int
    high: int
    step: int = 1

    def accepts(self, value: Any) -> bool:
        """True for a number in the range that lies on a step."""
        found = number(value)
        return found is not None and self.low <= found <= self.high and not found % self.step

    def words(self) -> str:
        """The range."""
        step = f" in steps of {self.step}" if self.step != 1 else ""
        return f"{self.low} to {self.high}{step}"

    def outside(self) -> tuple[Any, ...]:
        """One step below and above."""
        return (self.low - self.step, self.high + self.step)

    def inside(self) -> tuple[Any, ...]:
        """The bounds."""
        return (self.low, self.high)


@dataclass(frozen=True)
class OneOf:
    """One of a few values."""

    values: tuple[Any, ...]

    def __init__(self, *values: Any) -> None:
        object.__setattr__(self, "values", values)

    def accepts(self, value: Any) -> bool:
        """True for a listed value; numbers may be written as text."""
        if value in self.values:
            return True
        found = number(value)
        return found is not None and found in {number(v) for v in self.values}

    def words(self) -> str:
        """The values."""
        return ", ".join(map(str, self.values))

    def outside(self) -> tuple[Any, ...]:
        """A value that is nearly listed."""
        last = self.values[-1]
        return (f"{last}x",) if isinstance(last, str) else (last + 1,)

    def inside(self) -> tuple[Any, ...]:
        """First and last."""
        return (self.values[0], self.values[-1])


@dataclass(frozen=True)
class Text:
    """A text of a form and a length, with examples of both kinds."""

    pattern: str
    form: str
    bad: tuple[str, ...]
    good: tuple[str, ...]
    most: int = 0

    def accepts(self, value: Any) -> bool:
        """True for a text that has the form and is not too long."""
        if not isinstance(value, str):
            return False
        if self.most and len(value) > self.most:
            return False
        return re.fullmatch(self.pattern, value, re.DOTALL) is not None

    def words(self) -> str:
        """The form."""
        return f"{self.form}, at most {self.most} characters" if self.most else self.form

    def outside(self) -> tuple[Any, ...]:
        """The bad examples, and one that is too long."""
        if not self.most:
            return self.bad
        return (*self.bad, (self.good[0] + "a" * self.most)[: self.most + 1])

    def inside(self) -> tuple[Any, ...]:
        """The good examples, and one of full length."""
        return self.good


@dataclass(frozen=True)
class Not:
    """Any text but a few, whatever the letter case."""

    values: tuple[str, ...]
    other: str

    def accepts(self, value: Any) -> bool:
        """True for a text that is not listed."""
        return str(value).lower() not in self.values

    def words(self) -> str:
        """What it must not be."""
        return f"anything but {', '.join(self.values)}"

    def outside(self) -> tuple[Any, ...]:
        """The first listed."""
        return self.values[:1]

    def inside(self) -> tuple[Any, ...]:
        """A text that is not listed."""
        return (self.other,)


def limit(
    id_: str,
    type_: str,
    path: str,
    constraint: Constraint,
    *,
    title: str,
    error: str,
    source: str,
    fix: str = "",
    named: bool = False,
    probable: bool = False,
    when: Callable[[Node], bool] | None = None,
) -> Rule:
    """A rule that holds one input against a constraint.

    Args:
        id_: The rule's id.
        type_: Type it reads.
        path: Input; ``[]`` for every item.
        constraint: What is allowed.
        title: In the founder's words.
        error: AWS's answer.
        source: Where the fact stands.
        fix: The next step.
        named: The input is a physical name that Pulumi makes up when it is not given.
        probable: Only a warning.
        when: Looks at nodes for which it says yes.
    """

    def check(node: Node, _: World) -> Any:
        if when is not None and not when(node):
            return
        places = list(node.each(path))
        if named and not places and isinstance(made := node.output(path), str):
            places = [(path, made)]
        for place, value in places:
            if known(value) and not constraint.accepts(value):
                yield Fault(place, constraint.words(), fix)

    return Rule(
        id=id_,
        types=(type_,),
        severity=Severity.warning if probable else Severity.error,
        title=title,
        error=error,
        source=source,
        check=check,
        sample=Sample(path, constraint.outside(), constraint.inside()),
    )
