"""The folder of a sandbox: who runs it, where it answers, and its files.

The server holds a lock for as long as it lives, and the system drops it with the process.
So a state file is stale exactly when nobody holds the lock: a dead server, or another
process that got its number, are never taken for a sandbox.
"""

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any


@dataclass(frozen=True, kw_only=True)
class State:
    """What a running sandbox says of itself.

    Attributes:
        pid: Its process.
        token: Needed to stop it.
        port: Where it answers, on 127.0.0.1.
        since: When it became ready, ISO 8601; empty while it starts.
        root: The infra repository.
        region: Home region.
        organization: Name of the organization; the real profiles begin with it.
        accounts: Account id by role.
        stacks: Stacks deployed into it.
        resources: Resources deployed into each account, by role.
        profile: The profile `env` chooses.
        seeded: What seed data was put in.
    """

    pid: int
    token: str = field(default_factory=lambda: secrets.token_hex(16))
    port: int
    since: str = ""
    root: str = ""
    region: str = ""
    organization: str = ""
    accounts: Mapping[str, str] = field(default_factory=dict)
    stacks: tuple[str, ...] = ()
    resources: Mapping[str, int] = field(default_factory=dict)
    profile: str = ""
    seeded: tuple[str, ...] = ()

    @property
    def endpoint(self) -> str:
        """Address of every service."""
        return f"http://127.0.0.1:{self.port}"


@dataclass(frozen=True)
class Place:
    """Files of the sandbox of one infra repository.

    Attributes:
        folder: Where they are.
    """

    folder: Path

    @classmethod
    def of(cls, root: Path) -> "Place":
        """The place of a repository's sandbox."""
        return cls(root.resolve() / ".groundplan" / "sandbox")

    @property
    def log(self) -> Path:
        """What the server had to say."""
        return self.folder / "server.log"

    @property
    def events(self) -> Path:
        """How starting goes on, a JSON document a line."""
        return self.folder / "events.jsonl"

    @property
    def order(self) -> Path:
        """What the server is to do."""
        return self.folder / "order.json"

    @property
    def config(self) -> Path:
        """AWS config file with the profiles."""
        return self.folder / "aws-config"

    @property
    def credentials(self) -> Path:
        """AWS credentials file with the keys of the emulated accounts."""
        return self.folder / "aws-credentials"

    @property
    def _state(self) -> Path:
        return self.folder / "state.json"

    @property
    def _lock(self) -> Path:
        return self.folder / "lock"

    def make(self) -> None:
        """Make the folder, readable by nobody else and unknown to git."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        (self.folder / ".gitignore").write_text("*\n")

    def clear(self) -> None:
        """Remove everything, and the parent folder if nothing else is in it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.folder.parent.is_dir() and not any(self.folder.parent.iterdir()):
            self.folder.parent.rmdir()

    def hold(self) -> IO[str] | None:
        """Take the lock for as long as the file is open; None when another process has it."""
        file = self._lock.open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return None
        return file

    def is_held(self) -> bool:
        """True while a server lives."""
        if not self._lock.exists():
            return False
        file = self.hold()
        if file is None:
            return True
        file.close()
        return False

    def is_stale(self) -> bool:
        """True where a server ended without tidying up."""
        return self.folder.is_dir() and not self.is_held()

    def write(self, state: State) -> None:
        """Replace the state in one step."""
        write(self._state, json.dumps(asdict(state), indent=2))

    def read(self) -> State | None:
        """The state of the server that lives; None when there is none."""
        if not self.is_held():
            return None
        try:
            document = json.loads(self._state.read_text())
            return State(
                **{
                    **document,
                    "stacks": tuple(document["stacks"]),
                    "seeded": tuple(document["seeded"]),
                }
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def tell(self, **event: Any) -> None:
        """Add a line to the events."""
        with self.events.open("a") as file:
            file.write(json.dumps(event) + "\n")


def write(file: Path, text: str) -> None:
    """Write a file that only its owner may read, in one step."""
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_text(text)
    fresh.replace(file)
