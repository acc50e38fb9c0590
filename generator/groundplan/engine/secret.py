"""Values a program marked as secret: wrapped in memory, masked in every plan."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from groundplan.engine.asset import Asset, digest
from groundplan.engine.plan import SECRET


@dataclass(frozen=True, slots=True)
class Secret:
    """A value the program marked as secret; masked in every plan."""

    value: Any


def unwrap(value: Any) -> Any:
    """The value with every secret opened."""
    return replace_secrets(value, lambda secret: unwrap(secret.value))


def mask(value: Any) -> Any:
    """The value with every secret replaced by a fixed text, and every file by its digest."""
    return replace_secrets(value, lambda _: SECRET, digest)


def has_secret(value: Any) -> bool:
    """True where a secret stands anywhere inside."""
    if isinstance(value, Mapping):
        return any(has_secret(item) for item in value.values())
    if isinstance(value, list | tuple):
        return any(has_secret(item) for item in value)
    return isinstance(value, Secret)


def replace_secrets(
    value: Any,
    replacement: Callable[[Secret], Any],
    asset: Callable[[Asset], Any] = lambda found: found,
) -> Any:
    """The value with every secret, and every asset, replaced by what a function makes of it."""
    if isinstance(value, Secret):
        return replacement(value)
    if isinstance(value, Asset):
        return asset(value)
    if isinstance(value, Mapping):
        return {key: replace_secrets(item, replacement, asset) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [replace_secrets(item, replacement, asset) for item in value]
    return value
