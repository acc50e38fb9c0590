"""The real provider applied to a fresh sandbox: accounts and regions as the estate has them."""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from groundplan.emulate.living import Living
from groundplan.emulate.overrides.lambda_ import zipped
from groundplan.verify.convert import Converted
from groundplan.verify.diagnostics import place, streamed
from groundplan.verify.schema import ProviderSchema
from groundplan.verify.terraform import HangError, Terraform
from groundplan.verify.tools import Tools
from groundplan.verify.workspace import Workspace, write_resource

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Front:
    """A sandbox with nothing in it.

    Attributes:
        endpoint: Address of every service.
        keys: Keys by account.
    """

    endpoint: str
    keys: Mapping[str, Mapping[str, str]]


@contextmanager
def fresh_sandbox(accounts: Mapping[str, str]) -> Iterator[Front]:
    """A sandbox in a process of its own, which ends with the context.

    Args:
        accounts: Ids by the name that the organization gives each.
    """
    known = [f"{name}={account}" for name, account in sorted(accounts.items())]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.oracle.front", *known],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    try:
        yield Front(**json.loads(process.stdout.readline()))
    finally:
        process.kill()
        process.communicate()


def with_archives(
    resources: Iterable[Converted], living: Mapping[str, Living], folder: Path
) -> Iterator[Converted]:
    """The resources, with the code of functions in files, as the provider reads it."""
    for number, each in enumerate(resources):
        code = living[each.resource.urn].translation.values.get("code")
        if each.type == "aws_lambda_function":
            file = folder / f"code-{number}.zip"
            file.write_bytes(zipped(code))
            yield replace(each, body={**each.body, "filename": str(file)})
        else:
            yield each


class ProviderSide:
    """What the provider made, and clients to read it."""

    def __init__(self, front: Front) -> None:
        self.front = front
        self.attributes: dict[str, Mapping[str, Any]] = {}
        self.failed: dict[str, str] = {}
        self._clients: dict[tuple[str, str, str], Any] = {}

    def client(self, service: str, account: str, region: str) -> Any:
        """A boto3 client inside one account of the server."""
        key = (service, account, region)
        if key not in self._clients:
            told = self.front.keys[account]
            control = service == "s3control"
            self._clients[key] = boto3.client(
                service,
                endpoint_url=self.front.endpoint,
                region_name=region or "us-east-1",
                aws_access_key_id=told["AccessKeyId"],
                aws_secret_access_key=told["SecretAccessKey"],
                aws_session_token=told["SessionToken"],
                config=Config(proxies={"http": self.front.endpoint} if control else None),
            )
        return self._clients[key]

    def apply(
        self,
        folder: Path,
        resources: Sequence[Converted],
        schema: ProviderSchema,
        tools: Tools,
        seconds: float,
    ) -> None:
        """Apply everything; what fails is kept with its error, and what waits for it with none."""
        workspace = Workspace(folder)
        aliases: dict[str, tuple[str, str]] = {}
        for number, each in enumerate(resources):
            account, region = each.resource.account, each.resource.region or "us-east-1"
            alias = f"a{account}-{region}"
            aliases[alias] = (account, region)
            name, paths = write_resource(folder, number, each, alias)
            workspace.resources[name], workspace.paths[name] = each, paths
        (folder / "main.tf.json").write_text(json.dumps(self._main(aliases, tools)))
        # The S3 control API puts the account before the host: a name nobody resolves, unless
        # the sandbox is its proxy.
        sandbox = {"AWS_ENDPOINT_URL": self.front.endpoint, "HTTP_PROXY": self.front.endpoint}
        terraform = Terraform(tools, folder, {**sandbox, "NO_PROXY": ""})
        terraform.prepare()
        options = ("-json", "-auto-approve", "-input=false", "-refresh=false", "-lock=false")
        try:
            _, out, _ = terraform.run("apply", *options, "-parallelism=20", seconds=seconds)
        except HangError as error:
            out = error.out
        for each in streamed(out):
            found, _ = place(workspace, each)
            if each.get("severity") == "error":
                words = f"{each.get('summary', '')} {each.get('detail', '')}"
                self.failed[found.resource.urn if found else ""] = re.sub(r"\s+", " ", words)[:300]
        self._read(folder / "terraform.tfstate", resources)

    def _read(self, file: Path, resources: Sequence[Converted]) -> None:
        urns = {each.address: each.resource.urn for each in resources}
        if not file.is_file():
            return
        for each in json.loads(file.read_text())["resources"]:
            urn = urns.get(f"{each['type']}.{each['name']}")
            if urn and each["instances"] and each["instances"][0].get("status") != "tainted":
                self.attributes[urn] = each["instances"][0]["attributes"]

    def _main(self, aliases: Mapping[str, tuple[str, str]], tools: Tools) -> dict[str, Any]:
        keys = self.front.keys
        return {
            "terraform": {
                "required_providers": {"aws": {"source": tools.source, "version": tools.version}}
            },
            "provider": {
                "aws": [
                    {
                        "alias": alias,
                        "region": region,
                        "access_key": keys[account]["AccessKeyId"],
                        "secret_key": keys[account]["SecretAccessKey"],
                        "token": keys[account]["SessionToken"],
                        "max_retries": 6,
                        "skip_credentials_validation": True,
                        "skip_metadata_api_check": "true",
                        "skip_region_validation": True,
                        "s3_use_path_style": True,
                    }
                    for alias, (account, region) in sorted(aliases.items())
                ]
            },
            "resource": {"terraform_data": {"unknown": {}}},
        }
