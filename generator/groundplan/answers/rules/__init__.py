"""Rules between answers: each public function of each module here is one.

A rule takes the answers and yields problems whose ``where`` is the question, or the
question, the item's name and its key: ``services.api.port``.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache

from groundplan.answers.model import Answers
from groundplan.errors import Problem

Rule = Callable[[Answers], Iterator[Problem]]


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, by module and then in the order they are written."""
    found: list[Rule] = []
    for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{__name__}.{info.name}")
        found.extend(
            function
            for name, function in inspect.getmembers(module, inspect.isfunction)
            if function.__module__ == module.__name__ and not name.startswith("_")
        )
    return tuple(sorted(found, key=lambda f: (f.__module__, f.__code__.co_firstlineno)))


def problems_between(answers: Answers) -> Iterator[Problem]:
    """What every rule finds."""
    for rule in rules():
        yield from rule(answers)
