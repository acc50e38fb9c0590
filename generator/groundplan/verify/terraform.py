"""Runs Terraform in a folder of its own, away from the user's settings, accounts and network."""

import json
import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from groundplan.errors import Problem
from groundplan.verify.schema import ProviderSchema, cached_schema
from groundplan.verify.tools import Tools, ToolsMissing
from groundplan.verify.workspace import CLOSED_ENDPOINT, main_file

_KEPT = ("PATH", "HOME", "TMPDIR", "LANG", "SYSTEMROOT", "TEMP", "TMP")


class HangError(Exception):
    """A step did not end in time.

    Attributes:
        out: What it had printed until then.
    """

    def __init__(self, message: str, out: str = "") -> None:
        super().__init__(message)
        self.out = out


@dataclass(slots=True)
class Terraform:
    """Terraform in a folder of its own, away from the user's settings, accounts and network.

    Attributes:
        tools: The program and the provider.
        folder: Workspace.
        variables: More environment variables.
    """

    tools: Tools
    folder: Path
    variables: Mapping[str, str] = field(default_factory=dict)

    def prepare(self) -> None:
        """Take the provider from the mirror and from nowhere else."""
        (self.folder / "cli.tfrc").write_text(
            "provider_installation {\n  filesystem_mirror {\n"
            f"    path = {json.dumps(str(self.tools.mirror))}\n  }}\n}}\n"
        )
        try:
            code, out, err = self.run("init", "-backend=false", "-input=false", "-no-color")
        except HangError as error:
            code, out, err = 1, "", str(error)
        if code:
            raise ToolsMissing(
                Problem(
                    what="cannot take the provider from the mirror",
                    where=str(self.tools.mirror),
                    got=" ".join((err or out).split())[:500],
                    fix="make the mirror anew with `terraform providers mirror FOLDER`",
                )
            )

    def run(self, *arguments: str, seconds: float = 120) -> tuple[int, str, str]:
        """Exit code and both streams.

        Raises:
            HangError: It did not end in time, and was ended with all its children.
        """
        process = subprocess.Popen(  # noqa: S603 - the program was found on PATH
            [str(self.tools.program), *arguments],
            cwd=self.folder,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            out, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, _ = process.communicate()
            raise HangError(
                f"`{self.tools.program.name} {arguments[0]}` did not end within "
                f"{seconds:g} seconds and was given up",
                out,
            ) from None
        return process.returncode, out, err

    def _environment(self) -> dict[str, str]:
        return {
            **{name: os.environ[name] for name in _KEPT if name in os.environ},
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ENDPOINT_URL": CLOSED_ENDPOINT,
            "CHECKPOINT_DISABLE": "1",
            "NO_PROXY": "*",
            "TF_CLI_CONFIG_FILE": str(self.folder / "cli.tfrc"),
            "TF_DATA_DIR": str(self.folder / ".terraform"),
            "TF_IN_AUTOMATION": "1",
            "TF_INPUT": "0",
            **self.variables,
        }


def provider_schema(tools: Tools) -> ProviderSchema:
    """The provider's own description of its types, from the cache where it is known."""

    def ask() -> str:
        with tempfile.TemporaryDirectory(prefix="groundplan-verify-") as name:
            terraform = Terraform(tools, Path(name))
            (terraform.folder / "main.tf.json").write_text(
                main_file({}, tools.source, tools.version)
            )
            terraform.prepare()
            try:
                code, out, err = terraform.run("providers", "schema", "-json")
            except HangError as error:
                code, out, err = 1, "", str(error)
            if code:
                raise ToolsMissing(
                    Problem(
                        what="the provider does not start",
                        where=str(tools.plugin),
                        got=" ".join((err or out).split())[:500],
                        fix="make the mirror anew with `terraform providers mirror FOLDER`",
                    )
                )
            return out

    return cached_schema(tools.version, tools.plugin, ask)
