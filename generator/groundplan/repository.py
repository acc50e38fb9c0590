"""An infra repository on disk: its layers, environments, config and version."""

import difflib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from groundplan.engine.program import Program
from groundplan.errors import ConfigError, Problem, RepositoryError

ANSWERS_FILE = ".copier-answers.yml"
LAYERS = ("organization", "security", "recovery", "foundation", "application")
ENVIRONMENTS = ("main", "dev", "staging", "prod")
NAMESPACE = "groundplan"

PLACEHOLDER_ACCOUNTS: Mapping[str, str] = {
    "management": "111111111111",
    "security": "222222222222",
    "backup": "333333333333",
    "dev": "444444444444",
    "staging": "555555555555",
    "prod": "666666666666",
}
"""Ids that stand in for accounts nobody has created yet, so that plans can be made."""

PLACEHOLDER_ORGANIZATION = "o-groundplan00"
"""Stands in for the organization nobody has created yet."""

ACCOUNT_OF_LAYER: Mapping[str, str] = {
    "organization": "management",
    "security": "security",
    "recovery": "backup",
}
"""Which account a shared layer deploys into; the others go to their environment's."""


def account_role(layer: str, environment: str) -> str:
    """Role of the account that a layer of an environment deploys into."""
    return ACCOUNT_OF_LAYER.get(layer, environment)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stack:
    """A layer in an environment, as its files describe it.

    Attributes:
        name: ``<layer>/<environment>``.
        layer: Pulumi project.
        environment: Pulumi stack.
        folder: Folder of the layer.
        config_file: ``Pulumi.<environment>.yaml``.
        config: Full key to plain value.
    """

    name: str
    layer: str
    environment: str
    folder: Path
    config_file: Path
    config: Mapping[str, Any]

    @property
    def account_role(self) -> str:
        """Name under ``groundplan:accounts`` of the account it deploys into."""
        return account_role(self.layer, self.environment)


@dataclass(frozen=True, kw_only=True, slots=True)
class Repository:
    """An infra repository.

    Attributes:
        root: Its folder.
        answers: What was asked when it was made.
        stacks: In deployment order.
    """

    root: Path
    answers: Mapping[str, Any]
    stacks: tuple[Stack, ...]

    def select(self, names: Sequence[str]) -> tuple[Stack, ...]:
        """Stacks by name, all of them for no name.

        Raises:
            RepositoryError: A name is not a stack; suggests the nearest.
        """
        known = {stack.name: stack for stack in self.stacks}
        problems = []
        for name in names:
            if name not in known:
                near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
                problems.append(
                    Problem(
                        what="there is no such stack",
                        where="--stack",
                        got=name,
                        allowed=", ".join(known),
                        fix=f"did you mean {near[0]}?" if near else "",
                    )
                )
        if problems:
            raise RepositoryError(problems)
        return tuple(known[name] for name in dict.fromkeys(names)) or self.stacks


def open_repository(folder: Path) -> Repository:
    """Read the repository that ``folder`` is the root of.

    Raises:
        RepositoryError: Not an infra repository.
        ConfigError: A config file cannot be read.
    """
    root = folder.resolve()
    answers_file = root / ANSWERS_FILE
    if not answers_file.is_file():
        raise RepositoryError(
            Problem(
                what="is not an infrastructure repository",
                where=str(folder),
                got=f"no {ANSWERS_FILE}",
                fix="go to the folder that `groundplan new` made, or name it with -C",
            )
        )
    answers = _load_yaml(answers_file)
    stacks: list[Stack] = []
    problems: list[Problem] = []
    for layer in LAYERS:
        if not (root / layer / "__main__.py").is_file():
            continue
        for environment in ENVIRONMENTS:
            file = root / layer / f"Pulumi.{environment}.yaml"
            if not file.is_file():
                continue
            try:
                stacks.append(_stack(layer, environment, file))
            except ConfigError as error:
                problems.extend(error.problems)
    if problems:
        raise ConfigError(problems)
    if not stacks:
        raise RepositoryError(
            Problem(
                what="has no stack",
                where=str(folder),
                fix="restore the layer folders with `git checkout`",
            )
        )
    return Repository(root=root, answers=answers, stacks=tuple(stacks))


def programs(repository: Repository, stacks: Sequence[Stack]) -> tuple[Program, ...]:
    """What the engine runs: the stacks, with placeholders for unknown account ids."""
    return tuple(_program(repository.root, stack) for stack in stacks)


def placeholder_accounts(stacks: Sequence[Stack]) -> tuple[str, ...]:
    """Account roles whose id no config file knows yet."""
    found = {role for stack in stacks for role in _missing_accounts(stack)}
    return tuple(role for role in PLACEHOLDER_ACCOUNTS if role in found)


def _missing_accounts(stack: Stack) -> set[str]:
    return {role for role in PLACEHOLDER_ACCOUNTS if not _accounts(stack).get(role)}


def _accounts(stack: Stack) -> Mapping[str, str]:
    accounts = stack.config.get(f"{NAMESPACE}:accounts") or {}
    return {str(role): str(number) for role, number in accounts.items() if number}


def _program(root: Path, stack: Stack) -> Program:
    accounts = {**PLACEHOLDER_ACCOUNTS, **_accounts(stack)}
    values = {**stack.config, f"{NAMESPACE}:accounts": accounts}
    if stack.layer in ACCOUNT_OF_LAYER and stack.layer != "organization":
        # The organization's own stack makes it; an id there would mean to adopt it.
        key = f"{NAMESPACE}:organization_id"
        values[key] = values.get(key) or PLACEHOLDER_ORGANIZATION
    return Program(
        stack=stack.name,
        layer=stack.layer,
        environment=stack.environment,
        root=root,
        main=stack.folder / "__main__.py",
        config_file=stack.config_file,
        config={key: _text(value) for key, value in values.items()},
        account=accounts.get(stack.account_role, PLACEHOLDER_ACCOUNTS["management"]),
        region=str(values.get(f"{NAMESPACE}:region", "")),
    )


def _text(value: Any) -> str:
    """A config value as Pulumi hands it to a program: text, or JSON for anything nested."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool | None):
        return json.dumps(value)
    if isinstance(value, Mapping | list | tuple):
        return json.dumps(value, sort_keys=True)
    return str(value)


def _stack(layer: str, environment: str, file: Path) -> Stack:
    document = _load_yaml(file)
    config = document.get("config")
    if not isinstance(config, Mapping):
        raise ConfigError(
            Problem(
                what="has no `config:` map",
                where=f"{layer}/{file.name}",
                got=type(config).__name__,
                fix="restore the file with `git checkout`",
            )
        )
    return Stack(
        name=f"{layer}/{environment}",
        layer=layer,
        environment=environment,
        folder=file.parent,
        config_file=file,
        config=dict(config),
    )


def _load_yaml(file: Path) -> Mapping[str, Any]:
    place = f"{file.parent.name}/{file.name}"
    try:
        document = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
    except (YAMLError, UnicodeDecodeError, OSError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" at line {mark.line + 1}" if mark is not None else ""
        reason = getattr(error, "problem", None) or type(error).__name__
        raise ConfigError(
            Problem(
                what=f"cannot be read as YAML{line}: {reason}",
                where=place,
                fix="correct the line, or restore the file with `git checkout`",
            )
        ) from None
    if not isinstance(document, Mapping):
        raise ConfigError(
            Problem(
                what="is not a YAML map",
                where=place,
                got=type(document).__name__,
                fix="restore the file with `git checkout`",
            )
        )
    return document
