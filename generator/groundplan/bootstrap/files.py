"""Writes what was found out into the repository's config files, comments and all."""

import io
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from groundplan.bootstrap.caller import Show
from groundplan.repository import NAMESPACE, Stack


def write_config(
    stacks: Sequence[Stack], values: Mapping[str, Any], show: Show, *, dry_run: bool
) -> tuple[Path, ...]:
    """Set keys in config files, each file whole or not at all.

    Args:
        stacks: Whose files.
        values: By key without ``groundplan:``; a map is merged into the one that is there.
        show: Told of each file before it is written.
        dry_run: Tell only.

    Returns:
        The files that changed.
    """
    changed = []
    for stack in stacks:
        text = _with(stack.config_file, values)
        if text == stack.config_file.read_text(encoding="utf-8"):
            continue
        words = " ".join(f"{key}={_plain(value)}" for key, value in values.items())
        show(f"write {stack.layer}/{stack.config_file.name} {words}")
        changed.append(stack.config_file)
        if not dry_run:
            _replace(stack.config_file, text)
    return tuple(changed)


def _with(file: Path, values: Mapping[str, Any]) -> str:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10_000
    before = file.read_text(encoding="utf-8")
    document = yaml.load(before)
    changed = False
    for name, value in values.items():
        changed |= _set(document["config"], f"{NAMESPACE}:{name}", value)
    if not changed:
        return before
    buffer = io.StringIO()
    yaml.dump(document, buffer)
    return buffer.getvalue()


def _set(config: CommentedMap, key: str, value: Any) -> bool:
    if isinstance(value, Mapping):
        here = config.get(key)
        if not here:
            # An empty map is written {}: a block grows line by line instead.
            here = config[key] = CommentedMap()
            here.fa.set_block_style()
        changed = False
        for name, item in value.items():
            changed |= _set(here, str(name), item)
        return changed
    if config.get(key) == value:
        return False
    # Account ids start with zeros and look like numbers.
    config[key] = DoubleQuotedScalarString(value) if isinstance(value, str) else value
    return True


def _replace(file: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as target:
            target.write(text)
        Path(name).chmod(file.stat().st_mode & 0o777)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {item}" for key, item in value.items()) + "}"
    return str(value)
