"""Changes of one resource: a program before, what is edited in it, and the calls that follow."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A change of the resource ``it``.

    Attributes:
        name: What changes, as the test's name shows it.
        program: The program before.
        edits: Text of the program to the text in its place.
        calls: Writing calls that follow, in order.
        given: What the resource stands on.
    """

    name: str
    program: str
    edits: tuple[tuple[str, str], ...]
    calls: tuple[str, ...]
    given: str = ""

    @property
    def before(self) -> str:
        """The program before."""
        return self.given + self.program

    @property
    def after(self) -> str:
        """The program after."""
        text = self.program
        for old, new in self.edits:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        return self.given + text
