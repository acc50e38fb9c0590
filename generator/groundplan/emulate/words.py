"""Templates over what is known of a resource."""

import string
from collections.abc import Callable, Mapping
from typing import Any

import jmespath

OMIT = object()
"""Value of a template that names a word nobody knows."""


def render(value: Any, words: Mapping[str, Any]) -> Any:
    """A template's value; OMIT where it cannot be told or a function answers None."""
    if callable(value):
        found = value(words)
        return OMIT if found is None else found
    if isinstance(value, str):
        return _text(value, words)
    if isinstance(value, Mapping):
        inner = {key: render(item, words) for key, item in value.items()}
        return {key: item for key, item in inner.items() if item is not OMIT}
    if isinstance(value, list):
        items = [render(item, words) for item in value]
        return [item for item in items if item is not OMIT]
    return value


def render_all(values: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    """Templates of a call's parameters, without those that cannot be told."""
    found = render(dict(values), words)
    return dict(found)


def _text(template: str, words: Mapping[str, Any]) -> Any:
    if "{" not in template:
        return template
    parts = list(string.Formatter().parse(template))
    if len(parts) == 1 and not parts[0][0] and parts[0][1]:
        found = words.get(parts[0][1])
        return OMIT if found is None else found
    try:
        return template.format_map(words)
    except KeyError:
        return OMIT


def answer_of(method: str, path: str) -> Callable[[Mapping[str, Any]], Any]:
    """A value from the answer of one of the resource's calls, None before the call."""
    return lambda words: jmespath.search(path, words.get("answers", {}).get(method, {}))


def scalars(document: Any, depth: int = 2) -> dict[str, Any]:
    """Plain values of an answer's upper levels by their AWS name; the upper level wins."""
    found: dict[str, Any] = {}
    if not isinstance(document, Mapping):
        return found
    for value in document.values():
        if isinstance(value, Mapping) and depth > 1:
            found.update(scalars(value, depth - 1))
    found.update({k: v for k, v in document.items() if isinstance(v, str | int | float | bool)})
    return found


def added(name: str) -> Callable[[Mapping[str, Any]], list[Any] | None]:
    """Elements, or keys, that a change brings into an input; None where there are none.

    Where there is no change, all of them.
    """
    return lambda words: _beyond(words.get("after", words).get(name), _before(words, name))


def dropped(name: str) -> Callable[[Mapping[str, Any]], list[Any] | None]:
    """Elements, or keys, that a change takes out of an input; None where there are none."""
    return lambda words: _beyond(_before(words, name), words.get("after", {}).get(name))


def changed(*names: str) -> Callable[[Mapping[str, Any]], bool]:
    """Whether a change is about one of these inputs."""
    return lambda words: any(
        _before(words, name) != words.get("after", {}).get(name) for name in names
    )


def _before(words: Mapping[str, Any], name: str) -> Any:
    return words.get("before", {}).get(name)


def _beyond(these: Any, those: Any) -> list[Any] | None:
    known = those or ()
    return [item for item in these or () if item not in known] or None
