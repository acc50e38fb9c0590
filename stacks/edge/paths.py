"""URL path patterns, as CloudFront, the load balancer and the WAF each read them.

A pattern starts with a slash; ``*`` stands for any text, ``?`` for one character. Of two
patterns that match, the one with the longer fixed start wins, everywhere alike.
"""

import hashlib
import re
from collections.abc import Iterable

from stacks.errors import ArgumentError

_BAND = 180
"""Listener priorities per length and kind of a pattern: 2 x 129 bands fit below 50,000."""


def check(key: str, pattern: str) -> None:
    """Refuse a pattern that the load balancer or CloudFront would refuse.

    Raises:
        ArgumentError: With the config key.
    """
    if not re.fullmatch(r"/[A-Za-z0-9_\-.$/~\"'@:+*?&]{0,127}", pattern):
        raise ArgumentError(
            key, pattern, "a slash and up to 127 of letters, digits and _-.$/~\"'@:+&, * and ?"
        )
    # The load balancer takes five wildcards per rule.
    if sum(pattern.count(c) for c in "*?") > 5:
        raise ArgumentError(key, pattern, "at most five wildcards")


def role(pattern: str) -> str:
    """Name of a pattern inside a logical name: ``/api/*`` gives ``api-all``."""
    words = pattern.replace("*", " all ").replace("?", " any ")
    slug = "-".join(re.findall(r"[a-z0-9]+", words.lower()))
    plain = re.fullmatch(r"(/[a-z0-9]+)*(/|/\*)?", pattern)
    if plain and slug:
        return slug
    return f"{slug or 'root'}-{_digest(pattern)[:6]}"


def by_precedence(patterns: Iterable[str]) -> list[str]:
    """Patterns from the most to the least specific."""
    return sorted(patterns, key=lambda p: (*_rank(p), p))


def priorities(patterns: Iterable[str]) -> dict[str, int]:
    """Listener rule priority of each pattern, 1 to 50,000, the most specific lowest.

    A priority depends on the pattern alone (save for the rare two that would share one),
    because AWS refuses to move a rule to a priority that another rule still has: adding a
    pattern must not shift the others.
    """
    taken: dict[int, str] = {}
    for pattern in by_precedence(patterns):
        length, wild = _rank(pattern)
        first = (length * 2 + wild) * _BAND + 1
        offset = int(_digest(pattern), 16)
        slot = next(s for n in range(_BAND) if (s := first + (offset + n) % _BAND) not in taken)
        taken[slot] = pattern
    return {pattern: slot for slot, pattern in taken.items()}


def regex(key: str, patterns: Iterable[str]) -> str:
    """One regular expression for the WAF that matches any of the patterns, in lower case.

    Raises:
        ArgumentError: It is longer than the 512 characters the WAF takes.
    """
    parts = [_regex(pattern.lower()) for pattern in sorted(set(patterns))]
    text = f"^({'|'.join(parts)})$"
    if len(text) > 512:
        raise ArgumentError(
            key, f"{len(parts)} paths", "paths of 512 characters together", "use fewer wider paths"
        )
    return text


def _regex(pattern: str) -> str:
    special = {"*": ".*", "?": "."}
    return "".join(special.get(c) or (f"\\{c}" if c in r".+$^()[]{}|\\" else c) for c in pattern)


def _rank(pattern: str) -> tuple[int, int]:
    fixed = re.split(r"[*?]", pattern)[0]
    return 128 - len(fixed), int(fixed != pattern)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
