"""Writes an infra repository from answers. The only module that imports copier."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import copier
from copier import _main
from copier.errors import CopierAnswersInterrupt, CopierError, DirtyLocalWarning
from jinja2 import TemplateSyntaxError, UndefinedError

from groundplan.errors import Problem, TemplateError


def check_destination(destination: Path) -> None:
    """Refuse a destination that holds something or cannot be written.

    Raises:
        TemplateError: It cannot become a repository.
    """
    if destination.is_symlink() or (destination.exists() and not destination.is_dir()):
        raise _refused(destination, "is not a folder", "name a folder that does not exist yet")
    if destination.is_dir():
        if any(destination.iterdir()):
            raise _refused(
                destination,
                "is not empty",
                "name a folder that does not exist yet; nothing was changed",
            )
        if destination.resolve() == Path.cwd():
            raise _refused(
                destination, "is the current folder", "go one folder up and name it from there"
            )
    parent = _existing(destination.absolute().parent)
    if not parent.is_dir():
        raise _refused(parent, "is not a folder", "name a folder whose parent is one")
    if not os.access(parent, os.W_OK | os.X_OK):
        raise _refused(parent, "cannot be written to", "name a folder in a place that is yours")


def render(data: Mapping[str, Any], destination: Path, *, source: str, ref: str = "HEAD") -> bool:
    """Write the repository, whole or not at all.

    Copier names the template's commit in the repository, for updates. A template with
    uncommitted changes has no commit that others could find.

    Args:
        data: Answer to every question.
        destination: Folder that does not exist yet or is empty.
        source: Folder or git URL of the template.
        ref: Commit, branch or tag of the template.

    Returns:
        Whether the repository can be updated later.

    Raises:
        TemplateError: The destination or the template cannot be used.
    """
    check_destination(destination)
    with _beside(destination) as work, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", DirtyLocalWarning)
        worker = _run(source, work, data=dict(data), defaults=True, vcs_ref=ref)
        if destination.is_dir():
            destination.rmdir()
        work.rename(destination)
    dirty = any(issubclass(found.category, DirtyLocalWarning) for found in caught)
    return worker.template.commit is not None and not dirty


def ask(
    known: Mapping[str, Any], *, suggested: Mapping[str, Any], source: str, ref: str = "HEAD"
) -> dict[str, Any]:
    """Ask every question that is not ``known`` in the terminal.

    Args:
        known: Answers that are not asked again.
        suggested: Answers to offer as default.
        source: Folder or git URL of the template.
        ref: Commit, branch or tag of the template.

    Raises:
        TemplateError: The template cannot be used.
        KeyboardInterrupt: The person stopped.
    """
    with tempfile.TemporaryDirectory(prefix="groundplan-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", DirtyLocalWarning)
        worker = _run(
            source,
            Path(folder) / "answers",
            data=dict(known),
            user_defaults=dict(suggested),
            vcs_ref=ref,
            pretend=True,
        )
    questions = worker.template.questions_data
    return {
        name: value
        for name, value in worker.answers.combined.items()
        if name in questions and name not in worker.answers.hidden
    }


def _run(source: str, destination: Path, **options: Any) -> Any:
    try:
        with _without_index():
            return copier.run_copy(
                source, destination, settings=copier.Settings(), quiet=True, **options
            )
    except CopierAnswersInterrupt:
        raise KeyboardInterrupt from None
    except (CopierError, TemplateSyntaxError, UndefinedError, ValueError, OSError) as error:
        raise TemplateError(
            Problem(
                what=f"the template cannot be rendered: {_first_line(error)}",
                where=source,
                fix="if the template is not changed, this is a defect of Groundplan",
            )
        ) from error


@contextmanager
def _without_index() -> Iterator[None]:
    """Spare Copier the question what git knows of each file: the folder is new.

    It starts git 200 times, a third of the time of a run. Without the method, in another
    version, nothing is spared.
    """
    worker, name = _main.Worker, "_sync_git_index_executable_bit"
    before = vars(worker).get(name)
    if before is None:
        yield
        return
    setattr(worker, name, lambda *_: None)
    try:
        yield
    finally:
        setattr(worker, name, before)


@contextmanager
def _beside(destination: Path) -> Iterator[Path]:
    """A folder to work in beside the destination, gone afterwards whatever happens."""
    target = destination.absolute()
    made = _make_parents(target.parent)
    holder = Path(tempfile.mkdtemp(prefix=".groundplan-", dir=target.parent))
    done = False
    try:
        yield holder / target.name
        done = True
    finally:
        shutil.rmtree(holder, ignore_errors=True)
        for folder in () if done else made:
            folder.rmdir()


def _make_parents(folder: Path) -> list[Path]:
    """Make missing parents; gives those made, deepest first."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for parent in reversed(missing):
        parent.mkdir()
    return missing


def _existing(folder: Path) -> Path:
    while not folder.exists():
        folder = folder.parent
    return folder


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), repr(error))


def _refused(folder: Path, what: str, fix: str) -> TemplateError:
    return TemplateError(Problem(what=what, where=str(folder), fix=fix))
