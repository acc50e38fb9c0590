"""Which inputs only a new resource can take, as the real provider's plans say.

The table comes from plans of the provider whose version it names; types it lacks are
decided by what the specs know.
"""

import json
from enum import StrEnum
from functools import cache
from importlib import resources


class Verdict(StrEnum):
    """What the provider does about a changed input."""

    replaced = "replaced"
    updated = "updated"
    unknown = "unknown"


def verdict(token: str, name: str) -> Verdict:
    """What the provider does when an input of a type changes; unknown where nobody asked it."""
    forcing, unasked = _table()
    if token not in forcing or name in unasked.get(token, ()):
        return Verdict.unknown
    return Verdict.replaced if name in forcing[token] else Verdict.updated


@cache
def _table() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    file = resources.files("groundplan").joinpath("data", "replacements.json")
    table = json.loads(file.read_text(encoding="utf-8"))
    return table["types"], table["unasked"]
