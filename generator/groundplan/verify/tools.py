"""Finds Terraform or OpenTofu and an AWS provider plugin on this machine; downloads nothing."""

import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from groundplan.errors import Problem, UserError

MIRROR_VARIABLE = "GROUNDPLAN_PROVIDER_MIRROR"
_COMMON = (
    "~/.terraform.d/plugins",
    "~/.local/share/terraform/plugins",
    "~/.terraform.d/plugin-cache",
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
    "/usr/share/terraform/providers",
    "/opt/terraform/plugins",
    "/opt/terraform/providers",
    "/opt/tf-plugins",
)
_MACHINES = {"x86_64": "amd64", "AMD64": "amd64", "aarch64": "arm64", "arm64": "arm64"}


class ToolsMissing(UserError):  # noqa: N818 - says what is not there, like FileNotFound
    """Terraform or the provider is not installed: nothing was judged."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tools:
    """What the witness runs on.

    Attributes:
        program: Terraform or OpenTofu.
        name: ``Terraform 1.11.4`` or the like.
        mirror: Folder that holds the provider, as a `filesystem_mirror`.
        source: Address of the provider in it, for example
            ``registry.terraform.io/hashicorp/aws``.
        version: Version of the provider.
        plugin: The provider's file or archive.
    """

    program: Path
    name: str
    mirror: Path
    source: str
    version: str
    plugin: Path


def find_tools(
    wanted_major: int, mirror: Path | None = None, environment: Mapping[str, str] | None = None
) -> Tools:
    """The program, and the newest provider of a version that can speak for the estate.

    Args:
        wanted_major: Major version of the provider that pulumi-aws is built on. The one
            before it serves too: what it lacks is known by table.
        mirror: Folder named by the user; the only one looked into if given.
        environment: Variables of the process.

    Raises:
        ToolsMissing: Says what to install.
    """
    variables = os.environ if environment is None else environment
    program = _program(variables)
    problems = [] if program else [_no_program()]
    plugins = list(_plugins(mirror, variables))
    usable = [plugin for plugin in plugins if _major(plugin[1]) in (wanted_major, wanted_major - 1)]
    if not usable:
        problems.append(
            _no_provider(wanted_major, sorted({version for _, version, _, _ in plugins}))
        )
    if problems or program is None:
        raise ToolsMissing(problems)
    source, version, folder, file = max(usable, key=lambda plugin: _order(plugin[1]))
    return Tools(
        program=program,
        name=_name(program),
        mirror=folder,
        source=source,
        version=version,
        plugin=file,
    )


def _program(variables: Mapping[str, str]) -> Path | None:
    for name in ("terraform", "tofu"):
        found = shutil.which(name, path=variables.get("PATH", ""))
        if found:
            return Path(found)
    return None


def _name(program: Path) -> str:
    try:
        told = subprocess.run(  # noqa: S603 - the program was found on PATH
            [program, "version"],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
            env={"PATH": os.environ.get("PATH", ""), "CHECKPOINT_DISABLE": "1"},
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        told = ""
    found = re.search(r"(Terraform|OpenTofu) v(\S+)", told)
    if not found:
        raise ToolsMissing(
            Problem(
                what="does not answer `version` as Terraform or OpenTofu does",
                where=str(program),
                fix="install Terraform 1.5 or newer, or OpenTofu, and put it first on PATH",
            )
        )
    return f"{found[1]} {found[2]}"


def _plugins(
    mirror: Path | None, variables: Mapping[str, str]
) -> Iterator[tuple[str, str, Path, Path]]:
    """Source address, version, mirror folder and file of each AWS provider for this machine."""
    seen: set[Path] = set()
    for folder in _folders(mirror, variables):
        if folder in seen or not folder.is_dir():
            continue
        seen.add(folder)
        for home in sorted(folder.glob("*/hashicorp/aws")):
            source = f"{home.parent.parent.name}/hashicorp/aws"
            for file in sorted(home.glob(f"*/{_machine()}/terraform-provider-aws*")):
                yield source, file.parent.parent.name, folder, file
            for file in sorted(home.glob(f"terraform-provider-aws_*_{_machine()}.zip")):
                yield source, file.name.split("_")[1], folder, file


def _folders(mirror: Path | None, variables: Mapping[str, str]) -> Iterator[Path]:
    if mirror is not None:
        yield mirror.resolve()
        return
    if variables.get(MIRROR_VARIABLE):
        yield Path(variables[MIRROR_VARIABLE]).resolve()
        return
    if variables.get("TF_PLUGIN_CACHE_DIR"):
        yield Path(variables["TF_PLUGIN_CACHE_DIR"]).expanduser()
    for name in ("TF_CLI_CONFIG_FILE", "TERRAFORM_CONFIG"):
        if variables.get(name):
            yield from _configured(Path(variables[name]))
    yield from _configured(Path("~/.terraformrc").expanduser())
    yield from _configured(Path("~/.tofurc").expanduser())
    for text in _COMMON:
        yield Path(text).expanduser()


def _configured(file: Path) -> Iterator[Path]:
    """Mirror and cache folders that a CLI config names."""
    try:
        content = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return
    mirrors = r'filesystem_mirror\s*\{[^}]*?path\s*=\s*"([^"]+)"'
    for pattern in (mirrors, r'plugin_cache_dir\s*=\s*"([^"]+)"'):
        for found in re.findall(pattern, content):
            yield Path(os.path.expandvars(found)).expanduser()


def _machine() -> str:
    machine = _MACHINES.get(platform.machine(), platform.machine())
    return f"{platform.system().lower()}_{machine}"


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def _major(version: str) -> int:
    return (_order(version) or (0,))[0]


def _no_program() -> Problem:
    return Problem(
        what="neither Terraform nor OpenTofu is installed",
        where="PATH",
        fix="install Terraform 1.5 or newer (https://developer.hashicorp.com/terraform/install) "
        "or OpenTofu (https://opentofu.org/docs/intro/install)",
    )


def _no_provider(major: int, others: list[str]) -> Problem:
    return Problem(
        what="no AWS provider plugin of a version that fits is installed",
        where=f"--mirror, {MIRROR_VARIABLE}, TF_PLUGIN_CACHE_DIR, the Terraform CLI config",
        got=", ".join(others),
        allowed=f"version {major} or {major - 1}, as registry.terraform.io/hashicorp/aws/"
        f"<version>/{_machine()}/",
        fix="run `terraform providers mirror FOLDER` in a folder whose configuration requires "
        "hashicorp/aws, then `groundplan verify --mirror FOLDER`; nothing is downloaded here",
    )
