"""Shows errors: what, where, the value got, what is allowed, how to mend it."""

import sys

from groundplan.errors import Problem, UserError


def show(error: UserError) -> None:
    """Print every problem of an error to standard error."""
    for problem in error.problems:
        print(text(problem), file=sys.stderr)
    if len(error.problems) > 1:
        print(f"{len(error.problems)} problems", file=sys.stderr)


def text(problem: Problem) -> str:
    """A problem over a few lines, nothing in it that colour alone would tell."""
    lines = [
        f"error: {problem.where}: {problem.what}" if problem.where else f"error: {problem.what}"
    ]
    for label, value in (("got", problem.got), ("allowed", problem.allowed), ("fix", problem.fix)):
        if value:
            lines.append(f"  {label}: {value}")
    return "\n".join(lines)
