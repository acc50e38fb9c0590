"""Plans kept between runs: a stack that did not change is not run again.

A plan is kept under a fingerprint of everything it was made from: the engine and the
Pulumi packages, the repository's files, the stack's config and account. What it read from
other stacks, from elsewhere on the disk and from the environment is kept beside it as
digests and compared. Plans hold no secrets; a stack whose outputs hold one is never kept,
nor is one that reads it, nor one that calls another process or the network.

A program that reads the clock wants ``GROUNDPLAN_CACHE=off``.
"""

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import metadata
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from groundplan.engine import tree
from groundplan.engine.plan import from_record, to_record
from groundplan.engine.program import Program, Ran
from groundplan.engine.secret import has_secret
from groundplan.engine.watch import seen_by, unchanged

VARIABLE = "GROUNDPLAN_CACHE"
"""Environment variable with the folder of the cache, or ``off``."""

KEPT = 200
"""Plans kept at most; the ones unused for longest go first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """A plan from an earlier run, and what it holds on.

    Attributes:
        ran: What the run gave.
        read: Stack it read to the digest of that stack's outputs then.
    """

    ran: Ran
    read: Mapping[str, str]

    def holds_after(self, before: Mapping[str, Ran]) -> bool:
        """True where every stack it read gives the same outputs now."""
        return all(_digest(before[stack].outputs) == was for stack, was in self.read.items())


class PlanCache:
    """Plans of one repository's programs, found by content."""

    def __init__(self, root: Path, folder: Path) -> None:
        """Keep plans of the repository at ``root`` in ``folder``, made when first needed."""
        self._root = root
        self._folder = folder

    @classmethod
    def of(cls, root: Path) -> "PlanCache | None":
        """The user's cache, or the one ``GROUNDPLAN_CACHE`` names; None where it is off."""
        told = os.environ.get(VARIABLE, "")
        if told.lower() in {"off", "0", "no", "false"}:
            return None
        home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        return cls(root, Path(told) if told else Path(home) / "groundplan" / "plans")

    def find(self, program: Program) -> Kept | None:
        """The plan of a program that was run before exactly as it is now."""
        file = self._file(program)
        try:
            entry = json.loads(file.read_bytes())
            if not unchanged(entry["seen"]):
                return None
            ran = Ran(
                plan=from_record(entry["plan"]),
                outputs=entry["outputs"],
                reads=tuple(entry["read"]),
            )
            os.utime(file)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return Kept(ran=ran, read=entry["read"])

    def keep(self, program: Program, ran: Ran, before: Mapping[str, Ran]) -> None:
        """Keep a plan for the next run; without a word where the folder cannot be written."""
        seen = seen_by(self._root)
        told = (ran, *(before[stack] for stack in ran.reads))
        if seen.beyond or any(has_secret(r.outputs) for r in told):
            return
        entry = {
            "plan": to_record(ran.plan),
            "outputs": ran.outputs,
            "seen": seen.as_now(),
            "read": {stack: _digest(before[stack].outputs) for stack in ran.reads},
        }
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with NamedTemporaryFile("w", dir=self._folder, suffix=".part", delete=False) as part:
                json.dump(entry, part)
            Path(part.name).replace(self._file(program))
            self._forget_oldest()

    def _forget_oldest(self) -> None:
        files = sorted(self._folder.glob("*.json"), key=lambda file: file.stat().st_mtime)
        for file in files[:-KEPT]:
            file.unlink(missing_ok=True)

    def _file(self, program: Program) -> Path:
        key = _digest(
            {
                "tool": _tool(),
                "shared": self._tree[""],
                "layer": self._tree.get(program.layer, ""),
                "stack": program.stack,
                "account": program.account,
                "region": program.region,
                "config": dict(program.config),
            }
        )
        return self._folder / f"{key}.json"

    @cached_property
    def _tree(self) -> Mapping[str, str]:
        return tree.digests(self._root)


@cache
def _tool() -> str:
    """Digest of what runs the programs: this package, Python and Pulumi's packages."""
    digest = hashlib.sha256(sys.version.encode())
    for package in ("pulumi", "pulumi-aws"):
        digest.update(f"{package} {metadata.version(package)}".encode())
    for file in tree.files(Path(__file__).parent):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
