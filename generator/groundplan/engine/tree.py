"""The files of an infra repository that its programs are made of."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_NO_PART = ("__pycache__", "docs", "node_modules", "tests")
"""Folders whose files are no part of a program; one that reads them is noticed elsewhere."""


def files(folder: Path, above: tuple[Path, ...] = ()) -> Iterator[Path]:
    """Files a program may be made of, sorted; nothing hidden, no tests, no prose."""
    real = folder.resolve()
    if real in above:
        # A link to a folder it stands in.
        return
    for path in sorted(folder.iterdir()):
        if not _is_part(path.name):
            continue
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from files(path, (*above, real))


def digests(root: Path) -> Mapping[str, str]:
    """Digest of the files of each layer, by its folder, and of all others, by ``""``.

    A stack's config file is left out: it reaches the program as values.
    """
    found: dict[str, Any] = {"": hashlib.sha256()}
    for file in files(root):
        path = file.relative_to(root)
        layer = _layer(root, path)
        if layer and _is_config(path):
            continue
        digest = found.setdefault(layer, hashlib.sha256())
        digest.update(f"{path}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    return {layer: digest.hexdigest() for layer, digest in found.items()}


def covers(root: Path, layer: str, path: Path) -> bool:
    """True where the digests of a layer and of what is shared tell when ``path`` changes."""
    if not path.is_relative_to(root):
        return False
    relative = path.relative_to(root)
    if not relative.parts:
        # Python lists the folder it imports from.
        return True
    if not all(_is_part(part) for part in relative.parts):
        return False
    home = _layer(root, relative)
    return home in ("", layer) and not (home and _is_config(relative))


def _is_part(name: str) -> bool:
    hidden = name.startswith(".") or name.endswith((".egg-info", ".md"))
    return not hidden and name not in _NO_PART


def _layer(root: Path, relative: Path) -> str:
    top = relative.parts[0]
    return top if (root / top / "__main__.py").is_file() else ""


def _is_config(relative: Path) -> bool:
    return relative.name.startswith("Pulumi.") and relative.name != "Pulumi.yaml"
