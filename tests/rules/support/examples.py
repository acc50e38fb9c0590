"""What an example of a rule is: changes AWS refuses, and their valid neighbours."""

from dataclasses import dataclass

from tests.rules.support.estates import Change


@dataclass(frozen=True)
class Example:
    """Two changes of the valid estate.

    Attributes:
        refused: Breaks the rule, at `place`.
        fine: Nearly the same, and accepted by this rule and every other.
        place: Resource and input the finding must name, ``name.path``; a prefix is enough.
    """

    refused: tuple[Change, ...]
    fine: tuple[Change, ...]
    place: str


def example(
    place: str, refused: Change | tuple[Change, ...], fine: Change | tuple[Change, ...] = ()
) -> Example:
    """An example; one change may stand without brackets, no change means the estate as it is."""
    return Example(
        refused=refused if isinstance(refused, tuple) else (refused,),
        fine=fine if isinstance(fine, tuple) else (fine,),
        place=place,
    )
