"""Rules of the house that no linter knows."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CODE = sorted([*(ROOT / "generator").rglob("*.py"), *(ROOT / "stacks").rglob("*.py")])


def test_stacks_hold_no_templates() -> None:
    assert (ROOT / "stacks" / "config.py").is_file()
    assert [f for f in (ROOT / "stacks").rglob("*") if f.suffix == ".jinja"] == []


def test_only_data_files_are_templates() -> None:
    templates = list((ROOT / "blueprints").rglob("*.jinja"))
    assert templates
    kinds = {Path(f.stem).suffix for f in templates}
    assert kinds <= {".yaml", ".yml", ".md", ".toml"}


@pytest.mark.parametrize("file", CODE, ids=lambda f: str(f.relative_to(ROOT)))
def test_a_file_has_one_subject_and_is_not_long(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 350


def test_nothing_under_stacks_postpones_annotations() -> None:
    files = list((ROOT / "stacks").rglob("*.py"))
    assert len(files) > 10
    assert [f.name for f in files if "from __future__ import annotations" in f.read_text()] == []
