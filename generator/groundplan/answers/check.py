"""Checks answers: every problem at once, those of shape and those between answers."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from groundplan.answers.model import Answers
from groundplan.answers.rules import problems_between
from groundplan.answers.wording import problem
from groundplan.errors import AnswerError, Problem

_MOST_PARTS = 20_000
_DEEPEST = 12


def check(data: Mapping[str, Any]) -> Answers:
    """Turn raw answers into `Answers`.

    Args:
        data: Question to answer, as read or typed.

    Raises:
        AnswerError: With every problem found.
    """
    answers, shape, broken = _usable(_plain(data))
    between = [found for found in problems_between(answers) if not _hidden(found.where, broken)]
    if shape or between:
        raise AnswerError([*shape, *between])
    return answers


def _usable(data: dict[str, Any]) -> tuple[Answers, list[Problem], set[str]]:
    """What has the right shape, the problems of the rest, and the places of those."""
    original = _plain(data)
    problems: dict[str, Problem] = {}
    broken: set[str] = set()
    while True:
        try:
            return Answers.model_validate(data), list(problems.values()), broken
        except ValidationError as error:
            details = error.errors(include_url=False)
        for detail in details:
            found = problem(detail, original, data)
            broken.add(found.where)
            if detail["loc"][0] in original:  # else it follows from an answer that is wrong itself
                problems.setdefault(str(found), found)
        broken |= _take_out(data, details)


def _take_out(data: dict[str, Any], details: list[ErrorDetails]) -> set[str]:
    """Remove what is wrong, as little as possible; gives the questions removed whole."""
    whole: set[str] = set()
    items: dict[str, set[int]] = {}
    for path in dict.fromkeys(detail["loc"][:3] for detail in details):
        top = str(path[0])
        found = data.get(top)
        if isinstance(found, dict) and len(path) > 1 and path[1] in found:
            found.pop(path[1])
        elif isinstance(found, list) and len(path) > 1 and isinstance(path[1], int):
            item = found[path[1]]
            optional = len(path) > 2 and path[2] not in {"name", "kind"}
            if optional and isinstance(item, dict) and path[2] in item:
                item.pop(path[2])
            else:
                items.setdefault(top, set()).add(path[1])
        else:
            whole.add(top)
    for top, gone in items.items():
        data[top] = [item for index, item in enumerate(data[top]) if index not in gone]
        if not data[top]:
            whole.add(top)
    for top in whole:
        data.pop(top, None)
    return whole


def _hidden(where: str, broken: set[str]) -> bool:
    """Whether a place was reported already, or stands in something that was."""
    return any(where == known or where.startswith(f"{known}.") for known in broken)


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of nothing but dicts with text keys, lists and scalars."""
    count = 0

    def copy(value: Any, depth: int) -> Any:
        nonlocal count
        count += 1
        if count > _MOST_PARTS or depth > _DEEPEST:
            raise AnswerError(
                Problem(
                    what="are nested too deeply or hold too much",
                    where="answers",
                    fix="write the values out without YAML anchors",
                )
            )
        if isinstance(value, Mapping):
            return {str(key): copy(item, depth + 1) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [copy(item, depth + 1) for item in value]
        return value

    copied: dict[str, Any] = copy(data, 0)
    return copied
