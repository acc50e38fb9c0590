"""Runs the command line in this process, as a shell would see it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest

from groundplan.__main__ import run


@dataclass(frozen=True)
class Result:
    """Exit code and both streams."""

    code: int
    out: str
    err: str


class Command:
    """``groundplan`` with captured streams."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str | Path) -> Result:
        """Run it with these arguments."""
        self._capsys.readouterr()
        with self._arguments(arguments):
            code = run()
        streams = self._capsys.readouterr()
        return Result(code, streams.out, streams.err)

    @staticmethod
    @contextmanager
    def _arguments(arguments: tuple[str | Path, ...]) -> Iterator[None]:
        with mock.patch.object(sys, "argv", ["groundplan", *map(str, arguments)]):
            yield
