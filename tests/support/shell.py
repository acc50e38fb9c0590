"""Runs shell commands of documents in bash, with ``aws`` answered by this process."""

import socket
import subprocess
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.aws_cli import Cli, CliError

# `aws` sends its words, each ended by a zero byte, and gets the exit code and what to print.
_AWS = r"""
aws() {{
  local code word words=()
  for word in "$@"; do
    if [ "$word" = file:///dev/stdin ]; then word=$(cat); fi
    words+=("$word")
  done
  exec 9<>/dev/tcp/127.0.0.1/{port}
  printf '%s\0' "$(($# + 3))" "$PWD" "$AWS_PROFILE" "$AWS_REGION" "${{words[@]}}" >&9
  IFS= read -r code <&9
  cat <&9
  exec 9>&-
  return "$code"
}}
"""
_SILENT = 'for tool in {names}; do eval "$tool() {{ :; }}"; done\n'


@dataclass(frozen=True)
class Ran:
    """One line that was run.

    Attributes:
        line: The line.
        code: Its exit code.
        output: What it printed.
    """

    line: str
    code: int
    output: str


class Shell:
    """A bash whose ``aws`` is a `Cli`."""

    def __init__(self, port: int, silent: Iterable[str]) -> None:
        self._head = _AWS.format(port=port) + _SILENT.format(names=" ".join(silent))

    def run(self, lines: Iterable[str], folder: Path) -> list[Ran]:
        """Run lines one after the other in one shell."""
        wanted = list(lines)
        script = self._head + "".join(
            f"{{ {line}\n}} 2>&1\nprintf '\\0%s\\0' $?\n" for line in wanted
        )
        told = subprocess.run(
            ["bash", "-c", script],
            check=False,
            cwd=folder,
            input="typed by hand\n",
            capture_output=True,
            text=True,
            timeout=120,
        )
        parts = told.stdout.split("\0")
        return [
            Ran(line, int(code), output.strip())
            for line, output, code in zip(wanted, parts[::2], parts[1::2], strict=False)
        ]


@contextmanager
def shell(cli: Cli, *, silent: Iterable[str] = ()) -> Iterator[Shell]:
    """A shell for as long as the context lasts.

    Args:
        cli: Answers ``aws``.
        silent: Other commands, which do nothing here.
    """
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_serve, args=(server, cli), daemon=True).start()
        yield Shell(server.getsockname()[1], silent)


def _serve(server: socket.socket, cli: Cli) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection:
            code, output = _answer(cli, _words(connection))
            connection.sendall(f"{code}\n{output}\n".encode())


def _words(connection: socket.socket) -> list[str]:
    text = b""
    while not text or text.count(b"\0") <= int(text.partition(b"\0")[0] or 1):
        text += connection.recv(65536)
    return text.decode().split("\0")[1:-1]


def _answer(cli: Cli, words: list[str]) -> tuple[int, str]:
    folder, profile, region, *command = words
    try:
        return 0, cli.run(command, Path(folder), profile=profile, region=region)
    except CliError as error:
        return 255, str(error)
    except Exception as error:
        return 254, f"{type(error).__name__}: {error}"
