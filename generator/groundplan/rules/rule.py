"""What a rule is, and what it finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from groundplan.rules.node import Node
    from groundplan.rules.world import World


class Severity(StrEnum):
    """How sure the judge is: AWS refuses it, or something probably does not work."""

    error = "error"
    warning = "warning"


@dataclass(frozen=True, slots=True)
class Fault:
    """One place that a rule objects to.

    Attributes:
        path: Input of the resource, camelCase, with indices: ``rules[0].priority``.
        allowed: What would have been accepted.
        fix: The next step; empty when ``allowed`` is enough.
    """

    path: str
    allowed: str = ""
    fix: str = ""


Check = Callable[["Node", "World"], Iterator[Fault]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One thing AWS refuses.

    Attributes:
        id: ``GP-<SERVICE>-<number>``; never used again once published.
        types: Type tokens whose resources it reads.
        severity: Error, or warning where the refusal is only probable.
        title: What is wrong, in the words of somebody who has never met the service.
        error: What AWS answers.
        source: Where the fact stands.
        check: Yields one fault per place.
        sample: Inputs that break and inputs that meet it, for rules made from a table.
    """

    id: str
    types: tuple[str, ...]
    severity: Severity
    title: str
    error: str
    source: str
    check: Check
    sample: "Sample | None" = None


@dataclass(frozen=True, slots=True)
class Sample:
    """How to test a rule that was made from a row of a table.

    Attributes:
        path: Input to change.
        refused: Values AWS refuses.
        fine: Values next to them that it accepts.
    """

    path: str
    refused: tuple[Any, ...]
    fine: tuple[Any, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """A rule broken by a resource.

    Attributes:
        rule: Id of the rule.
        severity: Error or warning.
        title: In the founder's words.
        error: In AWS's words.
        source: Where the fact stands.
        stack: ``<layer>/<environment>``.
        type: Pulumi type token.
        resource: Logical name.
        urn: Address in the estate.
        component: Logical name of the outermost component that made the resource.
        config_key: Key of the stack's config the value comes from; empty where not known.
        path: Input of the resource; empty for the resource as a whole.
        value: What stands there.
        allowed: What would have been accepted.
        fix: The next step.
    """

    rule: str
    severity: Severity
    title: str
    error: str
    source: str
    stack: str
    type: str
    resource: str
    urn: str
    component: str
    config_key: str
    path: str
    value: str
    allowed: str
    fix: str


def rule(
    id_: str, *types: str, title: str, error: str, source: str, probable: bool = False
) -> Callable[[Check], Rule]:
    """Make a rule of a function.

    Args:
        id_: The rule's id.
        types: Type tokens it reads.
        title: In the founder's words.
        error: AWS's answer.
        source: Where the fact stands.
        probable: True where AWS may accept it and something will not work.
    """

    def made(check: Check) -> Rule:
        return Rule(
            id=id_,
            types=types,
            severity=Severity.warning if probable else Severity.error,
            title=title,
            error=error,
            source=source,
            check=check,
        )

    return made
