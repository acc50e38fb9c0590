"""Reads an answers file and ``key=value`` settings, keeping what the person wrote."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from groundplan.errors import AnswerError, Problem

_LARGEST_FILE = 1_000_000


class _Constructor(SafeConstructor):
    """Keeps long numbers and numbers with a leading zero as text: they are ids."""


def _number(constructor: _Constructor, node: Any) -> Any:
    written = str(node.value)
    if re.fullmatch(r"0[0-9_]+|[0-9_]{10,}", written):
        return written.replace("_", "")
    return constructor.construct_yaml_int(node)


_Constructor.add_constructor("tag:yaml.org,2002:int", _number)


def read_file(file: Path) -> dict[str, Any]:
    """Read an answers file.

    Raises:
        AnswerError: It is missing, not text, not YAML, empty, or not a map.
    """
    try:
        if file.stat().st_size > _LARGEST_FILE:
            raise _refused(file, "is larger than an answers file can be", "name another file")
        text = file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise _refused(file, "does not exist", "check the path after --answers") from None
    except IsADirectoryError:
        raise _refused(file, "is a folder", "name a YAML file in it") from None
    except UnicodeDecodeError:
        raise _refused(file, "is not text", "write the answers as YAML in UTF-8") from None
    except OSError as error:
        raise _refused(file, f"cannot be read: {error.strerror}", "check its rights") from None
    document = _parse(text, str(file))
    if document is None:
        raise _refused(
            file,
            "is empty",
            "start from an answers file of blueprints/web_app/examples/, or leave --answers out",
        )
    if not isinstance(document, Mapping):
        kind = "a list" if isinstance(document, list) else f"the value {str(document)[:40]!r}"
        raise AnswerError(
            Problem(
                what="is not a map from question to answer",
                where=str(file),
                got=kind,
                allowed="lines like `organization: acme`",
            )
        )
    return {str(key): value for key, value in document.items()}


def read_settings(settings: Iterable[str]) -> dict[str, Any]:
    """Read ``key=value`` texts; values are YAML, so ``queues=[jobs]`` is a list.

    Raises:
        AnswerError: A text has no ``=``, or its value is not YAML.
    """
    answers: dict[str, Any] = {}
    problems: list[Problem] = []
    for setting in settings:
        key, separator, value = setting.partition("=")
        if not separator or not key.strip():
            problems.append(
                Problem(
                    what="is not a setting", where="--set", got=setting, allowed="question=answer"
                )
            )
            continue
        try:
            answers[key.strip()] = _parse(value, f"--set {key.strip()}")
        except AnswerError as error:
            problems.extend(error.problems)
    if problems:
        raise AnswerError(problems)
    return answers


def _parse(text: str, place: str) -> Any:
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = _Constructor
    try:
        return yaml.load(text)
    except (YAMLError, ValueError, RecursionError, TypeError, KeyError) as error:
        raise AnswerError(
            Problem(
                what=f"is not YAML{_line(error)}: {_reason(error)}",
                where=place,
                fix="a value with a colon, a # or a quote in it needs quotes around it",
            )
        ) from None


def _line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f" (line {mark.line + 1})" if mark is not None else ""


def _reason(error: Exception) -> str:
    if isinstance(error, MarkedYAMLError) and error.problem:
        return str(error.problem)
    return str(error).partition("\n")[0][:120] or type(error).__name__


def _refused(file: Path, what: str, fix: str) -> AnswerError:
    return AnswerError(Problem(what=what, where=str(file), fix=fix))
