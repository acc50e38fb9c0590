"""An infra repository at another git ref, to compare the old estate with the new."""

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from groundplan.errors import Problem, RepositoryError


@contextmanager
def at_ref(root: Path, ref: str) -> Iterator[Path]:
    """A copy of the repository as it was at a ref, for as long as the context lasts.

    Raises:
        RepositoryError: Not in git, or no such ref.
    """
    found = _git(root, "archive", "--format=tar", f"{ref}:./")
    if found.returncode:
        raise RepositoryError(
            Problem(
                what="cannot be read at that git ref",
                where=str(root),
                got=ref,
                allowed="a branch, tag or commit of this repository",
                fix=found.stderr.decode().strip().splitlines()[-1] if found.stderr else "",
            )
        )
    with tempfile.TemporaryDirectory(prefix="groundplan-") as folder:
        try:
            with tarfile.open(fileobj=io.BytesIO(found.stdout)) as archive:
                archive.extractall(folder, filter="data")
        except tarfile.FilterError as error:
            raise RepositoryError(
                Problem(
                    what="holds a file at that git ref that leads out of the repository",
                    where=str(root),
                    got=f"{ref}: {error.tarinfo.name}",
                    fix="put the file itself there, or a link to another file of the repository",
                )
            ) from None
        yield Path(folder)


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603
        ["git", "-C", str(root), *arguments],  # noqa: S607
        capture_output=True,
        check=False,
    )
