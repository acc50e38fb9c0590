"""Examples: real applications, taken the whole road."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from groundplan.blueprints import examples


def test_there_is_a_realistic_saas_and_a_real_public_application() -> None:
    assert set(examples()) >= {"saas", "full-stack-fastapi"}


@pytest.mark.parametrize("example", sorted(set(examples()) - {"saas"}))
def test_the_tests_of_a_fresh_repository_pass(
    example: str, rendered: Callable[[str], Path]
) -> None:
    # The saas example is what tests/stacks runs against in this very suite.
    folder = rendered(example)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "deployed"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
