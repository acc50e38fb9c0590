"""The blueprints that can be rendered, and where their files are."""

import json
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from ruamel.yaml import YAML

from groundplan.errors import Problem, TemplateError

_CHECKOUT = Path(__file__).resolve().parents[2]
_SETTINGS = "copier.yml"


@dataclass(frozen=True, kw_only=True, slots=True)
class Blueprint:
    """One kind of application.

    Attributes:
        name: Folder under ``blueprints/``.
        title: What a person calls it.
        summary: One sentence.
        layers: Layers of the repositories it makes.
    """

    name: str
    title: str
    summary: str
    layers: tuple[str, ...]


def template_source() -> str:
    """Where the template is: this checkout, or the git source Groundplan was installed from.

    Raises:
        TemplateError: Groundplan was installed without its blueprints.
    """
    if (_CHECKOUT / _SETTINGS).is_file():
        return str(_CHECKOUT)
    installed = _installed_from()
    if installed:
        return installed
    raise TemplateError(
        Problem(
            what="this installation has no blueprints",
            where="groundplan new",
            fix="run it from a clone of Groundplan, or name one with --template",
        )
    )


def blueprints(root: Path = _CHECKOUT) -> tuple[Blueprint, ...]:
    """Every blueprint of a checkout, by name."""
    files = sorted(root.glob("blueprints/*/blueprint.yml"))
    return tuple(_read(file) for file in files)


def examples(root: Path = _CHECKOUT) -> dict[str, Path]:
    """Answers files of example applications, by name."""
    files = sorted(root.glob("blueprints/*/examples/*.yml"))
    return {file.stem: file for file in files}


def _read(file: Path) -> Blueprint:
    values = YAML(typ="safe", pure=True).load(file)
    return Blueprint(
        name=file.parent.name,
        title=values["title"],
        summary=values["summary"],
        layers=tuple(values["layers"]),
    )


def _installed_from() -> str:
    """Source that pip recorded (PEP 610); empty where it recorded none."""
    try:
        text = distribution("groundplan").read_text("direct_url.json")
    except PackageNotFoundError:
        return ""
    record = json.loads(text) if text else {}
    url = str(record.get("url", ""))
    if "vcs_info" in record:
        return url
    folder = url.removeprefix("file://")
    return folder if folder and (Path(folder) / _SETTINGS).is_file() else ""
