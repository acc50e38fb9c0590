"""``groundplan new`` in a terminal: Copier's prompts, answered by a pretended person."""

import os
import pty
import re
import select
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from groundplan.cli import new as command
from groundplan.repository import open_repository
from tests.support.answers import WEB

CLEAR_LINE = "\x01\x0b"
SECONDS = 30


class Person:
    """Reads a terminal and answers each question once it stands there."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.text = ""
        process, self._terminal = pty.fork()
        if process == 0:
            os.chdir(folder)
            path = os.pathsep.join(sys.path)
            os.environ.update(TERM="xterm", COLUMNS="200", LINES="50", PYTHONPATH=path)
            os.execv(sys.executable, [sys.executable, "-m", "groundplan", *arguments])
        self._process = process

    def answer(self, question: str, typed: str) -> None:
        """Wait for a question, then type."""
        self._wait(lambda new: question in new)
        # The prompt reads the terminal's mode once more after it has drawn itself.
        time.sleep(0.15)
        os.write(self._terminal, typed.encode())

    def stop(self) -> int:
        """Wait for the end; gives the exit code."""
        self._wait(lambda _: False)
        _, status = os.waitpid(self._process, 0)
        os.close(self._terminal)
        return os.waitstatus_to_exitcode(status)

    def _wait(self, seen: Callable[[str], bool]) -> None:
        new, until = "", time.monotonic() + SECONDS
        while time.monotonic() < until:
            ready, _, _ = select.select([self._terminal], [], [], 0.2)
            if not ready:
                continue
            try:
                data = os.read(self._terminal, 65536)
            except OSError:  # Linux says so when the other side is closed
                return
            if b"\x1b[6n" in data:  # where the cursor is
                os.write(self._terminal, b"\x1b[1;1R")
            plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", data.decode(errors="replace"))
            new += plain
            self.text += plain
            if seen(new):
                return
        raise AssertionError(f"never saw the question:\n{self.text[-3000:]}")


# forkpty in a process that has threads: the child only executes.
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")
def test_a_person_answers_the_questions_and_mends_what_does_not_fit(tmp_path: Path) -> None:
    person = Person(
        tmp_path, "new", "infra", "--set", "profile=launch", "--set", "region=eu-west-1"
    )
    person.answer("Short name of your company", CLEAR_LINE + "initech\r")
    person.answer("Short name of the application", CLEAR_LINE + "printer\r")
    person.answer("GitHub repository", "\r")
    person.answer("Domain your customers visit", CLEAR_LINE + "https://example.org\r")
    person.answer("without https://", CLEAR_LINE + "example.org\r")
    person.answer("Mailbox that gets alarms", "\r")
    person.answer("Mailbox for the AWS accounts", "\r")
    person.answer("Second region", "\r")
    same = '{dev: "111122223333", prod: "111122223333"}'
    person.answer("AWS accounts", CLEAR_LINE + same + "\r")
    person.answer("What the application stores", "\r")
    person.answer("Private address range", "\r")
    person.answer("What runs", "\x1b\r")
    for question in ("Database with", "Cache", "Private buckets", "Queues"):
        person.answer(question, "\r")
    person.answer("DynamoDB", "\r")
    person.answer("Parts that", "\r")
    person.answer("Please answer these again", "")
    person.answer("AWS accounts", CLEAR_LINE + "{}\r")
    code = person.stop()
    assert code == 0, person.text[-2000:]
    assert "accounts.prod: is the same account as dev" in person.text
    answers = open_repository(tmp_path / "infra").answers
    expected = {
        "organization": "initech",
        "app": "printer",
        "repository": "initech/printer-infra",
        "domain": "example.org",
        "notification_email": "ops@example.org",
        "accounts": {},
        "profile": "launch",
        "services": [{**WEB, "path": "."}],
    }
    assert {key: answers[key] for key in expected} == expected


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")
def test_a_person_who_stops_leaves_nothing(tmp_path: Path) -> None:
    person = Person(tmp_path, "new", "deep/infra")
    person.answer("Short name of your company", "\x03")
    assert person.stop() == 130
    assert "Traceback" not in person.text
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_setting_is_not_asked_again_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    from groundplan import render
    from groundplan.errors import AnswerError

    def ask(known: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        return {**known, "region": "eu-west-1"}

    monkeypatch.setattr(render, "ask", ask)
    with pytest.raises(AnswerError, match="is the home region"):
        command._asked({"dr_region": "eu-west-1"}, "unused")
