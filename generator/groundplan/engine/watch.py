"""What programs look at beside their config: files, folders and environment variables.

The cache of plans holds only while these stay the same. Files of Python and its packages
do not count, nor does the code of the repository: the cache knows those already.
"""

import hashlib
import os
import stat
import sys
import sysconfig
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

from groundplan.engine.tree import covers

_FILE_EVENTS = frozenset({"open", "os.listdir", "os.scandir"})
_BEYOND_WATCHING = frozenset(
    {"os.exec", "os.system", "os.posix_spawn", "socket.connect", "subprocess.Popen"}
)
_EVENTS = _FILE_EVENTS | _BEYOND_WATCHING


@dataclass(slots=True)
class Seen:
    """What programs of this process have looked at so far.

    It only grows: a module reads its files once, whichever program imports it first.

    Attributes:
        paths: Files and folders.
        variables: Environment variables.
        beyond: True once a program called another process or the network: then nobody can
            say what its plan depends on.
    """

    paths: set[str] = field(default_factory=set)
    variables: set[str] = field(default_factory=set)
    beyond: bool = False

    def as_now(self) -> dict[str, dict[str, str]]:
        """Digest of each of them as it is now."""
        return {
            "paths": {path: digest_of_path(path) for path in sorted(self.paths)},
            "variables": {name: digest_of_variable(name) for name in sorted(self.variables)},
        }


def unchanged(then: Mapping[str, Mapping[str, str]]) -> bool:
    """True where everything of an earlier `Seen.as_now` is still the same."""
    return all(digest_of_path(path) == was for path, was in then["paths"].items()) and all(
        digest_of_variable(name) == was for name, was in then["variables"].items()
    )


def digest_of_path(path: str) -> str:
    """Digest of a file's content or a folder's names; empty where there is neither."""
    try:
        mode = Path(path).stat().st_mode
        if stat.S_ISDIR(mode):
            return _digest("\0".join(sorted(os.listdir(path))).encode())  # noqa: PTH208
        return _digest(Path(path).read_bytes()) if stat.S_ISREG(mode) else "special"
    except OSError:
        return ""


def digest_of_variable(name: str) -> str:
    """Digest of an environment variable; empty where it is not set."""
    value = os.environ.get(name)
    return "" if value is None else _digest(value.encode("utf-8", "surrogateescape"))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


_by_root: dict[Path, Seen] = {}


def seen_by(root: Path) -> Seen:
    """What this repository's programs have looked at in this process."""
    return _by_root.setdefault(root, Seen())


_covered: Callable[[Path], bool] | None = None
_seen = Seen()


@contextmanager
def watching(root: Path, layer: str) -> Iterator[None]:
    """Note what one program of a repository looks at while the context lasts.

    Files that the digests of its layer cover (`tree.covers`) are left out.
    """
    global _covered, _seen  # noqa: PLW0603 (an audit hook cannot be taken out again)
    _install_hook()
    read = os._Environ.__getitem__

    def noted(self: Any, key: Any) -> Any:
        if isinstance(key, str):
            _seen.variables.add(key)
        return read(self, key)

    os._Environ.__getitem__ = noted  # type: ignore[method-assign]
    _covered, _seen = partial(covers, root, layer), seen_by(root)
    try:
        yield
    finally:
        _covered = None
        os._Environ.__getitem__ = read  # type: ignore[method-assign]


@cache
def _install_hook() -> None:
    sys.addaudithook(_note)


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    # Called for every event of the interpreter, hundreds of thousands in a run.
    if event not in _EVENTS or _covered is None:
        return
    if event in _FILE_EVENTS:
        path = arguments[0] if arguments else None
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        if isinstance(path, str | os.PathLike):
            _note_path(os.path.abspath(path))  # noqa: PTH100 (as the program means it)
    else:
        _seen.beyond = True


def _note_path(path: str) -> None:
    code = path.endswith((".py", ".pyc")) or "__pycache__" in path
    if code or path.startswith(_installed()) or _covered is None or _covered(Path(path)):
        return
    _seen.paths.add(path)


@cache
def _installed() -> tuple[str, ...]:
    """Where Python, its packages and this package stand; the kernel's own files too."""
    folders = {sysconfig.get_paths()[key] for key in ("stdlib", "platstdlib", "purelib", "platlib")}
    folders |= {sys.prefix, sys.base_prefix, str(Path(__file__).resolve().parents[1])}
    return (*(f"{folder}{os.sep}" for folder in sorted(folders)), "/dev/", "/proc/", "/sys/")
