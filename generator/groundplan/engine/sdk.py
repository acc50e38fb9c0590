"""Loads of Pulumi's AWS SDK what a program uses, not each service whole.

The first touch of ``pulumi_aws.ec2`` imports a file for each of its 180 resources and
functions; a program uses 20 of them. That is a fifth of the time of an offline run. Here
a service looks up in which of its files a name stands, and imports that file. Names and
what they are do not change, and a real ``pulumi up`` has nothing to do with it.
"""

import re
import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

_SDK = "pulumi_aws"
_STAR = re.compile(r"^from \.(\w+) import \*$", re.MULTILINE)
_OUTPUTS = re.compile(r"^from \. import outputs$", re.MULTILINE)
_NAMES = re.compile(r"^__all__ = \[(.*?)\]", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"'(\w+)'")


def load_on_demand() -> None:
    """Let services that were not imported yet load their files one by one."""
    if not any(isinstance(finder, _Services) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Services())


def load(module: str) -> None:
    """Import a module now; a file of a service as the first use of one of its names would."""
    found = import_module(module)
    package, _, file = module.rpartition(".")
    if package.startswith(f"{_SDK}.") and file != "outputs":
        _offer(sys.modules[package], found)


def _offer(service: ModuleType, file: ModuleType) -> None:
    # A function's file has the function's name, and was just put in its place.
    vars(service).update({each: getattr(file, each) for each in getattr(file, "__all__", ())})


class _Services(MetaPathFinder):
    """Finds ``pulumi_aws.<service>``."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        package, _, service = fullname.rpartition(".")
        if package != _SDK or service.startswith("_"):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.submodule_search_locations and spec.origin:
            spec.loader = _Service(fullname, spec.origin)
        return spec


class _Service(SourceFileLoader):
    """Runs the file of a service without what it imports whole."""

    def exec_module(self, module: ModuleType) -> None:
        source = Path(self.path).read_text(encoding="utf-8")
        files = _STAR.findall(source)
        if not files:
            super().exec_module(module)
            return
        own = _OUTPUTS.sub("", _STAR.sub("", source))
        # The names stand there before the code runs: a file it imports may ask for them.
        vars(module)["__getattr__"] = _Names(module, Path(self.path).parent, files)
        exec(compile(own, self.path, "exec"), vars(module))  # noqa: S102


class _Names:
    """The names a service offers; each is imported when it is first asked for."""

    def __init__(self, module: ModuleType, folder: Path, files: Sequence[str]) -> None:
        self._module = module
        self._folder = folder
        self._files = files
        self._index = cache(self._read)

    def __call__(self, name: str) -> Any:
        package = self._module.__name__
        if name == "__all__":
            return sorted(self._index())
        if name == "outputs" and (self._folder / "outputs.py").is_file():
            return import_module(f"{package}.{name}")
        file = None if name.startswith("__") else self._index().get(name)
        if file is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found = import_module(f"{package}.{file}")
        _offer(self._module, found)
        return getattr(found, name)

    def _read(self) -> dict[str, str]:
        index: dict[str, str] = {}
        for file in self._files:
            text = (self._folder / f"{file}.py").read_text(encoding="utf-8")
            listed = _NAMES.search(text)
            index |= dict.fromkeys(_NAME.findall(listed[1]) if listed else (), file)
        return index
