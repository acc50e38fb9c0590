"""Files and archives a program hands over: the code of a function."""

import hashlib
from collections.abc import Mapping
from typing import Any


class Asset(dict[str, Any]):
    """A file (``text``, ``path`` or ``uri``) or an archive of them (``assets``)."""

    def __init__(self, signature: str, parts: Mapping[str, Any]) -> None:
        self.signature = signature
        super().__init__(parts)

    def __reduce__(self) -> tuple[Any, ...]:
        """How it is copied."""
        return Asset, (self.signature, dict(self))


def digest(asset: Asset) -> dict[str, Any]:
    """What a plan shows of it: digests in place of texts, as Pulumi's own previews do."""
    shown = dict(asset)
    if "text" in shown:
        shown["sha256"] = hashlib.sha256(str(shown.pop("text")).encode()).hexdigest()
    if isinstance(shown.get("assets"), Mapping):
        shown["assets"] = {
            name: digest(item) if isinstance(item, Asset) else item
            for name, item in shown["assets"].items()
        }
    return shown
