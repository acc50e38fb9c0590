"""Turns what went wrong inside a program into an error its owner can act on."""

import traceback
from pathlib import Path
from typing import Any

from groundplan.errors import PlanError, Problem, UserError


def explain(error: BaseException, stack: str, config_file: Path, root: Path) -> UserError:
    """The error to show for an exception that ended a program.

    Errors of ``stacks`` carry ``problems``: objects with ``key``, ``got``, ``allowed``
    and ``fix`` (``stacks`` cannot import this package, so only the words are shared).

    Args:
        error: What the program raised.
        stack: ``<layer>/<environment>``.
        config_file: The stack's config file.
        root: Folder of the infra repository.
    """
    chain = causes(error)
    for link in chain:
        if isinstance(link, UserError):
            return link
    component = next((c for link in chain if (c := _component(link))), "")
    where = f"{stack}, component {component}" if component else stack
    for link in chain:
        problems = getattr(link, "problems", None)
        if isinstance(problems, tuple) and problems:
            return PlanError(_from_stacks(p, where, config_file, root) for p in problems)
    first = chain[0]
    place = _place(first, root)
    return PlanError(
        Problem(
            what=f"the program failed: {type(first).__name__}: {_one_line(str(first))}",
            where=where + (f", {place}" if place else ""),
            fix="mend the line named, then run `groundplan preview` again",
        )
    )


def _from_stacks(problem: Any, where: str, config_file: Path, root: Path) -> Problem:
    key = getattr(problem, "key", "")
    file = config_file.relative_to(root) if config_file.is_relative_to(root) else config_file
    return Problem(
        what=str(getattr(problem, "what", problem)),
        where=f"{where}, {file}: {key}" if key else where,
        got=str(getattr(problem, "got", "")),
        allowed=str(getattr(problem, "allowed", "")),
        fix=str(getattr(problem, "fix", "")) or f"correct {key} in {file}",
    )


def causes(error: BaseException) -> list[BaseException]:
    """The error and its causes, innermost first. Pulumi's chains can be circular."""
    links: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in links:
        links.append(link)
        link = link.__cause__ or link.__context__
    return list(reversed(links))


def _component(error: BaseException) -> str:
    """Name of the innermost component whose constructor or method was running."""
    found = ""
    frame = error.__traceback__
    while frame is not None:
        owner = frame.tb_frame.f_locals.get("self")
        name = getattr(owner, "_name", None) or frame.tb_frame.f_locals.get("name")
        is_component = any(c.__name__ == "ComponentResource" for c in type(owner).__mro__)
        if is_component and isinstance(name, str) and type(owner).__name__ != "Stack":
            found = f"{name} ({type(owner).__name__})"
        frame = frame.tb_next
    return found


def _place(error: BaseException, root: Path) -> str:
    """File and line of the last frame that belongs to the repository."""
    place = ""
    for entry in traceback.extract_tb(error.__traceback__):
        file = Path(entry.filename)
        if file.is_relative_to(root) and ".venv" not in file.parts:
            place = f"{file.relative_to(root)}:{entry.lineno}"
    return place


def _one_line(text: str) -> str:
    return " ".join(text.split())
