"""The real provider applied to a fresh moto server: accounts and regions as the estate has them."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3

from groundplan.verify.convert import Converted
from groundplan.verify.diagnostics import place, streamed
from groundplan.verify.schema import ProviderSchema
from groundplan.verify.terraform import HangError, Terraform
from groundplan.verify.tools import Tools
from groundplan.verify.workspace import Workspace, write_resource

ROOT = Path(__file__).resolve().parents[2]
ROLE = "groundplan"
KEYS = {"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE", "aws_secret_access_key": "example"}


@contextmanager
def moto_server() -> Iterator[str]:
    """Address of a moto with nothing in it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.oracle.moto_front"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.kill()
        process.communicate()


class ProviderSide:
    """What the provider made, and clients to read it."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self.attributes: dict[str, Mapping[str, Any]] = {}
        self.failed: dict[str, str] = {}
        self._clients: dict[tuple[str, str, str], Any] = {}

    def client(self, service: str, account: str, region: str) -> Any:
        """A boto3 client inside one account of the server."""
        key = (service, account, region)
        if key not in self._clients:
            told = self._credentials(account)
            self._clients[key] = boto3.client(
                service,
                endpoint_url=self.endpoint,
                region_name=region or "us-east-1",
                aws_access_key_id=told["AccessKeyId"],
                aws_secret_access_key=told["SecretAccessKey"],
                aws_session_token=told["SessionToken"],
            )
        return self._clients[key]

    def _credentials(self, account: str) -> Mapping[str, str]:
        sts = boto3.client("sts", endpoint_url=self.endpoint, region_name="us-east-1", **KEYS)
        role = f"arn:aws:iam::{account}:role/{ROLE}"
        told: Mapping[str, str] = sts.assume_role(RoleArn=role, RoleSessionName=ROLE)["Credentials"]
        return told

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
        terraform = Terraform(tools, folder, {"AWS_ENDPOINT_URL": self.endpoint})
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
        keys = {account: self._credentials(account) for account, _ in aliases.values()}
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
